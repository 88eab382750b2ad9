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

/** Makes a state the one on the screen. */
function show(next) {
  const other = next.group !== state.group;
  state = next;
  DATA.groups.forEach((_, g) => { if (sum(state.weights[g].filter((w) => w > 0 && w < 1)) > 0) proportions[g] = [...state.weights[g]]; });
  if (other) buildGroup(state.group);
  draw();
  announce();
  addressSoon();
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
  step(withRating(i, k, blank || same ? null : input.valueAsNumber));
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

/** A file of a text, without asking anybody for anything. */
function save(file, kind, text) {
  make("a", { href: `data:${kind},${encodeURIComponent(text)}`, download: file }).click();
}

function fromLink() {
  try {
    const found = fromAddress();
    if (!found) return;
    pinned = found.pinned;
    if (found.state) step(found.state);
    $("refused").hidden = true;
  } catch (error) {
    $("refused").textContent = `The state in the link is left aside: ${error.message}.`;
    $("refused").hidden = false;
  }
}

/** A state that was not typed: marks of what could not be taken go. */
function forget() {
  $("ratings").querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
  marked = null;
}

function listenToKeys() {
  $("sliders").addEventListener("input", ({ target }) => {
    step(withWeight(Number(target.dataset.k), Number(target.value)), target.id);
  });
  $("sliders").addEventListener("keydown", (event) => {
    const by = STEPS[event.key], k = Number(event.target.dataset.k);
    if (by === undefined || event.target.type !== "range" || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    step(withWeight(k, state.weights[state.group][k] + by), event.target.id);
  });
  $("ratings").addEventListener("change", ({ target }) => typed(target));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input[type=number], textarea"), letter = event.key.toLowerCase();
    if (typing || event.altKey || !(event.ctrlKey || event.metaKey) || !["z", "y"].includes(letter)) return;
    event.preventDefault();
    forget();
    if (letter === "y" || event.shiftKey) redo();
    else undo();
  });
}

function listenToChoices() {
  document.addEventListener("change", ({ target }) => {
    if (target.name === "group") show({ ...state, group: Number(target.value) });
    else if (target.name === "method" || target.name === "unknown") step({ ...state, [target.name]: target.value });
    else if (target.id === "screen") step({ ...state, screen: target.checked });
    else if (target.id === "one" || target.id === "other") choosePair();
  });
  const clicks = {
    undo, redo, pin, "swap-pins": swapPins, unpin, "copy-link": copyLink,
    "reset-weights": () => step({ ...state, weights: state.weights.with(state.group, START.weights[state.group]) }),
    reset: () => step(state.group === 0 ? START : { ...START, group: state.group }),
    "copy-json": () => copy("This state as JSON", JSON.stringify(plainState(state, true), null, 1)),
    "save-json": () => save("state.json", "application/json", JSON.stringify(plainState(state, true), null, 1)),
    "swap-pair": swapPair,
  };
  for (const [id, act] of Object.entries(clicks)) {
    $(id).addEventListener("click", () => {
      forget();
      act();
    });
  }
  addEventListener("hashchange", fromLink);
}

function copyLink() {
  address();
  copy("A link to this state", location.href);
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

/** Whether the first place of a group is contested, with how often each option is first in the draws, by label. */
function stood(group, g) {
  const drawn = draws(state, g);
  while (!drawn.more(1000));
  const { word, contenders, because } = standing(state, g, drawn.shares());
  const id = (place) => group.options[place].id, shares = [...drawn.shares()].map(([place, share]) => [id(place), share]);
  const named = contenders.map(({ place, reasons }) => ({ option: id(place), reasons }));
  return { group: group.id, word, contenders: named, because, shares: Object.fromEntries(shares) };
}

const placeOf = (id) => DATA.groups[state.group].options.findIndex((option) => option.id === id);

/** For scripts and tests: the state by label, another one, and what the page computes from it. */
window.policymcda = {
  state: () => plainState(state, true),
  set: (given) => step(read(given)),
  answer: () => DATA.groups.map((group, g) => labelled(group, answer(state, g))),
  standing: () => DATA.groups.map((group, g) => stood(group, g)),
  contributions: (one, other) => between(state, state.group, placeOf(one), placeOf(other)),
};

build();
listenToKeys();
listenToChoices();
draw();
fromLink();
past.length = 0;
document.documentElement.dataset.ready = Math.round(performance.now());
