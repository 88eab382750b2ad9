// What is touched: keys, fingers and links become a state, and the page is drawn again.

const STEPS = {
  ArrowRight: 0.01, ArrowUp: 0.01, ArrowLeft: -0.01, ArrowDown: -0.01, PageUp: 0.1, PageDown: -0.1, Home: -1, End: 1,
};

let saying = 0;

/** Tells those who do not see the page; changes in quick succession are announced once. */
function announce(text) {
  clearTimeout(saying);
  saying = setTimeout(() => { $("status").textContent = text ?? $("verdict").textContent; }, 400);
}

function changed() {
  render();
  announce();
}

function take(next) {
  const other = next.group !== state.group;
  state = next;
  DATA.groups.forEach((_, g) => { proportions[g] = [...state.weights[g]]; });
  if (other) buildGroup(state.group);
  $("ratings").querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
  changed();
}

function typed(input) {
  const g = state.group, i = Number(input.dataset.i), k = Number(input.dataset.k), { mode, evidence } = DATA.groups[g];
  const blank = input.value === "" && !input.validity.badInput;
  const fault = blank ? cannotEmpty(mode[i][k]) : cannotTake(input, k);
  input.setCustomValidity(fault);
  if (fault) {
    input.setAttribute("aria-invalid", "true");
    input.reportValidity();
    announce(fault);
    return;
  }
  input.removeAttribute("aria-invalid");
  const same = input.valueAsNumber === mode[i][k] && evidence[i][k] !== NO_EVIDENCE;
  if (blank || same) state.edits[g].delete(key(i, k));
  else state.edits[g].set(key(i, k), input.valueAsNumber);
  changed();
}

const cannotEmpty = (mode) => (mode === null && state.unknown === "mode" ? "There is no estimate to go back to" : "");

function cannotTake(input, k) {
  const reason = wrong(k, input.valueAsNumber);
  return reason && `${input.validity.badInput ? "This" : input.value} ${reason}`;
}

/** Shows a text that can be taken along, and puts it on the clipboard where that is allowed. */
async function copy(what, text) {
  $("copied").hidden = false;
  $("text").value = text;
  $("text").select();
  const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  $("copied-label").textContent = done ? `${what}, copied` : `${what}, to be copied`;
  announce($("copied-label").textContent);
}

function fromLink() {
  if (!location.hash.startsWith("#state=")) return;
  try {
    take(read(JSON.parse(decodeURIComponent(location.hash.slice(7)))));
    $("refused").hidden = true;
  } catch (error) {
    $("refused").textContent = `The state in the link is left aside: ${error.message}.`;
    $("refused").hidden = false;
  }
}

function listen() {
  $("sliders").addEventListener("input", ({ target }) => {
    setWeight(Number(target.dataset.k), Number(target.value));
    changed();
  });
  $("sliders").addEventListener("keydown", (event) => {
    const step = STEPS[event.key], k = Number(event.target.dataset.k);
    if (step === undefined || event.target.type !== "range" || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    setWeight(k, state.weights[state.group][k] + step);
    changed();
  });
  $("ratings").addEventListener("change", ({ target }) => typed(target));
  document.addEventListener("change", ({ target }) => {
    if (target.name === "group") take({ ...state, group: Number(target.value) });
    else if (target.name === "method" || target.name === "unknown") take({ ...state, [target.name]: target.value });
    else if (target.id === "screen") take({ ...state, screen: target.checked });
  });
  $("reset-weights").addEventListener("click", () => {
    const weights = state.weights.map((kept, g) => (g === state.group ? [...DATA.groups[g].weights] : kept));
    take({ ...state, weights });
  });
  $("reset").addEventListener("click", () => take({ ...own(), group: state.group }));
  $("copy-json").addEventListener("click", () => copy("This state as JSON", JSON.stringify(plainState(true), null, 1)));
  $("copy-link").addEventListener("click", () => {
    history.replaceState(null, "", `#state=${encodeURIComponent(JSON.stringify(plainState(false)))}`);
    copy("A link to this state", location.href);
  });
  addEventListener("hashchange", fromLink);
}

/** The answer for a group by label. */
function labelled(group, { options, intervals }) {
  const ids = (places) => places.map((place) => group.options[place].id);
  const interval = ({ low, high, below, above }) => ({ low, high, below: ids(below), above: ids(above) });
  return {
    group: group.id,
    options: options.map(({ place, ...rest }) => ({ option: group.options[place].id, ...rest })),
    intervals: intervals.map((found) => found && interval(found)),
  };
}

/** For scripts and tests: the state by label, another one, and what the page computes from it. */
window.policymcda = {
  state: () => plainState(true),
  set: (given) => take(read(given)),
  answer: () => DATA.groups.map((group, g) => labelled(group, answer(g))),
};

build();
listen();
render();
fromLink();
document.documentElement.dataset.ready = Math.round(performance.now());
