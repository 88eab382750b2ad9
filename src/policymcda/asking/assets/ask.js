// The screens, one after another: before the start, each question, and the end, where the answers are taken along.

const STORED = storage.works();
let speaking = 0;

/** Tells those who do not see the page; changes in quick succession are read out once. */
function announce(words) {
  clearTimeout(speaking);
  speaking = setTimeout(() => { $("status").textContent = words; }, 300);
}

/** Goes to a question, before the first (-1) or behind the last, and puts the focus on its heading. */
function show(place, focus = true) {
  state.place = place;
  keep();
  const heading = make("h2", { id: "heading", tabIndex: -1 });
  const screen = place < 0 ? startScreen(heading) : place >= QUESTIONS.length ? endScreen(heading) : questionScreen(heading, place);
  $("stage").replaceChildren(heading, ...screen);
  $("notice").replaceChildren();
  update();
  if (!focus) return;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** What follows from the answers as they stand now. */
function update() {
  const { place } = state, count = QUESTIONS.length, asking = place >= 0 && place < count;
  $("progress").hidden = !asking;
  document.body.classList.toggle("asking", place >= 0);
  const answered = countOf("answered");
  $("bar").max = count;
  $("bar").value = answered;
  $("at").textContent = asking ? text("progress", { place: place + 1, count }) : "";
  $("answered").textContent = text("progress_answered", { answered });
  if (!asking) return;
  const lines = FEEDBACK[QUESTIONS[place].kind](QUESTIONS[place], place);
  $("feedback").replaceChildren(...lines);
  announce(lines.map((line) => line.textContent).join(" "));
  for (const reason of ["unknown", "skipped"]) $(reason).setAttribute("aria-pressed", String(state.skipped.get(place) === reason));
}

function notice(...children) {
  $("notice").replaceChildren(make("p", { className: "note" }, ...children));
  announce($("notice").textContent);
}

function questionScreen(heading, place) {
  const question = QUESTIONS[place], about = DATA.groups.find(({ id }) => id === question.group), form = make("form", { noValidate: true });
  heading.replaceChildren(...headingOf(question));
  const whose = DATA.groups.length > 1 || about.name ? make("p", { className: "group" }, about.name ? sentence("for_group", { group: strong(about.name) }) : text("for_all")) : null;
  const words = about.text ? make("p", { className: "muted", dir: "auto" }, about.text) : null;
  const comment = make("textarea", { rows: 2, maxLength: 5000, value: state.comments.get(place) ?? "", aria: { label: text("comment") } });
  comment.addEventListener("input", () => { state.comments.set(place, comment.value); keep(); });
  const leave = (reason) => () => {
    leaveOut(place, reason);
    show(place + 1);
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); show(place + 1); });
  const last = place === QUESTIONS.length - 1;
  const steps = make("div", { className: "buttons main" },
    button(text("back"), () => show(place - 1)),
    make("button", { type: "submit", className: "primary" }, text(last ? "to_end" : "next")),
    button(text("unknown"), leave("unknown"), { id: "unknown" }),
    button(text("skip"), leave("skipped"), { id: "skipped" }),
  );
  const remark = make("details", { className: "remark", open: Boolean(state.comments.get(place)) }, make("summary", {}, text("comment")), comment);
  form.append(...FORMS[question.kind](question), ...othersOf(question), make("div", { id: "feedback" }), remark, steps);
  return [whose, words, form, make("div", { className: "buttons more" }, button(text("save_so_far"), () => save(false)), button(text("overview"), () => show(QUESTIONS.length)))].filter(Boolean);
}

function startScreen(heading) {
  heading.textContent = text("start");
  const kinds = make("ul", {}, ...DATA.kinds.map((kind) => make("li", {}, text(`asked_${kind}`))));
  const keeps = make("p", { className: STORED ? "" : "note", id: "keeps" }, text(STORED ? "kept_here" : "kept_nowhere"));
  const who = [text("sent_nowhere"), text("who_sees"), text(DATA.others ? "others_shown" : "no_others")].map((words) => make("p", {}, words));
  const went = countOf("answered", "part", "unknown", "skipped") > 0;
  const goOn = button(text(went ? "go_on" : "begin"), () => show(Math.max(0, QUESTIONS.findIndex((_, place) => statusOf(place) === "open"))), { className: "primary" });
  return [
    make("p", {}, text("what_is_asked", { count: QUESTIONS.length })), kinds,
    make("h3", {}, text("privacy")), keeps, ...who,
    ...keptAnswers(), nameField(),
    make("div", { className: "buttons main" }, goOn, went ? forgetButton() : null), loadForm(),
  ];
}

/** What other sittings left on this device. */
function keptAnswers() {
  const others = storage.all().filter(({ next }) => next.id !== state.id && (next.rows.size || next.skipped.size || next.comment));
  if (!others.length) return [];
  const time = new Intl.DateTimeFormat(DATA.texts.language, { dateStyle: "medium", timeStyle: "short" });
  const items = others.map(({ next, saved }) => {
    const name = within(next, nameOf), answered = within(next, () => countOf("answered", "part"));
    const go = button(text("go_on_as", { name, count: answered, time: time.format(saved) }), () => {
      state = next;
      show(Math.max(0, next.place));
    }, { className: "primary" });
    return make("li", {}, go, button(text("forget_of", { name }), () => { storage.forget(next.id); show(-1); }));
  });
  return [make("h3", {}, text("kept_answers")), make("ul", { className: "plain kept" }, ...items), make("p", { className: "muted" }, text("begin_new"))];
}

function nameField() {
  const input = make("input", { type: "text", id: "name", maxLength: 100, autocomplete: "off", value: state.stakeholder, aria: { describedby: "name-hint" } });
  input.addEventListener("input", () => { state.stakeholder = input.value; keep(); });
  const hint = make("p", { className: "muted", id: "name-hint" }, text("name_hint", { name: text("anonymous", { id: state.id.slice(0, 6) }) }));
  return make("div", { className: "field" }, make("label", { htmlFor: "name" }, text("your_name")), input, hint);
}

/** Asks once more before the answers are removed. */
function forgetButton() {
  const box = make("div", { className: "forget" });
  const ask = () => {
    const yes = button(text("forget_yes"), () => {
      storage.forget(state.id);
      state = fresh();
      show(-1);
      storage.forget(state.id);
      notice(text("forgotten"));
    });
    box.replaceChildren(make("p", {}, text("forget_ask")), make("div", { className: "buttons" }, yes, button(text("forget_no"), first)));
    yes.focus();
  };
  const first = () => box.replaceChildren(button(text("forget"), ask));
  first();
  return box;
}

function loadForm() {
  const file = make("input", { type: "file", id: "file", accept: ".json,.txt" });
  const words = make("textarea", { id: "pasted", rows: 3, spellcheck: false });
  file.addEventListener("change", async () => load(await file.files[0]?.text()));
  const pasted = button(text("load_button"), () => load(words.value));
  const field = (id, label, input) => make("div", { className: "field" }, make("label", { htmlFor: id }, text(label)), input);
  return make("details", {}, make("summary", {}, text("load")), field("file", "load_file", file), field("pasted", "load_text", words), pasted);
}

/** Goes on from a saved file or its text. */
function load(words = "") {
  try {
    const given = JSON.parse(words.slice(words.indexOf("{"), words.lastIndexOf("}") + 1)), { next, lost } = restored(given);
    state = next;
    show(-1);
    const loaded = text(lost ? "loaded_in_part" : "loaded", { name: given.stakeholder, count: lost });
    notice(loaded, given.shown === DATA.shown ? "" : ` ${text("other_version")}`);
  } catch {
    notice(text("no_answers"));
  }
}

function endScreen(heading) {
  const count = QUESTIONS.length, open = countOf("open", "part");
  heading.textContent = text("end");
  const items = QUESTIONS.map((question, place) => {
    const status = statusOf(place), go = button("", () => show(place), { className: "link" });
    go.append(make("span", { className: "number" }, `${place + 1}`), make("span", {}, ...titleOf(question)), make("span", { className: `status ${status}` }, text(`status_${status}`)));
    return make("li", {}, go);
  });
  const comment = make("textarea", { id: "last", rows: 3, maxLength: 10000, value: state.comment });
  comment.addEventListener("input", () => { state.comment = comment.value; keep(); });
  const output = make("div", { id: "output", hidden: true });
  const textarea = make("textarea", { id: "text", rows: 8, readOnly: true, spellcheck: false });
  output.append(make("div", { className: "field" }, make("label", { htmlFor: "text" }, text("text_label")), textarea), button(text("copy"), copy));
  const showText = () => {
    state.finished = true;
    keep();
    output.hidden = false;
    textarea.value = JSON.stringify(answers(true), null, 1);
    textarea.focus();
    textarea.select();
  };
  return [
    make("p", {}, open ? text("end_open", { open, count }) : text("end_all", { count })),
    nameField(), make("div", { className: "field" }, make("label", { htmlFor: "last" }, text("last_comment")), comment),
    make("h3", {}, text("take_along")), make("p", {}, text("how_to_send")),
    make("div", { className: "buttons main" },
      button(text("save_file"), () => save(true), { className: "primary" }), button(text("show_text"), showText),
      button(text("back"), () => show(count - 1)), forgetButton()),
    output,
    make("h3", {}, text("all_questions")), make("ol", { className: "plain list" }, ...items),
  ];
}

/** Puts the text on the clipboard where that is allowed, and selects it where it is not. */
async function copy() {
  $("text").select();
  const done = await navigator.clipboard?.writeText($("text").value).then(() => true, () => false);
  notice(text(done ? "copied" : "to_be_copied"));
}

/** Hands the answers out as a file. */
function save(finished) {
  state.finished = finished;
  keep();
  const data = answers(finished), clean = (words) => words.normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40).replace(/^-|-$/g, "");
  const name = `${["answers", clean(data.case), clean(data.stakeholder)].filter(Boolean).join("-")}.json`;
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 1)], { type: "application/json" }));
  const link = make("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  unsaved = false;
  notice(text("saved_as", { file: name }));
}

addEventListener("beforeunload", (event) => { if (unsaved && state.rows.size) event.preventDefault(); });

/** For scripts and tests: the answers, others, one change, and what is computed from them. */
window.policymcda = {
  answers: (finished) => answers(finished),
  set: (given) => { state = restored(given).next; show(state.place, false); },
  change: (row) => { const taken = change(row); update(); return taken; },
  show: (place) => show(place),
  ratio: (group, node = "") => consistencyRatio(matrixOf({ group, node })),
  worst: (group, node = "") => worstAnswer(matrixOf({ group, node })),
};

$("paper").hidden = true;
$("work").hidden = false;
show(-1, false);
document.documentElement.dataset.ready = Math.round(performance.now());
