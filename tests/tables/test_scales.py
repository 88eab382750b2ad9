"""The ends of a criterion's scale: one rule, whichever question asks (docs/decisions/scale-ends.md)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from policymcda import Problem, load
from policymcda.anchoring import anchored
from policymcda.model import PreferenceModel
from policymcda.weighting.swings import criterion_ranges

CRITERIA = [
    {"criterion": "given", "direction": "benefit", "low": 0.0, "high": 10.0},
    {"criterion": "half", "direction": "benefit", "low": 0.0, "high": None},
    {"criterion": "open", "direction": "cost", "low": None, "high": None},
]
CELLS = {
    ("g", "x"): (3.0, 4.0, (1.0, 2.0, 3.0)),
    ("g", "y"): (5.0, 6.0, (4.0, 4.0, 4.0)),
    ("h", "x"): (5.0, 2.0, (5.0, 6.0, 9.0)),
    ("h", "z"): (1.0, 8.0, (0.5, 7.0, 7.0)),
}
"""Ratings by group and option; the one on `open` with its ends."""


def rows():
    for (group, option), (sure, half, (low, mode, high)) in CELLS.items():
        head = {"group": group, "option": option, "evidence": "direct"}
        yield {**head, "criterion": "given", "low": sure, "mode": sure, "high": sure}
        yield {**head, "criterion": "half", "low": half, "mode": half, "high": half}
        yield {**head, "criterion": "open", "low": low, "mode": mode, "high": high}


@pytest.fixture
def case():
    screens = [{"group": "h", "option": "z", "status": "precondition_missing", "reason": "law"}]
    weights = [{"criterion": criterion, "weight": weight} for criterion, weight in (("given", 0.5), ("half", 0.25), ("open", 0.25))]  # fmt: skip
    return Problem.from_tables(criteria=CRITERIA, ratings=list(rows()), weights=weights, screens=screens)


def test_ends_are_given_or_those_of_all_ratings_in_all_groups(case):
    ends = case.scale_ends
    assert list(case.leaf_criteria) == ["given", "half", "open"]
    assert_array_equal(ends.low, [0, 0, 0.5])
    assert_array_equal(ends.high, [10, 8, 9])
    assert_array_equal(ends.given_low, [True, True, False])
    assert_array_equal(ends.given_high, [True, False, False])
    assert_array_equal(ends.given, [True, False, False])
    assert_array_equal(ends.seen_low, [1, 2, 0.5])


def test_a_screen_does_not_move_the_ends(case):
    """z has the least rating on open and the largest on half, and is screened out of h."""
    model = PreferenceModel.of(case, screen=True)
    assert "z" not in model.groups["h"].options
    for end in ("low", "high", "seen_low", "seen_high"):
        assert_array_equal(getattr(model.problem.scale_ends, end), getattr(case.scale_ends, end))


def test_every_question_takes_the_same_ends(case):
    ends = case.scale_ends
    settings = anchored(case)[0].settings
    assert_array_equal(settings["low"], ends.low)
    assert_array_equal(settings["high"], ends.high)
    ranges = criterion_ranges(case)
    assert [tuple(ranges[leaf]) for leaf in case.leaf_criteria] == list(zip(ends.low, ends.high, strict=True))
    assert settings["low"][2] == criterion_ranges(case)["open"][0] == 0.5


def test_ratings_set_aside_may_be_anything_on_the_scale_of_all_groups(case):
    """Group g alone has ratings of 1 to 4 on open."""
    inferred = case.replace(ratings=case.ratings.assign(evidence=["inferred" if c == "open" else "direct" for c in case.ratings["criterion"]]))  # fmt: skip
    table = inferred.with_evidence("direct").grids["g"]
    assert_array_equal(table.low[:, 2], [0.5, 0.5])
    assert_array_equal(table.high[:, 2], [9, 9])


def test_a_normal_rating_without_ends_reaches_to_its_mean():
    shipped = load("governance-2013")
    whole = shipped.replace(criteria=shipped.criteria.drop(columns=["low", "high"]))
    ends, modes = whole.scale_ends, next(iter(whole.grids.values())).mode
    assert_array_equal(ends.low, modes.min(axis=0))
    assert_array_equal(ends.high, modes.max(axis=0))


@given(st.permutations(range(len(CELLS) * 3)))
def test_the_order_of_rows_moves_no_end(order):
    every = list(rows())
    one, other = (Problem.from_tables(criteria=CRITERIA, ratings=part) for part in (every, [every[i] for i in order]))
    assert_array_equal(one.scale_ends.low, other.scale_ends.low)
    assert_array_equal(one.scale_ends.high, other.scale_ends.high)
