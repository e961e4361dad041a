// Draws <table data-chart> above itself as bars: first column the labels, the first other column that is not skipped their heights.
// The table stays: it is the figure, the picture repeats it. A cell's number is its data-value, or its text.
import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from "chart.js";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
function number(cell) {
  const text = cell.dataset.value ?? cell.textContent.replaceAll(",", "").replace(/[^\d.-]/g, "");
  return text === "" ? null : Number(text);
}

const word = (cell) => [...cell.childNodes].filter((n) => !n.classList?.contains("pes-table__label")).map((n) => n.textContent).join("").trim();

function draw(table) {
  const head = [...table.tHead.rows[0].cells].slice(1).find((h) => !("chartSkip" in h.dataset));
  const rows = [...table.tBodies[0].rows];
  const unit = rows.some((r) => r.cells[head.cellIndex].textContent.includes("%")) ? " %" : "";
  const said = (value) => (value === null ? "–" : value.toLocaleString("en") + unit);
  const holder = document.createElement("div");
  const canvas = document.createElement("canvas");
  holder.className = "pes-chart__canvas";
  canvas.setAttribute("aria-hidden", "true"); // the table below says the same
  holder.append(canvas);
  (table.closest(".pes-scroll") ?? table).before(holder);
  const scale = { ticks: { color: css("--soft") }, grid: { color: css("--line") }, border: { color: css("--edge") } };
  return new Chart(canvas, {
    type: "bar",
    data: {
      labels: rows.map((r) => word(r.cells[0])),
      datasets: [{ label: word(head), data: rows.map((r) => number(r.cells[head.cellIndex])), backgroundColor: css("--accent"), borderRadius: 3, maxBarThickness: 36 }],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      locale: "en",
      interaction: { mode: "index", intersect: false },
      scales: { x: { ...scale, grid: { display: false } }, y: { ...scale, ticks: { ...scale.ticks, maxTicksLimit: 6, callback: said }, beginAtZero: true } },
      plugins: { tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${said(item.raw)}` } } },
    },
  });
}

let charts = [];
function drawAll() {
  for (const chart of charts) {
    const holder = chart.canvas.parentElement;
    chart.destroy();
    holder.remove();
  }
  charts = [...document.querySelectorAll("table[data-chart]")].map(draw);
}

Chart.defaults.font.family = '"Noto Sans Khmer", "Khmer OS", system-ui, sans-serif';
Chart.defaults.font.size = 13;
// A canvas does not wait for a web font: draw when the letters are there.
document.fonts.load('13px "Noto Sans Khmer"', "កA").finally(drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
