function render({ model, el }) {
  const box = node("div", "te-table-box"), over = node("div", "te-table-over");
  box.tabIndex = -1;
  let row = 0, told = null, drawn = "";
  const select = (to) => {
    const rows = box.querySelectorAll("tbody tr");
    if (!rows.length) return;
    row = Math.min(Math.max(to, 0), rows.length - 1);
    rows.forEach((each, at) => each.toggleAttribute("aria-selected", at === row));
    rows[row].scrollIntoView({ block: "nearest" });
  };
  const step = (by) => { select(row + by); say(model, "row", { row }); };
  const up = button("▲", { key: "k", help: "row above", className: "te-button te-step", press: () => step(-1) });
  const down = button("▼", { key: "j", help: "row below", className: "te-button te-step", press: () => step(1) });
  const open = button("Open target", { key: "Enter", help: "open the target of the row", className: "te-button te-open", press: () => box.querySelector("tr[aria-selected] a.te-tic-link")?.click() });
  open.hidden = !inVoila();
  const first = button("⇤", { key: "{", help: "first page", press: () => say(model, "go", { page: 1 }) });
  const back = button("Previous", { key: "p", help: "previous page", press: () => say(model, "previous") });
  const on = button("Next", { key: "n", help: "next page", press: () => say(model, "next") });
  const last = button("⇥", { key: "}", help: "last page", press: () => say(model, "go", { page: model.get("shown").pages }) });
  const where = node("span", "te-page");
  const size = node("select", "te-input te-size");
  size.setAttribute("aria-label", "entries on a page");
  for (const each of model.get("shown").sizes) size.append(new Option(`${each} a page`, each));
  size.addEventListener("change", () => { say(model, "size", { size: Number(size.value) }); size.blur(); });
  el.append(node("div", "te-table-place", box, over), node("div", "te-table-foot", node("div", "te-nav", up, down, open),
    node("span", "te-muted te-order-hint", "Headings order; Shift: second key."), node("div", "te-nav", size, first, back, where, on, last)));

  const stop = live(model, (now) => {
    const content = JSON.stringify([now.columns, now.rows]);
    if (content !== drawn) {
      drawn = content;
      const held = headingWithFocus(box);
      box.replaceChildren(tableOf(model, now, (at) => { select(at); say(model, "row", { row: at }); }));
      box.scrollTop = 0;
      if (held) box.querySelector(`th[data-column="${CSS.escape(held)}"] button`)?.focus();
      told = null;
    }
    if (told !== now.row) { told = now.row; select(now.row); }
    el.setAttribute("aria-busy", String(now.searching));
    over.replaceChildren(...wordsOver(model, now));
    over.hidden = !over.children.length;
    box.hidden = !now.rows.length;
    where.textContent = now.words;
    back.disabled = first.disabled = now.page <= 1;
    on.disabled = last.disabled = now.page >= now.pages;
    up.disabled = down.disabled = open.disabled = !now.rows.length;
    if (document.activeElement !== size) size.value = String(now.size);
  });
  greet(model);
  return stop;
}

// Who orders by keys stays on the heading: the second press turns the order round.
function headingWithFocus(box) {
  const focused = document.activeElement;
  return box.contains(focused) ? focused.closest("th")?.dataset.column : undefined;
}

function tableOf(model, { columns, rows }, choose) {
  const head = node("tr", "", ...columns.map((each) => headingOf(model, each)));
  const body = node("tbody", "", ...rows.map((each, at) => {
    const made = node("tr", "", ...each.cells.map((words, place) => {
      const cell = place === 0 ? nameCell(each, words) : node("td", columns[place].number ? "te-number" : "", words);
      cell.dataset.column = columns[place].name;
      if (words.length > 24) cell.title = words;
      return cell;
    }));
    made.addEventListener("click", () => choose(at));
    return made;
  }));
  return node("table", "te-catalogue", node("thead", "", head), body);
}

function headingOf(model, { name, label, unit, help, ordered, rank, descending, number }) {
  const cell = node("th", number ? "te-number" : "");
  cell.scope = "col";
  cell.dataset.column = name;
  const words = [label, unit ? node("small", "", ` ${unit}`) : null];
  if (!ordered) { cell.append(node("span", "te-heading", ...words)); cell.title = help; return cell; }
  const sign = rank ? node("span", "te-rank", descending ? " ▼" : " ▲", rank > 1 ? String(rank) : "") : null;
  const made = node("button", "te-heading", ...words, sign);
  made.type = "button";
  made.title = `${help}. Click: order by it; again: the other way round; Shift: as second key.`;
  made.addEventListener("click", (event) => say(model, "order", { column: name, second: event.shiftKey }));
  if (rank === 1) cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
  cell.append(made);
  return cell;
}

function nameCell({ tic, signal }, words) {
  const name = leading("target", tic, words, "te-link te-tic-link", { title: `everything about TIC ${tic}` });
  const cell = node("td", "te-name-cell", name, signal > 1 ? node("span", "te-signal-number", `.${String(signal).padStart(2, "0")}`) : null);
  if (inVoila()) cell.append(leading("triage", tic, "triage", "te-link te-row-link"), leading("triage", tic, "inspect", "te-link te-row-link", { rest: "#inspector" }));
  return cell;
}

function wordsOver(model, now) {
  const act = (label, kind, fields, className = "te-button") => button(label, { className, press: () => say(model, kind, fields) });
  if (now.unread) return [node("h2", "", "This link leads nowhere"), node("p", "te-failure-words", now.failed), act("Show all entries", "clear", {}, "te-button te-primary")];
  if (now.failed) return [node("h2", "", "The search could not be answered"), node("p", "te-failure-words", now.failed),
    node("div", "te-nav", act("Try again", "again", {}, "te-button te-primary"), act("Clear all conditions", "clear", {}))];
  if (now.searching && !now.rows.length) return [node("div", "te-spinner"), node("p", "", "Searching the catalogue…")];
  if (!now.nothing) return [];
  const tic = now.text.match(/^(?:TIC\s*)?(\d{1,11})$/i)?.[1];
  const words = [node("h2", "", "No entry meets all of this")];
  if (tic && inVoila()) {
    const link = node("a", "te-link", `See what is known of TIC ${tic}`);
    link.href = `target?tic=${tic}`;
    words.push(node("p", "", link));
  }
  if (now.loosened.length) words.push(node("p", "te-muted", "Each of these alone finds some:"),
    node("div", "te-loosen", ...now.loosened.map(({ key, words: each, count }) =>
      act(key === "in_catalog" ? `${each}: ${count}` : `without ${each}: ${count}`, "without", { key }, "te-button te-loosening"))));
  words.push(node("p", "te-muted", now.loosened.length ? "Or begin anew." : "Take more than one condition away, or begin anew."), act("Clear all conditions", "clear", {}));
  return words;
}
export default { render };
