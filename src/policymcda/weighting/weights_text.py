"""Weights as text: one row per group, how consistent the judgements are, and in words what would mend them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from policymcda.tables import layout

SHORT = {
    "consistency_ratio": "ratio",
    "geometric_consistency_index": "geometric",
    "geometric_compatibility_index": "compatibility",
    "koczkodaj": "koczkodaj",
    "criterion": "criterion",
}
"""Columns of indices that are shown, and what they are called on a terminal."""

MANY = 8
"""Criteria above which each weight has a line of its own."""

WIDE = 5e-4
"""Intervals of weights that are shown: those that three decimals can tell from a number."""

SETS = 24
"""Sets of judgements above which only those that are not acceptable are shown."""


def blocks(tables: Mapping[str, pd.DataFrame], width: int, rows: int | None) -> Iterator[str]:
    """The parts of the text of some weights, from their tables by name; a table that is empty has no part."""
    yield from _weights(tables["table"], width, rows)
    if len(tables["local"]):
        shown = tables["local"].rename(columns={"local": "among its own", "weight": "of all"})
        yield layout.text(_without_all(shown), width, rows)
    if len(tables["intervals"]):
        wide = tables["intervals"][tables["intervals"]["high"] - tables["intervals"]["low"] > WIDE]
        yield from [layout.text(_without_all(wide), width, rows)] if len(wide) else []
    if len(tables["consistency"]):
        yield layout.text(indices(tables["consistency"]), width, rows)
        yield from mending(tables["consistency"], tables["repairs"], width)
    if len(tables["consensus"]):
        yield layout.text(_without_all(tables["consensus"]).rename(columns=SHORT), width, rows)


def mending(consistency: pd.DataFrame, repairs: pd.DataFrame, width: int) -> Iterator[str]:
    """A sentence for each set that can be mended by looking at a judgement again, and one for a run of several."""
    if "suggested" not in consistency:
        return
    labels = [name for name in ("group", "stakeholder", "node") if name in consistency]
    kind = [name for name in ("criterion", "option") if name in consistency][-1]
    if kind == "option":
        labels.append("criterion")
    for row in consistency[consistency["suggested"].notna()].to_dict("records"):
        place = ", ".join(row[name] for name in labels if row[name] not in ("", "all"))
        text = f"{f'{place}: ' if place else ''}judge {_change(row, kind)}: the ratio falls from "
        yield layout.filled(f"{text}{row['consistency_ratio']:.2f} to {row['ratio_after']:.2f}", width, "  ")
        run = repairs[(repairs[labels] == [row[name] for name in labels]).all(axis="columns")].to_dict("records")
        if len(run) > 1:
            steps = ", then ".join(f"{_change(step, kind)} ({step['ratio_after']:.2f})" for step in run)
            yield layout.filled(f"  one alone is not enough; in turn: {steps}", width, "  ")


def amount(value: float) -> str:
    """A judgement as it would be written: 3, 2.4, 1/3 or 1/2.4.

    Examples
    --------
    >>> [amount(value) for value in (3.0, 2.44, 1 / 3, 0.41)]
    ['3', '2.4', '1/3', '1/2.4']
    """
    text = f"{round(value if value >= 1 else 1 / value, 1):g}"
    return text if value >= 1 or text == "1" else f"1/{text}"


def _change(row: dict[str, object], kind: str) -> str:
    value, suggested = amount(float(row["value"])), amount(float(row["suggested"]))  # type: ignore[arg-type]
    return f"{row[kind]} against {row['versus']} {suggested} instead of {value}"


def _weights(table: pd.DataFrame, width: int, rows: int | None) -> Iterator[str]:
    """A row for each group (and stakeholder), one column per criterion; one line per weight where criteria are many."""
    labels = [name for name in ("group", "stakeholder") if name in table]
    if table["criterion"].nunique() > MANY:
        yield layout.text(_without_all(table), width, rows)
        return
    criteria = list(dict.fromkeys(table["criterion"]))
    wide = table.pivot(index=labels, columns="criterion", values="weight")[criteria]
    order = list(dict.fromkeys(table[labels].itertuples(index=False, name=None)))
    wide = wide.loc[order if len(labels) > 1 else [group for (group,) in order]]
    if set(table["group"]) == {"all"} and labels == ["group"]:
        yield layout.text(_without_all(table), width, rows)
    else:
        yield layout.text(_without_all(wide.reset_index()), width, rows)


def indices(table: pd.DataFrame) -> pd.DataFrame:
    """The columns that fit a terminal, of the sets that matter where there are many."""
    names = ["group", "stakeholder", "node", "criterion", "consistency_ratio", "acceptable", "xi"]
    names += ["geometric_consistency_index", "koczkodaj"]
    kept = [name for name in names if name in table and not (name == "criterion" and "option" not in table)]
    shown = table if len(table) <= SETS or table["acceptable"].all() else table[~table["acceptable"].astype(bool)]
    return _without_all(shown[kept].round(3)).rename(columns=SHORT)


def _without_all(table: pd.DataFrame) -> pd.DataFrame:
    """Without the columns that say nothing: the one group there is, a blank stakeholder."""
    silent = [name for name, only in (("group", "all"), ("stakeholder", "")) if set(table.get(name, [])) == {only}]
    return table.drop(columns=silent)
