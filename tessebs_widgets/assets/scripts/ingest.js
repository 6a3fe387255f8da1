const PIECE = 900_000, LARGEST = 20_000_000, LOOK_OFTEN = 1500, LOOK_SELDOM = 6000; // characters, bytes, ms
const DRAFT = "tessebs-ingest-list", LONGEST_DRAFT = 500_000, LONGEST_TYPED = 100_000; // characters
const CHOICES = [["download", "light curves", "Download the light curves and put them into one file"], ["periodograms", "periodograms", "Attach Lomb-Scargle periodograms"],
  ["figures", "figures", "Draw the static figures"], ["reports", "period reports", "Decide the period and keep the report; takes longest"]];

function render({ model, el }) {
  const shown = () => model.get("shown");
  const head = ingestHeader(model, el);
  const input = inputPanel(model);
  const batches = node("div", "te-batch-list");
  const batchPanel = panel("Batches", batches,
    button("▲", { key: "[", help: "batch above", className: "te-button te-small", press: () => stepBatch(-1) }),
    button("▼", { key: "]", help: "batch below", className: "te-button te-small", press: () => stepBatch(1) }));
  const retryAll = button("Retry failed", { key: "T", help: "retry all that failed or was cancelled in this batch", className: "te-button te-small te-retry-all",
    press: () => say(model, "retry", { batch: shown().batch.id }) });
  const cancelAll = button("Cancel rest", { key: "C", help: "cancel all that is left of this batch", className: "te-button te-small te-cancel-all",
    press: () => say(model, "cancel", { batch: shown().batch.id }) });
  const tasks = node("div", "te-task-list");
  tasks.setAttribute("role", "list");
  const chips = node("div", "te-choices te-state-chips");
  const files = node("div", "te-file-list");
  const page = node("span", "te-muted");
  const back = button("‹", { key: "<", help: "the hundred targets before", className: "te-button te-small", press: () => say(model, "turn", { on: false }) });
  const on = button("›", { key: ">", help: "the next hundred targets", className: "te-button te-small", press: () => say(model, "turn", { on: true }) });
  const taskPanel = panel("Targets", node("div", "te-task-place", chips, tasks, files), back, page, on, retryAll, cancelAll);
  el.append(head.place, node("div", "te-ingest-columns", input.place, batchPanel.place, taskPanel.place), keysOfTasks());

  let picked = null;
  const pick = (id) => { picked = id; paintTasks(shown()); };
  const stepBatch = (step) => stepIn(shown().batches, (each) => each.chosen, step, ({ id }) => say(model, "show", { batch: id }));
  const stepTask = (step) => stepIn(shown().tasks, (each) => each.id === picked, step, ({ id }) => {
    pick(id);
    tasks.querySelector(".te-picked")?.scrollIntoView({ block: "nearest" });
  });
  const makeBatch = batchRow(model), makeTask = taskRow(model, pick);
  const paintTasks = (now) => keep(tasks, now.tasks, makeTask, fillTask(now, picked));

  function keysOfTasks() {
    const one = () => shown().tasks.find((each) => each.id === picked);
    const act = (key, help, does) => button(help, { key, help, press: () => { const each = one(); if (each) does(each); } });
    return node("div", "te-task-keys",
      button("target below", { key: "j", help: "target below", press: () => stepTask(1) }), button("target above", { key: "k", help: "target above", press: () => stepTask(-1) }),
      act("o", "show the files of the target", (each) => say(model, "open", { task: each.opened ? "" : each.id })),
      act("t", "retry the target", (each) => each.again && say(model, "retry", { batch: shown().batch.id, task: each.id })),
      act("c", "cancel the target", (each) => each.left && say(model, "cancel", { batch: shown().batch.id, task: each.id })));
  }

  const stop = live(model, (now) => {
    head.fill(now);
    input.fill(now);
    keep(batches, now.batches, makeBatch, fillBatch(now.states));
    if (!now.batches.length) batches.replaceChildren(node("p", "te-none", "Nothing has been asked for yet. Paste TIC numbers on the left, or choose a file."));
    fillChips(model, chips, now);
    if (!now.tasks.some((each) => each.id === picked)) picked = now.tasks[0]?.id ?? null;
    paintTasks(now);
    if (!now.tasks.length && now.batch) tasks.replaceChildren(node("p", "te-none", now.wanted_state ? "No target of this batch is in this state." : "This batch has no targets."));
    taskPanel.title.textContent = now.batch ? `Targets of batch ${now.batch.id}` : "Targets";
    page.textContent = now.page.words;
    back.disabled = !now.page.back;
    on.disabled = !now.page.on;
    retryAll.disabled = !now.batch?.can_retry;
    cancelAll.disabled = !now.batch?.can_cancel;
    files.hidden = !now.opened;
    const opened = now.tasks.find((each) => each.opened);
    files.replaceChildren(node("h3", "", opened ? `Files of TIC ${opened.tic}` : "Files"), ...now.files.map(fileRow(now.states)));
    if (!now.files.length) files.append(node("p", "te-none", "No files are known of this target yet."));
  });

  // Looks only while somebody looks: a hidden page asks for nothing.
  let last = 0;
  const timer = setInterval(() => {
    const every = shown().runner?.kind === "quiet" ? LOOK_SELDOM : LOOK_OFTEN;
    if (document.hidden || Date.now() - last < every) return;
    last = Date.now();
    try { say(model, "look"); } catch { /* the screen itself says that nobody answers */ }
  }, 500);
  greet(model);
  return () => { stop(); clearInterval(timer); };
}

function ingestHeader(model, el) {
  const apps = navigation(model.get("shown").apps, model.get("shown").here);
  const words = node("span", "te-runner-words"), person = node("span", "te-person");
  words.setAttribute("role", "status");
  const resume = button("Resume", { key: "G", help: "let the work go on now", className: "te-button te-primary te-resume", press: () => say(model, "resume") });
  const again = button("Refresh", { key: "R", help: "read everything again", press: () => say(model, "refresh") });
  const help = button("Keys", { key: "?", help: "show all keys" });
  help.addEventListener("click", () => el.closest(".tessebs")?.dispatchEvent(new CustomEvent("te-help")));
  const runner = node("div", "te-runner", words, resume);
  return {
    place: node("div", "te-header te-ingest-header", node("div", "te-brand", "tess", node("b", "", "EB"), "s"), apps, runner, node("div", "te-right", again, person, help)),
    fill({ runner: { kind, words: said, button: label, paused_until }, username, may_change }) {
      runner.dataset.kind = kind;
      words.textContent = paused_until && kind === "held-up" ? `Next try at ${localTime(paused_until)}. ${said}` : said;
      words.title = words.textContent;
      resume.hidden = !label || !may_change;
      if (label) labelled(resume, label);
      person.textContent = username;
      leadTo(apps, null);
    },
  };
}

function inputPanel(model) {
  const text = node("textarea", "te-input te-list-field");
  text.placeholder = "TIC numbers: one in each line, or between blanks, commas, semicolons.\n\nOr a table whose first line names its columns:\nTIC, bjd0, period, source\n(t0 as BTJD and the period, both in days, are proposed)";
  text.dataset.key = "l";
  text.dataset.help = "write or paste a list (Esc leaves it, Ctrl+Enter previews)";
  text.setAttribute("aria-label", "list of targets");
  let name = "pasted"; // what the list in the field is called: until it is changed, as the file it came from
  text.value = sessionStorage.getItem(DRAFT) ?? "";
  const file = node("input", "te-file-input");
  file.type = "file";
  file.hidden = true;
  file.accept = ".txt,.csv,.tsv,.dat,.list,text/*";
  const choose = button("File…", { key: "f", help: "choose a file", press: () => file.click() });
  const look = button("Preview", { key: "v", help: "preview the list: what it holds, what is not understood", className: "te-button te-primary te-preview", press: () => send(text.value, name) });
  const start = button("Start", { key: "s", help: "start with what was previewed", className: "te-button te-primary te-start", press: () => say(model, "start", picked()) });
  const boxes = CHOICES.map(([choice, label, help]) => {
    const box = node("input");
    box.type = "checkbox";
    box.name = choice;
    box.addEventListener("change", () => { rule(); say(model, "choices", picked()); });
    const made = node("label", "te-choice", box, label);
    made.title = help;
    return made;
  });
  const picked = () => Object.fromEntries(boxes.map(({ firstChild: box }) => [box.name, box.checked]));
  const rule = () => { for (const { firstChild: box } of boxes.slice(1)) box.disabled = !picked().download; };
  const result = node("div", "te-preview-place"), status = node("div", "te-notice"), problem = node("p", "te-task-error");
  status.setAttribute("role", "status");
  problem.setAttribute("role", "alert");

  const send = (content, label) => {
    problem.textContent = "";
    if (content.length > LARGEST) { refuse(`The list has ${Math.round(content.length / 1e6)} million characters; at most 20 million are read. Split it.`); return; }
    const total = Math.max(1, Math.ceil(content.length / PIECE));
    for (let number = 1; number <= total; number += 1) say(model, "piece", { number, total, text: content.slice((number - 1) * PIECE, number * PIECE), label });
  };
  const refuse = (words) => { // and nobody starts what was previewed before in its place
    problem.textContent = words;
    if (model.get("shown").preview) say(model, "forget");
  };
  // What is as long as a file is read like one: a browser lays out 10^5 pasted lines for minutes.
  const take = (content, label) => {
    text.value = content.length <= LONGEST_DRAFT ? content : "";
    name = label;
    remember();
    send(content, name);
  };
  const readFile = async (chosen) => {
    if (!chosen) return;
    if (chosen.size > LARGEST) { refuse(`${chosen.name} has ${Math.round(chosen.size / 1e6)} MB; at most 20 MB are read. Split it.`); return; }
    const content = decodeList(new Uint8Array(await chosen.arrayBuffer()));
    if (content === null) { refuse(`${chosen.name} is no text file.`); return; }
    take(content, chosen.name.slice(0, 255));
  };
  const remember = () => {
    try { sessionStorage.setItem(DRAFT, text.value.length <= LONGEST_DRAFT ? text.value : ""); } catch { /* a full store forgets the draft, nothing else */ }
  };
  text.addEventListener("input", () => { name = "pasted"; remember(); if (model.get("shown").preview) say(model, "forget"); });
  text.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text/plain");
    if (pasted.length <= LONGEST_TYPED) return;
    event.preventDefault();
    take([text.value, pasted].filter(Boolean).join("\n"), "pasted");
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape") text.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); text.blur(); look.click(); }
  });
  file.addEventListener("change", () => { readFile(file.files[0]); file.value = ""; });
  const body = node("div", "te-input-body", text, node("div", "te-input-row", choose, node("span", "te-muted", "or drop one here"), look), problem,
    node("div", "te-choice-row", ...boxes), result, node("div", "te-input-row", start), status, file);
  const made = panel("Add targets", body);
  made.place.classList.add("te-input-panel");
  made.place.addEventListener("dragover", (event) => { event.preventDefault(); made.place.classList.add("te-over"); });
  made.place.addEventListener("dragleave", () => made.place.classList.remove("te-over"));
  made.place.addEventListener("drop", (event) => {
    event.preventDefault();
    made.place.classList.remove("te-over");
    if (event.dataTransfer.files.length) readFile(event.dataTransfer.files[0]);
    else take(event.dataTransfer.getData("text/plain"), "pasted");
  });
  let seen = null;
  return {
    place: made.place,
    fill({ preview, label, reading, storing, choices, may_change, notice }) {
      for (const { firstChild: box } of boxes) box.checked = choices[box.name];
      rule();
      look.disabled = reading;
      start.disabled = reading || storing || !may_change || !preview?.targets;
      labelled(start, storing ? "Storing the list…" : preview?.targets ? `Start ${preview.targets} target${preview.targets === 1 ? "" : "s"}` : "Start");
      const now = JSON.stringify([preview, reading, may_change]);
      if (now !== seen) { seen = now; fillPreview(result, preview, label, reading, may_change); }
      status.dataset.kind = notice?.kind ?? "";
      status.textContent = notice?.text ?? "";
    },
  };
}

// UTF-8, UTF-16 with its mark, else Latin-1; null for what is no text.
function decodeList(bytes) {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const name = wide ? (bytes[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8";
  let content;
  try { content = new TextDecoder(name, { fatal: true }).decode(bytes); } catch { content = new TextDecoder("latin1").decode(bytes); }
  return content.includes("\0") ? null : content;
}

function fillPreview(place, preview, label, reading, mayChange) {
  if (reading) { place.replaceChildren(node("span", "te-spinner"), " Reading the list…"); return; }
  if (!preview) { place.replaceChildren(node("p", "te-muted", mayChange ? "Nothing is fetched before the preview." : "You may look; members can add targets.")); return; }
  const list = (title, lines, more, open) => {
    if (!lines.length) return null;
    const made = node("details", "te-lines", node("summary", "", title), ...lines.map((each) => node("div", "te-line", each)), more ? node("div", "te-muted", `and ${more} more`) : null);
    made.open = open;
    return made;
  };
  place.replaceChildren(node("p", "te-preview-words", node("b", "", `${label}: `), preview.words), ...[
    list("Not understood", preview.problems, preview.more, true), list(`Remarks (${preview.remarks.length})`, preview.remarks, 0, preview.remarks.length <= 3),
    list("Already here: fetched again only where files are new", preview.held.map((each) => `TIC ${each}`), preview.held_more, false),
  ].filter(Boolean));
}

function fillChips(model, place, now) {
  const every = [{ word: "", sign: "", label: "all" }, ...now.states];
  if (!place.children.length) place.append(...every.map(({ word, label, sign }, at) => {
    const made = button(sign ? `${sign} ${label}` : label, { key: String(at), help: `show ${label === "all" ? "all targets" : `what is ${label}`}`, className: "te-button te-small te-chip",
      press: () => { const { batch } = model.get("shown"); if (batch) say(model, "show", { batch: batch.id, state: word }); } });
    made.dataset.state = word;
    return made;
  }));
  every.forEach(({ word, label, sign }, at) => {
    const chip = place.children[at], count = word ? now.batch?.counts.find((each) => each.state === word)?.count ?? 0 : now.batch?.total ?? 0;
    chip.setAttribute("aria-pressed", String((now.wanted_state ?? "") === word));
    chip.disabled = !now.batch;
    labelled(chip, `${sign ? `${sign} ` : ""}${label} ${count}`);
  });
}

function panel(title, body, ...controls) {
  const heading = node("h3", "", title);
  return { title: heading, place: node("section", "te-panel", node("div", "te-panel-head", heading, ...controls), body) };
}

function stepIn(items, isHere, step, then) {
  const at = items.findIndex(isHere), next = items[Math.min(items.length - 1, Math.max(0, at + step))];
  if (next) then(next);
}
export default { render };
