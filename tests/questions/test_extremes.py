"""Nothing to compare, numbers at the end of what a float holds, and more pairs than a machine has room for: a result or a sentence."""

import re

import numpy as np
import pandas as pd
import pytest

from policymcda import Problem, ProblemError, WeightSpace, dominance, flips, outranking, reversal, sensitivity, smaa
from policymcda.arrays.methods import METHODS
from policymcda.arrays.pairs import check_pairs


def problem(rows: list[list[float]]) -> Problem:
    matrix = pd.DataFrame(np.array(rows, dtype=float))
    matrix.index, matrix.columns = [f"o{i}" for i in range(len(rows))], list("abc")[: len(rows[0])]
    directions = ["benefit", "cost", "benefit"][: len(rows[0])]
    return Problem.from_matrix(
        matrix, directions=directions, weights=np.arange(1, len(rows[0]) + 1) / (3 * len(rows[0]) - 3)
    )


@pytest.mark.parametrize("method", ["promethee_ii", "topsis", "vikor", "cocoso", "electre_iii"])
@pytest.mark.parametrize("rows", [[[1, 2]], [[1, 2], [1, 2]], [[1, 2]] * 3], ids=["one", "two equal", "three equal"])
def test_nothing_reverses_among_one_option_or_equal_ones(method, rows):
    found = reversal(problem(rows), method=method)
    assert not found.table["reversed"].any()
    assert list(found.table[found.table["test"] == "copy"]["option"]) == [f"o{i}" for i in range(len(rows))]


@pytest.mark.parametrize("big", [1.7e308, 1e-308])
@pytest.mark.parametrize("method", ["vikor", "cocoso", "topsis", "weighted_sum", "promethee_ii", "mabac"])
def test_flips_are_found_at_both_ends_of_what_a_float_holds(method, big):
    assert METHODS[method]
    for rows in ([[big, 1, 3], [big / 2, 2, 2], [1, 3, 1]], [[big, -big, 3], [-big, big, 2], [1, 3, 1]]):
        table = flips(problem(rows), method=method).all_changes
        assert np.isfinite(table["size"].to_numpy(dtype=float)).all()
        assert not re.search(r"\b(nan|inf)\b", " ".join(table["sentence"]))
        ratings = table[table["kind"] == "rating"]
        assert ((ratings["size"] >= 0) & (ratings["size"] <= 1)).all()


def test_empty_lists_are_told():
    two = problem([[1, 2, 3], [3, 2, 1]])
    for ask, word in (
        (lambda: sensitivity(two, methods=[], samples=64), "methods is empty"),
        (lambda: sensitivity(two, weights=[], samples=64), "weights is an empty list"),
        (lambda: reversal(two, method=[]), "method is an empty list"),
    ):
        with pytest.raises(ValueError, match=word):
            ask()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: WeightSpace.bounded({"a": (np.nan, 0.3)}), "low end of a must be a finite number, not nan"),
        (lambda: WeightSpace.bounded({"a": (0, float("1e400"))}), "high end of a must be a finite number, not inf"),
        (lambda: WeightSpace.bounded({"a": (None, 0.5)}), "low end of a must be a finite number, not None"),
        (lambda: WeightSpace.bounded({"a": (True, 0.5)}), "low end of a must be a finite number, not True"),
        (lambda: WeightSpace.bounded({"a": 0.5}), "a needs low and high, such as"),
        (lambda: WeightSpace.constrained(["a >= 1e400"]), "1e400 must be a finite number"),
        (lambda: WeightSpace.constrained(["a >= 1e400 * b"]), "1e400 must be a finite number"),
        (lambda: WeightSpace.constrained(["1e308 * a + 1e308 * a >= b"]), "factor of a must be a finite number"),
        (lambda: WeightSpace.constrained([({"a": np.nan}, "<=", 1)]), "factor of a must be a finite number, not nan"),
        (lambda: WeightSpace.constrained([({"a": 1}, "<=", np.nan)]), "the bound must be a finite number, not nan"),
        (lambda: WeightSpace.constrained([({"a": 1}, "<=", 10**400)]), "the bound must be a finite number"),
        (lambda: WeightSpace.around(concentration=np.inf), "concentration must be a finite number, not inf"),
        (lambda: WeightSpace.around(concentration=0), "concentration must be above 0, not 0"),
    ],
)
def test_a_space_of_weights_has_finite_bounds(make, sentence):
    two = problem([[1, 2, 3], [3, 2, 1]])
    for ask in (lambda: smaa(two, weights=make(), samples=2**13), lambda: dominance(two, weights=make())):
        with pytest.raises(ValueError, match=sentence) as caught:
            ask()
        assert not isinstance(caught.value, ProblemError)


def test_more_pairs_than_there_is_room_for_are_refused_with_their_size():
    check_pairs(46_340)
    many = problem([[1.0, 2.0]]).replace(
        options=None, groups=None, ratings={"option": range(300_000), "a": np.arange(300_000.0), "b": 1.0}
    )
    for ask, said in ((dominance, "those of at most 100,000 options are compared"), (outranking, "about 168 GiB")):
        with pytest.raises(ValueError, match=rf"300,000 options make 90,000,000,000 pairs.*{said}"):
            ask(many)
