"""A report in one file: a page that asks for nothing else, or Markdown."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policymcda import pages
from policymcda._version import __version__
from policymcda.case_files import check_problem
from policymcda.errors import is_word, nearest, plain
from policymcda.problem import Problem
from policymcda.reporting.wording import method_words, spelled, unmarked_frame, weights_words
from policymcda.simulation.arguments import check_draws
from policymcda.tables import files, layout
from policymcda.tables.sentences import share_text

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from policymcda.arrays import Floats
    from policymcda.reporting.document import Document, Section
    from policymcda.reporting.naming import Names
    from policymcda.reporting.report_results import Asked

TIERS = ("brief", "full")

SHARE = re.compile(r"((less|more) than )?[0-9.]+%")
"""A share as sentences and tables tell it."""

WORD = ".docx"
"""How a document ends that is to be edited."""

ROWS = 200
"""Rows of a table that a page shows; the tables to take along have all."""


def report(
    problem: Problem,
    path: str | Path,
    *,
    tier: str = "brief",
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
    seed: int = 0,
    plan: str | Path | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write what the analysis says, for people who would rather read than compute.

    One file that asks for nothing else, written whole or not at all: a page, Markdown where the path ends in .md, or a Word
    document to be edited where it ends in .docx (extra `docx`). The same problem, settings and versions give the same bytes.

    Parameters
    ----------
    path : str or Path
        The file, which ends in .html, .htm, .md, .markdown or .docx; one that is there is replaced.
    tier : {"brief", "full"}
        For each group the verdict, what it hangs on, what is not known and what to research next; or that and every
        rating, weight, chart and table, the checklists, and a page to move the weights in.
    method, weights, unknown, screen
        As for `rank`.
    seed, executor
        As for `smaa`.
    plan : str or Path, optional
        As for `verdict`: the report says "as planned" or names each departure.
    progress : callable, optional
        Called with what is done and what there is to do.

    Raises
    ------
    ValueError
        For a tier or an ending that is not known.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from policymcda import load, report
    >>> case = load("cyber-policy").select(groups=["no_formal_ties"])
    >>> with TemporaryDirectory() as folder:
    ...     page = report(case, f"{folder}/cyber-policy.html")
    ...     page.stat().st_size < 300_000
    True
    """
    check_problem(problem)
    if not is_word(tier, TIERS):
        raise ValueError(f"no tier {tier!r} ({nearest(str(tier), TIERS)})")
    seed = check_draws(seed=seed).seed
    ending = pages.check_path(path, (*pages.PAGES, *pages.TEXTS, WORD), "a report")
    settings = {"method": method, "weights": weights, "unknown": unknown, "screen": screen, "seed": seed, "plan": plan}
    if ending == WORD:
        return _write_word(problem, path, tier, settings, executor, progress)
    page = ending in pages.PAGES
    document = _document(problem, Path(path).name, tier, settings, executor, progress, page)
    if not page:
        from policymcda.reporting.markdown import markdown

        return pages.write(path, markdown(document))
    return pages.write(path, _page(document))


def _write_word(
    problem: Problem,
    path: str | Path,
    tier: str,
    settings: dict[str, Any],
    executor: Executor | None,
    progress: Callable[[int, int], None] | None,
) -> Path:
    """The report as a document to be edited, its charts as pictures."""
    from policymcda.reporting import charts, word_document

    word_document.new_file()  # refused before any work where the extra is missing
    before = charts.PICTURES.set(True)
    try:
        document = _document(problem, Path(path).name, tier, settings, executor, progress, page=False)
    finally:
        charts.PICTURES.reset(before)
    return files.write(path, word_document.word_document(document))


def _document(
    problem: Problem,
    file: str,
    tier: str,
    settings: dict[str, Any],
    executor: Executor | None,
    progress: Callable[[int, int], None] | None,
    page: bool,
) -> Document:
    """The report as headings and blocks."""
    from policymcda.reporting import basis, brief, first_screen, full, report_results
    from policymcda.reporting.as_planned import section as planned_section
    from policymcda.reporting.document import Document
    from policymcda.reporting.naming import Names

    count = _Count(progress, report_results.steps(tier == "full") + 2)
    names = Names(problem)
    asked = report_results.ask(
        problem, names.marked, full=tier == "full", **settings, executor=executor, progress=count
    )
    data = _explorer(asked) if tier == "full" and page else None
    sections = [first_screen.summary(asked, names), *brief.groups(asked, names), *planned_section(asked)]
    sections.append(basis.section(asked, names))
    count()
    if tier == "full":
        sections += full.sections(asked, names, data is not None, page)
    sections.append(_again(asked, names, tier, file))
    count()
    case = problem.case
    question, title = str(case.get("question", "")), str(case.get("title", "")) or problem.name
    foot = [f"Source: {case['source']}"] if case.get("source") else []
    foot.append(
        f"Made by policymcda {__version__} from the problem {problem.fingerprint}. This file asks for nothing from anywhere."
    )
    return Document(
        question or title or "Options by several criteria",
        title if question else "",
        tuple(sections),
        tuple(foot),
        data,
    )


def _again(asked: Asked, names: Names, tier: str, file: str) -> Section:
    """How it was done, in a paragraph, and what gives the same file again."""
    from policymcda.reporting.document import Block, Code, Items, Section, Text

    made = asked.results["rank"].settings
    text = (
        f"Options are scored by {method_words(made['method'])}, with weights {weights_words(made['weights'])}; a rating without evidence counts as its "
        f"{made['unknown']} in the ranking and is drawn over all that it may be in the simulation. Scores compare options "
        f"within a group and mean nothing across groups. A ranking is an aid to judgement, not a substitute for it."
    )
    blocks: list[Block] = [Text(text), Items(tuple(plain(names.in_text(note)) for note in asked.notes))]
    saved = "" if asked.problem.words else " (CASE is this problem, saved)"
    blocks.append(Text(f"The same file, bit by bit, with these versions on the same kind of machine{saved}:"))
    return Section("How this was done", (*blocks, Code(command(asked, tier, file))))


def command(asked: Asked, tier: str, file: str) -> str:
    """What to type to get a file again, or to call where the settings are no words; both without their folders."""
    words = asked.problem.words or "CASE"
    given = {key: value for key, value in asked.settings.items() if value is not None}
    given |= {"plan": Path(given["plan"]).name} if "plan" in given else {}
    if all(isinstance(value, str | int) for value in given.values()):
        options = [word for key, value in given.items() for word in _option(key, value)]
        typed = ["policymcda", "report", words, "-o", file, "--tier", tier, *options]
        return " ".join(shlex.quote(plain(word)) for word in typed)
    text = ", ".join(
        f"{key}={value!r}" if isinstance(value, str | int) else f"{key}=..." for key, value in given.items()
    )
    return plain(f"policymcda.report(problem, {file!r}, tier={tier!r}, {text})")


def _option(key: str, value: Any) -> list[str]:
    """A setting as it is typed."""
    if isinstance(value, bool):
        return [f"--{key}" if value else f"--no-{key}"]
    return [f"--{key}", str(value)]


def _explorer(asked: Asked) -> dict[str, Any] | None:
    """What the page to move weights in computes with; None where it cannot."""
    from policymcda.reporting import explorer

    try:
        settings = {key: asked.settings[key] for key in ("method", "weights", "unknown", "screen")}
        return explorer.page_data(asked.problem, **settings)
    except ValueError as error:
        asked.left_out["explore"] = str(error)
        return None


def _page(document: Document) -> str:
    from markupsafe import Markup

    from policymcda.reporting import explorer
    from policymcda.reporting.document import Download

    moving = document.data is not None
    title = plain(document.title)
    return pages.page(
        "report.html.jinja",
        home="policymcda.reporting",
        title=title if len(title) <= 100 else f"{title[:99]}…",
        styles=("base.css", "report.css", *(explorer.STYLES[1:] if moving else ())),
        scripts=(*(explorer.SCRIPTS if moving else ()), "regions.js", "chart_files.js"),
        data=document.data,
        inline_styles=True,
        document=document,
        cells=_cells,
        numeric=_numeric,
        drawing=Markup,
        plain=_line,
        rich=_rich,
        share=share_text,
        rows=ROWS,
        taken=any(isinstance(block, Download) for section in document.sections for block in section.blocks),
    )


def _cells(frame: pd.DataFrame) -> list[list[str]]:
    """The rows of a table as text."""
    shown = unmarked_frame(frame.head(ROWS))
    columns = [[layout.cell(value) for value in shown[name]] for name in shown.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _numeric(frame: pd.DataFrame) -> list[bool]:
    """Which columns are numbers or shares, and stand to the right."""
    return [_is_number(frame[name]) for name in frame.columns]


def _is_number(column: pd.Series) -> bool:
    if column.dtype.kind in "iuf" or str(column.dtype) == "Int64":
        return True
    return len(column) > 0 and all(isinstance(cell, str) and SHARE.fullmatch(cell) for cell in column)


def _line(text: str) -> str:
    """Text in one line, control characters spelled out."""
    return plain(" ".join(text.split()))


def _rich(text: str) -> Markup:
    """Text in one line whose names stand out, escaped."""
    from markupsafe import Markup, escape

    return Markup(spelled(text, lambda piece: str(escape(plain(re.sub(r"\s+", " ", piece)))), "<b><bdi>{}</bdi></b>"))


class _Count:
    """Called after each step; passes on what is done and what there is to do."""

    def __init__(self, progress: Callable[[int, int], None] | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def __call__(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)
