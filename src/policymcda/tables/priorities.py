"""Ratings out of judgements: options that are compared in pairs under a criterion have their priorities for ratings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from policymcda.arrays.weights.group import aggregate_judgements
from policymcda.arrays.weights.incomplete import complete, components
from policymcda.arrays.weights.judgements import reconcile
from policymcda.arrays.weights.pairwise import eigenvector
from policymcda.errors import Fault
from policymcda.tables.checking import Checked
from policymcda.tables.performance_tables import expanded
from policymcda.tables.stakeholder_shares import stakeholder_shares

BASIS = "option_judgements"
"""What the column `basis` of ratings says of those that are priorities."""


def derived(tables: Mapping[str, Checked], groups: Sequence[str]) -> tuple[pd.DataFrame, list[Fault]]:
    """A rating for each option under each criterion that no rating is stated for: its priority by the eigenvector.

    Several stakeholders are combined by the geometric mean of their judgements, each with their weight.
    """
    frame = tables["option_judgements"].frame
    rated = set(tables["ratings"].frame["criterion"]) if "ratings" in tables else set()
    frame = expanded(frame[~frame["criterion"].isin(rated)], list(groups))
    if "stakeholder" not in frame:
        frame = frame.assign(stakeholder="")
    stakeholders = tables["stakeholders"].frame if "stakeholders" in tables else pd.DataFrame()
    faults = list(_unfit(tables, set(frame["criterion"])))
    if faults:
        return pd.DataFrame(), faults
    parts = []
    for (group, criterion), rows in frame.groupby(["group", "criterion"], sort=False):
        options = sorted({*rows["option"], *rows["versus"]})
        names, matrices = _matrices(rows, options)
        share, lacking = stakeholder_shares(stakeholders, names)
        faults += [fault for fault in lacking if fault not in faults]
        matrix = aggregate_judgements(matrices, np.array(list(share.values())))
        part = components(matrix)
        if part.any():
            faults.append(_parts(", ".join(word for word in (group, criterion) if word), options, part))
            continue
        mode = eigenvector(complete(matrix[None]))[0][0]
        cells = {"group": group, "option": options, "criterion": criterion, "mode": mode, "basis": BASIS}
        parts.append(pd.DataFrame(cells))
    columns = ["group", "option", "criterion", "mode", "basis"]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return found.astype({name: np.float64 if name == "mode" else object for name in columns}), faults


def stated(ratings: pd.DataFrame) -> pd.DataFrame:
    """The ratings that are not priorities of judgements."""
    return _unmarked(ratings[ratings["basis"] != BASIS]) if "basis" in ratings else ratings


def owned(ratings: pd.DataFrame) -> pd.DataFrame:
    """All ratings, those that are priorities of judgements taken as stated."""
    return _unmarked(ratings.replace({"basis": {BASIS: ""}})) if "basis" in ratings else ratings


def _unmarked(ratings: pd.DataFrame) -> pd.DataFrame:
    """Without the column basis, unless it says something else."""
    return ratings if (ratings["basis"] != "").any() else ratings.drop(columns="basis")


def _matrices(rows: pd.DataFrame, options: list[str]) -> tuple[list[str], np.ndarray]:
    """The stakeholders, sorted, and the matrix of each, (s, n, n), by sorted option."""
    at = {option: place for place, option in enumerate(options)}
    names, matrices = [], []
    for name, part in rows.groupby("stakeholder", sort=True):
        said = np.full((len(options), len(options)), np.nan)
        said[part["option"].map(at).to_numpy(), part["versus"].map(at).to_numpy()] = part["value"].to_numpy()
        names.append(str(name))
        matrices.append(reconcile(said)[0])
    return names, np.stack(matrices)


def _unfit(tables: Mapping[str, Checked], compared: set[str]) -> Iterator[Fault]:
    """Criteria whose direction or scale a priority would not fit: more of it is better, and it is a share of 1."""
    if "criteria" not in tables or not tables["criteria"].sound:
        return
    criteria = tables["criteria"].frame
    for row in criteria.index[criteria["criterion"].isin(compared)]:
        label = criteria.at[row, "criterion"]
        if criteria.at[row, "direction"] == "cost":
            rule = f"{label} is a cost, but its options are judged in pairs, and the better of two has the larger value"
            yield tables["criteria"].fault(
                "criteria", row, "direction", "cost", rule, "write benefit, or rate the options"
            )
        for end in ("low", "high"):
            if end in criteria and not np.isnan(criteria.at[row, end]):
                rule = f"the options are judged in pairs under {label}: their priorities have no scale"
                value = f"{criteria.at[row, end]:g}"
                yield tables["criteria"].fault("criteria", row, end, value, rule, "leave it out, or rate the options")


def _parts(place: str, options: list[str], part: np.ndarray) -> Fault:
    names = ["{" + ", ".join(np.array(options)[part == first]) + "}" for first in np.unique(part)]
    rule = f"the judgements do not connect {' with '.join(names)}"
    return Fault("option_judgements", column="versus", value=place, rule=rule, hint="judge a pair across")


def named(tables: Mapping[str, Checked]) -> Iterator[str]:
    """The groups that judgements of options name."""
    frame = tables["option_judgements"].frame
    yield from (label for label in frame.get("group", pd.Series(dtype=object)).unique() if label)


def without_derived(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Tables as they are written: ratings that stand for options compared in pairs are left to the comparisons."""
    kept = {**tables, "ratings": stated(tables["ratings"])}
    return kept if len(kept["ratings"]) else {name: table for name, table in kept.items() if name != "ratings"}
