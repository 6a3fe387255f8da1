function render({ model, el }) {
  const people = button("People", { key: "P", help: "people and their roles", className: "te-button te-side-row", press: () => say(model, "people") });
  const audit = button("Audit trail", { key: "A", help: "what was changed", className: "te-button te-side-row", press: () => say(model, "audit") });
  const step = (by) => {
    const { groups, table, page } = model.get("shown");
    const names = groups.flatMap((each) => each.tables.map(({ name }) => name));
    const at = page === "rows" ? names.indexOf(table) + by : by > 0 ? 0 : -1;
    const name = names.at(at % names.length);
    if (name) say(model, "table", { table: name });
  };
  const steps = node("div", "te-side-steps",
    button("▲", { key: "[", help: "table above", className: "te-button te-small", press: () => step(-1) }),
    button("▼", { key: "]", help: "table below", className: "te-button te-small", press: () => step(1) }));
  const list = node("nav", "te-side-tables");
  list.setAttribute("aria-label", "tables");
  el.append(people, audit, steps, list);
  const stop = live(model, ({ page, table, groups }) => {
    people.setAttribute("aria-pressed", String(page === "people"));
    audit.setAttribute("aria-pressed", String(page === "audit"));
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.table : null;
    list.replaceChildren(...groups.flatMap(({ title, tables }) => [node("h3", "te-side-title", title), ...tables.map((each) => tableRow(model, each, page === "rows" && each.name === table))]));
    const chosen = list.querySelector("[aria-pressed=true]");
    if (focused) list.querySelector(`[data-table="${CSS.escape(focused)}"]`)?.focus();
    chosen?.scrollIntoView({ block: "nearest" });
  });
  greet(model);
  return stop;
}

function tableRow(model, { name, about, rows }, chosen) {
  const made = node("button", "te-button te-side-row", node("span", "te-side-name", name), node("span", "te-muted", rows));
  made.type = "button";
  made.title = about;
  made.dataset.table = name;
  made.setAttribute("aria-pressed", String(chosen));
  made.addEventListener("click", () => say(model, "table", { table: name }));
  return made;
}
export default { render };
