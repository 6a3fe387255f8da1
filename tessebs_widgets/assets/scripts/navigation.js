// Links to the other apps, beside the brand; `tic` goes along, so that the same target is met there.
// A notebook cell has no other apps beside it, so that only the name of its own is written there.
function navigation(apps, here) {
  const nav = node("nav", "te-apps");
  nav.setAttribute("aria-label", "apps");
  for (const { name, title } of apps) {
    const isHere = name === here;
    if (!isHere && !inVoila()) continue;
    const made = node(isHere ? "span" : "a", "te-app", title);
    made.dataset.app = name;
    if (isHere) made.setAttribute("aria-current", "page");
    nav.append(made);
  }
  return nav;
}

function leadTo(nav, shown) {
  const tic = shown || new URL(location.href).searchParams.get("tic"); // a screen without a target passes on what it was asked for
  for (const link of nav.querySelectorAll("a")) link.href = tic ? `${link.dataset.app}?tic=${encodeURIComponent(tic)}` : link.dataset.app;
}
