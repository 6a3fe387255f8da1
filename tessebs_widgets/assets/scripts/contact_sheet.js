const PATIENCE = 8000; // ms until an unanswered request is called unanswered
const COLUMNS = 5;

function render({ model, el }) {
  let shown = model.get("shown");
  const pictures = new Map(); // "ephemeris.multiple": { width, height, levels }
  const pending = new Map(); // request id: { ephemeris, timer }
  const troubled = new Set(); // ephemerides whose last vote was not stored
  const tiles = new Map(); // TIC: tile
  const grid = node("div", "te-sheet-grid");
  const bar = sheetBar(model, () => shown, (tile, verdict, reason) => vote(tile, verdict, reason), () => undo());
  el.append(grid, bar.el);

  const unanswered = new Map(); // what was asked in vain: its request id, so that asking again is the same request
  const ask = (kind, fields, ephemeris) => {
    const same = JSON.stringify([kind, fields]), id = unanswered.get(same) ?? requestId();
    unanswered.set(same, id);
    pending.set(id, { ephemeris, same, timer: setTimeout(() => answered(id, false, true), PATIENCE) });
    say(model, kind, { ...fields, request_id: id });
    paintMarks();
  };
  const vote = ({ ephemeris, multiple }, verdict, reason) => {
    if ([...pending.values()].some((each) => each.ephemeris === ephemeris)) return; // one at a time on one tile
    ask("vote", { ephemeris, multiple, verdict, reason: reason ?? null }, ephemeris);
  };
  const undo = () => ask("undo", {}, null);
  const answered = (id, saved, late) => {
    const request = pending.get(id);
    if (!request) return;
    clearTimeout(request.timer);
    pending.delete(id);
    if (!late) unanswered.delete(request.same);
    if (saved) troubled.delete(request.ephemeris); else troubled.add(request.ephemeris);
    if (late) bar.tell("error", "No answer yet: this is not saved. Press again, or reload the page.");
    paintMarks();
  };
  const paintMarks = () => {
    const waiting = new Set([...pending.values()].map((each) => each.ephemeris));
    for (const { tic, ephemeris } of shown.tiles) tiles.get(tic)?.mark(waiting.has(ephemeris), troubled.has(ephemeris));
  };

  const paintPictures = () => {
    const table = densityColours(isDark());
    for (const each of shown.tiles) tiles.get(each.tic)?.paint(pictures.get(`${each.ephemeris}.${each.multiple}`), table);
  };
  const onMessage = (message, buffers) => {
    if (message.kind === "answer") answered(message.request, message.saved, false);
    if (message.kind !== "pictures") return;
    message.pictures.forEach(({ key, width, height }, i) => {
      const cells = buffers[i];
      pictures.set(key, { width, height, levels: new Uint8Array(cells.buffer ?? cells, cells.byteOffset ?? 0, width * height) });
    });
    paintPictures();
  };
  model.on("msg:custom", onMessage);

  const stop = live(model, (now) => {
    shown = now;
    const present = new Set(now.tiles.map((each) => each.tic));
    for (const tic of tiles.keys()) if (!present.has(tic)) tiles.delete(tic);
    for (const each of now.tiles) {
      if (!tiles.has(each.tic)) tiles.set(each.tic, sheetTile(model, now.multiples, () => shown.tiles.find(({ tic }) => tic === each.tic), vote));
      tiles.get(each.tic).draw(each, each.tic === now.focused);
    }
    const wanted = now.tiles.map((each) => tiles.get(each.tic).el);
    if (wanted.length !== grid.children.length || wanted.some((each, i) => grid.children[i] !== each)) grid.replaceChildren(...wanted);
    const kept = new Set(now.tiles.map((each) => String(each.ephemeris)));
    for (const key of pictures.keys()) if (!kept.has(key.split(".")[0])) pictures.delete(key);
    paintPictures();
    paintMarks();
    bar.draw(now);
  });
  const stopTheme = onTheme(paintPictures);
  const onReturn = () => { if (document.visibilityState === "visible") say(model, "look"); }; // votes may have been cast in triage
  document.addEventListener("visibilitychange", onReturn);
  greet(model);
  return () => {
    stop(); stopTheme();
    model.off("msg:custom", onMessage);
    document.removeEventListener("visibilitychange", onReturn);
  };
}

function sheetTile(model, multiples, now, vote) {
  const canvas = node("canvas", "te-sheet-picture");
  const words = node("p", "te-sheet-words");
  const name = node(inVoila() ? "a" : "span", "te-sheet-tic te-link");
  const period = node("span", "te-sheet-period"), grade = node("span", "te-grade");
  const said = node("span", "te-sheet-said");
  const folds = multiples.map(({ word, label }) => {
    const made = button(label, { className: "te-button te-small te-sheet-fold", press: () => say(model, "multiple", { tic: now().tic, multiple: word }) });
    made.dataset.multiple = word;
    return made;
  });
  const quick = [["eb", "EB"], ["not-eb", "Not EB"]].map(([word, label]) => {
    const made = button(label, { className: "te-button te-small te-quick", press: () => vote(now(), word) });
    made.dataset.quick = word;
    return made;
  });
  const el = node("article", "te-tile",
    node("div", "te-tile-head", name, period, grade),
    node("div", "te-tile-picture", canvas, words),
    node("div", "te-tile-foot", ...folds, said, ...quick));
  el.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("button, a")) say(model, "focus", { tic: now().tic });
  });
  return {
    el,
    draw: (tile, focused) => {
      el.dataset.tic = tile.tic;
      el.dataset.verdict = tile.verdict ?? "";
      el.classList.toggle("te-focused", focused);
      if (focused) el.setAttribute("aria-current", "true"); else el.removeAttribute("aria-current");
      name.textContent = `TIC ${tile.tic}`;
      if (inVoila()) { name.href = `triage?tic=${tile.tic}`; name.target = "_blank"; name.rel = "noopener"; name.title = "open in triage"; }
      else name.title = `in a cell: triage(tess_id=${tile.tic})`;
      period.textContent = `${Number(tile.period).toPrecision(6)} d`;
      grade.textContent = tile.grade;
      grade.dataset.grade = tile.grade;
      words.textContent = tile.failure;
      said.textContent = tile.said + (tile.also ? ` +${tile.also}` : "");
      said.title = tile.also ? `${tile.said}; ${tile.also} more of the same signal are duplicates of it` : tile.said;
      for (const made of folds) made.setAttribute("aria-pressed", String(made.dataset.multiple === tile.multiple));
      for (const made of quick) made.setAttribute("aria-pressed", String(made.dataset.quick === tile.verdict));
    },
    paint: (picture, table) => {
      const failed = Boolean(words.textContent);
      canvas.dataset.painted = picture ? "yes" : "no";
      canvas.hidden = failed;
      words.hidden = !failed;
      el.dataset.loading = picture || failed ? "ready" : "waiting";
      if (!picture) { canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height); return; }
      canvas.width = picture.width;
      canvas.height = picture.height;
      const image = new ImageData(picture.width, picture.height), pixels = new Uint32Array(image.data.buffer);
      for (let i = 0; i < pixels.length; i++) pixels[i] = table[picture.levels[i]];
      canvas.getContext("2d").putImageData(image, 0, 0);
    },
    mark: (waiting, troubled) => { el.dataset.state = waiting ? "saving" : troubled ? "troubled" : el.dataset.verdict ? "saved" : ""; },
  };
}

// What keys act on: the tile in focus.
function sheetBar(model, now, vote, undo) {
  const tile = () => now().tiles.find(({ tic }) => tic === now().focused);
  const on = node("span", "te-on"), about = node("span", "te-muted"), said = node("span", "te-said");
  const status = node("div", "te-notice");
  status.setAttribute("role", "status");
  const multiples = now().multiples.map(({ word, label, key }) => {
    const made = button(label, { key, help: `period: ${label}`, className: "te-button te-multiple", press: () => tile() && say(model, "multiple", { tic: tile().tic, multiple: word }) });
    made.dataset.multiple = word;
    return made;
  });
  const groups = node("div", "te-groups", ...now().verdicts.map(({ word, label, key, reasons }) => {
    const press = (reason) => () => tile() && vote(tile(), word, reason);
    const main = button(label, { key, help: `verdict: ${label}`, className: "te-button te-verdict", press: press(null) });
    main.dataset.verdict = word;
    const rest = node("div", "te-reasons", ...reasons.map((each) => {
      const made = button(each.label, { key: each.key, help: `${label}: ${each.label}`, className: "te-button te-reason", press: press(each.word) });
      made.dataset.verdict = word;
      made.dataset.reason = each.word;
      return made;
    }));
    const group = node("div", "te-group", main, rest);
    group.dataset.verdict = word;
    return group;
  }));
  const steps = [["ArrowLeft", "left"], ["ArrowUp", "up"], ["ArrowDown", "down"], ["ArrowRight", "right"]].map(([key, where]) =>
    button("", { key, help: `tile: ${where}`, className: "te-button te-small te-step", press: () => say(model, where, { columns: COLUMNS }) }));
  const back = button("Undo", { key: "U", help: "take back the last vote", className: "te-button te-undo", press: undo });
  const context = node("div", "te-context", node("div", "te-moves", ...steps), on, node("div", "te-multiples", ...multiples), about, said);
  if (inVoila()) {
    const open = node("a", "te-button te-open", node("span", "te-label", "Open in triage"), node("kbd", "te-key", KEY_NAMES.Enter));
    open.dataset.key = "Enter";
    open.dataset.help = open.title = "open the target in triage";
    open.target = "_blank";
    open.rel = "noopener";
    context.append(open);
  }
  context.append(back);
  const el = node("div", "te-verdicts te-sheet-bar", context, node("div", "te-verdict-row", groups, status));
  const tell = (kind, text) => { status.dataset.kind = kind; status.textContent = text; };
  return {
    el, tell,
    draw: ({ notice }) => {
      const here = tile();
      on.textContent = here ? `TIC ${here.tic}` : "nothing";
      about.textContent = here ? [`${here.period} d`, here.source, here.left ? `${here.left} other proposal${here.left > 1 ? "s" : ""}` : ""].filter(Boolean).join(" · ") : "";
      said.textContent = here?.verdict ? `you said: ${here.said}` : here?.said ?? "";
      const open = el.querySelector(".te-open");
      if (open && here) open.href = `triage?tic=${here.tic}`;
      for (const made of multiples) { made.disabled = !here; made.setAttribute("aria-pressed", String(made.dataset.multiple === here?.multiple)); }
      for (const made of groups.querySelectorAll("button")) made.disabled = !here;
      if (notice) tell(notice.kind, notice.kind === "saved" ? `saved ${localTime(notice.at)}: ${notice.text}` : notice.text);
      else tell("", "");
    },
  };
}
export default { render };
