// What the page knows and what has been changed: no element of the page is touched here.
// A state is JSON by label, so that a link carries it and Python can take it up:
// {fingerprint, group, method, unknown, screen, weights: {group: {criterion: weight}},
//  ratings: [{group, option, criterion, mode}]}

const DATA = JSON.parse(document.getElementById("data").textContent);
const BENEFIT = DATA.criteria.map((criterion) => criterion.benefit);
const LOW = DATA.criteria.map((criterion) => criterion.low);
const HIGH = DATA.criteria.map((criterion) => criterion.high);
const NO_EVIDENCE = DATA.evidence.indexOf("none");

/** The case as it stands. A state is never changed: every move makes another one. */
const START = Object.freeze({
  group: 0,
  method: DATA.method,
  unknown: DATA.unknown,
  screen: DATA.screen,
  weights: DATA.groups.map((group) => group.weights),
  edits: DATA.groups.map(() => new Map()), // "option criterion", by place, to the rating
});

let state = START;
let pinned = null; // the state that others are held against
const proportions = DATA.groups.map((group) => [...group.weights]); // the last in which no criterion had it all

const key = (option, criterion) => `${option} ${criterion}`;

/** The rating as it stands, null where there is none: what was typed, else the case's mode. */
const rating = (s, g, i, k) => s.edits[g].get(key(i, k)) ?? DATA.groups[g].mode[i][k];

/** Whether a rating rests on no evidence, which one that was typed does not. */
const guessed = (s, g, i, k) => DATA.groups[g].evidence[i][k] === NO_EVIDENCE && !s.edits[g].has(key(i, k));

/** The number that counts: what was typed is known, and what is not known follows the rule. */
function counted(s, g, i, k) {
  if (!guessed(s, g, i, k) || s.unknown === "mode") return rating(s, g, i, k);
  const group = DATA.groups[g];
  return (BENEFIT[k] === (s.unknown === "best") ? group.high : group.low)[i][k];
}

/** Whether no rating lacks the estimate that the rule `mode` takes. */
const estimated = (edits) =>
  DATA.groups.every(({ mode }, g) =>
    mode.every((row, i) => row.every((value, k) => value !== null || edits[g].has(key(i, k)))),
  );

/** Why an option is screened, "" where it is not: a screen, or a threshold that its rating misses. */
function reasonOf(s, g, i) {
  const given = DATA.groups[g].options[i].reason;
  if (given) return given;
  for (const { criterion, at_least: least, at_most: most } of DATA.groups[g].limits) {
    const value = rating(s, g, i, criterion), name = DATA.criteria[criterion].name;
    if (value !== null && least !== null && value < least) return `${name} ${value} is below ${least}`;
    if (value !== null && most !== null && value > most) return `${name} ${value} is above ${most}`;
  }
  return "";
}

const prepared = new WeakMap(); // by the ratings that were typed, which outlive a move of the weights

/** What is computed of a group before there are weights: why options are screened, which compete, and their parts. */
function competing(s, g) {
  const known = prepared.get(s.edits[g]) ?? new Map(), settings = `${g} ${s.method} ${s.unknown} ${s.screen}`;
  prepared.set(s.edits[g], known);
  if (!known.has(settings)) {
    const reasons = DATA.groups[g].options.map((_, i) => reasonOf(s, g, i));
    const places = reasons.flatMap((reason, i) => (s.screen && reason ? [] : [i]));
    const matrix = places.map((place) => DATA.criteria.map((_, k) => counted(s, g, place, k)));
    const parts = places.length ? METHODS[s.method].prepare(matrix, BENEFIT, LOW, HIGH) : null;
    known.set(settings, { reasons, places, parts });
  }
  return known.get(settings);
}

const answers = new WeakMap(); // by state, for each group

/** Scores, ranks and intervals of a group in a state; options by place, score and rank null where one is left out. */
function answer(s, g) {
  const known = answers.get(s) ?? [];
  answers.set(s, known);
  known[g] ??= answered(s, g);
  return known[g];
}

function answered(s, g) {
  const { reasons, places, parts } = competing(s, g);
  const options = reasons.map((reason, i) => ({ place: i, score: null, rank: null, reason }));
  if (!parts) return { options, intervals: DATA.criteria.map(() => null) };
  const scores = scoring(s.method, parts)(s.weights[g]), ranks = ranksOf(scores);
  places.forEach((place, i) => Object.assign(options[place], { score: scores[i], rank: ranks[i] }));
  const placed = (found) => found.map((i) => places[i]);
  const intervals = DATA.criteria.map((_, k) => {
    const found = stableInterval(s.method, parts, s.weights[g], k);
    return found && { ...found, first: places[found.first], below: placed(found.below), above: placed(found.above) };
  });
  return { options, intervals };
}

/** The options that compete, the first at the head; equal ones in the order of the case. */
function ranking(s, g) {
  const at = new Map(DATA.groups[g].shown.map((place, i) => [place, i]));
  const ranked = answer(s, g).options.filter((option) => option.rank);
  return ranked.sort((a, b) => a.rank - b.rank || at.get(a.place) - at.get(b.place));
}

/** The state with one weight of the group on the screen, the others in proportion, which outlives a weight of 1. */
function withWeight(k, at) {
  const g = state.group, weights = state.weights[g];
  const others = (vector) => sum(vector.filter((_, j) => j !== k));
  if (others(weights) > 0) proportions[g] = [...weights];
  const next = moved(others(weights) > 0 ? weights : proportions[g], k, Math.min(1, Math.max(0, at)));
  return { ...state, weights: state.weights.with(g, next) };
}

/** The state with a rating of the group on the screen, its own again where none is given. */
function withRating(i, k, value) {
  const g = state.group, edits = new Map(state.edits[g]);
  if (value === null) edits.delete(key(i, k));
  else edits.set(key(i, k), value);
  return { ...state, edits: state.edits.with(g, edits) };
}

/** What is wrong with a rating, "" where it can be taken. */
function wrong(k, value) {
  const { low, high } = DATA.criteria[k];
  if (typeof value !== "number" || !Number.isFinite(value)) return "is no number";
  const outside = (low !== null && value < low) || (high !== null && value > high);
  return outside ? `is outside of ${low ?? "…"} to ${high ?? "…"}` : "";
}

/** The state by label; all of it, or what is not the case's own. */
function plainState(s, whole) {
  const named = (list) => (place) => list[place].id;
  const group = named(DATA.groups), criterion = named(DATA.criteria);
  const kept = (g) => whole || s.weights[g].some((weight, k) => weight !== START.weights[g][k]);
  const weights = s.weights.flatMap((vector, g) =>
    kept(g) ? [[group(g), Object.fromEntries(vector.map((weight, k) => [criterion(k), weight]))]] : [],
  );
  const ratings = s.edits.flatMap((edits, g) =>
    [...edits].map(([place, mode]) => {
      const [i, k] = place.split(" ").map(Number);
      return { group: group(g), option: DATA.groups[g].options[i].id, criterion: criterion(k), mode };
    }),
  );
  const { method, unknown, screen } = s, { fingerprint } = DATA;
  const shown = group(s.group);
  return { fingerprint, group: shown, method, unknown, screen, weights: Object.fromEntries(weights), ratings };
}

/** A state from what `plainState` gave, or an error that says what does not fit; what is left out is the case's own. */
function read(given) {
  const short = (text) => String(text).slice(0, 80);
  const fail = (text) => { throw new Error(text); };
  const place = (list, id, kind) => {
    const found = list.findIndex((item) => item.id === id);
    return found < 0 ? fail(`no ${kind} ${short(id)}`) : found;
  };
  const one = (value, known) => (known.includes(value) ? value : fail(`${short(value)} is not known`));
  if (typeof given !== "object" || given === null) fail("it holds no state");
  if ((given.fingerprint ?? DATA.fingerprint) !== DATA.fingerprint) fail("it belongs to another problem");
  const next = { ...START, weights: [...START.weights], edits: DATA.groups.map(() => new Map()) };
  if (given.group !== undefined) next.group = place(DATA.groups, given.group, "group");
  if (given.method !== undefined) next.method = one(given.method, Object.keys(METHODS));
  if (given.unknown !== undefined) next.unknown = one(given.unknown, ["mode", "worst", "best"]);
  if (given.screen !== undefined) next.screen = one(given.screen, [true, false]);
  for (const [id, byLabel] of Object.entries(given.weights ?? {})) {
    const weight = (id) => (Object.hasOwn(byLabel, id) ? byLabel[id] : fail(`no weight of ${short(id)}`));
    const vector = DATA.criteria.map((criterion) => weight(criterion.id));
    const sound = vector.every((weight) => Number.isFinite(weight) && weight >= 0) && Math.abs(sum(vector) - 1) <= 1e-6;
    next.weights[place(DATA.groups, id, "group")] = sound ? vector : fail("weights do not sum to 1");
  }
  for (const { group, option, criterion, mode } of given.ratings ?? []) {
    const g = place(DATA.groups, group, "group"), k = place(DATA.criteria, criterion, "criterion");
    const reason = wrong(k, mode);
    if (reason) fail(`a rating ${reason}`);
    next.edits[g].set(key(place(DATA.groups[g].options, option, "option"), k), mode);
  }
  if (next.unknown === "mode" && !estimated(next.edits)) fail("a rating without evidence has no estimate");
  return next;
}
