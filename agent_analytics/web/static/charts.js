// Tooltips of charts, by pointer and by arrow keys, and charts as PNG pictures.

let tip;

function element(name, text) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}

function swatch(style) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "swatch");
  svg.setAttribute("viewBox", "0 0 10 10");
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  if (style.startsWith("#")) rect.setAttribute("fill", style);
  else rect.setAttribute("class", `fill ${style}`);
  for (const [name, value] of [["width", 10], ["height", 10], ["rx", 3]]) rect.setAttribute(name, value);
  svg.append(rect);
  return svg;
}

function row(name, value, style) {
  const line = element("tr");
  const first = element("td");
  if (style) first.append(swatch(style));
  first.append(name);
  line.append(first, element("td", value));
  return line;
}

function filled(tips, place) {
  const table = element("table");
  for (const one of tips.series) {
    const value = one.values[place];
    if (value !== null || tips.series.length === 1) {
      table.append(row(one.name, value ?? "not known", tips.series.length > 1 ? one.style : ""));
    }
  }
  if (!table.rows.length) table.append(row("not known", ""));
  if (tips.totals) table.append(row("Together", tips.totals[place]));
  const change = tips.breaks[place];
  return [element("p", tips.places[place]), table, ...(change ? [element("p", `From here on: ${change}`)] : [])];
}

function hide(plot) {
  if (tip) tip.hidden = true;
  plot.querySelector(".cursor").style.visibility = "";
}

function show(plot, tips, place, x, y) {
  if (!tip) {
    tip = element("div");
    tip.id = "tip";
    tip.setAttribute("role", "status");
    document.body.append(tip);
  }
  tip.replaceChildren(...filled(tips, place));
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const left = x + 16 + box.width > innerWidth ? x - 16 - box.width : x + 16;
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${Math.max(4, Math.min(y - box.height / 2, innerHeight - box.height - 4))}px`;
  const cursor = plot.querySelector(".cursor");
  const at = `${((place + 0.5) / tips.places.length) * 100}%`;
  cursor.setAttribute("x1", at);
  cursor.setAttribute("x2", at);
  cursor.style.visibility = "visible";
}

function startPlot(plot) {
  const tips = JSON.parse(plot.dataset.tips);
  const field = plot.querySelector(".field");
  const count = tips.places.length;
  let current = -1;
  const placeAt = (x) => {
    const box = field.getBoundingClientRect();
    return Math.min(count - 1, Math.max(0, Math.floor(((x - box.left) / box.width) * count)));
  };
  plot.addEventListener("pointermove", (event) => {
    current = placeAt(event.clientX);
    show(plot, tips, current, event.clientX, event.clientY);
  });
  plot.addEventListener("pointerleave", () => hide(plot));
  plot.addEventListener("blur", () => hide(plot));
  const follow = () => { if (tips.links?.[current]) location.assign(tips.links[current]); };
  plot.addEventListener("click", follow);
  if (tips.links) plot.style.cursor = "pointer";
  plot.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -count, End: count };
    if (event.key === "Enter") follow();
    if (event.key === "Escape") hide(plot);
    if (!(event.key in steps)) return;
    event.preventDefault();
    current = Math.min(count - 1, Math.max(0, current + steps[event.key]));
    const box = field.getBoundingClientRect();
    show(plot, tips, current, box.left + ((current + 0.5) / count) * box.width, box.top + box.height / 2);
  });
}

async function download(event) {
  event.preventDefault();
  const link = event.currentTarget;
  const picture = new Image();
  const text = await (await fetch(link.href)).text();
  const source = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  picture.src = source;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth * 2;
  canvas.height = picture.naturalHeight * 2;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(source);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const saved = document.createElement("a");
  saved.href = URL.createObjectURL(blob);
  saved.download = link.dataset.png;
  saved.click();
  setTimeout(() => URL.revokeObjectURL(saved.href), 10_000);
}

export function startCharts(root) {
  for (const plot of root.querySelectorAll(".plot")) startPlot(plot);
  for (const link of root.querySelectorAll("[data-png]")) link.addEventListener("click", download);
}
