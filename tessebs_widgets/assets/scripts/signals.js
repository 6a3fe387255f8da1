const WAYS = [["", "as seen"], ["mask", "mask"], ["subtract", "subtract"]];

function render({ model, el }) {
  const rows = node("div", "te-signal-rows");
  const words = node("span", "te-muted te-signal-words");
  const steps = node("div", "te-steps", node("div", "te-done"));
  const through = button("all", { key: "L", help: "signals: as seen, then all masked, then all subtracted", className: "te-button te-small", press: () => say(model, "step") });
  const search = button("Search again", { key: "G", help: "search for a further signal when these are taken out", className: "te-button te-small", press: () => say(model, "search") });
  const cancel = button("Stop", { help: "stop the search", className: "te-button te-small", press: () => say(model, "cancel") });
  const found = node("div", "te-found");
  const fold = button("Fold", { key: "K", help: "fold on what the search found", className: "te-button te-small", press: () => say(model, "fold") });
  const promote = button("Promote", { key: "P", help: "propose what the search found as an ephemeris of its own", className: "te-button te-small te-primary",
    press: () => say(model, "promote", { request_id: requestId() }) });
  el.append(rows, node("div", "te-signal-foot", through, search, cancel, steps, words), found, node("div", "te-signal-foot", fold, promote));
  const stop = live(model, (shown) => {
    rows.replaceChildren(...shown.signals.map((each) => row(model, each, shown.ready)));
    if (!shown.signals.length) rows.append(node("p", "te-none", "No signal of this target is in the catalogue yet, and nothing is folded."));
    const busy = shown.step !== null;
    steps.hidden = cancel.hidden = !busy;
    if (busy) steps.firstChild.style.width = `${(100 * shown.step.done) / Math.max(shown.step.total, 1)}%`;
    words.textContent = busy ? shown.step.text : shown.words;
    search.hidden = busy;
    search.disabled = busy || !shown.ready || !shown.signals.length;
    through.disabled = !shown.ready || !shown.signals.length;
    found.replaceChildren(...(shown.found ? foundLines(shown.found) : []));
    found.dataset.significant = shown.found ? String(shown.found.significant) : "";
    fold.hidden = promote.hidden = !shown.found?.period;
    fold.disabled = promote.disabled = fold.hidden;
  });
  greet(model);
  return stop;
}

function row(model, { number, name, period, note, method }, ready) {
  const ways = node("div", "te-ways", ...WAYS.map(([way, label]) => {
    const made = button(label, { help: `${name}: ${label}`, className: "te-button te-small", press: () => say(model, "take_out", { number, method: way }) });
    made.setAttribute("aria-pressed", String(way === method));
    made.dataset.way = way;
    made.disabled = !ready || !period;
    return made;
  }));
  const made = node("div", "te-signal", node("b", "", name), node("span", "", period ? `P = ${period}` : "no ephemeris"), node("span", "te-muted te-signal-note", note), ways);
  made.dataset.signal = number;
  return made;
}

function foundLines({ remark, period, t0, depth, duration, significant }) {
  const head = period
    ? node("div", "", node("b", "", significant ? "Further signal " : "Not significant "), `P = ${period}, t₀ = ${t0}, ${depth} deep, ${duration} long`)
    : node("div", "", node("b", "", "Nothing found"));
  return [head, node("div", "te-muted te-found-remark", remark)];
}
export default { render };
