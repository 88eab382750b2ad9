"""Swings, best-worst and orders by label, against published numbers and their stated rules."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from policymcda import ProblemError, load, weighting

SCALES = [
    {"criterion": "jobs", "direction": "benefit", "low": 0, "high": 900, "unit": "jobs"},
    {"criterion": "cost", "direction": "cost", "low": 5, "high": 20, "unit": "MEUR"},
]
SHOWN = [
    {"criterion": "jobs", "points": 100, "low": 0, "high": 900},
    {"criterion": "cost", "points": 25, "low": 5, "high": 20},
]
RATED = {"option": ["tax", "ban"], "jobs": [100, 700], "cost": [9, 14]}


def swings(stated, shown=SHOWN, **tables):
    return stated(["jobs", "cost"], criteria=SCALES, ratings=RATED, swings=shown, **tables)


def test_swing_weights_are_in_proportion_to_points(stated, weight):
    found = weighting.swing(swings(stated))
    assert_allclose(weight(found, ["jobs", "cost"]), [0.8, 0.2])
    assert weighting.resolve(swings(stated)).settings["weights"] == "swing"


def test_a_range_that_has_changed_is_told_from_what_to_what(stated):
    moved = [{**SCALES[0], "high": 1200}, SCALES[1]]
    with pytest.raises(ProblemError, match="jobs' was shown from 0 to 900 and now runs from 0 to 1200"):
        weighting.swing(stated(["jobs", "cost"], criteria=moved, ratings=RATED, swings=SHOWN))


def test_without_a_scale_the_range_is_that_of_the_ratings(stated, weight):
    bare = [{key: row[key] for key in ("criterion", "direction")} for row in SCALES]
    shown = [{**SHOWN[0], "low": 100, "high": 700}, {**SHOWN[1], "low": 9, "high": 14}]
    problem = stated(["jobs", "cost"], criteria=bare, ratings=RATED, swings=shown)
    assert_allclose(weight(weighting.swing(problem), ["jobs", "cost"]), [0.8, 0.2])
    with pytest.raises(ProblemError, match="was shown from 100 to 700 and now runs from 100 to 800"):
        weighting.swing(problem.change(None, "ban", "jobs", mode=800))


def test_swings_without_points_or_criteria_are_refused(stated):
    with pytest.raises(ProblemError, match="no swing has any points"):
        weighting.swing(swings(stated, [{**row, "points": 0} for row in SHOWN]))
    with pytest.raises(ProblemError, match="'jobs' nothing is stated for this criterion"):
        weighting.swing(swings(stated, SHOWN[1:]))


def test_swings_of_several_stakeholders_are_averaged_by_their_say(stated, weight):
    shown = [{**row, "stakeholder": "ann"} for row in SHOWN]
    shown += [{**row, "points": 100, "stakeholder": "bob"} for row in SHOWN]
    people = {"stakeholder": ["bob", "ann"], "weight": [1, 3]}
    problem = swings(stated, shown, stakeholders=people)
    found = weighting.swing(problem)
    assert_allclose(weight(found, ["jobs", "cost"]), [0.75 * 0.8 + 0.25 * 0.5, 0.75 * 0.2 + 0.25 * 0.5])
    apart = weighting.swing(problem, combine=None)
    assert apart.table["stakeholder"].tolist() == ["bob", "bob", "ann", "ann"]
    assert_allclose(weight(apart, ["jobs", "cost"], stakeholder="ann"), [0.8, 0.2])


def test_equivalent_changes_are_told_in_units_and_directions(stated):
    found = weighting.equivalent_change(swings(stated), change={"jobs": 90})
    rows = found.table.set_index("criterion")
    # 90 of 900 jobs are worth 0.8 x 0.1 = 0.08; of the cost's 0.2 over 15 MEUR that is 6.
    assert rows.loc["jobs", ["change", "unit", "equivalent", "versus_unit"]].tolist() == [-90, "jobs", -6.0, "MEUR"]
    # A tenth of the range of the cost, 1.5, is worth 0.02, which is 22.5 jobs.
    assert_allclose(rows.loc["cost", ["change", "equivalent"]].astype(float), [1.5, 22.5])
    assert "jobs -90 jobs = cost -6 MEUR" in str(found)


def test_equivalent_changes_go_both_ways_and_beyond_the_range_are_marked(stated):
    problem = swings(stated)
    rows = weighting.equivalent_change(problem, change={"jobs": 300, "cost": 1}).table.set_index("criterion")
    assert_allclose(rows.loc["jobs", "equivalent"] / 300 * rows.loc["cost", "equivalent"] / 1, -1)
    assert rows["within_range"].tolist() == [False, True]
    nothing = weighting.equivalent_change(problem, {"jobs": 1.0, "cost": 0.0})
    assert np.isnan(nothing.table.set_index("criterion").loc["jobs", "equivalent"])
    assert "nothing in cost makes up for it" in str(nothing)
    assert "beyond its range" in str(weighting.equivalent_change(problem, change={"jobs": 300}))


def test_weights_by_ahp_imply_equivalent_changes_and_the_notes_say_that_they_only_imply_them():
    found = weighting.equivalent_change(load("cyber-policy"), change=1)
    assert {"implied", "linear"} <= set(found.notes["code"])
    weights = weighting.ahp(load("cyber-policy")).table.set_index(["group", "criterion"])["weight"]
    for row in found.table.itertuples():  # all scales run from 1 to 9
        assert_allclose(row.equivalent, weights[row.group, row.criterion] / weights[row.group, row.versus])


def test_without_scales_changes_are_over_the_range_of_the_ratings_in_the_group(stated):
    problem = stated(["jobs", "cost"], ratings={"option": ["x", "y"], "jobs": [0, 10], "cost": [0, 100]})
    found = weighting.equivalent_change(problem, {"jobs": 0.5, "cost": 0.5}, change=1)
    assert_allclose(found.table["equivalent"], [10, 0.1])
    assert "ranges" in set(found.notes["code"])


def test_changes_of_unknown_criteria_or_of_nothing_are_refused(stated):
    with pytest.raises(ValueError, match="did you mean jobs"):
        weighting.equivalent_change(swings(stated), change={"job": 1})
    with pytest.raises(ProblemError, match="above 0"):
        weighting.equivalent_change(swings(stated), change=0)


def best_worst(stated, case, flip=False):
    """The judgements of a published case, those of the best and those against the worst."""
    labels = case["inputs"]["criteria"]
    to_others, to_worst = case["inputs"]["best_to_others"], case["inputs"]["others_to_worst"]
    best, worst = labels[to_others.index(1)], labels[to_worst.index(1)]
    said = [(best, label, value) for label, value in zip(labels, to_others, strict=True) if label != best]
    said += [(label, worst, value) for label, value in zip(labels, to_worst, strict=True) if label not in (best, worst)]
    if flip:
        said = [(other, one, f"1/{value}") for one, other, value in said]
    return stated(labels, judgements=[dict(zip(("criterion", "versus", "value"), row, strict=True)) for row in said])


@pytest.mark.parametrize("flip", [False, True])
def test_best_worst_matches_rezaei_2015(flip, golden, stated, weight):
    case = golden("bwm_rezaei_2015_transport_mode")
    labels = case["inputs"]["criteria"]
    found = weighting.best_worst(best_worst(stated, case, flip), model="nonlinear")
    case.check("weights", weight(found, labels))
    (row,) = found.consistency.to_dict("records")
    case.check("xi_nonlinear", row["xi"])
    case.check("CR_output", row["consistency_ratio"])
    assert (row["best"], row["worst"]) == ("cost", "load flexibility")
    linear = weighting.best_worst(best_worst(stated, case, flip))
    assert_allclose(weight(linear, labels), case["recomputed"]["linear_weights"], atol=1e-9)
    assert_allclose(linear.consistency["xi"], case["recomputed"]["xi_linear"], atol=1e-9)
    assert_allclose(linear.consistency["input_consistency_ratio"], case["recomputed"]["CR_input"], atol=1e-9)


def test_consistent_best_worst_matches_rezaei_2016(golden, stated, weight):
    case = golden("bwm_rezaei_2016_consistent_car")
    found = weighting.best_worst(best_worst(stated, case))
    case.check("linear_weights", weight(found, case["inputs"]["criteria"]))
    case.check("xi_linear", found.consistency["xi"].iloc[0])
    case.check("CR_input", found.consistency["input_consistency_ratio"].iloc[0])


def test_where_the_optimum_is_not_unique_each_weight_has_its_interval(golden, stated):
    case = golden("bwm_rezaei_2016_car_example3")
    found = weighting.best_worst(best_worst(stated, case), model="nonlinear")
    case.check("xi_nonlinear", found.consistency["xi"].iloc[0])
    intervals = found.intervals.set_index("criterion").loc[case["inputs"]["criteria"], ["low", "high"]]
    assert_allclose(intervals, case["recomputed"]["weight_intervals"], atol=1e-6)
    assert "low" in str(found)


def test_judgements_without_a_best_or_a_worst_are_refused(stated):
    circle = [("a", "b", 2), ("b", "c", 2), ("c", "a", 2)]
    judgements = [dict(zip(("criterion", "versus", "value"), row, strict=True)) for row in circle]
    with pytest.raises(ProblemError) as caught:
        weighting.best_worst(stated(list("abc"), judgements=judgements))
    assert caught.value.faults["rule"].str.contains("no best").any()
    assert caught.value.faults["rule"].str.contains("no worst").any()


def test_best_worst_goes_node_by_node_and_counts_what_it_does_not_use(stated, weight):
    names = ("criterion", "versus", "value", "stakeholder")
    rows = [("a", "b", 2), ("a", "c", 4), ("b", "c", 2), ("d", "a", 1)]
    judgements = [dict(zip(names, (*row, who), strict=True)) for row in rows[:3] for who in ("ann", "bob")]
    found = weighting.best_worst(stated(list("abc"), judgements=judgements))
    assert_allclose(weight(found, list("abc")), np.array([4, 2, 1]) / 7, rtol=1e-7)
    assert set(found.notes["code"]) == {"combined"}
    extra = [{"criterion": "d", "versus": label, "value": 1} for label in "abc"]
    four = [{"criterion": one, "versus": other, "value": value} for one, other, value in rows[:3]]
    found = weighting.best_worst(stated(list("abcd"), judgements=[*four, *extra]))
    assert "1 judgements" in " ".join(found.notes["text"])
    criteria = [{"criterion": "top", "direction": ""}] + [
        {"criterion": label, "direction": "benefit", "parent": "top"} for label in "abc"
    ]
    found = weighting.best_worst(stated(list("abc"), criteria=criteria, judgements=four))
    assert_allclose(found.local["weight"], [1, *(np.array([4, 2, 1]) / 7)], rtol=1e-7)
    assert found.consistency["node"].tolist() == ["top"]
    assert weighting.best_worst(stated(["a"])).table["weight"].tolist() == [1.0]


@pytest.mark.parametrize("n", [2, 3, 4])
@pytest.mark.parametrize(("formula", "key"), [("centroid", "roc"), ("sum", "rs"), ("reciprocal", "rr")])
def test_weights_by_place_match_barron_and_barrett_1996(formula, key, n, golden, stated, weight):
    labels = list("dcba")[:n]
    problem = stated(labels, orders={"criterion": labels, "position": [10 * k + 3 for k in range(n)]})
    golden("rank_weights_n2_to_4").check(f"{key}_{n}", weight(weighting.rank_order(problem, formula=formula), labels))


def test_tied_places_share_the_mean_of_what_they_take(stated, weight):
    problem = stated(list("abc"), orders={"criterion": list("abc"), "position": [1, 2, 2]})
    found = weighting.rank_order(problem, formula="sum")
    assert_allclose(weight(found, list("abc")), [1 / 2, 1 / 4, 1 / 4])


def simos(stated, case, **columns):
    groups = case["inputs"]["groups_least_to_most"]
    blanks = [0, *case["inputs"]["blank_cards_between"]]
    rows = [
        {"criterion": label, "position": len(groups) - level, "blank_cards": blanks[level], **columns}
        for level, group in enumerate(groups)
        for label in group
    ]
    return stated(sorted(row["criterion"] for row in rows), orders=rows)


def test_revised_simos_matches_figueira_and_roy_2002(golden, stated, weight):
    case = golden("srf_figueira_roy_2002")
    labels = list(case["expected"]["weights_percent"])
    expected = list(case["expected"]["weights_percent"].values())
    problem = simos(stated, case)
    found = weighting.revised_simos(problem, ratio=case["inputs"]["z"])
    assert_allclose(100 * weight(found, labels), expected, rtol=0, atol=case["tolerance"]["weights_percent"])
    stated_ratio = weighting.revised_simos(simos(stated, case, ratio=case["inputs"]["z"]))
    assert_allclose(weight(stated_ratio, labels), weight(found, labels))
    with pytest.raises(ProblemError, match="needs one number of at least 1"):
        weighting.resolve(problem, "revised-simos")
    with pytest.raises(ValueError, match=r"at least 1, not 0\.5"):
        weighting.revised_simos(problem, ratio=0.5)


def test_swara_matches_kersuliene_and_others_2010(golden, stated, weight):
    case = golden("swara_kersuliene_2010")
    labels = list("fedcba")
    orders = {"criterion": labels, "position": range(1, 7), "step": case["inputs"]["s"]}
    case.check("weights", weight(weighting.swara(stated(labels, orders=orders)), labels))


def test_fucom_matches_pamucar_and_others_2018(golden, stated, weight):
    case = golden("fucom_pamucar_2018_car")
    labels = case["inputs"]["ranked"]
    orders = {"criterion": labels, "position": range(1, 6), "ratio": [None, *case["inputs"]["phi"]]}
    case.check("weights", weight(weighting.fucom(stated(labels, orders=orders)), labels))
    tied = {"criterion": labels, "position": [1, 2, 2, 3, 4], "ratio": [None, 2, None, 2, 2]}
    case.check("weights", weight(weighting.fucom(stated(labels, orders=tied)), labels))


@pytest.mark.parametrize(("way", "column"), [("swara", "step"), ("fucom", "ratio"), ("revised_simos", "blank_cards")])
def test_one_position_says_one_thing(way, column, stated):
    orders = {"criterion": list("abc"), "position": [1, 2, 2], column: [None, 2, 3]}
    with pytest.raises(ProblemError, match="b, c' criteria in one position say 2, 3"):
        weighting.resolve(stated(list("abc"), orders=orders), way)


@pytest.mark.parametrize(("way", "column"), [("swara", "step"), ("fucom", "ratio")])
def test_steps_that_are_missing_are_named(way, column, stated):
    orders = {"criterion": list("abc"), "position": [1, 2, 3], column: [None, 2, None]}
    with pytest.raises(ProblemError, match=f"column {column}: 'c' no {column} from the position before"):
        weighting.resolve(stated(list("abc"), orders=orders), way)
    bare = {"criterion": list("abc"), "position": [1, 2, 3]}
    with pytest.raises(ProblemError, match="2 faults"):
        weighting.resolve(stated(list("abc"), orders=bare), way)


def test_orders_are_of_criteria_that_are_rated_and_for_every_group(stated):
    criteria = [{"criterion": "top", "direction": ""}] + [
        {"criterion": label, "direction": "benefit", "parent": "top"} for label in "ab"
    ]
    orders = {"criterion": ["top", "a"], "position": [1, 2], "group": ["north", "north"]}
    with pytest.raises(ProblemError) as caught:
        weighting.rank_order(stated(list("ab"), among=["north", "south"], criteria=criteria, orders=orders))
    assert caught.value.faults["rule"].tolist() == [
        "has criteria below it",
        "nothing is stated for this criterion",
        "nobody stated anything for it",
    ]


def test_stated_weights_of_several_stakeholders_are_each_checked(stated, weight):
    rows = [("a", 0.7, "ann"), ("b", 0.3, "ann"), ("a", 0.2, "bob"), ("b", 0.8, "bob")]
    table = [dict(zip(("criterion", "weight", "stakeholder"), row, strict=True)) for row in rows]
    problem = stated(["a", "b"], weights=table)
    assert_allclose(weight(weighting.given(problem), ["a", "b"]), [0.45, 0.55])
    apart = weighting.given(problem, combine=None)
    assert_allclose(weight(apart, ["a", "b"], stakeholder="bob"), [0.2, 0.8])
    table[3]["weight"] = 0.9
    with pytest.raises(ProblemError, match=r"'bob: 1.1' do not sum to 1"):
        weighting.given(stated(["a", "b"], weights=table))
    scaled = weighting.given(stated(["a", "b"], weights=table), normalise=True, combine=None)
    assert_allclose(weight(scaled, ["a", "b"], stakeholder="bob"), [2 / 11, 9 / 11])


@pytest.mark.parametrize("table", ["orders", "swings", "judgements", "weights"])
def test_shuffled_rows_change_no_bit(table, stated):
    names, who = ["a", "b", "c"], ["ann", "bob"]
    every = [{"criterion": label, "stakeholder": name} for name in who for label in names]
    rng = np.random.default_rng(1)
    columns = {
        "orders": lambda at: {"position": at % 3 + 1, "step": 0.1 * at, "ratio": 1 + at / 7},
        "swings": lambda at: {"points": 10.0 * at + 3, "low": 2, "high": 5},
        "weights": lambda at: {"weight": [0.1, 0.2, 0.7][at % 3]},
        "judgements": lambda at: {"versus": names[(at + 1) % 3], "value": [3, "1/2", 1.7][at % 3]},
    }
    ways = {
        "orders": ("rank_order", "swara", "fucom"),
        "swings": ("swing",),
        "weights": ("given",),
        "judgements": ("best_worst",),
    }
    rows = [{**row, **columns[table](at)} for at, row in enumerate(every)]
    if table == "judgements":
        rows = [
            {**row, "versus": "c" if row["criterion"] != "c" else "a", "value": 2 + at} for at, row in enumerate(every)
        ]
        rows = [{**row, **({"criterion": "a", "versus": "b"} if row["criterion"] == "c" else {})} for row in rows]
    for way in ways[table]:
        wanted = weighting.resolve(stated(names, **{table: rows}), way).table
        for _ in range(3):
            shuffled = [rows[at] for at in rng.permutation(len(rows))]
            assert weighting.resolve(stated(names, **{table: shuffled}), way).table.equals(wanted)
