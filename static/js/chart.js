// Draws every [data-chart] from the JSON beside it, with plotly.js loaded once and only when needed.
// Under the strict Content-Security-Policy plotly may add no style sheet: charts.css stands for it.

// Where plotly.js finds elements of these ids it writes no style sheet: its own, and its maps'.
const SHEETS = [
  "plotly.js-style-global",
  "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53",
];
// The buttons are named, so that none can ever offer to send the data elsewhere.
const CONFIG = {
  displaylogo: false,
  responsive: true,
  modeBarButtons: [["zoom2d", "pan2d", "resetScale2d", "toImage"]],
};

const COLORS = ["accent", "alleged", "assessed", "reported", "disputed", "not-established", "danger"];
// Series are told apart by more than their colour: a pattern in bars, a dash and a mark in lines.
const BARS = ["", "/", ".", "x", "-", "\\", "+", "|"].map((shape) => ({
  marker: { pattern: { shape, size: 6, solidity: 0.25, fillmode: "overlay" } },
}));
const LINES = ["solid", "dash", "dot", "dashdot", "longdash"].map((dash, index) => ({
  line: { dash },
  marker: { symbol: ["circle", "square", "diamond", "x", "triangle-up"][index] },
}));

let loading;

function loadPlotly(url) {
  loading ??= new Promise((resolve, reject) => {
    for (const id of SHEETS) {
      const marker = document.createElement("meta");
      marker.id = id;
      marker.className = "no-inline-styles";
      document.head.append(marker);
    }
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error("plotly.js could not be loaded"));
    document.head.append(script);
  });
  return loading;
}

// light-dark() in a custom property is resolved only where it is used as a colour.
function colorOf(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

function template() {
  const axis = {
    gridcolor: colorOf("line"),
    linecolor: colorOf("line-strong"),
    zerolinecolor: colorOf("line-strong"),
    tickcolor: colorOf("line-strong"),
    automargin: true,
  };
  return {
    data: { bar: BARS, scatter: LINES },
    layout: {
      font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: colorOf("ink") },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      colorway: COLORS.map(colorOf),
      xaxis: axis,
      yaxis: axis,
      margin: { l: 48, r: 16, t: 16, b: 44 },
      legend: { orientation: "h", y: -0.2 },
      hoverlabel: { bgcolor: colorOf("surface"), font: { color: colorOf("ink") } },
      separators: ".,",
    },
  };
}

async function draw(figure) {
  const source = document.getElementById(figure.dataset.chart);
  const place = figure.querySelector(".chart-plot");
  const { data, layout = {} } = JSON.parse(source.textContent);
  try {
    const plotly = await loadPlotly(figure.dataset.plotly);
    const themed = { ...layout, template: template() };
    await plotly.react(place, data, themed, CONFIG);
    place.setAttribute("aria-busy", "false");
  } catch (error) {
    place.textContent = "The chart could not be drawn; its numbers are in the table.";
    place.classList.add("chart-unavailable");
    console.error(error);
  }
}

function drawAll(root = document) {
  for (const figure of root.querySelectorAll("[data-chart]")) draw(figure);
}

document.body.addEventListener("htmx:afterSettle", (event) => drawAll(event.target));
document.addEventListener("themechange", () => drawAll());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll());
drawAll();
