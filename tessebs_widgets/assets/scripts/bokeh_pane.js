// Load BokehJS once for the page: in the app from the server's static files, which a browser keeps, else
// (JupyterLab has no such file) from the kernel.
function loadBokeh(model) {
  const found = () => (inVoila() ? loadStatic(model).catch(() => loadFromKernel(model)) : loadFromKernel(model));
  window.__tessebsBokeh ??= found().catch((error) => {
    window.__tessebsBokeh = undefined;
    throw error;
  });
  return window.__tessebsBokeh;
}

function addScript(address) {
  return new Promise((done, failed) => {
    const made = document.createElement("script");
    made.src = address;
    made.onload = () => (window.Bokeh?.require ? done(window.Bokeh) : failed(new Error("no BokehJS there")));
    made.onerror = () => { made.remove(); failed(new Error(`cannot load ${address}`)); };
    document.head.append(made);
  });
}

async function loadStatic(model) {
  const config = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
  return addScript(`${config.fullLabextensionsUrl}/${model.get("bokeh_url")}`);
}

function loadFromKernel(model) {
  return new Promise((done, failed) => {
    const take = (message, buffers) => {
      if (message.kind !== "script") return;
      model.off("msg:custom", take);
      const address = URL.createObjectURL(new Blob([buffers[0]], { type: "text/javascript" }));
      addScript(address).then(done, failed).finally(() => URL.revokeObjectURL(address));
    };
    model.on("msg:custom", take);
    say(model, "script");
  });
}

const PATIENCE = 120, LONGEST = 600; // ms without another patient patch until they are painted, and at most

const FIELDS = { rangesupdate: ["x0", "x1", "y0", "y1"], tap: ["x", "y"], doubletap: ["x", "y"], selectiongeometry: ["x0", "x1"] };

async function render({ model, el }) {
  el.classList.add("te-bokeh");
  let drawn = null, waiting = [];
  const clear = () => { waiting = []; drawn?.clear(); drawn = null; el.replaceChildren(); };
  let Bokeh;
  try { Bokeh = await loadBokeh(model); } catch (error) {
    el.append(node("p", "te-none", "The plot library could not be loaded. Reload the page."));
    throw error;
  }
  const { Document } = Bokeh.require("document");
  const { add_document_standalone } = Bokeh.require("embed/standalone");

  const start = async ({ document: described, roots }) => {
    clear();
    const host = node("div", "te-bokeh-host");
    el.append(host);
    drawn = Document.from_json(JSON.parse(described));
    drawn.on_change((change) => {
      if (change.kind !== "MessageSent" || change.msg_type !== "bokeh_event") return;
      const event = change.msg_data, fields = FIELDS[event.event_name];
      if (!fields || (event.geometry && !event.final)) return;
      const from = event.geometry ?? event;
      say(model, "event", { name: event.event_name, values: Object.fromEntries(fields.map((each) => [each, from[each]])) });
    });
    await add_document_standalone(drawn, host, Object.fromEntries(roots.map((each) => [each, host])));
    el.dataset.drawn = "yes";
  };
  // Patient patches wait until no more come, so that painting them holds up nothing that was asked for;
  // the order of all patches stays.
  let timer = null, since = 0;
  const applyWaiting = () => {
    clearTimeout(timer);
    timer = null;
    for (const each of waiting.splice(0)) apply(...each);
  };
  const patch = (message, buffers) => {
    if (!message.patient && !waiting.length) { apply(message, buffers); return; }
    if (!waiting.length) since = performance.now();
    waiting.push([message, buffers]);
    clearTimeout(timer);
    if (!message.patient || performance.now() - since > LONGEST) applyWaiting();
    else timer = setTimeout(applyWaiting, PATIENCE);
  };
  const apply = ({ content, ids }, buffers) => {
    if (!drawn) return;
    const held = new Map(ids.map((id, i) => [id, buffers[i].buffer.slice(buffers[i].byteOffset, buffers[i].byteOffset + buffers[i].byteLength)]));
    drawn.apply_json_patch(JSON.parse(content), held);
    el.dataset.patches = Number(el.dataset.patches ?? 0) + 1;
  };
  const onMessage = (message, buffers) => {
    if (message.kind === "document") start(message);
    if (message.kind === "patch") patch(message, buffers);
  };
  model.on("msg:custom", onMessage);
  const hello = () => say(model, "hello", { dark: isDark() });
  const stopTheme = onTheme(() => say(model, "theme", { dark: isDark() }));
  hello();
  return () => { stopTheme(); model.off("msg:custom", onMessage); clear(); };
}
export default { render };
