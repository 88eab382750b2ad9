"""Answers become tables of the case: by person, whole or refused with every fault, and never pooled by accident."""

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policymcda import Problem, ProblemError, collect, load, rank
from policymcda.asking.shown import digest, seen, shown
from policymcda.cli import main

Answered = Callable[..., dict[str, Any]]


def notes_of(collected: Any) -> dict[str, str]:
    return {note.code: note.text for note in collected.notes.itertuples()}


def test_rows_go_into_their_table_by_person_and_say_where_weights_come_from(ports: Problem, answered: Answered) -> None:
    swings = [{"group": "", "criterion": "jobs", "points": 100, "low": 0, "high": 900}]
    collected = collect(ports, [answered(), answered("Ann")])
    judgements = collected.problem.judgements
    assert judgements.groupby("stakeholder", sort=False)["value"].agg(list).to_dict() == {
        "Office 3": [3, 2, 5],
        "Ann": [3, 2, 5],
    }
    assert collected.problem.defaults["weights"] == "ahp"
    assert notes_of(collected)["default_weights"] == "[defaults] weights is ahp"
    assert rank(collected.problem).ranks.loc["tax", "north"] >= 1
    assert collect(ports, answered(tables={"swings": swings})).problem.defaults["weights"] == "swing"
    both = collect(ports, answered(tables={"judgements": answered()["tables"]["judgements"], "swings": swings}))
    assert "weights" not in both.problem.defaults
    assert "judgements or swings" in notes_of(both)["several_kinds"]


def test_the_table_has_a_row_for_each_person_and_kind(ports: Problem, answered: Answered) -> None:
    skipped = [{"question": "x", "kind": "judgements", "reason": "unknown", "comment": "who knows"}]
    ann = answered("Ann", finished=False, skipped=skipped, comment="later", tables={"judgements": [], "codings": []})
    collected = collect(ports, [answered(), ann])
    assert list(collected.table.columns[:5]) == ["stakeholder", "kind", "rows", "finished", "saved"]
    assert collected.table.values.tolist() == [
        ["Office 3", "judgements", 3, True, "2026-05-01T09:30:00Z", 0, "", "answer 1"],
        ["Ann", "judgements", 0, False, "2026-05-01T09:30:00Z", 1, "later", "answer 2"],
        ["Ann", "codings", 0, False, "2026-05-01T09:30:00Z", 0, "later", "answer 2"],
    ]
    notes = notes_of(collected)
    assert notes["unfinished"] == "Ann has not finished"
    assert notes["skipped"] == "Ann left out 1 question, 1 as not known"
    assert "Office 3" in str(collected)


def test_collected_rows_replace_those_that_were_there_unless_they_are_added(ports: Problem, answered: Answered) -> None:
    replaced = collect(ports, answered())
    assert set(replaced.problem.judgements["stakeholder"]) == {"Office 3"}
    assert notes_of(replaced)["replaced"].startswith("judgements: 2 rows, and all others,") is True
    added = collect(ports, answered(), add=True)
    assert added.problem.judgements["stakeholder"].tolist() == ["panel"] * 2 + ["Office 3"] * 3
    assert "added to 2 rows" in notes_of(added)["added"]
    again = collect(added.problem, answered("panel"), add=True)
    assert again.problem.judgements["stakeholder"].tolist() == ["Office 3"] * 3 + ["panel"] * 3
    assert "2 rows of people who answer now" in notes_of(again)["replaced"]
    unnamed = ports.replace(judgements=ports.judgements.drop(columns="stakeholder"))
    assert collect(unnamed, answered(), add=True).problem.judgements["stakeholder"].tolist() == [
        "",
        "",
        *["Office 3"] * 3,
    ]


def test_other_tables_stay_as_they_are_to_the_bit(ports: Problem, answered: Answered) -> None:
    collected = collect(ports, answered()).problem
    assert collected.replace(judgements=ports.judgements, case=ports.case).fingerprint == ports.fingerprint


def test_a_later_answer_replaces_the_earlier_with_a_note(ports: Problem, answered: Answered) -> None:
    row = {"group": "", "criterion": "jobs", "versus": "cost", "value": 9}
    later = answered(saved="2026-05-02T08:00:00+02:00", tables={"judgements": [row]})
    for order in ([answered(), later], [later, answered()]):
        collected = collect(ports, order)
        assert collected.problem.judgements["value"].tolist() == [9]
        assert "replace the earlier ones" in notes_of(collected)["later_answer"]


def test_two_people_under_one_name_and_one_under_two_are_faults(ports: Problem, answered: Answered) -> None:
    other = answered(id="another", tables={"judgements": []})
    with pytest.raises(ProblemError, match=r"has another id than in answer 1: two people\?"):
        collect(ports, [answered(), other])
    with pytest.raises(ProblemError, match=r"has the id of Office 3 in answer 1: one person under two names\?"):
        collect(ports, [answered(), answered("Ann", id="id of Office 3")])


def test_every_fault_of_every_file_at_once(ports: Problem, answered: Answered, tmp_path: Path) -> None:
    bad_rows = [
        {"criterion": "job", "versus": "cost", "value": 3},
        {"criterion": "jobs", "versus": "cost", "value": -1},
        {"criterion": "jobs", "versus": "noise", "value": "many"},
    ]
    files = {
        "a.json": json.dumps(answered("Ann", tables={"judgements": bad_rows})),
        "b.json": '{"format": "policymcda-answers/1", "stakeholder": "Bob"',
        "c.txt": "nothing here",
        "d.json": json.dumps(
            answered("", id=7, saved="yesterday", finished="yes", tables={"judgments": [], "swings": [1]})
        ),
        "e.json": json.dumps(answered(format="policymcda-answers/9")),
        "f.json": json.dumps(answered("Eve", tables=[], skipped="all")),
        "g.json": json.dumps(answered("Kim", tables={"swings": [{"stakeholder": "Lee"}], "codings": []})),
        "h.json": json.dumps(answered("x" * 201)),
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, "utf-8")
    (tmp_path / "i.txt").write_bytes(b"\xff\xfe{")
    with pytest.raises(ProblemError) as error:
        collect(ports, [tmp_path, tmp_path / "missing.json"])
    faults = [(fault.table, fault.row, fault.column, fault.rule) for fault in error.value.every]
    for expected in [
        ("judgements", "1 of a.json", "criterion", "is not a known criterion"),
        ("judgements", "2 of a.json", "value", "must be above 0"),
        ("judgements", "3 of a.json", "value", "is not a number"),
        ("b.json", "", "", "holds answers that are cut short or changed"),
        ("c.txt", "", "", "holds no answers"),
        ("d.json", "", "stakeholder", "is blank or no text"),
        ("d.json", "", "id", "is blank or no text"),
        ("d.json", "", "finished", "is neither true nor false"),
        ("d.json", "", "saved", "is no time"),
        ("d.json", "", "tables", "is no table of answers"),
        ("d.json", "", "swings", "is no list of rows"),
        ("e.json", "", "format", "is no format of answers"),
        ("f.json", "", "tables", "is no object of tables"),
        ("f.json", "", "skipped", "is no list"),
        ("g.json", "swings 1", "stakeholder", "is another stakeholder than Kim, whose answers these are"),
        ("h.json", "", "stakeholder", "has more than 200 characters"),
        ("h.json", "", "id", "has more than 200 characters"),
        ("i.txt", "", "", "is not UTF-8 (byte 0)"),
    ]:
        assert expected in faults
    assert any(fault[0] == "missing.json" and "cannot be read" in fault[3] for fault in faults)
    assert len(faults) == 19


@pytest.mark.parametrize("nothing", [[], ["{}"]])
def test_nothing_to_read_is_a_fault(ports: Problem, nothing: list[str], tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="no file of answers is given" if not nothing else "holds no answers"):
        collect(ports, nothing)
    with pytest.raises(ProblemError, match="holds no files of answers"):
        collect(ports, tmp_path)


def test_a_file_too_large_to_be_answers_is_not_read(ports: Problem, tmp_path: Path) -> None:
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(ProblemError, match="is larger than 20 MB"):
        collect(ports, tmp_path / "a.json")


def test_what_changed_since_the_questions_were_made_is_named(ports: Problem, answered: Answered) -> None:
    criteria = ports.criteria.set_index("criterion")
    criteria.loc["jobs", "high"] = 1000.5
    now = ports.replace(criteria=criteria.reset_index())
    words = notes_of(collect(now, answered()))["changed_since"]
    assert words == "Office 3: the case has changed since the questions were made: high of jobs was 900 and is 1000.5"
    assert "does not say what" in notes_of(collect(now, answered(seen=None)))["changed_since"]
    assert "do not say what was shown" in notes_of(collect(ports, answered(shown="")))["not_compared"]
    assert "changed_since" not in notes_of(collect(ports, answered()))
    fewer = ports.select(groups=["north"], options=["tax", "ban"])
    words = notes_of(collect(fewer, answered()))["changed_since"]
    assert words.endswith(": group south is gone; option dredge is gone")
    back = answered(seen=None)
    words = notes_of(collect(ports, {**back, "shown": shown(fewer, []), "seen": seen(fewer, [])}))["changed_since"]
    assert words.endswith(": group south is new; option dredge is new")
    short = {"groups": ["north", "south", "west"]}
    words = notes_of(collect(ports, {**back, "shown": digest(short), "seen": short}))["changed_since"]
    assert words.endswith(": group west is gone")
    odd = {"groups": ["north", "south"], "options": ["ban", "dredge", "tax"], "criteria": [{"criterion": "old"}]}
    words = notes_of(collect(ports, {**back, "shown": digest(odd), "seen": odd}))["changed_since"]
    assert "criterion cost is new; criterion jobs is new; criterion noise is new; criterion old is gone" in words


def test_answers_to_another_case_are_refused_unless_they_were_shown_the_same(
    ports: Problem, answered: Answered
) -> None:
    with pytest.raises(ProblemError, match="is another case than ports"):
        collect(ports, answered(case="harbours", shown="0"))
    assert len(collect(ports, answered(case="harbours")).table) == 1


def test_codings_and_statements_go_into_their_tables_and_ratings_stay(ports: Problem, answered: Answered) -> None:
    codings = [
        {"group": "north", "option": "tax", "criterion": "cost", "low": 5, "mode": 6, "high": 9},
        {
            "group": "north",
            "option": "ban",
            "criterion": "cost",
            "low": 5,
            "mode": None,
            "high": 20,
            "evidence": "none",
        },
    ]
    statements = [{"group": "", "better": "jobs=900; cost=20", "worse": "jobs=0; cost=5", "same": False, "sure": 0.7}]
    collected = collect(ports, answered(tables={"codings": codings, "statements": statements}))
    assert collected.problem.codings["stakeholder"].tolist() == ["Office 3"] * 2
    assert collected.problem.statements["better"].tolist() == ["jobs=900; cost=20"]
    assert "codings are beside them" in notes_of(collected)["codings"]
    assert collected.problem.ratings.equals(ports.ratings)
    assert "weights" not in collected.problem.defaults


def test_three_filled_pages_end_in_a_ranked_case_in_one_command(
    tmp_path: Path, answered: Answered, capsys: pytest.CaptureFixture[str]
) -> None:
    case = load("cyber-policy")
    pairs = [("speed", "legitimacy", 3), ("legitimacy", "feasibility", 2), ("feasibility", "root_cause", 4)]
    for number, name in enumerate(("Ann", "Bob", "Eve")):
        rows = [{"group": "", "criterion": a, "versus": b, "value": value + number} for a, b, value in pairs]
        content = json.dumps(answered(name, case="cyber-policy", tables={"judgements": rows}))
        (tmp_path / f"{name}.json").write_text(content, "utf-8")
    files = [str(tmp_path / f"{name}.json") for name in ("Ann", "Bob", "Eve")]
    new = str(tmp_path / "new")
    assert main(["collect", "cyber-policy", *files, "-o", new, "--rank"]) == 0
    out = capsys.readouterr().out
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        ranking = rank(load(new))
    assert "3 stakeholders by the geometric mean of their judgements" in " ".join(out.split())
    assert ranking.settings["weights"] == "ahp"
    assert len(load(new).judgements) == 9
    first = ranking.table[ranking.table["rank"] == 1]["option"].tolist()
    assert all(option in out for option in first)
    assert load(new).ratings.equals(case.ratings)


def test_the_command_adds_prints_json_and_tells_faults(
    tmp_path: Path, ports: Problem, answered: Answered, capsys: pytest.CaptureFixture[str]
) -> None:
    case, answer = str(ports.save(tmp_path / "ports.json")), tmp_path / "a.json"
    answer.write_text(json.dumps(answered()), "utf-8")
    assert main(["collect", case, str(answer), "-o", "-", "--add"]) == 0
    out, notes = capsys.readouterr()
    assert len(json.loads(out)["tables"]["judgements"]) == 5
    assert "added to 2 rows" in " ".join(notes.split())
    assert main(["collect", case, str(answer), "-o", str(tmp_path / "new.json"), "--format", "csv"]) == 0
    out, complaint = capsys.readouterr()
    assert out.splitlines()[1].startswith("Office 3,judgements,3,True")
    assert "policymcda rank" in complaint
    answer.write_text("{}", "utf-8")
    assert main(["collect", case, str(answer), "-o", "-"]) == 2
    assert "holds no answers" in capsys.readouterr().err
