"""The kit: every method of ours through every property, and faults that it must find."""

import numpy as np
import pytest

from policymcda.arrays.methods import METHODS, topsis, vikor, weighted_sum
from policymcda.arrays.methods.description import describe
from policymcda.arrays.scale import by_range, by_vector, orient, weigh
from policymcda.testing import EXCEPTIONS, PROPERTIES, check_method, exceptions_table
from policymcda.testing.corpus import PINNED
from policymcda.testing.sample_cases import random_cases


def value_functions(matrix, benefit):
    """A bent value function for each criterion, rising or falling."""
    ends = zip(matrix.min(axis=0) / 8, matrix.max(axis=0) * 8, benefit, strict=True)
    values = {True: np.array([0, 0.7, 1]), False: np.array([1, 0.3, 0])}
    return {"points": tuple((np.array([a, np.sqrt(a * b), b]), values[bool(up)]) for a, b, up in ends)}


def thresholds(matrix, benefit):
    """Indifference, preference and veto for each criterion."""
    spread = np.ptp(matrix, axis=0)
    return {"indifference": 0.11 * spread, "preference": 0.37 * spread, "veto": 0.9 * spread}


def proof_of(name, **settings):
    fill = value_functions if name == "additive_value" else None
    return check_method(METHODS[name], settings=fill, show=False, **settings)


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_method_has_every_property_but_the_documented_exceptions(name):
    proof = proof_of(name, trials=8 if name == "electre_iii" else 20)
    assert set(proof.broken) == set(EXCEPTIONS.get(name, {})), str(proof)


@pytest.mark.parametrize("name", sorted(EXCEPTIONS))
def test_the_exceptions_break_on_the_pinned_cases_alone(name):
    proof = proof_of(name, trials=0)
    assert set(proof.broken) == set(EXCEPTIONS[name]), str(proof)
    for broken in proof.broken:
        verdict = proof.verdicts[broken]
        assert PROPERTIES[broken](METHODS[name], verdict.example) == verdict.reason
        assert verdict.cases == len(PINNED)


def test_thresholds_keep_the_properties_of_promethee_ii():
    def linear(matrix, weights, benefit, *, indifference, preference, veto):
        return METHODS["promethee_ii"](matrix, weights, benefit, indifference=indifference, preference=preference)

    assert check_method(linear, settings=thresholds, trials=20, show=False).broken == []


def test_thresholds_and_veto_keep_what_electre_iii_has():
    proof = check_method(METHODS["electre_iii"], settings=thresholds, trials=10, show=False)
    assert set(proof.broken) <= set(EXCEPTIONS["electre_iii"]), str(proof)


@pytest.mark.parametrize("settings", [{"metric": "manhattan"}, {"metric": "chebyshev"}, {"scale": by_range}])
def test_topsis_keeps_its_properties_in_every_setting(settings):
    def method(matrix, weights, benefit):
        return topsis(matrix, weights, benefit, **settings)

    broken = check_method(method, trials=20, show=False).broken
    assert broken == []


def costs_rewarded(matrix, weights, benefit):
    return weigh(by_vector(matrix), weights)


def by_position(matrix, weights, benefit):
    return weigh(matrix / np.max(matrix, axis=-2, keepdims=True), weights * np.arange(1, weights.shape[-1] + 1))


def first_come(matrix, weights, benefit):
    scores = weighted_sum(matrix, weights, benefit)
    return scores + 1e-3 * np.arange(scores.shape[-1])


def in_its_own_unit(matrix, weights, benefit):
    return weigh(np.where(benefit, matrix, -matrix), weights)


def not_a_number(matrix, weights, benefit):
    span = np.ptp(matrix, axis=-2, keepdims=True)
    return weigh((matrix - np.min(matrix, axis=-2, keepdims=True)) / span, weights)


def one_at_a_time(matrix, weights, benefit):
    return orient(by_range(matrix), benefit) @ weights


def scratches(matrix, weights, benefit):
    matrix *= 1.0 / np.max(matrix)
    weights /= np.sum(weights)
    return weighted_sum(matrix, weights, benefit)


def forgets_a_weight(matrix, weights, benefit):
    single = weighted_sum(matrix, weights, benefit)
    return single if weights.ndim == 1 else single + 1e-10


def better_is_worse(matrix, weights, benefit):
    return -weighted_sum(matrix, weights, benefit)


@pytest.mark.parametrize(
    ("faulty", "found"),
    [
        (costs_rewarded, {"dominance", "monotone score", "monotone rank"}),
        (by_position, {"order of criteria"}),
        (first_come, {"order of options", "identical options", "all alike"}),
        (in_its_own_unit, {"units", "extreme magnitudes"}),
        (not_a_number, {"all alike", "constant column", "one option"}),
        (one_at_a_time, {"many at once"}),
        (scratches, {"input unchanged"}),
        (forgets_a_weight, {"many at once"}),
        (better_is_worse, {"dominance", "monotone score", "monotone rank"}),
    ],
)
def test_the_kit_finds_what_is_wrong(faulty, found):
    assert found <= set(check_method(faulty, trials=10, show=False).broken)


def test_zero_weights_are_found_when_they_break_a_method():
    def shares(matrix, weights, benefit):
        return weighted_sum(matrix, weights / np.sum(weights, axis=-1, keepdims=True), benefit)

    assert check_method(shares, trials=10, show=False).broken == ["zero weight"]


def test_scores_of_another_shape_are_a_verdict_not_a_crash():
    def one_number(matrix, weights, benefit):
        return 1.0

    proof = check_method(one_number, trials=2, show=False)
    assert "scores of shape ()" in proof.verdicts["units"].reason
    assert not proof.holds("many at once")


def test_a_score_that_is_not_a_number_is_found_without_any_warning():
    def silent(matrix, weights, benefit):
        return np.where(np.ptp(matrix, axis=-2).max(axis=-1) > 0, 1.0, np.nan)[..., None] * weighted_sum(
            matrix, weights, benefit
        )

    proof = check_method(silent, trials=5, show=False)
    assert proof.broken == ["all alike", "one option"]
    assert "scores that are not finite" in proof.verdicts["one option"].reason


def test_a_verdict_for_each_property_is_printed(capsys):
    proof = check_method(vikor, trials=1)
    printed = capsys.readouterr().out
    assert printed.startswith(f"vikor: {len(PROPERTIES) - 1} of {len(PROPERTIES)} properties hold")
    assert all(f"  {name}" in printed for name in PROPERTIES)
    assert "broken in 1 of" in printed
    assert proof.verdicts["monotone rank"].claim.startswith("An option that becomes better")


def test_random_cases_have_an_option_that_dominates_and_repeat_with_their_seed():
    for one, again in zip(random_cases(3, 30), random_cases(3, 30), strict=True):
        assert np.array_equal(one.matrix, again.matrix)
        gain = np.where(one.benefit, 1, -1) * (one.matrix[-1] - one.matrix[0])
        assert np.all(gain >= 0)
        assert np.any(gain > 0)


def test_the_table_of_exceptions_names_them_all():
    table = exceptions_table()
    assert table.count("\n") == 2 + sum(len(reasons) for reasons in EXCEPTIONS.values())
    assert set(EXCEPTIONS) <= set(METHODS)
    for reasons in EXCEPTIONS.values():
        assert set(reasons) <= set(PROPERTIES)
        assert all(reason.endswith(").") for reason in reasons.values())


@pytest.mark.parametrize("name", sorted(METHODS))
def test_only_what_is_called_linear_is_linear_in_the_weights(name):
    rng = np.random.default_rng(0)
    apart = []
    for _ in range(10):
        matrix, benefit = rng.random((5, 4)) + 0.2, rng.random(4) < 0.5
        settings = {"low": np.zeros(4), "high": np.full(4, 2.0)} if name == "spotis" else {}
        settings |= value_functions(matrix, benefit) if name == "additive_value" else {}
        transform = describe(METHODS[name]).linear or np.positive
        ends = transform(METHODS[name](matrix, np.eye(4), benefit, **settings))
        weights = rng.dirichlet(np.ones(4), 20)
        scores = transform(METHODS[name](matrix, weights, benefit, **settings))
        apart.append(np.max(np.abs(scores - weights @ ends)))
    assert (max(apart) < 1e-12) == (describe(METHODS[name]).linear is not None)


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_domain_is_stated_where_negative_ratings_have_no_score_of_their_own(name):
    # on data of any sign, what has no stated domain still keeps a dominating option ahead
    domain = describe(METHODS[name]).domain
    if domain is not None:
        assert domain in ("positive", "non-negative")
        return
    rng = np.random.default_rng(0)
    for _ in range(30):
        matrix, benefit = rng.normal(size=(5, 3)), rng.random(3) < 0.5
        matrix[-1] = matrix[0] + np.where(benefit, 0.3, -0.3)
        settings = {"low": np.full(3, -9.0), "high": np.full(3, 9.0)} if name == "spotis" else {}
        settings |= {"points": (None, None, None)} if name == "additive_value" else {}
        scores = METHODS[name](matrix, rng.dirichlet(np.ones(3)), benefit, **settings)
        assert scores[-1] >= scores[0]
