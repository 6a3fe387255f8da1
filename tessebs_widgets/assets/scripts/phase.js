const FROM = -0.25, TO = 1.25; // phases shown: primary, secondary and primary again, each whole
const FEW = 6000; // up to so many points each is drawn
const MARGIN = { left: 58, right: 10, top: 8, bottom: 36 };

function render({ model, el }) {
  const canvas = node("canvas", "te-phase-canvas");
  const readout = node("div", "te-phase-readout");
  canvas.title = "double-click: this phase becomes phase 0";
  el.append(canvas, readout);
  const context = canvas.getContext("2d");
  let times = new Float64Array(), fluxes = new Float32Array();
  let counts = new Uint32Array(0), raster = null;
  const load = () => {
    times = new Float64Array(copyOf(model.get("times")));
    fluxes = new Float32Array(copyOf(model.get("fluxes")));
  };

  const asPoints = () => {
    const drawing = model.get("drawing");
    return drawing === "points" || (drawing === "automatic" && times.length <= FEW);
  };

  const draw = () => {
    const began = performance.now();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const width = Math.max(el.clientWidth, 120), height = Math.max(el.clientHeight, 90);
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const box = { x: MARGIN.left, y: MARGIN.top, w: width - MARGIN.left - MARGIN.right, h: height - MARGIN.top - MARGIN.bottom };
    const [low, high] = model.get("limits"), fold = model.get("fold");
    axes(context, el, box, low, high);
    if (times.length && fold.length) {
      const mean = asPoints() ? drawPoints(box, low, high, fold) : drawRaster(box, low, high, fold);
      drawMean(box, low, high, mean);
      canvas.dataset.drawn = "yes";
    } else canvas.dataset.drawn = "no";
    canvas.dataset.period = fold[1] ?? "";
    canvas.dataset.t0 = fold[0] ?? "";
    canvas.dataset.points = times.length;
    canvas.dataset.drawing = asPoints() ? "points" : "density";
    canvas.dataset.milliseconds = (performance.now() - began).toFixed(1);
    canvas.dataset.paints = Number(canvas.dataset.paints ?? 0) + 1;
  };

  // Count points into cells of one cycle and add them up in bins, in one pass over the data.
  const drawRaster = (box, low, high, [t0, period]) => {
    const cell = times.length > 150000 ? 1 : 2;
    const columns = Math.round(box.w / (TO - FROM) / cell), rows = Math.round(box.h / cell);
    if (counts.length !== columns * rows) counts = new Uint32Array(columns * rows);
    else counts.fill(0);
    const mean = emptyMean(times.length), { sums, numbers, bins } = mean, n = times.length;
    const frequency = 1 / period, scale = rows / (high - low);
    let densest = 1;
    for (let i = 0; i < n; i++) {
      let phase = (times[i] - t0) * frequency;
      phase -= Math.floor(phase);
      const flux = fluxes[i], bin = (phase * bins) | 0;
      sums[bin] += flux;
      numbers[bin]++;
      const row = ((high - flux) * scale) | 0;
      if (row < 0 || row >= rows || flux > high) continue;
      const count = ++counts[row * columns + ((phase * columns) | 0)];
      if (count > densest) densest = count;
    }
    const table = densityColours(isDark());
    const levels = 254 / Math.log1p(densest);
    if (!raster || raster.width !== columns || raster.height !== rows) raster = new OffscreenCanvas(columns, rows);
    const image = new ImageData(columns, rows), pixels = new Uint32Array(image.data.buffer);
    for (let k = 0; k < counts.length; k++) if (counts[k]) pixels[k] = table[1 + ((levels * Math.log1p(counts[k])) | 0)];
    raster.getContext("2d").putImageData(image, 0, 0);
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.w, box.h);
    context.clip();
    context.imageSmoothingEnabled = false;
    const cycle = box.w / (TO - FROM);
    for (const turn of [-1, 0, 1]) context.drawImage(raster, box.x + (turn - FROM) * cycle, box.y, cycle, box.h);
    context.restore();
    return mean;
  };

  const drawPoints = (box, low, high, [t0, period]) => {
    const mean = emptyMean(times.length), cycle = box.w / (TO - FROM), scale = box.h / (high - low);
    context.fillStyle = style(el, "--te-points");
    for (let i = 0; i < times.length; i++) {
      let phase = (times[i] - t0) / period;
      phase -= Math.floor(phase);
      const bin = (phase * mean.bins) | 0;
      mean.sums[bin] += fluxes[i];
      mean.numbers[bin]++;
      const y = box.y + (high - fluxes[i]) * scale;
      if (y < box.y || y > box.y + box.h) continue;
      for (let at = phase - 1; at <= TO; at += 1) if (at >= FROM) context.fillRect(box.x + (at - FROM) * cycle - 1, y - 1, 2, 2);
    }
    return mean;
  };

  const drawMean = (box, low, high, { sums, numbers, bins }) => {
    const cycle = box.w / (TO - FROM), scale = box.h / (high - low);
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.w, box.h);
    context.clip();
    context.lineJoin = "round";
    const path = new Path2D();
    let drawing = false;
    for (let turn = -1; turn <= 1; turn++)
      for (let bin = 0; bin < bins; bin++) {
        if (!numbers[bin]) { drawing = false; continue; }
        const x = box.x + (turn + (bin + 0.5) / bins - FROM) * cycle, y = box.y + (high - sums[bin] / numbers[bin]) * scale;
        if (drawing) path.lineTo(x, y); else path.moveTo(x, y);
        drawing = true;
      }
    context.strokeStyle = style(el, "--te-panel"); context.lineWidth = 3.2; context.stroke(path);
    context.strokeStyle = style(el, "--te-mark"); context.lineWidth = 1.5; context.stroke(path);
    context.restore();
  };

  let waiting = false;
  const soon = () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; draw(); }); } };
  const reload = () => { load(); soon(); };
  const onDouble = (event) => {
    const box = canvas.getBoundingClientRect(), inside = event.clientX - box.left - MARGIN.left;
    const phase = FROM + (inside / (box.width - MARGIN.left - MARGIN.right)) * (TO - FROM);
    if (phase >= FROM && phase <= TO) say(model, "zero", { phase });
  };
  canvas.addEventListener("dblclick", onDouble);
  model.on("change:times change:fluxes change:limits", reload);
  model.on("change:fold change:drawing", soon);
  const resize = new ResizeObserver(soon);
  resize.observe(el);
  const stopTheme = onTheme(soon);
  load();
  draw();
  say(model, "hello", { points: times.length, fold: model.get("fold") });
  return () => {
    resize.disconnect(); stopTheme();
    canvas.removeEventListener("dblclick", onDouble);
    model.off("change:times change:fluxes change:limits", reload);
    model.off("change:fold change:drawing", soon);
  };
}

function copyOf(view) { return view ? view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) : new ArrayBuffer(0); }

// Bins over a cycle: some twenty points in each, narrow eclipses resolved, no more than pixels.
function emptyMean(points) {
  const bins = Math.round(Math.min(400, Math.max(60, points / 20)));
  return { bins, sums: new Float64Array(bins + 1), numbers: new Uint32Array(bins + 1) };
}

function axes(context, el, box, low, high) {
  const text = style(el, "--te-muted"), line = style(el, "--te-axis"), grid = style(el, "--te-grid");
  const cycle = box.w / (TO - FROM), scale = box.h / (high - low);
  context.font = "11px " + style(el, "--te-font");
  context.lineWidth = 1;
  context.textBaseline = "top";
  context.textAlign = "center";
  for (const phase of [-0.25, 0, 0.25, 0.5, 0.75, 1, 1.25]) {
    const x = Math.round(box.x + (phase - FROM) * cycle) + 0.5;
    stroke(context, Number.isInteger(phase * 2) ? line : grid, x, box.y, x, box.y + box.h, Number.isInteger(phase * 2) ? [3, 3] : []);
    context.fillStyle = text;
    context.fillText(phase.toString().replace("-", "−"), Math.min(x, box.x + box.w - 8), box.y + box.h + 5);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  const { ticks, digits } = niceTicks(low, high, Math.max(3, Math.floor(box.h / 38)));
  for (const flux of ticks) {
    const y = Math.round(box.y + (high - flux) * scale) + 0.5;
    stroke(context, grid, box.x, y, box.x + box.w, y, []);
    context.fillStyle = text;
    context.fillText(flux.toFixed(digits), box.x - 6, y);
  }
  context.strokeStyle = line;
  context.strokeRect(box.x + 0.5, box.y + 0.5, box.w - 1, box.h - 1);
  context.textAlign = "center";
  context.textBaseline = "bottom";
  context.fillText("phase", box.x + box.w / 2, box.y + box.h + MARGIN.bottom - 2);
  context.save();
  context.translate(11, box.y + box.h / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = "middle";
  context.fillText("relative flux", 0, 0);
  context.restore();
}

function stroke(context, colour, x0, y0, x1, y1, dash) {
  context.strokeStyle = colour;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
  context.setLineDash([]);
}

function niceTicks(low, high, wanted) {
  const rough = (high - low) / wanted, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  const ticks = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) ticks.push(at);
  return { ticks, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
}
export default { render };
