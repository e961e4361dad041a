// "/" goes to the search field; j and k walk the rows of a list; Enter is the link's own.
const typing = (el) => el?.closest?.("input, textarea, select, [contenteditable], dialog");

function walk(step) {
  const links = [...document.querySelectorAll("[data-list] [data-row]")].filter((el) => el.checkVisibility?.() ?? true);
  if (links.length === 0) return false;
  // Anywhere in a row is at that row: an address may lead to the row itself.
  const row = document.activeElement?.closest("[data-list] :is(li, tr)");
  const at = row ? links.findIndex((el) => row.contains(el)) : -1;
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
  return true;
}

export function start() {
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || typing(e.target)) return;
    const search = document.querySelector("[data-search]");
    if (e.key === "/" && search) {
      search.focus();
      search.select();
      e.preventDefault();
    } else if ((e.key === "j" && walk(1)) || (e.key === "k" && walk(-1))) {
      e.preventDefault();
    }
  });
}
