// O-C over time: primaries are circles, secondaries squares, what no fit uses is hollow.
function render({ model, el }) {
  const head = node("div", "te-timing-head"), canvas = node("canvas", "te-timing-plot"), hint = node("p", "te-timing-hint te-muted");
  const numbers = node("div", "te-timing-numbers"), list = node("div", "te-timing-list"), none = node("div", "te-timing-none");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "O-C diagram; every eclipse is in the list below");
  el.append(head, none, canvas, hint, numbers, list);
  let shown = model.get("shown"), every = false, places = [];
  const paint = () => { if (shown.found && canvas.clientWidth) places = plotted(canvas, shown.found); };
  const choose = (each) => say(model, "choose", { eclipse: each.name, choice: each.chosen ? "program" : each.used ? "leave" : "use" });
  const nearest = (event) => {
    const box = canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    const close = places.map((each) => ({ ...each, far: Math.hypot(each.x - x, each.y - y) })).sort((a, b) => a.far - b.far)[0];
    return close && close.far < 12 ? close.eclipse : null;
  };
  canvas.addEventListener("pointermove", (event) => {
    const each = nearest(event);
    hint.textContent = each ? inWords(each) : RULE;
    canvas.style.cursor = each ? "pointer" : "default";
  });
  canvas.addEventListener("click", (event) => { const each = nearest(event); if (each) choose(each); });
  const draw = (now) => {
    shown = now;
    const { found, loading, signals, step, words } = now;
    for (const part of [canvas, hint, numbers, list]) part.hidden = !found;
    const begin = button(found ? "Time again" : "Time the eclipses", { key: "o", help: "time the eclipses of the signal", className: "te-button te-small", press: () => say(model, "time") });
    begin.disabled = !signals.length;
    head.replaceChildren(...signals.map(({ number, chosen }) => {
      const made = button(`signal ${number}`, { help: `time signal ${number}`, className: "te-button te-small", press: () => say(model, "time", { signal: number }) });
      made.setAttribute("aria-pressed", String(chosen));
      return made;
    }), begin, node("span", "te-muted", found ? found.about : ""));
    const cancel = button("Stop", { key: "X", help: "stop timing", className: "te-button te-small", press: () => say(model, "cancel") });
    none.replaceChildren(...(loading === "waiting" ? [node("div", "te-evidence-none", node("div", "te-spinner"), node("span", "te-step-words", step ? `${step.text}…` : "waiting…"), cancel)] : found ? [] : [node("p", "te-none", words)]));
    if (!found) return;
    hint.textContent = RULE;
    numbers.replaceChildren(fitTable(found), ...found.remarks.map((each) => node("p", "te-timing-remark", each)));
    const again = document.activeElement?.dataset?.eclipse; // a person goes down the list by keyboard
    const rows = found.eclipses.filter((each) => every || each.remark || each.chosen);
    const more = button(every ? "doubtful only" : `all ${found.eclipses.length}`, { key: "a", help: "list all eclipses, or the doubtful ones", className: "te-button te-small", press: () => { every = !every; draw(shown); } });
    list.replaceChildren(node("div", "te-timing-head", node("h3", "", every ? "All eclipses" : "Doubtful or chosen by you"), more),
      ...(rows.length ? rows.map((each) => rowOf(each, choose)) : [node("p", "te-none", "None.")]));
    if (again) list.querySelector(`[data-eclipse="${CSS.escape(again)}"]`)?.focus();
    paint();
  };
  const stop = live(model, draw);
  const size = new ResizeObserver(paint);
  size.observe(canvas);
  const stopTheme = onTheme(paint);
  greet(model);
  return () => { stop(); size.disconnect(); stopTheme(); };
}

const RULE = "circles: primaries · squares: secondaries · hollow: in no fit · click one to use it or leave it out";

function inWords({ name, time, away, error, used, remark }) {
  return `${name} · BTJD ${time.toFixed(5)} · O-C ${away.toFixed(2)} ± ${error.toFixed(2)} min · ${used ? "used" : "not used"}${remark ? ` · ${remark}` : ""}`;
}

function rowOf(each, choose) {
  const label = each.chosen ? "as the program says" : each.used ? "leave out" : "use";
  const made = button(label, { help: `${each.name}: ${label}`, className: "te-button te-small te-timing-choice", press: () => choose(each) });
  made.dataset.eclipse = each.name;
  const row = node("div", "te-timing-row", made, node("span", "te-timing-words", inWords(each)));
  row.dataset.used = String(each.used);
  return row;
}

function fitTable({ fits }) {
  const heads = ["", "P (d)", "dP/dt (s/yr)", "(d/d)", "χ²/dof", "BIC", "rms (min)"];
  return node("table", "te-table te-timing-fits", node("thead", "", node("tr", "", ...heads.map((each) => node("th", "", each)))),
    node("tbody", "", ...fits.map((row) => node("tr", "", ...row.map((each) => node("td", "", each))))));
}

function plotted(canvas, { eclipses, curves }) {
  const ratio = devicePixelRatio || 1, wide = canvas.clientWidth, high = canvas.clientHeight;
  canvas.width = wide * ratio;
  canvas.height = high * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const colour = (name) => getComputedStyle(canvas).getPropertyValue(name).trim();
  const [left, right, top, bottom] = [58, 12, 8, 34];
  const times = eclipses.map((each) => each.time), span = Math.max(...times) - Math.min(...times) || 1;
  const [from, to] = [Math.min(...times) - 0.03 * span, Math.max(...times) + 0.03 * span];
  const used = eclipses.filter((each) => each.used), tall = used.length ? used : eclipses;
  const ends = [...tall.flatMap((each) => [each.away - each.error, each.away + each.error]), 0].sort((a, b) => a - b);
  const room = 0.12 * (ends.at(-1) - ends[0]) || 1, low = ends[0] - room, top0 = ends.at(-1) + room;
  const x = (time) => left + ((time - from) / (to - from)) * (wide - left - right);
  const y = (away) => top + ((top0 - Math.min(Math.max(away, low), top0)) / (top0 - low)) * (high - top - bottom);
  pen.clearRect(0, 0, wide, high);
  pen.font = `11px ${colour("--te-font")}`;
  pen.textAlign = "center";
  for (const tick of ticks(from, to, 8)) line(pen, [x(tick), top, x(tick), high - bottom], colour("--te-grid")), text(pen, String(tick), x(tick), high - bottom + 14, colour("--te-muted"));
  pen.textAlign = "right";
  for (const tick of ticks(low, top0, 6)) line(pen, [left, y(tick), wide - right, y(tick)], colour("--te-grid")), text(pen, String(tick), left - 5, y(tick) + 4, colour("--te-muted"));
  line(pen, [left, y(0), wide - right, y(0)], colour("--te-axis"));
  pen.textAlign = "center";
  text(pen, "BTJD (BJD_TDB - 2457000)", (left + wide) / 2, high - 4, colour("--te-muted"));
  pen.save();
  pen.translate(12, (top + high - bottom) / 2);
  pen.rotate(-Math.PI / 2);
  text(pen, "O-C (min)", 0, 0, colour("--te-muted"));
  pen.restore();
  for (const { name, preferred, points } of curves) {
    pen.setLineDash(name === "line" ? [7, 4] : []);
    pen.lineWidth = preferred ? 2 : 1;
    pen.strokeStyle = colour(preferred ? "--te-text" : "--te-axis");
    pen.beginPath();
    points.forEach(([time, away], at) => (at ? pen.lineTo(x(time), y(away)) : pen.moveTo(x(time), y(away))));
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.lineWidth = 1.2;
  const places = eclipses.map((eclipse) => ({ eclipse, x: x(eclipse.time), y: y(eclipse.away) }));
  for (const { eclipse, ...at } of places) point(pen, eclipse, at, [y(eclipse.away - eclipse.error), y(eclipse.away + eclipse.error)], colour);
  canvas.dataset.painted = String(places.length);
  return places;
}

function point(pen, { secondary, used }, { x, y }, ends, colour) {
  pen.strokeStyle = colour(secondary ? "--te-mark" : "--te-points");
  pen.fillStyle = used ? pen.strokeStyle : colour("--te-panel");
  pen.beginPath();
  pen.moveTo(x, ends[0]);
  pen.lineTo(x, ends[1]);
  pen.stroke();
  pen.beginPath();
  if (secondary) pen.rect(x - 3.5, y - 3.5, 7, 7); else pen.arc(x, y, 4, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
}

function line(pen, [x0, y0, x1, y1], colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}

function text(pen, words, x, y, colour) { pen.fillStyle = colour; pen.fillText(words, x, y); }

// Round numbers between two ends, about so many.
function ticks(from, to, count) {
  const rough = (to - from) / count, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const found = [];
  for (let at = Math.ceil(from / step); at * step <= to; at++) found.push(Number((at * step).toFixed(digits)));
  return found;
}
export default { render };
