"""What the maps show, before anything is drawn: values from 0 to 1 and a text for each two labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.plots import drawing
from policymcda.tables.sentences import share_text

if TYPE_CHECKING:
    from policymcda.problem import Problem
    from policymcda.questions.rank import Ranking
    from policymcda.questions.reversal import Reversal
    from policymcda.questions.smaa import Acceptability
    from policymcda.syntheses.across import Across
    from policymcda.syntheses.stakeholders import Stakeholders


@dataclass(frozen=True, eq=False)
class HeatMap:
    """A map: a cell for each row and column, its shade from 0 to 1 and its text.

    Attributes
    ----------
    values : (rows, columns) array
        From 0 (light) to 1 (dark); NaN is an empty cell within a dashed line, or none where `empty` is false.
    ringed, inferred : (rows, columns) arrays of bool, optional
        Cells with a line around, and cells with a mark for ratings that are inferred.
    line_before : int, optional
        The column before which a line stands.
    key : str
        What the marks mean.
    """

    title: str
    rows: Sequence[str]
    columns: Sequence[str]
    values: Floats
    texts: Sequence[Sequence[str]]
    group: str = ""
    empty: bool = True
    ringed: Bools | None = None
    inferred: Bools | None = None
    line_before: int | None = None
    key: str = ""


def matrix(problem: Problem, group: str | None = None) -> HeatMap:
    """The decision matrix of one group: modes, darker the better, with the evidence that each rests on."""
    name, _ = drawing.one_group(pd.DataFrame({"group": list(problem.grids)}), group)
    grid = problem.grids[name]
    options, criteria = _ordered(problem, grid.options), problem.labels("criterion")
    shown = np.ix_([list(grid.options).index(o) for o in options], [problem.leaf_criteria.index(c) for c in criteria])
    mode, evidence = grid.mode[shown], grid.evidence[shown]
    return HeatMap(
        f"{_rests(evidence)}. Ratings; the stronger the colour, the better",
        drawing.shorts(options),
        criteria,
        np.where(evidence == 1, np.nan, problem.scale_ends.merit(grid.mode, problem.benefit)[shown]),
        [["?" if np.isnan(value) else f"{value:.4g}" for value in row] for row in mode],
        group=name,
        inferred=evidence == 2,
        key=_evidence_key(evidence),
    )


def groups(result: Ranking) -> HeatMap:
    """The rank of each option in each group; empty where an option does not compete."""
    places = result.ranks.to_numpy(dtype=np.float64, na_value=np.nan)
    rows, columns = drawing.shorts(result.ranks.index), list(result.ranks.columns)
    return HeatMap(
        f"{_in_most(rows, places == 1, 'first')}. Ranks in each group, 1 is best",
        rows,
        columns,
        _by_rank(places),
        _rank_texts(places),
    )


def across(result: Across) -> HeatMap:
    """The rank of each option in each group, options in the order over all groups, groups that rank alike side by side."""
    order = result.table.sort_values("overall_rank", kind="stable")
    options = list(order["option"])
    place = dict(zip(result.clusters["group"], result.clusters["place"], strict=True))
    names = sorted(dict.fromkeys(result.groups["group"]), key=lambda group: place.get(group, np.inf))
    wide = result.groups.pivot(index="option", columns="group", values="rank").loc[options, names]
    places = wide.to_numpy(dtype=np.float64, na_value=np.nan)
    top, labels = int(result.settings["top"]), drawing.shorts(options)
    return HeatMap(
        f"{_in_most(labels, places <= top, _place_text(top))}. Ranks in each group; ringed, and counted beside the name: the first {top}",
        [f"{label}  {count}" for label, count in zip(labels, order["groups_in_top"], strict=True)],
        names,
        _by_rank(places),
        _rank_texts(places),
        ringed=places <= top,
    )


def stakeholders(result: Stakeholders, group: str | None = None) -> HeatMap:
    """The rank of each option for each stakeholder and for all combined, those who rank alike side by side."""
    name, table = drawing.one_group(result.table, group)
    _, clusters = drawing.one_group(result.clusters, name, [name])
    place = dict(zip(clusters["stakeholder"], clusters["place"], strict=True))
    people = sorted(dict.fromkeys(table["stakeholder"]), key=lambda person: place.get(person, np.inf))
    combined = table.drop_duplicates("option").set_index("option")["combined_rank"].sort_values(kind="stable")
    wide = table.pivot(index="option", columns="stakeholder", values="rank").loc[combined.index, people]
    places = np.column_stack([combined, wide]).astype(np.float64)
    _, agreement = drawing.one_group(result.agreement, name)
    firsts, concordance = int(agreement["firsts"].iloc[0]), float(agreement["kendall_w"].iloc[0])
    found = "1 option is" if firsts == 1 else f"{firsts} options are"
    return HeatMap(
        f"{found} first for somebody, Kendall's W {concordance:.2f}. Ranks by each stakeholder; ringed: first",
        drawing.shorts(combined.index),
        ["combined", *people],
        _by_rank(places),
        _rank_texts(places),
        group=name,
        ringed=places == 1,
        line_before=1,
    )


def reversal(result: Reversal, group: str | None = None) -> HeatMap:
    """How many pairs change places when each option is removed, copied or made worse; of several methods, how many tests."""
    name, table = drawing.one_group(result.table, group)
    changed, first = int(table["reversed"].sum()), int(table["first_changed"].sum())
    found = f"{changed} of {len(table)} tests reverse something, {first or 'none'} of them what is first"
    several = table["method"].nunique() > 1
    part = table if several else table[table["option"] != ""]
    rows, tests = list(dict.fromkeys(part["method" if several else "option"])), list(dict.fromkeys(part["test"]))
    cells = part.groupby(["method" if several else "option", "test"], sort=False)
    counts = cells["reversed" if several else "swaps"].sum().unstack("test").loc[rows, tests].to_numpy(np.float64)
    tried = cells.size().unstack("test").loc[rows, tests].to_numpy(np.float64)
    ringed = cells["first_changed"].any().unstack("test").loc[rows, tests].eq(True).to_numpy()
    of = [[f" of {count:.0f}" if several else "" for count in row] for row in tried]
    shares = counts / tried if several else counts / max(float(np.nanmax(counts, initial=0.0)), 1.0)
    what = "How many tests do, by method" if several else "How many pairs change places with the option of the row"
    return HeatMap(
        f"{found}. {what}; ringed: what is first changes",
        drawing.shorts(rows),
        [TESTS.get(test, test) for test in tests],
        shares,
        [
            ["" if np.isnan(value) else f"{value:.0f}{text}" for value, text in zip(row, texts, strict=True)]
            for row, texts in zip(counts, of, strict=True)
        ],
        group=name,
        empty=False,
        ringed=ringed,
    )


TESTS = {
    "remove": "removed",
    "copy": "copied",
    "worse": "made worse",
    "transitive": "pairs against pairs",
    "split": "pairs against all",
}
"""What each test of reversal does, in a word or two."""


def pairwise(result: Acceptability, group: str | None = None) -> HeatMap | str:
    """How often the option of the row is better than that of the column, in percent; why there is none as a text."""
    name, summary = drawing.one_group(result.table, group)
    options = list(summary.sort_values("expected_rank", kind="stable")["option"])
    _, table = drawing.one_group(result.pairwise, name, [name])
    if not len(table):
        return "One option, or too many to show every pair."
    square = table.pivot(index="option", columns="versus", values="winning").reindex(index=options, columns=options)
    shares = square.to_numpy(dtype=np.float64)
    numbered = [f"{place}" for place in range(1, len(options) + 1)]
    return HeatMap(
        f"{_beats(drawing.shorts(options), shares)}. How often the row is better than the column, in %",
        [f"{number}  {label}" for number, label in zip(numbered, drawing.shorts(options), strict=True)],
        numbered,
        shares,
        [["" if np.isnan(value) else f"{100 * value:.0f}" for value in row] for row in shares],
        group=name,
        empty=False,
    )


def central(result: Acceptability, group: str | None = None) -> HeatMap:
    """The mean weights that make each option first, how often it is, and its confidence factor; all in percent."""
    name, summary = drawing.one_group(result.table, group)
    summary = summary.sort_values(["first_acceptability", "expected_rank"], ascending=[False, True], kind="stable")
    options = list(summary["option"])
    _, table = drawing.one_group(result.central, name)
    criteria = list(dict.fromkeys(table["criterion"]))
    weights = table.pivot(index="option", columns="criterion", values="weight").loc[options, criteria]
    enough = table.groupby("option")["enough"].all().loc[options].to_numpy()
    columns = [*criteria, "first_acceptability", *(["confidence"] if summary["confidence"].notna().any() else [])]
    shares = np.column_stack([weights.to_numpy(np.float64), summary[columns[len(criteria) :]].to_numpy(np.float64)])
    return HeatMap(
        f"{_can_be_first(summary)}. Weights that make an option first, in %",
        drawing.shorts(options),
        [*criteria, "is first", "confidence"][: len(columns)],
        shares,
        [_percent(row, sure, len(criteria)) for row, sure in zip(shares, enough, strict=True)],
        group=name,
        line_before=len(criteria),
    )


def rank_shares(result: Acceptability, group: str | None = None) -> HeatMap:
    """How often each option of a group has each rank, best expected rank first."""
    name, summary = drawing.one_group(result.table, group)
    options = list(summary.sort_values("expected_rank", kind="stable")["option"])
    _, table = drawing.one_group(result.ranks, name)
    shares = table.pivot(index="option", columns="rank", values="acceptability").loc[options]
    values = shares.to_numpy(np.float64)
    return HeatMap(
        f"{first_shares(drawing.shorts(options), values[:, 0])}. How often each option has each rank, in %",
        drawing.shorts(options),
        [str(rank) for rank in shares.columns],
        values,
        [[f"{100 * share:.0f}" if share >= 0.005 else "" for share in row] for row in values],
        group=name,
    )


def first_shares(options: Sequence[str], shares: Floats) -> str:
    """Which options are most often first, and how often."""
    leaders = [place for place in np.argsort(-shares, kind="stable")[:2] if shares[place] > 0]
    texts = [f"in {share_text(float(shares[place]))}" for place in leaders]
    names = [options[place] for place in leaders]
    return f"{names[0]} is first {texts[0]} of the draws" + "".join(
        f", {name} {text}" for name, text in zip(names[1:], texts[1:], strict=True)
    )


def _rests(evidence: Any) -> str:
    """What the ratings rest on, as far as it is not direct evidence."""
    counts = [(int((evidence == code).sum()), text) for code, text in ((1, "rest on no evidence"), (2, "are inferred"))]
    parts = [f"{count} of {evidence.size} {text}" for count, text in counts if count]
    return " and ".join(parts) or f"All {evidence.size} ratings rest on direct or unstated evidence"


def _in_most(options: Sequence[str], near: Bools, what: str) -> str:
    """Which option is near the top of most groups."""
    counts = near.sum(axis=1)
    leader = int(np.argmax(counts))
    return f"{options[leader]} is {what} in {counts[leader]} of {near.shape[1]} groups, none in more"


def _place_text(top: int) -> str:
    return "first" if top == 1 else f"among the first {top}"


def _beats(options: Sequence[str], shares: Floats) -> str:
    """How sure the first option is before every other."""
    least = float(np.nanmin(shares[0]))
    closest = options[int(np.nanargmin(shares[0]))]
    return f"{options[0]} is better than any other in {share_text(least)} of the draws or more ({closest} is closest)"


def _can_be_first(summary: pd.DataFrame) -> str:
    """How many options come first at all, and which for most of the weights."""
    shares = summary["first_acceptability"].to_numpy(np.float64)
    return f"{int((shares > 0).sum())} of {len(shares)} options are first in some draws, {drawing.shorts(summary['option'])[0]} in {share_text(float(shares[0]))}"


def _percent(row: Floats, sure: bool, weights: int) -> list[str]:
    texts = ["-" if np.isnan(value) else f"{100 * value:.0f}" for value in row]
    return [f"({text})" if not sure and place < weights and text != "-" else text for place, text in enumerate(texts)]


def _rank_texts(places: Floats) -> list[list[str]]:
    return [["" if np.isnan(value) else f"{value:.0f}" for value in row] for row in places]


def _by_rank(places: Floats) -> Floats:
    most = np.nanmax(places) if np.isfinite(places).any() else 1.0
    shades: Floats = 1 - (places - 1) / max(most - 1, 1)
    return shades


def _ordered(problem: Problem, rated: Any) -> list[str]:
    known = set(rated)
    return [option for option in problem.labels("option") if option in known]


def _evidence_key(evidence: Any) -> str:
    """What the marks mean, of those that there are."""
    marks = [text for text, code in (("ring: inferred", 2), ("dashed: no evidence", 1)) if (evidence == code).any()]
    return "; ".join(marks)
