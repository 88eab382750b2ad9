"""With which weights would this advice come out: figures of the shipped case, and enumeration."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

import policymcda as mcda
from policymcda.arrays.sampling.weight_spaces import Anything
from policymcda.arrays.sensitivity import claims as kernel
from policymcda.arrays.sensitivity.claims import Claim
from policymcda.arrays.sensitivity.implied_search import nearest_by_search
from policymcda.arrays.sensitivity.implied_weights import can_hold, nearest
from policymcda.cli import main

ERRORS = 4 / np.sqrt(200_000)
"""Four standard errors of the draws that the figures rest on, of a share of one half and twice over."""

SHARES = {"topsis": [0.173, 0.253, 0.245, 0.674], "weighted_sum": [0.438, 0.362, 0.113, 0.503]}


@pytest.fixture(scope="module")
def problem():
    return mcda.load("cyber-policy")


@pytest.mark.parametrize("method", ["topsis", "weighted_sum"])
def test_shares_of_the_shipped_case_are_those_of_200_000_draws(problem, method):
    found = mcda.implied(problem, method=method).table
    assert found["group"].tolist() == problem.labels("group")
    for share, expected in zip(found["share"], SHARES[method], strict=True):
        assert abs(share - expected) <= ERRORS * np.sqrt(expected * (1 - expected)) + 5e-4


def test_nearest_weights_of_the_shipped_case_are_exact_for_the_weighted_sum(problem):
    found = mcda.implied(problem, method="weighted_sum")
    np.testing.assert_allclose(found.table["distance"], [0.04267, 0, 0.10468, 0], atol=5e-6)
    assert (found.table["error"] == 0).all()
    assert not len(found.must_go)
    change = found.nearest.assign(change=(found.nearest["nearest"] - found.nearest["own"]).abs())
    moved = change.groupby("group", sort=False)["change"].sum() / 2
    np.testing.assert_allclose(moved, found.table["distance"], atol=1e-9)


def test_nearest_weights_of_topsis_are_as_near_as_a_long_search_found(problem):
    found = mcda.implied(problem).table["distance"]
    assert (found <= np.array([0.1516, 0, 0.0063, 0]) + 5e-5).all()


def random_claims(seed):
    """A few claims over a few options whose worth is linear, and weights to start from."""
    rng = np.random.default_rng(seed)
    options, criteria = int(rng.integers(3, 5)), int(rng.integers(2, 5))
    values, found = rng.random((options, criteria)), []
    for _ in range(int(rng.integers(1, 4))):
        option = int(rng.integers(options))
        others = np.delete(np.arange(options), option)
        within = bool(rng.random() < 0.6)
        count = int(rng.integers(0, options - 1)) if within else int(rng.integers(1, options))
        found.append(Claim(option, others, count, within, values[others] - values[option]))
    return found, rng.dirichlet(np.ones(criteria)), values


def nearest_by_enumeration(claims, own):
    """The least distance over all orders of options against each other that the claims allow, by a program each."""
    lines = [(claim, line) for claim in claims for line in claim.lines]
    best = np.inf
    for signs in product((-1, 1), repeat=len(lines)):
        better = np.array(signs) > 0
        start = 0
        for claim in claims:
            part = better[start : start + len(claim.lines)]
            start += len(claim.lines)
            if not claim.holds(part):
                break
        else:
            best = min(
                best, _least_change(np.array([-sign * line for sign, (_, line) in zip(signs, lines, strict=True)]), own)
            )
    return best


def _least_change(rows, own):
    n = len(own)
    margin = np.linalg.norm(rows, axis=1)
    inside = linprog(
        np.append(np.zeros(n), -1), np.column_stack([rows, margin]), np.zeros(len(rows)),
        np.append(np.ones(n), 0)[None], [1], bounds=[(0, None)] * n + [(None, 1)],
    )  # fmt: skip
    if inside.status or inside.x[-1] < 1e-9:
        return np.inf
    answer = linprog(
        np.full(2 * n, 0.5), np.column_stack([rows, -rows]), -rows @ own,
        np.append(np.ones(n), -np.ones(n))[None], [0], bounds=[(0, None)] * n + [(0, w) for w in own],
    )  # fmt: skip
    return answer.fun if answer.status == 0 else np.inf


@pytest.mark.parametrize("seed", range(60))
def test_the_integer_program_finds_what_enumeration_finds(seed):
    claims, own, _ = random_claims(seed)
    expected = nearest_by_enumeration(claims, own)
    found = nearest(claims, own)
    if np.isinf(expected):
        assert found is None
        assert not can_hold(claims, len(own))
    else:
        assert can_hold(claims, len(own))
        assert np.sum(np.abs(found - own)) / 2 == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("seed", range(25))
def test_volume_and_draws_agree(seed):
    claims, own, _ = random_claims(seed)
    exact = kernel.exact_share(claims, len(own))
    drawn = Anything(len(own)).draw(1, 0, 8)
    share = kernel.hold(claims, drawn, None).all(axis=1).mean()
    assert abs(share - exact) < 5e-3
    assert (exact > 0) == can_hold(claims, len(own))


@pytest.mark.parametrize("seed", range(15))
def test_the_search_is_never_nearer_than_the_program_and_seldom_farther(seed):
    claims, own, values = random_claims(seed)
    exact = nearest(claims, own)
    by_scores = [Claim(one.option, one.against, one.count, one.within) for one in claims]
    found = nearest_by_search(lambda weights: weights @ values.T, by_scores, own, Anything(len(own)).draw(0, 0), 0)
    if exact is None:
        assert found is None
        return
    least, length = (np.sum(np.abs(weights - own)) / 2 for weights in (exact, found))
    assert least - 1e-9 <= length <= least + 1e-3


def test_the_fewest_have_to_go_where_no_weights_bring_about_all(problem):
    alone = problem.select(groups=["capacity_partners"])
    rows = [
        {"better": "common_areas", "worse": "ict_bricolage", "sure": 0.9},
        {"better": "ict_bricolage", "worse": "common_areas", "sure": 0.3},
        {"better": "capacity_building", "worse": "regional_orgs"},
    ]
    for method in ("weighted_sum", "topsis"):
        found = mcda.implied(alone, rows, method=method)
        assert found.must_go["statement"].tolist() == ["ict_bricolage better than common_areas"]
        assert found.table["share"].tolist() == [0]
        left = mcda.implied(alone, [rows[0], rows[2]], method=method)
        assert found.table["distance"].iloc[0] == pytest.approx(left.table["distance"].iloc[0], abs=1e-6)
        assert left.table["share"].iloc[0] > 0
        assert "must_go" in set(found.notes["code"])


def test_statements_of_the_case_and_a_table_of_them_are_the_same(problem):
    rows = [{"better": "common_areas", "worse": "ict_bricolage"}, {"better": "speed=9", "worse": "speed=1"}]
    stated = problem.replace(statements=rows)
    one = mcda.implied(stated, "statements", method="weighted_sum").table
    other = mcda.implied(problem, rows, method="weighted_sum").table
    assert one.equals(other)
    space = mcda.WeightSpace.statements(stated, method="weighted_sum")
    for row in one[one["share"] > 0].itertuples():
        assert row.share == pytest.approx(space.volume(stated, row.group), abs=1e-12)


def test_a_level_pair_is_reached_on_its_line(problem):
    rows = [{"better": "speed=9; legitimacy=1", "worse": "speed=1; legitimacy=5", "same": True}]
    found = mcda.implied(problem, rows, method="weighted_sum")
    for _, part in found.nearest.groupby("group"):
        weights = part.set_index("criterion")["nearest"]
        assert weights["speed"] == pytest.approx(weights["legitimacy"] / 2, abs=1e-9)
    with pytest.raises(ValueError, match="level by topsis"):
        mcda.implied(problem, [{"better": "common_areas", "worse": "ict_bricolage", "same": True}])


def test_expectations_with_a_source_are_not_the_cases_own(problem):
    own = problem.expectations
    assert "Kshetri 2016" in set(own["source"])
    own = own[own["source"] == ""]
    other = own.head(1).assign(option="common_areas", source="somebody else", rank=1.0)
    both = problem.replace(expectations=[*own.to_dict("records"), *other.to_dict("records")])
    alone = problem.replace(expectations=own)
    one, two = (mcda.implied(case, method="weighted_sum").table for case in (alone, both))
    assert one.equals(mcda.implied(problem, method="weighted_sum").table)
    assert one.equals(two)


def test_an_expectation_of_another_table_and_one_that_is_out_of_reach(problem):
    alone = problem.select(groups=["no_formal_ties"])
    found = mcda.implied(
        alone, {"group": ["no_formal_ties"], "option": ["voice_participation"], "relation": ["outside"], "rank": [9]},
        method="weighted_sum",
    )  # fmt: skip
    assert found.must_go["statement"].tolist() == ["voice_participation outside the first 9"]
    ratings = alone.ratings
    absent = alone.replace(ratings=ratings[ratings["option"] != "common_areas"])
    rows = [
        {"group": "no_formal_ties", "option": "common_areas", "relation": "within", "rank": 1},
        {"group": "no_formal_ties", "option": "regional_orgs", "relation": "within", "rank": 1},
    ]
    found = mcda.implied(absent, rows, method="weighted_sum")
    assert found.must_go["statement"].tolist() == ["common_areas within rank 1"]
    assert found.nearest["nearest"].notna().all()


@pytest.mark.parametrize(
    ("statements", "match"),
    [
        ("advice", "pass a table"),
        ("statements", "fill in the table statements"),
        ([], "at least one row"),
        ([{"better": "nothing", "worse": "common_areas"}], "no option and no sketch"),
        ([{"group": "no_formal_ties", "option": "x", "relation": "within", "rank": 1}], "known option"),
    ],
)
def test_what_cannot_be_asked_says_what_would_do(problem, statements, match):
    with pytest.raises(ValueError, match=match):
        mcda.implied(problem, statements)


def test_a_case_that_expects_nothing_says_so():
    with pytest.raises(ValueError, match="expects nothing"):
        mcda.implied(mcda.load("governance-2013"))


def test_the_seed_decides_every_bit_and_the_command_prints_it(problem, capsys):
    one, two = (mcda.implied(problem, samples=8192, seed=3) for _ in range(2))
    assert one.to_dict() == two.to_dict()
    assert main(["implied", "cyber-policy", "--method", "weighted_sum"]) == 0
    assert "rivals_with_ties" in capsys.readouterr().out
