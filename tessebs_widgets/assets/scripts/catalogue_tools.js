function render({ model, el }) {
  const chips = node("div", "te-conditions");
  const count = node("span", "te-found");
  count.setAttribute("role", "status");
  const status = node("div", "te-notice");
  status.setAttribute("role", "status");
  const back = button("Back", { key: "U", help: "the search before this one", press: () => say(model, "back") });
  const copy = button("Copy link", { key: "L", help: "copy a link that opens this search, columns and page", className: "te-button te-copy", press: async () => {
    const link = new URL(location.href);
    link.search = model.get("shown").address;
    const done = await copied(link.href, el);
    labelled(copy, done ? "Copied" : "Not copied");
    setTimeout(() => labelled(copy, "Copy link"), 1500);
  } });
  copy.hidden = !inVoila(); // a notebook has no address of its own

  const files = node("div", "te-formats");
  const few = node("input", "te-files-shown");
  few.type = "checkbox";
  const fewer = node("label", "te-column", few, "only the columns on the screen");
  fewer.title = "without it a file has every column of the exports";
  const downloads = popover("Download", { key: "D", help: "all that was found, as a file" }, node("p", "te-muted te-files-words"), fewer, files);
  for (const { word, label, own } of model.get("shown").formats) {
    const made = button(label, { help: `all that was found, as ${label}`, press: () => { downloads.close(); say(model, "download", { format: word, shown: few.checked && !own }); } });
    made.dataset.format = word;
    if (own) few.addEventListener("change", () => { made.disabled = few.checked; });  // its columns are its own
    files.append(made);
  }
  const boxes = node("div", "te-column-boxes");
  const columns = popover("Columns", { key: "C", help: "choose the columns; kept with your name" },
    node("div", "te-column-head", button("Usual ones", { help: "the columns of somebody new", press: () => say(model, "columns", { columns: model.get("shown").usual }) }),
      button("Those of the site before", { help: "the 23 columns of the site before", press: () => say(model, "columns", { columns: model.get("shown").columns.filter((each) => each.legacy).map((each) => each.name) }) })),
    boxes);
  columns.panel.classList.add("te-column-panel");
  for (const { name, label, help, legacy, always } of model.get("shown").columns) {
    const box = node("input");
    box.type = "checkbox";
    box.value = name;
    box.disabled = always; // it names the rows
    box.addEventListener("change", () => {
      const chosen = model.get("shown").chosen.filter((each) => each !== name);
      if (box.checked) chosen.push(name);
      const order = model.get("shown").columns.map((each) => each.name);
      say(model, "columns", { columns: chosen.sort((one, other) => order.indexOf(one) - order.indexOf(other)) });
    });
    const row = node("label", legacy ? "te-column" : "te-column te-further", box, label);
    row.title = help;
    boxes.append(row);
  }
  el.append(node("div", "te-tool-row", count, status, node("div", "te-tool-buttons", back, columns.place, downloads.place, copy)), chips);

  const onMessage = (message, buffers) => { if (message.kind === "file") keep(message, buffers); };
  model.on("msg:custom", onMessage);
  const stop = live(model, (now) => {
    el.setAttribute("aria-busy", String(now.searching));
    count.replaceChildren(...(now.searching ? [node("span", "te-spinner"), " searching…"] : [now.count]));
    chips.replaceChildren(...now.chips.map(({ key, words }) => chipOf(words, `take “${words}” away`, () => say(model, "without", { key }))));
    if (now.chips.length > 1) chips.append(button("Clear all", { key: "X", help: "take all conditions away", className: "te-button te-small te-clear", press: () => say(model, "clear") }));
    if (!now.chips.length) chips.append(node("span", "te-muted", "All confirmed entries. Conditions on the left narrow them down."));
    for (const box of boxes.querySelectorAll("input")) box.checked = box.disabled || now.chosen.includes(box.value);
    downloads.open.disabled = now.writing !== null || !now.found;
    labelled(downloads.open, now.writing ? `Writing ${now.writing}…` : "Download");
    downloads.panel.querySelector(".te-files-words").textContent = `${now.count.split(",")[0]}, on every page`;
    status.dataset.kind = now.notice?.kind ?? "";
    status.textContent = now.notice ? (now.notice.kind === "saved" ? `saved ${localTime(now.notice.at)}: ${now.notice.text}` : now.notice.text) : "";
  });
  greet(model);
  return () => { stop(); model.off("msg:custom", onMessage); };
}

function chipOf(words, help, press) {
  const made = node("button", "te-chip", words, node("span", "te-chip-cross", " ×"));
  made.type = "button";
  made.title = help;
  made.setAttribute("aria-label", help);
  made.addEventListener("click", press);
  return made;
}

// The bytes come over the kernel's connection, so that no address of the server leads to them.
function keep({ name, type }, [content]) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = node("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// The clipboard wants a secure page; elsewhere a field is copied as people do it.
async function copied(words, el) {
  if (navigator.clipboard && isSecureContext) {
    try { await navigator.clipboard.writeText(words); return true; } catch { /* not allowed: the way below */ }
  }
  const field = node("textarea", "te-copied");
  field.value = words;
  el.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
export default { render };
