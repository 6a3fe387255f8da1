function render({ model, el }) {
  const back = button("Previous", { key: "p", help: "previous target", press: () => say(model, "previous") });
  const on = button("Next", { key: "n", help: "next target", press: () => say(model, "next"), className: "te-button te-next" });
  const field = node("input", "te-input te-tic-field");
  field.placeholder = "TIC";
  field.inputMode = "numeric";
  field.setAttribute("aria-label", "open the target with this TIC number");
  field.dataset.key = "g";
  field.dataset.help = "go to a TIC";
  field.title = "go to a TIC (g)";
  const form = node("form", "te-go", node("span", "te-prefix", "TIC"), field);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say(model, "open", { TIC: field.value });
    field.blur();
  });
  const bar = node("div", "te-progress-bar", node("div", "te-done"));
  const counts = node("span", "te-counts");
  const person = node("span", "te-person");
  const help = button("Keys", { key: "?", help: "show all keys" });
  const ask = (name) => () => el.closest(".tessebs")?.dispatchEvent(new CustomEvent(name));
  const history = button("History", { key: "@", help: "what you judged, to open it again", press: ask("te-history") });
  const settings = button("Settings", { key: "!", help: "your settings", press: ask("te-settings") });
  help.addEventListener("click", () => el.closest(".tessebs")?.dispatchEvent(new CustomEvent("te-help")));
  const order = node("select", "te-input te-order");
  order.title = "which targets come first (O)";
  order.setAttribute("aria-label", "which targets come first");
  order.dataset.key = "O";
  order.dataset.help = "choose which targets come first";
  for (const { word, label } of model.get("shown").orders) order.append(new Option(label, word));
  order.addEventListener("change", () => { say(model, "order", { order: order.value }); order.blur(); });
  const later = node("select", "te-input te-later");
  later.setAttribute("aria-label", "how long to put the target off");
  for (const [label, days] of [["1 day", 1], ["1 week", 7], ["until new data", ""]]) later.append(new Option(label, days));
  const snooze = button("Snooze", { key: "I", help: "put this target off, and show the next",
    press: () => say(model, "snooze", { days: later.value === "" ? null : Number(later.value) }), className: "te-button te-snooze" });
  const here = node("span", "te-attention");
  here.setAttribute("role", "status");
  const apps = navigation(model.get("shown").apps, model.get("shown").here);
  el.append(
    node("div", "te-brand", "tess", node("b", "", "EB"), "s"),
    apps,
    node("div", "te-nav", back, form, on, order, snooze, later),
    here,
    node("div", "te-progress", counts, bar),
    node("div", "te-right", person, history, settings, help),
  );
  const stop = live(model, ({ tic, username, can_go_back, can_go_on, leaving, progress, order: chosen, attention, can_snooze }) => {
    if (chosen && document.activeElement !== order) order.value = chosen;
    order.disabled = !chosen;
    snooze.disabled = !can_snooze;
    here.textContent = here.title = attention;
    if (document.activeElement !== field) field.value = tic;
    leadTo(apps, tic);
    back.disabled = !can_go_back;
    on.disabled = !can_go_on;
    on.classList.toggle("te-wanted", leaving === "next");
    back.classList.toggle("te-wanted", leaving === "previous");
    person.textContent = username;
    counts.replaceChildren();
    if (progress) {
      const { mine, everyone, left } = progress;
      for (const [count, word] of [[mine, "mine"], [everyone, "everyone"], [left, "left"]])
        counts.append(node("span", "te-count", node("b", "", String(count)), ` ${word}`));
      bar.firstChild.style.width = `${mine + left ? (100 * mine) / (mine + left) : 0}%`;
    }
    bar.style.visibility = progress ? "" : "hidden";
  });
  greet(model);
  return stop;
}
export default { render };
