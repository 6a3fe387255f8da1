function render({ model, el }) {
  const title = node("h3", ""), about = node("span", "te-muted te-table-about"), counted = node("span", "te-muted te-counted");
  const search = node("input", "te-input te-search");
  search.placeholder = "find a text, a number, a name";
  search.setAttribute("aria-label", "find rows");
  search.dataset.key = "/";
  search.dataset.help = "find rows (Esc leaves the field)";
  const order = node("select", "te-input te-row-order");
  order.setAttribute("aria-label", "order by");
  order.dataset.key = "o";
  order.dataset.help = "order by a column";
  const down = button("▼", { key: "i", help: "turn the order round", className: "te-button te-small", press: () => wish({ descending: !model.get("shown").descending }) });
  const wish = (change) => {
    const { search: found, order: by, descending } = model.get("shown");
    say(model, "wish", { search: found, order: by ?? "", descending, ...change });
  };
  let typing = null;
  search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => wish({ search: search.value }), 200); });
  search.addEventListener("keydown", (event) => { if (event.key === "Escape" || event.key === "Enter") search.blur(); });
  order.addEventListener("change", () => { wish({ order: order.value }); order.blur(); });
  const back = button("Before", { key: "p", help: "page before", press: () => say(model, "step", { on: false }) });
  const on = button("Next", { key: "n", help: "next page", press: () => say(model, "step", { on: true }) });
  const fresh = button("New row", { key: "N", help: "begin a new row", press: () => say(model, "new") });
  const move = (by) => {
    const { rows } = model.get("shown"), at = rows.findIndex((each) => each.chosen);
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (next) say(model, "open", { key: next.key });
  };
  const steps = node("span", "te-choices", button("▲", { key: "k", help: "row above", className: "te-button te-small", press: () => move(-1) }),
    button("▼", { key: "j", help: "row below", className: "te-button te-small", press: () => move(1) }));
  const scroll = node("div", "te-admin-scroll");
  const page = node("section", "te-panel te-rows-page", node("div", "te-panel-head", title, about),
    node("div", "te-rows-bar", search, order, down, steps, back, on, counted, fresh), scroll);
  let table = null, written = null;
  const stop = live(model, (now) => {
    present(el, page, now.visible);
    if (!now.visible) { table = null; return; }
    if (table !== now.table) {
      order.replaceChildren(new Option("by key", ""), ...now.columns.map(({ name }) => new Option(`by ${name}`, name)));
      search.value = now.search;
    } else if (document.activeElement !== search) search.value = now.search;
    title.textContent = now.table;
    about.textContent = `${now.about}${now.history ? " Append-only: it is read and never changed." : ""}${now.copies ? " Triggers fill this from other tables: it is read and never changed." : ""}${now.technical ? " The screens keep this themselves." : ""}`;
    about.title = about.textContent;
    order.value = now.order ?? "";
    labelled(down, now.descending ? "▲" : "▼");
    counted.textContent = now.counted;
    back.disabled = !now.fewer;
    on.disabled = !now.more;
    fresh.hidden = !now.changeable;
    const same = JSON.stringify([now.table, now.rows.map((each) => [each.key, each.cells]), now.order]);
    if (same !== written) { fill(model, scroll, now); written = same; }
    if (table !== now.table) scroll.scrollTo(0, 0);
    table = now.table;
    for (const made of scroll.querySelectorAll("tbody tr")) {
      const chosen = now.rows.some((each) => each.chosen && each.key === made.dataset.row);
      made.setAttribute("aria-selected", String(chosen));
      if (chosen) made.scrollIntoView({ block: "nearest" });
    }
  });
  greet(model);
  return stop;
}

function fill(model, scroll, { columns, rows, order, search }) {
  const head = columns.map(({ name, unit }) => {
    const open = node("button", "te-link te-order-by", name === order ? `${name} ↕` : name);
    open.type = "button";
    open.title = `order by ${name}`;
    open.tabIndex = -1; // the order has a key and a list of its own
    open.addEventListener("click", () => {
      const now = model.get("shown");
      say(model, "wish", { search: now.search, order: name, descending: now.order === name && !now.descending });
    });
    return node("th", "", open, unit ? node("div", "te-muted", unit) : null);
  });
  const body = rows.map(({ key, cells }) => {
    const made = node("tr", "", ...cells.map((each) => node("td", "", each)));
    made.dataset.row = key;
    made.tabIndex = 0;
    made.addEventListener("click", () => say(model, "open", { key }));
    made.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.stopPropagation(); say(model, "open", { key }); } });
    return made;
  });
  scroll.replaceChildren(node("table", "te-table te-rows-table", node("thead", "", node("tr", "", ...head)), node("tbody", "", ...body)));
  if (!rows.length) scroll.append(node("p", "te-none", search ? "No row fits. Esc leaves the field; an empty one shows all." : "This table has no rows yet."));
}
export default { render };
