"""When an option is first: known conditions are found, and what is told holds in futures that were not used."""

import re

import numpy as np
import pandas as pd
import pytest

from policymcda import Problem, WeightSpace, conditions, load, rank
from policymcda.cli import main
from policymcda.questions.conditions import _share, _without_box


@pytest.fixture(scope="module")
def case():
    return load("cyber-policy")


def pair(**tables):
    """Two options: x is better on p, y on q."""
    frame = pd.DataFrame({"p": [1.0, 0.0], "q": [0.0, 1.0]}, index=["x", "y"])
    return Problem.from_matrix(frame, directions="benefit", bounds=[(0, 1), (0, 1)], weights=[0.5, 0.5], **tables)


def test_the_weight_from_which_an_option_is_first_is_found():
    """x has the score w_p and y has 1 - w_p, so x is first from one half on."""
    found = conditions(pair(), None, "x", method="weighted_sum", density=0.99)
    assert set(found.limits["criterion"]) <= {"p", "q"}
    box = found.table.iloc[0]
    assert box["density"] >= 0.985
    assert box["coverage"] > 0.9
    assert box["share"] == pytest.approx(0.5, abs=1e-3)
    low = found.limits.loc[found.limits["criterion"] == "p", "low"]
    high = found.limits.loc[found.limits["criterion"] == "q", "high"]
    for end in [*low, *high]:
        assert end == pytest.approx(0.5, abs=0.03)
    assert re.match(r"x is first in \d+% of the futures in which the weight of", box["sentence"])


def test_a_rating_that_decides_is_named():
    frame = pd.DataFrame({"p": [5.0, 5.0], "q": [3.0, 3.0]}, index=["x", "y"])
    wide = frame.copy()
    wide.loc["y", "p"] = 9.0
    low = frame.copy()
    low.loc["y", "p"] = 1.0
    one = Problem.from_matrix(frame, directions="benefit", weights=[0.5, 0.5], bounds=[(0, 10)] * 2, low=low, high=wide)
    found = conditions(one, None, "x", method="weighted_sum", weights=None, density=0.95)
    row = found.limits.iloc[0]
    assert (row["what"], row["of"], row["criterion"]) == ("rating", "y", "p")
    assert row["high"] == pytest.approx(5, abs=0.3)
    assert "the rating of y on p is at most" in found.table["sentence"].iloc[0]
    own = conditions(one, None, "y", method="weighted_sum", weights=None, density=0.95)
    assert "its rating on p is at least" in own.table["sentence"].iloc[0]


def test_what_is_told_of_a_box_holds_in_rankings_of_its_own(case):
    """Problems drawn at random inside of the box, ranked one by one."""
    found = conditions(case, "capacity_partners", "ict_bricolage", ratings="fixed", density=0.9)
    box, limits = found.table.iloc[0], found.limits.set_index("criterion")
    assert (limits["what"] == "weight").all()
    rng, hits, inside = np.random.default_rng(1), 0, 0
    group = case.select(groups=["capacity_partners"])
    while inside < 60:
        weights = dict(zip(group.leaf_criteria, rng.dirichlet(np.ones(4)), strict=True))
        if all(not (weights[c] < row["low"] or weights[c] > row["high"]) for c, row in limits.iterrows()):
            inside += 1
            hits += rank(group, weights=weights).ranks.loc["ict_bricolage", "capacity_partners"] == 1
    assert abs(hits / inside - box["density"]) < 3 * np.sqrt(box["density"] * (1 - box["density"]) / inside) + 0.01


def test_intervals_hold_what_they_surround_and_more_density_costs_coverage(case):
    boxes = [
        conditions(case, "capacity_partners", "ict_bricolage", density=density).table.iloc[0] for density in (0.6, 0.9)
    ]
    for box in boxes:
        for name in ("density", "coverage"):
            assert box[f"{name}_low"] <= box[name] <= box[f"{name}_high"]
        assert box["mass"] * box["density"] == pytest.approx(box["coverage"] * box["share"])
    assert boxes[0]["density"] < boxes[1]["density"]
    assert boxes[0]["coverage"] > boxes[1]["coverage"]


def test_further_boxes_lie_outside_of_those_before(case):
    found = conditions(case, "no_formal_ties", "regional_orgs", max_boxes=2)
    assert found.table["box"].tolist() == [1, 2]
    assert found.table["coverage"].sum() < 1
    assert "density_missed" in set(found.notes["code"])
    assert set(found.limits["box"]) == {1, 2}


def test_restrictions_that_matter_most_stand_first(case):
    table = conditions(case, "capacity_partners", "ict_bricolage").limits
    assert table["density_without"].is_monotonic_increasing
    assert table[["low", "high"]].notna().any(axis=1).all()


def test_an_option_may_be_first_always_never_or_too_rarely_to_tell(case):
    always = conditions(case, "no_formal_ties", "tailored_capabilities", weights="ahp").table
    assert "in every one of 131,072 futures" in always["sentence"].iloc[0]
    assert always["share"].iloc[0] == 1
    never = conditions(case, "no_formal_ties", "capacity_building", weights="ahp", ratings="fixed").table
    assert "is not first in any of" in never["sentence"].iloc[0]
    around = WeightSpace.around(concentration=10)
    rare = conditions(case, "capacity_partners", "voice_participation", weights=around).table
    assert 0 < rare["share"].iloc[0] < 0.01
    assert "too few to tell when" in rare["sentence"].iloc[0]
    assert _without_box("x", 0.99999, 1).startswith("x is first in more than 99.9% of all futures, otherwise")
    often = conditions(case, "no_formal_ties", "western_integration", top_k=8, samples=1)
    assert "among the first 8" in often.table["sentence"].iloc[0]
    assert "of all futures, without any condition" in often.table["sentence"].iloc[0]
    assert len(often.limits) == 0
    assert "without any condition" in " ".join(str(often).split())


def test_a_box_without_any_futures_says_nothing():
    value, error, low, high = _share(np.zeros(16), np.zeros(16))
    assert np.isnan([value, error]).all()
    assert (low, high) == (0, 1)


def test_the_order_of_rows_changes_nothing(case):
    one = case.select(groups=["rivals_with_ties"])
    shuffled = one.replace(ratings=one.ratings.sample(frac=1, random_state=2))
    a, b = (conditions(each, None, "common_areas", samples=1) for each in (one, shuffled))
    for name in a.tables:
        pd.testing.assert_frame_equal(a.tables[name], b.tables[name], check_exact=True)


def test_what_is_asked_wrongly_is_refused(case):
    wrong = [
        (("capacity_partner", "ict_bricolage"), {}, "capacity_partners"), ((None, "ict_bricolage"), {}, "name one group"),
        (("no_formal_ties", "ict"), {}, "no option 'ict' in 'no_formal_ties'"),
        (("no_formal_ties", "ict_bricolage"), {"density": 0}, "density"),
        (("no_formal_ties", "ict_bricolage"), {"method": "interval_topsis"}, "twice"),
    ]  # fmt: skip
    for place, settings, text in wrong:
        with pytest.raises(ValueError, match=text):
            conditions(case, *place, **settings)


def test_the_command_line_says_it_in_a_sentence(capsys):
    assert main(["conditions", "cyber-policy", "--group", "capacity_partners", "--option", "ict_bricolage"]) == 0
    text = capsys.readouterr().out
    assert "ict_bricolage is first in" in text
    assert max(map(len, text.splitlines())) <= 80
