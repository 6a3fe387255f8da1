// A menu of the apps beside the brand: its button names this one, its list leads to the others; `tic` goes
// along, so that the same target is met there. A notebook cell has no other apps beside it, so that only
// the name of its own is written there.
function navigation(apps, here) {
  const nav = node("nav", "te-apps");
  nav.setAttribute("aria-label", "apps");
  const { title } = apps.find((each) => each.name === here);
  if (!inVoila()) {
    nav.append(node("span", "te-app-here", title));
    return nav;
  }
  const list = node("div", "te-app-list", ...apps.map((each) => appLink(each, here)), ...accountButtons());
  list.hidden = true;
  const open = button(title, { key: "$", help: "another app", className: "te-button te-app-open", press: () => turn(list.hidden) });
  open.setAttribute("aria-expanded", "false");
  open.setAttribute("aria-label", `this app is ${title}; choose another`);
  const turn = (on, { back } = {}) => {
    list.hidden = !on;
    open.setAttribute("aria-expanded", String(on));
    nav.classList.toggle("te-keys", on);
    if (on) { list.querySelector("[aria-current]").focus(); addEventListener("pointerdown", elsewhere, true); }
    else removeEventListener("pointerdown", elsewhere, true);
    if (back) open.focus();
  };
  const elsewhere = (event) => { if (!event.composedPath().includes(nav)) turn(false); };
  nav.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const links = [...list.children], at = links.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) links.at(to % links.length).focus();
    else if (event.key === "Escape" || event.key === "$") turn(false, { back: true });
    else return;
    event.preventDefault();
  });
  nav.addEventListener("focusout", (event) => { if (event.relatedTarget && !nav.contains(event.relatedTarget)) turn(false); });
  nav.append(open, list);
  return nav;
}

function appLink({ name, title }, here) {
  const made = node("a", "te-app", title);
  made.dataset.app = name;
  if (name === here) made.setAttribute("aria-current", "page");
  return made;
}

// Where people log in here: to one's password, and out. The page's own configuration says whether they do.
function accountButtons() {
  const said = document.getElementById("jupyter-config-data");
  if (!said || !JSON.parse(said.textContent).tessebsAccount) return [];
  const account = node("button", "te-app te-account", "Password");
  account.addEventListener("click", () => location.assign("account"));
  const out = node("button", "te-app", "Log out");
  out.addEventListener("click", () => {
    const word = node("input");
    Object.assign(word, { type: "hidden", name: "_xsrf", value: document.cookie.match(/(?:^|;\s*)_xsrf=([^;]*)/)?.[1] ?? "" });
    const form = node("form", "", word);
    Object.assign(form, { method: "post", action: "logout", hidden: true });
    document.body.append(form);
    form.submit();
  });
  return [account, out].map((each) => Object.assign(each, { type: "button" }));
}

function leadTo(nav, shown) {
  const tic = shown || new URL(location.href).searchParams.get("tic"); // a screen without a target passes on what it was asked for
  for (const link of nav.querySelectorAll("a")) link.href = tic ? `${link.dataset.app}?tic=${encodeURIComponent(tic)}` : link.dataset.app;
}
