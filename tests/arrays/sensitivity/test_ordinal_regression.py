"""UTA-GMS (Greco, Mousseau and Słowiński, 2008) against a plain linear program, and what must hold of it."""

from itertools import pairwise
from time import process_time

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

import policymcda as mcda

OPTIONS = ["a", "b", "c", "d", "e", "f"]


def case(seed, options=6, criteria=3, statements=(), levels=5):
    rng = np.random.default_rng(seed)
    names = [f"c{j}" for j in range(criteria)]
    labels = (OPTIONS + [f"o{i}" for i in range(20)])[:options]
    ratings = pd.DataFrame(rng.integers(0, levels, (options, criteria)), columns=names).assign(option=labels)
    tables = {"statements": list(statements)} if statements else {}
    return mcda.Problem.from_tables(
        criteria={
            "criterion": names,
            "direction": ["benefit", *rng.choice(["benefit", "cost"], criteria - 1)],
            "low": [0] * criteria,
            "high": [levels - 1] * criteria,
        },
        ratings=ratings,
        **tables,
    )


def random_statements(seed, options=6):
    """Statements that agree with some additive value, so that they do not contradict each other."""
    problem = case(seed, options)
    rng = np.random.default_rng([seed, 1])
    value = {(j, r): v for j in range(3) for r, v in enumerate(np.cumsum(rng.random(5)))}
    matrix = problem.matrix()
    signed = [
        sum(value[j, int(r if problem.benefit[j] else 4 - r)] for j, r in enumerate(row)) for row in matrix.to_numpy()
    ]
    order = np.argsort(signed)[::-1]
    pairs = [
        tuple(sorted(rng.choice(options, 2, replace=False), key=lambda i: int(np.argmax(order == i)))) for _ in range(3)
    ]
    labels = matrix.index
    return [{"better": labels[i], "worse": labels[j]} for i, j in dict.fromkeys(pairs) if signed[i] > signed[j] + 1e-9]


def monotone(problem, **more):
    weights = "statements" if problem.has("statements") else "any"
    return mcda.dominance(problem, weights=weights, values="monotone", ratings="fixed", **more)


def plain_program(problem):
    """Necessary and possible preference as published: u at every level as an unknown, statements apart by epsilon."""
    matrix = problem.matrix()
    levels = [list(range(5)) if more else list(range(4, -1, -1)) for more in problem.benefit[: matrix.shape[1]]]
    width = 5 * matrix.shape[1]

    def value(label):
        row = np.zeros(width + 1)
        for j, rating in enumerate(matrix.loc[label]):
            row[5 * j + levels[j].index(int(rating))] = 1
        return row

    rising = [
        np.eye(width + 1)[5 * j + k] - np.eye(width + 1)[5 * j + k + 1] for j in range(len(levels)) for k in range(4)
    ]
    equal = [np.eye(width + 1)[5 * j] for j in range(len(levels))]
    equal.append(sum(np.eye(width + 1)[5 * j + 4] for j in range(len(levels))))
    right = [0.0] * len(levels) + [1.0]
    epsilon = np.eye(width + 1)[-1]
    stated = []
    for row in problem.statements.itertuples():
        difference = value(row.better) - value(row.worse)
        if getattr(row, "same", "") == "true":
            equal.append(difference)
            right.append(0.0)
        else:
            stated.append(epsilon - difference)

    def epsilon_with(further):
        rows = np.array([*rising, *stated, *further])
        answer = linprog(
            -epsilon, rows, np.zeros(len(rows)), np.array(equal), right, bounds=[(0, 1)] * width + [(-1, 1)]
        )
        return -answer.fun if answer.status == 0 else -np.inf

    labels = list(matrix.index)
    necessary, possible = {}, {}
    for x in labels:
        for y in labels:
            if x != y:
                difference = value(x) - value(y)
                necessary[x, y] = epsilon_with([difference + epsilon]) <= 1e-9
                possible[x, y] = epsilon_with([-difference]) > 1e-9
    return necessary, possible


@pytest.mark.parametrize("seed", range(12))
def test_it_equals_a_plain_linear_program(seed):
    statements = random_statements(seed)
    if seed % 3 == 0 and statements:
        statements[-1]["same"] = "true"
    problem = case(seed, statements=statements)
    try:
        pairs = monotone(problem).pairs
    except mcda.ProblemError:
        return
    necessary, possible = plain_program(problem)
    for row in pairs.itertuples():
        assert row.necessary == necessary[row.option, row.versus], (row.option, row.versus)
        assert row.possible == possible[row.option, row.versus], (row.option, row.versus)


@pytest.mark.parametrize("seed", range(20))
def test_necessary_implies_possible_and_is_transitive_and_one_of_two_is_possible(seed):
    problem = case(seed, statements=random_statements(seed))
    found = monotone(problem)
    pairs = found.pairs.set_index(["option", "versus"])
    assert (pairs["possible"] | ~pairs["necessary"]).all()
    labels = problem.labels("option")
    for x in labels:
        for y in labels:
            if x == y:
                continue
            assert pairs.loc[(x, y), "necessary"] or pairs.loc[(y, x), "possible"]
            assert pairs.loc[(x, y), "least"] == pytest.approx(-pairs.loc[(y, x), "most"], abs=1e-9)
            for z in labels:
                if z not in (x, y) and pairs.loc[(x, y), "necessary"] and pairs.loc[(y, z), "necessary"]:
                    assert pairs.loc[(x, z), "necessary"]


@pytest.mark.parametrize("seed", range(10))
def test_without_statements_necessary_is_dominance(seed):
    problem = case(seed)
    pairs = monotone(problem).pairs
    matrix = problem.matrix()
    signs = np.where(problem.benefit, 1, -1)
    for row in pairs.itertuples():
        gain = signs * (matrix.loc[row.option] - matrix.loc[row.versus]).to_numpy()
        assert row.necessary == bool(np.all(gain >= 0))
        assert row.dominates == bool(np.all(gain >= 0) and np.any(gain > 0))


@pytest.mark.parametrize("ratings", ["fixed", "intervals"])
def test_a_full_order_as_statements_gives_it_back(ratings):
    problem = mcda.load("cyber-policy").select(groups=["rivals_with_ties"])
    scores = mcda.rank(problem, method="weighted_sum").table.sort_values("score", ascending=False)
    order = scores["option"].tolist()
    rows = [{"better": one, "worse": other} for one, other in pairwise(order)]
    stated = problem.replace(statements=rows)
    found = mcda.dominance(stated, weights="statements", values="monotone", ratings=ratings)
    for row in found.pairs.itertuples():
        ahead = order.index(row.option) < order.index(row.versus)
        assert row.necessary == ahead
        assert row.possible == ahead
    ranks = found.table.set_index("option").loc[order]
    assert ranks["best_bound"].tolist() == list(range(1, len(order) + 1)) or ratings == "intervals"
    assert ranks["worst_bound"].tolist() == list(range(1, len(order) + 1))
    assert ranks["first"].iloc[0] == "always"


def test_what_is_rated_lower_throughout_can_tie_where_value_functions_may_be_flat_and_what_is_not_is_always_first():
    twins = mcda.Problem.from_matrix(
        pd.DataFrame({"p": [4.0, 4, 1], "q": [3.0, 3, 2]}, index=["a", "b", "c"]),
        directions="benefit",
        bounds=[(0, 4)] * 2,
    )
    assert monotone(twins).table.set_index("option")["first"].to_dict() == {
        "a": "always",
        "b": "always",
        "c": "tied",
    }


def test_ranks_that_were_met_lie_within_their_bounds():
    for seed in range(10):
        table = monotone(case(seed, statements=random_statements(seed))).table
        assert (table["best_bound"] <= table["best_rank"]).all()
        assert (table["best_rank"] <= table["worst_rank"]).all()
        assert (table["worst_rank"] <= table["worst_bound"]).all()
        assert (table["first"].isin(["possible", "always", "tied"]) == (table["best_rank"] == 1)).all()


def test_whatever_the_weights_is_contained_in_whatever_the_value_functions():
    problem = mcda.load("cyber-policy")
    keys = ["group", "option", "versus"]
    linear = mcda.dominance(problem, method="weighted_sum", ratings="fixed").pairs.set_index(keys)
    free = mcda.dominance(problem, values="monotone", ratings="fixed").pairs.set_index(keys)
    assert (linear["necessary"] | ~free["necessary"]).all()
    assert (free["most"] >= linear["most"] - 1e-9).all()


def test_wider_ratings_leave_less_that_is_necessary():
    problem = mcda.load("cyber-policy")
    rows = [{"better": "ict_bricolage", "worse": "western_integration"}]
    stated = problem.replace(statements=rows)
    keys = ["group", "option", "versus"]
    fixed, unknown, intervals = (
        mcda.dominance(stated, weights="statements", values="monotone", ratings=ratings).pairs.set_index(keys)
        for ratings in ("fixed", "unknown", "intervals")
    )
    assert (fixed["necessary"] | ~unknown["necessary"]).all()
    assert (unknown["necessary"] | ~intervals["necessary"]).all()
    for pairs in (fixed, unknown, intervals):
        named = pairs.xs("ict_bricolage", level="option").xs("western_integration", level="versus")
        assert named["necessary"].all()


def test_sketches_are_taken_and_what_they_leave_out_is_the_same():
    # better on c0 than an option, the same on the rest: true of every value function, so it says nothing
    below_the_top = case(3).matrix()["c0"].idxmin()
    problem = case(3, statements=[{"better": "c0=4", "worse": below_the_top}])
    bare, stated = monotone(case(3)).pairs, monotone(problem).pairs
    assert bare["necessary"].equals(stated["necessary"])
    trade = case(3, statements=[{"better": "c0=4; c1=0", "worse": "c0=0; c1=4"}])
    assert (monotone(trade).pairs["necessary"] | ~bare["necessary"]).all()


def test_a_contradiction_names_the_fewest():
    names = OPTIONS[:3]
    circle = [{"better": a, "worse": b} for a, b in zip(names, [*names[1:], names[0]], strict=True)]
    problem = case(8, statements=[{"better": "c0=4; c1=0", "worse": "c0=0; c1=4"}, *circle])
    with pytest.raises(mcda.ProblemError, match="no monotone value function agrees with") as caught:
        monotone(problem)
    assert set(caught.value.faults["value"]) <= {f"{row['better']} better than {row['worse']}" for row in circle}


def test_nine_options_on_four_criteria_take_less_than_a_second():
    problem = mcda.load("cyber-policy").select(groups=["capacity_partners"])
    stated = problem.replace(statements=[{"better": "ict_bricolage", "worse": "western_integration"}])
    mcda.dominance(stated, weights="statements", values="monotone")
    start = process_time()
    mcda.dominance(stated, weights="statements", values="monotone")
    assert process_time() - start < 1


def test_one_option_is_alone():
    problem = case(0, options=1)
    table = monotone(problem).table
    assert table[["first", "best_rank", "worst_bound"]].to_numpy().tolist() == [["always", 1, 1]]


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"values": "linear"}, "monotone, or left out"),
        ({"values": "monotone", "method": "topsis"}, "carry method and weights"),
        ({"values": "monotone", "weights": "ahp"}, "carry method and weights"),
        ({"values": "monotone", "weights": "statements"}, "fill in the table statements"),
    ],
)
def test_what_does_not_fit_says_what_would(more, match):
    with pytest.raises(ValueError, match=match):
        mcda.dominance(mcda.load("cyber-policy"), **more)
