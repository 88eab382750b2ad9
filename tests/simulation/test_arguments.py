"""One function says what is wrong with how draws are asked for, in every verb that draws."""

import math

import numpy as np
import pytest

from policymcda import (
    conditions,
    dominance,
    evidence,
    explain,
    flips,
    load,
    regret,
    report,
    sensitivity,
    smaa,
    value_of_information,
    verdict,
)
from policymcda.simulation.arguments import check_draws, check_quantiles, check_tolerance

CASE = load("governance-2013")
OPTIONS = CASE.labels("option")

SAMPLE = {
    "smaa": smaa,
    "regret": regret,
    "value_of_information": value_of_information,
    "sensitivity": sensitivity,
    "verdict": verdict,
}
VERBS = {
    **{name: lambda verb=verb, **how: verb(CASE, **how) for name, verb in SAMPLE.items()},
    "conditions": lambda **how: conditions(CASE, None, OPTIONS[0], **how),
}
SEEDED = {
    **VERBS,
    "explain": lambda **how: explain(CASE, None, OPTIONS[0], OPTIONS[1], **how),
    "dominance": lambda **how: dominance(CASE, **how),
    "flips": lambda **how: flips(CASE, **how),
    "evidence": lambda **how: evidence(CASE, **how),
    "report": lambda **how: report(CASE, "never-written.html", **how),
}
BAD_SEEDS = [None, True, -1, "7", 1.0, math.nan, np.random.default_rng(0), np.random.RandomState(0), [1]]
BAD_SAMPLES = [math.nan, math.inf, -math.inf, True, 1.5, 0, -8192, "100", None, [1], np.bool_(True)]


@pytest.mark.parametrize("verb", SEEDED)
def test_every_verb_that_draws_says_what_seed_takes(verb):
    for seed in BAD_SEEDS:
        with pytest.raises(ValueError, match="seed takes a whole number of 0 or more; not "):
            SEEDED[verb](seed=seed)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_that_draws_so_many_says_what_samples_takes(verb):
    left_out = [None] if verb == "smaa" else []  # which then takes as many as a minute holds
    for samples in [each for each in BAD_SAMPLES if each not in left_out]:
        with pytest.raises(ValueError, match="samples takes a number of draws, a whole number of 1 or more"):
            VERBS[verb](samples=samples)


def test_a_generator_and_none_are_told_why():
    with pytest.raises(ValueError, match="take the number that it was made from"):
        check_draws(seed=np.random.default_rng(3))
    with pytest.raises(ValueError, match="0 is a seed like any other"):
        check_draws(seed=None)


def test_all_that_is_wrong_is_named_at_once():
    with pytest.raises(
        ValueError, match=r"samples takes .*; seed takes .*; no sampling 'sobl' .*; checkpoint takes the path"
    ):
        check_draws(samples=0, seed=-1, sampling="sobl", checkpoint="")


def test_whole_numbers_of_any_kind_do():
    assert check_draws(samples=np.int64(5), seed=np.uint8(3)) == (5, 3)
    assert check_draws(samples=1e6, seed=0) == (1_000_000, 0)
    assert [type(value) for value in check_draws(samples=1e6, seed=np.int64(0))] == [int, int]


@pytest.mark.parametrize("sampling", [None, 3, "Sobol'", "sobols", ["sobol"], True])
def test_a_sampling_that_is_none_lists_those_there_are(sampling):
    with pytest.raises(ValueError, match=r"no sampling .*(known: sobol, random, exact|did you mean sobol)"):
        check_draws(seed=0, sampling=sampling)


def test_a_checkpoint_is_the_path_of_a_regular_file(tmp_path):
    for checkpoint in ("", 3, True, ["run.npz"]):
        with pytest.raises(ValueError, match="checkpoint takes the path of a file"):
            smaa(CASE, checkpoint=checkpoint)
    for checkpoint in (".", tmp_path):
        with pytest.raises(ValueError, match="is a folder; name a file in it, such as"):
            smaa(CASE, checkpoint=checkpoint)
    with pytest.raises(ValueError, match="there is no folder"):
        smaa(CASE, checkpoint=tmp_path / "missing" / "run.npz")
    with pytest.raises(ValueError, match="is no regular file"):
        smaa(CASE, checkpoint="/dev/null")


@pytest.mark.parametrize("tolerance", [0, -1, math.nan, math.inf, True, "0.1", [0.1]])
def test_a_tolerance_is_a_standard_error_above_0(tolerance):
    with pytest.raises(ValueError, match="tolerance takes a standard error above 0"):
        check_tolerance(tolerance)


def test_levels_at_the_ends_are_refused_with_those_that_do():
    """Of nets of 8,192 draws: 16 of them lie beyond the lowest level."""
    assert check_quantiles([16 / 8192, 0.5, 1 - 16 / 8192]) == (16 / 8192, 0.5, 1 - 16 / 8192)
    assert check_quantiles(np.array([0.25])) == (0.25,)
    assert check_quantiles(()) == ()
    for level in (0.0, 1.0, 0.001, 0.9999):
        with pytest.raises(ValueError, match=r"is not estimated: too few draws .* take levels from 0.00195 to 0.998"):
            smaa(CASE, quantiles=(0.5, level))
    for level in (-0.1, 2, math.nan, True, "0.5", None):
        with pytest.raises(ValueError, match="lie between 0 and 1"):
            check_quantiles([level])
    for levels in (0.5, "0.5", None, {0.5}):
        with pytest.raises(ValueError, match="quantiles takes a list of levels"):
            check_quantiles(levels)
