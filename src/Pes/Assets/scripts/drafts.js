// What was typed survives a reload, an outage and a session that ends; it never outlives the tab or the officer.
// Kept in sessionStorage (shared machines: never localStorage) under the officer's pseudonym (<meta name="pes-user">),
// for each <form data-draft="name">. The hidden request key is kept too, so that a second sending has one effect.
import { say } from "./once.js";

const Prefix = "pes-draft|";
const store = (() => {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined; // storage refused by the browser: forms still work
  }
})();

const user = () => document.querySelector('meta[name="pes-user"]')?.content ?? "";
const keyOf = (form) => `${Prefix}${user()}|${location.pathname}|${form.dataset.draft}`;
const keys = () => Object.keys(store).filter((k) => k.startsWith(Prefix));
const clear = () => keys().forEach((k) => store.removeItem(k));

const kept = (el) =>
  el.name && !["password", "file", "submit", "button"].includes(el.type) && !el.closest("[data-draft-never]") &&
  (el.type !== "hidden" || "draftKey" in el.dataset);

function save(form, sent = false) {
  const fields = [...form.elements].filter(kept).map((el) =>
    el.type === "checkbox" || el.type === "radio" ? [el.name, el.value, el.checked] : [el.name, el.value]);
  try {
    store.setItem(keyOf(form), JSON.stringify({ sent, fields }));
  } catch {
    // full storage: the server-side draft remains
  }
}

function restore(form) {
  const draft = JSON.parse(store.getItem(keyOf(form)) ?? "null");
  if (!draft) return;
  // The server showed what it refused: its values are the newer ones.
  if (draft.sent && form.querySelector(".govuk-error-message")) return store.removeItem(keyOf(form));
  let changed = false;
  const seen = new Map();
  const fetched = new Set();
  for (const [name, value, checked] of draft.fields) {
    const all = [...form.elements].filter((el) => el.name === name && kept(el));
    if (checked !== undefined) {
      const box = all.find((el) => el.value === value);
      if (box && box.checked !== checked) [box.checked, changed] = [checked, true];
      continue;
    }
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    // Lists that the page fetches after a choice: the draft's value waits in their place until they come.
    const place = value && [...form.querySelectorAll("[data-fetched]")].find((el) => name.startsWith(`${el.dataset.fetched}.`));
    if (place && !(all[nth] && [...(all[nth].options ?? [{ value }])].some((o) => o.value === value))) {
      if (all[nth]) all[nth].add(new Option("", value));
      else place.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      fetched.add(place);
    }
    if (all[nth] && all[nth].value !== value) [all[nth].value, changed] = [value, changed || all[nth].type !== "hidden"];
  }
  if (fetched.size > 0) {
    // After the page has loaded and what fetches the lists has begun, which takes a timer of its own.
    addEventListener("load", () => setTimeout(() => fetched.forEach((el) => el.dispatchEvent(new Event("change")))));
  }
  if (changed && form.dataset.draftRestored) say(form, form.dataset.draftRestored);
}

export function start() {
  if (!store) return;
  const me = user();
  // Someone else signed in on this tab: nothing of the one before remains. A sign-in page has no user and keeps.
  if (me) keys().filter((k) => !k.startsWith(`${Prefix}${me}|`)).forEach((k) => store.removeItem(k));
  // The server says that it has saved: drafts that were sent are done.
  if (document.querySelector("[data-saved]")) {
    for (const k of keys()) if (JSON.parse(store.getItem(k)).sent) store.removeItem(k);
  }
  const forms = document.querySelectorAll("form[data-draft]");
  forms.forEach(restore);
  for (const event of ["input", "change"]) {
    document.addEventListener(event, (e) => {
      const form = e.target.closest?.("form[data-draft]");
      if (form) save(form);
    });
  }
  document.addEventListener("submit", (e) => {
    if (e.defaultPrevented) return;
    if (e.target.matches("form[data-sign-out]")) clear();
    else if (e.target.matches("form[data-draft]")) save(e.target, true);
  });
}
