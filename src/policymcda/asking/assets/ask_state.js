// What is asked and what was answered: no element of the page is touched here. An answer is a row of a table of the
// case, and `change` is the only way in which one comes, changes or goes.

const DATA = JSON.parse(document.getElementById("data").textContent);
const QUESTIONS = DATA.questions;
const PREFIX = `${DATA.format} ${DATA.shown} ${DATA.asked} `;

/** What identifies a row: a comparison is the same one from either side. */
const IDENTITY = {
  judgements: ({ group, criterion, versus }) => [group, ...[criterion, versus].sort()],
  statements: ({ group, better, worse }) => [group, ...[better, worse].sort()],
  swings: ({ group, criterion }) => [group, criterion],
  codings: ({ group, option, criterion }) => [group, option, criterion],
};
const rowKey = (kind, row) => JSON.stringify([kind, ...IDENTITY[kind](row)]);

/** The rows that a question asks for, still without an answer. */
const ROWS = {
  judgements: ({ group, first, second }) => [{ group, criterion: first, versus: second, value: null }],
  statements: ({ group, a, b }) => [{ group, better: a.text, worse: b.text, same: false, sure: null, chosen: false }],
  swings: ({ group, criteria }) =>
    criteria.map((criterion) => {
      const [low, high] = DATA.criteria[criterion].range;
      return { group, criterion, points: null, low, high };
    }),
  codings: ({ group, options, criterion }) =>
    options.map((option) => ({ group, option, criterion, low: null, mode: null, high: null, evidence: "" })),
};

/** What a row still lacks or gets wrong, as the name of a text; "" where it counts. */
const FAULTS = {
  judgements: ({ value }) => (value > 0 ? "" : "lacks_answer"),
  statements: ({ chosen }) => (chosen ? "" : "lacks_answer"),
  swings: ({ points }) => (points === null ? "lacks_answer" : points >= 0 ? "" : "below_zero"),
  codings: ({ criterion, low, mode, high, evidence }) => {
    const { low: least, high: most } = DATA.criteria[criterion], given = [low, mode, high].filter((value) => value !== null);
    if (evidence === "none") return "";
    if (!given.length) return "lacks_answer";
    if (given.some((value) => (least !== null && value < least) || (most !== null && value > most))) return "outside_scale";
    if (mode === null) return "lacks_mode";
    return given.some((value, i) => i > 0 && value < given[i - 1]) ? "not_in_order" : "";
  },
};

const BLANK_ROWS = new Map();
const QUESTION_OF = new Map();
QUESTIONS.forEach((question, place) => {
  question.keys = ROWS[question.kind](question).map((row) => {
    const key = rowKey(question.kind, row);
    BLANK_ROWS.set(key, row);
    QUESTION_OF.set(key, place);
    return key;
  });
});

const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const fresh = () => ({
  id: randomId(), stakeholder: "", place: -1, comment: "", finished: false,
  rows: new Map(), skipped: new Map(), comments: new Map(), // by key of the row, by place of the question
});

let state = fresh();
let unsaved = false;

const rowOf = (key) => state.rows.get(key) ?? BLANK_ROWS.get(key);
const faultOf = (key) => FAULTS[QUESTIONS[QUESTION_OF.get(key)].kind](rowOf(key));
const rowsOf = (place) => QUESTIONS[place].keys.map(rowOf);

/** Takes an answer: a row with its table as `kind`; the cells that are left out stay as they are. */
function change({ kind, ...cells }) {
  const key = rowKey(kind, cells);
  if (!BLANK_ROWS.has(key)) return false;
  state.rows.set(key, { ...rowOf(key), ...cells });
  state.skipped.delete(QUESTION_OF.get(key));
  keep();
  return true;
}

/** Leaves out what a question still lacks; "I don't know" takes a single answer back, several stay as they are. */
function leaveOut(place, reason) {
  const { keys } = QUESTIONS[place];
  if (reason === "unknown" && keys.length === 1) state.rows.delete(keys[0]);
  if (statusOf(place) !== "answered") state.skipped.set(place, reason);
  keep();
}

/** "answered", "part", "unknown", "skipped" or "open". */
function statusOf(place) {
  if (state.skipped.has(place)) return state.skipped.get(place);
  const { keys } = QUESTIONS[place], given = keys.filter((key) => faultOf(key) === "").length;
  const touched = keys.some((key) => state.rows.has(key) && faultOf(key) !== "lacks_answer");
  return given === keys.length ? "answered" : given || touched ? "part" : "open";
}

/** What another state has, as this one would count it. */
function within(other, count) {
  const own = state;
  try {
    state = other;
    return count();
  } finally {
    state = own;
  }
}

const countOf = (...statuses) => QUESTIONS.filter((_, place) => statuses.includes(statusOf(place))).length;

/** A row as its table has it. */
function tableRow(key) {
  const place = QUESTION_OF.get(key), { kind } = QUESTIONS[place], comment = state.comments.get(place)?.trim();
  const { chosen, side, ...row } = rowOf(key); // what only the page needs stays here
  if (kind === "statements" && row.sure === null) delete row.sure;
  if (kind === "codings" && row.evidence === "") delete row.evidence;
  return comment ? { ...row, rationale: comment } : row;
}

/** What is left out: where, why and with which comment. */
function leftOut(place) {
  const { name, kind, keys } = QUESTIONS[place], comment = state.comments.get(place)?.trim() ?? "";
  const reason = state.skipped.get(place) ?? "open", answered = keys.some((key) => faultOf(key) === "");
  return reason !== "open" || (!answered && comment) ? [{ question: name, kind, reason, comment }] : [];
}

/** The name of whoever answers, or one made of the id. */
const nameOf = () => state.stakeholder.trim() || text("anonymous", { id: state.id.slice(0, 6) });

/** All answers as the file has them. */
function answers(finished = state.finished) {
  const counted = (place) => QUESTIONS[place].keys.filter((key) => faultOf(key) === "");
  const places = QUESTIONS.map((_, place) => place);
  const table = (kind) => places.filter((place) => QUESTIONS[place].kind === kind).flatMap(counted).map(tableRow);
  return {
    format: DATA.format,
    shown: DATA.shown,
    case: DATA.case,
    stakeholder: nameOf(),
    id: state.id,
    finished,
    saved: new Date().toISOString(),
    tables: Object.fromEntries(DATA.kinds.map((kind) => [kind, table(kind)])),
    skipped: places.flatMap(leftOut),
    comment: state.comment.trim(),
    seen: DATA.seen,
    place: state.place,
  };
}

/** A state from what `answers` gave, and how many of its rows belong to nothing that is asked here. */
function restored(given) {
  if (typeof given !== "object" || given === null || given.format !== DATA.format) throw new Error(text("no_answers"));
  const string = (value) => (typeof value === "string" ? value : "");
  const next = { ...fresh(), stakeholder: string(given.stakeholder), comment: string(given.comment) };
  if (/^[0-9a-f]{8,64}$/.test(string(given.id))) next.id = given.id;
  if (next.stakeholder === text("anonymous", { id: next.id.slice(0, 6) })) next.stakeholder = "";
  let lost = 0;
  for (const [kind, rows] of Object.entries(given.tables ?? {})) {
    for (const { rationale, ...row } of Array.isArray(rows) ? rows : []) {
      const key = Object.hasOwn(IDENTITY, kind) ? rowKey(kind, row) : "", blank = BLANK_ROWS.get(key);
      if (!blank || (kind === "swings" && (row.low !== blank.low || row.high !== blank.high))) { lost += 1; continue; }
      const fits = (cell, value) => (cell === null ? Number.isFinite(value) : typeof value === typeof cell);
      const known = Object.entries(row).filter(([name, value]) => Object.hasOwn(blank, name) && fits(blank[name], value));
      next.rows.set(key, { ...blank, ...Object.fromEntries(known), ...(kind === "statements" ? { chosen: true } : {}) });
      if (string(rationale)) next.comments.set(QUESTION_OF.get(key), rationale);
    }
  }
  for (const { question, reason, comment } of Array.isArray(given.skipped) ? given.skipped : []) {
    const place = QUESTIONS.findIndex(({ name }) => name === question);
    if (place < 0) { lost += 1; continue; }
    if (["unknown", "skipped"].includes(reason)) next.skipped.set(place, reason);
    if (string(comment)) next.comments.set(place, comment);
  }
  next.finished = given.finished === true;
  next.place = Number.isInteger(given.place) ? Math.min(Math.max(given.place, -1), QUESTIONS.length) : -1;
  return { next, lost };
}

/** The storage of this browser; viewers of mail and strict settings refuse it, and then nothing is kept. */
const storage = {
  attempt(action, otherwise) {
    try {
      return action(localStorage);
    } catch {
      return otherwise;
    }
  },
  works: () => storage.attempt((store) => {
    store.setItem(`${PREFIX}try`, "1");
    store.removeItem(`${PREFIX}try`);
    return true;
  }, false),
  put: () => storage.attempt((store) => {
    store.setItem(PREFIX + state.id, JSON.stringify(answers()));
    return true;
  }, false),
  forget: (id) => storage.attempt((store) => store.removeItem(PREFIX + id)),
  all: () => storage.attempt((store) => {
    const keys = range(store.length).map((i) => store.key(i)).filter((key) => key.startsWith(PREFIX));
    const readable = (key) => storage.attempt(() => {
      const given = JSON.parse(store.getItem(key)), { next } = restored(given);
      return [{ next, saved: new Date(given.saved) }];
    }, []);
    return keys.flatMap(readable).sort((a, b) => b.saved - a.saved);
  }, []),
};

/** Keeps the answers on this device, where that is allowed. */
function keep() {
  const { rows, skipped, comments, comment, stakeholder } = state;
  const empty = !(rows.size || skipped.size || comments.size || comment || stakeholder);
  unsaved = !empty && !storage.put();
}

/** The comparisons of the items of a question's node as a matrix, null where nothing was said. */
function matrixOf({ group, node }) {
  const items = DATA.nodes[node], matrix = items.map((_, i) => items.map((_, j) => (i === j ? 1 : null)));
  QUESTIONS.forEach((question, place) => {
    if (question.kind !== "judgements" || question.group !== group || question.node !== node) return;
    const [{ criterion, versus, value }] = rowsOf(place), [i, j] = [items.indexOf(criterion), items.indexOf(versus)];
    if (value > 0) [matrix[i][j], matrix[j][i]] = [value, 1 / value];
  });
  return matrix;
}

/** The place of the question that compares two criteria, or trades them off. */
const placeOf = (kind, group, one, other) =>
  QUESTIONS.findIndex((question) => question.kind === kind && question.group === group && question.first === one && question.second === other);

/** What the trade-offs of a group say of the weights: w[more] * times >= w[less]. */
function claimsOf(group) {
  return QUESTIONS.flatMap((question, place) => {
    if (question.kind !== "statements" || question.group !== group || faultOf(question.keys[0])) return [];
    const { first, second, part } = question, [{ better, same }] = rowsOf(place), forth = better === question.a.text;
    const claims = [
      { more: first, less: second, times: part, same, place, holds: same || forth },
      { more: second, less: first, times: 1 / part, same, place, holds: same || !forth },
    ];
    return claims.filter(({ holds }) => holds);
  });
}
