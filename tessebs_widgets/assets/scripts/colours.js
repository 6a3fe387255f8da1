// Cividis (Nunez, Anderton and Renslow 2018), readable with every kind of colour vision.
const CIVIDIS = [
  [0, 34, 78], [0, 48, 111], [39, 63, 108], [61, 78, 107], [79, 93, 109], [95, 108, 114], [112, 123, 119],
  [129, 138, 120], [148, 153, 119], [168, 169, 116], [188, 186, 109], [209, 203, 99], [231, 221, 85], [254, 232, 56],
];

// 256 packed colours from "hardly any point" to "densest"; index 0 is the background, transparent.
// On a light page dense is dark, on a dark page dense is bright: the fewest points are the faintest.
function densityColours(dark) {
  const table = new Uint32Array(256);
  for (let level = 1; level < 256; level++) {
    const share = (level - 1) / 254;
    const place = (dark ? 0.35 + 0.65 * share : 0.62 * (1 - share)) * (CIVIDIS.length - 1);
    const low = Math.floor(place), high = Math.min(low + 1, CIVIDIS.length - 1), part = place - low;
    const [red, green, blue] = CIVIDIS[low].map((each, i) => Math.round(each + (CIVIDIS[high][i] - each) * part));
    const alpha = Math.round(255 * (0.72 + 0.28 * share));
    table[level] = (alpha << 24) | (blue << 16) | (green << 8) | red;
  }
  return table;
}

function style(el, name) { return getComputedStyle(el).getPropertyValue(name).trim(); }
