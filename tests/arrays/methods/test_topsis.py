"""TOPSIS and its modified form against published numbers, and what its settings promise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.methods import modified_topsis, topsis
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.scale import by_max, by_range, by_sum, by_vector, weigh

SCALES = {"vector": {}, "minmax": {"scale": by_range}, "max": {"scale": by_max}, "sum": {"scale": by_sum}}
METRICS = ["euclidean", "manhattan", "chebyshev"]
matrices = arrays(np.float64, (4, 3), elements=st.integers(1, 9).map(float))
weights_of_three = arrays(np.float64, 3, elements=st.floats(0.05, 1))
UP = np.array([True, True, True])


def read(case):
    inputs = case["inputs"]
    return np.array(inputs["matrix"], float), np.array(inputs["weights"]), np.array(inputs["types"]) == 1


@pytest.mark.parametrize(
    "name",
    [
        "topsis_tzeng_huang_2011",
        "topsis_hwang_yoon_1981_fighter",
        "topsis_hodgett_cars",
        "topsis_opricovic_tzeng_2004_f",
        "topsis_opricovic_tzeng_2004_phi",
        "topsis_opricovic_tzeng_2004_linear",
    ],
)
def test_closeness_matches_the_paper(golden, name):
    case = golden(name)
    scores = topsis(*read(case), **SCALES[case["inputs"]["normalization"]] if "normalization" in case["inputs"] else {})
    case.check("closeness", scores)
    case.check("rank", ranks(scores))


@pytest.mark.parametrize(
    "name", ["topsis_hwang_yoon_1981_fighter", "topsis_opricovic_tzeng_2004_f", "topsis_opricovic_tzeng_2004_phi"]
)
def test_distances_match_the_paper(golden, name):
    case = golden(name)
    matrix, weights, benefit = read(case)
    scaled = by_vector(matrix)
    best = np.where(benefit, scaled.max(axis=0), scaled.min(axis=0))
    worst = np.where(benefit, scaled.min(axis=0), scaled.max(axis=0))
    case.check("d_plus", np.sqrt(weigh((scaled - best) ** 2, weights**2)))
    case.check("d_minus", np.sqrt(weigh((scaled - worst) ** 2, weights**2)))


def test_two_cars_and_three_criteria_match_hodgett(golden):
    case = golden("topsis_hodgett_cars")
    matrix, weights, benefit = read(case)
    case.check("closeness_subset", topsis(matrix[:2, :3], weights[:3], benefit[:3]))


def test_min_max_scaling_is_blind_to_the_units_that_reverse_opricovic_and_tzeng_2004(golden):
    f, phi = golden("topsis_opricovic_tzeng_2004_f"), golden("topsis_opricovic_tzeng_2004_phi")
    assert_allclose(topsis(*read(f), scale=by_range), topsis(*read(phi), scale=by_range), rtol=1e-12)
    assert np.argmax(topsis(*read(f))) != np.argmax(topsis(*read(phi)))


def test_rank_reversal_matches_garcia_cascales_and_lamata_2012(golden):
    case = golden("topsis_rank_reversal_garcia_cascales_lamata_2012")
    weights, benefit = np.array(case["inputs"]["weights"]), np.array(case["inputs"]["types"]) == 1
    for count in ("3", "4"):
        matrix = np.array(case["inputs"]["matrix" + count], float)
        for name, scale in (("vector", by_vector), ("xmax", by_max)):
            scores = topsis(matrix, weights, benefit, scale=scale)
            case.check(f"{name}{count}_closeness", scores)
            case.check(f"{name}{count}_rank", ranks(scores))


def test_modified_closeness_matches_the_numbers_for_deng_yeh_and_willis_2000(golden):
    case = golden("topsis_modified_deng_entropy_sum")
    matrix = np.array(case["inputs"]["matrix"], float)
    weights = np.array(case["recomputed"]["weights"])
    scores = modified_topsis(matrix, weights, UP, scale=by_sum)
    case.check("closeness", scores)
    case.check("rank", ranks(scores))


def test_ratings_averaged_over_two_experts_match(golden):
    case = golden("group_topsis_two_experts_ratings_aggregation")
    inputs = case["inputs"]
    joint = np.tensordot(inputs["dm_weights"], [inputs["matrix1"], inputs["matrix2"]], axes=1)
    case.check("joint_matrix", joint)
    case.check("closeness_ratings", topsis(joint, np.array(inputs["weights"]), np.array(inputs["types"]) == 1))


def test_metrics_are_the_closed_forms_of_a_hand_made_case():
    matrix, weights = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.5, 0.5]]), np.array([0.75, 0.25])
    benefit = np.array([True, True])
    expected = {
        "euclidean": [0.25, 0.75, 1, 0.5],
        "manhattan": [0.25, 0.75, 1, 0.5],
        "chebyshev": [0.25, 0.75, 1, 0.5],
    }
    for metric in METRICS:
        scores = topsis(matrix, weights, benefit, scale=by_range, metric=metric)
        assert_allclose(scores, expected[metric], rtol=1e-12)
    middle = np.array([[0.0, 0.0], [1.0, 1.0], [0.5, 1.0]])
    assert_allclose(topsis(middle, weights, benefit, scale=by_range, metric="manhattan")[2], 0.625)
    assert_allclose(topsis(middle, weights, benefit, scale=by_range, metric="chebyshev")[2], 0.375 / (0.375 + 0.375))
    far, near = np.hypot(0.375, 0.25), 0.375
    assert_allclose(topsis(middle, weights, benefit, scale=by_range)[2], far / (far + near))


def test_an_unknown_metric_lists_the_known():
    with pytest.raises(ValueError, match="no metric 'taxicab', choose from euclidean, manhattan, chebyshev"):
        topsis(np.ones((2, 2)), np.ones(2), UP[:2], metric="taxicab")


@given(matrices, weights_of_three, arrays(np.float64, (1, 3), elements=st.floats(0, 12)), st.sampled_from(METRICS))
def test_adding_an_option_reverses_nothing_when_anchored(matrix, weights, new, metric):
    settings = {"anchored": True, "low": np.zeros(3), "high": np.array([10.0, 12.0, 15.0]), "metric": metric}
    benefit = np.array([True, False, True])
    before = topsis(matrix, weights, benefit, **settings)
    assert_allclose(topsis(np.vstack([matrix, new]), weights, benefit, **settings)[:4], before, rtol=1e-12)
    del settings["metric"]
    before = modified_topsis(matrix, weights, benefit, **settings)
    assert_allclose(modified_topsis(np.vstack([matrix, new]), weights, benefit, **settings)[:4], before, rtol=1e-12)


def test_anchoring_prevents_the_reversal_of_garcia_cascales_and_lamata_2012(golden):
    case = golden("topsis_rank_reversal_garcia_cascales_lamata_2012")
    three, four = (np.array(case["inputs"][key], float) for key in ("matrix3", "matrix4"))
    settings = {"anchored": True, "low": np.zeros(2), "high": np.full(2, 6.0)}
    few = topsis(three, np.array([0.5, 0.5]), UP[:2], **settings)
    assert_array_equal(ranks(few), ranks(topsis(four, np.array([0.5, 0.5]), UP[:2], **settings)[:3]))


@given(matrices, weights_of_three, st.sampled_from(sorted(SCALES)), st.sampled_from(METRICS))
def test_turning_every_direction_turns_the_closeness(matrix, weights, scale, metric):
    up = topsis(matrix, weights, UP, metric=metric, **SCALES[scale])
    down = topsis(matrix, weights, ~UP, metric=metric, **SCALES[scale])
    assert_allclose(up + down, 1, rtol=1e-12)


@given(matrices, weights_of_three, st.sampled_from(METRICS))
def test_the_sum_of_the_weights_does_not_matter(matrix, weights, metric):
    assert_allclose(
        topsis(matrix, weights, UP, metric=metric),
        topsis(matrix, 7 * weights, UP, metric=metric),
        rtol=1e-9,
        atol=1e-12,
    )


@pytest.mark.parametrize("scale", sorted(SCALES))
@pytest.mark.parametrize("metric", METRICS)
def test_options_that_cannot_be_told_apart_score_a_half(scale, metric):
    alike = np.full((3, 3), 7.0)
    assert_array_equal(topsis(alike, np.ones(3), UP, metric=metric, **SCALES[scale]), [0.5, 0.5, 0.5])
    one_of_many = np.stack([alike, np.arange(9.0).reshape(3, 3)])
    assert_array_equal(topsis(one_of_many, np.ones(3), UP, metric=metric, **SCALES[scale])[0], [0.5, 0.5, 0.5])


def test_negative_benefits_are_not_reversed():
    matrix = -np.array([[1.0], [2.0], [3.0]])
    for settings in SCALES.values():
        assert_array_equal(ranks(topsis(matrix, np.ones(1), UP[:1], **settings)), [1, 2, 3])


def test_a_draw_in_which_nothing_differs_changes_no_bit_of_the_others():
    """0 / 0 in one draw of a block must not lead the others another way."""
    matrix = np.column_stack([np.random.default_rng(0).random(50) + 0.5, np.ones(50)])
    weights = np.tile([0.3, 0.7], (64, 1))
    alone = topsis(matrix, weights, np.array([True, True]))
    weights[0] = [0.0, 1.0]
    beside = topsis(matrix, weights, np.array([True, True]))
    assert np.all(beside[0] == 0.5)
    assert np.array_equal(beside[1:], alone[1:])
