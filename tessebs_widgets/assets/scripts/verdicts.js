const OWNER_HELP = "for a blend: the TIC that the signal comes from, if known";
const PATIENCE = 8000; // ms until an unanswered request is called unanswered

function render({ model, el }) {
  let shown = model.get("shown");
  let pending = null; // { id, fields, timer }
  const context = node("div", "te-context");
  const said = node("span", "te-said");
  const on = node("span", "te-on");
  const multiples = node("div", "te-multiples");
  const warning = node("span", "te-warning");
  const status = node("div", "te-notice");
  status.setAttribute("role", "status");
  const groups = node("div", "te-groups");
  const blend = node("input", "te-input te-blend");
  blend.placeholder = "TIC it comes from";
  blend.title = OWNER_HELP;
  blend.inputMode = "numeric";
  const asked = new URL(location.href).searchParams; // another screen may name the owner: "judge as blend of"
  const named = { tic: asked.get("tic"), owner: /^[0-9]{1,12}$/.test(asked.get("blend") ?? "") ? asked.get("blend") : null };
  let offered = { of: null, owner: "" }; // what was put into the field last, and for which proposal
  const duplicate = node("select", "te-input te-duplicate");
  duplicate.title = "the proposal that this one repeats";
  const comment = node("textarea", "te-input te-comment-field");
  comment.placeholder = "Comment; stored with your verdict, or alone by Ctrl+Enter";
  comment.dataset.key = "Enter";
  comment.dataset.help = "write a comment (Esc leaves it, Ctrl+Enter stores it)";
  comment.setAttribute("aria-label", "comment");
  const flags = node("div", "te-flags", node("span", "te-muted", "flags"));
  context.append(node("span", "te-muted", "You judge "), on, multiples, flags, said, warning);
  const remark = node("div", "te-remark", comment, status);
  el.append(context, node("div", "te-verdict-row", groups, remark));

  const wait = (kind, fields) => {
    if (pending && pending.kind === kind && pending.same === JSON.stringify(fields)) fields = pending.fields; // pressed again: the same request
    else fields = { ...fields, request_id: requestId() };
    const { request_id, ...rest } = fields;
    clearTimeout(pending?.timer);
    pending = { id: request_id, kind, fields, same: JSON.stringify(rest), timer: setTimeout(unanswered, PATIENCE) };
    tell("busy", "saving…");
    say(model, kind, fields);
  };
  const unanswered = () => tell("error", "No answer yet: this is not saved. Press again, or reload the page; your draft is kept.");
  const tell = (kind, text) => { status.dataset.kind = kind; status.textContent = text; };

  const vote = (verdict, reason) => {
    keepComment.now();
    wait("vote", {
      verdict, reason: reason ?? null, multiple: shown.multiple, ephemeris: shown.ephemeris, flags: chosenFlags(shown),
      duplicate: verdict === "duplicate" ? Number(duplicate.value) || null : null,
      blend: reason === "blend" && blend.value.trim() ? blend.value.trim() : null,
    });
  };
  for (const { word, label, key, reasons } of shown.verdicts) {
    const main = button(label, { key, help: `verdict: ${label}`, className: "te-button te-verdict", press: () => vote(word) });
    main.dataset.verdict = word;
    const rest = node("div", "te-reasons", ...reasons.map((each) => {
      const made = button(each.label, { key: each.key, help: `${label}: ${each.label}`, className: "te-button te-reason", press: () => vote(word, each.word) });
      made.dataset.verdict = word;
      made.dataset.reason = each.word;
      return made;
    }));
    if (word === "duplicate") rest.append(node("label", "te-of", "of ", duplicate));
    if (reasons.some((each) => each.word === "blend")) rest.append(blend);
    const group = node("div", "te-group", main, rest);
    group.dataset.verdict = word;
    groups.append(group);
  }
  for (const made of groups.querySelectorAll("button")) made.dataset.once = "true";
  for (const { word, label, key } of shown.multiples) {
    const made = button(label, { key, help: `period: ${label}`, className: "te-button te-multiple", press: () => say(model, "multiple", { multiple: word }) });
    made.dataset.multiple = word;
    multiples.append(made);
  }

  for (const { word, label, key } of shown.flags) {
    const made = button(label, { key, help: `flag for an EB: ${label}`, className: "te-button te-small te-flag", press: () => {
      const before = chosenFlags(shown);
      say(model, "flags", { flags: before.includes(word) ? before.filter((each) => each !== word) : [...before, word] });
    } });
    made.dataset.flag = word;
    flags.append(made);
  }

  const keepComment = debounced(() => say(model, "write", { text: comment.value }), 250);
  let knownComment = "";
  comment.addEventListener("input", keepComment);
  comment.addEventListener("blur", keepComment.now);
  comment.addEventListener("keydown", (event) => {
    if (event.key === "Escape") comment.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && comment.value.trim()) {
      keepComment.now(); // else the draft would arrive after the comment and bring its text back
      wait("comment", { text: comment.value });
    }
  });
  addEventListener("pagehide", keepComment.now);

  const stop = live(model, (now) => {
    shown = now;
    on.textContent = now.ready ? now.on : "nothing";
    said.textContent = now.warning ? "" : now.said ? `you said: ${now.said}` : now.before ? `you said before the new data: ${now.before}` : "";
    said.classList.toggle("te-said-before", !now.said);
    said.title = said.textContent;
    warning.textContent = warning.title = now.warning;
    for (const made of flags.querySelectorAll("button")) {
      made.setAttribute("aria-pressed", String(chosenFlags(now).includes(made.dataset.flag)));
      made.disabled = !now.ready;
    }
    for (const made of multiples.children) {
      const chosen = made.dataset.multiple === now.multiple;
      made.setAttribute("aria-pressed", String(chosen));
      made.querySelector(".te-period")?.remove();
      if (chosen && now.period && now.multiple !== "other") made.querySelector(".te-label").after(node("span", "te-period", now.period));
      made.disabled = !now.ready;
    }
    for (const made of groups.querySelectorAll("button")) {
      made.disabled = !now.ready || (made.dataset.verdict === "duplicate" && !now.duplicates.length);
      made.classList.toggle("te-own", isOwn(made, now.said));
    }
    const owner = (named.owner && named.tic === now.tic ? named.owner : now.owner?.tic) ?? "";
    const of = `${now.tic} ${now.ephemeris}`;
    if (of !== offered.of || (owner !== offered.owner && blend.value === offered.owner)) blend.value = owner;
    if (of !== offered.of || owner !== offered.owner) offered = { of, owner };
    blend.title = now.owner ? `a search names TIC ${now.owner.tic}: ${now.owner.why}` : OWNER_HELP;
    blend.classList.toggle("te-offered", Boolean(owner) && blend.value === owner);
    const before = duplicate.value;
    duplicate.replaceChildren(...now.duplicates.map(({ id, label }) => { const made = node("option", "", label); made.value = id; return made; }));
    if (now.duplicates.some(({ id }) => String(id) === before)) duplicate.value = before;
    if (now.comment !== knownComment && !(document.activeElement === comment && now.comment && comment.value.startsWith(now.comment))) comment.value = now.comment;
    knownComment = now.comment;
    if (pending && now.answered === pending.id) { clearTimeout(pending.timer); pending = null; }
    if (!pending) {
      const notice = now.notice;
      if (notice) tell(notice.kind, notice.kind === "saved" ? `saved ${localTime(notice.at)}: ${notice.text}` : notice.text);
      else tell("", "");
    }
  });
  greet(model);
  return () => { stop(); removeEventListener("pagehide", keepComment.now); };
}

function chosenFlags(shown) { return shown.flags.filter((each) => each.set).map((each) => each.word); }

// Whether a button is the verdict that was cast: "not-eb, no signal, P" marks "no signal".
function isOwn(made, said) {
  if (!said) return false;
  const words = said.split(", ");
  const reason = made.dataset.reason?.replaceAll("-", " ");
  if (words[0] !== made.dataset.verdict) return false;
  return reason ? words[1] === reason : true;
}

function debounced(work, delay) {
  let timer = null;
  const later = () => { clearTimeout(timer); timer = setTimeout(() => { timer = null; work(); }, delay); };
  later.now = () => { if (timer !== null) { clearTimeout(timer); timer = null; work(); } };
  return later;
}
export default { render };
