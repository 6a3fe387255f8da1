function render({ model, el }) {
  const words = node("span", "te-muted te-ruler-words");
  const period = node("b", "te-ruler-period");
  const step = (label, part, steps, key, help) => button(label, { key, help, className: "te-button te-step", press: () => say(model, "step", { part, steps }) });
  const start = field(model, "start", "start of the ruler, BTJD: phase 0", "from");
  const end = field(model, "end", "end of the ruler, BTJD", "to");
  const cycles = field(model, "cycles", "number of cycles between start and end", "cycles");
  const numbers = node("div", "te-ruler-numbers",
    step("−", "start", -1, ":", "ruler's start earlier"), start.label, step("+", "start", 1, "\"", "ruler's start later"),
    step("−", "end", -1, ";", "ruler's end earlier"), end.label, step("+", "end", 1, "'", "ruler's end later"),
    step("−", "cycles", -1, "(", "one cycle fewer in the ruler"), cycles.label, step("+", "cycles", 1, ")", "one cycle more in the ruler"),
    node("span", "", "P = ", period));
  el.append(words, numbers);
  const stop = live(model, (shown) => {
    el.hidden = !shown.measuring;
    words.textContent = shown.laid ? "" : shown.words;
    numbers.style.visibility = shown.laid ? "" : "hidden";
    for (const each of numbers.querySelectorAll("button")) each.disabled = !shown.measuring || !shown.laid;
    start.show(shown.start);
    end.show(shown.end);
    cycles.show(shown.cycles);
    period.textContent = shown.period ? `${shown.period} d` : "";
  });
  greet(model);
  return stop;
}

function field(model, kind, title, name) {
  const input = node("input", `te-input te-ruler-${kind}`);
  input.title = title;
  input.inputMode = "decimal";
  input.setAttribute("aria-label", title);
  let known = "";
  const give = () => { if (input.value !== known) say(model, kind, { [kind]: input.value }); };
  input.addEventListener("change", give);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") input.blur();
    if (event.key === "Escape") { input.value = known; input.blur(); }
  });
  return {
    label: node("label", "te-entry", node("span", "te-prefix", name), input),
    show(value) {
      const typing = document.activeElement === input && value === known;
      known = value;
      if (!typing) input.value = value;
    },
  };
}
export default { render };
