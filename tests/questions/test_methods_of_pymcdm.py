"""Every method of pymcdm that `rank` takes goes through the questions that search, or is refused in a sentence."""

import numpy as np
import pytest
from pymcdm import methods as theirs

from policymcda import Problem, dominance, flips, rank, regret, reversal, stability
from policymcda.pymcdm_bridge import REFUSED

NAMES = sorted(
    f"pymcdm:{name}" for name in vars(theirs) if isinstance(getattr(theirs, name), type) and name not in REFUSED
)

OWN_DOMAIN = ["pymcdm:COCOSO", "pymcdm:EDAS", "pymcdm:SPOTIS", "pymcdm:VIKOR", "pymcdm:WASPAS"]
"""Methods that take positive or non-negative ratings alone, or need bounds, or are not finite everywhere."""

OTHERS = [name for name in NAMES if name not in OWN_DOMAIN]

NOT_FINITE = {
    ("pymcdm:COCOSO", "flips"),
    ("pymcdm:COCOSO", "stability"),
    ("pymcdm:COCOSO", "dominance"),
    ("pymcdm:COCOSO", "reversal"),
    ("pymcdm:VIKOR", "reversal"),
}
"""Where the search ends on a weight of 1, or on two options alone, and the formula divides 0 by 0."""

QUESTIONS = {
    "flips": (flips, {"kinds": ["weight", "weights", "rating"]}),
    "stability": (stability, {}),
    "reversal": (reversal, {}),
    "dominance": (dominance, {}),
}


@pytest.fixture(scope="module")
def problem():
    """Ends of scales at and below zero, which methods for positive ratings must not be asked about."""
    mode = np.round(np.random.default_rng(5).uniform(2, 9, (4, 3)), 1)
    return Problem.from_tables(
        criteria={"criterion": list("xyz"), "direction": ["benefit", "cost", "benefit"], "low": [0, 1, -1],
                  "high": [10, 10, 12], "weight": [0.5, 0.3, 0.2], "reference": [5, 5, 5]},
        ratings=[{"option": option, "criterion": criterion, "low": value - 1, "mode": value, "high": value + 1}
                 for option, row in zip("abcd", mode, strict=True) for criterion, value in zip("xyz", row, strict=True)],
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("name", [*OWN_DOMAIN, *(pytest.param(name, marks=pytest.mark.thorough) for name in OTHERS)])
def test_a_method_that_ranks_is_searched_or_refused_in_a_sentence(problem, name, question):
    ranking = rank(problem, method=name)
    assert np.isfinite(ranking.table["score"].astype(float)).all()
    ask, arguments = QUESTIONS[question]
    if (name, question) in NOT_FINITE:
        with pytest.raises(ValueError, match="gives a score that is no number"):
            ask(problem, method=name, **arguments)
        return
    assert ask(problem, method=name, **arguments).settings["method"] == ranking.settings["method"]


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("name", ["pymcdm:SPOTIS", "pymcdm:WASPAS", "pymcdm:EDAS"])  # bounds, positive, non-negative
def test_a_method_that_ranks_has_regrets(problem, name):
    choices = regret(problem, method=name, weights={"x": 0.5, "y": 0.3, "z": 0.2}, samples=1).choices
    assert set(choices["option"]) <= set("abcd")
    assert np.isfinite(choices["value"]).all()
