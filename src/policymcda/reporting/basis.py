"""What a report rests on: criteria with their units and weights, who took part and when, who disagrees, and costs apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from policymcda.problem import Problem
from policymcda.questions.rank import rank
from policymcda.reporting.document import Block, Section, Table, Text
from policymcda.reporting.naming import Names
from policymcda.reporting.report_results import Asked
from policymcda.tables.sentences import count_text, share_text

MONEY = re.compile(
    r"[$€£¥₹]|\b[kKmM]?(USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|BRL|ZAR)\b"
    r"|\b([Dd]ollars?|[Ee]uros?|[Pp]ounds? sterling|[Ff]rancs?|[Yy]en|[Kk]ron(a|e|or|er)|[Rr]upees?)\b"
)
"""A unit of money."""

SOURCES = {
    "judgements": "judged which of two criteria matters more",
    "swings": "said what going from worst to best on each criterion is worth",
    "orders": "put the criteria in order",
    "weights": "gave weights",
    "codings": "rated the options on their own",
}
"""Tables in which people took part, and what they did."""

LISTED = 8
"""People who are named."""


def section(asked: Asked, names: Names) -> Section:
    """Weights, criteria, people and costs."""
    blocks = [Table(_criteria(asked, names), "Criteria, their units and their weights"), *_people(asked)]
    return Section("What this rests on", (*blocks, *_disagreement(asked, names)), tuple(_costs(asked, names)))


def _criteria(asked: Asked, names: Names) -> pd.DataFrame:
    """A row for each criterion: its unit, its scale, which way is better, and its weight for each group."""
    problem = asked.problem
    about = problem.table("criteria").set_index("criterion")
    order = problem.labels("criterion")
    unit = about["unit"].reindex(order).fillna("") if "unit" in about else pd.Series("", index=order)
    better = ["more" if benefit else "less" for benefit in _benefit(problem, order)]
    frame = pd.DataFrame({"criterion": [names("criterion", label) for label in order], "unit": list(unit)})
    frame["scale"] = [_ends(about, label) for label in order]
    frame["better"] = better
    table = asked.results["weights"].tables["table"]
    wide = table.pivot(index="criterion", columns="group", values="weight").reindex(order)
    groups = [group for group in problem.grids if group in wide]
    headings = ["weight"] if len(groups) == 1 else [f"weight: {names('group', group)}" for group in groups]
    weights = pd.DataFrame({heading: list(wide[group]) for heading, group in zip(headings, groups, strict=True)})
    frame = pd.concat([frame, weights], axis=1)
    return frame[[column for column in frame if not (frame[column].astype(str) == "").all()]]


def _benefit(problem: Problem, order: Any) -> list[bool]:
    known = dict(zip(problem.leaf_criteria, problem.benefit, strict=True))
    return [bool(known[label]) for label in order]


def _ends(about: pd.DataFrame, label: str) -> str:
    """The ends of the scale of a criterion, blank where they are not given."""
    if not {"low", "high"} <= set(about) or about.loc[label, ["low", "high"]].isna().any():
        return ""
    return f"{about.loc[label, 'low']:g} to {about.loc[label, 'high']:g}"


def _people(asked: Asked) -> Iterator[Block]:
    """Who took part, in what, and when."""
    problem, parts = asked.problem, []
    for name, did in SOURCES.items():
        table = problem.table(name) if problem.has(name) else pd.DataFrame()
        people = sorted({str(one) for one in table.get("stakeholder", ()) if str(one).strip()})
        if people:
            more = f" and {len(people) - LISTED} more" if len(people) > LISTED else ""
            who = f"{', '.join(people[:LISTED])}{more}"
            parts.append(f"{count_text(len(people), 'person').replace('persons', 'people')} {did} ({who})")
    when = _when(problem)
    text = f"Who took part: {'; '.join(parts)}." if parts else "The case names nobody who took part."
    yield Text(f"{text} {when}".strip())


def _when(problem: Problem) -> str:
    """The dates that the case and its ratings state."""
    dates = sorted({str(date) for date in problem.table("ratings").get("as_of", ()) if str(date).strip()} - {"nan"})
    parts = [f"The case is of {problem.case['as_of']}."] if problem.case.get("as_of") else []
    if dates:
        parts.append(f"Ratings are of {dates[0]}." if len(dates) == 1 else f"Ratings are of {dates[0]} to {dates[-1]}.")
    return " ".join(parts)


def _disagreement(asked: Asked, names: Names) -> Iterator[Block]:
    """How alike the rankings of those who took part are, and what else comes first for whom."""
    if "stakeholders" not in asked.results:
        return
    agreement, first = asked.table("stakeholders", "agreement"), asked.table("stakeholders", "first")
    losses = asked.table("stakeholders", "options").set_index(["group", "option"])
    leaders = asked.table("verdict", "table").set_index("group")["first_option"]
    rows = []
    for row in agreement.itertuples():
        apart = first[(first["group"] == row.group) & first["differs"].astype(bool)]
        others = "; ".join(f"{names('option', one.first_option)} for {one.stakeholder}" for one in apart.itertuples())
        loss = _loss(losses, (row.group, leaders.get(row.group, "")))
        rows.append((names("group", row.group), row.stakeholders, row.kendall_w, others or "for nobody", loss))
    columns = ["group", "people", "Kendall's W", "another option first", "loses most with the first option"]
    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.drop(columns="group") if len(frame) == 1 and len(asked.problem.grids) == 1 else frame
    yield Table(
        frame, "Who disagrees (Kendall's W is 1 where all rankings are the same, 0 where they have nothing in common)"
    )


def _loss(losses: pd.DataFrame, place: tuple[str, str]) -> str:
    """Who loses most with an option, and how much of the way from their first option to their last that is."""
    if place not in losses.index or not losses.loc[place, "largest_share"] > 0:
        return "nobody"
    row = losses.loc[place]
    return f"{row['loses_most']}: {share_text(float(row['largest_share']))} of the way from their first to their last"


def _costs(asked: Asked, names: Names) -> Iterator[Section]:
    """For each group what each option costs, apart from its rank by all other criteria."""
    problem = asked.problem
    about = problem.table("criteria").set_index("criterion")
    costs = [
        label
        for label, benefit in zip(problem.leaf_criteria, problem.benefit, strict=True)
        if not benefit and "unit" in about and MONEY.search(str(about["unit"].get(label, "") or ""))
    ]
    rest = [label for label in problem.leaf_criteria if label not in costs]
    if not costs or not rest:
        return
    apart = _ranks_by(asked, rest)
    blocks: list[Block] = [Text("Costs in money stand beside the rank that an option has by all other criteria.")]
    for group, grid in problem.grids.items():
        frame = pd.DataFrame({"option": [names("option", option) for option in grid.options]})
        for label in costs:
            place = problem.leaf_criteria.index(label)
            columns = (grid.mode, grid.low, grid.high, grid.unknown)
            cells = zip(*(column[:, place] for column in columns), strict=True)
            frame[f"{names('criterion', label)} ({about['unit'][label]})"] = [_amount(*cell) for cell in cells]
        if apart is not None:
            frame["rank by the rest"] = [apart.loc[(group, option), "rank"] for option in grid.options]
            frame = frame.sort_values("rank by the rest", kind="stable")
        heading = "Costs and ranks" if len(problem.grids) == 1 else f"Costs and ranks: {names('group', group)}"
        blocks.append(Table(frame, heading))
    yield Section("Costs apart from benefit", tuple(blocks))


def _ranks_by(asked: Asked, criteria: list[str]) -> pd.DataFrame | None:
    """Ranks by some of the criteria alone, their weights divided by their sum; None where they cannot be had."""
    table = asked.results["weights"].tables["table"]
    kept = table[table["criterion"].isin(criteria)].copy()
    total = kept.groupby("group", sort=False)["weight"].transform("sum")
    if not (total > 0).all():
        return None
    kept["weight"] = kept["weight"] / total
    settings = {key: asked.settings[key] for key in ("method", "unknown", "screen")}
    try:
        weights = kept[["group", "criterion", "weight"]]
        found = rank(asked.problem.select(criteria=criteria), weights=weights, **settings).table
    except ValueError:
        return None
    return found.set_index(["group", "option"])


def _amount(mode: float, low: float, high: float, unknown: bool) -> str:
    """An amount with its ends where it has some; without evidence the ends alone."""
    if unknown:
        return f"{low:g} to {high:g}, no evidence"
    return f"{mode:g}" if low == mode == high else f"{mode:g} ({low:g} to {high:g})"
