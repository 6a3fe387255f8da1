function render({ model, el }) {
  const stop = live(model, (now) => el.replaceChildren(...drawn(model, now)));
  greet(model);
  return stop;
}

function drawn(model, { ready, loading, words, step, pairs, tested, none }) {
  if (!ready) return [];
  const search = button(pairs ? "Search again" : "Search", { key: "b", help: "search the neighbours for this target's signals", className: "te-button te-small", press: () => say(model, "search") });
  if (loading === "waiting") {
    const stop = button("Stop", { key: "X", help: "stop the search", className: "te-button te-small", press: () => say(model, "cancel") });
    return [node("div", "te-evidence-none", node("div", "te-spinner"), node("span", "te-step-words", step ? `${step.text}…` : "waiting…"), stop)];
  }
  if (!pairs) return [node("p", "te-none", words || "Not searched yet."), search];
  const head = node("div", "te-timing-head", node("span", "te-muted", `${pairs.length} neighbour${pairs.length === 1 ? "" : "s"} with a signal of this target; ${tested} pairs of ephemerides compared`), search);
  if (!pairs.length) return [head, node("p", "te-none", none)];
  return [head, ...pairs.map(pairOf)];
}

function pairOf({ tic, verdict, decided, facts, reasons, judge }) {
  const list = node("dl", "te-facts te-shared-facts");
  for (const [name, value] of facts) list.append(node("dt", "", name), node("dd", "", value));
  const links = judge.map((each) => leading("triage", each.tic, `judge TIC ${each.tic} as blend of TIC ${each.owner}`, "te-button te-small te-judge",
    { rest: `&ephemeris=${encodeURIComponent(each.ephemeris)}&blend=${encodeURIComponent(each.owner)}` }));
  const other = leading("target", tic, `TIC ${tic}`, "te-link");
  const made = node("section", "te-shared-pair", node("h3", "", other, ": ", node("span", decided ? "te-decided" : "te-undecided", verdict)),
    node("div", "te-shared-columns", list, node("ul", "te-reasons-list", ...reasons.map((each) => node("li", "", each)))), node("div", "te-judges", ...links));
  made.dataset.tic = tic;
  return made;
}
export default { render };
