// A page is in the document only while it is the one that is shown, so that its keys belong to it alone;
// one that stays is not touched, so that nobody who types loses the field.
function present(el, page, visible) {
  if (visible && page.parentNode !== el) el.replaceChildren(page);
  if (!visible && el.firstChild) el.replaceChildren();
}
