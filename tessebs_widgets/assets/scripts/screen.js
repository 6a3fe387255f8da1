const PING_EVERY = 3000, LOST_AFTER = 8000; // ms
const TEXT_FIELD = "textarea, select, [contenteditable], input:not([type=button]):not([type=checkbox]):not([type=radio])";

function render({ model, el }) {
  const veil = node("div", "te-veil");
  const banner = node("div", "te-banner");
  banner.setAttribute("role", "alert");
  banner.hidden = true;
  const help = node("dialog", "te-help");
  el.append(veil, banner, help);

  const root = () => el.closest(".tessebs");
  const askedFor = (name) => (inVoila() ? new URL(location.href).searchParams.get(name) : null);
  const asked = { tic: askedFor("tic"), ephemeris: askedFor("ephemeris"), query: inVoila() ? location.search : "" };
  const stop = live(model, ({ phase: told, arrived, words, tic, title, query, starting, nothing_left }) => {
    const phase = arrived ? told : "starting"; // a kernel made ready ahead may still change its mind
    veil.hidden = phase === "ready";
    veil.dataset.phase = phase;
    veil.replaceChildren(...veilOf(phase, words, starting, nothing_left));
    if (inVoila() && arrived) {
      document.title = tic ? `TIC ${tic} · ${title}` : title;
      const address = new URL(location.href);
      if (query !== undefined) address.search = [query, tic && `tic=${encodeURIComponent(tic)}`].filter(Boolean).join("&");
      else if (address.searchParams.has("ephemeris") || (tic && address.searchParams.get("tic") !== tic)) {
        if (tic && address.searchParams.get("tic") !== tic) {
          address.searchParams.set("tic", tic);
          address.searchParams.delete("blend"); // the owner of one target's signal is none of another's
        }
        address.searchParams.delete("ephemeris"); // asked for once; what is chosen since outlives a reload
      }
      if (query !== null && address.href !== location.href) history.replaceState(null, "", address);
    }
    const around = root();
    if (around) around.dataset.phase = phase;
  });

  let claimed = null;
  const claim = () => {
    claimed = root();
    if (!claimed) { requestAnimationFrame(claim); return; }
    claimed.dataset.phase = veil.dataset.phase;
    claimed.tabIndex = -1;
    claimed.dataset.lmSuppressShortcuts = "true"; // JupyterLab's own letters stay out
    claimed.addEventListener("te-help", showHelp);
    claimed.addEventListener("click", onJudging, true);
    claimed.addEventListener("click", onClick);
    if (inVoila()) claimed.classList.add("te-alone");
    say(model, "arrive", asked);
  };
  const showHelp = () => { fillHelp(help, root()); help.open ? help.close() : help.showModal(); };
  help.addEventListener("click", (event) => { if (event.target === help) help.close(); });

  const onKey = (event) => {
    if (!claimed || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const path = event.composedPath();
    if (path.some((each) => each instanceof Element && each.matches(TEXT_FIELD))) return;
    if (!inVoila() && !path.includes(claimed)) return; // in a notebook only where the screen has the focus
    if (help.open) {
      if (event.key === "?" || event.key === "Escape") { event.preventDefault(); help.close(); }
      return;
    }
    if (claimed.querySelector("dialog[open], .te-keys")) return; // its own keys, no others
    const made = keyed(event.key);
    if (!made || (event.key === "Enter" && path[0].matches?.("button, a, summary"))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (made.matches(TEXT_FIELD)) { made.focus(); made.select?.(); return; } // what is typed next belongs to the field
    if (event.repeat && (!made.matches(".te-step") || typed.length)) return;
    if (made.dataset.once && made === answering?.made && !typed.length) return; // pressed twice: no verdict on what comes next
    typed.push(event.key);
    pressNext();
  };

  // One key after the other: "next proposal, no signal" typed in one go must not judge the first
  // proposal, so that a key waits until the answer to the key or click before is on the screen. So does
  // a click that judges, unless what is not answered yet was one too, for which pressing again is harmless.
  const typed = []; // keys, and buttons that were clicked
  let answering = null, number = 0;
  const labelledWith = (key) => claimed.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const keyed = (key) => labelledWith(key) ?? (ALIASES[key] ? labelledWith(ALIASES[key]) : null);
  const pressNext = () => {
    while (answering === null && typed.length) {
      const next = typed.shift();
      const made = next instanceof Element ? next : keyed(next);
      if (!made?.isConnected || made.disabled) continue;
      made.click();
      flash(made);
      awaitAnswer(made);
    }
  };
  const awaitAnswer = (made) => {
    clearTimeout(answering?.timer);
    answering = { made, number: ping(), timer: setTimeout(answered, LOST_AFTER) };
  };
  const answered = () => { clearTimeout(answering?.timer); answering = null; pressNext(); };

  const onPointer = (event) => {
    const target = event.composedPath()[0];
    if (claimed && target instanceof Element && claimed.contains(target) && !target.closest(`button, a, ${TEXT_FIELD}`)) claimed.focus({ preventScroll: true });
  };
  const onJudging = (event) => {
    const made = event.isTrusted && event.target.closest(JUDGING);
    if (!made || answering === null || answering.made.matches(JUDGING)) return;
    event.stopPropagation();
    flash(made);
    typed.push(made);
  };
  const onClick = (event) => { const made = event.isTrusted && event.target.closest("button"); if (made) awaitAnswer(made); };
  addEventListener("keydown", onKey, true); // before JupyterLab's own listener
  addEventListener("pointerdown", onPointer, true);

  // Is anybody there? A dead kernel answers nothing, and nothing else on the page would tell.
  let heard = Date.now();
  const onMessage = (message) => {
    if (message.kind !== "pong") return;
    heard = Date.now();
    banner.hidden = true;
    if (answering !== null && message.number >= answering.number) answered();
  };
  model.on("msg:custom", onMessage);
  const ping = () => {
    try { say(model, "ping", { number: ++number }); } catch { heard = 0; }
    return number;
  };
  const look = () => { ping(); if (Date.now() - heard > LOST_AFTER) lost(); };
  const lost = () => {
    if (!banner.hidden) return;
    const reload = button("Reload", { press: () => location.reload(), className: "te-button te-primary" });
    banner.replaceChildren(node("span", "", "The session behind this page does not answer. What you saved is safe and your draft is kept."), reload);
    banner.hidden = false;
  };
  claim();
  const timer = setInterval(look, PING_EVERY);
  greet(model);
  return () => {
    stop();
    clearInterval(timer);
    model.off("msg:custom", onMessage);
    removeEventListener("keydown", onKey, true);
    removeEventListener("pointerdown", onPointer, true);
    claimed?.removeEventListener("te-help", showHelp);
    claimed?.removeEventListener("click", onJudging, true);
    claimed?.removeEventListener("click", onClick);
  };
}

const JUDGING = "button.te-verdict, button.te-reason";
const ALIASES = { ArrowRight: "n", ArrowLeft: "p", ArrowDown: "j", ArrowUp: "k" };

function flash(made) { made.classList.add("te-pressed"); setTimeout(() => made.classList.remove("te-pressed"), 150); }

function veilOf(phase, words, starting, [heading, sentence, hint]) {
  if (phase === "starting") return [node("div", "te-spinner"), node("p", "", starting)];
  if (phase === "empty") return [node("h2", "", heading), node("p", "", sentence), node("p", "te-muted", hint)];
  if (phase === "failed") return [node("h2", "", "This cannot be shown"), node("p", "te-failure-words", words)];
  return [];
}

function fillHelp(help, root) {
  const seen = new Set(), rows = [];
  for (const each of root.querySelectorAll("[data-key][data-help]")) {
    if (seen.has(each.dataset.key)) continue;
    seen.add(each.dataset.key);
    rows.push(node("div", "te-help-row", node("kbd", "te-key", KEY_NAMES[each.dataset.key] ?? each.dataset.key), node("span", "", each.dataset.help)));
  }
  const close = button("Close", { press: () => help.close(), className: "te-button" });
  help.replaceChildren(
    node("div", "te-help-head", node("h2", "", "Keys"), close),
    node("p", "te-muted", "Arrows: right and left are n and p, down and up are j and k. Keys rest while you type; Esc leaves a field."),
    node("div", "te-help-rows", ...rows));
}
export default { render };
