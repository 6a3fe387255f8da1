const KEPT = "tessebs-target-section";

// Sections that share one place: the panel around them says which is on top, the style sheet hides the rest.
function render({ model, el }) {
  el.setAttribute("role", "tablist");
  const stop = live(model, ({ section, sections }) => {
    el.replaceChildren(...sections.map(({ word, label, count }, at) => {
      const made = button(label, { key: String(at + 1), help: `show ${label}`, className: "te-button te-section-tab",
        press: () => { onTop(el, word); keep(word); say(model, "show", { section: word }); } });
      if (count !== null) made.insertBefore(node("span", "te-tab-count", String(count)), made.lastChild);
      made.setAttribute("role", "tab");
      made.dataset.section = word;
      made.setAttribute("aria-selected", String(word === section));
      return made;
    }));
    onTop(el, section);
  });
  const kept = inVoila() ? sessionStorage.getItem(KEPT) : null; // a reload finds the section that was on top
  if (kept && kept !== model.get("shown").section) { onTop(el, kept); say(model, "show", { section: kept }); }
  greet(model);
  return stop;
}

function keep(section) { if (inVoila()) sessionStorage.setItem(KEPT, section); }

function onTop(el, section) {
  const panel = el.closest(".te-target-sections");
  if (panel) panel.dataset.section = section; else requestAnimationFrame(() => onTop(el, section));
}
export default { render };
