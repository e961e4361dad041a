// <time datetime="2026-11-22T03:00:00Z" data-relative>: relative words, the full date stays as the title.
const Steps = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86_400, "hour", 3600],
  [2_592_000, "day", 86_400],
];

export function refresh(root) {
  const now = Date.now();
  for (const el of root.querySelectorAll("time[data-relative]")) {
    const seconds = Math.round((Date.parse(el.dateTime) - now) / 1000);
    const step = Steps.find(([limit]) => Math.abs(seconds) < limit);
    if (!step) continue; // older than a month: the date itself says more
    el.title ||= el.textContent.trim();
    const lang = el.closest("[lang]")?.lang ?? "km";
    const words = new Intl.RelativeTimeFormat(`${lang}-u-nu-latn`, { numeric: "auto" });
    el.textContent = words.format(Math.trunc(seconds / step[2]), step[1]);
  }
}
