"""Which options serve several groups."""

from __future__ import annotations

from collections.abc import Iterator

from policymcda import plots
from policymcda.questions.smaa import Acceptability
from policymcda.reporting.charts import chart
from policymcda.reporting.document import Block, Folder, Section, Table, Text
from policymcda.reporting.naming import Names
from policymcda.reporting.report_results import Asked
from policymcda.syntheses.across import Across, across
from policymcda.syntheses.verdict import Verdict

ROLES = {
    "generalist": "Among the first {top} of every group",
    "specialist": "Among the first {top} of some groups",
    "never": "Never among the first {top}",
}


def section(asked: Asked, names: Names) -> Iterator[Section]:
    """Generalists and specialists, as a chart and as tables; none where there is one group."""
    known, verdicts = asked.results.get("smaa"), asked.results.get("verdict")
    if len(asked.problem.grids) < 2 or not isinstance(known, Acceptability) or not isinstance(verdicts, Verdict):
        return
    settings = {key: asked.settings[key] for key in ("method", "weights", "unknown", "screen")}
    try:
        found = across(asked.problem, acceptability=known, verdicts=verdicts, **settings)
    except ValueError as error:
        yield Section("Across the groups", (Text(str(error), "muted"),))
        return
    yield Section("Across the groups", tuple(_blocks(found, names)))


def _blocks(found: Across, names: Names) -> Iterator[Block]:
    for role, words in ROLES.items():
        options = found.table.loc[found.table["role"] == role, "option"]
        held = ", ".join(names("option", option) for option in options) or "no option"
        yield Text(f"{words.format(top=found.settings['top'])}: {held}.")
    frame = names.frame(found.table.sort_values("overall_rank", kind="stable"))
    yield chart(plots.across, names.result(found), None, words="The rank of each option in each group.", frame=frame)
    tables = (
        (found.groups, "Rank, share of first ranks over all weights, and verdict, by group"),
        (found.leave_one_out, "In how many groups an option is among the first, without each group in turn"),
        (found.agreement, "How alike the groups rank (tau-b)"),
        (found.clusters, "Groups that rank alike"),
    )
    shown = [
        Table(names.frame(table.rename(columns={"without": "without group"})), caption)
        for table, caption in tables
        if len(table)
    ]
    yield Folder("By group, and how alike the groups rank", tuple(shown))
