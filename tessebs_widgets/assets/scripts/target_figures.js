// Pictures are asked for when they come into view, and kept until another is made in their place.
function render({ model, el }) {
  const products = node("div", "te-choices te-products-row");
  const next = button("", { key: "v", help: "figures of the next product", className: "te-button te-small te-cycle",
    press: () => {
      const names = model.get("shown").products;
      const at = names.findIndex((each) => each.chosen);
      if (names.length) say(model, "choose", { product: names[(at + 1) % names.length].name });
    } });
  const make = button("Make figures", { help: "draw what is missing or out of date", className: "te-button te-small", press: () => say(model, "make") });
  const words = node("p", "te-muted te-figure-words");
  const grid = node("div", "te-figure-grid");
  const large = node("dialog", "te-large");
  large.addEventListener("click", () => large.close());
  el.append(node("div", "te-figures-head", products, next, make, words), grid, large);

  const pictures = new Map(); // by product, kind, number and time of making
  const named = ({ product, figure, number }) => `${product}|${figure}|${number ?? ""}`;
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) { watcher.unobserve(target); target.ask(); }
  });
  const draw = (shown) => {
    products.replaceChildren(...shown.products.map(({ name, chosen, made }) => {
      const choice = button(name, { help: `figures of ${name}: ${made} made`, className: "te-button te-small", press: () => say(model, "choose", { product: name }) });
      choice.setAttribute("aria-pressed", String(chosen));
      choice.dataset.product = name;
      return choice;
    }));
    next.hidden = shown.products.length < 2;
    make.hidden = !shown.can_make;
    words.textContent = shown.words;
    watcher.disconnect();
    grid.replaceChildren(...shown.figures.map((each) => frame(each, shown)));
  };
  const frame = (each, shown) => {
    const place = node("div", "te-figure-place");
    const made = node("figure", "te-figure", node("figcaption", "", each.title, each.state === "outdated" ? node("span", "te-outdated", " older than the light curve") : null), place);
    Object.assign(made.dataset, { figure: each.figure, number: each.number ?? "", state: each.state });
    if (each.state === "missing") {
      place.append(node("p", "te-none", shown.can_make ? "Not made yet; “Make figures” draws it." : "Not made yet."));
      return made;
    }
    const key = named(each), kept = pictures.get(key);
    if (kept?.made === each.made) { put(place, each, kept.url); return made; }
    place.append(node("div", "te-spinner"));
    made.ask = () => { waiting.set(key, { each, place }); say(model, "figure", { figure: each.figure, number: each.number }); };
    watcher.observe(made);
    return made;
  };
  const waiting = new Map();
  const put = (place, each, url) => {
    const picture = node("img", "te-static");
    picture.src = url;
    picture.alt = each.title;
    const open = node("button", "te-figure-open", picture);
    open.type = "button";
    open.title = "enlarge";
    open.addEventListener("click", () => {
      const whole = node("img", "te-static");
      whole.src = url;
      whole.alt = each.title;
      large.replaceChildren(node("p", "", each.title), whole);
      large.showModal();
    });
    place.replaceChildren(open);
  };
  const onMessage = (message, buffers) => {
    const wanted = waiting.get(named(message));
    if (!wanted) return;
    waiting.delete(named(message));
    if (message.kind === "picture") {
      const before = pictures.get(named(message));
      if (before) URL.revokeObjectURL(before.url);
      const url = URL.createObjectURL(new Blob([buffers[0]], { type: "image/png" }));
      pictures.set(named(message), { url, made: wanted.each.made });
      put(wanted.place, wanted.each, url);
    } else if (message.kind === "no_picture") wanted.place.replaceChildren(node("p", "te-none", message.words));
  };
  model.on("msg:custom", onMessage);
  const stop = live(model, draw);
  greet(model);
  return () => {
    stop();
    watcher.disconnect();
    model.off("msg:custom", onMessage);
    for (const { url } of pictures.values()) URL.revokeObjectURL(url);
  };
}
export default { render };
