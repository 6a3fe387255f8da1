function render({ model, el }) {
  const user = asked("user", { key: "f", help: "choose a part of the trail" }), row = asked("key of the row");
  const since = asked("since 2026-03-01"), until = asked("until 2026-03-01");
  const table = node("select", "te-input");
  table.setAttribute("aria-label", "table");
  const parts = { user, row, since, until, table };
  const form = node("form", "te-rows-bar", user, table, row, since, until, button("Show", { help: "show what fits" }));
  form.lastChild.type = "submit";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say(model, "wish", Object.fromEntries(Object.entries(parts).map(([name, field]) => [name, field.value])));
    document.activeElement.blur();
  });
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") event.target.blur(); });
  table.addEventListener("change", () => form.requestSubmit());
  const older = button("Older", { key: "n", help: "older entries", press: () => say(model, "older") });
  const newest = button("Newest", { key: "p", help: "back to the newest", press: () => form.requestSubmit() });
  form.append(newest, older);
  const scroll = node("div", "te-admin-scroll");
  const page = node("section", "te-panel te-audit-page", node("div", "te-panel-head", node("h3", "", "Audit trail"), node("span", "te-muted te-table-about", "What was created (+), edited (±) and deleted (−); times are UTC.")), form, scroll);
  const stop = live(model, (now) => {
    present(el, page, now.visible);
    if (!now.visible) return;
    if (table.options.length !== now.tables.length + 1) table.replaceChildren(new Option("every table", ""), ...now.tables.map((each) => new Option(each, each)));
    for (const [name, field] of Object.entries(parts)) if (document.activeElement !== field) field.value = now[name];
    older.disabled = !now.more;
    newest.disabled = !now.later;
    scroll.replaceChildren(...now.entries.map(entryCard));
    if (!now.entries.length) scroll.append(node("p", "te-none", "Nothing was changed that fits."));
    scroll.scrollTo(0, 0);
  });
  greet(model);
  return stop;
}

const DONE = { create: "+ created", edit: "± edited", delete: "− deleted" };

function entryCard({ at, username, action, table, key, reason, fields }) {
  const head = node("div", "te-entry-head", node("b", "", DONE[action]), ` ${table} ${key} by `, node("b", "", username), node("span", "te-muted", ` ${at.slice(0, 10)} ${at.slice(11, 19)}`), reason ? node("span", "te-entry-reason", ` “${reason}”`) : null);
  const rows = fields.map(({ name, before, after, sign }) => node("tr", "", node("td", "te-sign", sign), node("th", "", name), node("td", "te-before", before), node("td", "te-after", after)));
  const values = node("table", "te-changes", node("thead", "", node("tr", "", ...["", "", "before", "after"].map((each) => node("th", "", each)))), node("tbody", "", ...rows));
  const many = action !== "edit" && fields.length > 4;
  const made = node("article", "te-entry-card", head, many ? node("details", "", node("summary", "te-muted", `${fields.length} fields`), values) : values);
  made.dataset.action = action;
  return made;
}

function asked(placeholder, { key, help } = {}) {
  const made = node("input", "te-input te-asked");
  made.placeholder = placeholder;
  made.setAttribute("aria-label", placeholder);
  if (key) { made.dataset.key = key; made.dataset.help = help; }
  return made;
}
export default { render };
