// Ratings as they may be, drawn: how often each option comes first. The same numbers for the same state.

const DRAWS = 1000;
const TRIES = 100;

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function randomly(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function triangular(u, low, mode, high) {
  const rise = (mode - low) / (high - low);
  return u < rise ? low + Math.sqrt(u * (high - low) * (mode - low)) : high - Math.sqrt((1 - u) * (high - low) * (high - mode));
}

/** A normal number within its ends. */
function bell(next, low, mode, high, sd) {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const value = mode + sd * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    if (value >= low && value <= high) return value;
  }
  return Math.min(high, Math.max(low, mode));
}

/** The cells of a matrix that are not certain: their place and what draws one. */
function uncertain(cells) {
  return cells.flatMap((row, i) =>
    row.flatMap(({ low, mode, high, sd, flat }, k) => {
      if (flat) return low < high ? [{ i, k, draw: (next) => low + next() * (high - low) }] : [];
      if (sd > 0) return [{ i, k, draw: (next) => bell(next, low ?? -Infinity, mode, high ?? Infinity, sd) }];
      return low < high ? [{ i, k, draw: (next) => triangular(next(), low, mode, high) }] : [];
    }),
  );
}

/** Counts of first places over `DRAWS` draws, some at a time: `more(ms)` goes on for a while, and says whether it is done. */
function drawing(method, cells, weights, benefit, low, high) {
  const next = randomly(20161), moving = uncertain(cells), matrix = cells.map((row) => row.map(({ mode }) => mode));
  const first = cells.map(() => 0);
  let done = 0;
  return {
    first,
    certain: moving.length === 0,
    more(milliseconds) {
      const until = performance.now() + milliseconds;
      while (done < DRAWS && performance.now() < until) {
        for (const { i, k, draw } of moving) matrix[i][k] = draw(next);
        const tied = firstsOf(scoring(method, METHODS[method].prepare(matrix, benefit, low, high))(weights));
        for (const place of tied) first[place] += 1;
        done += 1;
      }
      return done >= DRAWS;
    },
  };
}
