"""Portfolios under every kind of constraint against a listing of every set, and conflicts against every smaller one."""

from itertools import combinations
from time import perf_counter

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, ProblemError, load, plots, portfolio

CASE = load("cyber-policy")
GROUPS, OPTIONS = list(CASE.grids), CASE.labels("option")


def made(rng, groups, options):
    """Groups of options whose ratings are their values from 0 to 1, most of them rated everywhere."""
    labels = [f"o{place}" for place in range(options)]
    cells = [
        {"group": f"g{group}", "option": option, "criterion": "worth", "mode": float(rng.integers(0, 11)) / 10}
        for group in range(groups)
        for place, option in enumerate(labels)
        if place < 2 or rng.random() < 0.85
    ]
    return Problem.from_tables(
        criteria=[{"criterion": "worth", "direction": "benefit", "low": 0, "high": 1, "weight": 1}],
        options=[{"option": option} for option in labels],
        groups=[{"group": f"g{group}"} for group in range(groups)],
        ratings=cells,
    )


def asked(rng, problem, resources, pooled):
    """Costs, a budget and some of every kind of constraint, at random."""
    keys = [(group, option) for group, grid in problem.grids.items() for option in grid.options]
    names = ("money", "staff")[:resources]
    whole = rng.random() < 0.5
    costs = {
        name: {key: float(rng.integers(0, 8)) if whole else round(float(rng.uniform(0, 8)), 2) for key in keys}
        for name in names
    }
    share = rng.uniform(0.1, 0.7) / (1 if pooled else len(problem.grids))
    budget = {name: round(share * sum(entries.values()), 2) for name, entries in costs.items()}
    one = keys[rng.integers(len(keys))][0]
    of = keys if pooled else [key for key in keys if key[0] == one]
    picks = lambda count: [tuple(map(str, of[place])) for place in rng.choice(len(of), count, replace=False)]
    few = lambda most: range(rng.integers(0, most))
    groups = list(problem.grids)
    settings = {
        "include": picks(int(rng.integers(0, 2))),
        "exclude": picks(int(rng.integers(0, 2))),
        "exclusive": [tuple(picks(2)) for _ in few(3)],
        "requires": [tuple(picks(2)) for _ in few(3)],
        "at_least": {groups[0]: int(rng.integers(0, 3))},
        "at_most": {groups[-1]: int(rng.integers(1, 4))},
        "synergies": {tuple(picks(2)): float(rng.integers(-4, 5)) / 10 for _ in few(3)},
    }
    return costs, budget, settings


def every_set(keys):
    return (np.arange(2 ** len(keys))[:, None] >> np.arange(len(keys)) & 1).astype(bool)


def rules(keys, costs, budget, settings, group):
    """Each constraint by the name that it was typed with, and which sets keep it."""
    sets = every_set(keys)
    place = {key: number for number, key in enumerate(keys)}
    shown = lambda *labels: "(" + ", ".join(f"({g}, {o})" for g, o in labels) + ")"
    found = {}
    for name, limit in budget.items():
        spent = sets @ np.array([costs[name][key] for key in keys])
        found[f"budget {name}={limit:g}"] = spent <= limit + 1e-9
    for name, wanted in (("include", True), ("exclude", False)):
        for key in settings[name]:
            if key in place:
                found[f"{name} ({key[0]}, {key[1]})"] = sets[:, place[key]] == wanted
    for pair in settings["exclusive"]:
        if set(pair) <= set(place):
            found[f"exclusive {shown(*pair)}"] = sets[:, [place[key] for key in pair]].sum(axis=1) <= 1
    for first, second in settings["requires"]:
        if first in place:
            found[f"requires {shown(first, second)}"] = ~sets[:, place[first]] | sets[:, place[second]]
    for name in ("at_least", "at_most"):
        for of, count in settings[name].items():
            if group in ("all", of):
                chosen = sets[:, [place[key] for key in keys if key[0] == of]].sum(axis=1)
                found[f"{name} {of} {count}"] = chosen >= count if name == "at_least" else chosen <= count
    return sets, found


def worth(sets, keys, values, synergies):
    place = {key: number for number, key in enumerate(keys)}
    total = sets @ np.array([values[key] for key in keys])
    for (first, second), more in synergies.items():
        if first in place and second in place:
            total = total + more * (sets[:, place[first]] & sets[:, place[second]])
    return total


def hold(problem, costs, budget, settings, pooled):
    """What `portfolio` says is what listing every set says."""
    near = 0.15
    parts = {"all": list(problem.grids)} if pooled else {group: [group] for group in problem.grids}
    values = {
        (group, option): matrix[place, 0] / (len(problem.grids) if pooled else 1)
        for group, options, matrix in problem.matrices()
        for place, option in enumerate(options)
    }
    listed, impossible = {}, {}
    for part, groups in parts.items():
        keys = [(group, option) for group in groups for option in problem.grids[group].options]
        sets, kept = rules(keys, costs, budget, settings, part)
        ok = np.all(list(kept.values()), axis=0)
        listed[part] = (keys, sets, ok, worth(sets, keys, values, settings["synergies"]))
        if not ok.any():
            impossible[part] = kept
    call = {**settings, "pooled": pooled, "near": near, "space": None, "weights": "equal"}
    if impossible:
        with pytest.raises(ValueError, match="no set of options meets") as raised:
            portfolio(problem, costs, budget, **call)
        smallest(str(raised.value), impossible)
        return "conflict"
    found = portfolio(problem, costs, budget, **call)
    for part, (keys, sets, ok, value) in listed.items():
        totals = found.totals[found.totals["group"] == part]
        best = value[ok].max()
        assert totals["value"].iloc[0] == pytest.approx(best, abs=1e-9)
        assert (totals["cost"] <= totals["budget"] * (1 + 1e-12)).all()
        assert (totals["gap"] == 0).all()
        rows = found.table.set_index(["group", "option"])
        chosen = np.array([rows.loc[key, "chosen"] for key in keys])
        assert ok[np.flatnonzero((sets == chosen).all(axis=1))].all()
        frontier(
            found.frontier[found.frontier["group"] == part],
            budget,
            costs,
            listed[part],
            rules(keys, costs, budget, settings, part)[1],
        )
        close = found.near[(found.near["group"] == part) & (found.near["options"] != "more")]
        count = int(np.sum(value[ok] >= best - near * abs(best) - 1e-9))
        assert len(close) == min(count, 100)
        assert_allclose(close["value"], np.sort(value[ok])[::-1][: len(close)], atol=1e-9)
        following(totals, listed[part], costs, kept=rules(keys, costs, budget, settings, part)[1])
    return "found"


def frontier(table, budget, costs, listed, kept):
    """Every set of the frontier keeps the constraints and none that costs as much or less is worth more."""
    keys, sets, _, value = listed
    logical = np.all(
        [rows for name, rows in kept.items() if not name.startswith("budget")] or [np.ones(len(sets), bool)], axis=0
    )
    spent = {name: sets @ np.array([costs[name][key] for key in keys]) for name in budget}
    for row in table.itertuples():
        if len(budget) == 1:
            ok = logical & (next(iter(spent.values())) <= row.cost + 1e-9)
        else:
            ok = logical & np.all([spent[name] <= row.share * budget[name] + 1e-9 for name in budget], axis=0)
        assert row.value == pytest.approx(value[ok].max(), abs=1e-9)
    assert (np.diff(table["value"]) > 0).all()


def following(totals, listed, costs, kept):
    """The least cost at which more value can be had."""
    keys, sets, _, value = listed
    for row in totals.itertuples():
        others = [rows for name, rows in kept.items() if not name.startswith(f"budget {row.resource}=")]
        ok = np.all(others or [np.ones(len(sets), bool)], axis=0) & (value > row.value + 1e-8)
        if not ok.any():
            assert np.isnan(row.next_cost)
        else:
            spent = sets @ np.array([costs[row.resource][key] for key in keys])
            assert row.next_cost == pytest.approx(spent[ok].min(), abs=1e-9)
            assert row.next_value > row.value


def smallest(message, impossible):
    """The constraints that are named conflict, and no fewer do."""
    group, colon, _ = message.partition(": no set")
    kept = impossible[group if colon else "all"]
    named = [name for name in kept if name in message]
    assert not np.all([kept[name] for name in named], axis=0).any()
    for size in range(len(named)):
        assert all(np.all([kept[name] for name in some], axis=0).any() for some in combinations(kept, size) if some)


@pytest.mark.parametrize("block", [0, 1, *(pytest.param(block, marks=pytest.mark.thorough) for block in range(2, 15))])
def test_three_hundred_problems_are_answered_as_listing_every_set_does(block):
    kinds = []
    for seed in range(20 * block, 20 * (block + 1)):
        rng = np.random.default_rng(seed)
        groups = int(rng.integers(1, 4))
        most = 14 // groups if seed % 10 == 0 else 10 // groups
        problem, pooled = made(rng, groups, int(rng.integers(2, max(3, most + 1)))), bool(rng.integers(2))
        kinds.append(hold(problem, *asked(rng, problem, 1 + int(rng.integers(2)), pooled), pooled))
    assert set(kinds) == {"conflict", "found"}


def test_a_published_problem_with_constraints(golden):
    case = golden("portfolio_additive_with_constraints_public")
    inputs = case["inputs"]
    labels = [f"p{place}" for place in range(5)]
    matrix = pd.DataFrame(inputs["scores"], index=labels, columns=["a", "b"])
    problem = Problem.from_matrix(matrix, directions="benefit", weights=inputs["weights"], bounds=[(0, 1)] * 2)
    pairs = {
        name: [[labels[place] for place in pair] for pair in inputs[name]]
        for name in ("mutually_exclusive", "requires")
    }
    found = portfolio(
        problem, dict(zip(labels, inputs["costs"], strict=True)), inputs["budget"], exclusive=pairs["mutually_exclusive"],
        requires=pairs["requires"], near=1,
    )  # fmt: skip
    case.check("project_values", found.table["value"])
    case.check("selection", found.table["chosen"].astype(int))
    case.check("optimal_value", found.totals["value"].iloc[0])
    case.check("second_best_value", found.near["value"].iloc[1])
    case.check("n_feasible", len(found.near))


def test_what_cannot_be_met_is_told_by_the_names_that_were_typed():
    costs = dict.fromkeys(OPTIONS, 2)
    with pytest.raises(ValueError, match=r"^capacity_partners: no set of options meets these together: budget 3, "
                       r"include common_areas, include regional_orgs \(it takes each of them; loosen one\)$"):  # fmt: skip
        portfolio(CASE, costs, 3, include=["common_areas", "regional_orgs"], exclude=["ict_bricolage"], at_most=4)
    with pytest.raises(ValueError, match=r"^rivals_with_ties: no set of options meets at_least rivals_with_ties 10$"):
        portfolio(CASE, costs, 30, at_least={"rivals_with_ties": 10})
    with pytest.raises(ValueError, match=r"^no set of options meets these together: include \(no_formal_ties, common_areas\), "
                       r"screen common_areas \("):  # fmt: skip
        portfolio(CASE, costs, 30, pooled=True, include=[("no_formal_ties", "common_areas")], screen=True)


def test_a_conflict_among_thirty_constraints_is_told_in_time():
    costs = dict.fromkeys(OPTIONS, 1)
    chain = [((group, OPTIONS[place]), (group, OPTIONS[place + 1])) for group in GROUPS for place in range(7)]
    start = perf_counter()
    with pytest.raises(ValueError, match="no set of options meets these together") as raised:
        portfolio(CASE, costs, 30, pooled=True, requires=chain, include=[(GROUPS[1], OPTIONS[0])],
                  exclude=[(GROUPS[1], OPTIONS[3])], at_most=8)  # fmt: skip
    assert perf_counter() - start < 8  # 0.2 s alone on one core
    assert str(raised.value).count("requires") == 3


def test_funded_and_ruled_out_options_without_other_constraints_keep_the_whole_frontier():
    costs = dict(zip(OPTIONS, (1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
    found = portfolio(CASE, costs, 10, exclude=["ict_bricolage"])
    assert not found.table.query("option == 'ict_bricolage'")["chosen"].any()
    assert not found.frontier["options"].str.contains("ict_bricolage").any()
    del costs["ict_bricolage"]
    fewer = portfolio(CASE.select(options=list(costs)), costs, 10)
    assert_allclose(found.frontier["value"], fewer.frontier["value"])


def test_one_budget_over_all_groups_weighs_them_and_says_so():
    costs = dict.fromkeys(OPTIONS, 1)
    equal = portfolio(CASE, costs, 5, pooled=True)
    assert equal.notes.query("code == 'group_weights'")["text"].iloc[0].startswith("every group counts the same")
    apart = portfolio(CASE, costs, 5)
    assert_allclose(equal.table["value"], apart.table["value"] / 4)
    assert equal.totals["group"].tolist() == ["all"]
    best = apart.table.sort_values("value", ascending=False).head(5)
    assert set(equal.table.loc[equal.table["chosen"], "value"].round(12)) == set((best["value"] / 4).round(12))
    one = portfolio(CASE, costs, 5, pooled=True, group_weights={**dict.fromkeys(GROUPS, 0), GROUPS[1]: 2})
    assert set(one.table.loc[one.table["chosen"], "group"]) == {GROUPS[1]}
    assert (
        one.notes.query("code == 'group_weights'")["text"].iloc[0]
        == "the weights of the groups sum to 2 and are divided by it"
    )
    assert plots.figure(plots.frontier, equal).axes


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"group_weights": {GROUPS[0]: 1}}, "pass pooled=True"),
        (
            {"group_weights": {GROUPS[0]: 1}, "pooled": True},
            "one for each group and no other, but 'nonsignatory_developing'",
        ),
        ({"group_weights": dict.fromkeys(GROUPS, 0), "pooled": True}, "not below 0, and not all 0"),
        ({"ratings": "some"}, "no ratings 'some'"),
        ({"near": 10}, "such as 0.1 for within 10%"),
        ({"synergies": {(f"a{i}", f"b{i}"): 1 for i in range(1)}}, "a0"),
    ],
)
def test_settings_that_say_nothing_are_refused_with_what_would_do(settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        portfolio(CASE, dict.fromkeys(OPTIONS, 1), 5, **settings)


def test_every_label_at_fault_is_told_at_once():
    with pytest.raises(ProblemError) as raised:
        portfolio(
            CASE, dict.fromkeys(OPTIONS, 1), 5, include=["ict", ("nowhere", OPTIONS[0]), (GROUPS[0], "x"), (1, 2, 3)],
            exclusive=[("common_areas",), ("common_areas", "common_areas")], requires=[(OPTIONS[0], OPTIONS[1], OPTIONS[2])],
            at_least={"rivals": 1, GROUPS[0]: 1.5}, at_most={GROUPS[0]: True}, synergies={(OPTIONS[0], OPTIONS[1]): np.nan},
            exclude=[], proposed="nothing",
        )  # fmt: skip
    faults = raised.value.faults
    assert faults["table"].value_counts().to_dict() == {
        "include": 4, "exclusive": 2, "requires": 1, "at_least": 2, "at_most": 1, "synergies": 1, "proposed": 1,
    }  # fmt: skip
    with pytest.raises(ProblemError, match=r"does not say of which group .write .'capacity_partners', 'common_areas'"):
        portfolio(CASE, dict.fromkeys(OPTIONS, 1), 5, pooled=True, include="common_areas")
    with pytest.raises(ProblemError, match="joins several groups, each with a budget of its own"):
        portfolio(CASE, dict.fromkeys(OPTIONS, 1), 5, requires=[((GROUPS[0], OPTIONS[0]), (GROUPS[1], OPTIONS[0]))])
    pairs = list(combinations(OPTIONS, 2))[:20]
    with pytest.raises(ValueError, match="more than 64 synergies"):
        portfolio(CASE, dict.fromkeys(OPTIONS, 1), 5, synergies=dict.fromkeys(pairs, 0.1))


def test_what_is_asked_of_an_option_where_it_does_not_compete():
    problem = made(np.random.default_rng(0), 2, 2)
    ratings = problem.table("ratings").query("group == 'g0' or option == 'o1'")
    problem = problem.replace(ratings=ratings)
    costs = {"o0": 1, "o1": 1}
    found = portfolio(problem, costs, 2, include=["o0"], exclusive=[("o0", "o1")], synergies={("o0", "o1"): 1})
    assert found.notes.query("code == 'not_rated'")[["group", "text"]].to_numpy().tolist() == [
        ["g1", "not rated and out of the competition: o0"],
        ["g1", "include o0: it does not compete there"],
    ]
    assert found.table[found.table["chosen"]][["group", "option"]].to_numpy().tolist() == [["g0", "o0"], ["g1", "o1"]]
    needs = portfolio(problem, costs, 2, requires=[("o1", "o0")])
    assert not needs.table.query("group == 'g1'")["chosen"].any()
    with pytest.raises(ProblemError, match="is not rated for g1"):
        portfolio(problem, costs, 2, include=[("g1", "o0")])


def test_a_proposed_set_is_held_against_the_best():
    costs = dict.fromkeys(OPTIONS, 2)
    found = portfolio(CASE, costs, 4, at_most=1, proposed=["common_areas", "regional_orgs", "ict_bricolage"])
    rows = found.proposed.set_index("group")
    assert (rows["cost"] == 6).all()
    assert rows.loc["rivals_with_ties", "breaks"] == "budget 4; at_most rivals_with_ties 1"
    best = found.totals.set_index("group")["value"]
    assert_allclose(rows["regret"], best[rows.index] - rows["value"])
    one = portfolio(CASE, costs, 4, proposed=[(GROUPS[0], "ict_bricolage")]).proposed
    assert one["options"].tolist() == ["ict_bricolage", "", "", ""]
    assert one["breaks"].tolist() == [""] * 4
    assert one["regret"].iloc[0] > 0


def test_more_sets_near_the_best_than_a_hundred_end_in_more():
    found = portfolio(CASE, dict.fromkeys(OPTIONS, 1), 5, near=0.5)
    for _, part in found.near.groupby("group"):
        assert len(part) == 101
        assert part["options"].iloc[-1] == "more"
        assert np.isnan(part["value"].iloc[-1])
        assert (np.diff(part["value"].iloc[:-1]) <= 1e-12).all()
    assert found.notes.query("code == 'near'")["text"].str.contains("100 that are listed").all()
    alone = portfolio(CASE, dict.fromkeys(OPTIONS, 1), 1, near=0)
    assert (
        alone.near.groupby("group")["options"].first().tolist()
        == alone.table.query("chosen").sort_values("group")["option"].tolist()
    )


def test_costs_of_a_case_name_their_resources_and_their_ends():
    rows = [
        {"option": option, "cost": 2 + place % 3, "low": 1, "high": 6, "unit": unit}
        for place, option in enumerate(OPTIONS)
        for unit in ("EUR", "staff")
    ]
    problem = CASE.replace(costs=rows)
    assert problem.fingerprint != CASE.fingerprint
    found = portfolio(problem, None, {"EUR": 6, "staff": 9})
    assert found.totals["resource"].tolist() == ["EUR", "staff"] * 4
    assert (found.totals["cost_low"] <= found.totals["cost"]).all()
    assert (found.totals["cost_high"] >= found.totals["cost"]).all()
    assert found.notes.query("code == 'costs'")["group"].tolist() == GROUPS
    assert {"cost", "cost_staff"} <= set(found.table)
    assert "EUR" in str(found)
    nested = {group: {"EUR": 6, "staff": 9} for group in GROUPS}
    pd.testing.assert_frame_equal(portfolio(problem, None, nested).table, found.table)
    with pytest.raises(ProblemError, match=r"is one number for several resources .give one for each of EUR, staff"):
        portfolio(problem, None, 6)
    with pytest.raises(ProblemError, match="'USD' is no resource"):
        portfolio(
            problem,
            None,
            {GROUPS[0]: {"USD": 3, "EUR": 1, "staff": 1}, **{g: {"EUR": 1, "staff": 1} for g in GROUPS[1:]}},
        )
    with pytest.raises(ProblemError, match="'x' is no resource, and one budget is over all groups"):
        portfolio(problem, None, {"x": 3}, pooled=True)
    with pytest.raises(ProblemError, match="low must not be above cost"):
        CASE.replace(costs=[{"option": OPTIONS[0], "cost": 1, "low": 2}])


def test_costs_may_differ_by_group():
    costs = {**dict.fromkeys(OPTIONS, 2), **{(GROUPS[0], option): 1 for option in OPTIONS}}
    found = portfolio(CASE, costs, 4)
    assert found.table.groupby("group", sort=False)["chosen"].sum().tolist() == [4, 2, 2, 2]
    table = pd.DataFrame(
        {"option": [*OPTIONS, *OPTIONS], "cost": [2] * 9 + [1] * 9, "group": [""] * 9 + [GROUPS[0]] * 9}
    )
    pd.testing.assert_frame_equal(portfolio(CASE, table, 4).table, found.table)
    lacking = {(group, option): 1 for group in GROUPS[:3] for option in OPTIONS}
    with pytest.raises(ProblemError, match=r"costs, row no_formal_ties, capacity_building: is missing") as raised:
        portfolio(CASE, lacking, 4)
    assert len(raised.value.faults) == 9
    with pytest.raises(ProblemError, match="is no group"):
        portfolio(CASE, {**costs, ("here", OPTIONS[0]): 1}, 4)
    with pytest.raises(ValueError, match="costs are a mapping by option"):
        portfolio(CASE, 3, 4)


def test_screens_follow_the_argument():
    costs = dict.fromkeys(OPTIONS, 1)
    applied = portfolio(CASE, costs, 9, screen=True, space=None)
    assert applied.settings["screen"] is True
    assert applied.table.query("group == 'no_formal_ties' and chosen")["option"].tolist() == ["tailored_capabilities"]
    assert portfolio(CASE, costs, 9, screen=False, space=None).table["chosen"].all()


def test_the_order_of_rows_and_columns_changes_no_bit():
    costs = dict(zip(OPTIONS, (1.1, 2.3, 3.7, 4.2, 5.9, 6.1, 7.3, 8.8, 9.4), strict=True))
    settings = {
        "pooled": True,
        "requires": [((GROUPS[0], OPTIONS[0]), (GROUPS[1], OPTIONS[1]))],
        "at_least": 1,
        "near": 0.02,
    }
    first = portfolio(CASE, costs, 21.5, **settings)
    shuffled = CASE.replace(**{name: CASE.table(name)[::-1] for name in ("options", "criteria", "groups", "ratings")})
    second = portfolio(shuffled, dict(reversed(costs.items())), 21.5, **settings)
    for name in ("totals", "frontier"):
        pd.testing.assert_frame_equal(first.tables[name], second.tables[name], check_exact=True)
    key = ["group", "option"]
    pd.testing.assert_frame_equal(
        first.table.sort_values(key, ignore_index=True),
        second.table.sort_values(key, ignore_index=True),
        check_exact=True,
    )


def test_thirty_six_pairs_with_ten_constraints_are_quick():
    costs = dict(zip(OPTIONS, (3.1, 1.3, 8.2, 4.4, 6.5, 2.6, 7.7, 5.8, 9.9), strict=True))
    settings = {
        "pooled": True, "at_least": {GROUPS[0]: 1, GROUPS[1]: 1}, "at_most": {GROUPS[2]: 4, GROUPS[3]: 3},
        "include": [(GROUPS[0], OPTIONS[2])], "exclude": [(GROUPS[1], OPTIONS[3])],
        "exclusive": [((GROUPS[0], OPTIONS[0]), (GROUPS[0], OPTIONS[1])), ((GROUPS[1], OPTIONS[4]), (GROUPS[2], OPTIONS[4]))],
        "requires": [((GROUPS[2], OPTIONS[5]), (GROUPS[2], OPTIONS[6])), ((GROUPS[3], OPTIONS[1]), (GROUPS[0], OPTIONS[1]))],
    }  # fmt: skip
    portfolio(CASE, costs, 60, **settings)
    start = perf_counter()
    found = portfolio(CASE, costs, 60, **settings)
    assert perf_counter() - start < 6  # 0.12 s alone on one core
    assert len(found.frontier) > 50


@pytest.mark.parametrize(
    "settings", [{}, {"requires": [("p000", "p001")], "exclusive": [("p002", "p003", "p004")], "at_least": 40}]
)
def test_two_hundred_projects_are_answered(settings):
    rng = np.random.default_rng(3)
    labels = [f"p{place:03d}" for place in range(200)]
    matrix = pd.DataFrame(rng.uniform(0, 1, (200, 2)), index=labels, columns=["a", "b"])
    problem = Problem.from_matrix(matrix, directions="benefit", weights=[0.5, 0.5], bounds=[(0, 1)] * 2)
    found = portfolio(problem, dict(zip(labels, rng.uniform(1, 30, 200), strict=True)), 800, **settings)
    assert found.totals["gap"].iloc[0] == 0
    assert found.totals["cost"].iloc[0] <= 800
    assert (np.diff(found.frontier["value"]) > 0).all()
    notes = found.notes.query("code == 'frontier'")["text"].tolist()
    assert (notes != []) == bool(settings)
