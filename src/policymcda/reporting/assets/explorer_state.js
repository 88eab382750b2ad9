// What the page knows and what has been changed: no element of the page is touched here.
// A state is JSON by label, so that a link carries it and Python can take it up:
// {fingerprint, group, method, unknown, screen, weights: {group: {criterion: weight}},
//  ratings: [{group, option, criterion, mode}]}

const DATA = JSON.parse(document.getElementById("data").textContent);
const BENEFIT = DATA.criteria.map((criterion) => criterion.benefit);
const LOW = DATA.criteria.map((criterion) => criterion.low);
const HIGH = DATA.criteria.map((criterion) => criterion.high);
const NO_EVIDENCE = DATA.evidence.indexOf("none");

const own = () => ({
  group: 0,
  method: DATA.method,
  unknown: DATA.unknown,
  screen: DATA.screen,
  weights: DATA.groups.map((group) => [...group.weights]),
  edits: DATA.groups.map(() => new Map()), // "option criterion", by place, to the rating
});

let state = own();
const proportions = DATA.groups.map((group) => [...group.weights]); // the last in which no criterion had it all

const key = (option, criterion) => `${option} ${criterion}`;

/** The rating as it stands, null where there is none: what was typed, else the case's mode. */
const rating = (g, i, k) => state.edits[g].get(key(i, k)) ?? DATA.groups[g].mode[i][k];

/** The number that counts: what was typed is known, and what is not known follows the rule. */
function counted(g, i, k) {
  const group = DATA.groups[g], edited = state.edits[g].get(key(i, k));
  if (edited !== undefined || group.evidence[i][k] !== NO_EVIDENCE || state.unknown === "mode") return rating(g, i, k);
  return (BENEFIT[k] === (state.unknown === "best") ? group.high : group.low)[i][k];
}

/** Whether no rating lacks the estimate that the rule `mode` takes. */
const estimated = (edits) =>
  DATA.groups.every(({ mode }, g) =>
    mode.every((row, i) => row.every((value, k) => value !== null || edits[g].has(key(i, k)))),
  );

/** Why an option is screened, "" where it is not: a screen, or a threshold that its rating misses. */
function reasonOf(g, i) {
  const given = DATA.groups[g].options[i].reason;
  if (given) return given;
  for (const { criterion, at_least: least, at_most: most } of DATA.groups[g].limits) {
    const value = rating(g, i, criterion), name = DATA.criteria[criterion].name;
    if (value !== null && least !== null && value < least) return `${name} ${value} is below ${least}`;
    if (value !== null && most !== null && value > most) return `${name} ${value} is above ${most}`;
  }
  return "";
}

/** Scores, ranks and intervals of a group as it stands; options by place, score and rank null where one is left out. */
function answer(g) {
  const options = DATA.groups[g].options.map((_, i) => ({ place: i, score: null, rank: null, reason: reasonOf(g, i) }));
  const scored = options.filter((option) => !(state.screen && option.reason));
  if (!scored.length) return { options, intervals: DATA.criteria.map(() => null) };
  const matrix = scored.map(({ place }) => DATA.criteria.map((_, k) => counted(g, place, k)));
  const parts = METHODS[state.method].prepare(matrix, BENEFIT, LOW, HIGH);
  const scores = scoring(state.method, parts)(state.weights[g]), ranks = ranksOf(scores);
  scored.forEach((option, i) => Object.assign(option, { score: scores[i], rank: ranks[i] }));
  const placed = (places) => places.map((i) => scored[i].place);
  const intervals = DATA.criteria.map((_, k) => {
    const found = stableInterval(state.method, parts, state.weights[g], k);
    const { low, high, first, below, above } = found ?? {};
    return found && { low, high, first: scored[first].place, below: placed(below), above: placed(above) };
  });
  return { options, intervals };
}

/** One weight of the group on the screen, the others in proportion; the proportion outlives a weight of 1. */
function setWeight(k, at) {
  const g = state.group, weights = state.weights[g];
  const others = (vector) => sum(vector.filter((_, j) => j !== k));
  if (others(weights) > 0) proportions[g] = [...weights];
  state.weights[g] = moved(others(weights) > 0 ? weights : proportions[g], k, Math.min(1, Math.max(0, at)));
}

/** What is wrong with a rating, "" where it can be taken. */
function wrong(k, value) {
  const { low, high } = DATA.criteria[k];
  if (typeof value !== "number" || !Number.isFinite(value)) return "is no number";
  const outside = (low !== null && value < low) || (high !== null && value > high);
  return outside ? `is outside of ${low ?? "…"} to ${high ?? "…"}` : "";
}

/** The state by label; all of it, or what is not the case's own. */
function plainState(whole) {
  const named = (list) => (place) => list[place].id;
  const group = named(DATA.groups), criterion = named(DATA.criteria), start = own();
  const kept = (g) => whole || state.weights[g].some((weight, k) => weight !== start.weights[g][k]);
  const weights = state.weights.flatMap((vector, g) =>
    kept(g) ? [[group(g), Object.fromEntries(vector.map((weight, k) => [criterion(k), weight]))]] : [],
  );
  const ratings = state.edits.flatMap((edits, g) =>
    [...edits].map(([place, mode]) => {
      const [i, k] = place.split(" ").map(Number);
      return { group: group(g), option: DATA.groups[g].options[i].id, criterion: criterion(k), mode };
    }),
  );
  const { method, unknown, screen } = state, { fingerprint } = DATA;
  const shown = group(state.group);
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
  const next = own();
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
