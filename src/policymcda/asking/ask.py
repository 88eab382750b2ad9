"""A questionnaire in one file, for any number of people, that asks for nothing from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from policymcda import pages
from policymcda.asking import workbook
from policymcda.asking.others import said_by_others
from policymcda.asking.questions import chosen_groups, chosen_kinds, questionnaire
from policymcda.asking.texts import Texts, resolve
from policymcda.case_files import check_problem
from policymcda.problem import Problem

STYLES = ("base.css", "ask.css")
SCRIPTS = ("consistency.js", "ask_state.js", "ask_view.js", "ask_feedback.js", "ask.js")


def ask(
    problem: Problem,
    path: str | Path,
    *,
    kinds: Sequence[str] | str = ("judgements",),
    groups: Iterable[str] | str | None = None,
    texts: Any = None,
    others: bool = False,
) -> Path:
    """Write a questionnaire: one page for any number of people, or a workbook that asks the same.

    The page works from a file, offline and on a phone. It has the options and criteria with their definitions and
    anchors, and no answer of others, rating or ranking. What a person answers is kept in their browser where that is
    allowed, goes nowhere by itself, and comes out as a file, or as text to paste, that `collect` reads.

    Parameters
    ----------
    path : str or Path
        The HTML file, or a workbook (.xlsx); one that is there is replaced.
    kinds : sequence of {"judgements", "swings", "codings", "statements"}
        What to ask: criteria compared in pairs; points for the improvement over each range; ratings of the options
        (low, mode, high); a short list of trade-offs.
    groups : str or iterable of str, optional
        The groups to ask about, one after another: all of them if left out. ``"all"`` asks once for all groups.
    texts : mapping, DataFrame, str or Path, optional
        What the page says, by key, in another language or other words: a table key, text. English ships.

    others : bool
        Show under each question of the page what stakeholders of the case have answered already, by name, and say so at the
        start. Nothing of it is shown unless asked for, since it sways who answers.

    Raises
    ------
    ValueError
        For a kind or group that is not known, and where there is nothing to ask.
    ProblemError
        For texts that do not fit.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from policymcda import ask, load
    >>> with TemporaryDirectory() as folder:
    ...     page = ask(load("cyber-policy"), f"{folder}/ask.html", kinds=("judgements", "swings"), groups="all")
    ...     page.stat().st_size < 100_000
    True
    """
    check_problem(problem)
    words = resolve(texts)
    data = questionnaire(problem, chosen_kinds(kinds), chosen_groups(problem, groups), words)
    book = Path(path).suffix.lower() == ".xlsx"
    if others:
        if book:
            raise ValueError("answers of others are shown on the page alone: write an HTML file, or leave them out")
        for question in data["questions"]:
            question["others"] = said_by_others(problem, question)
        data["others"] = True
    if book:
        return workbook.write(Path(path), problem, data)
    case = {key: str(problem.case.get(key, "")) for key in ("title", "question", "source")}
    heading = case["question"] or case["title"] or problem.name or words["kicker"]
    html = pages.page(
        "ask.html.jinja",
        home="policymcda.asking",
        title=heading if len(heading) <= 100 else f"{heading[:99]}…",
        language=words["language"],
        right_to_left=words["direction"] == "rtl",
        styles=STYLES,
        scripts=SCRIPTS,
        data=data,
        heading=heading,
        texts=words,
        paper=list(_paper(data, words)),
        criteria=list(_explained(data, words)),
        case={**case, "title": case["title"] if case["question"] else "", "shown": data["shown"]},
    )
    return pages.write(path, html)


def _paper(data: dict[str, Any], texts: Texts) -> Iterator[str]:
    """The questions as lines, for where no script runs."""
    names = {label: one["name"] for label, one in data["criteria"].items()}
    groups = {group["id"]: group["name"] for group in data["groups"]}
    for question in data["questions"]:
        kind, whose = question["kind"], groups[question["group"]]
        if kind == "codings":
            line = texts["codings_heading"].replace("{criterion}", names[question["criterion"]])
            line += f" ({'; '.join(data['options'][option]['name'] for option in question['options'])})"
        elif kind == "swings":
            line = f"{texts['swings_heading']} ({'; '.join(names[one] for one in question['criteria'])})"
        elif kind == "statements":
            line = f"{texts['statements_heading']} A: {_sketch_text(question['a'], names)}. B: {_sketch_text(question['b'], names)}."
        else:
            pair = texts["compare_two"].replace("{first}", names[question["first"]])
            line = f"{texts['judgements_heading']} {pair.replace('{second}', names[question['second']])}"
        yield f"{whose}: {line}" if whose else line


def _sketch_text(sketch: dict[str, Any], names: dict[str, str]) -> str:
    return ", ".join(f"{names[criterion]} {rating}" for criterion, rating in sketch["ratings"])


def _explained(data: dict[str, Any], texts: Texts) -> Iterator[dict[str, Any]]:
    """Each criterion with what it means, for where no script runs."""
    for criterion in data["criteria"].values():
        ends = {"low": criterion["low"], "high": criterion["high"]}
        scale = "" if None in ends.values() else texts["scale_to"]
        for name, value in ends.items():
            scale = scale.replace(f"{{{name}}}", str(value))
        yield {**criterion, "scale": scale}
