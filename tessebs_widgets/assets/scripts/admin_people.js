function render({ model, el }) {
  const page = node("section", "te-panel te-people-page");
  const list = node("div", "te-admin-scroll");
  const name = entry("name of the login", { key: "N", help: "add a person" }), shown = entry("shown as");
  const role = select(model.get("shown").roles, "member", "role of the new person");
  let pending = null, wished = null;
  const send = (kind, fields) => {
    const same = JSON.stringify([kind, fields]);
    if (pending?.same !== same) pending = { same, id: requestId(), kind }; // pressed again: the same request
    say(model, kind, { ...fields, request_id: pending.id });
  };
  const form = node("form", "te-add-person", name, shown, role, button("Add", { help: "add this person" }));
  form.lastChild.type = "submit";
  form.addEventListener("submit", (event) => { event.preventDefault(); send("add", { username: name.value, display_name: shown.value, role: role.value }); });
  for (const field of [name, shown]) field.addEventListener("keydown", (event) => { if (event.key === "Escape") field.blur(); });
  page.append(node("div", "te-panel-head", node("h3", "", "People and their roles"), form), list);
  const ask = (person, wanted) => { wished = { username: person, role: wanted }; draw(model.get("shown")); list.querySelector(".te-confirm .te-primary")?.focus(); };
  const drop = () => { wished = null; draw(model.get("shown")); };
  const draw = (now) => {
    present(el, page, now.visible);
    if (!now.visible) return;
    if (pending && now.answered === pending.id) {
      if (pending.kind === "add") { name.value = ""; shown.value = ""; } else wished = null;
      pending = null;
    }
    form.hidden = !now.may_change;
    const head = ["name", "shown as", "role", "votes", "decisions", "last seen (UTC)", "since"];
    list.replaceChildren(node("table", "te-table te-people-table", node("thead", "", node("tr", "", ...head.map((each) => node("th", "", each)))),
      node("tbody", "", ...now.people.map((each) => personRow(each, now, { wished, ask, drop, send })))));
    if (!now.people.length) list.append(node("p", "te-none", "Nobody has done anything here yet. The account that this runs under may do all until roles are given."));
  };
  const stop = live(model, draw);
  greet(model);
  return stop;
}

function personRow(person, { roles, may_change, username }, { wished, ask, drop, send }) {
  const role = select(roles, person.role, `role of ${person.username}`);
  role.disabled = !may_change;
  const wanted = wished?.username === person.username ? wished.role : null;
  if (wanted) role.value = wanted;
  role.addEventListener("change", () => { if (role.value === person.role) drop(); else ask(person.username, role.value); });
  const place = node("td", "te-words", role);
  if (wanted) {
    const own = person.username === username ? " (your own role)" : "";
    place.append(node("span", "te-confirm", ` from ${person.role} to ${wanted}${own}? `,
      button("Change", { help: `make ${person.username} ${wanted}`, className: "te-button te-small te-primary", press: () => send("role", { username: person.username, role: wanted }) }),
      button("Leave", { help: "leave the role as it is", className: "te-button te-small", press: drop })));
  }
  const made = node("tr", "", cell(person.username, true), cell(person.display_name, true), place, cell(String(person.votes)), cell(String(person.decisions)), cell(person.seen || "–"), cell(person.added));
  made.dataset.person = person.username;
  return made;
}

function cell(words, toLeft) { return node("td", toLeft ? "te-words" : "", words); }

function entry(placeholder, { key, help } = {}) {
  const made = node("input", "te-input");
  made.placeholder = placeholder;
  made.setAttribute("aria-label", placeholder);
  if (key) { made.dataset.key = key; made.dataset.help = help; made.title = `${help} (${key})`; }
  return made;
}

function select(words, chosen, label) {
  const made = node("select", "te-input");
  made.setAttribute("aria-label", label);
  for (const each of words) made.append(new Option(each, each));
  made.value = chosen;
  return made;
}
export default { render };
