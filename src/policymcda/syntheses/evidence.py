"""Which conclusions survive which reading of the evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import pandas as pd

from policymcda.arrays import Floats
from policymcda.errors import plain
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.questions.rank import rank
from policymcda.questions.smaa import smaa
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws
from policymcda.tables import layout
from policymcda.tables.performance_tables import UNSTATED
from policymcda.weighting.weights import Weights

READINGS: dict[str, Callable[[Problem], Problem]] = {
    "all": lambda problem: problem,
    "inferred": lambda problem: problem.with_evidence("inferred"),
    "direct": lambda problem: problem.with_evidence("direct"),
    "cautious": lambda problem: problem.at_ends("worst"),
    "hopeful": lambda problem: problem.at_ends("best"),
}
"""How the evidence may be read, and the problem that is ranked then."""


ENDS = ("", "_error", "_low", "_high")
COLUMNS = [
    *("group", "reading", "unknown", "first_option", *(f"first_acceptability{end}" for end in ENDS)),
    *("leader", *(f"leader_acceptability{end}" for end in ENDS), "survives"),
]


@dataclass(frozen=True, eq=False, repr=False)
class Evidence(Result):
    """What comes first under each reading, and whether that is what comes first as the problem stands.

    Attributes
    ----------
    table : DataFrame
        group, reading (all; inferred: direct and inferred evidence only; direct; cautious and hopeful: every rating at
        its worse or better end), unknown (how many ratings of the group are drawn), first_option, first_acceptability (the
        share of the draws in which it is first), leader (what is first as the problem stands), leader_acceptability, both
        shares with error, low, high; survives.
    """

    table: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group what is first, and what is first under each reading."""
        for group, part in self.table.groupby("group", sort=False):
            text = f"{part['leader'].iloc[0]} is first; that survives {part['survives'].sum()} of {len(part)} readings"
            heading = text if group == "all" else f"{plain(str(group))}: {text}"
            columns = ["reading", "unknown", "first_option", "first_acceptability", "leader_acceptability", "survives"]
            yield f"{layout.filled(heading, width, '  ')}\n{layout.text(part[columns], width, rows)}"


def evidence(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    screen: bool | None = None,
) -> Evidence:
    """Ask what comes first on direct evidence only, on direct and inferred, on all, and at either end of the intervals.

    What is not good enough for a reading is unknown and drawn over its whole range; the weights stay as they are.

    Parameters
    ----------
    method, weights, unknown, screen, seed, executor
        As for `rank` and `smaa`.

    Examples
    --------
    >>> from policymcda import load
    >>> table = evidence(load("cyber-policy")).table
    >>> sorted(table.loc[table["group"] == "no_formal_ties", "first_option"].unique())
    ['tailored_capabilities']
    """
    seed = check_draws(seed=seed).seed
    model = PreferenceModel.of(problem, method=method, weights=weights, unknown=unknown, screen=screen)
    used, screened_out = model.known_weights, model.reasons if model.screen else {}
    ranking = rank(problem, method=model.method, weights=used, unknown=unknown, screen=model.screen)
    best = ranking.table[ranking.table["rank"] == 1].drop_duplicates("group")
    leader = dict(zip(best["group"], best["option"], strict=True))
    rows = []
    for name, read_as in READINGS.items():
        read = read_as(problem).without(screened_out)
        settings = {"method": method, "unknown": unknown, "screen": False}
        for group, shares in _shares(read, used, seed, executor, **settings).items():
            most = max(share for share, *_ in shares.values())
            first = next(option for option in (leader[group], *shares) if shares[option][0] == most)
            drawn = int(read.grids[group].unknown.sum())
            outcome = (leader[group], *shares[leader[group]], first == leader[group])
            rows.append((group, name, drawn, first, *shares[first], *outcome))
    table = pd.DataFrame(rows, columns=COLUMNS)
    return Evidence(
        notes=model.notes_table([*_notes(ranking.notes), *_unstated(problem)]),
        settings=model.settings(),
        table=pd.concat([table[table["group"] == group] for group in model.groups], ignore_index=True),
    )


def _notes(notes: pd.DataFrame) -> Iterator[Note]:
    """Notes of the ranking, which alone takes what is unknown for a number."""
    for code, group, text in notes.itertuples(index=False, name=None):
        yield code, group, f"{text} in the ranking; readings draw them or take an end" if code == "unknown" else text


def _unstated(problem: Problem) -> Iterator[Note]:
    """Ratings whose evidence nobody stated are not good enough for a strict reading."""
    unstated = sum(int((grid.evidence == UNSTATED).sum()) for grid in problem.grids.values())
    if unstated:
        text = f"{unstated} ratings do not state their evidence: on direct and inferred evidence only they are unknown"
        yield "unstated", "", text


def _shares(
    problem: Problem, weights: Weights, seed: int, executor: Executor | None, **settings: Any
) -> dict[str, dict[str, tuple[float, ...]]]:
    """For each group how often each option is first, with error, low and high, when what is unknown is drawn; nothing to draw is certain."""
    if any(grid.unknown.any() for grid in problem.grids.values()):
        quick: dict[str, Any] = {"quantiles": (), "pairwise": False, "factors": False}
        settings |= {"ratings": "unknown", "seed": seed, "executor": executor}
        table = smaa(problem, weights=weights, **settings, **quick).ranks
        table = table[(table["rank"] == 1) & table["group"].isin(list(problem.grids))]  # not the mixture of a member
    else:
        ranking = rank(problem, weights=weights, **settings).table
        sure = (ranking["rank"] == 1).fillna(False).astype(float)
        table = ranking.assign(acceptability=sure, error=0.0, low=sure, high=sure)[ranking["rank"].notna()]
    columns = ["acceptability", "error", "low", "high"]
    return {
        str(group): dict(zip(part["option"], part[columns].itertuples(index=False, name=None), strict=True))
        for group, part in table.groupby("group", sort=False)
    }
