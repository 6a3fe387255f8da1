// Keys go to the browser's own dialog here: Enter presses the button in focus, Escape keeps what is stored.
function render({ model, el }) {
  const dialog = node("dialog", "te-help te-refused");
  const words = node("dl", "te-refused-values");
  const anyway = button("Vote anyway", { help: "store the verdict that you wanted, in place of the other", className: "te-button te-primary te-anyway",
    press: () => say(model, "anyway", { request_id: requestId() }) });
  const keep = button("Keep what is stored", { help: "leave the stored verdict as it is", className: "te-button te-keep",
    press: () => say(model, "keep") });
  const lead = node("p", "");
  dialog.append(node("h3", "", "Nothing was saved: this page was out of date"), lead, words, node("div", "te-refused-choice", anyway, keep));
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); say(model, "keep"); });
  el.append(dialog);
  const stop = live(model, ({ open, on, stored, at, wanted }) => {
    if (!open) { if (dialog.open) dialog.close(); return; }
    lead.textContent = `Your verdict on ${on} was changed in another window or browser.`;
    words.replaceChildren(
      node("dt", "", "stored now"), node("dd", "te-stored", at ? `${stored} (${localTime(at)})` : stored),
      node("dt", "", "you wanted"), node("dd", "te-refused-wanted", wanted));
    if (!dialog.open) { dialog.showModal(); keep.focus(); }
  });
  greet(model);
  return () => { stop(); if (dialog.open) dialog.close(); };
}
export default { render };
