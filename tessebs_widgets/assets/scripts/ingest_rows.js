// Rows of the ingest screen: made once for each key and filled anew, so that focus and place stay.
function keep(place, items, make, fill) {
  const known = new Map([...place.children].map((each) => [each.dataset.row, each]));
  const rows = items.map((item) => {
    const row = known.get(String(item.id)) ?? make(item);
    row.dataset.row = item.id;
    fill(row, item);
    return row;
  });
  if (rows.length !== place.children.length || rows.some((row, at) => row !== place.children[at])) place.replaceChildren(...rows);
}

function stateMark(states, word) {
  const { sign, label } = states.find((each) => each.word === word) ?? { sign: "?", label: word };
  const made = node("span", "te-state", node("span", "te-sign", sign), label);
  made.dataset.state = word;
  made.firstChild.setAttribute("aria-hidden", "true");
  return made;
}

function batchRow(model) {
  return ({ id }) => {
    const row = node("button", "te-batch", node("span", "te-batch-head"), node("span", "te-batch-bar"), node("span", "te-batch-counts"));
    row.title = "show its targets";
    row.type = "button";
    row.addEventListener("click", () => say(model, "show", { batch: id }));
    return row;
  };
}

function fillBatch(states) {
  return (row, { id, label, username, at, does, total, done, left, counts, chosen }) => {
    const [head, bar, words] = row.children;
    const when = new Date(at);
    head.replaceChildren(node("b", "", `Batch ${id}`), node("span", "te-batch-label", label),
      node("span", "te-muted", `${username}, ${when.toLocaleDateString("en-CA")} ${localTime(at)}; ${does}`));
    bar.replaceChildren(...counts.map(({ state, count }) => {
      const part = node("span", "te-part");
      part.dataset.state = state;
      part.style.flexGrow = count;
      return part;
    }));
    words.replaceChildren(node("span", "", left ? `${total - left} of ${total}` : `${total} ended`),
      ...counts.map(({ state, count }) => { const mark = stateMark(states, state); mark.prepend(`${count} `); return mark; }));
    row.setAttribute("aria-pressed", String(chosen));
    row.setAttribute("aria-label", `batch ${id}, ${label}, ${username}: ${done} of ${total} done`);
  };
}

function taskRow(model, pick) {
  return ({ id }) => {
    const open = node("button", "te-link te-task-tic");
    open.type = "button";
    open.addEventListener("click", () => { pick(id); say(model, "open", { task: open.dataset.opened === "true" ? "" : id }); });
    const act = (kind, label) => {
      const made = button(label, { help: `${label.toLowerCase()} this target`, className: `te-button te-small te-${kind}-one`,
        press: () => { pick(id); say(model, kind, { batch: model.get("shown").batch.id, task: id }); } });
      return made;
    };
    const row = node("div", "te-task", open, node("span"), node("span", "te-task-words"), node("span", "te-task-acts", act("retry", "Retry"), act("cancel", "Cancel")));
    row.setAttribute("role", "listitem");
    row.addEventListener("click", (event) => { if (!event.target.closest("button")) pick(id); });
    return row;
  };
}

function fillTask(now, picked) {
  return (row, each) => {
    const [open, mark, words, acts] = row.children;
    open.textContent = `TIC ${each.tic}`;
    open.title = "show its files";
    open.dataset.opened = String(each.opened);
    open.setAttribute("aria-expanded", String(each.opened));
    if (mark.dataset.state !== each.state) mark.replaceWith(stateMark(now.states, each.state));
    fillWords(words, each);
    acts.children[0].hidden = !(each.again && now.may_change);
    acts.children[1].hidden = !(each.left && now.batch?.can_cancel);
    row.classList.toggle("te-picked", each.id === picked);
  };
}

function fillWords(place, { state, step, files_done, files_total, attempts, not_before, words, error, abandoned }) {
  const parts = [];
  if (state === "running") {
    if (files_total) {
      const bar = node("progress", "te-files-bar");
      bar.max = files_total;
      bar.value = files_done;
      parts.push(bar, ` file ${files_done} of ${files_total} · `);
    }
    parts.push(step || "beginning");
  } else if (abandoned) parts.push("its runner died; what arrived is kept");
  else if (state === "wanted") {
    if (not_before && new Date(not_before) > new Date()) parts.push(`again at ${localTime(not_before)} (begun ${attempts} ${attempts === 1 ? "time" : "times"}) `);
  } else if (words) parts.push(words);
  if (error) parts.push(node("span", "te-task-error", error));
  place.replaceChildren(...parts);
  place.title = error || words;
}

function fileRow(states) {
  const known = { wanted: "wanted", held: "done", failed: "failed" };
  const labels = { wanted: "not here yet", held: "here", failed: "failed" };
  return ({ name, provenance, sector, size, state, error }) => {
    const mark = stateMark(states, known[state] ?? state);
    mark.lastChild.textContent = labels[state] ?? state;
    return node("div", "te-file", node("span", "te-file-name", name), node("span", "te-muted", `${provenance}${sector ? `, sector ${sector}` : ""}`),
      node("span", "te-muted", size ? `${(size / 1e6).toFixed(2)} MB` : ""), mark, error ? node("span", "te-task-error", error) : null);
  };
}
