function render({ model, el }) {
  const apps = navigation(model.get("shown").apps, model.get("shown").here);
  const status = node("div", "te-notice te-admin-notice");
  status.setAttribute("role", "status");
  const again = button("Read again", { key: "R", help: "read everything again", press: () => say(model, "refresh") });
  const person = node("span", "te-person");
  const help = button("Keys", { key: "?", help: "show all keys" });
  help.addEventListener("click", () => el.closest(".tessebs")?.dispatchEvent(new CustomEvent("te-help")));
  el.append(node("div", "te-brand", "tess", node("b", "", "EB"), "s"), apps, status, node("div", "te-right", again, person, help));
  leadTo(apps, null);
  const stop = live(model, ({ username, notice }) => {
    person.textContent = username;
    status.dataset.kind = notice?.kind ?? "";
    status.textContent = notice ? (notice.at ? `${localTime(notice.at)} ${notice.text}` : notice.text) : "";
    status.title = notice?.text ?? "";
  });
  greet(model);
  return stop;
}
export default { render };
