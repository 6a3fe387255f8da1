function render({ model, el }) {
  const words = node("span", "te-accept-words");
  const steps = node("div", "te-steps", node("div", "te-done"));
  const ask = (kind) => () => say(model, kind, { request_id: requestId() });
  const accept = button("", { key: "Y", help: "accept the selected proposal into the catalogue", className: "te-button te-primary te-accept-button", press: ask("accept") });
  const swap = button("Swap", { key: "X", help: "swap primary and secondary of this signal in the catalogue", className: "te-button te-small", press: ask("swap") });
  const withdraw = button("Undo", { key: "Z", help: "take this signal out of the catalogue again", className: "te-button te-small", press: ask("withdraw") });
  const cancel = button("Stop", { help: "stop; nothing is changed", className: "te-button te-small", press: () => say(model, "cancel") });
  el.append(words, steps, node("div", "te-accept-presses", accept, swap, withdraw, cancel));
  const stop = live(model, (shown) => {
    const busy = shown.step !== null;
    el.dataset.state = busy ? "busy" : shown.words ? (shown.signal === null ? "offer" : "accepted") : "none";
    words.textContent = busy ? shown.step.text : shown.refusal ? `${shown.words}: ${shown.refusal}` : shown.words;
    words.title = words.textContent;
    steps.hidden = !busy;
    if (busy) steps.firstChild.style.width = `${(100 * shown.step.done) / Math.max(shown.step.total, 1)}%`;
    labelled(accept, shown.accept ?? "");
    accept.hidden = busy || !shown.accept || Boolean(shown.refusal);
    accept.disabled = !shown.can_accept;
    swap.hidden = withdraw.hidden = busy || shown.signal === null;
    swap.disabled = !shown.can_swap;
    cancel.hidden = !busy;
    for (const each of [accept, swap, withdraw]) if (each.hidden) each.disabled = true;
    withdraw.disabled = withdraw.hidden;
  });
  greet(model);
  return stop;
}
export default { render };
