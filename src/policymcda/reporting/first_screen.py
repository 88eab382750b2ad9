"""What a reader sees first: a bottom line, what each group comes to with a bar for each contender, and what the words mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policymcda.reporting.document import MANY, Block, Finding, Findings, Section, Table, Text
from policymcda.reporting.naming import Names
from policymcda.reporting.report_results import Asked
from policymcda.reporting.wording import marked, method_words, weights_words

SETTLED = ("robust", "only admissible")
"""Verdicts that leave nothing open."""

MEANINGS: Mapping[str, str] = {
    "robust": "Robust: one option leads and every test below holds; no more than those tests is claimed.",
    "contested": "Contested: few options could be first, and they are named; which of them is not settled by this analysis.",
    "open": "Open: too many could be first, or the one that scores highest rests on too little evidence or is excluded by a screen.",
    "only admissible": "Only admissible: a screen leaves one option, whatever its score.",
    "none admissible": "None admissible: a screen leaves no option.",
}
"""What each verdict means."""

SHOWN = 6
"""Contenders that have a bar."""


def summary(asked: Asked, names: Names) -> Section:
    """The bottom line, what each group comes to, and how to read it."""
    verdicts = asked.table("verdict", "table")
    rows = tuple(_finding(asked, names, row, place) for place, row in enumerate(verdicts.to_dict("records"), start=2))
    blocks: list[Block] = [
        Text(_bottom_line(rows), "bottom"),
        Findings(rows),
        Text(_how_to_read(asked, len(rows)), "muted"),
    ]
    words = dict.fromkeys(verdicts["verdict"])
    blocks.append(Text(" ".join(text for word, text in MEANINGS.items() if word in words), "muted"))
    if len(shortened := names.shortened()):
        blocks.append(Table(shortened, "Short names on charts", closed=True))
    return Section("In short", tuple(blocks))


def _bottom_line(rows: tuple[Finding, ...]) -> str:
    """How many groups are settled; of one group what it comes to."""
    if len(rows) == 1:
        return _one_line(rows[0])
    settled = [row for row in rows if row.word in SETTLED]
    rest = len(rows) - len(settled)
    if not settled:
        return f"{marked(f'None of {len(rows)} groups is settled')}: in each of them more than one option could be first or too little is known."
    if not rest:
        return f"{marked(f'All {len(rows)} groups are settled')}: in each of them one option is first."
    be = "is" if len(settled) == 1 else "are"
    text = marked(f"{len(settled)} of {len(rows)} groups {be} settled")
    if len(settled) == 1:
        text += f": {settled[0].shares[0][0] if settled[0].shares else 'one option'} is first for {marked(settled[0].heading)}"
    return f"{text}. In {'the other' if rest == 1 else f'the other {rest}'} what is first is not settled."


def _one_line(row: Finding) -> str:
    """What a single group comes to."""
    if row.word in SETTLED:
        return f"Settled: {row.sentence}."
    return f"Not settled: {row.sentence}." if row.word == "contested" else f"{row.word.capitalize()}: {row.sentence}."


def _finding(asked: Asked, names: Names, verdict: dict[str, Any], place: int) -> Finding:
    """What a group comes to: how often each contender is first, and what that hangs on."""
    group, word = verdict["group"], verdict["verdict"]
    contenders = list(asked.table("verdict", "contenders", group)["option"])
    first = asked.table("smaa_own", "ranks", group)
    first = first[(first["rank"] == 1) & first["option"].isin(contenders)] if len(first) else first
    shares: list[tuple[str, float]] = []
    if len(first):
        first = first.sort_values("acceptability", ascending=False, kind="stable").head(SHOWN)
        shares = list(zip(first["option"], first["acceptability"].astype(float), strict=True))
    alone = group == "all" and len(asked.problem.grids) == 1
    return Finding(
        heading="The ranking" if alone else names("group", group),
        word=word,
        sentence=verdict["sentence"],
        shares=tuple((names.marked("option", option), share) for option, share in shares),
        others=max(0.0, 1 - sum(share for _, share in shares)) if shares else 0.0,
        hangs_on=_hangs_on(asked, names, group, word),
        section=f"r-{place}",
    )


def _hangs_on(asked: Asked, names: Names, group: str, word: str) -> str:
    """What decides, in about six words."""
    if word in SETTLED:
        return "nothing that was tested" if word == "robust" else "the screen"
    rules = asked.table("verdict", "rules", group)
    failed = set(rules.loc[~rules["passes"].astype(bool), "rule"])
    for rule, text in (("admissible", "a precondition that is missing"), ("no_evidence", "ratings without evidence")):
        if rule in failed:
            return text
    known = asked.table("value_of_information", "table", group)
    known = known[known["changes"] > 0].sort_values("changes", ascending=False, kind="stable") if len(known) else known
    if len(known):
        row = known.iloc[0]
        return f"{names('criterion', row['criterion'])} of {names('option', row['option'])}"
    for rule, text in (
        ("weight_move", "a small move of one weight"),
        ("method_agreement", "the choice of method"),
        ("voices", "whose judgements count"),
    ):
        if rule in failed:
            return text
    return "which weights are given" if "any_weights" in failed else "a small difference in score"


def _how_to_read(asked: Asked, groups: int) -> str:
    """What the bars and scores are, in words."""
    made = asked.results["rank"].settings
    text = f"Options are scored by {method_words(str(made['method']))}, with weights {weights_words(str(made['weights']))}."
    samples = asked.results["smaa_own"].settings.get("draws") if "smaa_own" in asked.results else None
    if samples:
        text = (
            f"A {'share is that' if groups > MANY else 'bar is the share'} of {samples:,} simulations in which an option comes first; each picks every uncertain "
            f"rating at random within what it may be and keeps the weights. {text}"
        )
    return text
