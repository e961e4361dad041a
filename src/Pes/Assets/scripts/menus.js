// A menu is a <details>: Escape or a click elsewhere closes it.
// A sheet opened by a link to its id (the rail on a phone) takes and gives back the focus.
export function start() {
  const open = () => document.querySelectorAll(".pes-menu[open]");
  document.addEventListener("click", (e) => {
    for (const menu of open()) if (!menu.contains(e.target)) menu.open = false;
  });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    if (document.querySelector(".pes-rail:target")) location.hash = "main";
  });
  document.addEventListener("click", (e) => {
    const close = e.target.closest?.("[data-close]");
    if (close) close.closest(close.dataset.close || ".pes-notice")?.remove();
  });
}
