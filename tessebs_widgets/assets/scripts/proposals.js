function render({ model, el }) {
  const head = node("div", "te-panel-head",
    node("h3", "", "Proposals"),
    button("", { key: "k", help: "proposal above", className: "te-button te-small te-icon", press: () => say(model, "up") }),
    button("", { key: "j", help: "proposal below", className: "te-button te-small te-icon", press: () => say(model, "down") }));
  labelled(head.children[1], "▲");
  labelled(head.children[2], "▼");
  const whole = button("group", { key: "#", help: "judge the whole group: what means the same signal becomes a duplicate",
    className: "te-button te-small te-whole", press: () => say(model, "group", { on: !model.get("shown").judges_group }) });
  const undo = button("undo", { key: "U", help: "take back your last verdict, and all that it marked",
    className: "te-button te-small te-undo", press: () => say(model, "undo", { request_id: requestId() }) });
  head.append(whole, undo);
  const list = node("div", "te-proposal-list");
  el.append(head, list);

  const paint = () => {
    const table = densityColours(isDark());
    for (const canvas of list.querySelectorAll("canvas")) paintPicture(canvas, model.get("pictures")[canvas.dataset.picture], table);
  };
  const stop = live(model, ({ proposals, groups, judges_group, offers_group, selected, multiple, loading }) => {
    whole.disabled = !offers_group;
    whole.setAttribute("aria-pressed", String(judges_group));
    const cards = new Map(proposals.map((each) => [each.id, proposalCard(model, each, each.id === selected, multiple, loading)]));
    list.replaceChildren(...groups.map(({ ids, words }) => {
      const members = ids.filter((id) => cards.has(id)).map((id) => cards.get(id));
      const made = node("section", words ? "te-alias-group te-several" : "te-alias-group");
      if (words) made.append(node("div", "te-alias-words", words));
      if (words && judges_group && ids.includes(selected)) made.classList.add("te-judged-together");
      made.append(...members);
      return made;
    }));
    if (!proposals.length) list.append(node("p", "te-none", "No ephemeris is proposed for this target."));
    paint();
    list.querySelector(".te-chosen")?.scrollIntoView({ block: "nearest" });
  });
  model.on("change:pictures", paint);
  const stopTheme = onTheme(paint);
  greet(model, { pictures: Object.keys(model.get("pictures")).length });
  return () => { stop(); stopTheme(); model.off("change:pictures", paint); };
}

function proposalCard(model, proposal, chosen, multiple, loading) {
  const { id, number, source, provenance, folds, said, before, status, decision, others, signal } = proposal;
  const card = node("article", chosen ? "te-proposal te-chosen" : "te-proposal");
  card.dataset.ephemeris = id;
  card.dataset.number = number;
  const name = node("span", "te-source", provenance ? `${source} · ${provenance}` : source);
  name.title = name.textContent;
  const adopt = button("adopt", { help: `fold on proposal ${number} as it was proposed`, className: "te-button te-small",
    press: () => say(model, "adopt", { ephemeris: id }) });
  const head = node("div", "te-proposal-head", node("b", "te-number", `#${number}`), name, adopt);
  const row = node("div", "te-folds");
  for (const fold of folds) {
    const canvas = node("canvas", "te-picture");
    canvas.dataset.picture = `${id}.${fold.multiple}`;
    canvas.dataset.loading = loading;
    const made = node("button", "te-fold", canvas,
      node("span", "te-fold-label", node("b", "", fold.label), ` ${shortened(fold.period)}`));
    made.type = "button";
    made.dataset.multiple = fold.multiple;
    made.title = `fold proposal ${number} at ${fold.label} = ${fold.period} d and vote for it`;
    made.setAttribute("aria-label", made.title);
    made.setAttribute("aria-pressed", String(chosen && fold.multiple === multiple));
    made.addEventListener("click", () => say(model, "choose", { ephemeris: id, multiple: fold.multiple }));
    row.append(made);
  }
  card.append(head, row);
  if (said) card.append(node("div", "te-said", `you said: ${said}`, status ? node("span", "te-status", status) : null));
  else if (before) card.append(node("div", "te-said te-said-before", `you said before the new data: ${before}`, status ? node("span", "te-status", status) : null));
  else if (status) card.append(node("div", "te-said", node("span", "te-status", status)));
  if (signal) card.append(node("div", "te-in-catalogue", `in the catalogue as signal ${signal}`));
  if (decision) card.append(node("div", "te-other te-decision", decision));
  for (const other of others) card.append(node("div", "te-other", other));
  return card;
}

function shortened(period) { return `${Number(period).toPrecision(5)} d`; }

function paintPicture(canvas, picture, table) {
  canvas.classList.toggle("te-empty-picture", !picture);
  if (!picture) { canvas.width = 90; canvas.height = 48; return; }
  const { width, height, cells } = picture;
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height), pixels = new Uint32Array(image.data.buffer);
  const levels = new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength);
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[levels[i]];
  canvas.getContext("2d").putImageData(image, 0, 0);
  canvas.dataset.painted = "yes";
}
export default { render };
