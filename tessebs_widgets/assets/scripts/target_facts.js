function render({ model, el }) {
  const copy = button("copy", { key: "c", help: "copy the TIC number", className: "te-button te-small" });
  const name = node("h2", "te-tic");
  copy.addEventListener("click", async () => {
    const { tic } = model.get("shown");
    try { await navigator.clipboard.writeText(tic); labelled(copy, "copied"); }
    catch { window.prompt("The browser does not let us copy; here is the number:", tic); }
    setTimeout(() => labelled(copy, "copy"), 1500);
  });
  const head = node("div", "te-card-head", name, copy);
  const facts = node("div", "te-facts-scroll");
  const links = node("div", "te-links");
  const refresh = button("Refresh from MAST", { key: "m", help: "ask MAST and SIMBAD again, and show what has changed", press: () => say(model, "refresh") });
  const syndicate = button("Syndicate", { key: "y", help: "write the light-curve file anew from the files held", press: () => say(model, "syndicate") });
  const figures = button("Make figures", { key: "f", help: "draw the figures that are missing or older than the light curves", press: () => say(model, "figures") });
  const triage = lead("Triage", "t", "judge this target");
  const obtain = lead("Fetch files", "i", "have the files that are not here fetched: the ingest screen with this target");
  const verbs = node("div", "te-verbs", refresh, syndicate, figures, triage, obtain);
  const bar = node("div", "te-progress-bar", node("div", "te-done"));
  const words = node("span", "te-work-words");
  const cancel = button("Stop", { key: "x", help: "stop what is under way", className: "te-button te-small", press: () => say(model, "cancel") });
  const work = node("div", "te-work", words, node("div", "te-work-bar", bar, cancel));
  const again = button("Try again", { help: "try again what failed", className: "te-button te-small", press: () => say(model, "again") });
  const trouble = node("div", "te-trouble");
  trouble.setAttribute("role", "alert");
  const changes = node("div", "te-changes");
  const status = node("div", "te-notice");
  status.setAttribute("role", "status");
  const absent = node("div", "te-absent");
  el.append(head, absent, facts, links, verbs, work, trouble, changes, status);
  const stop = live(model, (now) => {
    name.textContent = now.tic ? `TIC ${now.tic}` : "No target yet";
    copy.hidden = !now.tic;
    for (const each of [facts, links, verbs]) each.hidden = !now.known;
    fillAbsent(absent, now);
    facts.replaceChildren(...now.groups.map(group), group({ title: "TESS", rows: now.seen }));
    links.replaceChildren(...now.links.map(({ label, url }) => outside(label, url)));
    if (inVoila()) triage.href = `triage?tic=${encodeURIComponent(now.tic ?? "")}`;
    if (inVoila()) obtain.href = `ingest?tic=${encodeURIComponent(now.tic ?? "")}`;
    triage.hidden = !inVoila();
    obtain.hidden = !inVoila() || !now.may_work;
    for (const each of [refresh, syndicate, figures]) each.disabled = !now.may_work || now.work !== null;
    work.hidden = now.work === null;
    if (now.work) {
      words.textContent = now.work.words;
      bar.firstChild.style.width = `${(100 * now.work.done) / Math.max(now.work.total, 1)}%`;
    }
    trouble.hidden = now.failure === null;
    trouble.replaceChildren(...(now.failure ? [node("b", "", now.failure.title), node("p", "", now.failure.words), again] : []));
    fillChanges(changes, now.refreshed);
    const quiet = !now.notice || now.failure !== null;
    status.dataset.kind = quiet ? "" : now.notice.kind;
    status.textContent = quiet ? "" : now.notice.kind === "saved" ? `saved ${localTime(now.notice.at)}: ${now.notice.text}` : now.notice.text;
  });
  greet(model);
  return stop;
}

function group({ title, rows }) {
  const list = node("dl", "te-facts");
  for (const [label, value, unit, origin] of rows) {
    const shown = node("dd", value === "unknown" ? "te-unknown" : "", value, unit ? node("span", "te-unit", ` ${unit}`) : null);
    shown.title = [unit ? `${value} ${unit}` : value, origin].filter(Boolean).join(", ");
    list.append(node("dt", "", label), shown);
  }
  return node("section", "te-facts-group", node("h4", "te-origin", title), list);
}

function fillAbsent(place, { tic, known, adding }) {
  place.hidden = known;
  if (known) return;
  if (!adding) { place.replaceChildren(node("p", "", "Type a TIC number above (key g), or come from another app.")); return; }
  const parts = [node("p", "", `TIC ${tic} is not in the database.`)];
  if (adding.app && inVoila()) {
    const link = node("a", "te-button te-primary te-add", "Add it");
    link.href = `${adding.app}?tic=${encodeURIComponent(tic)}`;
    parts.push(link);
  }
  parts.push(node("p", "te-muted", "On the command line: ", node("code", "", adding.command)));
  place.replaceChildren(...parts);
}

function fillChanges(place, refreshed) {
  place.hidden = refreshed === null;
  if (refreshed === null) return;
  if (!refreshed.length) { place.replaceChildren(node("p", "te-muted", "Refreshed: nothing has changed.")); return; }
  const table = node("table", "te-table", node("tr", "", ...["", "before", "now"].map((each) => node("th", "", each))));
  for (const row of refreshed) table.append(node("tr", "", ...row.map((each) => node("td", "", each))));
  place.replaceChildren(node("b", "", "What the refresh changed"), table);
}

function lead(label, key, help) {
  const link = node("a", "te-button te-lead", node("span", "te-label", label), node("kbd", "te-key", key));
  link.dataset.key = key;
  link.dataset.help = link.title = help;
  return link;
}

function outside(label, url) {
  const link = node("a", "te-link", label);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}
export default { render };
