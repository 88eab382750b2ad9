// What is seen. Every label goes in as text, never as markup.

const MEANINGS = {
  topsis: "how near an option is to the best on every criterion (TOPSIS)",
  weighted_sum: "the weighted mean of the ratings, each from 0 to 1 on its scale",
};
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const $ = (id) => document.getElementById(id);
const percent = (weight) => `${(100 * weight).toFixed(1)}%`;
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const short = (text, most = 70) => (text.length <= most ? text : `${Array.from(text).slice(0, most - 1).join("")}…`);

/** An element with properties and children. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A name in an element of its own, so that its direction of writing stays inside. */
const name = (item, brief = false) => make("bdi", {}, short(brief ? item.short : item.name));
const strong = (item) => make("strong", {}, name(item));
const listed = (items, word = "and") =>
  items.flatMap((item, i) => (i === 0 ? [item] : [i === items.length - 1 ? ` ${word} ` : ", ", item]));

const whole = (share) => `${Math.round(100 * share)}%`;
const SLIDING = 60; // rows beyond which they do not slide
const CALM = 350; // milliseconds without a move after which rows slide to their place
const PLACES = 3; // first places that stay in sight

/** Text where it is another one, in the node that is there, so that what stays is not laid out anew. */
function put(element, text) {
  const node = element.firstChild;
  if (node?.nodeType === Node.TEXT_NODE && node === element.lastChild) {
    if (node.data !== text) node.data = text;
  } else if (element.textContent !== text) element.textContent = text;
}

const bars = new Map(); // the rows of the group on the screen, by place
const sliders = [];
let marked = null; // the ratings that the table shows

/** What the ranking on the screen is held against: the pinned state, else the case as it stands. */
const base = () => pinned ?? START;

function render() {
  const g = state.group, found = answer(state, g);
  renderVerdict(g);
  renderBars(g, found);
  renderSliders(g, found);
  renderChoices(g);
  renderShut(g, found);
  if (marked !== state.edits[g]) renderMarks(g);
  renderComparison(g);
  renderPair(g);
  renderTools();
  renderStanding(g, null);
  drawSoon(g);
}

let frame = 0, stale = false;

/** Draws the page, at most once a frame: what comes in between is drawn in the next. */
function draw() {
  stale = frame !== 0;
  if (stale) return;
  render();
  frame = requestAnimationFrame(() => {
    frame = 0;
    if (stale) draw();
  });
}

function renderVerdict(g) {
  const group = DATA.groups[g], ranked = ranking(state, g);
  const firsts = ranked.filter((option) => option.rank === 1), others = ranked.filter((option) => option.rank > 1);
  const named = (option) => strong(group.options[option.place]);
  const lines = [];
  if (!firsts.length) lines.push("Every option is screened, so none comes first.");
  else if (firsts.length > 4) lines.push(`${firsts.length} options share the first place.`);
  else if (firsts.length > 1) lines.push(...listed(firsts.map(named)), " share the first place.");
  else if (!others.length) lines.push(named(firsts[0]), " is the only option.");
  else {
    const gap = (firsts[0].score - others[0].score).toFixed(3);
    lines.push(named(firsts[0]), " comes first, ", `${gap} ahead of `, name(group.options[others[0].place]), ".");
  }
  $("verdict").replaceChildren(...lines);
  renderPlaces(g, ranked);
  const parts = [];
  if (firsts.length === 1) {
    if (others.length) parts.push(...hinge(g));
    const i = firsts[0].place, count = DATA.criteria.filter((_, k) => guessed(state, g, i, k)).length;
    const all = plural(DATA.criteria.length, "rating");
    if (count) parts.push(` ${count} of its ${all} ${count > 1 ? "rest" : "rests"} on no evidence.`);
  }
  $("hinges").replaceChildren(...parts);
}

/** The first places with their scores, which stay in sight while something is moved further down. */
function renderPlaces(g, ranked) {
  const rows = ranked.slice(0, PLACES).map(({ place, rank, score }) => {
    const fill = make("span", { className: "fill" });
    fill.style.transform = `scaleX(${score})`;
    const label = make("span", { className: "name", dir: "auto" }, short(DATA.groups[g].options[place].short, 60));
    const cell = (className, ...children) => make("span", { className }, ...children);
    const row = [cell("rank", String(rank)), label, cell("measure", fill), cell("score", score.toFixed(3))];
    return make("li", { className: rank === 1 ? "first" : "" }, ...row);
  });
  $("places").replaceChildren(...rows);
}

/** The smallest move of one weight, the others in proportion, after which another option is first. */
function hinge(g) {
  const moves = takeovers(state, g, answer(state, g).intervals);
  if (!moves.length) return ["No single weight, however far it is moved, changes that."];
  const by = ({ at, to }) => Math.abs(to - at), nearest = moves.reduce((a, b) => (by(b) < by(a) ? b : a));
  const { k, at, to, less } = nearest, then = moves.filter((move) => move.k === k && move.to === to && move.less === less);
  const next = then.slice(0, 4).map(({ place }) => name(DATA.groups[g].options[place]));
  const verb = then.length > 1 ? " share the first place." : " comes first.";
  const where = `: at ${less ? "less" : "more"} than ${percent(to)} of the weight (now ${percent(at)}), `;
  return ["It hangs most on ", name(DATA.criteria[k]), where, ...listed(next), verb];
}

let pending = 0;

/** Draws of the ratings once nothing has moved for a moment, some milliseconds at a time. */
function drawSoon(g) {
  clearTimeout(pending);
  const drawn = draws(state, g);
  const go = () => {
    if (drawn.certain || drawn.more(8)) renderStanding(g, drawn);
    else pending = setTimeout(go, 0);
  };
  pending = setTimeout(go, 250);
}

/** Whether the first place is contested, by what, and between which options. */
function renderStanding(g, drawn) {
  const { word, contenders, because } = standing(state, g, drawn && !drawn.certain ? drawn.shares() : null);
  const named = ({ place }) => strong(DATA.groups[g].options[place]);
  $("standing").hidden = !word;
  put($("standing"), word === "open" ? "Open" : "Contested");
  $("standing").className = `standing ${word}`;
  const parts = [], others = contenders.slice(1), few = others.slice(0, 4);
  if (word === "open" && contenders.length > LIMITS.contenders) parts.push(`${contenders.length} options could be first. `);
  else if (others.length) parts.push("It is between ", ...listed(contenders.map(named)), ". ");
  for (const { place, reasons } of few) parts.push(named({ place }), ` ${reasons.join("; ")}. `);
  if (others.length > few.length) parts.push(`And ${others.length - few.length} more. `);
  for (const text of because) parts.push(`${text[0].toUpperCase()}${text.slice(1)}. `);
  if (!word && contenders.length) parts.push("No test on this page contests that. ");
  parts.push(drawn ? sentenceOf(drawn, contenders, because) : "The ratings are being drawn.");
  $("contested").replaceChildren(...parts);
}

/** How often the first is first when the ratings are drawn, where that is not said yet. */
function sentenceOf(drawn, contenders, because) {
  if (drawn.certain || !contenders.length) return drawn.certain ? "Every rating is certain." : "";
  if (because.some((text) => text.includes("draws"))) return "";
  const share = whole(drawn.shares().get(contenders[0].place));
  return `In ${DRAWS} draws of the ratings within what they may be, it is first in ${share}.`;
}

function renderBars(g, { options }) {
  const group = DATA.groups[g], before = answer(base(), g).options;
  let moved = false;
  for (const { place, score, rank, reason } of options) {
    const row = bars.get(place), was = before[place], up = rank && was.rank ? was.rank - rank : 0;
    const differs = score !== null && was.score !== null && Math.abs(score - was.score) >= 1e-9;
    moved ||= differs;
    const look = `${score} ${rank} ${reason} ${was.score} ${up}`;
    if (row.look === look) continue;
    row.look = look;
    row.item.hidden = rank === null;
    row.item.classList.toggle("first", rank === 1);
    row.item.classList.toggle("screened", reason !== "");
    put(row.rank, String(rank ?? ""));
    put(row.score, score === null ? "" : score.toFixed(3));
    row.fill.style.transform = `scaleX(${score ?? 0})`;
    row.was.style.left = `${100 * (was.score ?? 0)}%`;
    row.was.hidden = !differs;
    row.tag.hidden = reason === "";
    if (row.up === up) continue;
    row.up = up;
    const word = make("span", { className: "unseen" }, up > 0 ? "up " : "down ");
    row.moved.replaceChildren(...(up ? [word, String(Math.abs(up))] : []));
    row.moved.className = `moved ${up > 0 ? "up" : up < 0 ? "down" : ""}`;
  }
  const at = new Map(group.shown.map((place, i) => [place, i]));
  const rank = (option) => option.rank ?? Number.MAX_VALUE;
  const order = [...options].sort((a, b) => rank(a) - rank(b) || at.get(a.place) - at.get(b.place));
  reorder($("bars"), order.map(({ place }) => bars.get(place).item));
  const whose = pinned ? "in the pinned state A" : "in the case as it stands";
  put($("legend"), `From 0 to 1: ${MEANINGS[state.method]}.${moved ? ` The thin mark is the score ${whose}.` : ""}`);
}

let sliding = [], ordered = -Infinity;

/** Puts rows into an order; they slide there unless motion is not wanted, or there are many, or one move follows another. */
function reorder(list, items) {
  const before = ordered;
  ordered = performance.now();
  list.classList.toggle("moving", ordered - before < CALM); // bars follow at once while one move follows another
  if (items.every((item, i) => list.children[i] === item) && list.children.length === items.length) return;
  sliding.forEach((animation) => animation.cancel());
  sliding = [];
  const still = STILL.matches || items.length > SLIDING || ordered - before < CALM || !list.children.length;
  if (still) return void arrange(list, items);
  const tops = items.map((item) => item.getBoundingClientRect().top);
  list.replaceChildren(...items);
  const moves = items.map((item, i) => tops[i] - item.getBoundingClientRect().top);
  sliding = items.flatMap((item, i) => {
    const path = [{ transform: `translateY(${moves[i]}px)` }, { transform: "none" }];
    return moves[i] ? [item.animate(path, { duration: CALM, easing: "ease-out" })] : [];
  });
}

/** Children in an order, with as few moved as can be: those in the longest run that rises already stay where they are. */
function arrange(list, items) {
  if (list.children.length !== items.length) return void list.replaceChildren(...items);
  const at = new Map([...list.children].map((child, i) => [child, i])), was = items.map((item) => at.get(item));
  const tails = [], back = [];
  was.forEach((value, i) => {
    let low = 0, high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (was[tails[middle]] < value) low = middle + 1;
      else high = middle;
    }
    back[i] = low ? tails[low - 1] : -1;
    tails[low] = i;
  });
  const stay = new Set();
  for (let i = tails.at(-1) ?? -1; i >= 0; i = back[i]) stay.add(i);
  for (let i = items.length - 1; i >= 0; i--) {
    if (!stay.has(i)) list.insertBefore(items[i], items[i + 1] ?? null);
  }
}

function renderSliders(g, { intervals }) {
  for (const slider of sliders) {
    const { k, input, value, band, mark, text } = slider;
    const at = state.weights[g][k], found = intervals[k], options = DATA.groups[g].options;
    const look = JSON.stringify([at, found]);
    if (slider.look === look) continue;
    slider.look = look;
    input.value = at;
    put(value, percent(at));
    const inside = (t) => `calc(var(--thumb) / 2 + ${t} * (100% - var(--thumb)))`;
    band.hidden = !found;
    if (found) Object.assign(band.style, { left: inside(found.low), right: inside(1 - found.high) });
    mark.style.left = inside(DATA.groups[g].weights[k]);
    const named = (places) => listed(places.slice(0, 3).map((place) => name(options[place], true)));
    text.replaceChildren(...stretch(found, named));
    input.setAttribute("aria-valuetext", percent(at));
  }
  $("reset-weights").disabled = state.weights[g].every((weight, k) => weight === DATA.groups[g].weights[k]);
}

/** What a stable interval says, beside its slider. */
function stretch(found, named) {
  if (!found) return ["The other weights are 0, so there is nothing to scale."];
  const { low, high, below, above, first } = found, leader = [...named([first]), " stays first "];
  if (below.length && above.length) {
    const ends = `from ${percent(low)} to ${percent(high)}`;
    return [...leader, ends, "; below, ", ...named(below), "; above, ", ...named(above), "."];
  }
  if (above.length) return [...leader, `up to ${percent(high)}; above, `, ...named(above), "."];
  if (below.length) return [...leader, `from ${percent(low)} on; below, `, ...named(below), "."];
  return [...leader, "at any weight."];
}

function renderChoices(g) {
  for (const [kind, value] of [["group", String(g)], ["method", state.method], ["unknown", state.unknown]]) {
    for (const input of document.getElementsByName(kind)) input.checked = input.value === value;
  }
  $("screen").checked = state.screen;
}

let shutFor = "";

function renderShut(g, { options }) {
  const look = JSON.stringify([g, state.screen, options.map(({ reason }) => reason)]);
  if (look === shutFor) return;
  shutFor = look;
  const byReason = new Map();
  for (const option of options.filter(({ reason }) => reason)) {
    byReason.set(option.reason, [...(byReason.get(option.reason) ?? []), option]);
  }
  $("screened").hidden = byReason.size === 0;
  $("screened-heading").textContent = state.screen ? "Screened and left out" : "Screened, ranked all the same";
  const named = (option) => name(DATA.groups[g].options[option.place]);
  $("reasons").replaceChildren(
    ...[...byReason].map(([reason, options]) => make("li", {}, make("bdi", {}, reason), ": ", ...listed(options.map(named)))),
  );
}

function renderMarks(g) {
  marked = state.edits[g];
  document.querySelector('input[name="unknown"][value="mode"]').disabled = !estimated(state.edits);
  for (const input of $("ratings").querySelectorAll("input")) {
    const { i, k } = input.dataset, edited = state.edits[g].has(key(i, k));
    input.classList.toggle("edited", edited);
    if (document.activeElement !== input || !input.hasAttribute("aria-invalid")) input.value = rating(state, g, i, k) ?? "";
    input.nextSibling.hidden = edited || DATA.groups[g].evidence[i][k] !== NO_EVIDENCE;
  }
}

function buildGroup(g) {
  const group = DATA.groups[g];
  $("about").textContent = group.text;
  $("about").hidden = !group.text;
  bars.clear();
  for (const place of group.shown) {
    const option = group.options[place], part = (className) => make("span", { className });
    const row = Object.fromEntries(["rank", "moved", "fill", "was", "score"].map((name) => [name, part(name)]));
    row.tag = make("span", { className: "tag" }, "screened");
    const label = make("span", { className: "name", dir: "auto", title: short(option.text, 400) }, option.name);
    const measure = make("span", { className: "measure", ariaHidden: "true" }, row.fill, row.was);
    const head = make("span", { className: "label" }, label, row.tag, row.moved);
    row.item = make("li", {}, row.rank, head, measure, row.score);
    bars.set(place, row);
  }
  $("bars").replaceChildren();
  marked = null;
  buildRatings(g);
  buildPair(g);
  proportions[g] = [...state.weights[g]];
}

function buildRatings(g) {
  const group = DATA.groups[g], [head, body] = [$("ratings").tHead, $("ratings").tBodies[0]];
  const ends = ({ low, high }) => (low !== null && high !== null ? `, ${low} to ${high}` : "");
  const heads = DATA.shown.map((k) => {
    const criterion = DATA.criteria[k], wanted = `${criterion.benefit ? "more" : "less"} is better${ends(criterion)}`;
    const label = make("span", { className: "name", dir: "auto" }, criterion.name);
    const below = make("span", { className: "muted" }, wanted);
    return make("th", { scope: "col", title: short(criterion.text, 400) }, label, below);
  });
  head.replaceChildren(make("tr", {}, make("th", { scope: "col" }, "Option"), ...heads));
  const cells = (i) => DATA.shown.map((k) => cell(group, i, k));
  body.replaceChildren(...group.shown.map((i) => make("tr", {}, rowHead(group.options[i]), ...cells(i))));
  const unknown = group.evidence.flat().filter((code) => code === NO_EVIDENCE).length;
  const total = group.evidence.length * DATA.criteria.length;
  $("marks").textContent = unknown ? `A ? marks what rests on no evidence: ${unknown} of ${total} here.` : "";
}

function rowHead(option) {
  const label = make("span", { className: "name", dir: "auto", title: short(option.name, 200) }, option.short);
  return make("th", { scope: "row" }, label);
}

function cell(group, i, k) {
  const { name: criterion, low, high } = DATA.criteria[k], grade = DATA.evidence[group.evidence[i][k]];
  const input = make("input", { type: "number", step: "any", inputMode: "decimal" });
  if (low !== null) input.min = low;
  if (high !== null) input.max = high;
  Object.assign(input.dataset, { i, k });
  const [least, most] = [group.low[i][k], group.high[i][k]];
  const range = least === most ? "" : `, between ${least ?? "…"} and ${most ?? "…"}`;
  const evidence = grade === "none" ? ", no evidence" : grade === "unstated" ? "" : `, ${grade}`;
  input.setAttribute("aria-label", `${short(criterion)} of ${short(group.options[i].name)}${evidence}${range}`);
  input.title = `${evidence}${range}`.replace(/^, /, "");
  const longest = Math.max(...group.mode.map((row) => String(row[k] ?? "").length));
  input.style.width = `calc(${Math.min(Math.max(longest, 4), 9)}ch + 1rem)`;
  return make("td", {}, input, make("span", { className: "mark", ariaHidden: "true" }, "?"));
}

function buildSliders() {
  for (const k of DATA.shown) {
    const criterion = DATA.criteria[k], id = `weight-${k}`, part = (className) => make("span", { className });
    const input = make("input", { type: "range", id, min: "0", max: "1", step: "any" });
    input.disabled = DATA.criteria.length < 2;
    input.dataset.k = k;
    input.setAttribute("aria-describedby", `${id}-text`);
    const label = make("span", { className: "name", dir: "auto" }, criterion.name);
    const text = make("p", { id: `${id}-text`, className: "muted" });
    const slider = { k, input, text, value: part("value"), band: part("band"), mark: part("own") };
    const head = make("label", { htmlFor: id, title: short(criterion.text, 400) }, label);
    const track = make("div", { className: "track" }, part("rail"), slider.band, slider.mark, input);
    const title = make("div", { className: "title" }, head, slider.value);
    $("sliders").append(make("div", { className: "weight" }, title, track, text));
    sliders.push(slider);
  }
}

function build() {
  if (DATA.groups.length > 1) {
    $("groups").hidden = false;
    const radio = (g) => make("input", { type: "radio", name: "group", value: String(g) });
    const label = (group) => make("span", { dir: "auto" }, short(group.name));
    $("groups").append(...DATA.groups.map((group, g) => make("label", {}, radio(g), label(group))));
  }
  $("unknowns").hidden = !DATA.groups.some((group) => group.evidence.flat().includes(NO_EVIDENCE));
  const screens = (group) => group.limits.length || group.options.some((option) => option.reason);
  $("screening").hidden = !DATA.groups.some(screens);
  buildSliders();
  buildGroup(state.group);
  const room = new ResizeObserver(([{ target }]) =>
    document.documentElement.style.setProperty("--top", `${Math.ceil(target.getBoundingClientRect().height)}px`));
  room.observe($("sight"));
}
