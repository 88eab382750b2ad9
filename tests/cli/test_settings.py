"""Every question takes on the command line what Python takes, by the same name, and answers the same."""

import argparse
import inspect
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import policymcda as mcda
from policymcda.cli import VERBS, main

SETTINGS = ("method", "weights", "unknown", "screen", "samples", "seed")
QUESTIONS = [
    verb for verb in VERBS if inspect.isfunction(getattr(mcda, verb.replace("-", "_"), None)) and verb not in
    ("cases", "ask", "collect", "agreement-with-source", "across", "diff", "apply")
]  # fmt: skip


def options(verb: str) -> dict[str, argparse.Action]:
    """The options of a verb by what they set."""
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    import_module(f"policymcda.cli.{verb.replace('-', '_')}").add(parser)
    return {action.dest: action for action in parser._actions}


@pytest.mark.parametrize("verb", QUESTIONS)
def test_a_verb_takes_the_settings_of_its_function_and_no_others(verb: str) -> None:
    taken = inspect.signature(getattr(mcda, verb.replace("-", "_"))).parameters
    offered = options(verb)
    names = [name for name in (*SETTINGS, "methods") if name in taken]
    assert [name for name in (*SETTINGS, "methods") if name in offered] == names
    assert ("threads" in offered) == ("executor" in taken)
    assert "quiet" in offered
    if verb not in ("report", "explore", "plan"):
        assert "group" in offered


@pytest.mark.parametrize("verb", [verb for verb in QUESTIONS if verb not in ("report", "explore", "plan")])
def test_a_verb_offers_every_table_of_its_result(verb: str) -> None:
    columns = json.loads((Path(__file__).parents[1] / "public_face.json").read_text(encoding="utf-8"))["columns"]
    if "table" in (offered := options(verb)):
        assert list(offered["table"].choices or ()) == list(columns[verb.replace("-", "_")])


ALIKE: dict[str, tuple[list[str], Any]] = {
    "rank": (["--screen", "--weights", "equal"], lambda case: mcda.rank(case, screen=True, weights="equal")),
    "compare": (["--methods", "topsis,vikor"], lambda case: mcda.compare(case, ["topsis", "vikor"])),
    "compromise": (["--majority", "0.6"], lambda case: mcda.compromise(case, majority=0.6)),
    "gaia": ([], mcda.gaia),
    "group-topsis": (["--mean", "arithmetic"], lambda case: mcda.group_topsis(case, mean="arithmetic")),
    "outranking": (["--screen"], lambda case: mcda.outranking(case, screen=True)),
    "agreement-with-source": ([], lambda case: mcda.agreement_with_source(case, mcda.rank(case))),
    "value-of-information": (["--samples", "1", "--seed", "3", "--threads", "2"],
                             lambda case: mcda.value_of_information(case, samples=1, seed=3)),
    "sensitivity": (["--samples", "64", "--method", "topsis", "--weights", "ahp,own"],
                    lambda case: mcda.sensitivity(case, samples=64, methods=["topsis"], weights=["ahp", "own"])),
    "smaa": (["--samples", "1", "--weights", "own", "--unknown", "worst", "--ratings", "fixed"],
             lambda case: mcda.smaa(case, samples=1, weights=None, unknown="worst", ratings="fixed")),
    "next-question": (["--no-options"], lambda case: mcda.next_question(case, options=False)),
}  # fmt: skip
"""What is typed of each verb, and the same in Python."""


@pytest.mark.parametrize("verb", ALIKE)
def test_the_command_line_answers_as_python_does(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, ask = ALIKE[verb]
    assert main([verb, "cyber-policy", *words, "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    expected = json.loads(json.dumps(ask(mcda.load("cyber-policy")).to_dict(), default=str))
    assert printed.keys() == expected.keys()
    assert printed["settings"]["fingerprint"] == expected["settings"]["fingerprint"]
    for name in expected:
        if name != "settings":
            assert [list(row) for row in printed[name]] == [list(row) for row in expected[name]]
            assert str(printed[name]) == str(expected[name])


def test_a_group_is_shown_with_the_numbers_of_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rank", "cyber-policy", "--group", "no_formal_ties", "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    whole = mcda.rank(mcda.load("cyber-policy"))
    part = whole.of_group("no_formal_ties")
    assert {row["group"] for row in printed["table"]} == {"no_formal_ties"}
    assert [row["score"] for row in printed["table"]] == part.table["score"].tolist()
    assert part.settings == whole.settings
    assert set(part.notes["group"]) <= {"", "no_formal_ties"}
    with pytest.raises(ValueError, match="no group 'no_formal_tie'"):
        whole.of_group("no_formal_tie")
    assert main(["stability", "cyber-policy", "--group", "rival_with_ties"]) == 2
    assert "rivals_with_ties" in capsys.readouterr().err


def test_the_screen_of_a_case_is_on_until_it_is_switched_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = str(mcda.load("cyber-policy").using(screen=True).save(tmp_path / "case"))
    for words, kept in (([], False), (["--no-screen"], True), (["--screen"], False)):
        assert main(["rank", case, *words, "--format", "json"]) == 0
        rows = json.loads(capsys.readouterr().out)["table"]
        assert all(row["rank"] is not None for row in rows) == kept


def test_a_plot_refuses_what_means_nothing_for_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["plot", "gaia", "cyber-policy", "--group", "no_formal_ties", "-o", str(tmp_path / "plane.svg")]
    assert main([*words, "--method", "vikor"]) == 2
    assert "the plot gaia takes no --method" in capsys.readouterr().err


def test_a_plot_has_the_name_that_a_verb_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("head-to-head", "head_to_head"):
        path = tmp_path / f"{name}.svg"
        assert main(["plot", name, "cyber-policy", "--group", "no_formal_ties", "-o", str(path)]) == 0
        assert path.exists()
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["plot", "smaa", "cyber-policy", "-o", str(tmp_path / "x.svg")])
    assert "what smaa gives is shown by acceptability, rank-intervals, central, pairwise" in capsys.readouterr().err


def test_a_plot_of_two_options_takes_those_that_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["plot", "waterfall", "cyber-policy", "--group", "no_formal_ties", "-o", str(tmp_path / "two.svg")]
    assert main([*words, "--option", "common_areas", "--versus", "regional_orgs"]) == 0
    text = (tmp_path / "two.svg").read_text(encoding="utf-8")
    assert "common_areas is" in text
    assert "regional_orgs, most of all" in text
    assert main([*words, "--option", "common_area"]) == 2
    assert "did you mean common_areas?" in capsys.readouterr().err
    words[1] = "gaia"
    assert main([*words, "--option", "common_areas"]) == 2
    assert "the plot gaia takes no --option" in capsys.readouterr().err
