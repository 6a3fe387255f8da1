function render({ model, el }) {
  const stop = live(model, ({ tic, facts, links, failures, comments }) => {
    el.replaceChildren();
    if (!tic) return;
    const copy = button("copy", { key: "c", help: "copy the TIC number", className: "te-button te-small" });
    copy.addEventListener("click", async () => {
      try { await navigator.clipboard.writeText(tic); labelled(copy, "copied"); }
      catch { window.prompt("The browser does not let us copy; here is the number:", tic); }
      setTimeout(() => labelled(copy, "copy"), 1500);
    });
    const facet = node("dl", "te-facts");
    for (const { name, value } of facts) facet.append(node("dt", "", name), withTitle(node("dd", "", value), value));
    el.append(
      node("div", "te-card-head", node("h2", "te-tic", `TIC ${tic}`), copy),
      facet,
      node("div", "te-links", ...links.map(({ label, url }) => outside(label, url))),
    );
    if (failures.length) el.append(folded(`${failures.length} product${failures.length > 1 ? "s" : ""} could not be had`, failures, "te-failures"));
    if (comments.length) {
      const list = node("div", "te-comments");
      for (const { author, text, at } of comments) {
        const when = new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
        list.append(node("div", "te-comment", node("span", "te-comment-head", `${author}, ${when}`), node("p", "", text)));
      }
      el.append(list);
    }
  });
  greet(model);
  return stop;
}

function withTitle(made, title) { made.title = title; return made; }

function outside(label, url) {
  const link = node("a", "te-link", label);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function folded(summary, lines, className) {
  return node("details", className, node("summary", "", summary), ...lines.map((each) => node("p", "", each)));
}

export default { render };
