"""Whether the analysis is the one that was planned before results were looked at."""

from __future__ import annotations

from collections.abc import Iterator

from policymcda.reporting.document import Block, Items, Section, Table, Text
from policymcda.reporting.report_results import Asked
from policymcda.syntheses.planned import plan_lines


def section(asked: Asked) -> Iterator[Section]:
    """As planned, or each departure; none where no plan was given."""
    table = asked.table("verdict", "plan")
    if not len(table):
        return
    first, *departures = plan_lines(asked.results["verdict"].notes)
    blocks: list[Block] = [Text(f"{first[0].upper()}{first[1:]}.")]
    if departures:
        blocks.append(Items(tuple(departures)))
    shown = table.drop(columns=["sentence"]).rename(columns={"as_planned": "as planned"})
    yield Section("The plan", (*blocks, Table(shown, "Each line of the plan, and what was done", closed=True)))
