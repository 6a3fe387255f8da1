function render({ model, el }) {
  const stop = live(model, (shown) => {
    el.dataset.loading = shown.loading;
    el.dataset.grade = shown.grade ?? "";
    el.replaceChildren(...(shown.columns ? reported(model, shown) : [unreported(model, shown)]));
  });
  greet(model);
  return stop;
}

function again(model, label, kind, can) {
  const help = kind === "cancel" ? "stop the report" : "report on this light curve";
  const made = button(label, { key: "C", help, className: "te-button te-small", press: () => say(model, kind) });
  made.disabled = !can;
  return made;
}

function unreported(model, { loading, words, step, can_report }) {
  const place = node("div", "te-evidence-none");
  if (loading === "waiting" && !words) {
    const bar = node("div", "te-progress-bar te-steps", node("div", "te-done"));
    bar.setAttribute("role", "progressbar");
    bar.setAttribute("aria-valuemax", step?.total ?? 1);
    bar.setAttribute("aria-valuenow", step?.done ?? 0);
    bar.firstChild.style.width = `${step ? (100 * step.done) / step.total : 0}%`;
    place.append(node("span", "te-step-words", step ? `${step.text}…` : "waiting for the light curve…"), bar,
      again(model, "Cancel", "cancel", can_report));
  } else place.append(node("p", "te-evidence-words", words), again(model, "Report", "report", can_report));
  return place;
}

function reported(model, { grade_words, dots, ephemeris, alternative, reasons, note, columns, rows }) {
  const head = node("div", "te-evidence-head", node("span", "te-dots", "●".repeat(dots) + "○".repeat(3 - dots)), node("b", "te-grade-words", grade_words));
  if (ephemeris) {
    const words = node("span", "te-reported", `P ${ephemeris.period} d, t₀ ${ephemeris.t0}`);
    words.title = ephemeris.help;
    head.append(words);
  }
  if (alternative) head.append(node("span", "te-alternative", alternative));
  const presses = node("span", "te-evidence-presses", again(model, "again", "report", true));
  if (ephemeris) presses.prepend(button("adopt", { key: "V", help: "fold on the reported ephemeris", className: "te-button te-small te-adopt", press: () => say(model, "adopt") }));
  const top = node("thead", "", node("tr", "", node("th", ""), ...columns.map((each) => columnHead(model, each))));
  const body = node("tbody", "", ...rows.map(({ label, help, cells }) => {
    const name = node("th", "", label);
    name.title = help;
    name.scope = "row";
    return node("tr", "", name, ...cells.map(({ text, strong }, at) => {
      const cell = node("td", columns[at].reported ? "te-is-reported" : "", text);
      cell.classList.toggle("te-strong", strong);
      return cell;
    }));
  }));
  return [head, node("p", "te-why", reasons.join("; ")), node("table", "te-evidence-table", top, body),
    node("div", "te-evidence-foot", node("p", "te-evidence-note", note), presses)];
}

function columnHead(model, { label, period, multiple, reported, chosen }) {
  const cell = node("th", reported ? "te-is-reported" : "");
  cell.scope = "col";
  const words = [node("b", "", label), ` ${period}`];
  if (multiple) {
    const made = node("button", "te-evidence-fold", ...words);
    made.type = "button";
    made.dataset.multiple = multiple;
    made.setAttribute("aria-pressed", String(chosen));
    made.title = `fold at ${label} and vote for it`;
    made.addEventListener("click", () => say(model, "multiple", { multiple }));
    cell.append(made);
  } else cell.append(...words);
  if (reported) cell.title = "the reported period";
  return cell;
}
export default { render };
