"""Which options serve several groups: who is near the top where, which groups rank alike, and one order over all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.ranking.clusters import clusters, complete
from policymcda.arrays.ranking.rank_similarity import kendall_tau
from policymcda.arrays.ranking.ranks import ranks
from policymcda.errors import check_counts, check_results, nearest
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.questions.rank import rank
from policymcda.questions.smaa import Acceptability, smaa
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws
from policymcda.syntheses.verdict import Verdict, verdict
from policymcda.tables import layout

LEAST_COMMON = 3
"""Options that two groups must share for their rankings to be compared."""

FIRST = ["first_acceptability", "error", "low", "high"]


@dataclass(frozen=True, eq=False, repr=False)
class Across(Result):
    """What serves several groups.

    Attributes
    ----------
    table : DataFrame
        option, groups_in_top, admitted (groups in which it competes), role (generalist: in the first k of every group where it
        is admitted, at least two; specialist: of some; never), mean_rank, best, worst (ranks where it is admitted),
        overall_rank: its place in one order over all groups.
    groups : DataFrame
        group, option, rank, first_acceptability with error, low, high, verdict (of the group).
    leave_one_out : DataFrame
        without (a group), option, groups_in_top.
    agreement : DataFrame
        group, versus, common (options that both rank), tau (tau-b; blank for fewer than 3 common options, or ranks that all tie).
    clusters : DataFrame
        group, cluster (average linkage of 1 - tau; together where the mean tau is at least one half), place in the tree.
    """

    table: pd.DataFrame
    groups: pd.DataFrame
    leave_one_out: pd.DataFrame
    agreement: pd.DataFrame
    clusters: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """Options in the order over all groups, with their rank in each, then how alike the groups are."""
        wide = self.groups.pivot(index="option", columns="group", values="rank")
        wide = wide[list(dict.fromkeys(self.groups["group"]))].astype(object)
        table = self.table.merge(wide.reset_index(), on="option", how="left").sort_values("overall_rank", kind="stable")
        yield layout.text(table.drop(columns=["best", "worst"]), width, rows)
        if len(self.agreement):
            yield layout.text(self.agreement, width, rows)
            yield layout.text(self.clusters, width, rows)


def across(
    problem: Problem,
    *,
    top: int = 3,
    group_weights: Mapping[str, float] | None = None,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
    samples: int = 2**17,
    seed: int = 0,
    executor: Executor | None = None,
    acceptability: Acceptability | None = None,
    verdicts: Verdict | None = None,
) -> Across:
    """Say which options serve several groups.

    Parameters
    ----------
    top : int
        How many of the first of a group count.
    group_weights : mapping of str to float, optional
        The weight of each group in the one order over all of them, which goes by the weighted mean of the ranks; where an
        option is not admitted it counts as behind all others. Left out: equal, with a note.
    method, weights, unknown, screen
        As for `rank`.
    samples, seed, executor
        As for `smaa`, which gives first_acceptability over any weights.
    acceptability, verdicts : optional
        The answers of `smaa` and `verdict`, where they are known already.

    Raises
    ------
    ValueError
        For a `top` below 1.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from policymcda import across, load
    >>> found = across(load("cyber-policy"), samples=2**17)
    >>> found.table.set_index("option").loc["ict_bricolage", ["groups_in_top", "role"]].tolist()
    [np.int64(3), 'specialist']
    """
    check_counts(top=top)
    check_results(acceptability=(acceptability, Acceptability, "smaa"), verdicts=(verdicts, Verdict, "verdict"))
    samples, seed = check_draws(samples=samples, seed=seed)
    model = PreferenceModel.of(problem, method=method, weights=weights, unknown=unknown, screen=screen)
    own: dict[str, Any] = {
        "method": method,
        "screen": model.screen,
        "samples": samples,
        "seed": seed,
        "executor": executor,
    }
    ranking = rank(problem, method=method, weights=model.known_weights, unknown=unknown, screen=model.screen)
    share, notes = _group_weights(group_weights, list(problem.grids))
    if acceptability is None:
        acceptability = smaa(problem, unknown=unknown, quantiles=(), pairwise=False, factors=False, **own)
    if verdicts is None:
        verdicts = verdict(problem, weights=model.known_weights, unknown=unknown, **own)
    places = ranking.ranks
    agreement, tree = _agreement(places)
    return Across(
        notes=model.notes_table([*ranking.notes.itertuples(index=False, name=None), *notes]),
        settings=model.settings(top=int(top), samples=samples, seed=seed),
        table=_table(places, int(top), share),
        groups=_groups(ranking.table, acceptability, verdicts),
        leave_one_out=_without(places, int(top)),
        agreement=agreement,
        clusters=tree,
    )


def _group_weights(given: Mapping[str, float] | None, groups: list[str]) -> tuple[dict[str, float], list[Note]]:
    """The weight of each group, summing to 1, and a note where nobody said."""
    if given is None:
        text = "every group has the same weight in the order over all groups" if len(groups) > 1 else ""
        return dict.fromkeys(groups, 1 / len(groups)), [("group_weights", "", text)] if text else []
    if not isinstance(given, Mapping):
        raise ValueError(f"group_weights gives a weight for each group by name, not {given!r}")  # noqa: TRY004
    for group in given:
        if group not in groups:
            raise ValueError(f"no group {group!r} ({nearest(str(group), groups)})")
    for group in groups:
        value = given.get(group)
        if isinstance(value, bool) or not isinstance(value, Real) or not 0 <= float(value) < np.inf:
            raise ValueError(f"group_weights: {group} needs a number of 0 or more, not {value!r}")
    total = sum(given.values())
    if not total:
        raise ValueError("group_weights are all 0: give one group some weight")
    return {group: float(given[group]) / total for group in groups}, []


def _table(places: pd.DataFrame, top: int, share: Mapping[str, float]) -> pd.DataFrame:
    """One row per option: in how many groups it is near the top, and its place over all groups."""
    found = places.astype("Float64").to_numpy(np.float64, na_value=np.nan)
    admitted, near = (~np.isnan(found)).sum(axis=1), (found <= top).sum(axis=1)
    behind = np.where(np.isnan(found), (~np.isnan(found)).sum(axis=0) + 1, found)
    overall = behind @ np.array([share[group] for group in places])
    some = admitted > 0
    mean, best, worst = (np.full(len(found), np.nan) for _ in range(3))
    for column, of in ((mean, np.nanmean), (best, np.nanmin), (worst, np.nanmax)):
        column[some] = of(found[some], axis=1) if some.any() else np.nan
    table = pd.DataFrame(
        {
            "option": list(places.index),
            "groups_in_top": near,
            "admitted": admitted,
            "role": [_role(*pair) for pair in zip(near, admitted, strict=True)],
            "mean_rank": mean,
            "best": best,
            "worst": worst,
            "overall_rank": ranks(-overall),
        }
    )
    table = table.astype({"best": "Int64", "worst": "Int64", "overall_rank": "Int64"})
    return table.assign(overall_rank=table["overall_rank"].where(some))


def _role(near: int, admitted: int) -> str:
    if not near:
        return "never"
    return "generalist" if near == admitted >= 2 else "specialist"


def _groups(table: pd.DataFrame, acceptability: Acceptability, verdicts: Verdict) -> pd.DataFrame:
    """Rank, share of first ranks and verdict, one row per group and option."""
    first = acceptability.ranks[acceptability.ranks["rank"] == 1].rename(columns={"acceptability": FIRST[0]})
    found = table[["group", "option", "rank"]].merge(
        first[["group", "option", *FIRST]], on=["group", "option"], how="left"
    )
    words = dict(zip(verdicts.table["group"], verdicts.table["verdict"], strict=True))
    return found.assign(verdict=[words.get(group, "") for group in found["group"]])


def _without(places: pd.DataFrame, top: int) -> pd.DataFrame:
    """In how many of the other groups each option is near the top, without each group in turn."""
    near = (places <= top).fillna(False).astype(bool)
    rows = [
        (group, option, int(count))
        for group in places
        for option, count in near.drop(columns=group).sum(axis="columns").items()
    ]
    return pd.DataFrame(rows, columns=["without", "option", "groups_in_top"])


def _agreement(places: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tau-b of every two groups over the options that both rank, and the groups that rank alike."""
    found = places.astype("Float64").to_numpy(np.float64, na_value=np.nan).T
    groups, count = list(places), len(places.columns)
    tau, rows = np.eye(count), []
    for one in range(count):
        for other in range(one + 1, count):
            common = ~np.isnan(found[one]) & ~np.isnan(found[other])
            tau[one, other] = tau[other, one] = _tau(found[[one, other]][:, common])
            rows.append((groups[one], groups[other], int(common.sum()), tau[one, other]))
    left = complete(tau)
    which, place = clusters(tau[np.ix_(left, left)])
    tree = pd.DataFrame({"group": [groups[one] for one in left], "cluster": which, "place": place + 1})
    return pd.DataFrame(rows, columns=["group", "versus", "common", "tau"]), tree


def _tau(pair: Floats) -> float:
    """Tau-b of two rankings, NaN for too few options or a ranking in which all tie."""
    if pair.shape[1] < LEAST_COMMON or (pair == pair[:, :1]).all(axis=1).any():
        return float("nan")
    return float(kendall_tau(pair)[0, 1])
