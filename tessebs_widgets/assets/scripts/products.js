function render({ model, el }) {
  const stop = live(model, (shown) => {
    el.dataset.loading = shown.loading;
    el.replaceChildren(...(shown.rows ? compared(model, shown) : [notCompared(model, shown)]));
    for (const canvas of el.querySelectorAll("canvas")) drawCurve(canvas);
  });
  const stopTheme = onTheme(() => { for (const canvas of el.querySelectorAll("canvas")) drawCurve(canvas); });
  greet(model);
  return () => { stop(); stopTheme(); };
}

function compareButton(model, label, can) {
  const made = button(label, { key: "Q", help: "fold every product on this period and compare", className: "te-button te-small", press: () => say(model, "compare") });
  made.disabled = !can;
  return made;
}

function notCompared(model, { loading, words, step, can_compare }) {
  if (loading === "waiting") return node("div", "te-evidence-none", node("div", "te-spinner"), node("span", "te-step-words", step ? `${step.text}…` : "waiting…"));
  return node("div", "te-evidence-none", node("p", "te-evidence-words", words || "Not compared yet."), compareButton(model, "Compare", can_compare));
}

function compared(model, { period, warnings, rows }) {
  const list = node("div", "te-product-warnings", ...warnings.map((each) => node("p", "te-product-warning", `⚠ ${each}`)));
  if (warnings.length) list.append(node("p", "te-evidence-note", "A blend, perhaps: another star's light in one aperture, or another star is the binary."));
  else list.append(node("p", "te-evidence-note", "The depths agree within 10 % or their errors."));
  const heads = ["product", "", "depth %", "2nd %", "width", "ppm"].map((each) => node("th", "", each));
  const body = rows.map((each) => {
    const name = button(each.provenance, { help: `show ${each.provenance}`, className: "te-button te-small te-product-name", press: () => say(model, "choose", { provenance: each.provenance }) });
    name.setAttribute("aria-pressed", String(each.shown));
    const canvas = node("canvas", "te-product-picture");
    canvas.curve = each.curve;
    const row = node("tr", "te-product", node("td", "", name), node("td", "", canvas), node("td", "te-product-depth", each.depth),
      node("td", "", each.secondary), node("td", "", each.width), node("td", "", each.scatter));
    row.title = each.remark ? `${each.about}; ${each.remark}` : each.about;
    row.dataset.provenance = each.provenance;
    row.classList.toggle("te-remarked", Boolean(each.remark));
    return row;
  });
  const remarks = rows.filter((each) => each.remark).map((each) => node("p", "te-evidence-note", `${each.provenance}: ${each.remark}`));
  return [list, node("table", "te-evidence-table te-product-table", node("thead", "", node("tr", "", ...heads)), node("tbody", "", ...body)), ...remarks,
    node("div", "te-evidence-foot", node("p", "te-evidence-note", `all folded on ${period} d, one scale`), compareButton(model, "again", true))];
}

// Phases -0.25 to 1.25 of a mean curve, heights 0 to 1.
function drawCurve(canvas) {
  const wide = 76, high = 30, ratio = devicePixelRatio || 1;
  canvas.width = wide * ratio;
  canvas.height = high * ratio;
  const pen = canvas.getContext("2d"), bins = canvas.curve.length;
  pen.scale(ratio, ratio);
  pen.fillStyle = getComputedStyle(canvas).getPropertyValue("--te-points").trim();
  for (let k = 0; k < 1.5 * bins; k++) {
    const height = canvas.curve[(k + Math.round(bins / 4)) % bins];
    if (height !== null) pen.fillRect((k / (1.5 * bins)) * wide, (1 - height) * (high - 2), 1.3, 1.6);
  }
  canvas.dataset.painted = "yes";
}
export default { render };
