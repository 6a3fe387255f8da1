function render({ model, el }) {
  const field = node("input", "te-input te-quick");
  field.placeholder = "TIC, Gaia, KIC or ASAS name  ( / )";
  field.maxLength = 200;
  field.setAttribute("aria-label", "find a target by its name");
  field.dataset.key = "/";
  field.dataset.help = "find a target by TIC number or name";
  const form = node("form", "te-go", field);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say(model, "quick", { q: field.value });
    field.blur();
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Escape") { field.value = model.get("shown").q; field.blur(); } });
  const asked = button("", { help: "find the target that you come from", className: "te-button te-asked",
    press: () => say(model, "target", { tic: model.get("shown").asked_tic }) });

  const list = node("div", "te-saved-list");
  const name = node("input", "te-input te-save-name");
  name.placeholder = "name";
  name.maxLength = 57;
  name.setAttribute("aria-label", "name to save this search under");
  const keep = button("Save", { help: "save this search with its columns under this name", className: "te-button te-save" });
  keep.type = "submit";
  const save = node("form", "te-save-form", name, keep);
  save.addEventListener("submit", (event) => {
    event.preventDefault();
    say(model, "save", { name: name.value });
    name.value = "";
  });
  const saved = popover("Searches", { key: "S", help: "your saved searches" }, list, save);
  const person = node("span", "te-person");
  const help = button("Keys", { key: "?", help: "show all keys" });
  help.addEventListener("click", () => el.closest(".tessebs")?.dispatchEvent(new CustomEvent("te-help")));
  const apps = navigation(model.get("shown").apps, model.get("shown").here);
  el.append(
    node("div", "te-brand", "tess", node("b", "", "EB"), "s"), apps,
    node("div", "te-nav", form, asked, saved.place),
    node("div", "te-right", person, help),
  );
  const stop = live(model, (now) => {
    if (document.activeElement !== field) field.value = now.q;
    leadTo(apps, now.tic);
    asked.hidden = !now.asked_tic || now.q === `TIC ${now.asked_tic}`;
    labelled(asked, `Find TIC ${now.asked_tic}`);
    person.textContent = now.username;
    list.replaceChildren(...now.saved.map((each) => {
      const open = node("button", "te-saved", each);
      open.type = "button";
      open.addEventListener("click", () => { saved.close(); say(model, "recall", { name: each }); });
      const forget = button("×", { help: `forget the search “${each}”`, className: "te-button te-small te-forget", press: () => say(model, "forget", { name: each }) });
      return node("div", "te-saved-row", open, forget);
    }));
    if (!now.saved.length) list.append(node("p", "te-none", "No saved searches yet. Search, give it a name, and find it here on any computer."));
  });
  greet(model);
  return stop;
}
export default { render };
