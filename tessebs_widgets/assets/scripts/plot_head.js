function render({ model, el }) {
  const title = node("h3", "");
  const choices = node("div", "te-choices");
  const chips = node("div", "te-chips");
  const toggles = node("div", "te-toggles");
  const note = node("span", "te-note");
  const message = node("div", "te-plot-message");
  el.append(title, choices, chips, toggles, note, message);
  const cycle = (items, step) => items[(items.findIndex((each) => each.chosen) + step + items.length) % items.length];

  const stop = live(model, (shown) => {
    title.textContent = shown.title;
    note.textContent = note.title = shown.note;
    toggles.replaceChildren(...shown.toggles.map(({ word, label, key, help, chosen }) => {
      const made = button(label, { key, help, className: "te-button te-small te-toggle", press: () => say(model, "toggle", { word }) });
      made.dataset.toggle = word;
      made.setAttribute("aria-pressed", String(chosen));
      return made;
    }));
    choices.replaceChildren(...shown.choices.map(({ word, label, chosen }) => {
      const made = button(label, { className: "te-button te-small te-choice", press: () => say(model, "choose", { word }) });
      made.setAttribute("aria-pressed", String(chosen));
      return made;
    }));
    if (shown.choices.length > 1)
      choices.append(button("", { key: shown.choice_key, help: shown.choice_help, className: "te-button te-small te-cycle",
        press: () => say(model, "choose", { word: cycle(shown.choices, 1).word }) }));
    chips.replaceChildren(...shown.chips.map(({ word, label, chosen }) => {
      const made = button(label, { className: "te-button te-small te-chip", press: () => say(model, "chip", { word }) });
      made.setAttribute("aria-label", word ? `sector ${word}` : "all sectors");
      made.setAttribute("aria-pressed", String(chosen));
      return made;
    }));
    if (shown.chips.length) {
      chips.prepend(node("span", "te-muted", "sector"));
      shown.chip_keys.forEach((key, i) => chips.append(button("", { key, help: i ? "next sector" : "previous sector", className: "te-button te-small te-cycle",
        press: () => say(model, "chip", { word: cycle(shown.chips, i ? 1 : -1).word }) })));
      chips.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    el.dataset.loading = shown.loading;
    message.replaceChildren();
    if (shown.loading === "waiting") message.append(node("div", "te-spinner"), node("span", "", "loading…"),
      shown.can_cancel ? button("Stop", { press: () => say(model, "cancel") }) : "");
    else if (shown.message) message.append(node("p", "", shown.message));
    message.hidden = !message.childNodes.length;
  });
  greet(model);
  return stop;
}
export default { render };
