// The question before a row is deleted: what hangs on it, and its key to be typed.
function deleteQuestion(model) {
  const dialog = node("dialog", "te-help te-delete"), list = node("div", "te-hanging"), words = node("p", "te-warning-words");
  const typed = node("input", "te-input"), reason = node("input", "te-input te-reason");
  typed.setAttribute("aria-label", "type the key of the row");
  reason.placeholder = "why (optional, kept in the audit trail)";
  reason.setAttribute("aria-label", "why it is deleted");
  const keep = button("Keep it", { help: "do not delete", className: "te-button", press: () => say(model, "keep") });
  const go = button("Delete", { help: "delete the row and what goes with it", className: "te-button te-primary te-delete-now" });
  const form = node("form", "te-delete-form", node("label", "te-delete-key"), typed, reason, go);
  go.type = "submit";
  let request = null, on = null;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (typed.value.trim() !== on.key) return;
    request ??= requestId(); // pressed again: the same request
    say(model, "delete", { table: on.table, key: on.key, typed: typed.value, reason: reason.value, request_id: request });
  });
  typed.addEventListener("input", () => { go.disabled = typed.value.trim() !== on?.key; });
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); say(model, "keep"); });
  const title = node("h2", "");
  dialog.append(node("div", "te-help-head", title, keep), list, words, form);
  const show = (now) => {
    if (!now.visible || now.hanging === null) { if (dialog.open) dialog.close(); on = null; return; }
    on = { table: now.table, key: now.key };
    title.textContent = `Delete ${now.table} ${now.key}?`;
    const total = now.hanging.filter((each) => each.fate === "goes").reduce((sum, each) => sum + each.count, 0);
    list.replaceChildren(...now.hanging.map(hangingRow));
    if (!now.hanging.length) list.append(node("p", "te-muted", "Nothing hangs on it."));
    words.textContent = now.words || (now.kept ? "It cannot be deleted as long as these rest on it." : total ? `${total} rows are deleted with it; the audit trail keeps what they were.` : "The audit trail keeps what it was.");
    form.hidden = now.kept;
    form.querySelector(".te-delete-key").textContent = `Type ${now.key} to delete it`;
    if (!dialog.open) {
      request = null;
      typed.value = ""; reason.value = ""; go.disabled = true;
      dialog.showModal();
      (now.kept ? keep : typed).focus();
    }
  };
  return { dialog, show };
}

function hangingRow({ table, count, fate, words, advice }) {
  const made = node("div", "te-hanging-row", node("b", "", `${{ goes: "−", loses: "±", keeps: "!" }[fate]} ${count} ${table}`), ` ${words}`, advice ? node("div", "te-muted", advice) : null);
  made.dataset.fate = fate;
  return made;
}
