"""Does a ranking agree with what the source of the case, and any other source, advises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.case_files import check_problem
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by, notes_table
from policymcda.tables.sentences import share_text


@dataclass(frozen=True, eq=False, repr=False)
class Agreement(Result):
    """What was expected of a ranking, and whether it holds.

    Attributes
    ----------
    table : DataFrame
        group, option, relation, limit, rank, holds, source (blank: the case's own), basis. The limit of what is only
        named is the number of options that its source names for the group.
    sources : DataFrame
        One row per source: source; statements, of every relation, and how many of them hold; named, how many options it
        names, and named_within, how many of those are within the number named for their group; pairs, the share of the
        pairs (named, not named) in the right order, mean of the groups, a tie counts one half; NaN where none is named.
    """

    table: pd.DataFrame
    sources: pd.DataFrame


def agreement_with_source(problem: Problem, ranking: Any) -> Agreement:
    """Compare a ranking with the table `expectations`, which was written before any ranking, each source apart.

    An option that is screened out or not rated has no rank: it is outside every limit, and behind every option that has
    one.

    Examples
    --------
    >>> from policymcda import load, rank
    >>> problem = load("cyber-policy")
    >>> agreement = agreement_with_source(problem, rank(problem))
    >>> agreement.sources.round(2)
             source  statements  hold  named  named_within  pairs
    0                        10     8      0             0    NaN
    1  Kshetri 2016           9     7      9             7   0.91
    """
    check_problem(problem)
    columns = ["group", "option", "relation", "limit", "rank", "holds", "source", "basis"]
    expected = problem.table("expectations").rename(columns={"rank": "limit"}).reset_index(drop=True)
    expected["source"] = expected.get("source", "")
    named = expected["relation"] == "named"
    limit = expected["limit"] if "limit" in expected else pd.Series(np.nan, expected.index)
    counted = named.groupby([expected["source"], expected["group"]]).transform("sum") if len(expected) else limit
    expected["limit"] = limit.where(~named, counted).astype("Int64")
    found = expected.merge(ranking.table[["group", "option", "rank"]], on=["group", "option"], how="left")
    within = (found["rank"] <= found["limit"]).fillna(False).astype(bool)
    found["holds"] = within == (found["relation"] != "outside")
    sources = pd.DataFrame(
        [(source, *_measures(part, ranking.table)) for source, part in found.groupby("source", sort=False)],
        columns=["source", "statements", "hold", "named", "named_within", "pairs"],
    )
    return Agreement(
        notes=notes_table(_notes(sources), problem.reading_notes),
        settings=made_by(
            problem.fingerprint, **{key: ranking.settings[key] for key in ("method", "weights", "unknown", "screen")}
        ),
        table=found.reindex(columns=columns),
        sources=sources,
    )


def _measures(expected: pd.DataFrame, ranking: pd.DataFrame) -> tuple[int, int, int, int, float]:
    """Statements of a source, how many hold, options it names, how many within their number, and pairs in order."""
    named = expected[expected["relation"] == "named"]
    shares = [_pairs(set(part["option"]), ranking[ranking["group"] == group]) for group, part in named.groupby("group")]
    known = [share for share in shares if share is not None]
    pairs = float(np.mean(known)) if known else float("nan")
    return len(expected), int(expected["holds"].sum()), len(named), int(named["holds"].sum()), pairs


def _pairs(named: set[str], ranking: pd.DataFrame) -> float | None:
    """The share of the pairs (named, not named) of a group in which the named is ahead; None without any pair."""
    rank = dict(zip(ranking["option"], ranking["rank"].astype("Float64").fillna(np.inf), strict=True))
    those = np.array([rank.get(option, np.inf) for option in sorted(named)], dtype=np.float64)
    others = np.array([place for option, place in rank.items() if option not in named], dtype=np.float64)
    if not len(those) or not len(others):
        return None
    ahead, level = those[:, None] < others, those[:, None] == others
    return float(np.mean(ahead + level / 2))


def _notes(sources: pd.DataFrame) -> Iterator[Note]:
    """One note for each source, the case's own first."""
    if not len(sources):
        yield "expectations", "", "0 of 0 expectations hold"
    for row in sources.sort_values("source", kind="stable").itertuples():
        by = f" of {row.source}" if row.source else ""
        whose = row.source or "the source"
        stated = row.statements - row.named
        if stated:
            yield "expectations", "", f"{row.hold - row.named_within} of {stated} expectations{by} hold"
        if row.named:
            text = f"{row.named_within} of {row.named} options that {whose} names are within the number named"
            if not np.isnan(row.pairs):
                text += f" for their group; {share_text(float(row.pairs))} of the pairs (named, not named) are in the right order"
            yield "named", "", text
