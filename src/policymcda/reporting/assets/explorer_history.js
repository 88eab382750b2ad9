// Where one has been: undo and redo, and the state in the address.

const STEPS_KEPT = 200;
const ONE_MOVE = 1000; // milliseconds within which a control that moves on makes one step

const past = [], future = [];
let last = { control: "", at: 0 };
let writing = 0;

/** Another state, to which undo leads back; what one control does in quick succession is one step. */
function step(next, control = "") {
  const at = performance.now();
  if (!control || control !== last.control || at - last.at > ONE_MOVE) past.push(state);
  if (past.length > STEPS_KEPT) past.shift();
  future.length = 0;
  last = { control, at };
  show(next);
}

/** The state before, or after, where there is one. */
function walk(from, to) {
  if (!from.length) return;
  to.push(state);
  last = { control: "", at: 0 };
  show(from.pop());
}

const undo = () => walk(past, future);
const redo = () => walk(future, past);

/** The part of the address that brings this state back; blank for the case as it stands. */
function addressed() {
  const encoded = (s) => encodeURIComponent(JSON.stringify(plainState(s, false)));
  const parts = state === START && !pinned ? [] : [`state=${encoded(state)}`];
  return [...parts, ...(pinned ? [`pinned=${encoded(pinned)}`] : [])].join("&");
}

/** Writes the state into the address now, which is where a link is copied from. */
function address() {
  clearTimeout(writing);
  const text = addressed(), here = location.href.split("#")[0];
  if (text || location.hash.startsWith("#state=")) history.replaceState(null, "", text ? `${here}#${text}` : here);
}

/** Writes it soon: browsers let an address change a few times a second only. */
function addressSoon() {
  clearTimeout(writing);
  writing = setTimeout(address, 400);
}

/** The state and the pinned one that the address tells, by its parts; null where it tells none. */
function fromAddress() {
  if (!location.hash.startsWith("#state=")) return null;
  const parts = location.hash.slice(1).split("&").map((part) => part.split("="));
  const states = Object.fromEntries(parts.map(([name, text]) => [name, read(JSON.parse(decodeURIComponent(text)))]));
  return { state: states.state, pinned: states.pinned ?? null };
}
