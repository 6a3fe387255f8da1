// The field of a reference: a key, or a word that finds one; what is found is a list below it.
function referenceField(model, column, changed) {
  const field = node("input", "te-input"), label = node("span", "te-muted te-reference-label", column.label), list = node("div", "te-choice-list");
  list.hidden = true;
  field.value = column.value;
  field.autocomplete = "off";
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  let seeking = null;
  const close = () => { list.hidden = true; field.setAttribute("aria-expanded", "false"); };
  field.addEventListener("input", () => {
    label.textContent = "";
    changed(field.value);
    clearTimeout(seeking);
    seeking = setTimeout(() => say(model, "seek", { column: column.name, search: field.value }), 150);
  });
  field.addEventListener("focusout", (event) => { if (!list.contains(event.relatedTarget)) close(); });
  const take = ({ key, label: called }) => { field.value = key; label.textContent = called; changed(key); close(); field.focus(); };
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") list.firstChild?.focus();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const offer = (choices) => {
    if (document.activeElement !== field) return;
    list.replaceChildren(...choices.map((each) => choiceRow(each, take, field)));
    if (!choices.length) list.append(node("span", "te-muted", `no ${column.refers_to} is called so`));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  };
  return { field, place: node("div", "te-reference", field, label, list), offer };
}

function choiceRow(each, take, field) {
  const made = node("button", "te-button te-choice", node("span", "te-muted", `${each.key} `), each.label);
  made.type = "button";
  made.dataset.choice = each.key;
  made.addEventListener("click", () => take(each));
  made.addEventListener("keydown", (event) => {
    const to = { ArrowDown: made.nextSibling, ArrowUp: made.previousSibling ?? field, Escape: field }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    to?.focus();
  });
  return made;
}
