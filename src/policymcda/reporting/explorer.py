"""A page in which a committee drags a weight and sees what becomes of the ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from policymcda import pages
from policymcda._version import __version__
from policymcda.arrays import Floats
from policymcda.binding import bind
from policymcda.case_files import check_problem
from policymcda.problem import Problem
from policymcda.screening import screened
from policymcda.tables.performance_tables import expanded
from policymcda.tables.schemas import EVIDENCE
from policymcda.weighting.resolve import resolve
from policymcda.weighting.weights import vectors

KNOWN = ("topsis", "weighted_sum")
"""The methods that the page computes itself."""

MOST = 500
"""Options of a group that one page can show."""

STYLES = ("base.css", "explorer.css")
SCRIPTS = (
    *("kernels.js", "draws.js", "explorer_state.js", "explorer_history.js", "explorer_contested.js"),
    *("explorer_view.js", "explorer_compare.js", "explorer.js"),
)


def explore(
    problem: Problem,
    path: str | Path,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
) -> Path:
    """Write a page with a slider for each weight, in which ratings, method and the rule for the unknown can be changed.

    One file that asks for nothing else, written whole or not at all; the same problem and version give the same bytes.

    Parameters
    ----------
    path : str or Path
        The file, which ends in .html or .htm; one that is there is replaced.
    method : {"topsis", "weighted_sum"}, optional
        What the page opens with. Left out: the case's own choice, then TOPSIS.
    weights, unknown, screen
        What the page opens with, as for `rank`.

    Raises
    ------
    ValueError
        For a method that the page does not compute, a group of more than 500 options, and a path that is no page's.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from policymcda import explore, load
    >>> with TemporaryDirectory() as folder:
    ...     page = explore(load("cyber-policy"), f"{folder}/cyber-policy.html")
    ...     page.stat().st_size < 100_000
    True
    """
    check_problem(problem)
    pages.check_path(path, pages.PAGES, "the page to explore in")
    data = page_data(problem, method=method, weights=weights, unknown=unknown, screen=screen)
    heading = data["question"] or data["title"]
    title = heading if len(heading) <= 100 else f"{heading[:99]}…"
    case = {key: str(problem.case.get(key, "")) for key in ("source", "as_of")}
    html = pages.page(
        "explorer.html.jinja",
        home="policymcda.reporting",
        title=title,
        styles=STYLES,
        scripts=SCRIPTS,
        data=data,
        heading=heading,
        case={**case, "title": data["title"] if data["question"] else "", "fingerprint": problem.fingerprint},
    )
    return pages.write(path, html)


def page_data(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
) -> dict[str, Any]:
    """What the page computes with, as JSON can tell it: labels, ratings, weights and screens in sorted-label order."""
    rule = problem.rule_for_unknown(unknown)
    by_group = vectors(resolve(problem, weights), problem)
    return {
        "version": __version__,
        "fingerprint": problem.fingerprint,
        "title": str(problem.case.get("title", "")) or problem.name or "Options by several criteria",
        "question": str(problem.case.get("question", "")),
        "method": _method(problem, method),
        "unknown": rule,
        "screen": problem.screen_by_default(screen),
        "evidence": list(EVIDENCE),
        "criteria": list(_criteria(problem)),
        "shown": [problem.leaf_criteria.index(leaf) for leaf in problem.labels("criterion")],
        "groups": list(_groups(problem, by_group, rule)),
    }


def _method(problem: Problem, method: str | Callable[..., Floats] | None) -> str:
    """The name of the method, with its published settings, that the page opens with."""
    bound = bind(method, problem)
    if bound.name not in KNOWN or not bound.description.shipped:
        raise ValueError(f"the explorer computes {' and '.join(KNOWN)}, not {bound.name}: name one as the method")
    return bound.name


def _criteria(problem: Problem) -> Iterator[dict[str, Any]]:
    words = _words(problem.criteria, "criterion")
    ends = {end: problem.column(end) for end in ("low", "high")}
    for place, leaf in enumerate(problem.leaf_criteria):
        scale = {end: None if column is None else _number(column[place]) for end, column in ends.items()}
        yield {"id": leaf, **words[leaf], "benefit": bool(problem.benefit[place]), **scale}


def _groups(problem: Problem, by_group: Mapping[str, Floats], rule: str) -> Iterator[dict[str, Any]]:
    words, groups = _words(problem.options, "option"), _words(problem.groups, "group")
    screened_out, limits = _screens(problem), _limits(problem)
    for group, options, _ in problem.matrices(rule):
        if len(options) > MOST:
            raise ValueError(
                f"{group}: {len(options)} options, and a page shows {MOST}: take some with select(options=)"
            )
        grid = problem.grids[group]
        yield {
            "id": group,
            **(groups[group] if group != "all" or len(problem.grids) > 1 else {"name": "", "text": ""}),
            "options": [
                {"id": option, **words[option], "reason": screened_out[group].get(option)} for option in options
            ],
            "shown": problem.order(group).tolist(),
            "weights": by_group[group].tolist(),
            "mode": _cells(grid.mode),
            "low": _cells(grid.low),
            "high": _cells(grid.high),
            **({"sd": _cells(grid.sd)} if np.isfinite(grid.sd).any() else {}),
            "evidence": grid.evidence.tolist(),
            "limits": limits[group],
        }


def _screens(problem: Problem) -> dict[str, dict[str, str]]:
    """The options that a screen excludes, whatever their ratings, and why."""
    return screened(problem.replace(thresholds=None) if problem.has("thresholds") else problem)


def _limits(problem: Problem) -> dict[str, list[dict[str, Any]]]:
    """The thresholds of each group: criterion by its place, at_least, at_most."""
    found: dict[str, list[dict[str, Any]]] = {group: [] for group in problem.grids}
    if problem.has("thresholds"):
        for row in expanded(problem.table("thresholds"), list(problem.grids)).to_dict("records"):
            ends = {end: _number(row.get(end)) for end in ("at_least", "at_most")}
            found[row["group"]].append({"criterion": problem.leaf_criteria.index(row["criterion"]), **ends})
    return found


def _words(table: pd.DataFrame, label: str) -> dict[str, dict[str, str]]:
    """For each label its name, a shorter one, and what there is to say of it."""
    columns = {column: list(table[column]) for column in ("name", "short", "summary", "definition") if column in table}
    found = {}
    for place, one in enumerate(table[label]):
        row = {column: str(cells[place]) for column, cells in columns.items() if isinstance(cells[place], str)}
        name = row.get("name") or str(one)
        text = row.get("summary") or row.get("definition") or ""
        found[str(one)] = {"name": name, "short": row.get("short") or name, "text": text}
    return found


def _cells(values: Floats) -> list[list[float | None]]:
    return [[_number(value) for value in row] for row in values]


def _number(value: Any) -> float | None:
    """A number that JSON can tell; None for what is missing or without end."""
    return None if value is None or not np.isfinite(value) else float(value)
