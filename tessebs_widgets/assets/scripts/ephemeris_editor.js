function render({ model, el }) {
  const period = entry(model, "period", "orbital period, days", "P");
  const t0 = entry(model, "t0", "time of primary minimum, BTJD", "t₀");
  const step = (label, steps, key, help) => button(label, { key, help, className: "te-button te-step", press: () => say(model, "step", { steps }) });
  const shift = (label, cycles, key, help) => button(label, { key, help, className: "te-button te-step", press: () => say(model, "shift", { cycles }) });
  const scale = (label, factor, key, help) => button(label, { key, help, className: "te-button te-step", press: () => say(model, "scale", { factor }) });
  const reset = button("Reset", { key: "0", help: "fold on the proposal as it was proposed", press: () => say(model, "reset") });
  const fit = button("Fit", { key: "B", help: "fit t₀ and P to all eclipses, with uncertainties", press: () => say(model, "refine") });
  const propose = button("Propose", { key: "N", help: "propose this t₀ and P as a new ephemeris", className: "te-button te-primary",
    press: () => say(model, "propose", { request_id: requestId() }) });
  el.append(
    node("div", "te-edit",
      step("−−", -10, "_", "ten fine steps down in period"), step("−", -1, "-", "fine step down in period: 0.01 cycle over the light curve"),
      period.label,
      step("+", 1, "=", "fine step up in period: 0.01 cycle over the light curve"), step("++", 10, "+", "ten fine steps up in period"),
      scale("½", 0.5, "[", "halve the period"), scale("×2", 2, "]", "double the period")),
    node("div", "te-edit",
      shift("−P", -1, "{", "one period earlier"), shift("−", -0.005, ",", "t₀ earlier by 0.005 of the period"),
      t0.label,
      shift("+", 0.005, ".", "t₀ later by 0.005 of the period"), shift("+P", 1, "}", "one period later"),
      shift("½P", 0.5, "/", "t₀ later by half a period"),
      button("⇄", { key: "\\", help: "t₀ to the secondary eclipse, at the phase that is measured", className: "te-button te-step te-swap", press: () => say(model, "swap") })),
    node("div", "te-edit te-edit-right", fit, reset, propose));
  let wanted = "nothing", led = inVoila() && location.hash === "#inspector"; // a link to the inspector leads to its period
  const stop = live(model, (shown) => {
    period.show(shown.period);
    t0.show(shown.t0);
    el.classList.toggle("te-edited", shown.edited);
    for (const each of el.querySelectorAll("button, input")) each.disabled = !shown.ready;
    reset.disabled = !shown.can_reset;
    fit.disabled = !shown.can_fit;
    labelled(fit, shown.fitting ? "Fitting…" : "Fit");
    t0.label.title = shown.t0_uncert;
    period.label.title = shown.period_uncert;
    propose.disabled = !shown.can_propose;
    period.field.classList.toggle("te-wanted", shown.wanted === "period");
    propose.classList.toggle("te-wanted", shown.wanted === "proposal");
    if (shown.wanted === "period" && wanted !== "period") { period.field.focus(); period.field.select(); }
    wanted = shown.wanted;
    if (led && shown.ready) { led = false; period.field.focus(); period.field.select(); }
  });
  greet(model);
  return stop;
}

function entry(model, kind, title, name) {
  const field = node("input", `te-input te-${kind}`);
  field.title = title;
  field.setAttribute("aria-label", title);
  field.spellcheck = false;
  let known = "";
  const give = () => { if (field.value !== known) say(model, kind, { [kind]: field.value }); };
  const isNumber = () => Number.isFinite(Number(field.value.trim().replace(",", ".") || NaN));
  field.addEventListener("change", give);
  field.addEventListener("blur", () => { if (!isNumber()) field.value = known; }); // what is folded on, after it was said to be none
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      if (isNumber()) field.blur();
      else { give(); field.select(); } // a field that was left would let the next letters judge
    }
    if (event.key === "Escape") { field.value = known; field.blur(); }
  });
  return {
    field,
    label: node("label", "te-entry", node("span", "te-prefix", name), field),
    show(value) {
      const typing = document.activeElement === field && value === known;
      known = value;
      if (!typing) field.value = value;
    },
  };
}
export default { render };
