function render({ model, el }) {
  const field = node("input", "te-input te-go");
  field.inputMode = "numeric";
  field.placeholder = "TIC number";
  field.dataset.key = "g";
  field.dataset.help = "go to a TIC number (Enter opens it)";
  field.setAttribute("aria-label", "go to a TIC number");
  const go = () => { if (field.value.trim()) { say(model, "open", { tic: field.value }); field.blur(); } };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); go(); }
    if (event.key === "Escape") field.blur();
  });
  const open = button("Open", { help: "open this target", press: go });
  const again = button("Read again", { key: "r", help: "read everything again from the database", press: () => say(model, "again") });
  const person = node("span", "te-person");
  const help = button("Keys", { key: "?", help: "show all keys" });
  help.addEventListener("click", () => el.closest(".tessebs")?.dispatchEvent(new CustomEvent("te-help")));
  const apps = navigation(model.get("shown").apps, model.get("shown").here);
  el.append(
    node("div", "te-brand", "tess", node("b", "", "EB"), "s"),
    apps,
    node("div", "te-nav", node("span", "te-prefix", "TIC"), field, open),
    node("div", "te-right", again, person, help),
  );
  let shownTic = null;
  const stop = live(model, ({ tic, username }) => {
    leadTo(apps, tic);
    person.textContent = username;
    again.disabled = !tic;
    if (tic !== shownTic) { field.value = ""; shownTic = tic; }
  });
  greet(model);
  return stop;
}
export default { render };
