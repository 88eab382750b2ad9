// Each chart as a file: the drawing as it is on the screen, with the colours and letters that the page gives it.

const DRAWN_WITH = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity", "color",
  "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline", "display",
];
const DOTS = 2; // of a picture, for each point of the drawing on the screen

/** A drawing that needs no page: what styles say of each part is written beside it. */
function alone(drawing) {
  const copy = drawing.cloneNode(true), { width, height } = drawing.viewBox.baseVal;
  const parts = [copy, ...copy.querySelectorAll("*")];
  [drawing, ...drawing.querySelectorAll("*")].forEach((part, i) => {
    const style = getComputedStyle(part);
    for (const name of DRAWN_WITH) parts[i].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["style", "class"]) parts[i].removeAttribute(name);
  });
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const whole = { width: "100%", height: "100%", fill: getComputedStyle(document.body).backgroundColor };
  for (const [name, value] of Object.entries(whole)) ground.setAttribute(name, value);
  copy.insertBefore(ground, copy.querySelector("desc")?.nextSibling ?? copy.firstChild);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

/** The drawing as a picture. */
async function picture({ text, width, height }) {
  const image = new Image(), canvas = document.createElement("canvas");
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await image.decode();
  [canvas.width, canvas.height] = [Math.ceil(DOTS * width), Math.ceil(DOTS * height)];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

/** A name of a file from a title. */
const fileName = (title) => title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "chart";

async function saveChart(figure, kind) {
  const drawings = [...figure.querySelectorAll("svg.drawing")];
  const drawn = alone(drawings.find((one) => one.getClientRects().length) ?? drawings[0]);
  const link = document.createElement("a");
  link.href = kind === "svg" ? `data:image/svg+xml,${encodeURIComponent(drawn.text)}` : await picture(drawn);
  link.download = `${fileName(figure.querySelector("figcaption")?.textContent ?? "")}.${kind}`;
  link.click();
}

for (const figure of document.querySelectorAll("figure")) {
  const place = figure.querySelector("details"), title = figure.querySelector("figcaption")?.textContent ?? "";
  if (!place || !figure.querySelector("svg.drawing")) continue;
  const row = document.createElement("p");
  row.className = "noprint save-chart";
  for (const kind of ["svg", "png"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `Save the chart as ${kind.toUpperCase()}`;
    button.setAttribute("aria-label", `Save the chart as ${kind.toUpperCase()}: ${title}`);
    button.addEventListener("click", () => saveChart(figure, kind));
    row.append(button, " ");
  }
  place.append(row);
}
