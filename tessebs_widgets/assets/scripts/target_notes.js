function render({ model, el }) {
  const votes = node("div", "te-note-list te-votes"), comments = node("div", "te-note-list te-comment-list");
  const place = node("select", "te-input te-comment-place");
  place.setAttribute("aria-label", "what the comment is on");
  const field = node("textarea", "te-input te-note-field");
  field.placeholder = "A comment, as plain text";
  field.setAttribute("aria-label", "comment");
  const write = button("Write", { key: "w", help: "write a comment (Ctrl+Enter stores it, Esc leaves it)", className: "te-button te-small",
    press: () => {
      const panel = el.closest(".te-target-sections");
      if (panel) panel.dataset.section = "notes"; // at once: what is hidden takes no focus
      if (inVoila()) sessionStorage.setItem("tessebs-target-section", "notes");
      say(model, "show");
      field.focus();
    } });
  const send = button("Comment", { help: "store the comment (Ctrl+Enter)", className: "te-button te-primary", press: () => store() });
  const words = node("span", "te-muted te-form-words");
  const form = node("div", "te-comment-form", node("label", "te-of", "on", place), field, node("div", "te-form-foot", send, words));
  el.append(
    node("section", "te-notes-side", node("h3", "te-table-title", "Votes"), votes),
    node("section", "te-notes-side", node("div", "te-notes-head", node("h3", "te-table-title", "Comments"), write), comments, form));
  let pending = null, tic = null, places = "";
  const draftOf = () => `tessebs-comment-${tic}`; // what was begun outlives a reload of the page
  field.addEventListener("input", () => { sessionStorage.setItem(draftOf(), field.value); words.textContent = ""; });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); store(); }
    if (event.key === "Escape") field.blur();
  });
  const store = () => {
    if (!field.value.trim()) { words.textContent = "An empty comment is not stored: write something first."; field.focus(); return; }
    const [kind, number] = place.value.split(" ");
    const fields = { text: field.value, signal: kind === "signal" ? number : "", ephemeris: kind === "ephemeris" ? number : "" };
    const same = JSON.stringify(fields);
    if (pending?.same !== same) pending = { same, id: requestId() }; // pressed again: the same request
    words.textContent = "storing…";
    say(model, "comment", { ...fields, request_id: pending.id });
  };
  const stop = live(model, (now) => {
    el.classList.toggle("te-nothing", !now.known);
    if (!now.known) return;
    if (now.tic !== tic) { tic = now.tic; field.value = sessionStorage.getItem(draftOf()) ?? ""; words.textContent = ""; }
    votes.replaceChildren(...now.votes.map(voted));
    if (!now.votes.length) votes.append(node("p", "te-none", "Nothing is proposed, so there is nothing to vote on."));
    if (now.blind) votes.append(node("p", "te-muted", "Others’ votes and comments on a proposal are shown when you have judged it."));
    comments.replaceChildren(...now.comments.map(said));
    if (!now.comments.length) comments.append(node("p", "te-none", "No comments yet."));
    const fresh = JSON.stringify(now.places);
    if (fresh !== places) {
      const before = place.value;
      place.replaceChildren(...now.places.map(({ on, label }) => { const made = node("option", "", label); made.value = on; return made; }));
      if ([...place.options].some((each) => each.value === before)) place.value = before;
      places = fresh;
    }
    form.hidden = write.hidden = !now.may_write;
    if (pending && now.answered === pending.id) {
      pending = null;
      field.value = "";
      sessionStorage.removeItem(draftOf());
      words.textContent = "stored";
    } else if (pending) words.textContent = "";
  });
  greet(model);
  return stop;
}

function voted({ id, title, status, lines, decision }) {
  const made = node("div", "te-note-card", node("div", "te-note-head", node("b", "", `Ephemeris ${id}`), ` ${title} `, status ? node("span", "te-chip", status) : null),
    ...lines.map((each) => node("div", "te-note-line", each)), decision ? node("div", "te-note-line te-decision", decision) : null);
  if (!lines.length && !decision) made.append(node("div", "te-muted", "no vote that you may see yet"));
  made.dataset.ephemeris = id;
  return made;
}

function said({ author, text, at, on }) {
  return node("div", "te-note-card", node("div", "te-note-head", node("b", "", author), ` ${at.slice(0, 10)} ${localTime(at)}`, on ? node("span", "te-chip", on) : null), node("p", "te-note-text", text));
}
export default { render };
