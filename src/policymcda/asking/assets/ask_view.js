// What is seen of the questions. Every label goes in as text, never as markup.

const $ = (id) => document.getElementById(id);
const NUMBER = new Intl.NumberFormat(DATA.texts.language, { maximumFractionDigits: 2 });
const RATIO = new Intl.NumberFormat(DATA.texts.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const SHARE = new Intl.NumberFormat(DATA.texts.language, { style: "percent", maximumFractionDigits: 0 });

/** A text in the language of the page, with what stands in braces filled in. */
function text(key, values = {}) {
  return DATA.texts[key].replace(/\{(\w+)\}/g, (all, word) => values[word] ?? all);
}

/** The same as nodes, names in elements of their own, so that their direction of writing stays inside. */
function sentence(key, values) {
  return DATA.texts[key].split(/(\{\w+\})/).flatMap((part) => {
    const value = part.startsWith("{") ? values[part.slice(1, -1)] : undefined;
    return value === undefined ? part : value instanceof Node || Array.isArray(value) ? value : make("bdi", {}, String(value));
  });
}

/** An element with properties and children. */
function make(tag, properties = {}, ...children) {
  const { aria = {}, ...rest } = properties, element = Object.assign(document.createElement(tag), rest);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(name === "role" ? name : `aria-${name}`, value);
  element.append(...children.flat().filter((child) => child !== null && child !== ""));
  return element;
}

const button = (label, action, properties = {}) => {
  const element = make("button", { type: "button", ...properties }, label);
  element.addEventListener("click", action);
  return element;
};
const strong = (label) => make("strong", {}, make("bdi", {}, label));
const criterionName = (criterion) => DATA.criteria[criterion].name;

/** The worse and the better end of a criterion's range. */
function endsOf(criterion) {
  const { range: [low, high], benefit } = DATA.criteria[criterion];
  return benefit ? [low, high] : [high, low];
}

/** A number that may stand for nothing. */
const shown = (value) => (value === null ? "…" : NUMBER.format(value));

/** What a criterion means: its definition, its scale and what its ratings stand for. */
function meaning(criterion, open = false) {
  const { definition, unit, low, high, benefit, anchors } = DATA.criteria[criterion], parts = [];
  if (definition) parts.push(make("p", { className: "definition", dir: "auto" }, definition));
  if (low !== null || high !== null) {
    const facts = [sentence("scale_to", { low: shown(low), high: shown(high) }), unit ? [make("bdi", {}, unit)] : []];
    if (benefit !== null) facts.push([text(benefit ? "more_is_better" : "less_is_better")]);
    parts.push(make("p", { className: "muted" }, ...facts.filter((fact) => fact.length).flatMap((fact, i) => (i ? [" · ", ...fact] : fact))));
  }
  if (anchors.length) {
    const rows = anchors.flatMap(([value, words]) => [make("dt", {}, value), make("dd", { dir: "auto" }, words)]);
    parts.push(make("details", { open }, make("summary", {}, text("anchors")), make("dl", {}, ...rows)));
  }
  return parts;
}

const card = (title, parts, mark = "") =>
  make("section", { className: "card" }, make("h3", {}, mark ? make("span", { className: "letter" }, mark) : null, make("bdi", {}, title)), ...parts);

/** One of several, as pills; `pick` gets what is chosen. */
function pills(legend, name, choices, chosen, pick, className = "pills") {
  const labels = choices.map(([value, ...label]) => {
    const input = make("input", { type: "radio", name, value: String(value), checked: value === chosen });
    input.addEventListener("change", () => pick(value));
    return make("label", {}, input, make("span", {}, ...label));
  });
  return make("fieldset", { className }, make("legend", {}, legend), ...labels);
}

const WIDE = matchMedia("(min-width: 48rem)");

/** A comparison of two criteria: which matters more, then how much in words. */
function judgementForm(question) {
  const { group, first, second, keys } = question, steps = make("div");
  const side = () => {
    const { criterion, value, side: picked } = rowOf(keys[0]);
    return value === 1 ? "same" : value === null ? (picked ?? "") : criterion === first ? first : second;
  };
  const take = (which, step) => {
    const [criterion, versus] = which === second ? [second, first] : [first, second];
    change({ kind: "judgements", group, criterion, versus, value: which === "same" ? 1 : step, side: which });
    update();
  };
  const showSteps = () => {
    const which = side(), { value } = rowOf(keys[0]);
    const list = range(8).map((i) => [i + 2, make("b", {}, String(i + 2)), " ", text(`step_${i + 2}`)]);
    steps.replaceChildren(...(which === "" || which === "same" ? [] : [pills(text("much_more"), "step", list, value, (step) => take(which, step), "steps")]));
  };
  const choices = [[first, make("bdi", {}, criterionName(first))], [second, make("bdi", {}, criterionName(second))], ["same", text("same")]];
  const sides = pills(text("matters_more"), "side", choices, side(), (which) => {
    const { value } = rowOf(keys[0]);
    take(which, value === 1 ? null : value);
    showSteps();
  });
  showSteps();
  const cards = [first, second].map((criterion) => card(criterionName(criterion), meaning(criterion, WIDE.matches)));
  return [make("div", { className: "cards" }, ...cards), sides, steps];
}

/** A field for a number; `take` gets the number, null where it is blank. */
function numberField(label, value, take, properties = {}) {
  const input = make("input", { type: "number", step: "any", inputMode: "decimal", value: value ?? "", aria: { label }, ...properties });
  input.addEventListener("input", () => take(input.value === "" ? null : input.valueAsNumber));
  return input;
}

/** Points for what each criterion improves over its range. */
function swingForm({ group, criteria, keys }) {
  const rows = criteria.map((criterion, i) => {
    const [worse, better] = endsOf(criterion), { unit } = DATA.criteria[criterion], label = text("points", { criterion: criterionName(criterion) });
    const share = make("span", { className: "muted share" });
    const slider = make("input", { type: "range", min: 0, max: 100, step: 5, value: rowOf(keys[i]).points ?? 0, tabIndex: -1, aria: { hidden: "true" } });
    const take = (points) => {
      change({ kind: "swings", group, criterion, points: Number.isFinite(points) ? points : null });
      slider.value = rowOf(keys[i]).points ?? 0;
      update();
    };
    const field = numberField(label, rowOf(keys[i]).points, take, { min: 0 });
    slider.addEventListener("input", () => { field.value = slider.value; take(Number(slider.value)); });
    const ends = sentence("from_to", { worse: strong(shown(worse)), better: strong(shown(better)) });
    const over = [...ends, " ", make("bdi", { className: "muted" }, unit)];
    const head = make("div", { className: "swing-name" }, strong(criterionName(criterion)), make("p", {}, ...over), more(meaning(criterion, true)));
    return make("li", { className: "swing" }, head, make("div", { className: "swing-points" }, slider, field, share));
  });
  return [make("p", { className: "intro" }, text("swings_intro")), make("ul", { className: "plain", id: "swings" }, ...rows)];
}

const more = (parts) => (parts.length ? make("details", {}, make("summary", {}, text("definition")), ...parts) : null);

/** The rating of each option on one criterion. */
function codingForm({ group, criterion, options, keys }) {
  const { low, high } = DATA.criteria[criterion], known = low !== null && high !== null;
  const ends = { ...(low === null ? {} : { min: low }), ...(high === null ? {} : { max: high }) };
  const rows = options.map((option, i) => {
    const { name, text: about } = DATA.options[option], fault = make("p", { className: "fault", id: `fault-${i}` });
    const parts = ["low", "mode", "high"];
    const fields = parts.map((part) =>
      numberField(text("cell_label", { option: name, part: text(part) }), rowOf(keys[i])[part], (value) => {
        change({ kind: "codings", group, criterion, option, [part]: Number.isFinite(value) ? value : null, evidence: "" });
        unknown.checked = false;
        update();
      }, { ...ends, aria: { label: text("cell_label", { option: name, part: text(part) }), describedby: fault.id } }),
    );
    const unknown = make("input", { type: "checkbox", checked: rowOf(keys[i]).evidence === "none" });
    unknown.addEventListener("change", () => {
      const cells = unknown.checked ? { low, mode: null, high, evidence: "none" } : { low: null, mode: null, high: null, evidence: "" };
      change({ kind: "codings", group, criterion, option, ...cells });
      fields.forEach((field, k) => { field.value = cells[parts[k]] ?? ""; });
      update();
    });
    const trio = fields.map((field, k) => make("label", { className: "trio" }, make("span", { className: "muted" }, text(parts[k])), field));
    const box = known ? make("label", { className: "check" }, unknown, make("span", {}, text("cell_unknown"))) : null;
    const head = make("div", {}, strong(name), about ? make("p", { className: "muted", dir: "auto" }, about) : null);
    return make("li", { className: "coding" }, head, make("div", { className: "fields" }, ...trio, box), fault);
  });
  const explained = card(criterionName(criterion), meaning(criterion, true));
  return [explained, make("p", { className: "intro" }, text("codings_intro")), make("ul", { className: "plain", id: "codings" }, ...rows)];
}

/** What an option of a trade-off has, in words where a rating has some. */
function sketch(part) {
  const rows = part.ratings.flatMap(([criterion, rating]) => {
    const { unit, anchors } = DATA.criteria[criterion], words = anchors.find(([value]) => Number(value) === rating)?.[1];
    const value = make("dd", {}, make("b", {}, NUMBER.format(rating)), " ", make("bdi", { className: "unit" }, unit), words ? make("span", { className: "muted", dir: "auto" }, words) : null);
    return [make("dt", { dir: "auto" }, criterionName(criterion)), value];
  });
  return [make("dl", { className: "sketch" }, ...rows)];
}

/** A trade-off of two criteria: which of two made-up options one would rather have. */
function statementForm({ group, a, b, first, second, keys }) {
  const row = rowOf(keys[0]), chosen = !row.chosen ? "" : row.same ? "same" : row.better === a.text ? "a" : "b";
  const take = (cells) => {
    const { better, worse } = rowOf(keys[0]);
    change({ kind: "statements", group, better, worse, ...cells });
    update();
  };
  const choices = [["a", text("choice_a")], ["b", text("choice_b")], ["same", text("choice_same")]];
  const which = pills(text("choose"), "side", choices, chosen, (choice) => {
    const [better, worse] = choice === "b" ? [b, a] : [a, b];
    take({ better: better.text, worse: worse.text, same: choice === "same", chosen: true });
  });
  const levels = [1, 0.7, 0.4].map((level) => [level, text(`sure_${String(level).replace(".", "_")}`)]);
  const sure = pills(text("sure"), "sure", levels, row.sure, (level) => take({ sure: level }));
  const meanings = [first, second].map((criterion) => make("details", {}, make("summary", {}, ...sentence("definition_of", { criterion: criterionName(criterion) })), ...meaning(criterion, true)));
  const cards = [card(text("choice_a"), sketch(a)), card(text("choice_b"), sketch(b))];
  return [make("p", { className: "intro" }, text("statements_intro")), make("div", { className: "cards" }, ...cards), ...meanings, which, sure];
}

/** What others answered, closed until somebody wants to see it; nothing where the page is not to show it. */
function othersOf({ others = [] }) {
  const lines = others.map((line) => make("li", { dir: "auto" }, line));
  return lines.length ? [make("details", { className: "others" }, make("summary", {}, text("others")), make("ul", {}, ...lines))] : [];
}

const FORMS = { judgements: judgementForm, swings: swingForm, codings: codingForm, statements: statementForm };

function headingOf({ kind, node, criterion }) {
  if (kind === "codings") return sentence("codings_heading", { criterion: strong(criterionName(criterion)) });
  if (kind === "judgements" && node) return sentence("judgements_under", { node: criterionName(node) });
  return [text(`${kind}_heading`)];
}

/** A question in a few words, for lists. */
function titleOf({ kind, group, first, second, criterion }) {
  const parts = first ? sentence("compare_two", { first: criterionName(first), second: criterionName(second) }) : criterion ? [make("bdi", {}, criterionName(criterion))] : [text("swings_heading")];
  return DATA.groups.length > 1 ? [make("bdi", {}, groupName(group)), ": ", ...parts] : parts;
}

const groupName = (group) => DATA.groups.find(({ id }) => id === group).name;
