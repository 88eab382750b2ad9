"""The member of several groups: acceptabilities of the groups, added by the share that each has in it.

No rating is averaged: the mixture is over which group the member is in. All groups share their nets, so that the error
comes from the value of the mixture in each net.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations

import numpy as np
import pandas as pd

from policymcda._version import __version__
from policymcda.arrays import Floats
from policymcda.arrays.smaa import mixtures
from policymcda.arrays.smaa.estimates import Estimate
from policymcda.arrays.smaa.tallies import Tally
from policymcda.arrays.smaa.tasks import Task
from policymcda.results import Note
from policymcda.simulation.group_runs import Meter, Plan, digest
from policymcda.simulation.result_tables import ENDS, by_pair, by_rank, estimate_table
from policymcda.simulation.runs import Checkpoint, run

Parts = Mapping[str, pd.DataFrame]

STEP = "member"
"""What progress calls the pass over the groups together."""

SQUARES = (("ranks", "rank", "acceptability"), ("first", "k", "probability"), ("pairwise", "versus", "winning"))
"""Tables of option by something, what that is, and the value."""

TALLIED = {"ranks": "ranks", "first": "top", "pairwise": "pairwise"}
"""Under which name a table's counts are added."""


def together(
    tasks: Mapping[str, Task], options: Mapping[str, Sequence[str]], nets: int, plan: Plan, meter: Meter
) -> Tally:
    """How the counts of the groups go together over the nets that all have."""
    everything = sorted({option for names in options.values() for option in names})
    places = [np.searchsorted(everything, list(options[group])) for group in tasks]
    add_up = partial(mixtures.crossed, tuple(tasks.values()), places, len(everything))
    kept = None
    if plan.checkpoint is not None:
        header = {"problem": plan.fingerprint, "version": __version__, "groups": f"#{digest(list(tasks.items()))}"}
        kept = Checkpoint(plan.checkpoint.with_name(f"{plan.checkpoint.name}.{STEP}"), header)
    return run(add_up, nets, executor=plan.executor, progress=meter.of(STEP, nets), checkpoint=kept)


def mixed(
    parts: Mapping[str, Parts], shares: Mapping[str, float], total: Tally | None = None
) -> dict[str, pd.DataFrame]:
    """The tables of the mixture of the groups: table, ranks, first and, where the groups have it, pairwise.

    Parameters
    ----------
    parts : mapping
        The tables of each group.
    shares : mapping of str to float
        The share of each group.
    total : Tally, optional
        How their counts go together, as `together` gives it; None where there is one group, or no error.
    """
    groups = list(parts)
    weights = [shares[group] for group in groups]
    options = sorted({option for group in groups for option in parts[group]["table"]["option"]})
    draws = [_draws(parts[group]) for group in groups]

    def mix(name: str, estimates: list[Estimate]) -> Estimate:
        between = {}
        if total is not None:
            for g, h in combinations(range(len(groups)), 2):
                covariance = mixtures.covariance(total, name, g, h)
                between[g, h] = covariance * total.length / max(draws[g], draws[h], total.length)
        return mixtures.mixture(estimates, weights, between)

    tables = {}
    for name, column, value in SQUARES:
        if all(name in parts[group] and len(parts[group][name]) for group in groups):
            estimates = [_square(parts[group][name], column, value, options) for group in groups]
            found = mix(TALLIED[name], estimates)
            if name == "pairwise":
                tables[name] = by_pair(found, options).dropna(subset=["winning"])
            else:
                counted = {group: int(parts[group][name][column].max()) for group in groups}
                cut_short = [most for group, most in counted.items() if most < len(parts[group]["table"])]
                most = min(cut_short) if cut_short else max(counted.values())
                cut = Estimate(*(part[:, :most] for part in (found.value, found.error, found.low, found.high)))
                tables[name] = by_rank(cut, value, options, column)
    expected = mix("expected", [_expected(parts[group]["table"], options) for group in groups])
    tables["table"] = _with_ends(_summary(parts, weights, options, expected), tables["ranks"], parts)
    return tables


def _with_ends(table: pd.DataFrame, ranks: pd.DataFrame, parts: Mapping[str, Parts]) -> pd.DataFrame:
    """The errors and intervals of the first and the last rank; of the last where all groups have as many options."""
    lasts = {len(part["table"]) for part in parts.values()}
    for name, rank in (("first_acceptability", 1), ("last_acceptability", min(lasts) if len(lasts) == 1 else 0)):
        ends = ranks[ranks["rank"] == rank].set_index("option")[list(ENDS)].reindex(table["option"])
        place = table.columns.get_loc(name) + 1
        for step, end in enumerate(ENDS):
            table.insert(place + step, f"{name}_{end}", ends[end].to_numpy())
    return table


def notes(member: str, shares: Mapping[str, float], missing: Sequence[str]) -> Iterator[Note]:
    """What the rows of the member are, and the groups in which nothing is admissible."""
    if len(shares) > 1:
        named = ", ".join(f"{group} {share:.4g}" for group, share in shares.items())
        yield "mixture", member, f"which group it is in is uncertain: acceptabilities are added by share ({named})"
    for group in missing:
        yield "mixture", member, f"in {group}, a share of {shares[group]:.4g}, no option is admissible: none has a rank"


def _draws(part: Parts) -> float:
    """Draws of a group, 0 where it was computed exactly."""
    decision = part["decision"].set_index("measure")["value"]
    return float(decision["draws"]) if "draws" in decision else 0.0


def _square(frame: pd.DataFrame, column: str, value: str, options: Sequence[str]) -> Estimate:
    """A table of a group as arrays over the options of all groups, (options, options).

    What does not compete has no rank; pairs with it are NaN.
    """
    size = len(options)
    pairs = column == "versus"
    rows = np.searchsorted(options, frame["option"].to_list())
    columns = np.searchsorted(options, frame[column].to_list()) if pairs else frame[column].to_numpy(np.int64) - 1
    arrays = []
    for name in (value, *ENDS):
        array = np.full((size, size), np.nan if pairs else 0.0)
        array[rows, columns] = frame[name].to_numpy(np.float64)
        if column == "k":
            last = int(columns.max())
            array[:, last + 1 :] = array[:, last : last + 1]
        arrays.append(array)
    return Estimate(*arrays)


def _expected(table: pd.DataFrame, options: Sequence[str]) -> Estimate:
    """Expected ranks over the options of all groups, NaN where one does not compete."""
    columns = ["expected_rank", *(f"expected_rank_{end}" for end in ENDS)]
    return Estimate(*table.set_index("option")[columns].reindex(list(options)).to_numpy(np.float64).T)


def _summary(
    parts: Mapping[str, Parts], weights: Sequence[float], options: Sequence[str], expected: Estimate
) -> pd.DataFrame:
    """One row per option; confidence factors belong to the weights of a single group."""
    table = estimate_table(expected, "expected_rank", option=np.array(options, dtype=object))
    table = table.rename(columns={end: f"expected_rank_{end}" for end in ENDS})
    for name in ("first_acceptability", "last_acceptability"):
        table[name] = _sum([part["table"].set_index("option")[name] for part in parts.values()], weights, options)
    return table.assign(confidence=np.nan, confidence_error=np.nan, confidence_low=np.nan, confidence_high=np.nan)


def _sum(columns: Sequence[pd.Series], weights: Sequence[float], options: Sequence[str]) -> Floats:
    each = [share * column.reindex(list(options)).fillna(0.0) for share, column in zip(weights, columns, strict=True)]
    return np.asarray(sum(each), dtype=np.float64)
