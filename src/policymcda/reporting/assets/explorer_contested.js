// Whether the first place is contested, by the rules of `policymcda verdict` that a page can follow as it changes: the
// lead, single weights, evidence, screens, and draws of the ratings. Methods and people are not asked here.

const LIMITS = { nearTie: 0.05, weightMove: 0.05, share: 0.5, rival: 0.2, noEvidence: 0.25, contenders: 4 };

/** The cells of the options that compete, each as what it may be; what was typed is certain. */
function cellsOf(s, g) {
  const { low, mode, high, sd } = DATA.groups[g];
  return competing(s, g).places.map((i) =>
    DATA.criteria.map((_, k) => {
      const typed = s.edits[g].get(key(i, k));
      if (typed !== undefined) return { low: typed, mode: typed, high: typed, sd: null, flat: false };
      const flat = guessed(s, g, i, k);
      return { low: low[i][k], mode: mode[i][k], high: high[i][k], sd: sd ? sd[i][k] : null, flat };
    }),
  );
}

/** Draws of the ratings of a group, which `more` goes on with; `shares` is how often each option is first, by place. */
function draws(s, g) {
  const { places } = competing(s, g);
  const drawn = drawing(s.method, cellsOf(s, g), s.weights[g], BENEFIT, LOW, HIGH);
  return {
    certain: drawn.certain,
    more: drawn.more,
    shares: () => new Map(places.map((place, i) => [place, drawn.first[i] / DRAWS])),
  };
}

/**
 * What could be first and why, the first at the head; `shares` (null: not yet drawn) is how often each is first.
 * word: "open", "contested", or blank; because: what says so beside the contenders.
 */
function standing(s, g, shares) {
  const ranked = ranking(s, g), [leader, ...others] = ranked;
  if (!others.length) return { word: "", contenders: [], because: [] };
  const { intervals } = answer(s, g), span = leader.score - others.at(-1).score;
  const why = new Map([[leader.place, []]]);
  const add = (place, reason) => why.set(place, [...(why.get(place) ?? []), reason]);
  for (const { place, score, rank } of others) {
    if (leader.score - score > LIMITS.nearTie * span) break;
    add(place, rank === 1 ? "ties with it" : "scores nearly the same");
  }
  const near = takeovers(s, g, intervals).filter(({ at, to }) => Math.abs(to - at) <= LIMITS.weightMove);
  near.sort((x, y) => Math.abs(x.to - x.at) - Math.abs(y.to - y.at));
  for (const { place, k, at, to } of near.filter((one, i) => near.findIndex(({ place }) => place === one.place) === i)) {
    if (place === leader.place) continue;
    add(place, `is first when ${short(DATA.criteria[k].name, 40)} weighs ${percent(to)} instead of ${percent(at)}`);
  }
  for (const [place, share] of shares ?? []) {
    if (share >= LIMITS.rival && place !== leader.place) add(place, `is first in ${whole(share)} of the draws`);
  }
  const contenders = [...why].map(([place, reasons]) => ({ place, reasons }));
  const because = objections(s, g, leader, shares);
  const open = contenders.length > LIMITS.contenders || because.some(({ grave }) => grave);
  const word = open ? "open" : contenders.length > 1 || because.length ? "contested" : "";
  return { word, contenders, because: because.map(({ text }) => text) };
}

/** What becomes first when one weight moves beyond its stretch: the place, the criterion, its weight, and where to. */
function takeovers(s, g, intervals) {
  return intervals.flatMap((found, k) =>
    found ? [["low", "below"], ["high", "above"]].flatMap(([end, beyond]) =>
      found[beyond].map((place) => ({ place, k, at: s.weights[g][k], to: found[end], less: end === "low" })),
    ) : [],
  );
}

/** What speaks against the first whoever else there is; a grave one leaves the question open. */
function objections(s, g, leader, shares) {
  const found = [], i = leader.place, blind = sum(s.weights[g].filter((_, k) => guessed(s, g, i, k)));
  if (leader.reason) found.push({ grave: true, text: `it is screened (${short(leader.reason, 200)})` });
  if (blind > LIMITS.noEvidence) found.push({ grave: true, text: `${whole(blind)} of its weight rests on no evidence` });
  const share = shares?.get(i) ?? 1, error = Math.sqrt((share * (1 - share)) / DRAWS);
  if (share - 2 * error <= LIMITS.share) {
    found.push({ grave: false, text: `it is first in ${whole(share)} of ${DRAWS} draws of the ratings within what they may be; clearly more than half is asked for` });
  }
  return found;
}
