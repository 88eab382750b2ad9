"""Names of columns as people write them: known ones whatever their capitals and blanks, near misses told, others kept.

A column that is nearly a known one is a fault: left alone it would be taken for a column of the user's own, and what
stands in it would be lost without a word.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from policymcda.errors import Fault, Findings
from policymcda.tables.cells import texts
from policymcda.tables.checking import Raw, column_name
from policymcda.tables.schemas import SCHEMAS, required
from policymcda.tables.spelling import bare, key

_OPTION = "alternative, candidate, choice, measure, policy, project, scenario, strategy, supplier, variant"
_CRITERION = "attribute, criteria, dimension, factor, indicator, objective"
_STAKEHOLDER = "assessor, coder, decision maker, expert, interviewee, judge, participant, person, rater, respondent"
_WEIGHT = (
    "criteria weight, criterion weight, global weight, importance, importance weight, local weight, normalised weight, "
    "normalized weight, priority, relative importance, relative weight, w, weighting, wt"
)
_ENDS = {
    "low": "lo, low estimate, low value, lower, lower bound, lower estimate, lower limit, lower value, lowest, "
    "lowest value, min, min value, minimal, minimum, minimum value, scale low, scale min, scale minimum",
    "high": "hi, high estimate, high value, highest, highest value, max, max value, maximal, maximum, maximum value, "
    "scale high, scale max, scale maximum, upper, upper bound, upper estimate, upper limit, upper value",
}
RANGES = "bounds, interval, limits, range"
"""Words for a column that would hold both ends, which are two columns here."""
_RATINGS = {
    "option": _OPTION,
    "criterion": _CRITERION,
    "group": "grp",
    **_ENDS,
    "mode": "best estimate, best guess, central, central estimate, estimate, likely, mean, median, middle, mode value, "
    "most likely, most likely value, performance, rating, score, value",
    "sd": "se, sigma, standard deviation, standard error, std dev, std err, stddev, stderr, stdev",
    "evidence": "evidence grade, evidence level, evidence quality",
}
_PAIRS = {
    "group": "grp",
    "stakeholder": _STAKEHOLDER,
    "value": "comparison, importance, intensity, judgement, judgment, preference, rating, ratio, saaty, score",
}

SYNONYMS: dict[str, dict[str, str]] = {
    "options": {"option": _OPTION},
    "criteria": {
        "criterion": _CRITERION,
        "direction": "aim, benefit/cost, cost/benefit, goal, kind, max/min, min/max, optimisation, optimization, "
        "optimum, polarity, sense, type",
        **_ENDS,
        "weight": _WEIGHT,
        "parent": "main criterion, parent criterion",
        "indifference": "indifference threshold, q",
        "preference": "p, preference threshold",
        "veto": "v, veto threshold",
        "function": "preference function",
        "reference": "reference point",
    },
    "groups": {"group": "category, cluster, grp, segment"},
    "ratings": _RATINGS,
    "codings": {"stakeholder": _STAKEHOLDER, **_RATINGS},
    "judgements": {
        **_PAIRS,
        "criterion": f"{_CRITERION}, criterion 1, criterion a",
        "versus": "against, compared to, compared with, criterion 2, criterion b, other, than, vs",
    },
    "option_judgements": {
        **_PAIRS,
        "criterion": _CRITERION,
        "option": f"{_OPTION}, option 1, option a",
        "versus": "against, compared to, compared with, option 2, option b, other, than, vs",
    },
    "weights": {
        "group": "grp",
        "stakeholder": _STAKEHOLDER,
        "criterion": _CRITERION,
        "weight": f"{_WEIGHT}, share, value",
    },
    "swings": {
        "group": "grp",
        "stakeholder": _STAKEHOLDER,
        "criterion": _CRITERION,
        "points": "score, swing, value, weight",
        **_ENDS,
    },
    "orders": {
        "group": "grp",
        "stakeholder": _STAKEHOLDER,
        "criterion": _CRITERION,
        "position": "importance, order, place, rank",
    },
    "values": {
        "criterion": _CRITERION,
        "rating": "level, performance, score, x",
        "value": "utility, v, y",
    },
    "stakeholders": {"stakeholder": _STAKEHOLDER, "weight": _WEIGHT},
    "screens": {"group": "grp", "option": _OPTION, "status": "decision, outcome, result, screen, state, verdict"},
    "thresholds": {
        "group": "grp",
        "criterion": _CRITERION,
        "at_least": "least, lo, low, lower, lower bound, lower limit, min, minimum",
        "at_most": "hi, high, max, maximum, most, upper, upper bound, upper limit",
    },
    "expectations": {
        "group": "category, cluster, grp, segment",
        "option": _OPTION,
        "relation": "expectation, expected",
        "source": "author, origin",
    },
    "members": {
        "member": "country, nation, state",
        "group": "category, cluster, grp, segment",
        "share": f"{_WEIGHT}, membership, probability",
    },
    "statements": {
        "group": "grp",
        "stakeholder": _STAKEHOLDER,
        "better": "preferred",
        "worse": "less preferred, than",
        "same": "equal, tie",
        "sure": "certainty, confidence",
    },
    "costs": {
        "group": "grp",
        "option": _OPTION,
        "cost": "amount, expenditure, expense, price",
        **_ENDS,
        "unit": "currency, resource",
    },
}
"""For each table and column the words that others use for it: a fault that says rename."""

WORDS_OF_THEIR_OWN = frozenset({"patent", "season", "sort", "values"})
"""Words that are one letter from a known name and still a user's own."""

LONGEST_SHORT = 4
"""Known names of so many letters or fewer have too many neighbours for a letter amiss to be told."""

UNCERTAIN = ("low", "mode", "high", "sd", "evidence", "spread")
"""Columns of ratings that a table with one column per criterion has no place for."""


def with_known_names(raws: Mapping[str, Raw | None], findings: Findings) -> dict[str, Raw | None]:
    """The tables with known columns under the names that they have here; near misses go into the findings."""
    result = dict(raws)
    labels: frozenset[str] = frozenset()
    for name in SCHEMAS:
        raw = raws.get(name)
        if raw is None:
            continue
        names, faults = _named(name, [column_name(column) for column in raw.frame.columns], labels)
        for fault in faults:
            findings.add(fault)
        result[name] = replace(raw, frame=raw.frame.set_axis(names, axis="columns"))
        if name == "criteria" and names.count("criterion") == 1:
            labels = frozenset(texts(raw.frame.iloc[:, names.index("criterion")]))
    return result


def own_columns(name: str, columns: Sequence[str], labels: Sequence[str] = ()) -> list[str]:
    """The columns of a table that are the user's own: kept, and not used."""
    known = {*SCHEMAS[name].columns, *labels, "basis"}
    return [column for column in columns if column not in known and not column.startswith("anchor_")]


def _named(name: str, columns: list[str], labels: frozenset[str]) -> tuple[list[str], list[Fault]]:
    """The names that the columns of a table have here, and the near misses among them."""
    known = {key(column): str(column) for column in SCHEMAS[name].columns}
    stripped = [re.sub(r"^[\s\ufeff]+|\s+$", "", column) for column in columns]
    wide = name == "ratings" and is_wide(stripped, labels, known)
    if wide:
        known = {folded: column for folded, column in known.items() if column in ("group", "option", "as_of")}
    names = [one if one in labels and name == "ratings" else _known(one, known) for one in stripped]
    faults = list(_ranges_in_a_wide_table(names, labels)) if wide else []
    present = set(names)
    for place, own in enumerate(names):
        if own in present & set(known.values()) or (own in labels and name == "ratings"):
            continue
        missing = [column for column in known.values() if column not in present]
        meant, rule = _meant(name, own, missing)
        if meant:
            faults.append(Fault(name, column=own, rule=rule, hint=f"rename it to {meant}"))
            names[place] = meant
            present.add(meant)
        elif {"low", "high"} <= set(missing) and _both_ends(name, own):
            hint = "give each a column of its own: low and high"
            faults.append(Fault(name, column=own, rule="has both ends of a range", hint=hint))
    first = _label_column(name, names, set(known.values()), labels)
    if first is not None:
        label = required(name)[0]
        rule = f"{'is not a known column' if names[first] else 'has no name'}, and the column {label} is missing"
        hint = f"rename it to {label}" if names[first] else f"write {label} above it"
        faults.append(Fault(name, column=names[first] or str(first + 1), rule=rule, hint=hint))
        names[first] = label
    return names, faults


def is_wide(columns: Iterable[str], labels: Iterable[str], known: Container[str]) -> bool:
    """Whether the columns of ratings are criteria, also where their names are nearly those of the labels."""
    columns = list(columns)
    if any(key(column) == "criterion" for column in columns):
        return False
    near = {bare(label) for label in labels}
    return bool(set(labels) & set(columns)) or any(key(one) not in known and bare(one) in near for one in columns)


def _known(column: str, known: Mapping[str, str]) -> str:
    """The known name of a column, or its own."""
    anchor = re.fullmatch(r"anchor[\s_-]*(\S.*)", column, re.IGNORECASE)
    return known.get(key(column)) or (f"anchor_{anchor[1]}" if anchor else column)


def _meant(name: str, own: str, missing: list[str]) -> tuple[str, str]:
    """The known column, of those that are missing, that a column nearly is, and how; blank where it is none."""
    folded = bare(own)
    if not folded:
        return "", ""
    for column in missing:
        if folded in _words(SYNONYMS.get(name, {}).get(column, "")):
            return column, f"is another word for the column {column}"
        if folded == key(column) or folded in _plurals(key(column)):
            return column, f"is nearly the column {column}"
    if own.casefold() in WORDS_OF_THEIR_OWN:
        return "", ""
    near = (column for column in missing if len(key(column)) > LONGEST_SHORT and one_amiss(folded, key(column)))
    return next(((column, f"is nearly the column {column}") for column in near), ("", ""))


def _both_ends(name: str, own: str) -> bool:
    """Whether a column has the low and the high end of a range by its name: low/high, min-max, range."""
    words = SYNONYMS.get(name, {})
    parts = [bare(part) for part in re.split(r"[/&,;|_\s-]+(?:to[_\s-]+|and[_\s-]+)?", own.strip())]
    ends = [{end, *_words(words.get(end, ""))} for end in ("low", "high")]
    return bare(own) in _words(RANGES) or (len(parts) == 2 and parts[0] in ends[0] and parts[1] in ends[1])


def _label_column(name: str, names: list[str], known: set[str], labels: frozenset[str]) -> int | None:
    """Where the first column holds the labels under another name or none, and the rest looks like this table."""
    if required(name)[0] in names or not names:
        return None
    place = next((place for place, own in enumerate(names) if own not in known), None)
    if place is None or names[place] in labels:
        return None
    before = set(names[:place]) <= {"group", "stakeholder", "criterion"}
    return place if before and len((known | labels) & set(names)) > place else None


def _ranges_in_a_wide_table(names: list[str], labels: frozenset[str]) -> Iterator[Fault]:
    """Columns of a wide table that would hold ranges or evidence, which one column per criterion has no place for."""
    hint = "write one row per option and criterion, with the columns option, criterion, low, mode, high, evidence"
    words = {column: {key(column), *_words(_RATINGS.get(column, ""))} for column in UNCERTAIN}
    ends = {"mode", *(word for column, those in words.items() for word in those if column != "mode")}
    every = {word for those in words.values() for word in those}
    folded = {key(label) for label in labels}
    for own in names:
        if own in labels:
            continue
        word = key(own)
        part = any(
            (word.startswith(label) and word[len(label) :].strip("()[]") in every)
            or (word.endswith(label) and word[: -len(label)].strip("()[]") in every)
            for label in folded
            if label and label in word and label != word
        )
        if part or word in ends:
            yield Fault("ratings", column=own, rule="has no place in a table with one column per criterion", hint=hint)


def _plurals(name: str) -> set[str]:
    return {f"{name}s", f"{name}es", *([f"{name[:-1]}ies"] if name.endswith("y") else []), *_GREEK.get(name, ())}


_GREEK = {"criterion": ("criteria", "criterias")}


def words_of_ends() -> frozenset[str]:
    """Every word that may say that a column has an end of a range, or both."""
    names = [synonyms.get(end, "") for synonyms in SYNONYMS.values() for end in ("low", "high")]
    return frozenset(word for name in (*names, RANGES, "low, high") for word in re.split("[ ,]+", name) if word)


def other_words(name: str, column: str) -> frozenset[str]:
    """What is taken for a misspelling of a column of a table, folded: synonyms and plurals."""
    return _words(SYNONYMS.get(name, {}).get(column, "")) | _plurals(bare(column))


@lru_cache(maxsize=200)
def _words(synonyms: str) -> frozenset[str]:
    return frozenset(bare(word) for word in synonyms.split(", ") if word)


def one_amiss(word: str, known: str) -> bool:
    """Whether one letter of a word is another, is missing or is too many, or two neighbours are swapped."""
    if word == known or abs(len(word) - len(known)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known)))
    rest, other = word[start:], known[start:]
    if len(rest) == len(other):
        return rest[1:] == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    return rest[1:] == other if len(rest) > len(other) else rest == other[1:]
