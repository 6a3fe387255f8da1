function render({ model, el }) {
  const back = button("Previous", { key: "p", help: "previous page", press: () => say(model, "previous") });
  const on = button("Next twenty", { key: "n", help: "next page", press: () => say(model, "next"), className: "te-button te-next" });
  const page = node("span", "te-page");
  const bar = node("div", "te-progress-bar", node("div", "te-done"));
  const counts = node("span", "te-counts");
  const person = node("span", "te-person");
  const help = button("Keys", { key: "?", help: "show all keys" });
  help.addEventListener("click", () => el.closest(".tessebs")?.dispatchEvent(new CustomEvent("te-help")));
  const apps = navigation(model.get("shown").apps, model.get("shown").here);
  el.append(
    node("div", "te-brand", "tess", node("b", "", "EB"), "s"),
    apps,
    node("div", "te-nav", back, page, on),
    node("div", "te-progress", counts, bar),
    node("div", "te-right", person, help),
  );
  const stop = live(model, ({ tic, page: number, judged, count, username, can_go_back, can_go_on, progress }) => {
    leadTo(apps, tic);
    back.disabled = !can_go_back;
    on.disabled = !can_go_on;
    on.classList.toggle("te-primary", count > 0 && judged === count);
    page.textContent = count ? `page ${number} · ${judged} of ${count} judged` : "";
    person.textContent = username;
    counts.replaceChildren();
    if (progress) {
      const { mine, everyone, left } = progress;
      for (const [number_, word] of [[mine, "mine"], [everyone, "everyone"], [left, "left"]])
        counts.append(node("span", "te-count", node("b", "", String(number_)), ` ${word}`));
      bar.firstChild.style.width = `${mine + left ? (100 * mine) / (mine + left) : 0}%`;
    }
    bar.style.visibility = progress ? "" : "hidden";
  });
  greet(model);
  return stop;
}
export default { render };
