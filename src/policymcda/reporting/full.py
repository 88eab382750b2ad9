"""What the analyst wants beside the brief: every rating, every weight, every chart and table, and how to get them again."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import pandas as pd

from policymcda import plots
from policymcda.reporting import budgets, checklists, serving, take_along
from policymcda.reporting.charts import chart
from policymcda.reporting.document import Block, Chart, Explorer, Folder, Items, Section, Table, Text
from policymcda.reporting.first_screen import SETTLED
from policymcda.reporting.naming import Names
from policymcda.reporting.report_results import Asked
from policymcda.reporting.take_along import trimmed
from policymcda.results import provenance_line
from policymcda.tables.performance_tables import expanded
from policymcda.tables.sentences import count_text, share_text

MADE = ("version", "fingerprint")
"""Settings that all answers share and the page tells once."""

LIBRARIES = ("numpy", "scipy", "pandas", "matplotlib", "jinja2")

DRAWN = 30
"""Options of a group above which charts of pairs and of every method are left to the tables."""


def sections(asked: Asked, names: Names, explorer: bool, page: bool) -> Iterator[Section]:
    """Everything after the brief; a page holds the tables as a file."""
    if explorer:
        yield Section("Move the weights", (Folder("Open the page to move weights", (Explorer(),)),))
    yield case(asked)
    yield weights(asked, names)
    yield ratings(asked, names)
    yield Section("Every group in full", (), tuple(charts(asked, names)))
    yield from serving.section(asked, names)
    yield from budgets.section(asked, names)
    yield screens(asked, names)
    yield agreement(asked, names)
    yield Section(
        "Good practice",
        (
            Table(checklists.ispor(asked), checklists.ISPOR),
            Table(checklists.green_book(asked), checklists.GREEN_BOOK),
            Table(checklists.ten_steps(asked), checklists.TEN_STEPS),
        ),
    )
    yield method(asked)
    yield take_along.archive(asked) if page else take_along.listed(asked)


def case(asked: Asked) -> Section:
    """What was asked, of what, and where it comes from."""
    lines = [
        f"{key.replace('_', ' ')}: {value}" for key, value in asked.problem.case.items() if not isinstance(value, dict)
    ]
    blocks: list[Block] = [Items(tuple(lines))] if lines else []
    for name, caption in (("options", "Options"), ("criteria", "Criteria"), ("groups", "Groups")):
        table = asked.problem.table(name)
        if name != "groups" or list(table["group"]) != ["all"]:
            blocks.append(Table(trimmed(table), caption))
    return Section("The case", tuple(blocks))


def weights(asked: Asked, names: Names) -> Section:
    """The weights, how consistent the judgements behind them are, and what would mend those that are not."""
    found = asked.results["weights"].tables
    wide = found["table"].pivot(index="criterion", columns="group", values="weight")
    wide = wide.loc[asked.problem.labels("criterion"), list(asked.problem.grids)]
    wide.columns = [names("group", group) for group in wide.columns]
    blocks: list[Block] = [Table(names.frame(wide.reset_index()), "Weights")]
    captions = {
        "consistency": "Consistency of the judgements",
        "repairs": "Judgements to look at again",
        "local": "Weights under each node of the tree",
        "consensus": "How far each stakeholder is from all together",
        "spread": "How far apart the stakeholders are",
        "intervals": "Weights that fit what was said equally well",
    }
    for name, caption in captions.items():
        if len(found.get(name, ())):
            blocks.append(Table(names.frame(trimmed(found[name])), caption))
    given = [
        Table(names.frame(trimmed(asked.problem.table(name))), f"The {name} as they were given")
        for name in ("judgements", "swings", "orders", "weights")
        if asked.problem.has(name)
    ]
    if given:
        blocks.append(Folder("What was given", tuple(given)))
    return Section("Where the weights come from", tuple(blocks))


def ratings(asked: Asked, names: Names) -> Section:
    """Every rating with its evidence, section and rationale, and a map for each group."""
    problem = asked.problem
    rows = expanded(problem.table("ratings"), list(problem.grids))
    shown = names.problem(problem)
    sections, tables = [], []
    for group, grid in problem.grids.items():
        part = trimmed(rows[rows["group"] == group].drop(columns="group"))
        none, inferred = int(grid.unknown.sum()), int((grid.evidence == 2).sum())
        drawn = chart(
            plots.matrix,
            shown,
            names.brief["group"].get(group, group),
            words=f"{count_text(grid.mode.size, 'rating')}, of which {none} without evidence and {inferred} inferred.",
            frame=pd.DataFrame(),
        )
        sections.append(Section(names("group", group), (drawn,)))
        tables.append(Table(names.frame(part), names("group", group)))
    folder = Folder("Every rating with its evidence, section and rationale", tuple(tables))
    return Section("Ratings", (folder,), tuple(sections))


def charts(asked: Asked, names: Names) -> Iterator[Section]:
    """For each group every chart whose answer there is, each under its heading; of what is settled one alone."""
    shown = {
        name: names.result(result) for name, result in asked.results.items() if name not in ("weights", "agreement")
    }
    verdicts = asked.table("verdict", "table").set_index("group")["verdict"]
    for group, grid in asked.problem.grids.items():
        parts = list(_parts(asked, names, shown, group, len(grid.options), verdicts.get(group) in SETTLED))
        numbers = [
            Table(block.frame, heading)
            for heading, blocks in parts
            for block in blocks
            if isinstance(block, Chart) and len(block.frame)
        ]
        sections = [Section(heading, tuple(_without_numbers(block) for block in blocks)) for heading, blocks in parts]
        folder = Folder(f"The numbers behind these charts: {names('group', group)}", tuple(numbers))
        yield Section(names("group", group), (folder,) if numbers else (), tuple(sections))
    if len(asked.problem.grids) > 1:
        ranks = asked.table("rank", "table")[["group", "option", "rank"]]
        wide = names.frame(ranks).pivot(index="option", columns="group", values="rank").reset_index()
        words = "The rank of each option in each group."
        yield Section("All groups", (chart(plots.groups, shown["rank"], None, words=words, frame=wide),))


def _without_numbers(block: Block) -> Block:
    """A chart without its table, which stands with those of the other charts."""
    return replace(block, frame=block.frame.head(0)) if isinstance(block, Chart) else block


def _parts(
    asked: Asked, names: Names, shown: dict[str, Any], group: str, options: int, settled: bool
) -> Iterator[tuple[str, list[Block]]]:
    """The heading and blocks of each part of a group."""
    left: list[str] = []
    for spec in CHARTS:
        title = spec[3]
        if (settled and spec[0] is not plots.acceptability) or (
            spec[1] == "stakeholders" and "stakeholders" not in asked.results
        ):
            continue
        drawn = _drawn(asked, names, shown, group, options, spec)
        if isinstance(drawn, str):
            left.append(f"{title}: {drawn}.")
        else:
            yield title, [drawn]
    if settled:
        left.append("What is first is settled here, so that the other charts are left to the tables.")
    elif group in asked.explained:
        yield "Why the first comes before the second", _explained(asked, names, group)
    if left:
        yield "What is not drawn", [Items(tuple(left))]


def _explained(asked: Asked, names: Names, group: str) -> list[Block]:
    """The two options that score highest, criterion by criterion."""
    result = asked.explained[group]
    text = names.in_text(" ".join(result.tables["sentences"]["sentence"]))
    frame = names.frame(trimmed(result.tables["table"].drop(columns="group")))
    brief = names.brief["group"].get(group, group)
    drawn = chart(plots.waterfall, names.result(result), brief, words=text, frame=frame)
    both = "Where the two stand on each criterion between the worst and the best end of its scale."
    return [Text(text), drawn, chart(plots.head_to_head, names.result(result), brief, words=both, frame=frame.head(0))]


Spec = tuple[Callable[..., Any], str, str, str, str, dict[str, Any]]

CHARTS: tuple[Spec, ...] = (
    (plots.scores, "smaa_own", "scores", "Scores with the case's own weights, every rating drawn",
     "Quantiles of the score of each option.", {}),
    (plots.contributions, "contributions", "table", "What lifts each option, and what holds it down",
     "What each criterion adds to the value of each option above the mean of all.", {}),
    (plots.acceptability, "smaa", "ranks", "Ranks over all weights there are",
     "Share of the draws of weights and ratings in which each option has each rank.", {}),
    (plots.rank_intervals, "smaa", "table", "Expected ranks over all weights", "Expected rank of each option.", {}),
    (plots.central, "smaa", "central", "Weights that make each option first",
     "For each option the mean of the weights for which it is first, and its confidence factor.", {}),
    (plots.pairwise, "smaa", "pairwise", "Which option is better how often",
     "Share of the draws in which the option is better than the other.", {}),
    (plots.dominance, "dominance", "table", "What holds whatever the weights and ratings",
     "Which option is necessarily or possibly before which, and the ranks that each can have.", {}),
    (plots.stability, "stability", "table", "How far each weight may move",
     "The interval of each weight in which the first option stays first.", {}),
    (plots.weight_lines, "stability", "path", "Ranks along the weight that matters first",
     "Every change of a rank as a weight moves.", {}),
    (plots.flips, "flips", "table", "The smallest changes of a rating that matter",
     "The smallest change that makes each option first.", {"kind": "rating"}),
    (plots.methods, "compare", "table", "What other methods say", "The rank of each option by each method.", {}),
    (plots.gaia, "gaia", "table", "Which criteria pull together, and which apart",
     "Where each option stands in the plane of the two axes on which the options differ most.", {}),
    (plots.value_of_information, "value_of_information", "table", "What is worth finding out",
     "How often knowing each uncertain rating alone would change the choice.", {}),
    (plots.stakeholders, "stakeholders", "table", "What each stakeholder ranks first",
     "The rank of each option for each stakeholder.", {}),
    (plots.equity, "stakeholders", "equity", "Who loses most by each option",
     "What each option costs each stakeholder, of the span of their own scores.", {}),
)  # fmt: skip
"""Plot, question, the table that it is drawn from, title, words, settings."""


def _drawn(asked: Asked, names: Names, shown: dict[str, Any], group: str, options: int, spec: Spec) -> Block | str:
    """A chart, or why there is none."""
    plot, question, table, _, words, settings = spec
    if question in asked.left_out:
        return asked.left_out[question]
    frame = asked.table(question, table, group)
    many = options > DRAWN and plot in (plots.pairwise, plots.dominance, plots.methods)
    if many or question not in shown or not len(frame):
        return "left to the tables"
    frame = _wide(names.frame(trimmed(frame.drop(columns="group"))), plot)
    return chart(plot, shown[question], names.brief["group"].get(group, group), words=words, frame=frame, **settings)


WIDE = {
    plots.acceptability: ("rank", "acceptability"),
    plots.pairwise: ("versus", "winning"),
    plots.central: ("criterion", "weight"),
    plots.scores: ("level", "score"),
    plots.contributions: ("criterion", "above_mean"),
    plots.stakeholders: ("stakeholder", "rank"),
    plots.equity: ("stakeholder", "share"),
}
"""Charts whose numbers are read across: what names the columns, and what stands in them."""


def _wide(frame: pd.DataFrame, plot: Callable[..., Any]) -> pd.DataFrame:
    """Numbers as the chart shows them: one row per option."""
    if plot not in WIDE:
        return frame
    columns, values = WIDE[plot]
    order = list(dict.fromkeys(frame["option"]))
    wide = frame.pivot(index="option", columns=columns, values=values).loc[order, list(dict.fromkeys(frame[columns]))]
    return wide.rename(columns=str).reset_index()


def screens(asked: Asked, names: Names) -> Section:
    """Preconditions and thresholds, apart from any score."""
    blocks: list[Block] = [
        Table(names.frame(trimmed(asked.problem.table(name))), caption)
        for name, caption in (("screens", "Screens"), ("thresholds", "Thresholds"))
        if asked.problem.has(name)
    ]
    text = "Screens are reported and not applied to the scores; an option that is excluded is never called robust."
    return Section(
        "Screens", (Text(text), *blocks) if blocks else (Text("The case has no screens and no thresholds."),)
    )


def agreement(asked: Asked, names: Names) -> Section:
    """Where the ranking disagrees with what the source of the case advises."""
    table = asked.table("agreement", "table")
    if not len(table):
        return Section("Agreement with the source", (Text("The case does not say what its source advises."),))
    blocks: list[Block] = []
    for source, part in table.groupby(table["source"].fillna(""), sort=False):
        blocks += _of_source(str(source), part, asked.table("agreement", "sources"), names)
    return Section("Agreement with the source", (*blocks, Table(names.frame(table), "Every expectation", closed=True)))


def _of_source(source: str, table: pd.DataFrame, sources: pd.DataFrame, names: Names) -> Iterator[Block]:
    """What one source expects, how much of it holds, and where the ranking disagrees."""
    stated, named = table[table["relation"] != "named"], table[table["relation"] == "named"]
    whose = f" of {source}" if source else ""
    if len(stated):
        hold = int(stated["holds"].sum())
        yield Text(f"{hold} of {len(stated)} expectations{whose}, written down before any ranking, hold.")
    if len(named):
        pairs = float(sources.loc[sources["source"] == source, "pairs"].iloc[0])
        order = (
            "" if pd.isna(pairs) else f"; {share_text(pairs)} of the pairs (named, not named) are in the right order"
        )
        within = f"{int(named['holds'].sum())} of {len(named)} options that {source or 'the source'} names"
        yield Text(f"{within} are within the number that it names for their group{order}.")
    lines = [
        f"{names('group', row.group)}: {names('option', row.option)} was {_expected(row)} and has "
        f"{'no rank' if pd.isna(row.rank) else f'rank {row.rank}'}{f' ({row.basis})' if row.basis else ''}"
        for row in table[~table["holds"].astype(bool)].itertuples()
    ]
    if lines:
        yield Text("The ranking disagrees with it here:")
        yield Items(tuple(lines))


def _expected(row: Any) -> str:
    """What was expected of an option, in words."""
    if row.relation == "named":
        return f"one of {row.limit} named" if row.limit > 1 else "the only one named"
    return f"expected {row.relation} rank {row.limit}"


def method(asked: Asked) -> Section:
    """The settings of every answer, and the versions that they were made with."""
    rows = [
        (
            name.replace("_", " "),
            provenance_line({key: value for key, value in result.settings.items() if key not in MADE}, 10_000),
        )
        for name, result in asked.results.items()
    ]
    blocks: list[Block] = [Table(pd.DataFrame(rows, columns=["question", "settings"]), "Settings of each question")]
    if asked.left_out:
        blocks += [Text("Not answered:"), Items(tuple(f"{name}: {why}" for name, why in asked.left_out.items()))]
    versions = [("Python", platform.python_version()), *((name, version(name)) for name in LIBRARIES)]
    blocks.append(Items(tuple(f"{name} {number}" for name, number in versions)))
    return Section("Method and settings", tuple(blocks))
