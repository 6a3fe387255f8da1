function render({ model, el }) {
  const stop = live(model, ({ peaks }) => {
    el.replaceChildren(...peaks.map(({ rank, key, period, power, relation, title, chosen }) => {
      const made = button(period, { key, help: `fold on peak ${rank} of the periodogram in view`, className: "te-button te-small te-peak",
        press: () => say(model, "choose", { rank }) });
      made.title = title;
      made.setAttribute("aria-pressed", String(chosen));
      made.classList.toggle("te-harmonic", relation !== "");
      made.append(node("span", "te-peak-words", relation ? `${power}, ${relation}` : power));
      return made;
    }));
  });
  greet(model);
  return stop;
}
export default { render };
