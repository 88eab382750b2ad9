"""Answers of several people as tables of the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from policymcda.asking import answer_files
from policymcda.asking.person_answers import Answers
from policymcda.asking.questions import KINDS
from policymcda.asking.shown import changes, digest, seen, shown
from policymcda.case_files import check_problem
from policymcda.errors import Fault, Findings, ProblemError
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by, notes_table
from policymcda.tables import reading
from policymcda.tables.checking import Raw

WAYS = {"judgements": "ahp", "swings": "swing"}
"""Kind of question, and the way to weights that reads its table."""

COLUMNS = ("stakeholder", "kind", "rows", "finished", "saved", "skipped", "comment", "source")

Source = str | Path | Mapping[str, Any]


@dataclass(frozen=True, eq=False, repr=False)
class Collected(Result):
    """The problem with the answers in its tables, and whose they are.

    Attributes
    ----------
    problem : Problem
        With the answers in `judgements`, `swings`, `codings` and `statements`, by stakeholder.
    table : DataFrame
        stakeholder, kind, rows, finished, saved (UTC), skipped (questions left out), comment, source: one row for each
        person and kind of question.
    """

    problem: Problem
    table: pd.DataFrame


def collect(problem: Problem, paths: Source | Iterable[Source], *, add: bool = False) -> Collected:
    """Read answers into the tables of a problem.

    Collected tables replace those of the same name, so that two rounds, or coders and a committee, are not pooled by
    accident. A later answer of the same person replaces the earlier one, with a note. What has changed in the case since
    its questions were made is in the notes.

    Parameters
    ----------
    paths : str, Path, mapping, or an iterable of them
        Answer files, texts or mails with pasted answers, workbooks, folders of these; the text itself; or what an answer
        file holds, as a dict.
    add : bool
        Keep the rows that the tables have; those of people who answer now are replaced.

    Raises
    ------
    ProblemError
        With every fault of every file: what cannot be read, labels that the case does not have, one name with two
        ids (two people?), one id with two names.

    Examples
    --------
    >>> from policymcda import Problem, collect, rank
    >>> problem = Problem.from_tables(
    ...     case={"name": "ports"},
    ...     criteria={"criterion": ["jobs", "cost"], "direction": ["benefit", "cost"], "low": [0, 5], "high": [900, 20]},
    ...     ratings={"option": ["tax", "ban"], "jobs": [100, 700], "cost": [9, 14]},
    ... )
    >>> answer = '''{
    ...   "format": "policymcda-answers/1", "shown": "", "case": "ports", "stakeholder": "Office 3", "id": "5f2c9a01",
    ...   "finished": true, "saved": "2026-05-01T09:30:00Z",
    ...   "tables": {"judgements": [{"group": "", "criterion": "jobs", "versus": "cost", "value": 3}]},
    ...   "skipped": [], "comment": ""
    ... }'''
    >>> collected = collect(problem, answer)
    >>> collected.table[["stakeholder", "kind", "rows", "finished"]]
      stakeholder        kind  rows  finished
    0    Office 3  judgements     1      True
    >>> rank(collected.problem).weights["weight"].tolist()
    [0.75, 0.25]
    """
    check_problem(problem)
    sources = [paths] if isinstance(paths, str | Path | Mapping) else list(paths)
    given, faults = answer_files.read(sources)
    if not given and not faults:
        faults = [
            Fault("answers", rule="no file of answers is given", hint="name files, folders or the texts themselves")
        ]
    kept, notes, identity_faults = _one_each(given)
    faults += [*identity_faults, *_of_this_case(problem, kept)]
    raws, table_notes = _tables(problem, kept, add)
    case, set_notes = _case(problem, kept)
    if not kept:
        raise ProblemError(faults)
    collected = Problem._from_read(case, raws, Findings(faults))
    notes += [*_changed(problem, kept), *table_notes, *set_notes, *_unfinished(kept)]
    settings = made_by(collected.fingerprint, people=len(kept), add=add)
    return Collected(notes_table(notes), settings, collected, _table(kept))


def _one_each(given: Sequence[Answers]) -> tuple[list[Answers], list[Note], list[Fault]]:
    """The latest answers of each person, in the order in which people come, what was replaced, and who is not one person."""
    latest: dict[str, Answers] = {}
    notes, faults, names = list[Note](), list[Fault](), dict[str, Answers]()
    for one in sorted(given, key=lambda one: one.saved):
        earlier, namesake = names.setdefault(one.id, one), latest.get(one.stakeholder)
        if earlier.stakeholder != one.stakeholder and one.id != answer_files.NO_ID:
            rule = f"has the id of {earlier.stakeholder} in {earlier.source}: one person under two names?"
            faults.append(
                Fault(one.source, column="stakeholder", value=one.stakeholder, rule=rule, hint="keep one of them")
            )
        if (
            namesake is not None
            and (namesake.id != one.id or one.id == answer_files.NO_ID)
            and namesake.tables != one.tables
        ):
            rule = f"has another id than in {namesake.source}: two people?"
            hint = "give each a name of their own, or leave out the version that is no longer meant"
            faults.append(Fault(one.source, column="stakeholder", value=one.stakeholder, rule=rule, hint=hint))
        elif namesake is not None:
            words = f"{one.stakeholder}: the answers in {one.source} replace the earlier ones in {namesake.source}"
            notes.append(("later_answer", "", words))
        latest[one.stakeholder] = one
    order = dict.fromkeys(one.stakeholder for one in given)
    return [latest[name] for name in order], notes, faults


def _of_this_case(problem: Problem, kept: Iterable[Answers]) -> Iterator[Fault]:
    """Answers to the questions of another case."""
    for one in kept:
        if one.case and problem.name and one.case != problem.name and one.shown != shown(problem, one.tables):
            rule = f"is another case than {problem.name}"
            yield Fault(one.source, column="case", value=one.case, rule=rule, hint="collect it with its own case")


def _tables(problem: Problem, kept: Sequence[Answers], add: bool) -> tuple[reading.Tables, list[Note]]:
    """The tables of the problem with the answers in them, rows called by their file, and what became of the old rows."""
    case = problem.to_dict()
    raws, notes = dict(reading.mapping(case)[1]), list[Note]()
    people = {one.stakeholder for one in kept}
    for kind in KINDS:
        rows = [
            ({"stakeholder": one.stakeholder, **{key: cell for key, cell in row.items() if key != "stakeholder"}}, name)
            for one in kept
            for row, name in zip(one.tables.get(kind, []), _names(one, kind), strict=True)
        ]
        if not rows:
            continue
        frame, places = pd.DataFrame([row for row, _ in rows], dtype=object), [name for _, name in rows]
        before = problem.table(kind) if problem.has(kind) else None
        if before is not None:
            whose = before["stakeholder"] if "stakeholder" in before else pd.Series("", before.index, dtype=object)
            stays = ~whose.isin(people) & add
            notes += list(_became(kind, int((~stays).sum()), int(stays.sum()), add))
            frame = pd.concat([before[stays].astype(object), frame], ignore_index=True)
            places = [*(f"{kind} {row + 1}" for row in range(int(stays.sum()))), *places]
        raws[kind] = Raw(frame.where(frame.notna(), None), places)
    return raws, notes


def _names(one: Answers, kind: str) -> list[str]:
    """What the rows of an answer are called in messages."""
    return [f"{number} of {one.source}" for number in range(1, len(one.tables.get(kind, [])) + 1)]


def _became(kind: str, gone: int, stays: int, add: bool) -> Iterator[Note]:
    if gone:
        whose = " of people who answer now" if add else ", and all others,"
        yield "replaced", "", f"{kind}: {gone} rows{whose} are replaced by what was collected"
    if stays:
        yield "added", "", f"{kind}: what was collected is added to {stays} rows that were there"


def _case(problem: Problem, kept: Sequence[Answers]) -> tuple[dict[str, Any], list[Note]]:
    """The case with its way to weights, where one kind of question that gives weights was asked."""
    case, asked = problem.case, [kind for kind in WAYS if any(one.tables.get(kind) for one in kept)]
    notes = list[Note]()
    if any(one.tables.get("codings") for one in kept):
        notes.append(("codings", "", "ratings stand as they were: the codings are beside them, not pooled into them"))
    if len(asked) != 1:
        if asked:
            words = f"weights could come from {' or '.join(asked)}: name one of them as weights, or in [defaults]"
            notes.append(("several_kinds", "", words))
        return case, notes
    way, before = WAYS[asked[0]], problem.defaults.get("weights")
    case["defaults"] = {**case.get("defaults", {}), "weights": way}
    if before != way:
        notes.append(("default_weights", "", f"[defaults] weights is {way}" + (f", it was {before}" if before else "")))
    return case, notes


def _changed(problem: Problem, kept: Iterable[Answers]) -> Iterator[Note]:
    """What changed in the case since the questions were made."""
    for one in kept:
        now = seen(problem, one.tables)
        if not one.shown:
            yield "not_compared", "", f"{one.stakeholder}: the answers do not say what was shown"
        elif one.shown != digest(now):
            known = one.seen is not None and digest(one.seen) == one.shown
            what = "; ".join(changes(one.seen, now)) if known else "the file does not say what"
            yield "changed_since", "", f"{one.stakeholder}: the case has changed since the questions were made: {what}"


def _unfinished(kept: Iterable[Answers]) -> Iterator[Note]:
    for one in kept:
        if not one.finished:
            yield "unfinished", "", f"{one.stakeholder} has not finished"
        if one.skipped:
            unknown = sum(isinstance(row, Mapping) and row.get("reason") == "unknown" for row in one.skipped)
            words = f"{one.stakeholder} left out {_count(len(one.skipped))}, {unknown} as not known"
            yield "skipped", "", words


def _count(questions: int) -> str:
    return f"{questions} question{'s' if questions > 1 else ''}"


def _table(kept: Iterable[Answers]) -> pd.DataFrame:
    rows = []
    for one in kept:
        for kind in one.tables or [""]:
            left_out = sum(isinstance(row, Mapping) and row.get("kind") == kind for row in one.skipped)
            count, saved = len(one.tables.get(kind, [])), one.saved.strftime("%Y-%m-%dT%H:%M:%SZ")
            cells = (one.stakeholder, kind, count, one.finished, saved, left_out, one.comment, one.source)
            rows.append(dict(zip(COLUMNS, cells, strict=True)))
    return pd.DataFrame(rows, columns=list(COLUMNS))
