"""Reversals: published ones, those of the case, and methods that cannot reverse anything."""

from functools import partial
from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest

from policymcda import Problem, load, rank, reversal, weighting
from policymcda.arrays.methods import METHODS, topsis
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.scale import by_max
from policymcda.arrays.sensitivity.rank_reversal import in_pairs, intransitive, with_a_worse
from policymcda.binding import bind
from policymcda.cli import main


def problem_of(matrix, weights, directions="benefit", **settings):
    frame = pd.DataFrame(matrix, index=[f"A{i + 1}" for i in range(len(matrix))], dtype=float)
    frame.columns = [f"C{j + 1}" for j in range(frame.shape[1])]
    return Problem.from_matrix(frame, directions=directions, weights=weights, **settings)


@pytest.mark.parametrize(("scale", "key"), [(None, "vector"), (by_max, "xmax")])
def test_topsis_reverses_as_in_garcia_cascales_and_lamata_2012(golden, scale, key):
    case = golden("topsis_rank_reversal_garcia_cascales_lamata_2012")
    method = topsis if scale is None else partial(topsis, scale=scale)
    matrix, weights = case["inputs"]["matrix4"], case["inputs"]["weights"]
    whole, part = problem_of(matrix, weights), problem_of(matrix[:3], weights)
    case.check(f"{key}4_rank", rank(whole, method=method).table["rank"])
    case.check(f"{key}3_rank", rank(part, method=method).table["rank"])
    found = reversal(whole, method=method).table.set_index(["test", "option"]).loc[("remove", "A4")]
    before, after = case["expected"][f"{key}4_rank"][:3], case["expected"][f"{key}3_rank"]
    swapped = [(i, j) for i, j in permutations(range(3), 2) if before[i] < before[j] and after[i] > after[j]]
    assert found["swaps"] == len(swapped)
    assert found["reversed"] == (len(swapped) > 0) == (key == "vector")
    if key == "vector":
        assert found["first_changed"]
        assert "A2 passes A1" in found["sentence"]


def test_deleting_the_leader_of_no_formal_ties_swaps_the_third_and_the_fourth():
    problem = load("cyber-policy")
    found = reversal(problem).table.set_index(["group", "test", "option"])
    row = found.loc[("no_formal_ties", "remove", "tailored_capabilities")]
    assert row["sentence"] == "without tailored_capabilities, ict_bricolage passes western_integration"
    assert row["swaps"] == 1
    assert not row["first_changed"]
    left = [option for option in problem.labels("option") if option != "tailored_capabilities"]
    places = []
    for options in (problem.labels("option"), left):
        table = rank(problem.select(options=options), weights=weighting.ahp(problem).table).table
        part = table[table["group"] == "no_formal_ties"].set_index("option")["rank"]
        places.append(int(part["western_integration"] - part["ict_bricolage"]))
    assert places == [-1, 1]


def test_every_removal_of_the_case_agrees_with_ranking_what_is_left():
    problem = load("cyber-policy")
    own = weighting.ahp(problem).table
    whole = rank(problem).table.set_index(["group", "option"])["rank"]
    found = reversal(problem).table.set_index(["test", "option", "group"])
    for removed in problem.labels("option")[:4]:
        left = problem.select(options=[option for option in problem.labels("option") if option != removed])
        after = rank(left, weights=own).table.set_index(["group", "option"])["rank"]
        for group in problem.grids:
            swapped = [
                (one, other)
                for one, other in permutations(left.labels("option"), 2)
                if whole[group, one] < whole[group, other] and after[group, one] > after[group, other]
            ]
            assert found.loc[("remove", removed, group), "swaps"] == len(swapped)


@pytest.mark.parametrize(
    "method",
    ["weighted_sum", "spotis", "additive_value", partial(topsis, anchored=True)],
    ids=["weighted_sum", "spotis", "additive_value", "anchored topsis"],
)
def test_methods_with_scales_of_their_own_reverse_nothing(random_problem, method):
    for seed in range(5):
        found = reversal(random_problem(seed, options=6, criteria=3), method=method)
        assert not found.table["reversed"].any()
        assert not found.table["first_changed"].any()


@pytest.mark.parametrize("method", [name for name in METHODS if name != "electre_iii"])
def test_counts_are_those_of_ranking_every_changed_set(random_problem, method):
    problem = random_problem(11, options=5)
    bound, weights = bind(method, problem), problem.column("weight").astype(float)
    matrix, benefit = problem.grids["all"].mode, problem.benefit
    whole = ranks(bound(matrix, weights, benefit))
    table = reversal(problem, method=method).table.set_index(["test", "option"])
    pairs = list(permutations(range(5), 2))
    worst = np.where(benefit, 0.5, 10.0)
    against = 0
    for i in range(5):
        kept = [k for k in range(5) if k != i]
        after = dict(zip(kept, ranks(bound(matrix[kept], weights, benefit)), strict=True))
        count = sum(whole[a] < whole[b] and after[a] > after[b] for a, b in pairs if i not in (a, b))
        assert table.loc[("remove", f"o{i}"), "swaps"] == count
        copied = ranks(bound(np.vstack([matrix, matrix[i]]), weights, benefit))
        count = sum(whole[a] < whole[b] and copied[a] > copied[b] for a, b in pairs)
        assert table.loc[("copy", f"o{i}"), "swaps"] == count
        if whole[i] > 1:
            changed = matrix.copy()
            changed[i] = (changed[i] + worst) / 2
            after = ranks(bound(changed, weights, benefit))
            count = sum(whole[a] < whole[b] and after[a] > after[b] for a, b in pairs if a != i)
            assert table.loc[("worse", f"o{i}"), "swaps"] == count
            assert table.loc[("worse", f"o{i}"), "first_changed"] == (not (after[whole == 1] == 1).any())
    for a, b in combinations(range(5), 2):
        alone = ranks(bound(matrix[[a, b]], weights, benefit))
        against += (alone[0] - alone[1]) * (whole[a] - whole[b]) < 0
    assert table.loc[("split", ""), "swaps"] == against


def test_a_copy_that_does_not_rank_with_its_original_is_a_reversal():
    def by_place(matrix, weights, benefit):
        """The later the better."""
        return np.broadcast_to(np.arange(matrix.shape[-2], dtype=float), matrix.shape[:-1])

    found = reversal(problem_of([[1, 2], [3, 4]], [0.5, 0.5]), method=by_place).table
    row = found[(found["test"] == "copy") & (found["option"] == "A1")].iloc[0]
    assert row["reversed"]
    assert row["swaps"] == 0
    assert row["sentence"] == "with a copy of A1, the copy ranks 1 and A1 3"
    assert row["first_changed"]


def test_pairs_that_contradict_each_other_are_told():
    cycle = np.array([[0, 1, 0], [0, 0, 1], [1, 0, 0]], dtype=bool)
    assert sorted(map(tuple, intransitive(cycle))) == [(0, 1, 2), (1, 2, 0), (2, 0, 1)]
    assert len(intransitive(np.triu(np.ones((4, 4), dtype=bool), 1))) == 0

    def votes(matrix, weights, benefit):
        """How many criteria are won against the others, one vote a criterion (Condorcet)."""
        return (matrix[..., :, None, :] > matrix[..., None, :, :]).sum(axis=(-1, -2)) * 1.0

    problem = problem_of([[3, 1, 2], [2, 3, 1], [1, 2, 3]], [1 / 3] * 3)
    assert in_pairs(partial(votes, weights=None, benefit=None), np.array([[3.0, 1], [1, 0]]), np.arange(2))[0, 1]
    found = reversal(problem, method=votes).table.set_index("test")
    assert found.loc["transitive", "swaps"] == 3
    assert "beats" in found.loc["transitive", "sentence"]


def test_what_is_replaced_is_worse_on_every_criterion_and_stays_in_the_domain():
    problem = problem_of([[4, 8], [6, 2], [5, 5]], [0.5, 0.5], ["benefit", "cost"], bounds=[(0, 10), (0, 10)])
    found = reversal(problem, method="weighted_product").table
    assert (found["test"] == "worse").sum() == 2
    matrix = np.array([[1.0, 1.0], [2.0, 2.0]])
    placed = with_a_worse(lambda several: several.sum(axis=-1), matrix, matrix / 4, np.array([1]))
    assert placed.tolist() == [[1, 2]]


def test_several_methods_are_told_apart_and_summed_up():
    methods = ["topsis", "weighted_sum"]
    found = reversal(load("cyber-policy"), method=methods)
    assert found.table["method"].unique().tolist() == methods
    counted = found.summary.groupby("method")["reversed"].sum()
    assert counted["weighted_sum"] == 0
    assert counted["topsis"] == found.table["reversed"].sum()
    assert "topsis: without tailored_capabilities" in str(found)


def test_one_option_and_two_have_little_to_reverse():
    one = reversal(problem_of([[1, 2]], [0.5, 0.5])).table
    assert one["test"].tolist() == ["remove", "copy", "transitive", "split"]
    assert not one["reversed"].any()
    same = reversal(problem_of([[1, 2], [1, 2]], [0.5, 0.5])).table
    assert not same["reversed"].any()


def test_of_many_options_the_first_are_tried(random_problem):
    found = reversal(random_problem(1, options=105), method="weighted_sum")
    assert "many_options" in set(found.notes["code"])
    assert (found.table["test"] == "remove").sum() == 100
    assert not found.table["reversed"].any()


def test_interval_methods_are_refused():
    with pytest.raises(ValueError, match="count them twice"):
        reversal(load("cyber-policy"), method=["topsis", "fuzzy_topsis"])


def test_the_print_fits_80_columns(capsys):
    assert main(["reversal", "cyber-policy", "--method", "topsis", "--method", "vikor"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80
