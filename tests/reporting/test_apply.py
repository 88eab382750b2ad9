"""A state of the explorer becomes a case that ranks as the page did, or is refused with all that is wrong."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from policymcda import Problem, ProblemError, apply, load, rank
from policymcda.cli import main


@pytest.fixture(scope="module")
def case() -> Problem:
    return load("cyber-policy")


@pytest.fixture(scope="module")
def state(case: Problem) -> dict[str, Any]:
    """What the page would give after a few moves."""
    weights = np.random.default_rng(3).dirichlet(np.ones(4), len(case.grids))
    ratings = [
        {"group": "no_formal_ties", "option": "common_areas", "criterion": "speed", "mode": 8.25},
        {"group": "capacity_partners", "option": "regional_orgs", "criterion": "legitimacy", "mode": 2},
    ]
    by_group = zip(case.grids, weights, strict=True)
    return {
        "fingerprint": case.fingerprint,
        "group": "no_formal_ties",
        "method": "weighted_sum",
        "unknown": "worst",
        "screen": True,
        "weights": {group: dict(zip(case.leaf_criteria, row.tolist(), strict=True)) for group, row in by_group},
        "ratings": ratings,
    }


def test_the_case_ranks_by_default_as_the_state_says(case: Problem, state: dict[str, Any], tmp_path: Path) -> None:
    changed = case
    for row in state["ratings"]:
        place = (row["group"], row["option"], row["criterion"])
        ends = dict.fromkeys(("low", "mode", "high"), row["mode"])
        changed = changed.change(*place, **ends, evidence="unstated")
    expected = rank(changed, method="weighted_sum", unknown="worst", screen=True, weights=state["weights"])
    applied = apply(case, state)
    pd.testing.assert_frame_equal(rank(applied).table, expected.table)
    assert {key: applied.defaults[key] for key in ("method", "weights", "unknown", "screen")} == {
        "method": "weighted_sum", "weights": "given", "unknown": "worst", "screen": True,
    }  # fmt: skip
    again = load(applied.save(tmp_path / "case"))
    pd.testing.assert_frame_equal(rank(again).table, expected.table)
    assert again.fingerprint == applied.fingerprint


def test_a_state_without_changes_leaves_the_case_as_it_is(case: Problem) -> None:
    assert apply(case, {}).fingerprint == case.fingerprint
    assert apply(case, {"fingerprint": case.fingerprint, "ratings": [], "weights": {}}).defaults == case.defaults


def test_groups_that_a_state_leaves_out_keep_the_weights_of_the_case(case: Problem, state: dict[str, Any]) -> None:
    one = {"no_formal_ties": state["weights"]["no_formal_ties"]}
    found = rank(apply(case, {"weights": one})).weights.set_index(["group", "criterion"])["weight"]
    own = rank(case).weights.set_index(["group", "criterion"])["weight"]
    assert found.drop("no_formal_ties", level=0).tolist() == pytest.approx(
        own.drop("no_formal_ties", level=0).tolist(), abs=1e-15
    )
    assert found["no_formal_ties"].to_dict() == pytest.approx(one["no_formal_ties"])


def test_weights_of_leaves_take_the_place_of_local_ones_in_a_tree() -> None:
    problem = Problem.from_tables(
        criteria={
            "criterion": ["people", "lives", "comfort", "price"], "parent": ["", "people", "people", ""],
            "direction": ["", "benefit", "benefit", "cost"], "weight": [0.8, 0.25, 0.75, 0.2],
        },
        ratings={"option": ["tax", "ban"], "lives": [3, 4], "comfort": [2, 1], "price": [4, 3]},
    )  # fmt: skip
    weights = {"comfort": 0.1, "lives": 0.6, "price": 0.3}
    found = rank(apply(problem, {"weights": {"all": weights}})).weights.set_index("criterion")["weight"]
    assert found.to_dict() == pytest.approx(weights)


def test_a_rating_by_standard_deviation_becomes_certain() -> None:
    rows = [{"option": name, "criterion": "reach", "mode": mode, "sd": 1.0} for name, mode in (("tax", 3), ("ban", 5))]
    problem = Problem.from_tables(
        criteria={"criterion": ["reach"], "direction": ["benefit"], "weight": [1]}, ratings=rows
    )
    typed = {"group": "all", "option": "tax", "criterion": "reach", "mode": 9}
    table = apply(problem, {"ratings": [typed]}).ratings.set_index("option")
    assert table.loc["tax", "mode"] == 9
    assert np.isnan(table.loc["tax", "sd"])
    assert table.loc["ban", "sd"] == 1


WRONG = {
    "fingerprint": "x",
    "metod": 1,
    "method": "tops",
    "unknown": "never",
    "screen": 3,
    "weights": {"nowhere": {"speed": 1}, "no_formal_ties": {"speed": 1}},
    "ratings": [
        3,
        {"group": "no_formal_ties", "option": "levy", "criterion": "speed", "mode": 88},
        {"group": "no_formal_ties", "option": "common_areas", "criterion": "spee", "mode": "9"},
    ],
}


def test_all_that_is_wrong_is_said_at_once(case: Problem) -> None:
    with pytest.raises(ProblemError) as error:
        apply(case, WRONG)
    assert error.value.count == 14
    for words in (
        "column metod: is no part of a state (did you mean method?)",
        "is the fingerprint of another problem",
        "did you mean topsis?",
        "no rule 'never' for the unknown",
        "screen is True or False, not 3",
        "ratings, row 1: '3' is no rating",
        "row 2, column option: 'levy' is no option that is rated",
        "'88' is outside of the scale, 1 to 9",
        "did you mean speed?",
        "'9' is no number",
        "'nowhere' is not a known group",
        "'no_formal_ties, legitimacy' has no weight",
    ):
        assert words in str(error.value)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "and a state is a mapping"),
        ({"ratings": 3}, "ratings are a list"),
        ({"weights": {"a": 1}}, "mapping of groups"),
        ({"weights": [1]}, "mapping of groups"),
    ],
)
def test_what_is_no_state_is_refused(case: Problem, given: Any, words: str) -> None:
    with pytest.raises(ProblemError, match=words):
        apply(case, given)


def test_the_command_does_what_python_does(
    case: Problem, state: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, new = tmp_path / "state.json", tmp_path / "new"
    file.write_text(json.dumps(state), "utf-8")
    assert main(["apply", str(file), "cyber-policy", "-o", str(new)]) == 0
    assert f"wrote {new}" in capsys.readouterr().err
    pd.testing.assert_frame_equal(rank(load(new)).table, rank(apply(case, file)).table)
    assert main(["apply", str(file), "cyber-policy", "-o", "-"]) == 0
    assert Problem.from_dict(json.loads(capsys.readouterr().out)).fingerprint == load(new).fingerprint
    file.write_text("{", "utf-8")
    assert main(["apply", str(file), "cyber-policy", "-o", str(new)]) == 2
    assert "state.json: is no JSON" in capsys.readouterr().err
