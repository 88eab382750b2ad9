// Scores, ranks and stability intervals of one group: what policymcda.arrays computes, in the same order of steps.
// A matrix is a list of rows; weights, benefit, low and high go by criterion (low, high: null where there is no end).

const TIE = 1e-9;
const ROUNDING = 64 * Number.EPSILON;
const TOGETHER = 1e-12;
const COALITIONS = 12; // criteria of which every coalition is scored

const sum = (values) => values.reduce((total, value) => total + value, 0);
function dot(row, factors) {
  let total = 0;
  for (let k = 0; k < row.length; k++) total += row[k] * factors[k];
  return total;
}
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
    return parts.up.map((row, i) => score(dot(row, factors), parts.down && dot(parts.down[i], factors)));
  };
}

/** By how much a score must be better to be better at all. */
function toleranceOf(scores) {
  const most = Math.max(...scores), least = Math.min(...scores);
  return Math.max(TIE * most - TIE * least, ROUNDING * Math.max(Math.abs(most), Math.abs(least)));
}

/** One more than the number of scores that are better by more than the tolerance: 1, 2, 2, 4. */
function ranksOf(scores) {
  const tolerance = toleranceOf(scores), falling = Float64Array.from(scores).sort().reverse();
  return scores.map((score) => {
    let low = 0, high = falling.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (falling[middle] > score + tolerance) low = middle + 1;
      else high = middle;
    }
    return 1 + low;
  });
}

/** What comes first, by place. */
function firstsOf(scores) {
  const most = Math.max(...scores), tolerance = toleranceOf(scores);
  return scores.flatMap((score, i) => (most > score + tolerance ? [] : [i]));
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
  const onLine = (row) => [dot(row, start), row[criterion]];
  const lines = parts.up.map((row, i) => [onLine(row), parts.down ? onLine(parts.down[i]) : [1, 1]]);
  const firstsAt = (t) => firstsOf(scores(moved(weights, criterion, t)));
  const leader = firstsOf(scores(weights))[0];
  const others = lines.map((_, i) => i).filter((i) => i !== leader);
  const met = others.flatMap((i) => meetings(lines[leader], lines[i], power).map((t) => ({ t, i })));
  const crossings = met.map(({ t }) => t).filter((t) => t > TOGETHER && t < 1 - TOGETHER).sort((p, q) => p - q);
  const breaks = [0, ...crossings.filter((t, i) => i === 0 || t - crossings[i - 1] > TOGETHER), 1];
  const holds = (cell) => firstsAt((breaks[cell] + breaks[cell + 1]) / 2).includes(leader);
  let over = breaks.findLastIndex((t) => t <= at + TOGETHER), under = breaks.findLastIndex((t) => t < at - TOGETHER);
  let low = at, high = at;
  while (over >= 0 && over < breaks.length - 1 && holds(over)) high = breaks[++over];
  while (under >= 0 && under < breaks.length - 1 && holds(under)) low = breaks[under--];
  // Beyond an end the first is one of those that meet the leader there, up to where one of them meets any other.
  const beyond = (end, side) => {
    const meet = met.filter(({ t }) => Math.abs(t - end) <= TOGETHER).map(({ i }) => i);
    const from = [leader, ...(meet.length ? meet : others)];
    const every = from.flatMap((i) => lines.flatMap((line, j) => (j === i ? [] : meetings(lines[i], line, power))));
    const past = [0, 1, ...every].filter((t) => side * (t - end) > TOGETHER);
    const next = past.reduce((best, t) => (side * (t - best) < 0 ? t : best), side > 0 ? 1 : 0);
    return firstsAt((end + next) / 2);
  };
  const below = under >= 0 ? beyond(low, -1) : [], above = over < breaks.length - 1 ? beyond(high, 1) : [];
  return { first: leader, low, high, below, above };
}

/** What each criterion adds to the score of one option less that of another; null where there are too many criteria. */
function contributions(method, parts, weights, one, other) {
  const { power, score } = METHODS[method], factors = weights.map((weight) => weight ** power), n = weights.length;
  const [mine, theirs] = [one, other].map((i) => parts.up[i].map((value, k) => value * factors[k]));
  if (!parts.down) return mine.map((value, k) => value - theirs[k]);
  if (n > COALITIONS) return null;
  const [mineDown, theirsDown] = [one, other].map((i) => parts.down[i].map((value, k) => value * factors[k]));
  // Shapley values: on the criteria outside of a coalition the option has the values of the other (Shapley, 1953).
  const size = 1 << n, value = new Float64Array(size), count = new Uint8Array(size);
  for (let members = 0; members < size; members++) {
    let up = 0, down = 0;
    for (let k = 0; k < n; k++) {
      const inside = (members >> k) & 1;
      up += inside ? mine[k] : theirs[k];
      down += inside ? mineDown[k] : theirsDown[k];
      count[members] += inside;
    }
    value[members] = score(up, down);
  }
  const share = [1 / n];
  for (let size = 1; size < n; size++) share.push((share[size - 1] * size) / (n - size));
  return weights.map((_, k) => {
    let total = 0;
    for (let members = 0; members < size; members++) {
      if (!((members >> k) & 1)) total += share[count[members]] * (value[members | (1 << k)] - value[members]);
    }
    return total;
  });
}
