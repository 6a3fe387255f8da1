function render({ model, el }) {
  const stop = live(model, ({ tables }) => el.replaceChildren(...tables.map(tabled)));
  greet(model);
  return stop;
}

function tabled({ title, head, rows, empty, note, left }) {
  const parts = [node("h3", "te-table-title", title)];
  if (rows.length) {
    const body = node("tbody", "", ...rows.map((row) => node("tr", "", ...row.map((each, at) => filled(each, at < left)))));
    parts.push(node("div", "te-table-scroll", node("table", "te-table", node("thead", "", node("tr", "", ...head.map((each, at) => aligned(node("th", "", each), at < left)))), body)));
  } else parts.push(node("p", "te-none", empty));
  if (note) parts.push(node("p", "te-muted te-table-note", note));
  return node("section", "te-table-section", ...parts);
}

function aligned(made, toLeft) { if (toLeft) made.classList.add("te-words"); return made; }

function filled(each, toLeft) {
  if (typeof each === "string") return aligned(node("td", "", each), toLeft);
  const { text, app, query, title, kind } = each;
  let shown = text;
  if (app && inVoila()) {
    shown = node("a", "te-link", text);
    shown.href = `${app}?${query}`;
  }
  const made = aligned(node("td", "", shown), toLeft);
  if (title) made.title = title;
  if (kind) made.dataset.kind = kind;
  return made;
}
export default { render };
