// Draws <table data-chart="bar|line"> above itself: first column the labels, each further column a series.
// The table stays: it is the figure, the picture repeats it. A cell's number is its data-value, or its text.
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip } from "chart.js";

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
// Dashes and points tell the series apart where colour cannot.
const Dashes = [[], [6, 4], [2, 3], [10, 3, 2, 3]];
const Points = ["circle", "rect", "triangle", "rectRot"];

function number(cell) {
  const text = cell.dataset.value ?? cell.textContent.replaceAll(",", "").replace(/[^\d.-]/g, "");
  return text === "" ? null : Number(text);
}

function read(table) {
  const heads = [...table.tHead.rows[0].cells].slice(1).filter((h) => !("chartSkip" in h.dataset));
  const rows = [...table.tBodies[0].rows];
  const word = (cell) => [...cell.childNodes].filter((n) => !n.classList?.contains("pes-table__label")).map((n) => n.textContent).join("").trim();
  return {
    labels: rows.map((r) => word(r.cells[0])),
    series: heads.map((h) => ({
      label: word(h),
      data: rows.map((r) => number(r.cells[h.cellIndex])),
      unit: rows.some((r) => r.cells[h.cellIndex].textContent.includes("%")) ? " %" : "",
    })),
  };
}

function draw(table) {
  const { labels, series } = read(table);
  const type = table.dataset.chart;
  const colours = [css("--accent"), css("--warn"), css("--soft"), css("--good")];
  const holder = document.createElement("div");
  const canvas = document.createElement("canvas");
  holder.className = "pes-chart__canvas";
  canvas.setAttribute("aria-hidden", "true"); // the table below says the same
  holder.append(canvas);
  (table.closest(".pes-scroll") ?? table).before(holder);
  const scale = { ticks: { color: css("--soft") }, grid: { color: css("--line") }, border: { color: css("--edge") } };
  return new Chart(canvas, {
    type,
    data: {
      labels,
      datasets: series.map((s, i) => ({
        ...s,
        borderColor: colours[i % 4],
        backgroundColor: colours[i % 4],
        borderDash: type === "line" ? Dashes[i % 4] : [],
        pointStyle: Points[i % 4],
        borderWidth: type === "line" ? 2.5 : 0,
        borderRadius: 3,
        maxBarThickness: 36,
        spanGaps: false,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      locale: "en",
      interaction: { mode: "index", intersect: false },
      scales: { x: { ...scale, grid: { display: false } }, y: { ...scale, ticks: { ...scale.ticks, maxTicksLimit: 6, callback: (v) => v.toLocaleString("en") + (series[0]?.unit ?? "") }, beginAtZero: true } },
      plugins: {
        tooltip: { callbacks: { label: (i) => `${i.dataset.label}: ${i.parsed.y?.toLocaleString("en") ?? "–"}${i.dataset.unit}` } },
        legend: { display: series.length > 1, align: "start", labels: { color: css("--ink"), usePointStyle: true, boxHeight: 8 } },
      },
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
