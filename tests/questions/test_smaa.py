"""SMAA by label: published and exact indices, identities, what is drawn, and what is said about it."""

from fractions import Fraction
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from pandas.testing import assert_frame_equal

from policymcda import Problem, ProblemError, WeightSpace, load, rank, smaa
from policymcda.arrays.draws import weigh
from policymcda.arrays.methods import topsis

EXACT = [
    "smaa2_two_alternatives_two_criteria",
    "smaa2_three_alternatives_two_criteria",
    "smaa2_three_by_three_compromise",
    "smaa2_unit_vectors_three_criteria",
    "smaa2_ordinal_weights_three_criteria",
]
SMALL = {"samples": 1, "quantiles": (), "factors": False}
SURE = {"ratings": "fixed", **SMALL}
CASE = load("cyber-policy")


def additive(matrix, weights, benefit):
    return weigh(matrix, weights)


def fractions(nested):
    return [fractions(part) for part in nested] if isinstance(nested, list) else float(Fraction(nested))


def of_values(values, **more):
    """A problem whose ratings are values between 0 and 1 already."""
    values = np.asarray(values)
    labels = [f"c{j}" for j in range(values.shape[1])]
    frame = pd.DataFrame(values, index=[f"o{i}" for i in range(len(values))], columns=labels)
    bounds = dict.fromkeys(labels, (0.0, 1.0))
    return Problem.from_matrix(frame, directions=dict.fromkeys(labels, "benefit"), bounds=bounds, **more)


def wide(table, columns, value):
    return table.pivot(index="option", columns=columns, values=value).to_numpy()


def asked(case, **how):
    order = case["inputs"].get("weight_order")
    weights = WeightSpace.ordered(["c0", "c1", "c2"]) if order else "any"
    problem = of_values(fractions(case["inputs"]["partial_values"]))
    return smaa(problem, method="weighted_sum", weights=weights, **how)


@pytest.mark.parametrize("name", EXACT)
def test_exact_indices_are_the_fractions_that_were_derived(golden, name):
    case = golden(name)
    result, expected = asked(case, sampling="exact"), case["expected"]
    assert_allclose(
        wide(result.ranks, "rank", "acceptability"), fractions(expected["rank_acceptability_exact"]), atol=1e-12
    )
    assert_allclose(
        wide(result.central, "criterion", "weight"), fractions(expected["central_weights_exact"]), atol=1e-12
    )
    case.check("confidence_factor", result.table["confidence"])
    if "pairwise_winning_index" in expected:
        winning = np.array(expected["pairwise_winning_index"])
        off = ~np.eye(len(winning), dtype=bool)
        assert_allclose(result.pairwise["winning"], winning[off], atol=case["tolerance"]["pairwise_winning_index"])
    for table in (result.ranks, result.first, result.central, result.pairwise, result.decision):
        assert (table["error"] == 0).all()
    assert (result.table["expected_rank_error"] == 0).all()


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("sampling", ["sobol", "random"])
def test_sampled_indices_are_within_four_standard_errors(golden, name, sampling):
    exact, found = asked(golden(name), sampling="exact"), asked(golden(name), sampling=sampling)
    columns = {
        "ranks": "acceptability",
        "first": "probability",
        "central": "weight",
        "pairwise": "winning",
        "decision": "value",
    }
    for table, column in {**columns, "table": "expected_rank"}.items():
        ours, truth = found.tables[table], exact.tables[table]
        ours = ours.rename(columns=lambda name: name.removeprefix("expected_rank_"))
        ours = ours.head(len(truth))
        assert (abs(ours[column] - truth[column]) <= 4 * ours["error"] + 1e-12).all(), table
        assert (ours["low"] <= ours[column]).all()
        assert (ours[column] <= ours["high"]).all()
    assert_array_equal(found.table["confidence"], 1.0)
    assert_array_equal(found.table["confidence_error"], 0.0)


def test_thrombolytics_from_own_draws_are_those_of_r_smaa(golden):
    case = golden("smaa2_thrombolytics_rsmaa")
    rng = np.random.default_rng(0)
    moments = zip(np.transpose(case["inputs"]["mean"]), case["inputs"]["cov"], strict=True)
    draws = np.stack([rng.multivariate_normal(mean, cov, 100_000) for mean, cov in moments], axis=-1)
    result = smaa(of_values(np.full((2, 3), 0.5)), method=additive, ratings=draws)
    case.check("rank_acceptability", wide(result.ranks, "rank", "acceptability"))
    case.check("central_weights", wide(result.central, "criterion", "weight"))
    case.check("confidence_factor", result.table["confidence"])
    assert (result.table["confidence_error"] > 0).all()
    assert result.settings["ratings"] == "own draws"
    assert "100,000 draws of the ratings" in result.notes["text"][0]


@pytest.fixture(scope="module")
def of_case():
    return smaa(CASE, factors=False)


def identities(result):
    """What holds for any shares of draws, ties or none."""
    by_option = result.ranks.groupby(["group", "option"], sort=False)
    assert_allclose(by_option["acceptability"].sum(), 1)
    places = (result.ranks["acceptability"] * result.ranks["rank"]).groupby(
        [result.ranks["group"], result.ranks["option"]]
    )
    expected = result.table.set_index(["group", "option"])["expected_rank"]
    assert_allclose(places.sum().reindex(expected.index), expected)
    wins = result.pairwise.set_index(["group", "option", "versus"])["winning"]
    losses = result.pairwise.groupby(["group", "versus"])["winning"].sum()
    assert_allclose(losses.reindex(expected.index), expected - 1, atol=1e-12)
    back = wins.swaplevel("option", "versus").reindex(wins.index)
    assert (wins + back <= 1 + 1e-12).all()
    first = result.first.groupby(["group", "option"], sort=False)["probability"]
    assert_allclose(first.last(), 1)
    assert_array_equal(first.first(), result.table.set_index(["group", "option"])["first_acceptability"])
    return wins + back


def test_identities_hold_on_the_case(of_case):
    assert_allclose(identities(of_case), 1, atol=1e-4)
    columns = of_case.ranks.groupby(["group", "rank"])["acceptability"].sum()
    assert_allclose(columns, 1, atol=1e-3)
    weights = of_case.central.groupby(["group", "option"])["weight"].sum()
    assert_allclose(weights, 1)
    assert of_case.central["enough"].all()


@settings(max_examples=8)
@given(st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=2, max_size=5))
def test_identities_hold_with_ties(rows):
    result = smaa(of_values(np.array(rows) / 2), method=additive, **SURE)
    sums = identities(result)
    same = {f"o{i}": tuple(row) for i, row in enumerate(rows)}
    tied = [same[option] == same[versus] for _, option, versus in sums.index]
    assert_array_equal(sums[tied], 0)
    exact = smaa(of_values(np.array(rows) / 2), method="weighted_sum", sampling="exact")
    assert_allclose(result.ranks["acceptability"], exact.ranks["acceptability"], atol=0.01)
    ties = result.decision.set_index("measure")["value"]["ties"]
    assert_allclose(ties, exact.decision["value"][1], atol=1e-4)


def test_tables_have_a_row_for_everything_in_the_order_of_the_tables(of_case):
    groups, options = CASE.labels("group"), CASE.labels("option")
    assert list(of_case.table["option"]) == options * 4
    assert list(dict.fromkeys(of_case.table["group"])) == groups
    assert len(of_case.ranks) == len(of_case.first) == 4 * 9 * 9
    assert len(of_case.pairwise) == 4 * 9 * 8
    assert list(of_case.central["criterion"][:4]) == CASE.labels("criterion")
    assert list(of_case.ranks.columns) == ["group", "option", "rank", "acceptability", "error", "low", "high"]
    assert list(of_case.scores["level"][:3]) == [0.05, 0.5, 0.95]
    assert of_case.scores["score"].between(0, 1).all()
    measures = of_case.decision.set_index(["group", "measure"])["value"]
    assert (measures[:, "draws"] == 2**17).all()
    assert measures[:, "entropy"].between(0, np.log2(9)).all()


def test_the_text_of_a_result_is_short_and_tells_what_made_it(of_case):
    text = str(of_case)
    assert max(map(len, text.split("\n"))) <= 80
    assert "draws 131072, seed 0" in " ".join(text.split())
    assert len(text.split("\n")) < 80
    assert of_case.to_dict()["table"][0]["confidence"] is None


def test_weights_and_ratings_switch_separately():
    neither = smaa(CASE, weights=None, **SURE)
    first = neither.table[neither.table["first_acceptability"] == 1].set_index("group")["option"]
    ranking = rank(CASE).table
    assert dict(first) == dict(ranking[ranking["rank"] == 1].set_index("group")["option"])
    assert set(neither.notes["code"]) >= {"nothing_drawn"}
    only_ratings, only_weights = smaa(CASE, weights=None, **SMALL), smaa(CASE, **SURE)
    for result in (only_ratings, only_weights):
        assert result.table["first_acceptability"].between(0.1, 0.9).any()
    assert only_ratings.settings["weights"] == "ahp"
    assert_allclose(only_ratings.central["error"].dropna(), 0, atol=1e-12)


def test_what_is_not_known_is_drawn_over_its_whole_range():
    """An unknown value in [0, 1] beats a certain 0.3 with probability 0.7, and so only if it is drawn."""
    rows = [
        {"option": "sure", "criterion": "c", "low": 0.3, "mode": 0.3, "high": 0.3, "evidence": "direct"},
        {"option": "vague", "criterion": "c", "low": 0.1, "mode": 0.1, "high": 0.4, "evidence": "direct"},
        {"option": "open", "criterion": "c", "low": None, "mode": 0.2, "high": None, "evidence": "none"},
    ]
    criteria = [{"criterion": "c", "direction": "benefit", "low": 0.0, "high": 1.0, "weight": 1.0}]
    problem = Problem.from_tables(criteria=criteria, ratings=rows)

    def winning(**how):
        pairs = smaa(problem, method="weighted_sum", weights=None, **SMALL, **how).pairwise
        return pairs.set_index(["option", "versus"])["winning"]

    drawn = winning()
    assert_allclose(drawn["open", "sure"], 0.7, atol=1e-3)
    assert_allclose(drawn["vague", "sure"], 1 / 9, atol=1e-3)  # triangular: (0.4 - 0.3)**2 / 0.3**2
    only = winning(ratings="unknown")
    assert_allclose(only["open", "sure"], 0.7, atol=1e-3)
    assert only["vague", "sure"] == 0
    assert winning(ratings="fixed")["open", "sure"] == 0
    assert winning(ratings="fixed", unknown="best")["open", "sure"] == 1
    notes = smaa(problem, weights=None, unknown="best", **SURE).notes
    assert "1 of 3 ratings rests on no evidence and counts as the better end" in list(notes["text"])


def test_ratings_with_a_standard_deviation_are_normal():
    frame = pd.DataFrame({"c": [1.0, 0.0]}, index=["a", "b"])
    sd = pd.DataFrame({"c": [0.6, 0.8]}, index=["a", "b"])
    problem = Problem.from_matrix(frame, directions={"c": "benefit"}, weights={"c": 1.0}, sd=sd)
    result = smaa(problem, method=additive, weights=None, **SMALL)
    beats = result.pairwise.set_index("option").loc["a"]
    assert abs(beats["winning"] - 0.8413447460685429) < 4 * beats["error"]  # P(z < 1), the sd of the difference is 1


def test_a_group_more_changes_no_other_group():
    alone = smaa(CASE.select(groups=["rivals_with_ties"]), samples=1)
    among = smaa(CASE.select(groups=["no_formal_ties", "rivals_with_ties"]), samples=1)
    for name, table in alone.tables.items():
        if name == "notes":
            continue
        rows = among.tables[name]
        rows = rows[rows["group"] == "rivals_with_ties"].reset_index(drop=True)
        assert_frame_equal(table, rows, check_exact=True)


def test_shuffled_tables_change_no_bit(of_case):
    tables = {
        name: CASE.table(name).sample(frac=1, random_state=1)
        for name in ("options", "criteria", "groups", "ratings", "judgements")
    }
    shuffled = CASE.replace(**tables)
    assert list(shuffled.labels("option")) != list(CASE.labels("option"))
    other = smaa(shuffled, factors=False)
    for name, keys in {
        "ranks": ["group", "option", "rank"],
        "central": ["group", "option", "criterion"],
        "pairwise": ["group", "option", "versus"],
        "scores": ["group", "option", "level"],
    }.items():
        one, two = (result.tables[name].sort_values(keys, ignore_index=True) for result in (of_case, other))
        assert_frame_equal(one, two, check_exact=True)


def test_the_seed_and_nothing_else_decides_the_draws():
    problem = CASE.select(groups=["rivals_with_ties"])
    zero, again, one = (smaa(problem, seed=seed, **SMALL) for seed in (0, 0, 1))
    assert_frame_equal(zero.ranks, again.ranks, check_exact=True)
    difference = abs(zero.ranks["acceptability"] - one.ranks["acceptability"])
    assert 0 < difference.max() < 0.01
    assert one.settings["seed"] == 1


def test_a_tolerance_is_reached_or_it_is_said_that_it_was_not(monkeypatch):
    problem = of_values([[1, 0], [0, 1], [0.4, 0.7]])
    result = smaa(problem, method=additive, sampling="random", tolerance=0.001, **SURE)
    assert result.ranks["error"].max() <= 0.001
    assert result.pairwise["error"].max() <= 0.001
    assert result.settings["draws"] > 2**17
    assert list(result.notes["code"]) == ["tolerance_reached"]
    longer = smaa(problem, method=additive, sampling="random", tolerance=0.1, **{**SURE, "samples": 2**18})
    assert longer.settings["draws"] == 2**18
    monkeypatch.setattr("policymcda.simulation.group_runs.Plan.most", 32)
    monkeypatch.setattr("policymcda.simulation.group_runs.Plan.end", 32)
    missed = smaa(problem, method=additive, sampling="random", tolerance=1e-6, **SURE)
    assert "not yet 1e-06" in missed.notes["text"][0]
    assert missed.notes["code"][0] == "tolerance_missed"


def test_exact_indices_are_refused_with_a_reason():
    with pytest.raises(ValueError, match="topsis is not"):
        smaa(CASE, ratings="fixed", sampling="exact")
    with pytest.raises(ValueError, match="needs fixed ratings"):
        smaa(CASE, method="weighted_sum", sampling="exact")
    with pytest.raises(ValueError, match="uniform within linear limits"):
        smaa(
            CASE, method="weighted_sum", weights=WeightSpace.around(concentration=10), ratings="fixed", sampling="exact"
        )
    with pytest.raises(
        ValueError, match=r"about \d[\d,]* (minutes|hours|days|years) for the 40 options and 8 criteria"
    ):
        smaa(of_values(np.random.default_rng(0).random((40, 8))), method="weighted_sum", sampling="exact")
    with pytest.raises(ValueError, match="years for the 40 options and 30 criteria"):
        smaa(of_values(np.random.default_rng(0).random((40, 30))), method="weighted_sum", sampling="exact")


@pytest.mark.parametrize("method", ["weighted_sum", "promethee_ii", "mabac", "mairca", "moora", "weighted_product"])
def test_exact_indices_of_every_linear_method_are_those_of_its_draws(method):
    problem = of_values(0.2 + 0.7 * np.random.default_rng(3).random((5, 3)))
    weights = WeightSpace.constrained(["c0 >= 1.5 * c1", "c2 <= 0.5"])
    exact = smaa(problem, method=method, weights=weights, sampling="exact")
    found = smaa(problem, method=method, weights=weights, **SURE)
    assert (abs(exact.ranks["acceptability"] - found.ranks["acceptability"]) <= 4 * found.ranks["error"] + 1e-12).all()
    assert exact.settings["draws"] is None


@pytest.fixture
def walking(monkeypatch):
    """Hit-and-run for few criteria too, where it is quick."""
    monkeypatch.setattr("policymcda.arrays.sampling.constrained.SMALL", 2)
    return {"weights": WeightSpace.constrained(["c0 >= 0.8 * c1", "c1 >= 0.8 * c2"]), **SURE}


def test_weights_by_hit_and_run_say_what_they_are_worth(walking):
    problem = of_values(np.random.default_rng(0).random((4, 3)))
    result = smaa(problem, method="weighted_sum", **walking)
    (note,) = (row for row in result.notes.to_dict("records") if row["code"] == "effective_sample")
    measures = result.decision.set_index("measure")["value"]
    assert 0.5 * measures["draws"] < measures["effective_draws"] <= measures["draws"]
    assert f"131,072 draws are worth {measures['effective_draws']:,.0f} independent ones" in note["text"]
    exact = smaa(problem, method="weighted_sum", weights=walking["weights"], sampling="exact")
    assert (abs(exact.ranks["acceptability"] - result.ranks["acceptability"]) <= 4 * result.ranks["error"]).all()


def test_a_low_effective_sample_is_a_note_and_no_warning(walking):
    result = smaa(of_values(np.random.default_rng(0).random((4, 3))), **walking)  # a warning would be an error here
    assert "effective_sample" in set(result.notes["code"])


def test_central_weights_on_few_draws_are_marked():
    """The third option is first for one weight vector in 4,000 or so: a sliver between the first two."""
    result = smaa(of_values([[1, 0], [0, 1], [0.5002, 0.5]]), method=additive, **SURE)
    marked = result.central.set_index("option")["enough"]
    assert marked["o0"].all()
    assert not marked["o2"].any()
    assert "few_hits" in set(result.notes["code"])
    never = smaa(of_values([[1, 0], [0, 1], [0.4, 0.5]]), method=additive, **{**SURE, "factors": True})
    assert never.central.set_index("option").loc["o2", "weight"].isna().all()
    assert never.table.set_index("option")["confidence"].isna().tolist() == [False, False, True]


def test_what_is_quadratic_in_many_options_is_left_out_unless_asked_for():
    problem = of_values(np.random.default_rng(0).random((101, 2)))
    result = smaa(problem, ratings="fixed", samples=1, quantiles=())
    assert list(result.notes["code"]) == ["pairwise", "factors"]
    assert list(result.pairwise.columns) == ["group", "option", "versus", "winning", "error", "low", "high"]
    assert not len(result.pairwise)
    assert not len(result.scores)
    assert result.table["confidence"].isna().all()
    asked_for = smaa(problem, pairwise=True, **SURE)
    assert len(asked_for.pairwise) == 101 * 100


def test_screened_options_compete_and_the_notes_say_so(of_case):
    notes = of_case.notes.set_index("code")["text"]
    assert notes["screened"] == "8 options are screened and compete all the same"


def test_own_draws_by_label_are_the_same_in_any_order():
    problem = CASE.select(groups=["rivals_with_ties", "no_formal_ties"])
    rng = np.random.default_rng(0)
    arrays = {group: rng.random((50, *problem.matrix(group, "worst").shape)) for group in problem.labels("group")}
    frames = []
    for group, array in arrays.items():
        labels = pd.MultiIndex.from_product(
            [range(50), problem.matrix(group, "worst").index, problem.labels("criterion")],
            names=["draw", "option", "criterion"],
        )
        frames.append(pd.DataFrame({"group": group, "value": array.ravel()}, index=labels).reset_index())
    table = pd.concat(frames)
    one, two = (smaa(problem, ratings=given, **SMALL) for given in (arrays, table.sample(frac=1, random_state=0)))
    assert_frame_equal(one.ranks, two.ranks, check_exact=True)
    cases = {
        "'value' is missing": table.drop(columns="value"),
        "is not a known option .did you mean western_integration": table.replace(
            "western_integration", "western_integratio"
        ),
        "has no draws": table[table["option"] != "western_integration"],
        "is there twice": pd.concat([table, table.head(1)]),
        "1 values are missing or not finite": table[1:],
    }
    for text, wrong in cases.items():
        with pytest.raises((ProblemError, ValueError), match=text):
            smaa(problem, ratings=wrong, **SMALL)
    with pytest.raises(ValueError, match="give a mapping by group"):
        smaa(problem, ratings=arrays["no_formal_ties"], **SMALL)
    with pytest.raises(ValueError, match="no group 'rivals'"):
        smaa(problem, ratings={"rivals": arrays["no_formal_ties"]}, **SMALL)
    with pytest.raises(ValueError, match="no draws for 'rivals_with_ties'"):
        smaa(problem, ratings={"no_formal_ties": arrays["no_formal_ties"]}, **SMALL)
    with pytest.raises(ValueError, match=r"the shape is \(9, 4\)"):
        smaa(problem, ratings={group: array[0] for group, array in arrays.items()}, **SMALL)


def test_what_is_wrong_is_named():
    wrong = {
        "no sampling 'soboll' .did you mean sobol": {"sampling": "soboll"},
        "no ratings 'draw' .did you mean drawn": {"ratings": "draw"},
        "no rule 'wors' for the unknown .did you mean worst": {"unknown": "wors"},
        "samples takes a number of draws": {"samples": 0},
        "seed takes a whole number of 0 or more": {"seed": -1},
        "tolerance takes a standard error above 0": {"tolerance": 0.0},
        "between 0 and 1": {"quantiles": (0.5, 2.0)},
        "count them twice": {"method": "interval_topsis"},
        "gave a score that is not finite": {
            "method": lambda matrix, weights, benefit: additive(matrix, weights, benefit) * np.nan
        },
        "gave scores of the shape": {
            "method": lambda matrix, weights, benefit: additive(matrix, weights, benefit)[..., 0]
        },
    }
    for text, how in wrong.items():
        with pytest.raises(ValueError, match=text):
            smaa(CASE, **how)


def test_a_function_of_ones_own_is_a_method(of_case):
    own = smaa(CASE, method=partial(topsis, metric="euclidean"), factors=False)
    assert_frame_equal(own.ranks, of_case.ranks, check_exact=True)


def test_confidence_factors_are_shares_of_the_ratings_at_the_central_weights():
    problem = CASE.select(groups=["rivals_with_ties"])
    result = smaa(problem, samples=1)
    option = "ict_bricolage"
    weights = result.central[result.central["option"] == option].set_index("criterion")["weight"]
    there = smaa(problem, weights=dict(weights / weights.sum()), seed=1, **SMALL)
    one = result.table.set_index("option").loc[option]
    other = there.ranks[(there.ranks["option"] == option) & (there.ranks["rank"] == 1)].iloc[0]
    assert abs(one["confidence"] - other["acceptability"]) < 4 * np.hypot(one["confidence_error"], other["error"])
    assert one["confidence_low"] < one["confidence"] < one["confidence_high"]
