function render({ model, el }) {
  let focused = null; // the box that has the focus keeps it when the card is drawn anew
  const stop = live(model, (shown) => {
    focused = el.contains(document.activeElement) ? document.activeElement.dataset.number ?? null : null;
    el.dataset.loading = shown.loading;
    el.replaceChildren(...(shown.rows ? measured(model, shown) : [notMeasured(model, shown)]));
    if (focused) el.querySelector(`[data-number="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  });
  greet(model);
  return stop;
}

function measureButton(model, label, can, entry) {
  const made = button(label, { key: "J", help: "measure the eclipses", className: "te-button te-small", press: () => say(model, "review", { entry }) });
  made.disabled = !can;
  return made;
}

function notMeasured(model, { loading, words, can_review, entry }) {
  if (loading === "waiting") return node("div", "te-evidence-none", node("div", "te-spinner"), node("span", "", "measuring the eclipses…"));
  return node("div", "te-evidence-none", node("p", "te-evidence-words", words || "Not measured yet."), measureButton(model, "Measure", can_review, entry));
}

function measured(model, { entry, entries, models, rows, doubts, note }) {
  const chips = entries.map(({ id, label, chosen }) => {
    const made = button(label, { help: `review ${label}`, className: "te-button te-small te-entry-chip", press: () => say(model, "review", { entry: id }) });
    made.setAttribute("aria-pressed", String(chosen));
    return made;
  });
  const store = button("Store", { key: "W", help: "write the accepted numbers into the catalogue", className: "te-button te-small te-primary te-store-eclipses", press: () => say(model, "store", { entry }) });
  store.disabled = !entry;
  const head = node("div", "te-evidence-head", ...(chips.length ? chips : [node("span", "te-muted", "no catalogue entry: measured on the fold")]),
    node("span", "te-evidence-presses", measureButton(model, "again", true, entry), store));
  const top = node("thead", "", node("tr", "", node("th", ""), ...models.map((each) => node("th", "", each))));
  const body = node("tbody", "", ...rows.map(({ label, numbers }) => {
    const name = node("th", "", label);
    name.scope = "row";
    return node("tr", "", name, ...numbers.map((each) => numberCell(model, entry, label, each)));
  }));
  return [head, node("table", "te-evidence-table te-number-table", top, body),
    node("p", "te-evidence-note", note), ...doubts.map((each) => node("p", "te-doubt", `? ${each}`))];
}

function numberCell(model, entry, label, { number, value, measured, accepted, doubt, reviewer }) {
  const box = node("input", "te-tick");
  box.type = "checkbox";
  box.checked = accepted;
  box.disabled = !measured;
  box.dataset.number = number;
  box.setAttribute("aria-label", `accept ${label}, ${number}`);
  box.addEventListener("change", () => say(model, "accept", { number, accepted: box.checked, entry }));
  const words = node("label", "te-number", box, node("span", "", value), doubt ? node("b", "te-doubt-mark", "?") : null);
  words.title = [doubt, reviewer ? `by ${reviewer}` : ""].filter(Boolean).join("; ") || "passed all checks";
  return node("td", accepted ? "" : "te-rejected", words);
}
export default { render };
