function render({ model, el }) {
  const made = button("", { key: "E", help: "show the evidence", className: "te-button te-small te-grade", press: () => say(model, "show") });
  const dots = node("span", "te-dots");
  made.prepend(dots);
  el.append(made);
  const stop = live(model, (shown) => {
    labelled(made, shown.label);
    made.title = shown.help;
    made.dataset.grade = shown.grade;
    dots.textContent = shown.grade ? "●".repeat(shown.dots) + "○".repeat(3 - shown.dots) : "";
  });
  greet(model);
  return stop;
}
export default { render };
