// Two states side by side (A is pinned, B is on the screen), and two options head to head.

let pairRows = []; // of two options head to head, by criterion
let pair = null; // the two options that were chosen, by place; null: the first two of the ranking

function pin() {
  pinned = state;
  draw();
  announce("This state is pinned as A; what you change from here on is B.");
  addressSoon();
}

function unpin() {
  pinned = null;
  draw();
  announce("Nothing is pinned.");
  addressSoon();
}

function swapPins() {
  const before = { ...pinned, group: state.group };
  pinned = state;
  step(before);
}

const number = (value) => (value === null ? "" : value.toFixed(3));
const signed = (value, digits = 3) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;

/** A row of a table: its head, and cells. */
function row(head, cells) {
  return make("tr", {}, make("th", { scope: "row" }, head), ...cells.map((cell) => make("td", {}, cell)));
}

function renderTools() {
  $("undo").disabled = !past.length;
  $("redo").disabled = !future.length;
  put($("pin"), pinned ? "Pin again as A" : "Pin as A");
}

/** What differs between the pinned state and the one on the screen: settings, weights, ratings, and every rank. */
function renderComparison(g) {
  $("comparison").hidden = !pinned;
  if (!pinned) return;
  const group = DATA.groups[g], [before, after] = [pinned, state].map((s) => answer(s, g).options);
  const rows = ranking(state, g).map(({ place }) => place);
  const gone = group.shown.filter((place) => before[place].rank && !after[place].rank);
  const cells = (place) => {
    const [a, b] = [before[place], after[place]], by = a.rank && b.rank ? a.rank - b.rank : 0;
    const word = by ? `${by > 0 ? "up" : "down"} ${Math.abs(by)}` : a.rank && b.rank ? "" : "left out in one";
    return [String(a.rank ?? ""), String(b.rank ?? ""), word, number(a.score), number(b.score)];
  };
  $("compared").replaceChildren(...[...rows, ...gone].map((place) => row(name(group.options[place]), cells(place))));
  const found = differences(g);
  const same = make("li", {}, "A and B are the same in this group.");
  $("differences").replaceChildren(...(found.length ? found.map((parts) => make("li", {}, ...parts)) : [same]));
}

/** What was changed from A to B, each as the parts of a sentence. */
function differences(g) {
  const words = { topsis: "TOPSIS", weighted_sum: "weighted sum" }, group = DATA.groups[g], found = [];
  const [a, b] = [pinned, state];
  if (a.method !== b.method) found.push([`Method: ${words[a.method]} in A, ${words[b.method]} in B`]);
  if (a.unknown !== b.unknown) found.push([`Without evidence counts: the ${a.unknown} in A, the ${b.unknown} in B`]);
  if (a.screen !== b.screen) found.push([`What is screened is ${a.screen ? "left out in A alone" : "left out in B alone"}`]);
  for (const k of DATA.shown) {
    const [x, y] = [a.weights[g][k], b.weights[g][k]];
    if (Math.abs(x - y) >= 5e-4) found.push(["Weight of ", name(DATA.criteria[k]), `: ${percent(x)} in A, ${percent(y)} in B`]);
  }
  for (const i of group.shown) {
    for (const k of DATA.shown) {
      const [x, y] = [rating(a, g, i, k), rating(b, g, i, k)];
      if (x !== y) found.push([name(DATA.criteria[k]), " of ", name(group.options[i]), `: ${x ?? "none"} in A, ${y ?? "none"} in B`]);
    }
  }
  return found;
}

/** What each criterion adds to the difference of two options; null where one does not compete or that is too much. */
function between(s, g, one, other) {
  const { places, parts } = competing(s, g), [i, j] = [places.indexOf(one), places.indexOf(other)];
  return i < 0 || j < 0 ? null : contributions(s.method, parts, s.weights[g], i, j);
}

function buildPair(g) {
  pair = null;
  pairRows = DATA.criteria.map((_, k) => pairRow(k));
  $("pair-rows").replaceChildren();
  const choice = (at) => make("option", { value: String(at) }, short(DATA.groups[g].options[at].name, 100));
  for (const id of ["one", "other"]) $(id).replaceChildren(...DATA.groups[g].shown.map(choice));
  $("pair").hidden = DATA.groups[g].options.length < 2;
}

function choosePair() {
  pair = [Number($("one").value), Number($("other").value)];
  draw();
}

function swapPair() {
  pair = [Number($("other").value), Number($("one").value)];
  draw();
}

/** Two options criterion by criterion: their ratings, and what speaks for which. */
function renderPair(g) {
  const group = DATA.groups[g], first = ranking(state, g).map(({ place }) => place);
  if (group.options.length < 2) return;
  const spare = group.shown.filter((place) => !first.includes(place));
  const [one, other] = pair ?? [...first, ...spare];
  $("one").value = String(one);
  $("other").value = String(other);
  const found = one === other ? null : between(state, g, one, other), { options } = answer(state, g);
  const most = Math.max(1e-12, ...(found ?? []).map(Math.abs));
  const [a, b] = [one, other].map((place) => name(group.options[place], true));
  const order = found ? [...DATA.shown].sort((x, y) => Math.abs(found[y]) - Math.abs(found[x])) : DATA.shown;
  for (const k of order) fillPairRow(pairRows[k], g, k, one, other, found && found[k], most);
  arrange($("pair-rows"), order.map((k) => pairRows[k].item));
  for (const [id, label] of [["one-head", a], ["other-head", b]]) $(id).replaceChildren(label);
  $("pair-verdict").replaceChildren(...pairSentence(options[one], options[other], group, found));
}

/** The row of a criterion, to be filled as things change. */
function pairRow(k) {
  const bar = make("span", { className: "lean for", ariaHidden: "true" }), cells = [0, 1, 2].map(() => make("td"));
  const text = make("span"), head = make("th", { scope: "row" }, name(DATA.criteria[k]));
  const scale = make("td", {}, make("span", { className: "scale" }, bar));
  return { cells, bar, text, item: make("tr", {}, head, ...cells, scale, make("td", {}, text)) };
}

function fillPairRow({ cells, bar, text }, g, k, one, other, adds, most) {
  const value = (i) => `${rating(state, g, i, k) ?? ""}${guessed(state, g, i, k) ? " ?" : ""}`;
  [value(one), value(other), percent(state.weights[g][k])].forEach((cell, i) => put(cells[i], cell));
  bar.className = `lean ${adds < 0 ? "against" : "for"}`;
  bar.style.width = `${(50 * Math.abs(adds ?? 0)) / most}%`;
  put(text, adds === null ? "" : signed(adds));
}

/** Which of two options comes before the other, and by what. */
function pairSentence(a, b, group, found) {
  const [one, other] = [a, b].map(({ place }) => strong(group.options[place]));
  if (a.place === b.place) return ["Choose two options."];
  if (!a.rank || !b.rank) return [a.rank ? other : one, " is left out by a screen."];
  const by = a.score - b.score, word = a.rank === b.rank ? "ties with" : a.rank < b.rank ? "comes before" : "comes after";
  const head = [one, ` (rank ${a.rank}, ${number(a.score)}) ${word} `, other, ` (rank ${b.rank}, ${number(b.score)}). `];
  const text = found
    ? `What each criterion adds sums to the difference, ${signed(by)}.`
    : `There are too many criteria to say what each adds by this method; the weighted sum can.`;
  return [...head, text];
}
