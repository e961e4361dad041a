// The small part: forms that lose nothing, menus that close, times that speak. Enough for phones.
import { start as drafts } from "./drafts.js";
import { start as once } from "./once.js";
import { start as keys } from "./keys.js";
import { start as lookups } from "./lookup.js";
import { start as menus } from "./menus.js";
import { refresh as times } from "./times.js";
import { refresh as tables } from "./tables.js";

const refresh = () => {
  times(document);
  tables(document);
};

drafts();
once();
menus();
keys();
lookups(document);
refresh();
setInterval(() => times(document), 60_000);
document.addEventListener("htmx:after:swap", refresh);
