function render({ model, el }) {
  const dialog = node("dialog", "te-help te-settings");
  const rows = node("div", "te-settings-rows");
  const close = button("Close", { press: () => dialog.close() });
  dialog.append(
    node("div", "te-help-head", node("h2", "", "Settings"), close),
    node("p", "te-muted", "Kept with your name in the database. Some take effect with the next target."), rows);
  el.append(dialog);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  const give = (name, value) => say(model, "set", { name, value });
  const line = (label, field) => node("label", "te-settings-row", node("span", "", label), field);
  const stop = live(model, ({ choices, switches, provenances, theme }) => {
    if (theme === "system") delete document.body.dataset.teTheme; else document.body.dataset.teTheme = theme;
    const focused = document.activeElement?.name;
    rows.replaceChildren(
      ...choices.map(({ name, label, value, options }) => {
        const field = node("select", "te-input", ...options.map(({ word, label: shown }) => { const made = node("option", "", shown); made.value = word; return made; }));
        field.name = name;
        field.value = value;
        field.addEventListener("change", () => give(name, field.value));
        return line(label, field);
      }),
      ...switches.map(({ name, label, on }) => {
        const field = node("input", "");
        field.type = "checkbox";
        field.name = name;
        field.checked = on;
        field.addEventListener("change", () => give(name, field.checked));
        return line(label, field);
      }));
    const order = node("input", "te-input");
    order.name = "provenances";
    order.value = provenances;
    order.placeholder = "for example QLP, SPOC";
    order.addEventListener("change", () => give("provenances", order.value));
    rows.append(line("Products to show first, in this order", order));
    if (focused) rows.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus();
  });
  const free = openedBy(el, "te-settings", () => dialog.showModal());
  greet(model);
  return () => { stop(); free(); };
}
export default { render };
