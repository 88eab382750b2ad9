"""Which choice decides: closed forms, and every evaluation against the plain ranking."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from policymcda import Problem, WeightSpace, load, rank, sensitivity
from policymcda.arrays.sampling.weight_spaces import Fixed
from policymcda.binding import bind
from policymcda.cli import main
from policymcda.screening import screened
from policymcda.syntheses.sensitivity_design import Choices, cut
from policymcda.uncertainty import distributions


@pytest.fixture(scope="module")
def case():
    return load("cyber-policy")


@pytest.fixture(scope="module")
def group(case):
    return case.select(groups=["no_formal_ties"])


@pytest.fixture(scope="module")
def found(case):
    return sensitivity(case, weights=["ahp", "equal", WeightSpace.anything()], samples=1024)


def test_every_evaluation_is_the_ranking_of_a_problem_with_those_choices(group):
    """Criteria are dropped by `select`, weights by label, and screens as `rank` applies them."""
    grid, rng = group.grids["no_formal_ties"], np.random.default_rng(2)
    screened_out = np.array([option in screened(group)["no_formal_ties"] for option in grid.options])
    assert 0 < screened_out.sum() < len(screened_out)
    rules = ("mode", "worst", "best")
    fixed = [{one: m for one, _, m in group.matrices(rule)}["no_formal_ties"] for rule in rules]
    vectors = rng.dirichlet(np.ones(4), 2)
    cells = distributions(grid, "fixed")
    everything = np.ones(grid.mode.shape, dtype=bool)
    choices = Choices(
        methods=[bind(name, group) for name in ("topsis", "weighted_sum", "promethee_ii")], scalings=1,
        spaces=[Fixed(tuple(vector)) for vector in vectors], cells=cells, blocks={"ratings": everything},
        rules=fixed, unknown=grid.unknown, benefit=group.benefit, leaving=(0, 1, 2, 3), drop_probability=0.5, screened_out=screened_out,
        names=group.leaf_criteria,
    )  # fmt: skip
    assert choices.inputs == [
        "method",
        "weighting",
        "unknown",
        *(f"criterion {leaf}" for leaf in group.leaf_criteria),
        "screens",
    ]
    points = rng.random((len(choices.inputs), 12))
    points[3:7, 0] = 0.1
    places, scores = choices.evaluate(points, np.repeat(vectors[:, None], 12, axis=1))
    for draw, (method, which, rule, *gone, screen) in enumerate(points.T):
        kept = [leaf for leaf, out in zip(group.leaf_criteria, gone, strict=True) if out >= 0.5] or list(
            group.leaf_criteria
        )
        weights = dict(zip(group.leaf_criteria, vectors[int(2 * which)], strict=True))
        total = sum(weights[leaf] for leaf in kept)
        table = rank(
            group.select(criteria=kept), method=("topsis", "weighted_sum", "promethee_ii")[int(3 * method)],
            weights={leaf: weights[leaf] / total for leaf in kept}, unknown=rules[int(3 * rule)], screen=screen >= 0.5,
        ).table.set_index("option").loc[list(grid.options)]  # fmt: skip
        last = 1 + table["rank"].notna().sum()
        assert_array_equal(places[draw], table["rank"].fillna(last).astype(int))
        assert_allclose(scores[draw], table["score"], atol=1e-12)


def test_a_value_that_adds_has_the_indices_of_its_variances(case):
    """First and total indices of a sum are the shares of its variances (Sobol, 1993)."""
    one = case.select(groups=["rivals_with_ties"])
    table = sensitivity(
        one, methods="weighted_sum", scalings=["own"], weights="equal", by="criterion", unknown=["drawn"],
        criteria=False, screens=False, samples=2**14,
    ).options  # fmt: skip
    grid = one.grids["rivals_with_ties"]
    low, mode, high = grid.low, np.nan_to_num(grid.mode), grid.high
    triangular = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    variance = np.where(grid.unknown, (high - low) ** 2 / 12, triangular)
    shares = variance / variance.sum(axis=1, keepdims=True)
    score = table[table["of"] == "score"]
    for row in score.itertuples():
        exact = shares[
            list(grid.options).index(row.option), one.leaf_criteria.index(row.input.removeprefix("ratings "))
        ]
        assert abs(row.total - exact) < 4 * row.total_error + 1e-3
        assert abs(row.first - exact) < 4 * row.first_error + 1e-3
        assert row.total_error < 0.01


def test_all_variance_comes_from_the_only_input(group):
    table = sensitivity(
        group, methods="topsis", scalings=["own"], ratings="fixed", unknown=["mode"], criteria=False, screens=False,
        samples=1024,
    ).table  # fmt: skip
    assert table["input"].tolist() == ["weights"]
    assert_allclose(table["total"], 1, atol=0.05)
    assert_allclose(table["first"], 1, atol=0.1)


def test_intervals_stand_before_indices_and_hold_them(found):
    for table in (found.table, found.options):
        for name in ("total", "first"):
            columns = list(table.columns)
            assert columns.index(f"{name}_low") < columns.index(f"{name}_high") < columns.index(name)
            known = table[table[name].notna()]
            assert (known[f"{name}_low"] <= known[name]).all()
            assert (known[name] <= known[f"{name}_high"]).all()
    text = str(found)
    assert "estimates" in set(found.notes["code"])
    assert "-0." not in text


def test_what_decides_most_stands_first_and_alone_is_less_than_together(found):
    for _, part in found.table.groupby("group"):
        assert part["total"].is_monotonic_decreasing
        assert (part["first_low"] <= part["total_high"]).all()
    assert {"method", "scaling", "weighting", "weights", "ratings", "unknown"} <= set(found.table["input"])


def test_screens_count_only_where_something_is_screened(found):
    screens = found.table[found.table["input"] == "screens"].set_index("group")
    assert list(screens.index) == ["no_formal_ties"]
    assert screens.at["no_formal_ties", "total_low"] > 0.1


def test_scores_are_told_of_one_method_only(group, found):
    assert set(found.options["of"]) == {"rank"}
    one = sensitivity(group, methods="topsis", scalings=["own"], screens=False, samples=64)
    assert set(one.options["of"]) == {"rank", "score"}
    assert set(one.outputs["of"]) == {"rank", "score"}


def test_ratings_vary_by_option_or_criterion(group):
    by_option = sensitivity(group, methods="topsis", by="option", samples=64)
    assert sum(name.startswith("ratings ") for name in by_option.table["input"]) == len(group.options)


def test_rows_in_any_order_give_the_same(group):
    shuffled = group.replace(ratings=group.ratings.sample(frac=1, random_state=1))
    a, b = sensitivity(group, samples=64), sensitivity(shuffled, samples=64)
    for name in a.tables:
        pd.testing.assert_frame_equal(a.tables[name], b.tables[name], check_exact=True)


def test_more_numbers_than_fit_at_once_give_the_same(group, monkeypatch):
    whole = sensitivity(group, samples=64)
    monkeypatch.setattr("policymcda.syntheses.sensitivity.WORK", 1)
    pd.testing.assert_frame_equal(whole.options, sensitivity(group, samples=64).options)


def test_weights_that_move_slowly_are_taken_from_all_along_the_way(group):
    bounds = WeightSpace.bounded({leaf: (0.01, 0.6) for leaf in group.leaf_criteria})
    assert "weights" in set(sensitivity(group, weights=bounds, samples=64).table["input"])


def test_settings_per_criterion_lose_the_entries_of_criteria_that_are_left_out(group):
    bound = bind("weighted_sum", group)
    kept = np.array([True, False, True, True])
    assert cut(bound, np.ones(4, dtype=bool)) is bound
    assert_array_equal(cut(bound, kept).settings["low"], bound.settings["low"][kept])
    values = [{"criterion": leaf, "rating": r, "value": v} for leaf in group.leaf_criteria for r, v in ((1, 0), (9, 1))]
    assert len(cut(bind("additive_value", group.replace(values=values)), kept).settings["points"]) == 3


def test_a_criterion_with_all_the_weight_may_leave():
    frame = pd.DataFrame({"p": [1.0, 3, 2], "q": [5.0, 1, 2]}, index=["x", "y", "z"])
    one = Problem.from_matrix(frame, directions="benefit", weights={"p": 1.0, "q": 0.0})
    found = sensitivity(one, methods="weighted_sum", weights=None, samples=256)
    assert set(found.table["input"]) == {"scaling", "criterion p", "criterion q"}
    assert_allclose(found.table.set_index("input").loc["criterion p", "total"], 1, atol=0.3)


def test_unknown_ratings_without_a_mode_have_no_mode_to_choose():
    rows = [("x", "p", 1, 2, 3, "direct"), ("y", "p", 1, None, 9, "none")]
    one = Problem.from_tables(
        criteria={"criterion": ["p"], "direction": ["benefit"]},
        ratings=[
            dict(zip(("option", "criterion", "low", "mode", "high", "evidence"), row, strict=True)) for row in rows
        ],
    )
    for ratings in ("drawn", "fixed"):
        found = sensitivity(one, methods="weighted_sum", weights="equal", ratings=ratings, samples=256)
        assert "unknown" in set(found.table["input"])
        assert not found.outputs["mean"].isna().any()


def test_what_is_asked_wrongly_is_refused(group):
    wrong = [
        ({"ratings": "some"}, "no ratings"), ({"by": "cell"}, "no grouping"), ({"scalings": ["vektor"]}, "vector"),
        ({"unknown": ["drawn"], "ratings": "fixed"}, "for the unknown"), ({"criteria": ["sped"]}, "speed"),
        ({"drop_probability": 1.0}, "between 0 and 1"), ({"methods": "interval_topsis"}, "twice"),
        ({"methods": "topsis", "scalings": ["own"], "weights": "ahp", "ratings": "fixed", "unknown": ["mode"],
          "criteria": False, "screens": False}, "nothing varies"),
    ]  # fmt: skip
    for settings, text in wrong:
        with pytest.raises(ValueError, match=text):
            sensitivity(group, **settings)


def test_methods_that_take_no_scaling_say_so(group):
    found = sensitivity(group, methods=["vikor", "promethee_ii"], samples=64)
    assert "scaling" in set(found.notes["code"])
    assert "scaling" not in set(found.table["input"])


def test_the_command_line_tells_intervals(capsys):
    assert main(["sensitivity", "cyber-policy", "--samples", "64", "--weights", "ahp", "--weights", "equal"]) == 0
    text = capsys.readouterr().out
    assert "weighting" in text
    assert max(map(len, text.splitlines())) <= 80
