// What is said while somebody answers: how consistent, which two answers clash and why. Nothing is ever blocked.

/** The place of a question as a link to it. */
const goTo = (place) => button(text("look_again", { place: place + 1 }), () => show(place));

function clash(parts, places) {
  const links = [...new Set(places)].filter((place) => place !== state.place).map(goTo);
  const words = make("p", {}, ...parts, " ", text("clash_free"));
  return make("div", { className: "note" }, make("h3", {}, text("clash_heading")), words, make("div", { className: "buttons" }, ...links));
}

/** How consistent the comparisons under a node are, and where two of them clash. */
function judgementFeedback(question, place) {
  const { group, node, keys } = question, items = DATA.nodes[node], matrix = matrixOf(question), lines = [];
  const { criterion, versus, value } = rowOf(keys[0]);
  const names = { more: strong(criterionName(criterion)), less: strong(criterionName(versus)) };
  if (value === 1) lines.push(make("p", {}, ...sentence("judgement_same", names)));
  else if (value > 1) lines.push(make("p", {}, ...sentence("judgement_sentence", { ...names, step: text(`step_${Math.round(value)}`), value: NUMBER.format(value) })));
  if (items.length < 3 || pairsOf(items.length).length === missingIn(matrix)) return lines;
  const worst = worstAnswer(matrix, [items.indexOf(criterion), items.indexOf(versus)].sort((a, b) => a - b));
  if (!worst) return [...lines, make("p", { className: "muted" }, text("consistency_free"))];
  const ratio = consistencyRatio(matrix), good = ratio <= DATA.acceptable;
  lines.push(make("p", { className: good ? "muted" : "" }, text(good ? "consistency_good" : "consistency_bad", { ratio: RATIO.format(ratio) })));
  return good ? lines : [...lines, judgementClash(group, items, matrix, worst)];
}

/** The answer that fits least, and the other one that contradicts it most by way of a third. */
function judgementClash(group, items, matrix, { pair: [i, j], value }) {
  const asked = (a, b) => Math.max(placeOf("judgements", group, items[a], items[b]), placeOf("judgements", group, items[b], items[a]));
  const compared = (ratio) => {
    const [more, less] = (ratio >= 1 ? [i, j] : [j, i]).map((item) => strong(criterionName(items[item])));
    return sentence("times", { more, less, times: NUMBER.format(ratio >= 1 ? ratio : 1 / ratio) });
  };
  const k = detour(matrix, [i, j]), names = { one: asked(i, j) + 1, given: compared(matrix[i][j]) };
  if (k === null) return clash(sentence("clash_alone", { ...names, implied: compared(value) }), [asked(i, j)]);
  const strength = ([a, b]) => Math.abs(Math.log(matrix[a][b]));
  const [other, third] = strength([i, k]) >= strength([k, j]) ? [[i, k], [k, j]] : [[k, j], [i, k]];
  const places = [asked(i, j), asked(...other), asked(...third)], implied = compared(matrix[i][k] * matrix[k][j]);
  return clash(sentence("clash_two", { ...names, other: places[1] + 1, third: places[2] + 1, implied }), places);
}

/** What points add up to. */
function swingFeedback({ keys }) {
  const points = keys.map((key) => rowOf(key).points), sum = total(points.map((value) => Math.max(value ?? 0, 0))), lines = [];
  $("swings")?.querySelectorAll(".share").forEach((place, i) => {
    place.textContent = sum > 0 && points[i] !== null ? text("swings_share", { share: SHARE.format(Math.max(points[i], 0) / sum) }) : "";
  });
  $("swings")?.querySelectorAll("input[type=number]").forEach((field, i) => mark(field, points[i] !== null && points[i] < 0));
  const given = points.filter((value) => value !== null), most = Math.max(...given);
  if (!given.length) return lines;
  if (given.some((value) => value < 0)) lines.push(make("p", { className: "fault" }, text("below_zero"), " ", text("not_counted")));
  if (given.length < points.length) lines.push(make("p", { className: "muted" }, text("swings_left", { count: points.length - given.length })));
  else if (!(sum > 0)) lines.push(make("p", { className: "note" }, text("swings_none")));
  if (most > 0 && most !== 100) lines.push(make("p", { className: "muted" }, text("swings_top", { points: NUMBER.format(most) })));
  return lines;
}

const mark = (field, wrong) => (wrong ? field.setAttribute("aria-invalid", "true") : field.removeAttribute("aria-invalid"));

/** Which ratings cannot be taken as they stand. */
function codingFeedback({ keys }) {
  const faults = keys.map(faultOf);
  $("codings")?.querySelectorAll("li").forEach((item, i) => {
    const wrong = faults[i] !== "" && faults[i] !== "lacks_answer";
    item.querySelector(".fault").textContent = wrong ? text(faults[i]) : "";
    item.querySelectorAll("input[type=number]").forEach((field) => mark(field, wrong && (field.value !== "" || faults[i] === "lacks_mode")));
  });
  return faults.some((fault) => fault && fault !== "lacks_answer") ? [make("p", { className: "fault" }, text("not_counted"))] : [];
}

/** Trade-offs that no weights agree with. */
function statementFeedback({ group }) {
  const claims = circle(claimsOf(group));
  if (!claims) return [];
  const places = [...new Set(claims.map((claim) => claim.place))].sort((a, b) => (b === state.place) - (a === state.place));
  const [one, other, ...rest] = places.map((at) => at + 1);
  const list = new Intl.ListFormat(DATA.texts.language).format(rest.map(String));
  return [clash(rest.length ? sentence("clash_circle", { one, other, rest: list }) : sentence("clash_pair", { one, other }), places)];
}

const FEEDBACK = { judgements: judgementFeedback, swings: swingFeedback, codings: codingFeedback, statements: statementFeedback };
