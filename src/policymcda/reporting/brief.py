"""The page for who decides: per group a verdict, the chart that carries it, what it hangs on, what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from policymcda import plots
from policymcda.reporting.charts import chart
from policymcda.reporting.document import Block, Items, Section, Table, Text
from policymcda.reporting.naming import Names
from policymcda.reporting.report_results import Asked
from policymcda.screening import screened

MEANING = (
    "Robust: one option leads and every test below holds. Contested: few options could be first, and they are named; "
    "which of them is not settled by this analysis. Open: too many could be first, or the one that scores highest rests on "
    "too little evidence or is shut out."
)

SHOWN = 8
"""Unknown ratings, screened options and contenders that are spelled out; the full report has all."""


def summary(asked: Asked, names: Names) -> Section:
    """What each group comes to, in a line."""
    verdicts = asked.table("verdict", "table")
    if len(verdicts) == 1:
        row = verdicts.iloc[0]
        return Section("In short", (_verdict(row, names), Text(MEANING, "muted")))
    frame = pd.DataFrame(
        {
            "group": [names("group", group) for group in verdicts["group"]],
            "verdict": list(verdicts["verdict"]),
            "in a sentence": [_sentence(names.in_text(text)) for text in verdicts["sentence"]],
        }
    )
    return Section("In short", (Table(frame, "What comes first for each group"), Text(MEANING, "muted")))


def groups(asked: Asked, names: Names) -> Iterator[Section]:
    """A section for each group."""
    verdicts = asked.table("verdict", "table").set_index("group", drop=False)
    about = asked.problem.table("groups").set_index("group")
    for group, row in verdicts.iterrows():
        definition = str(about["definition"].get(group, "") or "") if "definition" in about else ""
        blocks: list[Block] = [Text(definition, "muted")] if definition else []
        heading = "The ranking" if group == "all" and len(verdicts) == 1 else names("group", str(group))
        yield Section(
            heading,
            (*blocks, *([] if len(verdicts) == 1 else [_verdict(row, names)]), carrying(asked, names, str(group))),
            (
                Section("What it hangs on", tuple(hinges(asked, names, str(group)))),
                Section("What is not known", tuple(unknowns(asked, names, str(group), row))),
                Section("What to research next", tuple(research(asked, names, str(group)))),
            ),
        )


def carrying(asked: Asked, names: Names, group: str) -> Block:
    """The chart that carries the verdict: how often each option has each rank with the case's own weights."""
    ranks = asked.table("smaa_own", "ranks", group)
    first = ranks[ranks["rank"] == 1].sort_values("acceptability", ascending=False, kind="stable")
    text = ", ".join(f"{names('option', row.option)} in {row.acceptability:.0%}" for row in first.head(4).itertuples())
    words = f"With these weights, and every rating drawn within what it may be, first is: {text} of the draws."
    frame = first[["option", "acceptability", "error"]].merge(
        asked.table("smaa_own", "table", group)[["option", "expected_rank"]], on="option"
    )
    frame = frame.rename(columns={"acceptability": "share of first ranks", "expected_rank": "expected rank"})
    return chart(
        plots.acceptability,
        names.result(asked.results["smaa_own"]),
        names.brief["group"].get(group, group),
        words=words,
        frame=names.frame(frame.sort_values("expected rank")),
    )


def hinges(asked: Asked, names: Names, group: str) -> Iterator[Block]:
    """The tests behind the verdict, those that fail first, and why each contender is one."""
    rules = asked.table("verdict", "rules", group)
    for holds, heading in ((False, "Tests that fail:"), (True, "Tests that pass:")):
        sentences = [
            _sentence(names.in_text(text)) for text in rules.loc[rules["passes"].astype(bool) == holds, "sentence"]
        ]
        if sentences:
            yield Text(heading)
            yield Items(tuple(sentences))
    contenders = asked.table("verdict", "contenders", group)
    if len(contenders) > 1:
        frame = contenders[["option", "score", "first_acceptability", "why"]].head(SHOWN)
        frame = frame.assign(why=[names.in_text(why) for why in frame["why"]])
        frame = frame.rename(columns={"acceptability": "share of first ranks"})
        yield Table(names.frame(frame), "What could be first, and what says so")


def unknowns(asked: Asked, names: Names, group: str, verdict: Any) -> Iterator[Block]:
    """The contenders' ratings that rest on no evidence, and the options that a screen excludes."""
    problem, grid = asked.problem, asked.problem.grids[group]
    contenders = [option for option in verdict["contenders"].split(", ") if option in set(grid.options)]
    contenders = contenders or [verdict["first_option"]]
    places = [list(grid.options).index(option) for option in contenders]
    found = [
        f"{names('option', option)}: {names('criterion', leaf)}, anything from {grid.low[i, j]:g} to {grid.high[i, j]:g}"
        for option, i in zip(contenders, places, strict=True)
        for j, leaf in enumerate(problem.leaf_criteria)
        if grid.unknown[i, j]
    ]
    unstated = int((grid.evidence[places] == 0).sum())
    who = "what comes first" if len(contenders) == 1 else "what could be first"
    if found:
        yield Text(f"No evidence stands behind these ratings of {who}:")
        yield Items(_cut(found))
    elif unstated:
        yield Text(f"The case does not state what evidence {unstated} ratings of {who} rest on.")
    else:
        yield Text(f"Every rating of {who} rests on direct or inferred evidence.")
    screened_out = screened(problem)[group]
    if screened_out:
        yield Text(
            f"{len(screened_out)} of {len(grid.options)} options are shut out by a screen, whatever their score:"
        )
        listed = [f"{names('option', option)}: {reason}" for option, reason in screened_out.items()]
        yield Items(_cut(listed))


def research(asked: Asked, names: Names, group: str) -> Iterator[Block]:
    """The ratings whose knowledge is worth most; only where knowing could change the choice."""
    if "value_of_information" not in asked.results:
        yield Text(f"Not computed: {asked.left_out.get('value_of_information', '')}", "muted")
        return
    total = asked.table("value_of_information", "total", group).iloc[0]
    table = asked.table("value_of_information", "table", group)
    table = table[table["value"] > 0]
    if not total["value"] > 0 or total["ratings"] == 0:
        yield Text("No uncertain rating could change the choice, so none is worth research for its sake.")
        return
    yield Text(
        f"Knowing all {int(total['ratings'])} uncertain ratings would change the choice in {total['changes']:.0%} of cases, "
        f"and be worth {total['value']:.3f} on a scale of value from 0 to 1 ({total['value_low']:.3f} to {total['value_high']:.3f})."
    )
    if not len(table):
        yield Text("No rating alone would be worth anything: only several together could change the choice.")
        return
    yield Text("Worth most alone:")
    yield Items(tuple(_worth(row, names) for row in table.head(3).to_dict("records")))


def _worth(row: dict[str, Any], names: Names) -> str:
    changes = f", would change the choice in {row['changes']:.0%} of cases" if pd.notna(row["changes"]) else ""
    text = (
        f"{names('option', row['option'])}: {names('criterion', row['criterion'])}, worth {row['value']:.4f}{changes}"
    )
    return f"{text} (evidence so far: {row['evidence']})"


def _verdict(row: Any, names: Names) -> Text:
    return Text(_sentence(names.in_text(row["sentence"])), "verdict", str(row["verdict"]))


def _sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def _cut(entries: list[str]) -> tuple[str, ...]:
    more = len(entries) - SHOWN
    return (*entries[:SHOWN], f"and {more} more") if more > 0 else tuple(entries)
