// <time datetime="2026-11-22T03:00:00Z" data-relative>: relative words, the full date stays as the title.
// Our own words: many browsers ship without Khmer and would answer in English.
const Words = {
  km: { now: "មុននេះបន្តិច", minute: (n) => `${n} នាទីមុន`, hour: (n) => `${n} ម៉ោងមុន`, day: (n) => (n === 1 ? "ម្សិលមិញ" : `${n} ថ្ងៃមុន`) },
  en: {
    now: "just now",
    minute: (n) => `${n} min ago`,
    hour: (n) => `${n} ${n === 1 ? "hour" : "hours"} ago`,
    day: (n) => (n === 1 ? "yesterday" : `${n} days ago`),
  },
};

const Day = 86_400_000;
// The calendar day in Phnom Penh (UTC+7, no summer time), so that "yesterday" is yesterday there.
const dayOf = (ms) => Math.floor((ms + 7 * 3_600_000) / Day);

function wordsFor(then, now, words) {
  const minutes = Math.floor((now - then) / 60_000);
  const days = dayOf(now) - dayOf(then);
  if (minutes < -1 || days > 30) return null; // to come, or so old that the date says more
  if (days > 0) return words.day(days);
  if (minutes < 1) return words.now;
  return minutes < 60 ? words.minute(minutes) : words.hour(Math.floor(minutes / 60));
}

export function refresh(root) {
  const now = Date.now();
  for (const el of root.querySelectorAll("time[data-relative]")) {
    const words = Words[el.closest("[lang]")?.lang] ?? Words.km;
    el.dataset.full ??= el.textContent.trim();
    el.title = el.dataset.full;
    el.textContent = wordsFor(Date.parse(el.dateTime), now, words) ?? el.dataset.full;
  }
}
