// Scores, ranks and stability intervals of one group: what policymcda.arrays computes, in the same order of steps.
// A matrix is a list of rows; weights, benefit, low and high go by criterion (low, high: null where there is no end).

const TIE = 1e-9;
const ROUNDING = 64 * Number.EPSILON;
const TOGETHER = 1e-12;
const MANY = 60;

const sum = (values) => values.reduce((total, value) => total + value, 0);
const columnsOf = (matrix) => matrix[0].map((_, k) => matrix.map((row) => row[k]));
const rowsOf = (columns) => columns[0].map((_, i) => columns.map((column) => column[i]));

/** A column divided by its Euclidean norm, zeros where it has none. */
function byVector(column) {
  const largest = Math.max(...column.map(Math.abs));
  if (largest === 0) return column.map(() => 0);
  const parts = column.map((value) => value / largest);
  const norm = Math.sqrt(sum(parts.map((part) => part * part)));
  return parts.map((part) => part / norm);
}

/** A column from 0 at `low` to 1 at `high`; the observed ends stand in, and zeros where they are equal. */
function byRange(column, low, high) {
  const floor = low ?? Math.min(...column), ceiling = high ?? Math.max(...column);
  const plain = [ceiling, ...column].every((value) => Number.isFinite(value - floor));
  const gap = (value) => (plain ? value - floor : value / 4 - floor / 4);
  const span = gap(ceiling);
  return column.map((value) => (span === 0 ? 0 : gap(value) / span));
}

// A method prepares a matrix once: `up` is what speaks for an option by criterion, `down` what speaks against it (null:
// nothing does). Its scores are a function of sums over the criteria of weight to the `power` times up, or down.
const METHODS = {
  topsis: {
    power: 2,
    prepare(matrix, benefit) {
      const columns = columnsOf(matrix).map(byVector);
      const least = columns.map((column) => Math.min(...column)), most = columns.map((column) => Math.max(...column));
      const apart = (ends) => rowsOf(columns.map((column, k) => column.map((value) => (value - ends[k]) ** 2)));
      const best = benefit.map((more, k) => (more ? most[k] : least[k]));
      const worst = benefit.map((more, k) => (more ? least[k] : most[k]));
      return { up: apart(worst), down: apart(best) };
    },
    score(up, down) {
      const toWorst = Math.sqrt(up), whole = toWorst + Math.sqrt(down);
      return whole === 0 ? 0.5 : toWorst / whole;
    },
  },
  weighted_sum: {
    power: 1,
    prepare(matrix, benefit, low, high) {
      const columns = columnsOf(matrix).map((column, k) => byRange(column, low[k], high[k]));
      return { up: rowsOf(columns.map((column, k) => (benefit[k] ? column : column.map((v) => 1 - v)))), down: null };
    },
    score: (up) => up,
  },
};

/** Scores as a function of the weights. */
function scoring(method, parts) {
  const { power, score } = METHODS[method];
  return (weights) => {
    const factors = weights.map((weight) => weight ** power);
    const total = (row) => sum(row.map((value, k) => value * factors[k]));
    return parts.up.map((row, i) => score(total(row), parts.down && total(parts.down[i])));
  };
}

/** One more than the number of scores that are better by more than the tolerance: 1, 2, 2, 4. */
function ranksOf(scores) {
  const most = Math.max(...scores), least = Math.min(...scores);
  const tolerance = Math.max(TIE * most - TIE * least, ROUNDING * Math.max(Math.abs(most), Math.abs(least)));
  return scores.map((score) => 1 + scores.filter((other) => other > score + tolerance).length);
}

/** Weights where one criterion weighs `at` and the others share the rest as they do in `like`, equally if in no way. */
function moved(like, criterion, at) {
  const others = sum(like.filter((_, k) => k !== criterion));
  const share = (weight) => (others > 0 ? weight / others : 1 / (like.length - 1));
  return like.map((weight, k) => (k === criterion ? at : (1 - at) * share(weight)));
}

/** Where two options, each (top[0] + top[1] v) / (bottom[0] + bottom[1] v), are equal; v is (t / (1 - t))^power. */
function meetings([[a, b], [c, d]], [[e, f], [g, h]], power) {
  const still = a * g - e * c, once = a * h + b * g - e * d - f * c, twice = b * h - f * d;
  const inside = once * once - 4 * still * twice;
  if (inside < 0) return [];
  const half = -0.5 * (once + (once < 0 || Object.is(once, -0) ? -1 : 1) * Math.sqrt(inside));
  const roots = [[half, twice], [still, half]].filter(
    ([over, under]) => Math.sign(over) * Math.sign(under) >= 0 && (over !== 0 || under !== 0),
  );
  return roots.map(([over, under]) => {
    const far = Math.abs(over) ** (1 / power), near = Math.abs(under) ** (1 / power);
    return far + near > 0 ? far / (far + near) : 0;
  });
}

/**
 * How far the weight of a criterion may move, the others in proportion, before the first option is not first any more:
 * first, low, high, and what comes first below and above, by place. Null where the others weigh nothing.
 */
function stableInterval(method, parts, weights, criterion) {
  if (!(sum(weights.filter((_, k) => k !== criterion)) > 0)) return null;
  const scores = scoring(method, parts), power = METHODS[method].power, at = weights[criterion];
  const start = moved(weights, criterion, 0).map((weight) => weight ** power);
  const onLine = (row) => [sum(row.map((value, k) => value * start[k])), row[criterion]];
  const lines = parts.up.map((row, i) => [onLine(row), parts.down ? onLine(parts.down[i]) : [1, 1]]);
  const ranksAt = (t) => ranksOf(scores(moved(weights, criterion, t)));
  const leader = ranksOf(scores(weights)).indexOf(1);
  const others = lines.map((_, i) => i).filter((i) => i !== leader);
  const crossings = others.flatMap((i) => meetings(lines[leader], lines[i], power)).sort((p, q) => p - q);
  const inner = crossings.filter((t) => t > TOGETHER && t < 1 - TOGETHER);
  const breaks = [0, ...inner.filter((t, i) => i === 0 || t - inner[i - 1] > TOGETHER), 1];
  const holds = (cell) => ranksAt((breaks[cell] + breaks[cell + 1]) / 2)[leader] === 1;
  let over = breaks.findLastIndex((t) => t <= at + TOGETHER), under = breaks.findLastIndex((t) => t < at - TOGETHER);
  let low = at, high = at;
  while (over >= 0 && over < breaks.length - 1 && holds(over)) high = breaks[++over];
  while (under >= 0 && under < breaks.length - 1 && holds(under)) low = breaks[under--];
  const every = lines.length > MANY ? breaks : [0, 1, ...pairwise(lines, power)];
  const first = (t) => ranksAt(t).flatMap((rank, i) => (rank === 1 ? [i] : []));
  const next = Math.min(...every.filter((t) => t > high + TOGETHER));
  const last = Math.max(...every.filter((t) => t < low - TOGETHER));
  return {
    first: leader,
    low,
    high,
    below: under >= 0 ? first((low + last) / 2) : [],
    above: over < breaks.length - 1 ? first((high + next) / 2) : [],
  };
}

/** Every meeting of every two options along a line. */
function pairwise(lines, power) {
  return lines.flatMap((line, i) => lines.slice(i + 1).flatMap((other) => meetings(line, other, power)));
}
