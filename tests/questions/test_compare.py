"""What other methods say, as a cross-check."""

import time
from functools import partial

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, ProblemError, compare, load, rank
from policymcda.arrays.methods import METHODS, electre_iii, of_kind
from policymcda.cli import main
from policymcda.weighting import resolve

TEN = [name for name in METHODS if name != "additive_value"][:10]


@pytest.fixture(scope="module")
def case():
    return load("cyber-policy")


@pytest.fixture(scope="module")
def everything(case):
    return compare(case)


@pytest.mark.parametrize("name", ["topsis", "electre_iii", "vikor", "fuzzy_topsis"])
def test_scores_and_ranks_are_those_of_rank(case, everything, name):
    own = rank(case, method=name).table
    found = everything.scores[everything.scores["method"] == name].reset_index(drop=True)
    assert found["option"].tolist() == own["option"].tolist()
    assert_allclose(found["score"], own["score"], atol=1e-12)
    assert found["rank"].tolist() == own["rank"].tolist()
    assert everything.table[name].tolist() == own["rank"].tolist()


def test_methods_without_what_they_need_are_named_in_the_notes_or_refused_by_name(case, everything):
    assert set(everything.scores["method"]) == {*METHODS, *of_kind("interval")} - {"additive_value"}
    left_out = everything.notes[everything.notes["code"] == "cannot_run"]["text"]
    assert left_out.tolist() == ["additive_value left out: values rating, additive_value needs it for every criterion"]
    with pytest.raises(ProblemError, match="additive_value needs it"):
        compare(case, ["topsis", "additive_value"])
    with pytest.raises(ValueError, match="did you mean topsis"):
        compare(case, ["topsi", "vikor"])


def test_it_is_said_to_be_a_cross_check_and_not_a_menu(everything):
    assert everything.notes["code"].iloc[0] == "cross_check"
    assert "not a menu" in str(everything)


def test_one_method_or_one_twice_is_no_comparison(case):
    with pytest.raises(ValueError, match="two methods or more"):
        compare(case, ["topsis"])
    with pytest.raises(ValueError, match="topsis is named twice"):
        compare(case, ["topsis", "vikor", "topsis"])
    with pytest.raises(ValueError, match=r"methods are a list, such as \['topsis', 'weighted_sum'\]"):
        compare(case, "topsis")


def test_coefficients_are_those_of_the_ranks(everything):
    count = len(set(everything.scores["method"]))
    for _, part in everything.agreement.groupby("group"):
        assert len(part) == count * (count - 1)
        one = part.set_index(["method", "versus"])
        assert one.loc[("vikor", "topsis"), "kendall_tau"] == one.loc[("topsis", "vikor"), "kendall_tau"]
    ws = everything.agreement.set_index(["group", "method", "versus"])["ws"]
    assert (ws - ws.swaplevel(1, 2).reindex(ws.index)).abs().max() > 0.01


def unlike():
    """Balanced beats lopsided unless compensation is full; "dull" is behind both."""
    frame = pd.DataFrame(
        {"reach": [10.0, 5, 1, 4], "trust": [1.0, 5, 4, 3], "ease": [4.0, 5, 4, 3]},
        index=["lopsided", "balanced", "dull", "dim"],
    )
    return Problem.from_matrix(frame, directions="benefit", weights=[0.5, 0.3, 0.2], bounds=[(0, 10)] * 3)


def least(matrix, weights, benefit):
    """Nothing compensates: the worst rating counts."""
    return matrix.min(axis=-1) + 1e-3 * (matrix @ weights if weights.ndim == 1 else 0)


def test_a_dispute_names_the_pair_and_the_criterion_that_sets_the_camps_apart():
    text = compare(unlike(), ["weighted_sum", least])
    row = text.disputes.iloc[0]
    assert (row["option"], row["versus"]) == ("lopsided", "balanced")
    assert (row["ahead"], row["behind"], row["tied"]) == (1, 1, 0)
    # the sum counts what lopsided is best at, the least of all only what it is worst at
    assert row["criterion"] == "reach"
    assert row["share_ahead"] > 0.5 > row["share_behind"]
    assert text.concordance["unanimous"].iloc[0] < 1


def test_compensation_names_the_strength_that_a_rank_rests_on():
    text = compare(unlike(), ["weighted_sum", "topsis"])
    row = text.compensation.set_index("option").loc["lopsided"]
    assert row["criterion"] == "reach"
    assert row["weakness"] == "trust"
    assert row["rank"] == 1
    assert row["without"] > 2.5
    assert row["half"]
    # by hand, weighted sum: lopsided with the median reach of 4.5 has 3.35, behind balanced (5) and dim (3.5)
    alone = compare(unlike(), ["weighted_sum", "spotis"]).compensation.set_index("option")
    assert alone.loc["lopsided", "without"] == 3
    assert_allclose(alone.loc["lopsided", "share"], 0.3)
    assert "balanced" not in alone.index


def test_methods_that_agree_on_everything_have_no_dispute():
    text = compare(unlike(), ["weighted_sum", "spotis"])
    assert text.disputes.empty
    assert_allclose(text.concordance["kendall_w"], 1)
    assert text.concordance["unanimous"].tolist() == [1]
    assert_allclose(text.agreement[["kendall_tau", "spearman", "weighted_spearman", "ws"]], 1)


def test_a_method_of_classes_takes_part_in_counts_and_not_in_parts():
    text = compare(unlike(), ["electre_iii", least])
    assert (text.disputes["criterion"] == "").all()
    only = compare(unlike(), ["electre_iii", partial(electre_iii, cut="level")])
    assert only.compensation.empty


def test_screened_options_are_left_out_on_request(case):
    everyone, admitted = compare(case, TEN[:3]), compare(case, TEN[:3], screen=True)
    screened_out = rank(case).table.set_index(["group", "option"])["screened"]
    assert len(everyone.table) == len(screened_out)
    kept = pd.MultiIndex.from_frame(admitted.table[["group", "option"]])
    assert not screened_out[kept].any()
    assert len(kept) == (~screened_out).sum()
    closed = case.select(groups=["no_formal_ties", "rivals_with_ties"]).replace(
        screens=pd.DataFrame(
            {"group": "no_formal_ties", "option": case.options["option"], "status": "precondition_missing"}
        )
    )
    text = compare(closed, TEN[:2], screen=True)
    assert set(text.table["group"]) == {"rivals_with_ties"}
    assert "no option is admissible, so none is first" in " ".join(text.notes["text"])


def test_many_options_are_looked_into_only_at_the_head():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.uniform(1, 9, (60, 3)), columns=list("abc"), index=[f"o{i:02}" for i in range(60)])
    problem = Problem.from_matrix(frame, directions="benefit", weights=[0.5, 0.3, 0.2])
    text = compare(problem, ["topsis", "vikor", "weighted_sum"])
    head = set(text.table.sort_values("median", kind="stable")["option"].head(40))
    assert set(text.disputes["option"]) <= head
    assert len(text.table) == 60
    assert "looked_at" in set(text.notes["code"])
    assert (text.disputes["criterion"] != "").sum() <= 12


def test_one_option_agrees_with_itself():
    problem = Problem.from_matrix(pd.DataFrame({"a": [1.0]}, index=["only"]), directions="benefit", weights=[1.0])
    text = compare(problem, ["topsis", "weighted_sum"])
    assert text.concordance["unanimous"].tolist() == [1]
    assert text.compensation.empty


def test_the_order_of_rows_changes_nothing(case):
    shuffled = case.replace(ratings=case.ratings.sample(frac=1, random_state=1))
    one, other = compare(case, TEN[:4]), compare(shuffled, TEN[:4])
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, other.tables[name])


def test_ten_methods_on_four_groups_are_quick(case):
    weights = resolve(case)
    compare(case, TEN, weights=weights)
    times = []
    for _ in range(5):
        start = time.process_time()
        compare(case, TEN, weights=weights)
        times.append(time.process_time() - start)
    assert min(times) < 0.2  # some 0.03 s where nothing else runs; a change of its order is what this finds


def test_a_terminal_is_told_the_same(capsys):
    assert main(["compare", "cyber-policy", "--method", "topsis", "--method", "pymcdm:PROBID"]) == 0
    printed = capsys.readouterr().out
    assert "2 methods, Kendall's W" in printed
    assert "disputed:" in printed
    assert main(["compare", "cyber-policy", "--table", "disputes", "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith(
        "group,group_name,option,option_name,versus,versus_name,ahead,behind,tied,criterion"
    )
    assert main(["methods", "--format", "csv"]) == 0
    assert 'spotis,score,any,"low, high",,True' in capsys.readouterr().out
    assert main(["methods", "--exceptions"]) == 0
    assert "monotone rank" in capsys.readouterr().out
