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

const bars = new Map(); // the rows of the group on the screen, by place
const sliders = [];
const starts = DATA.groups.map(() => null); // the answer to the case as it stands, by group

/** The answer of a group to the case as it stands. */
function start(g) {
  const kept = state;
  state = own();
  starts[g] ??= answer(g);
  state = kept;
  return starts[g];
}

function render() {
  const g = state.group, found = answer(g);
  renderVerdict(g, found);
  renderBars(g, found);
  renderSliders(g, found);
  renderChoices(g);
  renderShut(g, found);
  renderMarks(g);
}

function renderVerdict(g, { options, intervals }) {
  const group = DATA.groups[g], ranked = options.filter((option) => option.rank).sort((a, b) => a.rank - b.rank);
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
  const parts = [];
  if (firsts.length === 1) {
    if (firsts[0].reason) parts.push(`It is screened: ${short(firsts[0].reason, 200)}. `);
    if (others.length) parts.push(...hinge(g, intervals));
    const i = firsts[0].place, guessed = (code, k) => code === NO_EVIDENCE && !state.edits[g].has(key(i, k));
    const count = group.evidence[i].filter(guessed).length, all = plural(DATA.criteria.length, "rating");
    if (count) parts.push(` ${count} of its ${all} ${count > 1 ? "rest" : "rests"} on no evidence.`);
  }
  $("hinges").replaceChildren(...parts);
}

/** The smallest move of one weight, the others in proportion, after which another option is first. */
function hinge(g, intervals) {
  const moves = intervals.flatMap((found, k) => {
    const at = state.weights[g][k];
    if (!found) return [];
    return [["low", "below", "less"], ["high", "above", "more"]].flatMap(([end, beyond, word]) =>
      found[beyond].length ? [{ k, at, word, to: found[end], then: found[beyond], by: Math.abs(found[end] - at) }] : [],
    );
  });
  if (!moves.length) return ["No single weight, however far it is moved, changes that."];
  const { k, at, word, to, then } = moves.reduce((a, b) => (b.by < a.by ? b : a));
  const next = then.slice(0, 4).map((place) => name(DATA.groups[g].options[place]));
  const verb = then.length > 1 ? " share the first place." : " comes first.";
  const where = `: at ${word} than ${percent(to)} of the weight (now ${percent(at)}), `;
  return ["It hangs most on ", name(DATA.criteria[k]), where, ...listed(next), verb];
}

function renderBars(g, { options }) {
  const group = DATA.groups[g], before = start(g).options;
  for (const { place, score, rank, reason } of options) {
    const row = bars.get(place), was = before[place], up = rank && was.rank ? was.rank - rank : 0;
    row.item.hidden = rank === null;
    row.item.classList.toggle("first", rank === 1);
    row.item.classList.toggle("screened", reason !== "");
    row.rank.textContent = rank ?? "";
    row.score.textContent = score === null ? "" : score.toFixed(3);
    row.fill.style.width = `${100 * (score ?? 0)}%`;
    row.was.style.left = `${100 * (was.score ?? 0)}%`;
    row.was.hidden = score === null || was.score === null || Math.abs(score - was.score) < 1e-9;
    const word = make("span", { className: "unseen" }, up > 0 ? "up " : "down ");
    row.moved.replaceChildren(...(up ? [word, String(Math.abs(up))] : []));
    row.moved.className = `moved ${up > 0 ? "up" : up < 0 ? "down" : ""}`;
    row.tag.hidden = reason === "";
  }
  const at = new Map(group.shown.map((place, i) => [place, i]));
  const rank = (option) => option.rank ?? Number.MAX_VALUE;
  const order = [...options].sort((a, b) => rank(a) - rank(b) || at.get(a.place) - at.get(b.place));
  reorder($("bars"), order.map(({ place }) => bars.get(place).item));
  const marked = [...bars.values()].some((row) => !row.was.hidden);
  const mark = marked ? " The thin mark is the score in the case as it stands." : "";
  $("legend").textContent = `From 0 to 1: ${MEANINGS[state.method]}.${mark}`;
}

/** Puts rows into an order; they slide there unless motion is not wanted. */
function reorder(list, items) {
  if (items.every((item, i) => list.children[i] === item) && list.children.length === items.length) return;
  if (STILL.matches) return void list.replaceChildren(...items);
  const tops = new Map(items.map((item) => [item, item.isConnected ? item.getBoundingClientRect().top : null]));
  for (const item of items) item.getAnimations().forEach((animation) => animation.cancel());
  list.replaceChildren(...items);
  for (const item of items) {
    const by = tops.get(item) === null ? 0 : tops.get(item) - item.getBoundingClientRect().top;
    const path = [{ transform: `translateY(${by}px)` }, { transform: "none" }];
    if (by) item.animate(path, { duration: 350, easing: "ease-out" });
  }
}

function renderSliders(g, { intervals }) {
  for (const { k, input, value, band, mark, text } of sliders) {
    const at = state.weights[g][k], found = intervals[k], options = DATA.groups[g].options;
    input.value = at;
    value.textContent = percent(at);
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
  document.querySelector('input[name="unknown"][value="mode"]').disabled = !estimated(state.edits);
  $("screen").checked = state.screen;
}

function renderShut(g, { options }) {
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
  for (const input of $("ratings").querySelectorAll("input")) {
    const { i, k } = input.dataset, edited = state.edits[g].has(key(i, k));
    input.classList.toggle("edited", edited);
    if (document.activeElement !== input || !input.hasAttribute("aria-invalid")) input.value = rating(g, i, k) ?? "";
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
  buildRatings(g);
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
}
