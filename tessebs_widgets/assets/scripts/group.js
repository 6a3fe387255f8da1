function render({ model, el }) {
  const apps = navigation(model.get("shown").apps, model.get("shown").here);
  const counts = node("span", "te-counts");
  const person = node("span", "te-person");
  const blind = button("blind first look", { help: "hide others' votes until one's own is cast; for everybody", className: "te-button te-blind",
    press: () => say(model, "blind", { on: !model.get("shown").blind }) });
  const again = button("Refresh", { key: "R", help: "read everything again", press: () => say(model, "refresh") });
  const help = button("Keys", { key: "?", help: "show all keys" });
  help.addEventListener("click", () => el.closest(".tessebs")?.dispatchEvent(new CustomEvent("te-help")));
  const header = node("div", "te-header te-group-header", node("div", "te-brand", "tess", node("b", "", "EB"), "s"), apps,
    node("div", "te-progress", counts), node("div", "te-right", blind, again, person, help));
  const queue = section("Conflicts", "te-queue"), chosen = section("Both sides", "te-sides");
  const team = section("Agreement", "te-agreement"), past = section("History", "te-history");
  el.append(header, node("div", "te-group-columns", queue.place, chosen.place, team.place, past.place));

  const sides = node("div", "te-side-list");
  const multiples = node("div", "te-multiples"), verdicts = node("div", "te-group-verdicts");
  const note = node("textarea", "te-input te-note-field");
  note.placeholder = "The reason, in words; it is kept with the decision";
  note.dataset.key = "Enter";
  note.dataset.help = "write the reason (Esc leaves it)";
  note.setAttribute("aria-label", "the reason of the decision");
  note.addEventListener("keydown", (event) => { if (event.key === "Escape") note.blur(); });
  const whole = node("input", "te-whole-group");
  whole.type = "checkbox";
  whole.checked = true;
  const form = node("div", "te-decide", multiples, verdicts, note, node("label", "te-of", whole, "also what means the same signal"));
  const status = node("div", "te-notice");
  status.setAttribute("role", "status");
  chosen.body.append(sides, form, status);
  let pending = null, looked = null; // looked at: the note is on this one
  let meant = null; // the multiple pressed last for it, until it is answered
  const notes = new Map(); // reasons begun, by conflict
  for (const { word, label, key } of model.get("shown").multiples) {
    const made = button(label, { key, help: `period: ${label}`, className: "te-button te-multiple", press: () => { meant = word; mark(); say(model, "multiple", { multiple: word }); } });
    made.dataset.multiple = word;
    multiples.append(made);
  }
  const multiple = () => meant ?? model.get("shown").multiple;
  const mark = () => { for (const made of multiples.children) made.setAttribute("aria-pressed", String(made.dataset.multiple === multiple())); };
  const decide = (verdict) => {
    const on = model.get("shown").chosen;
    if (!on) return;
    const fields = { ephemeris: on.id, verdict, multiple: multiple(), note: note.value, group: whole.checked };
    const same = JSON.stringify(fields);
    if (pending?.same !== same) pending = { same, id: requestId(), on: on.id }; // pressed again: the same request
    say(model, "decide", { ...fields, request_id: pending.id });
  };
  for (const { word, label, key } of model.get("shown").verdicts) {
    const made = button(label, { key, help: `decide: ${label}`, className: "te-button te-verdict", press: () => decide(word) });
    made.dataset.verdict = word;
    verdicts.append(made);
  }
  const stepBy = (step) => {
    const { conflicts } = model.get("shown");
    const at = conflicts.findIndex((each) => each.chosen);
    const next = conflicts[(at + step + conflicts.length) % conflicts.length];
    if (next) say(model, "choose", { ephemeris: next.id });
  };
  queue.head.append(button("▲", { key: "k", help: "conflict above", className: "te-button te-small", press: () => stepBy(-1) }),
    button("▼", { key: "j", help: "conflict below", className: "te-button te-small", press: () => stepBy(1) }));
  const stop = live(model, (now) => {
    counts.replaceChildren();
    for (const word of ["mine", "everyone", "left"]) if (now.progress) counts.append(node("span", "te-count", node("b", "", String(now.progress[word])), ` ${word}`));
    person.textContent = now.is_lead ? `${now.username} (lead)` : now.username;
    blind.disabled = !now.is_lead;
    blind.setAttribute("aria-pressed", String(now.blind));
    leadTo(apps, now.chosen?.tic);
    fillQueue(model, queue.body, now);
    form.hidden = !now.is_lead || !now.chosen;
    fillSides(sides, now);
    fillAgreement(model, team.body, now);
    fillHistory(past.body, now);
    past.head.firstChild.textContent = `History of ${now.person}`;
    if (pending && now.answered === pending.id) {
      notes.delete(pending.on);
      if (looked === pending.on) note.value = "";
      pending = null;
    }
    if (looked !== (now.chosen?.id ?? null)) { // a reason begun stays with its conflict
      if (looked !== null) notes.set(looked, note.value);
      looked = now.chosen?.id ?? null;
      note.value = notes.get(looked) ?? "";
      meant = null;
    }
    if (now.multiple === meant) meant = null;
    mark();
    status.dataset.kind = now.notice?.kind ?? "";
    status.textContent = now.notice ? (now.notice.kind === "saved" ? `saved ${localTime(now.notice.at)}: ${now.notice.text}` : now.notice.text) : "";
  });
  greet(model);
  return stop;
}

function section(title, className) {
  const head = node("div", "te-panel-head", node("h3", "", title)), body = node("div", "te-group-body");
  return { head, body, place: node("section", `te-panel ${className}`, head, body) };
}

function fillQueue(model, body, { conflicts, decided }) {
  const row = (each) => {
    const made = node("button", "te-conflict", node("b", "", `TIC ${each.tic}`), ` ${each.source}, ${each.period} d · ${each.votes} votes`,
      each.decision ? node("div", "te-muted", each.decision) : null);
    made.type = "button";
    made.dataset.ephemeris = each.id;
    made.setAttribute("aria-pressed", String(each.chosen));
    made.addEventListener("click", () => say(model, "choose", { ephemeris: each.id }));
    return made;
  };
  body.replaceChildren(...conflicts.map(row));
  if (!conflicts.length) body.append(node("p", "te-none", "Nothing waits for a decision."));
  if (decided.length) body.append(node("div", "te-alias-words te-decided-head", "Decided"), ...decided.map(row));
}

function fillSides(place, { chosen, is_lead }) {
  place.replaceChildren();
  if (!chosen) {
    place.append(node("p", "te-none", "Where three or more have judged a proposal and do not agree, both sides stand here, and a lead decides."));
    return;
  }
  const link = leading("triage", chosen.tic, `TIC ${chosen.tic}`, "te-link", { rest: `&ephemeris=${chosen.id}` });
  place.append(node("p", "", link, ` · ${chosen.source} · t0 ${chosen.t0} · P ${chosen.period} d`));
  for (const { position, votes } of chosen.sides)
    place.append(node("div", "te-side", node("b", "", `${votes.length}: ${position}`), ...votes.map((each) => node("div", "te-side-vote", each))));
  if (chosen.decision) place.append(node("p", "te-decision", chosen.decision));
  else if (!is_lead) place.append(node("p", "te-none", "A lead decides this, or more votes do."));
}

function fillAgreement(model, body, { agreement, agreement_loading }) {
  if (!agreement?.people.length) { body.replaceChildren(node("p", "te-none", agreement_loading ? "Comparing…" : "Nobody has voted yet.")); return; }
  const table = node("table", "te-people", node("tr", "", ...["", "votes", "as settled", "as others", "recall", "precision"].map((each) => node("th", "", each))));
  for (const { name, votes, shares } of agreement.people) {
    const open = node("button", "te-link te-person-link", name);
    open.type = "button";
    open.addEventListener("click", () => say(model, "history", { person: name }));
    table.append(node("tr", "", node("td", "", open), node("td", "", String(votes)), ...shares.map((each) => node("td", "", each))));
  }
  const pairs = node("details", "te-pairs", node("summary", "", "Pairs, least agreement first"), ...agreement.pairs.map((each) => node("div", "", `${each.names}: ${each.share}`)));
  body.replaceChildren(node("p", "te-alpha", agreement.alpha), table, pairs);
}

function fillHistory(body, { history }) {
  body.replaceChildren(...history.map(({ tic, said, stands, at }) => {
    const link = leading("triage", tic, `TIC ${tic}`, "te-link");
    return node("div", stands ? "te-past" : "te-past te-superseded", link, ` ${said} `, node("span", "te-muted", new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })));
  }));
  if (!history.length) body.append(node("p", "te-none", "No votes yet."));
}
export default { render };
