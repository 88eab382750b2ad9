"""Weights under which statements hold: constraints, volumes, contradictions, and mixtures of voices."""

import pickle

import numpy as np
import pytest

import policymcda as mcda
from policymcda import WeightSpace
from policymcda.arrays.sampling.kept import Kept
from policymcda.arrays.sampling.weight_spaces import Anything
from policymcda.binding import bind


@pytest.fixture
def problem():
    return mcda.load("cyber-policy")


TRADE_OFF = {"better": "speed=9; legitimacy=1", "worse": "speed=1; legitimacy=5"}
"""Weight of speed at least half that of legitimacy."""


def test_a_trade_off_is_a_linear_constraint_on_two_weights(problem):
    stated = problem.replace(statements=[TRADE_OFF])
    space = WeightSpace.statements(stated)
    limits = space.constraints(stated, "no_formal_ties")
    row = limits.above[0] / -limits.above[0, problem.leaf_criteria.index("speed")]
    expected = dict.fromkeys(problem.leaf_criteria, 0.0) | {"speed": -1.0, "legitimacy": 0.5}
    assert dict(zip(problem.leaf_criteria, row, strict=True)) == pytest.approx(expected)
    # w_speed >= w_legitimacy / 2 holds for two thirds of the simplex, whatever the other criteria
    for group in problem.grids:
        assert space.volume(stated, group) == pytest.approx(2 / 3, abs=1e-12)


def test_its_volume_is_what_exact_acceptability_says_of_two_options(problem):
    stated = problem.replace(statements=[{"better": "common_areas", "worse": "regional_orgs"}])
    space = WeightSpace.statements(stated, method="weighted_sum")
    pairwise = mcda.smaa(problem, method="weighted_sum", ratings="fixed", sampling="exact").pairwise
    rows = pairwise[(pairwise["option"] == "common_areas") & (pairwise["versus"] == "regional_orgs")]
    for group, winning in zip(rows["group"], rows["winning"], strict=True):
        if winning > 0:
            assert space.volume(stated, group) == pytest.approx(winning, abs=1e-12)
        else:
            with pytest.raises(mcda.ProblemError, match=f"cannot hold for {group}"):
                space.volume(stated, group)
    assert {winning > 0 for winning in rows["winning"]} == {True, False}


def test_options_as_good_as_each_other_are_an_equality(problem):
    stated = problem.replace(statements=[{**TRADE_OFF, "same": True}, {"better": "speed=9", "worse": "speed=1"}])
    space = WeightSpace.statements(stated)
    limits = space.constraints(stated, "no_formal_ties")
    assert limits.equal.shape == (1, 4)
    weights = space.of(stated, "no_formal_ties").draw(0, 0)
    speed, legitimacy = (weights[:, problem.leaf_criteria.index(label)] for label in ("speed", "legitimacy"))
    np.testing.assert_allclose(speed, legitimacy / 2, atol=1e-12)
    assert space.volume(stated, "no_formal_ties") == pytest.approx(1, abs=1e-12)


def test_a_sketch_beside_an_option_takes_its_other_ratings_from_it(problem):
    group = "no_formal_ties"
    own = problem.matrix(group).loc["common_areas"]
    stated = problem.replace(statements=[{"group": group, "better": "speed=9; legitimacy=2", "worse": "common_areas"}])
    row = -WeightSpace.statements(stated).constraints(stated, group).above[0]
    expected = dict.fromkeys(problem.leaf_criteria, 0.0)
    expected |= {"speed": (9 - own["speed"]) / 8, "legitimacy": (2 - own["legitimacy"]) / 8}
    assert dict(zip(problem.leaf_criteria, row, strict=True)) == pytest.approx(expected)


def test_a_circle_is_a_contradiction_that_names_the_fewest_and_what_each_would_free(problem):
    names = ["common_areas", "ict_bricolage", "regional_orgs"]
    circle = [{"better": a, "worse": b} for a, b in zip(names, [*names[1:], names[0]], strict=True)]
    innocent = {"better": "speed=9; legitimacy=1", "worse": "speed=1; legitimacy=9"}
    group = "capacity_partners"
    alone = problem.select(groups=[group])
    stated = alone.replace(statements=[innocent, *circle])
    with pytest.raises(mcda.ProblemError) as caught:
        WeightSpace.statements(stated, method="weighted_sum").volume(stated, group)
    faults = caught.value.faults
    assert set(faults["value"]) <= {f"{row['better']} better than {row['worse']}" for row in circle}
    for fault in faults.itertuples():
        left = [row for row in circle if f"{row['better']} better than {row['worse']}" != fault.value]
        rest = alone.replace(statements=[innocent, *left])
        try:
            freed = WeightSpace.statements(rest, method="weighted_sum").volume(rest, group)
        except mcda.ProblemError:
            assert "giving it up is not enough" in fault.hint
        else:
            assert f"giving it up leaves {freed:.3g} of all weights" in fault.hint


def test_the_less_sure_is_named_first(problem):
    rows = [
        {"better": "speed=9; legitimacy=1", "worse": "speed=1; legitimacy=5", "sure": 0.9},
        {"better": "legitimacy=9; speed=1", "worse": "legitimacy=1; speed=9", "sure": 0.4},
        {"better": "speed=9; legitimacy=1", "worse": "speed=1; legitimacy=9", "sure": 0.8},
    ]
    stated = problem.replace(statements=rows)
    with pytest.raises(mcda.ProblemError) as caught:
        mcda.smaa(stated, method="weighted_sum", weights="statements")
    assert [value.split(" better")[0] for value in caught.value.faults["value"][:2]] == [
        rows[1]["better"],
        rows[2]["better"],
    ]


def test_better_than_what_dominates_it_cannot_hold(problem):
    stated = problem.replace(statements=[{"better": "speed=1", "worse": "speed=9"}])
    with pytest.raises(mcda.ProblemError, match="cannot hold"):
        WeightSpace.statements(stated).of(stated, "no_formal_ties")


def test_no_statements_are_an_error_that_says_what_to_fill_in(problem):
    with pytest.raises(mcda.ProblemError, match="fill in the table statements"):
        mcda.smaa(problem, weights="statements")


def test_a_method_that_is_not_linear_keeps_the_draws_in_which_they_hold(problem):
    group = "capacity_partners"
    alone = problem.select(groups=[group])
    stated = alone.replace(statements=[{"better": "ict_bricolage", "worse": "common_areas"}, TRADE_OFF])
    space = WeightSpace.statements(stated).of(stated, group, bind("topsis", stated))
    assert isinstance(space, Kept)
    drawn = Anything(4).draw(9, 0, 4)
    speed, legitimacy = (drawn[:, problem.leaf_criteria.index(label)] for label in ("speed", "legitimacy"))
    drawn = drawn[speed >= legitimacy / 2]
    options, matrix = next((labels, ratings) for _, labels, ratings in stated.matrices())
    scores = bind("topsis", stated)(matrix, drawn, stated.benefit)
    ahead, behind = (list(options).index(label) for label in ("ict_bricolage", "common_areas"))
    held = scores[:, ahead] >= scores[:, behind]
    share = held.mean() * 2 / 3
    assert WeightSpace.statements(stated).volume(stated, group, method="topsis") == pytest.approx(share, abs=0.01)
    found = mcda.smaa(stated, weights="statements", ratings="fixed").pairwise
    row = found[(found["option"] == "ict_bricolage") & (found["versus"] == "common_areas")]
    assert row["winning"].iloc[0] == pytest.approx(1, abs=1e-4)
    winner = np.argmax(scores[held], axis=1)
    firsts = mcda.smaa(stated, weights="statements", ratings="fixed").table.set_index("option")["first_acceptability"]
    for place, label in enumerate(options):
        assert firsts[label] == pytest.approx(np.mean(winner == place), abs=0.02)


def test_other_methods_contradict_by_draws_and_refuse_what_no_draw_can_show(problem):
    rows = [{"better": "common_areas", "worse": "ict_bricolage"}, {"better": "ict_bricolage", "worse": "common_areas"}]
    stated = problem.replace(statements=rows)
    with pytest.raises(mcda.ProblemError, match="in any of the weights drawn"):
        WeightSpace.statements(stated, method="topsis").of(stated, "no_formal_ties")
    level = problem.replace(statements=[{**rows[0], "same": True}])
    with pytest.raises(mcda.ProblemError, match="linear in the weights"):
        WeightSpace.statements(level, method="topsis").of(level, "no_formal_ties")


def test_an_option_that_does_not_compete_in_a_group_says_nothing_there(problem):
    ratings = problem.ratings
    ratings = ratings[~((ratings["group"] == "no_formal_ties") & (ratings["option"] == "common_areas"))]
    rows = [{"better": "common_areas", "worse": "ict_bricolage"}]
    stated = problem.replace(ratings=ratings, statements=rows)
    space = WeightSpace.statements(stated, method="weighted_sum")
    assert space.volume(stated, "no_formal_ties") == 1
    assert space.volume(stated, "capacity_partners") < 1


def test_values_by_value_functions_read_a_sketch_themselves():
    values = [{"criterion": c, "rating": r, "value": v} for c in "ab" for r, v in ((0, 0), (5, 0.9), (10, 1))]
    problem = mcda.Problem.from_tables(
        criteria={"criterion": ["a", "b"], "direction": ["benefit"] * 2, "low": [0, 0], "high": [10, 10]},
        ratings={"option": ["x", "y"], "a": [3, 6], "b": [7, 2]},
        values=values,
        statements=[{"better": "a=5; b=0", "worse": "a=0; b=10"}],
    )
    # .9 w_a >= w_b: w_a from 1 / 1.9 on; the weighted sum would need .5 w_a >= w_b
    space = WeightSpace.statements(problem)
    assert space.volume(problem, "all", method="additive_value") == pytest.approx(1 - 1 / 1.9, abs=1e-12)
    assert space.volume(problem, "all", method="weighted_sum") == pytest.approx(1 / 3, abs=1e-12)


def test_volumes_of_other_spaces(problem):
    order = ["legitimacy", "feasibility", "root_cause", "speed"]
    assert WeightSpace.anything().volume(problem, "no_formal_ties") == 1
    assert WeightSpace.ordered(order).volume(problem, "no_formal_ties") == pytest.approx(1 / 24, abs=1e-12)
    assert WeightSpace.bounded({"speed": (0.5, 1)}).volume(problem, "no_formal_ties") == pytest.approx(1 / 8)
    with pytest.raises(ValueError, match="no volume"):
        WeightSpace.hull(problem).volume(problem, "no_formal_ties")


def test_mixtures_of_voices_are_mixtures_of_their_own_weights(problem):
    apart = mcda.weighting.ahp(problem, combine=None).table
    group = "no_formal_ties"
    corners = apart[apart["group"] == group].pivot(index="stakeholder", columns="criterion", values="weight")
    corners = corners[list(problem.leaf_criteria)].to_numpy()
    space = WeightSpace.hull(problem).of(problem, group)
    np.testing.assert_allclose(space.corners, corners)
    weights = space.draw(0, 0)
    assert np.all(weights >= corners.min(axis=0) - 1e-12)
    assert np.all(weights <= corners.max(axis=0) + 1e-12)
    np.testing.assert_allclose(weights.mean(axis=0), corners.mean(axis=0), atol=1e-4)


def test_dominance_over_mixtures_is_dominance_at_its_corners(problem):
    space = WeightSpace.hull(problem)
    found = mcda.dominance(problem, method="weighted_sum", weights=space, ratings="fixed")
    for group, options, matrix in problem.matrices():
        corners = space.of(problem, group).corners
        scores = bind("weighted_sum", problem)(matrix, corners, problem.benefit)
        pairs = found.pairs[found.pairs["group"] == group]
        for row in pairs.itertuples():
            i, j = (list(options).index(label) for label in (row.option, row.versus))
            assert row.necessary == bool(np.all(scores[:, i] >= scores[:, j] - 1e-12))
            assert row.most == pytest.approx(float(np.max(scores[:, i] - scores[:, j])), abs=1e-12)
    assert (found.table["first_by"] == "exact").all()


def test_what_is_first_at_every_voice_is_always_first_in_their_mixtures(problem):
    found = mcda.dominance(problem, method="weighted_sum", weights=WeightSpace.hull(problem), ratings="fixed").table
    firsts = mcda.smaa(problem, method="weighted_sum", weights=WeightSpace.hull(problem), ratings="fixed").table
    both = found.merge(firsts, on=["group", "option"], suffixes=("", "_share"))
    assert (both.loc[both["first"] == "always", "first_acceptability"] > 1 - 1e-6).all()
    assert (both.loc[both["first"] == "never", "first_acceptability"] == 0).all()


def test_a_single_voice_is_a_single_vector_and_no_voice_an_error(problem):
    one = problem.replace(judgements=problem.judgements.query("stakeholder == 'coder_a'"))
    assert WeightSpace.hull(one).of(one, "no_formal_ties").draw(0, 0).shape == (4,)
    with pytest.raises(mcda.ProblemError, match="no stakeholder has weights"):
        WeightSpace.hull(problem, "equal")


def test_spaces_travel_to_other_processes(problem):
    stated = problem.replace(statements=[{"better": "ict_bricolage", "worse": "common_areas"}])
    spaces = [
        WeightSpace.statements(stated).of(stated, "capacity_partners", bind(method, stated))
        for method in ("topsis", "weighted_sum")
    ]
    for space in [*spaces, WeightSpace.hull(problem).of(problem, "no_formal_ties")]:
        np.testing.assert_array_equal(pickle.loads(pickle.dumps(space)).draw(1, 2), space.draw(1, 2))


@pytest.mark.parametrize("question", ["regret", "value_of_information", "conditions", "dominance"])
def test_every_question_that_ranges_over_weights_takes_statements(problem, question):
    alone = problem.select(groups=["capacity_partners"]).replace(statements=[TRADE_OFF])
    more = {"conditions": {"group": "capacity_partners", "option": "ict_bricolage"}}.get(question, {})
    found = getattr(mcda, question)(alone, weights="statements", method="weighted_sum", **more)
    assert found.settings["weights"] == "1 statement"
