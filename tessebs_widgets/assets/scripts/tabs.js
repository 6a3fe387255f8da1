// Cards that share one place: the panel around them says which is on top, the style sheet hides the rest.
function render({ model, el }) {
  el.setAttribute("role", "tablist");
  const stop = live(model, ({ tab, tabs }) => {
    const at = tabs.findIndex((each) => each.word === tab);
    el.replaceChildren(...tabs.map(({ word, label }) => {
      const made = button(label, { className: "te-tab", press: () => say(model, "show", { tab: word }) });
      made.setAttribute("role", "tab");
      made.dataset.tab = word;
      made.setAttribute("aria-selected", String(word === tab));
      return made;
    }), button("", { key: "T", help: "next card: " + tabs.map((each) => each.label).join(", "), className: "te-button te-small te-cycle",
      press: () => say(model, "show", { tab: tabs[(at + 1) % tabs.length].word }) }));
    const mark = () => {
      const panel = el.closest(".te-tabbed");
      if (panel) panel.dataset.tab = tab; else requestAnimationFrame(mark);
    };
    mark();
  });
  greet(model);
  return stop;
}
export default { render };
