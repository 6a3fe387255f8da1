// What all views share. Texts become text nodes and never markup.

function node(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const child of children) if (child !== null && child !== undefined) made.append(child);
  return made;
}

// A button that a key presses too: the screen's key listener clicks what carries `data-key`.
function button(label, { key, help, className, press } = {}) {
  const made = node("button", className ?? "te-button", node("span", "te-label", label));
  made.type = "button";
  if (key) {
    made.dataset.key = key;
    made.setAttribute("aria-keyshortcuts", key);
    made.append(node("kbd", "te-key", KEY_NAMES[key] ?? key));
  }
  if (help) { made.title = help; made.dataset.help = help; }
  made.setAttribute("aria-label", help ?? label);
  if (press) made.addEventListener("click", press);
  return made;
}

const KEY_NAMES = { ArrowRight: "→", ArrowLeft: "←", ArrowDown: "↓", ArrowUp: "↑", Enter: "↵", Escape: "Esc" };

function labelled(made, label) { made.querySelector(".te-label").textContent = label; }

// Draw at once and whenever Python describes anew; ask again for what was lost while the page was built.
function live(model, draw) {
  const paint = () => draw(model.get("shown"));
  model.on("change:shown", paint);
  paint();
  return () => model.off("change:shown", paint);
}

function say(model, kind, fields = {}) { model.send({ kind, ...fields }); }

function greet(model, fields = {}) { say(model, "hello", { revision: model.get("shown").revision, ...fields }); }

// An id that makes a repeated request harmless (crypto.randomUUID wants a secure context).
function requestId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
}

function inVoila() { return document.body.dataset.voila !== undefined; }

// What leads to another app: a link; in a notebook, with no other apps beside it, its title says what to run.
function leading(app, tic, label, className, { rest = "", title = "" } = {}) {
  const made = node(inVoila() ? "a" : "span", className, label);
  if (inVoila()) made.href = `${app}?tic=${encodeURIComponent(tic)}${rest}`;
  made.title = inVoila() ? title : `in a cell: ${app}(tess_id=${tic})`;
  return made;
}

function isDark() {
  if (document.body.dataset.teTheme) return document.body.dataset.teTheme === "dark";
  if (inVoila()) return matchMedia("(prefers-color-scheme: dark)").matches;
  return document.body.dataset.jpThemeLight === "false";
}

// Call back when the theme of the page changes; returns how to stop.
function onTheme(changed) {
  const media = matchMedia("(prefers-color-scheme: dark)");
  media.addEventListener("change", changed);
  const watcher = new MutationObserver(changed);
  watcher.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-te-theme"] });
  return () => { media.removeEventListener("change", changed); watcher.disconnect(); };
}

// Call a dialog's opener when the header asks for it by an event of this name; returns how to stop.
function openedBy(el, name, open) {
  let around = null;
  const find = () => {
    around = el.closest(".tessebs");
    if (around) around.addEventListener(name, open); else requestAnimationFrame(find);
  };
  find();
  return () => around?.removeEventListener(name, open);
}

function localTime(iso) { return new Date(iso).toLocaleTimeString("en-GB"); }
