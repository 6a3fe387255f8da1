function render({ model, el }) {
  const title = node("h3", ""), words = node("p", "te-form-words"), fields = node("div", "te-form-fields");
  words.setAttribute("role", "alert");
  const reason = node("input", "te-input te-reason");
  reason.placeholder = "why (optional, kept in the audit trail)";
  reason.setAttribute("aria-label", "why it is changed");
  const save = button("Save", { key: "S", help: "save the form (Ctrl+Enter in a field)", className: "te-button te-primary", press: () => store() });
  const erase = button("Delete", { key: "D", help: "show what hangs on the row, and delete it", press: () => say(model, "ask") });
  const past = button("History", { key: "H", help: "what was changed in this row", press: () => say(model, "history") });
  const close = button("Close", { key: "x", help: "close the form", press: () => say(model, "close") });
  const page = node("section", "te-panel te-form-page", node("div", "te-panel-head", title, past, close), words, fields, node("div", "te-form-bar", reason, save, erase));
  const question = deleteQuestion(model);
  page.append(question.dialog);
  let edits = new Map(), made = new Map(), on = "", pending = null;
  const store = () => {
    const { table, key, making, changeable } = model.get("shown");
    if (!changeable || (!edits.size && !making)) return;
    const values = Object.fromEntries(edits);
    const same = JSON.stringify([table, key, values, reason.value, model.get("shown").fields.map((each) => each.value)]);
    if (pending?.same !== same) pending = { same, id: requestId() }; // pressed again: the same request
    say(model, "save", { table, key, values, reason: reason.value, request_id: pending.id });
  };
  page.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); store(); }
    else if (event.key === "Escape" && event.target.matches("input, select, textarea")) event.target.blur();
  });
  const stop = live(model, (now) => {
    if (pending && now.answered === pending.id) { pending = null; edits = new Map(); reason.value = ""; on = ""; }
    present(el, page, now.visible);
    question.show(now);
    if (!now.visible) { on = ""; edits = new Map(); return; }
    const place = JSON.stringify([now.table, now.key, now.making]);
    if (place !== on) {
      on = place;
      edits = new Map();
      made = new Map(now.fields.map((each) => [each.name, formField(model, each, now, (value) => change(each.name, value))]));
      fields.replaceChildren(...[...made.values()].map((each) => each.place));
      for (const each of now.fields) if (now.making && each.kind === "truth") change(each.name, "no"); // what the box shows is what is stored
      fields.scrollTo(0, 0);
      const first = now.making ? fields.querySelector(":is(input, select, textarea):not(:disabled)") : null;
      first?.focus();
    }
    title.textContent = now.making ? `New row of ${now.table}` : `${now.table} ${now.key}`;
    words.textContent = now.words;
    words.hidden = !now.words;
    for (const each of now.fields) made.get(each.name).tell(each, edits.get(each.name), each.name === now.wrong);
    if (now.sought) made.get(now.sought)?.offer?.(now.choices);
    erase.hidden = !now.deletable;
    past.hidden = now.making;
    save.hidden = reason.hidden = !now.changeable;
    enable();
  });
  const enable = () => { save.disabled = !edits.size && !model.get("shown").making; };
  const change = (name, value) => {
    const stored = model.get("shown").fields.find((each) => each.name === name);
    if (value === stored.value && !model.get("shown").making) edits.delete(name); else edits.set(name, value);
    made.get(name)?.tell(stored, edits.get(name), false);
    enable();
  };
  greet(model);
  return stop;
}

function formField(model, column, { making, changeable }, changed) {
  const { field, place, offer } = inputFor(model, column, changed);
  const shut = !changeable || (column.fixed && !(making && column.needed)) || (making && column.fixed && !column.needed);
  field.disabled = shut;
  field.dataset.field = column.name;
  field.setAttribute("aria-label", column.name);
  if (column.hint) field.title = column.hint;
  const stored = node("div", "te-field-stored"), hint = [column.unit, column.refers_to ? `→ ${column.refers_to}` : ""].filter(Boolean).join(" ");
  const whole = node("div", "te-field", node("div", "te-field-name", column.name, column.needed && making ? node("b", "te-needed", " needed") : null, node("span", "te-muted", ` ${hint}`)), place, stored);
  const tell = (now, edited, wrong) => {
    whole.dataset.wrong = String(wrong);
    whole.dataset.edited = String(edited !== undefined && !making);
    if (edited === undefined && document.activeElement !== field) put(field, now.value);
    stored.textContent = wrong ? `! ${now.hint || "look at this field"}` : edited !== undefined && !making ? `stored: ${now.value || "(nothing)"}` : "";
  };
  return { place: whole, tell, offer };
}

function inputFor(model, column, changed) {
  const { kind, words, value, nullable, refers_to } = column;
  if (refers_to) return referenceField(model, column, changed);
  let field;
  if (kind === "truth") {
    field = node("input", "te-check");
    field.type = "checkbox";
    field.addEventListener("change", () => changed(field.checked ? "yes" : "no"));
  } else if (kind === "word") {
    field = node("select", "te-input", ...(nullable || !value ? [new Option("", "")] : []), ...words.map((each) => new Option(each, each)));
    field.addEventListener("change", () => changed(field.value));
  } else {
    field = node(kind === "long-text" || kind === "json" ? "textarea" : "input", "te-input");
    if (kind === "real" || kind === "whole") field.inputMode = "decimal";
    field.placeholder = { moment: "2026-03-01T12:00:00 UTC", day: "2026-03-01", words: words.join(", ") }[kind] ?? (nullable ? "unknown" : "");
    field.addEventListener("input", () => changed(field.value));
  }
  put(field, value);
  return { field, place: field };
}

function put(field, value) { if (field.type === "checkbox") field.checked = value === "yes"; else if (field.value !== value) field.value = value; }
export default { render };
