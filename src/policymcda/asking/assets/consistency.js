// How well comparisons in pairs hold together, as the library computes it: missing ones are completed by the least
// principal eigenvalue (Bozóki, Fülöp and Rónyai, 2010). A matrix is a list of rows, null where nothing was said.

const range = (count) => Array.from({ length: count }, (_, i) => i);
const total = (values) => values.reduce((a, b) => a + b, 0);
const pairsOf = (n) => range(n).flatMap((i) => range(n).slice(i + 1).map((j) => [i, j]));

/** The solutions of a linear system for several right sides, by elimination with pivots: columns of the result. */
function solve(matrix, sides) {
  const n = matrix.length, rows = matrix.map((row, i) => [...row, ...sides.map((side) => side[i])]);
  for (let k = 0; k < n; k += 1) {
    const pivot = range(n).slice(k).reduce((a, b) => (Math.abs(rows[b][k]) > Math.abs(rows[a][k]) ? b : a));
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = 0; i < n; i += 1) {
      const factor = i === k ? 0 : rows[i][k] / rows[k][k];
      if (factor) for (let j = k; j < rows[i].length; j += 1) rows[i][j] -= factor * rows[k][j];
    }
  }
  return sides.map((_, s) => range(n).map((i) => rows[i][n + s] / rows[i][i]));
}

/** For each item the first one that answers connect it with. */
function components(matrix) {
  const first = matrix.map((_, i) => i);
  for (let again = true; again; ) {
    again = false;
    for (const [i, j] of pairsOf(matrix.length)) {
      const least = Math.min(first[i], first[j]);
      if (matrix[i][j] === null || first[i] === first[j]) continue;
      first[i] = first[j] = least;
      again = true;
    }
  }
  return first;
}

/** Logarithms of the least squares priorities, of mean 0 in each connected part. */
function leastSquares(matrix) {
  const n = matrix.length, part = components(matrix), size = part.map((p) => part.filter((q) => q === p).length);
  const known = (i, j) => i === j || matrix[i][j] !== null;
  const left = range(n).map((i) =>
    range(n).map((j) => {
      const degree = i === j ? range(n).filter((k) => known(i, k)).length : 0;
      return degree - (known(i, j) ? 1 : 0) + (part[i] === part[j] ? 1 / size[i] : 0);
    }),
  );
  const right = range(n).map((i) => total(range(n).map((j) => (i !== j && known(i, j) ? Math.log(matrix[i][j]) : 0))));
  return solve(left, [right])[0];
}

/** The principal eigenvector and eigenvalue of a matrix of logarithms, balanced by its row means. */
function principal(logs) {
  const n = logs.length, means = logs.map((row) => total(row) / n);
  const moved = logs.map((row, i) => row.map((value, j) => value - means[i] + means[j]));
  const shift = Math.max(...moved.flat()), balanced = moved.map((row) => row.map((value) => Math.exp(value - shift)));
  let vector = range(n).map(() => 1), value = n;
  for (let step = 0; step < 20000; step += 1) {
    const image = balanced.map((row) => total(row.map((cell, j) => cell * vector[j])));
    const ratios = image.map((cell, i) => cell / vector[i]), [low, high] = [Math.min(...ratios), Math.max(...ratios)];
    value = (low + high) / 2;
    const most = Math.max(...image);
    vector = image.map((cell) => cell / most);
    if (high - low <= 1e-14 * high) break;
  }
  return { balanced, vector, value: value * Math.exp(shift) };
}

/** Newton's step for the missing logarithms, and the net flow along each: the gradient of the eigenvalue's logarithm. */
function newton(logs, missing) {
  const n = logs.length, { balanced, vector } = principal(logs), leak = 1e-13;
  const chain = balanced.map((row) => {
    const flows = row.map((cell, j) => cell * vector[j]), sum = total(flows);
    return flows.map((cell) => (cell * (1 - leak)) / sum + leak / n);
  });
  const system = chain.map((row, i) => row.map((cell, j) => (i === j ? 1 : 0) - cell + 1));
  const columns = solve(system, range(n).map((k) => range(n).map((i) => (i === k ? 1 : 0)))); // of the inverse
  const stationary = columns.map(total);
  const flow = (i, j) => stationary[i] * chain[i][j];
  const net = missing.map(([i, j]) => flow(i, j) - flow(j, i));
  const ahead = missing.map(([i, j], p) => range(n).map((k) => (k === i ? chain[i][j] : k === j ? -chain[j][i] : 0) - net[p]));
  const behind = missing.map(([i, j], p) =>
    range(n).map((k) => (k === i ? -flow(j, i) : k === j ? flow(i, j) : 0) - net[p] * stationary[k]),
  );
  const through = behind.map((row) => columns.map((column) => total(row.map((cell, k) => cell * column[k]))));
  const lag = through.map((row) => ahead.map((other) => total(row.map((cell, k) => cell * other[k]))));
  const hessian = missing.map(([i, j], p) =>
    missing.map((_, q) => (p === q ? flow(i, j) + flow(j, i) + 1e-9 : 0) - net[p] * net[q] + lag[p][q] + lag[q][p]),
  );
  return { net, step: solve(hessian, [net])[0].map((value) => -value) };
}

/** The logarithms of the matrix whose gaps are filled so that the principal eigenvalue is least. */
function completed(matrix) {
  const start = leastSquares(matrix), missing = pairsOf(matrix.length).filter(([i, j]) => matrix[i][j] === null);
  const logs = matrix.map((row, i) => row.map((cell, j) => (i === j ? 0 : cell === null ? start[i] - start[j] : Math.log(cell))));
  if (!missing.length) return logs;
  let longest = Math.max(1, ...logs.flat().map(Math.abs)), last = missing.map(() => 0);
  for (let round = 0; round < 60; round += 1) {
    const { net, step } = newton(logs, missing);
    if (total(net.map((value, p) => value * last[p])) > 0) longest = Math.max(longest / 4, 1);
    const factor = longest / Math.max(longest, ...step.map(Math.abs));
    last = step.map((value) => value * factor);
    missing.forEach(([i, j], p) => { logs[i][j] += last[p]; logs[j][i] -= last[p]; });
    if (Math.max(...net.map(Math.abs)) <= 1e-12) break;
  }
  return logs;
}

const missingIn = (matrix) => pairsOf(matrix.length).filter(([i, j]) => matrix[i][j] === null).length;

/** The consistency ratio, by the mean eigenvalues of random matrices that have as many gaps. */
function consistencyRatio(matrix, gaps = missingIn(matrix)) {
  const n = matrix.length, expected = DATA.random_index[n] ?? [0];
  const index = expected[Math.min(gaps, expected.length - 1)];
  return index > 0 ? Math.max(principal(completed(matrix)).value - n, 0) / ((n - 1) * index) : 0;
}

/** The answer without which the others hold together best: its pair, what the others make of it, and the ratio then;
    where several are as good, that of the pair `own`. */
function worstAnswer(matrix, own = [-1, -1]) {
  const before = components(matrix).join(), gaps = missingIn(matrix);
  const trials = pairsOf(matrix.length).filter(([i, j]) => matrix[i][j] !== null).flatMap(([i, j]) => {
    const trial = matrix.map((row) => [...row]);
    trial[i][j] = trial[j][i] = null;
    if (components(trial).join() !== before) return [];
    const logs = completed(trial), filled = logs.map((row) => row.map(Math.exp));
    return [{ pair: [i, j], value: Math.exp(logs[i][j]), ratio: consistencyRatio(filled, gaps) }];
  });
  if (!trials.length) return null;
  const best = trials.reduce((a, b) => (b.ratio < a.ratio ? b : a));
  return trials.find(({ pair, ratio }) => pair.join() === own.join() && ratio <= best.ratio + 1e-9) ?? best;
}

/** The item through which two other answers contradict the one of a pair most, null where none connects both. */
function detour(matrix, [i, j]) {
  const through = range(matrix.length).filter((k) => k !== i && k !== j && matrix[i][k] !== null && matrix[k][j] !== null);
  const apart = (k) => Math.abs(Math.log((matrix[i][k] * matrix[k][j]) / matrix[i][j]));
  return through.length ? through.reduce((a, b) => (apart(b) > apart(a) ? b : a)) : null;
}

/** A circle of trade-offs that cannot all hold: each says w[more] * times >= w[less]; null where all can. */
function circle(claims) {
  const follow = (path, sum) => {
    const last = path.at(-1), seen = new Set(path.map((claim) => claim.more));
    for (const claim of claims.filter(({ more }) => more === last.less)) {
      const next = [...path, claim], bound = sum - Math.log(claim.times);
      if (claim.less === path[0].more) {
        if (bound > 1e-9 || (bound > -1e-9 && next.some(({ same }) => !same))) return next;
      } else if (!seen.has(claim.less)) {
        const closed = follow(next, bound);
        if (closed) return closed;
      }
    }
    return null;
  };
  for (const claim of claims) {
    const closed = follow([claim], -Math.log(claim.times));
    if (closed) return closed;
  }
  return null;
}
