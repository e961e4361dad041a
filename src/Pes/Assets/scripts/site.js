// Staff pages. Every page works without this file; it only saves steps.
import htmx from "htmx.org";
import "./portal.js";
import { start as lookups } from "./lookup.js";

globalThis.htmx = htmx;
document.addEventListener("htmx:after:swap", (e) => lookups(e.target instanceof Element ? e.target : document));
