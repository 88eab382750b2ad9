"""What serves several groups agrees with counting by hand."""

import numpy as np
import pytest
from scipy.stats import kendalltau

import policymcda as mcda
from policymcda.cli import main


def problem(**scores):
    """One criterion; the more points in a group, the better; an option without points is not rated there."""
    rows = [
        {"group": group, "option": option, "criterion": "a", "mode": value}
        for group, values in scores.items()
        for option, value in zip("uvwxyz", values, strict=False)
        if value is not None
    ]
    criteria = {"criterion": ["a"], "direction": "benefit", "weight": [1.0]}
    return mcda.Problem.from_tables(criteria=criteria, ratings=rows, groups={"group": list(scores)})


@pytest.fixture(scope="module")
def found():
    made = problem(one=[6, 5, 4, 3], two=[4, 6, 3, 5], three=[5, 6, None, 4], four=[None, None, 2, 1])
    return mcda.across(made, top=2)


def test_roles_are_those_counted_by_hand(found):
    table = found.table.set_index("option")
    assert table["groups_in_top"].to_dict() == {"u": 2, "v": 3, "w": 1, "x": 2}
    assert table["admitted"].to_dict() == {"u": 3, "v": 3, "w": 3, "x": 4}
    assert table["role"].to_dict() == {"u": "specialist", "v": "generalist", "w": "specialist", "x": "specialist"}
    assert table["mean_rank"].to_dict() == pytest.approx({"u": 2, "v": 4 / 3, "w": 8 / 3, "x": 11 / 4})
    assert table.loc["x", ["best", "worst"]].tolist() == [2, 4]
    assert table.loc["v", "overall_rank"] == 1


def test_one_group_alone_makes_no_generalist():
    table = mcda.across(problem(one=[2, 1], two=[None, 1]), top=1).table.set_index("option")
    assert table["role"].to_dict() == {"u": "specialist", "v": "specialist"}


def test_without_each_group_it_is_counted_anew(found):
    counts = found.leave_one_out.set_index(["without", "option"])["groups_in_top"]
    assert counts["one"].to_dict() == {"u": 1, "v": 2, "w": 1, "x": 2}
    assert counts["four"].to_dict() == {"u": 2, "v": 3, "w": 0, "x": 1}


def test_tau_is_that_of_scipy_and_blank_for_fewer_than_three_common_options(found):
    tau = found.agreement.set_index(["group", "versus"])
    assert tau.loc[("one", "two"), "tau"] == pytest.approx(kendalltau([1, 2, 3, 4], [3, 1, 4, 2]).statistic)
    assert tau.loc[("one", "four"), "common"] == 2
    assert np.isnan(tau.loc[("one", "four"), "tau"])
    assert set(found.clusters["group"]) == {"one", "two", "three"}


def test_groups_that_rank_the_same_are_one_cluster():
    made = problem(one=[4, 3, 2, 1], two=[8, 6, 4, 1], three=[1, 2, 3, 4])
    cluster = mcda.across(made).clusters.set_index("group")["cluster"]
    assert cluster["one"] == cluster["two"] != cluster["three"]


def test_weights_of_groups_decide_the_one_order():
    made = problem(one=[3, 2, 1], two=[1, 2, 3])
    assert "group_weights" in set(mcda.across(made).notes["code"])
    led = mcda.across(made, group_weights={"one": 1, "two": 3})
    assert led.table.set_index("option")["overall_rank"].to_dict() == {"u": 3, "v": 2, "w": 1}
    assert "group_weights" not in set(led.notes["code"])


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"top": 0}, "1 or more"),
        ({"top": True}, "1 or more"),
        ({"group_weights": {"nowhere": 1}}, "no group"),
        ({"group_weights": {"one": 1}}, "two needs a number"),
        ({"group_weights": {"one": 0, "two": 0}}, "all 0"),
        ({"group_weights": 3}, "by name"),
    ],
)
def test_what_cannot_be_asked_is_refused(settings, words):
    with pytest.raises(ValueError, match=words):
        mcda.across(problem(one=[3, 2, 1], two=[1, 2, 3]), **settings)


def test_first_acceptability_and_verdict_are_those_of_smaa_and_verdict():
    case = mcda.load("cyber-policy")
    result = mcda.across(case)
    known = mcda.smaa(case).table.set_index(["group", "option"])["first_acceptability"]
    assert result.groups.set_index(["group", "option"])["first_acceptability"].to_dict() == known.to_dict()
    verdicts = mcda.verdict(case).table.set_index("group")["verdict"]
    assert dict(zip(result.groups["group"], result.groups["verdict"], strict=True)) == verdicts.to_dict()
    assert "overall_rank" in str(result)


def test_the_command_line_takes_weights_of_groups_and_prints_one_table(tmp_path, capsys):
    problem(one=[6, 5, 4], two=[4, 6, 3]).save(tmp_path / "case")
    words = ["across", str(tmp_path / "case"), "--top", "1", "--quiet"]
    assert main([*words, "--group-weights", "one=2, two=1", "--table", "table", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("option,groups_in_top,admitted,role")
    assert [line.split(",")[0] for line in lines[1:]] == ["u", "v", "w"]
    assert lines[1].split(",")[3] == "specialist"
    assert main([*words, "--table", "leave_one_out", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "one,u,0"
    assert main([*words, "--group-weights", "one"]) == 2
    assert "is no list such as" in capsys.readouterr().err
