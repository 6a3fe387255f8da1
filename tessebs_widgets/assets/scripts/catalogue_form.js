function render({ model, el }) {
  const first = model.get("shown");
  const fields = new Map(), problems = new Map(); // by name: inputs, and where to say what is wrong with them
  const send = () => say(model, "submit", { fields: collect(fields, lists) });
  const put = (input, name) => {
    input.dataset.field = name;
    input.addEventListener("change", send);
    input.addEventListener("keydown", (event) => { if (event.key === "Escape") { input.value = model.get("shown").values[name] ?? ""; input.blur(); } });
    fields.set(name, input);
    return input;
  };
  const wrong = (...names) => {
    const words = node("div", "te-wrong");
    words.setAttribute("role", "alert");
    names.forEach((name) => problems.set(name, words));
    return words;
  };
  const typed = (name, label, placeholder) => {
    const input = put(node("input", "te-input te-limit"), name);
    input.placeholder = placeholder;
    input.maxLength = 200;
    input.setAttribute("aria-label", label);
    return input;
  };
  const choice = (name, label, options) => {
    const made = put(node("select", "te-input te-choice"), name);
    for (const { word, label: words } of options) made.append(new Option(words, word));
    made.setAttribute("aria-label", label);
    return made;
  };
  const rowOf = ({ name, label, unit, help, hint }) => {
    const words = node("span", "te-range-label", label, unit ? node("small", "", ` ${unit}`) : null);
    words.title = help;
    return [words, typed(`${name}_min`, `${label}, smallest`, hint || "min"), typed(`${name}_max`, `${label}, largest`, hint || "max"), wrong(`${name}_min`, `${name}_max`)];
  };

  const lists = { flags: new Set(), flags_not: new Set(), provenances: new Set(), origins: new Set() };
  const flags = node("div", "te-toggles");
  for (const { word, label } of first.flags) {
    const made = button(label, { help: `${label}: has it, has it not, or either`, className: "te-button te-small te-toggle", press: () => {
      const was = made.dataset.said;
      lists.flags.delete(word);
      lists.flags_not.delete(word);
      if (was === "") lists.flags.add(word);
      else if (was === "yes") lists.flags_not.add(word);
      mark(made, was === "" ? "yes" : was === "yes" ? "no" : "");
      send();
    } });
    made.dataset.word = word;
    flags.append(made);
  }
  const products = node("div", "te-toggles"), contributors = node("div", "te-toggles");
  const fill = (place, name, words) => {
    if (place.dataset.words === JSON.stringify(words)) return;
    place.dataset.words = JSON.stringify(words);
    place.replaceChildren(...words.map((word) => {
      const made = button(word, { help: `seen in or from ${word}`, className: "te-button te-small te-toggle", press: () => {
        lists[name].has(word) ? lists[name].delete(word) : lists[name].add(word);
        mark(made, lists[name].has(word) ? "yes" : "");
        send();
      } });
      made.dataset.word = word;
      return made;
    }));
    if (!words.length) place.append(node("span", "te-muted", "none known"));
  };

  const unit = choice("cone_unit", "unit of the radius", first.units.map((each) => ({ word: each, label: each })));
  const position = typed("cone_position", "position: right ascension and declination", "05 35 17 -05 23 30, or degrees");
  position.title = "right ascension and declination, ICRS: hours and degrees, or degrees alone";
  const circle = node("div", "te-cone", position, node("div", "te-cone-radius", node("span", "te-muted", "within"), typed("cone_radius", "radius of the circle", "radius"), unit),
    wrong("cone_position", "cone_radius", "cone_unit", "cone"));
  const entry = node("div", "te-entry-choices", choice("in_catalog", "in the catalogue", first.in_catalog), choice("status", "status", first.status));
  const extras = {
    Position: [circle],
    "Observations and entry": [entry, wrong("in_catalog", "status"), node("h4", "", "Flags"), flags, wrong("flags", "flags_not"),
      node("h4", "", "Light curves"), products, wrong("provenances"), node("h4", "", "Origin"), contributors, wrong("origins")],
  };
  for (const { title, rows } of first.groups) {
    const part = node("details", "te-form-group", node("summary", "", title), ...(extras[title] ?? []), node("div", "te-ranges", ...rows.flatMap(rowOf)));
    part.dataset.group = title;
    part.open = !["Eclipses", "Names"].includes(title);
    el.append(part);
  }
  const other = wrong("address");
  el.prepend(node("div", "te-form-head", node("h3", "", "Conditions"), button("Search", { key: "R", help: "search again for what is in the form", className: "te-button te-primary", press: send })), other);
  if (fields.has("period_min")) { fields.get("period_min").dataset.key = "f"; fields.get("period_min").dataset.help = "to the first field of the conditions (Tab goes on, Esc leaves)"; }

  let complained = "{}";
  const stop = live(model, (now) => {
    for (const [name, input] of fields) {
      if (input !== document.activeElement || input instanceof HTMLSelectElement) input.value = now.values[name] ?? "";
      input.setAttribute("aria-invalid", String(name in now.problems));
    }
    for (const words of new Set(problems.values())) words.textContent = "";
    for (const [name, said] of Object.entries(now.problems)) {
      const place = problems.get(name) ?? other;
      place.textContent += place.textContent ? ` ${said}` : said;
      place.closest("details")?.setAttribute("open", "");
    }
    if (complained !== JSON.stringify(now.problems)) {
      complained = JSON.stringify(now.problems);
      [...problems.values()].find((words) => words.textContent)?.scrollIntoView({ block: "nearest" });
    }
    for (const name of Object.keys(lists)) lists[name] = new Set(now.lists[name]);
    fill(products, "provenances", now.products);
    fill(contributors, "origins", now.contributors);
    for (const made of flags.children) mark(made, lists.flags.has(made.dataset.word) ? "yes" : lists.flags_not.has(made.dataset.word) ? "no" : "");
    for (const [place, name] of [[products, "provenances"], [contributors, "origins"]])
      for (const made of place.querySelectorAll("button")) mark(made, lists[name].has(made.dataset.word) ? "yes" : "");
    el.setAttribute("aria-busy", String(now.searching));
  });
  greet(model);
  return stop;
}

function collect(fields, lists) {
  const found = {};
  for (const [name, input] of fields) if (input.value.trim()) found[name] = [input.value];
  for (const [name, words] of Object.entries(lists)) if (words.size) found[name] = [...words];
  return found;
}

// A toggle says what it means by a sign and a word, not by its colour alone.
function mark(made, said) {
  made.dataset.said = said;
  made.setAttribute("aria-pressed", String(said === "yes"));
}
export default { render };
