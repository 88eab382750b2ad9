"""What a budget buys, where the case says what its options cost."""

from __future__ import annotations

from collections.abc import Iterator

from policymcda import plots
from policymcda.portfolios.amounts import stated_budget
from policymcda.questions.portfolio import Portfolio, portfolio
from policymcda.reporting.charts import chart
from policymcda.reporting.document import Block, Section, Table, Text
from policymcda.reporting.naming import Names
from policymcda.reporting.report_results import Asked
from policymcda.tables.short_labels import LONGEST


def section(asked: Asked, names: Names) -> Iterator[Section]:
    """For each group the best set within the budget, and the frontier; none where the case has no costs."""
    if not asked.problem.has("costs"):
        return
    budget, whose = stated_budget(asked.problem)
    settings = {key: asked.settings[key] for key in ("weights", "unknown")}
    try:
        found = portfolio(asked.problem, None, budget, **settings)
    except ValueError as error:
        yield Section("What a budget buys", (Text(str(error), "muted"),))
        return
    groups = tuple(_group(found, names, group) for group in asked.problem.grids)
    text = f"{whose} Costs are those of the case; the value of a set is the sum of the values of its options."
    yield Section("What a budget buys", (Text(text),), groups)


def _group(found: Portfolio, names: Names, group: str) -> Section:
    """One group: what is chosen, in words, as a chart and as tables."""
    totals = found.totals[found.totals["group"] == group]
    table = found.table[found.table["group"] == group].drop(columns=["group", "screened", "reason"])
    frontier = found.frontier[found.frontier["group"] == group].drop(columns="group")
    first, chosen = totals.iloc[0], table.loc[table["chosen"], "option"]
    held = ", ".join(names("option", option) for option in chosen) or "no option"
    words = f"Within {first['budget']:g} {first['resource'] or 'of cost'} the best set is {held}: value {first['value']:.3g}."
    if first["next_cost"] == first["next_cost"]:
        words += f" More value takes {first['next_cost']:g}, and is then {first['next_value']:.3g}."
    label = names.brief["group"].get(group, group)
    drawn = chart(
        plots.frontier, names.result(found), label, words=words, frame=names.frame(table.dropna(axis=1, how="all"))
    )
    blocks: list[Block] = [Text(words), drawn]
    blocks.append(
        Table(names.frame(frontier), f"Sets that are worth their cost: {names('group', group)[:LONGEST]}", closed=True)
    )
    return Section(names("group", group), tuple(blocks))
