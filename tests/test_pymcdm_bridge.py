"""Methods of pymcdm behind our contract and labels: agreement with ours, refusals, labels, pickling, the kit."""

import pickle
import subprocess
import sys
from functools import partial

import numpy as np
import pandas as pd
import pymcdm
import pytest
from numpy.testing import assert_allclose
from pymcdm import methods as theirs
from pymcdm import normalizations

from policymcda import Problem, ProblemError, from_pymcdm, load, rank
from policymcda.arrays.methods import METHODS
from policymcda.arrays.scale import by_range
from policymcda.binding import bind
from policymcda.pymcdm_bridge import REFUSED
from policymcda.testing import check_method

OURS = {
    "TOPSIS": (partial(METHODS["topsis"], scale=by_range), {}),
    "VIKOR": (METHODS["vikor"], {}),
    "PROMETHEE_II": (METHODS["promethee_ii"], {}),
    "SPOTIS": (METHODS["spotis"], {}),
    "ARAS": (METHODS["aras"], {}),
    "COCOSO": (METHODS["cocoso"], {}),
    "CODAS": (METHODS["codas"], {}),
    "EDAS": (METHODS["edas"], {}),
    "MABAC": (METHODS["mabac"], {}),
    "MAIRCA": (METHODS["mairca"], {}),
    "MARCOS": (METHODS["marcos"], {}),
    "MOORA": (METHODS["moora"], {}),
    "WSM": (METHODS["weighted_sum"], {"normalization_function": normalizations.minmax_normalization}),
    "WPM": (METHODS["weighted_product"], {"normalization_function": normalizations.linear_normalization}),
    "WASPAS": (METHODS["waspas"], {}),
}

LACKING = {
    "VIKOR": {"monotone rank"},
    "COMET": {"constant column"},
    "COCOSO": {"constant column"},
    "CODAS": {"dominance", "monotone score", "monotone rank"},
    "RIM": {"constant column"},
    "RAM": {"constant column"},
    "ERVD": {"monotone score"},
    "PROBID": {"monotone score", "monotone rank"},
}
"""What a method gives another answer on, by its formula; on the rest it says that it has none."""


def catalogue():
    found = [name for name in vars(theirs) if isinstance(getattr(theirs, name), type)]
    return sorted(name for name in found if name not in REFUSED)


def settings_for(method):
    """The columns that it cannot do without, so wide that a change of the kit stays within them."""

    def fill(matrix, benefit):
        low, high = matrix.min(axis=0) / 25, matrix.max(axis=0) * 25
        best = np.where(benefit, high, low)
        ends = {"low": low, "high": high, "reference": best if method.kind == "BalancedSPOTIS" else matrix.mean(axis=0)}
        return {name: ends[name] for name, must in method.columns.items() if must}

    return fill


@pytest.fixture
def problem():
    rng = np.random.default_rng(5)
    labels = ["price", "access", "speed", "reach"]
    ratings = pd.DataFrame(np.round(rng.uniform(1, 9, (6, 4)), 2), columns=labels)
    ratings.insert(0, "option", [f"o{i}" for i in range(6)])
    criteria = {
        "criterion": labels,
        "direction": ["cost", "benefit", "benefit", "cost"],
        "low": [0.5] * 4,
        "high": [10.0] * 4,
        "weight": [0.4, 0.3, 0.2, 0.1],
    }
    return Problem.from_tables(criteria=criteria, ratings=ratings)


@pytest.mark.parametrize("name", sorted(OURS))
def test_scores_agree_with_ours_where_both_exist(name):
    ours, given = OURS[name]
    bridged = from_pymcdm(name, **given)
    rng = np.random.default_rng(1)
    for _ in range(5):
        matrix, benefit = rng.uniform(1, 9, (7, 4)), np.array([True, False, True, False])
        weights = rng.dirichlet(np.ones(4), 3)
        ends = {"low": np.full(4, 0.5), "high": np.full(4, 10.0)} if name == "SPOTIS" else {}
        assert_allclose(bridged(matrix, weights, benefit, **ends), ours(matrix, weights, benefit, **ends), atol=1e-9)


def test_thresholds_of_promethee_by_column_agree_with_ours(problem):
    columns = {"indifference": [0.5, 1, 0.2, 0.4], "preference": [2.0, 3, 4, 1]}
    with_both = problem.replace(criteria=problem.criteria.assign(**columns))
    for given in (columns, {"preference": columns["preference"]}, {"indifference": columns["indifference"]}):
        some = problem.replace(criteria=problem.criteria.assign(**given))
        assert_allclose(
            rank(some, method="pymcdm:PROMETHEE_II").table["score"],
            rank(some, method="promethee_ii").table["score"],
            atol=1e-9,
        )
    by_label = dict(zip(problem.criteria["criterion"], columns["preference"], strict=True))
    text = from_pymcdm("PROMETHEE_II", preference_function="vshape", p=by_label, q=None)
    plain = rank(with_both, method="promethee_ii").table["score"]
    assert not np.allclose(rank(problem, method=text).table["score"], plain)


def test_vector_scaling_agrees_with_our_default(problem):
    method = from_pymcdm("TOPSIS", normalization_function=normalizations.vector_normalization)
    assert_allclose(rank(problem, method=method).table["score"], rank(problem).table["score"], atol=1e-9)
    assert rank(problem, method=method).settings["method"] == (
        "pymcdm:TOPSIS(normalization_function=vector_normalization)"
    )


@pytest.mark.parametrize("name", catalogue())
def test_every_method_is_right_or_says_clearly_that_it_has_no_answer(name):
    method = from_pymcdm(name)
    proof = check_method(method, settings=settings_for(method), trials=4, show=False)
    lacking = {
        verdict.name for verdict in proof.verdicts.values() if not verdict.holds and "pymcdm:" not in verdict.reason
    }
    assert lacking == LACKING.get(name, set()), str(proof)


def test_probid_may_put_a_dominated_option_first():
    # the score adds the distance from the average, which is as large for the worst (Wang et al., 2021)
    found = check_method(from_pymcdm("PROBID"), trials=20, show=False)
    assert not found.holds("dominance")


@pytest.mark.parametrize("name", ["COPRAS", "AROMAN", "SPROBID", "pymcdm:copras"])
def test_methods_that_cannot_be_vouched_for_are_refused_with_the_reason(name, problem):
    with pytest.raises(ValueError, match=r"is refused: its? "):
        from_pymcdm(name)
    made = getattr(theirs, name.removeprefix("pymcdm:").upper())()
    with pytest.raises(ValueError, match=r"is refused: its? "):
        rank(problem, method=made)


def test_lower_is_better_comes_back_negated():
    matrix, benefit = np.array([[1.0, 2], [2, 3], [3, 5]]), np.array([True, True])
    for name in ("VIKOR", "MAIRCA", "SPOTIS", "LoPM"):
        method = from_pymcdm(name)
        scores = method(matrix, np.array([0.5, 0.5]), benefit, **settings_for(method)(matrix, benefit))
        assert np.all(np.diff(scores) > 0), name


def test_comet_matches_paradowski_2021(golden):
    case = golden("comet_paradowski_2021_cpus")
    data = case["inputs"]
    labels = [f"c{i}" for i in range(9)]
    ratings = pd.DataFrame(data["matrix"], columns=labels, dtype=float)
    ratings.insert(0, "option", [f"a{i:02}" for i in range(12)])
    directions = ["benefit" if kind == 1 else "cost" for kind in data["types"]]
    frame = {"criterion": labels, "direction": directions, "weight": data["expert_weights"]}
    ends = {"low": [low for low, _ in data["cvalues"]], "high": [high for _, high in data["cvalues"]]}
    by_column = Problem.from_tables(criteria={**frame, **ends}, ratings=ratings)
    case.check("score", rank(by_column, method="pymcdm:COMET").table["score"])
    by_label = from_pymcdm("COMET", cvalues=dict(zip(labels, data["cvalues"], strict=True)))
    case.check("score", rank(Problem.from_tables(criteria=frame, ratings=ratings), method=by_label).table["score"])


def test_a_configured_object_is_aligned_by_its_labels(problem):
    order = ["speed", "price", "reach", "access"]
    bounds = np.array([[0.5, 10], [0, 12], [0.2, 9.5], [1, 9]])
    configured = from_pymcdm(theirs.SPOTIS(bounds), criteria=order)
    by_label = from_pymcdm("SPOTIS", bounds=dict(zip(order, bounds.tolist(), strict=True)))
    expected = rank(problem, method=partial(METHODS["spotis"], **_ends(order, bounds))).table["score"]
    for method in (configured, by_label, from_pymcdm("SPOTIS", bounds=bounds, criteria=order)):
        assert_allclose(rank(problem, method=method).table["score"], expected, atol=1e-12)


def _ends(order, bounds):
    return {end: dict(zip(order, bounds[:, i], strict=True)) for i, end in enumerate(("low", "high"))}


def test_arrays_by_position_are_refused_without_labels(problem):
    spotis = theirs.SPOTIS(np.array([[0, 10]] * 4))
    with pytest.raises(ValueError, match=r"holds bounds by position: say criteria=\[labels\]"):
        from_pymcdm(spotis)
    with pytest.raises(ValueError, match="bounds of this SPOTIS has 4 criteria, not 3"):
        from_pymcdm(spotis, criteria=["a", "b", "c"])
    with pytest.raises(ValueError, match="is set up for a, b, c, d; the problem has access, price"):
        rank(problem, method=from_pymcdm(spotis, criteria=["a", "b", "c", "d"]))
    with pytest.raises(ValueError, match="settings per criterion go by label"):
        rank(problem, method=from_pymcdm("SPOTIS", bounds=[[0, 10]] * 4))
    with pytest.raises(ValueError, match=r"bounds: no criterion 'prise' \(did you mean price\?\)"):
        rank(problem, method=from_pymcdm("SPOTIS", bounds={"prise": (0, 10)}))
    with pytest.raises(ValueError, match="bounds: price has none"):
        rank(problem, method=from_pymcdm("SPOTIS", bounds={name: (0, 10) for name in ("access", "reach", "speed")}))
    with pytest.raises(ValueError, match=r"serves one call only: from_pymcdm\('PROMETHEE_II'"):
        from_pymcdm(theirs.PROMETHEE_II("vshape", p=[1, 2, 3, 4]))


def test_an_object_given_as_it_is_is_taken_through_the_same_door(problem):
    assert_allclose(
        rank(problem, method=theirs.VIKOR(v=0.3)).table["score"],
        rank(problem, method=partial(METHODS["vikor"], majority=0.3)).table["score"],
        atol=1e-9,
    )


def test_names_and_settings_that_are_not_known_are_told(problem):
    with pytest.raises(ValueError, match=r"pymcdm has no method 'PROBIT' \(did you mean PROBID\?\)"):
        rank(problem, method="pymcdm:PROBIT")
    with pytest.raises(ValueError, match=r"pymcdm's VIKOR has no setting 'w' \(known: normalization_function, v\)"):
        from_pymcdm("VIKOR", w=1)
    with pytest.raises(ValueError, match="a configured object has its settings"):
        from_pymcdm(theirs.VIKOR(), v=0.3)
    with pytest.raises(ValueError, match="methods and their names, not int"):
        from_pymcdm(3)
    with pytest.raises(ValueError, match="settings of pymcdm:VIKOR go to from_pymcdm"):
        rank(problem, method=partial(from_pymcdm("VIKOR"), v=0.3))


def test_ratings_that_a_method_cannot_take_are_named_before_it_runs(problem):
    low = problem.change("all", "o1", "speed", mode=0.5).replace(
        criteria=problem.criteria.assign(low=-5.0),
    )
    negative = low.change("all", "o1", "speed", mode=-1)
    for name in ("WPM", "CODAS", "RAM", "LMAW", "EDAS"):
        with pytest.raises(ProblemError, match=r"all, o1, speed: -1' pymcdm:\w+ needs (positive|non-negative) ratings"):
            rank(negative, method=from_pymcdm(name))
    logarithmic = from_pymcdm("WSM", normalization_function=normalizations.logarithmic_normalization)
    with pytest.raises(ProblemError, match=r"speed: 0.5' pymcdm:WSM.* needs above 1 ratings"):
        rank(low, method=logarithmic)
    assert rank(negative, method=from_pymcdm("TOPSIS")).table["score"].notna().all()
    narrow = from_pymcdm("SPOTIS", bounds=dict.fromkeys(problem.leaf_criteria, (2, 8)))
    with pytest.raises(ProblemError, match="needs ratings within its bounds"):
        rank(problem, method=narrow)
    ideal = {"ideal": dict.fromkeys(problem.leaf_criteria, 8), "anti_ideal": dict.fromkeys(problem.leaf_criteria, 2)}
    with pytest.raises(ProblemError, match="needs ratings within its bounds"):
        rank(problem, method=from_pymcdm("RAFSI", **ideal))


def test_columns_that_a_method_needs_are_named_criterion_by_criterion(problem):
    bare = problem.replace(criteria=problem.criteria.drop(columns=["low", "high"]))
    for name in ("SPOTIS", "RIM", "RAFSI", "COMET"):
        with pytest.raises(ProblemError, match=r"column low: 'price' pymcdm:\w+ needs it"):
            rank(bare, method=f"pymcdm:{name}")
    half = problem.replace(criteria=problem.criteria.assign(reference=["", "5", "5", "5"]))
    with pytest.raises(ProblemError, match="pymcdm:ERVD needs it"):
        rank(half, method="pymcdm:ERVD")
    with pytest.raises(ProblemError, match="pymcdm:ARAS needs it, for all criteria or for none"):
        rank(half, method="pymcdm:ARAS")
    whole = problem.replace(criteria=problem.criteria.assign(reference=["1", "9", "9", "1"]))
    assert_allclose(
        rank(whole, method="pymcdm:ARAS").table["score"], rank(whole, method="aras").table["score"], atol=1e-9
    )


def test_no_score_is_an_error_that_names_the_method(problem):
    flat = problem.replace(ratings=problem.ratings.assign(mode=3.0, low=3.0, high=3.0))
    with pytest.raises(ValueError, match="pymcdm:TOPSIS gives a score that is no number"):
        rank(flat, method="pymcdm:TOPSIS")
    with pytest.raises(ValueError, match="pymcdm:VIKOR: Criteria with indexes"):
        rank(flat, method="pymcdm:VIKOR")
    benefits = problem.replace(criteria=problem.criteria.assign(direction="benefit"))
    with pytest.raises(ValueError, match="pymcdm:MOORA: types array contains only profit"):
        rank(benefits, method="pymcdm:MOORA")


def test_a_bridged_method_is_frozen_and_survives_pickling(problem):
    cvalues = [[0.5, 5, 10]] * 4
    expert = pymcdm.methods.comet_tools.MethodExpert(theirs.TOPSIS(), np.full(4, 0.25), np.array([1, -1, -1, 1]))
    order = sorted(problem.leaf_criteria)
    for method in (
        from_pymcdm("PROBID"),
        from_pymcdm(theirs.VIKOR()),
        from_pymcdm("PROMETHEE_II", preference_function="vshape", p=dict.fromkeys(order, 2.0)),
        from_pymcdm(theirs.COMET(cvalues, expert), criteria=order),
    ):
        bound = bind(method, problem)
        again = pickle.loads(pickle.dumps(bound))
        matrix, weights = problem.grids["all"].mode, np.full(4, 0.25)
        assert_allclose(again(matrix, weights, problem.benefit), bound(matrix, weights, problem.benefit))
        with pytest.raises(AttributeError):
            method.kind = "other"
    bounds = np.array([[0.5, 10.0]] * 4)
    held = theirs.SPOTIS(bounds)
    method = from_pymcdm(held, criteria=order)
    before = rank(problem, method=method).table["score"]
    held.bounds[:] = [0, 100]
    assert_allclose(rank(problem, method=method).table["score"], before)


def test_labels_screens_ranks_and_ties_stay_ours():
    ranking = rank(load("cyber-policy"), method=from_pymcdm("PROBID"))
    assert ranking.settings["method"] == "pymcdm:PROBID"
    assert set(ranking.table["rank"]) == set(range(1, 10))
    tied = Problem.from_matrix(
        pd.DataFrame({"a": [0.1 + 0.2, 0.3, 0.1], "b": [1.0, 1, 2]}, index=["x", "y", "z"]),
        directions="benefit",
        weights=[0.5, 0.5],
    )
    ranks = rank(tied, method="pymcdm:TOPSIS").ranks["all"]
    assert ranks["x"] == ranks["y"]


def test_many_weights_and_matrices_are_taken_one_by_one(problem):
    bound = bind("pymcdm:PROBID", problem)
    weights = np.random.default_rng(0).dirichlet(np.ones(4), 6)
    matrices = problem.grids["all"].mode * np.linspace(0.9, 1.1, 6)[:, None, None]
    many = bound(matrices, weights, problem.benefit)
    assert many.shape == (6, 6)
    assert_allclose(many[2], bound(matrices[2], weights[2], problem.benefit))


def test_pymcdm_is_imported_on_first_use_only():
    code = (
        "import sys, policymcda; problem = policymcda.load('cyber-policy'); policymcda.rank(problem)\n"
        "assert 'pymcdm' not in sys.modules\n"
        "policymcda.rank(problem, method='pymcdm:PROBID')\n"
        "assert 'pymcdm' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)


def test_a_class_of_the_users_own_goes_through_the_bridge(problem):
    class Own(theirs.WSM):
        _reverse_ranking = False

    scores = rank(problem, method=Own(normalizations.minmax_normalization)).table["score"]
    assert_allclose(scores, -rank(problem, method=partial(METHODS["weighted_sum"], scale=by_range)).table["score"])
    assert from_pymcdm(Own()).domain == "positive"
    with pytest.raises(ValueError, match="pymcdm's COPRAS is refused"):
        from_pymcdm(type("Hidden", (theirs.COPRAS,), {})())
