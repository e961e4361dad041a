// Proves the palette: text pairs at 4.5:1, control edges at 3:1 (WCAG 2.2), in both schemes. The build runs it.
import { readFileSync } from "node:fs";

const channel = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
function luminance(hex) {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
  const [r, g, b] = [1, 3, 5].map((i) => channel(parseInt(full.slice(i, i + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast ratio of two #rgb or #rrggbb colours, 1 to 21. */
export function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["ground", "paper", "raised"];
const Text = [
  ...["ink", "soft", "accent", "accent-deep", "warn", "danger", "danger-deep", "good"].flatMap((t) => grounds.map((g) => [t, g])),
  ...["ink", "soft", "accent", "accent-deep"].map((t) => [t, "tint"]),
  ...["warn", "danger", "good"].flatMap((k) => [[k, `${k}-tint`], ["ink", `${k}-tint`], ["accent", `${k}-tint`], ["soft", `${k}-tint`]]),
  ["danger-deep", "danger-tint"],
  ["on-accent", "accent"], ["on-accent", "accent-deep"], ["on-danger", "danger"], ["on-danger", "danger-deep"],
];
const Edges = [["edge", "paper"], ["edge", "ground"], ["edge", "raised"], ["accent", "line"]];

/** Every pair that misses its ratio, in words; empty when the palette holds. */
export function misses() {
  const tokens = readFileSync(new URL("styles/_tokens.scss", import.meta.url), "utf8");
  const at = tokens.indexOf(":root");
  const read = (text) => Object.fromEntries([...text.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/gi)].map((m) => [m[1], m[2]]));
  const schemes = { dark: read(tokens.slice(0, at)), light: read(tokens.slice(at)) };
  const found = [];
  const hold = (where, a, b, least) => {
    if (!a || !b) found.push(`${where}: colour missing`);
    else if (contrast(a, b) < least) found.push(`${where} is ${contrast(a, b).toFixed(2)}:1, under ${least}:1`);
  };
  for (const [name, colours] of Object.entries(schemes)) {
    for (const [a, b] of Text) hold(`${name} ${a} on ${b}`, colours[a], colours[b], 4.5);
    for (const [a, b] of Edges) hold(`${name} ${a} beside ${b}`, colours[a], colours[b], 3);
  }
  const map = readFileSync(new URL("styles/_figures.scss", import.meta.url), "utf8");
  const steps = [...map.matchAll(/^ {2}(\d): (#\w+) (#\w+),/gm)];
  if (steps.length !== 5) found.push(`the map has ${steps.length} steps, not 5`);
  for (const [, step, fill, ink] of steps) hold(`map step ${step}`, fill, ink, 4.5);
  return found;
}
