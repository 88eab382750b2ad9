"""A ranking for each stakeholder: own weights, own codings, agreement, and whose voice changes what comes first."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, ProblemError, WeightSpace, load, rank, smaa, stakeholders, weighting
from policymcda.cli import main

CRITERIA = {"criterion": ["a", "b"], "direction": ["benefit", "benefit"], "low": [0, 0], "high": [10, 10]}
RATINGS = {"option": ["x", "y"], "a": [9, 1], "b": [2, 6]}


def said(*rows, **more):
    """A problem in which each stakeholder says how much a and b weigh."""
    weights = [
        {"stakeholder": name, "criterion": criterion, "weight": weight, **labels}
        for name, first, labels in rows
        for criterion, weight in (("a", first), ("b", 1 - first))
    ]
    return Problem.from_tables(criteria=CRITERIA, ratings=RATINGS, weights=weights, **more)


def test_each_stakeholder_is_ranked_by_their_own_weights():
    problem = said(("ann", 0.9, {}), ("bob", 0.1, {}))
    found = stakeholders(problem, method="weighted_sum")
    for name, first in (("ann", 0.9), ("bob", 0.1)):
        wanted = rank(problem, method="weighted_sum", weights={"a": first, "b": 1 - first}).table
        own = found.table[found.table["stakeholder"] == name]
        assert_allclose(own["score"], wanted["score"])
        assert own["rank"].tolist() == wanted["rank"].tolist()
    assert found.first["first_option"].tolist() == ["x", "y"]
    assert found.agreement.iloc[0].tolist() == ["all", 2, 0.0, 2]


def test_whoever_is_decisive_is_told_and_what_would_come_first_without():
    # x beats y where a weighs more than 1/3: with 0.9, 0.2 and 0.2 the mean 0.43 is above, without ann 0.2 is below.
    problem = said(("ann", 0.9, {}), ("bob", 0.2, {}), ("cy", 0.2, {}))
    found = stakeholders(problem, method="weighted_sum").first.set_index("stakeholder")
    assert found["combined_first_option"].tolist() == ["x", "x", "x"]
    assert found["differs"].tolist() == [False, True, True]
    assert found["without"].tolist() == ["y", "x", "x"]
    assert found["decisive"].tolist() == [True, False, False]
    assert "without ann y would come first" in str(stakeholders(problem, method="weighted_sum"))


def test_stakeholders_weigh_as_much_as_their_table_says_and_come_in_its_order():
    people = {"stakeholder": ["cy", "bob", "ann"], "weight": [0, 1, 0]}
    problem = said(("ann", 0.9, {}), ("bob", 0.2, {}), ("cy", 0.9, {}), stakeholders=people)
    found = stakeholders(problem, method="weighted_sum")
    assert found.first["stakeholder"].tolist() == ["cy", "bob", "ann"]
    assert set(found.first["combined_first_option"]) == {"y"}
    assert found.first.set_index("stakeholder").loc["bob", "without"] == ""  # the others have no say at all


def test_weights_that_are_kept_apart_can_be_passed_and_are_averaged():
    problem = said(("ann", 0.9, {}), ("bob", 0.2, {}), ("cy", 0.2, {}))
    by_name = stakeholders(problem, method="weighted_sum")
    passed = stakeholders(problem, method="weighted_sum", weights=weighting.given(problem, combine=None))
    assert passed.table.equals(by_name.table)
    assert passed.first.equals(by_name.first)


def test_tied_options_are_told_together():
    problem = said(("ann", 1 / 3, {}))
    found = stakeholders(problem, method="weighted_sum").first.iloc[0]
    assert found["first_option"] == "x, y"
    assert not found["differs"]


@pytest.fixture(scope="module")
def problem():
    return load("cyber-policy")


@pytest.fixture(scope="module")
def mixtures(problem):
    return smaa(problem, weights=WeightSpace.hull(problem), quantiles=(), pairwise=False, factors=False)


@pytest.fixture(scope="module")
def shipped(problem, mixtures):
    return stakeholders(problem, mixtures=mixtures)


def test_codings_stand_in_for_the_ratings_where_there_are_some(problem, mixtures, shipped):
    own, pooled = shipped, stakeholders(problem, codings=False, mixtures=mixtures)
    assert not own.table["score"].equals(pooled.table["score"])
    assert own.table["combined_rank"].equals(pooled.table["combined_rank"])
    wanted = rank(problem).table
    combined = own.table.drop_duplicates(["group", "option"])["combined_rank"]
    assert combined.tolist() == wanted["rank"].tolist()
    codings = problem.codings[problem.codings["stakeholder"] == "coder_a"].drop(columns="stakeholder")
    weights = weighting.ahp(problem, combine=None).table.query("stakeholder == 'coder_a'").drop(columns="stakeholder")
    alone = rank(problem.replace(ratings=codings), weights=weights).table
    assert_allclose(own.table.query("stakeholder == 'coder_a'")["score"], alone["score"])
    assert set(pooled.notes["code"]) - {"screened", "unknown", "kemeny_ties"} == {"shared_ratings"}


def test_weights_that_are_the_same_for_all_leave_the_codings_to_differ(problem):
    found = stakeholders(problem, weights="equal")
    assert set(found.notes["code"]) - {"screened", "unknown", "kemeny_ties"} == {"shared_weights", "mixtures"}
    assert found.mixtures.empty
    assert found.coalitions.empty
    assert found.distances["weight_distance"].isna().all()
    assert found.weights.empty
    assert set(found.first["without"]) == {""}
    assert not found.first["decisive"].any()


def test_without_stakeholders_there_is_nothing_to_rank():
    problem = Problem.from_tables(criteria=CRITERIA, ratings=RATINGS)
    with pytest.raises(ProblemError, match="nobody has weights or codings of their own"):
        stakeholders(problem, weights="equal")


def test_codings_that_do_not_fit_are_told_as_codings():
    cells = [(c, o) for c in "ab" for o in "xy"]
    codings = [{"stakeholder": "ann", "criterion": c, "option": o, "mode": 5} for c, o in cells]
    whole = said(("ann", 0.9, {}), ("bob", 0.2, {}), codings=codings)
    found = stakeholders(whole, method="weighted_sum")
    assert found.first["first_option"].tolist() == ["x, y", "y"]
    assert "bob has no codings" in " ".join(found.notes["text"])
    other = [{**row, "stakeholder": "cy"} for row in codings]
    more = stakeholders(said(("ann", 0.9, {}), codings=[*codings, *other]), method="weighted_sum")
    assert "cy has no weights" in " ".join(more.notes["text"])
    with pytest.raises(ProblemError) as caught:
        stakeholders(said(("ann", 0.9, {}), codings=codings[:-1]))
    assert caught.value.faults["table"].tolist() == ["codings"]
    assert caught.value.faults["value"].str.startswith("ann: ").all()


def test_groups_have_the_stakeholders_who_spoke_for_them():
    ratings = [
        {"group": g, "option": o, "criterion": c, "mode": RATINGS[c][i]}
        for g in ("north", "south")
        for i, o in enumerate("xy")
        for c in "ab"
    ]
    weights = [
        {"group": g, "stakeholder": who, "criterion": c, "weight": w}
        for g, who, first in (("north", "ann", 0.9), ("north", "bob", 0.1), ("south", "bob", 0.1))
        for c, w in (("a", first), ("b", 1 - first))
    ]
    problem = Problem.from_tables(criteria=CRITERIA, ratings=ratings, weights=weights)
    found = stakeholders(problem, method="weighted_sum")
    assert found.agreement["stakeholders"].tolist() == [2, 1]
    assert found.first.set_index(["group", "stakeholder"])["without"].to_dict() == {
        ("north", "ann"): "y",
        ("north", "bob"): "x",
        ("south", "bob"): "",
    }


def test_shuffled_rows_change_no_bit(problem, shipped, mixtures):
    wanted = shipped
    shuffled = problem.replace(
        judgements=problem.judgements.sample(frac=1, random_state=1),
        codings=problem.codings.sample(frac=1, random_state=2),
    )
    found = stakeholders(shuffled, mixtures=mixtures)
    for name, table in wanted.tables.items():
        assert table.equals(found.tables[name]), name


def test_the_command_line_prints_one_table(capsys):
    assert main(["stakeholders", "cyber-policy", "--no-codings", "--table", "first", "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("group,group_name,stakeholder,first_option,first_option_name")


def test_without_mixtures_nothing_is_drawn_and_all_else_is_the_same(capsys, shipped):
    alone = stakeholders(load("cyber-policy"), mixtures=False)
    assert len(alone.mixtures) == 0
    assert alone.table.equals(shipped.table)
    assert main(["stakeholders", "cyber-policy", "--no-mixtures", "--table", "mixtures", "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize("method", ["fuzzy_topsis", "promethee_ii"])
def test_any_method_that_ranks_will_do(method, problem, mixtures):
    found = stakeholders(problem, method=method, mixtures=mixtures)
    assert np.isfinite(found.table["score"]).all()
