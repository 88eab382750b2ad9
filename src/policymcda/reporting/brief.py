"""The page for who decides: per group a verdict, the chart that carries it, what it hangs on, what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policymcda import plots
from policymcda.questions.value_of_information import knowing_all
from policymcda.reporting.charts import chart
from policymcda.reporting.document import MANY, Block, Items, Section, Table, Text
from policymcda.reporting.naming import Names
from policymcda.reporting.report_results import Asked
from policymcda.reporting.wording import CLOSE
from policymcda.screening import screened
from policymcda.tables.sentences import count_text, number_text, share_text

SHOWN = 8
"""Unknown ratings, screened options and contenders that are spelled out; the full report has all."""


def groups(asked: Asked, names: Names) -> Iterator[Section]:
    """A section for each group."""
    verdicts = asked.table("verdict", "table").set_index("group", drop=False)
    about = asked.problem.table("groups").set_index("group")
    named = names.result(asked.results["smaa_own"]) if "smaa_own" in asked.results else None
    for group, row in verdicts.iterrows():
        definition = str(about["definition"].get(group, "") or "") if "definition" in about else ""
        blocks: list[Block] = [Text(definition, "muted")] if definition else []
        heading = "The ranking" if group == "all" and len(verdicts) == 1 else names("group", str(group))
        yield Section(
            heading,
            (*blocks, _verdict(row), *carrying(asked, names, named, str(group))),
            (
                Section("What it hangs on", tuple(hinges(asked, names, str(group)))),
                Section("What is not known", tuple(unknowns(asked, names, str(group), row))),
                Section("What to research next", tuple(research(asked, names, str(group)))),
            ),
            "group",
            str(row["verdict"]) if len(verdicts) > MANY else "",
        )


def carrying(asked: Asked, names: Names, named: Any, group: str) -> Iterator[Block]:
    """The chart that carries the verdict: how often each option has each rank with the case's own weights.

    Parameters
    ----------
    named : Acceptability, optional
        What was simulated, with names for labels.
    """
    if named is None:
        yield Text(f"Not simulated: {asked.left_out.get('smaa_own', '')}", "muted")
        return
    ranks = asked.table("smaa_own", "ranks", group)
    if not len(ranks):
        return
    first = ranks[ranks["rank"] == 1].sort_values("acceptability", ascending=False, kind="stable")
    seen = [row for row in first.itertuples() if row.acceptability > 0][:4]
    text = ", ".join(f"{names('option', row.option)} {share_text(row.acceptability)}" for row in seen)
    words = f"Share of first places in the draws, each of which picks every uncertain rating at random within what it may be, with the case's weights: {text}."
    mean = asked.table("smaa_own", "table", group)[["option", "expected_rank"]]
    frame = first[["option", "acceptability"]].merge(mean, on="option").sort_values("expected_rank", kind="stable")
    frame = frame.assign(acceptability=[share_text(share) for share in frame["acceptability"]])
    frame = frame.rename(columns={"acceptability": "share of first places", "expected_rank": "mean rank"})
    yield chart(
        plots.acceptability,
        named,
        names.brief["group"].get(group, group),
        words=words,
        frame=names.frame(frame),
        narrow=True,
    )


def hinges(asked: Asked, names: Names, group: str) -> Iterator[Block]:
    """The tests behind the verdict, those that fail first, and why each contender is one."""
    rules = asked.table("verdict", "rules", group).sort_values("passes", kind="stable")
    if len(rules):
        yield Items(
            tuple(_sentence(text) for text in rules["sentence"]), tuple(bool(holds) for holds in rules["passes"])
        )
    contenders = asked.table("verdict", "contenders", group)
    if len(contenders) > 1:
        frame = contenders[["option", "score", "first_acceptability", "why"]].head(SHOWN)
        frame = frame.assign(first_acceptability=[share_text(share) for share in frame["first_acceptability"]])
        frame = frame.rename(columns={"first_acceptability": "share of first places"})
        yield Table(names.frame(frame), "What could be first, and what says so")


def unknowns(asked: Asked, names: Names, group: str, verdict: Any) -> Iterator[Block]:
    """The contenders' ratings that rest on no evidence, and the options that a screen excludes."""
    problem, grid = asked.problem, asked.problem.grids[group]
    contenders = [option for option in verdict["contenders"].split(", ") if option in set(grid.options)]
    contenders = contenders or [verdict["first_option"]]
    places = [list(grid.options).index(option) for option in contenders]
    found = [
        f"{names.marked('option', option)}: {names('criterion', leaf)}, anything from {grid.low[i, j]:g} to {grid.high[i, j]:g}"
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
        rest = "rests" if unstated == 1 else "rest"
        yield Text(f"The case does not state what evidence {count_text(unstated, 'rating')} of {who} {rest} on.")
    else:
        yield Text(f"Every rating of {who} rests on direct or inferred evidence.")
    screened_out = screened(problem)[group]
    if screened_out:
        yield Text(
            f"{len(screened_out)} of {count_text(len(grid.options), 'option')} {'is' if len(screened_out) == 1 else 'are'} excluded by a screen, whatever the score:"
        )
        listed = [f"{names.marked('option', option)}: {reason}" for option, reason in screened_out.items()]
        yield Items(_cut(listed))


def research(asked: Asked, names: Names, group: str) -> Iterator[Block]:
    """How often knowing all ratings, and which alone, would change the choice that the verdict speaks of."""
    if "value_of_information" not in asked.results:
        yield Text(f"Not computed: {asked.left_out.get('value_of_information', '')}", "muted")
        return
    total = asked.table("value_of_information", "total", group).iloc[0].to_dict()
    table = asked.table("value_of_information", "table", group)
    table = table[table["changes"] > 0].sort_values("changes", ascending=False, kind="stable")
    yield Text(_sentence(knowing_all(total, names.marked)))
    if not total["changes"] > 0:
        if total["ratings"]:
            yield Text("No draw of the uncertain ratings changed the choice, so none is worth research for its sake.")
        return
    if not len(table):
        if total["ratings"] > 1:
            yield Text("No rating alone would change the choice: only several together could.")
        return
    yield Text("What would change the choice most often, known alone:")
    yield Items(tuple(_known(row, names) for row in table.head(3).to_dict("records")))


def _known(row: dict[str, Any], names: Names) -> str:
    worth = f", worth {number_text(row['value'])}" if row["value"] > 0 else ""
    text = f"{names.marked('option', row['option'])}: {names('criterion', row['criterion'])}"
    return f"{text}, in {share_text(row['changes'])} of cases{worth} (evidence so far: {row['evidence']})"


def _verdict(row: Any) -> Text:
    return Text(_sentence(row["sentence"]), "verdict", str(row["verdict"]))


def _sentence(text: str) -> str:
    """With a capital and a full stop; a name stays as it is."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.rstrip(CLOSE).endswith('.') else '.'}"


def _cut(entries: list[str]) -> tuple[str, ...]:
    more = len(entries) - SHOWN
    return (*entries[:SHOWN], f"and {more} more") if more > 0 else tuple(entries)
