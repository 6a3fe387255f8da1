// A button with a panel below it; Escape and a click elsewhere close it. While it is open the screen's keys rest.
function popover(label, options, ...content) {
  const panel = node("div", "te-popover", ...content);
  panel.hidden = true;
  const open = button(label, { ...options, press: () => turn(panel.hidden) });
  open.setAttribute("aria-expanded", "false");
  const place = node("div", "te-popover-place", open, panel);
  const turn = (on) => {
    panel.hidden = !on;
    open.setAttribute("aria-expanded", String(on));
    place.classList.toggle("te-keys", on);
    if (on) { panel.querySelector("button, input, a")?.focus(); addEventListener("pointerdown", elsewhere, true); }
    else removeEventListener("pointerdown", elsewhere, true);
  };
  const elsewhere = (event) => { if (!event.composedPath().includes(place)) turn(false); };
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    turn(false);
    open.focus();
  });
  return { place, panel, open, close: () => turn(false) };
}
