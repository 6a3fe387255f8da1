function render({ model, el }) {
  const dialog = node("dialog", "te-help te-history");
  const list = node("div", "te-history-rows");
  const older = button("Older", { press: () => say(model, "show", { before: model.get("shown").older }) });
  const newest = button("Newest", { press: () => say(model, "show") });
  const close = button("Close", { press: () => dialog.close() });
  dialog.append(
    node("div", "te-help-head", node("h2", "", "What you judged"), close),
    node("p", "te-muted", "Up and down choose, Enter opens the target again; PageDown shows older ones, Home the newest."),
    list, node("div", "te-history-pages", newest, older));
  el.append(dialog);
  const open = () => { say(model, "show"); dialog.showModal(); };
  dialog.addEventListener("keydown", (event) => {
    const rows = [...list.children], at = rows.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && rows.length) { event.preventDefault(); rows[(at + step + rows.length) % rows.length].focus(); }
    if (event.key === "PageDown" && !older.disabled) { event.preventDefault(); older.click(); }
    if (event.key === "Home") { event.preventDefault(); newest.click(); }
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  const stop = live(model, ({ rows, older: before, newest: isNewest }) => {
    list.replaceChildren(...rows.map(({ tic, said, at }) => {
      const row = node("button", "te-history-row", node("b", "", `TIC ${tic}`), node("span", "", said),
        node("span", "te-muted", new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })));
      row.type = "button";
      row.addEventListener("click", () => { dialog.close(); say(model, "reopen", { TIC: tic }); });
      return row;
    }));
    if (!rows.length) list.append(node("p", "te-none", "You have judged nothing yet."));
    older.disabled = before === null;
    newest.disabled = isNewest;
    if (dialog.open) list.querySelector("button")?.focus();
  });
  const free = openedBy(el, "te-history", open);
  greet(model);
  return () => { stop(); free(); };
}
export default { render };
