"""What the page computes and what it hands out is what the library computes and reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, ask, collect
from policymcda.arrays.weights import repairs
from policymcda.arrays.weights.consistency_indices import ratios
from policymcda.arrays.weights.incomplete import components
from policymcda.weighting.comparison_matrices import of_criteria

pytestmark = pytest.mark.browser

SIZES = (3, 4, 5, 6, 7, 8, 9)
SETS = (24, 100)

ANSWER = """([rows, group]) => {
    policymcda.set({...policymcda.answers(), tables: {}, skipped: []});
    rows.forEach((row) => policymcda.change({kind: "judgements", ...row}));
    return {file: policymcda.answers(true), ratio: policymcda.ratio(group), worst: policymcda.worst(group)};
}"""


def problem_of(n: int) -> Problem:
    labels = [f"c{k}" for k in range(n)]
    criteria = {"criterion": labels, "direction": ["benefit"] * n}
    return Problem.from_tables(
        case={"name": "made"}, criteria=criteria, ratings=[{"option": "x", **dict.fromkeys(labels, 1)}]
    )


def random_rows(rng: np.random.Generator, n: int) -> list[dict[str, Any]]:
    """Random steps of the scale for some of the pairs, the fewer the more are left out; at least two."""
    pairs = np.stack(np.triu_indices(n, 1), axis=-1)
    kept = rng.permutation(len(pairs))[: rng.integers(2, len(pairs) + 1)]
    rows = []
    for i, j in pairs[np.sort(kept)]:
        more, less = (i, j) if rng.random() < 0.5 else (j, i)
        row = {"criterion": f"c{more}", "versus": f"c{less}", "value": int(rng.integers(1, 10))}
        rows.append({"group": "", **row})
    return rows


def test_random_answer_sets_give_the_same_judgements_and_ratios(
    browse: Callable[..., Any], tmp_path: Path, trials: Callable[[int, int], int]
) -> None:
    rng, checked, apart, sets = np.random.default_rng(14), 0, 0, trials(*SETS)
    for n in SIZES:
        problem = problem_of(n)
        page = browse(ask(problem, tmp_path / f"{n}.html"))
        for _ in range(-(-sets // len(SIZES))):
            rows = random_rows(rng, n)
            answer = page.evaluate(ANSWER, [rows, ""])
            collected = collect(problem, answer["file"]).problem
            page_rows = {
                (row.criterion, row.versus, row.value)
                for row in collected.judgements[["criterion", "versus", "value"]].itertuples()
            }
            assert page_rows == {(row["criterion"], row["versus"], row["value"]) for row in rows}
            matrix = of_criteria(collected)[0].matrix
            expected = ratios(matrix[None])[1][0]
            assert_allclose(answer["ratio"], expected, rtol=0, atol=1e-9)
            worst = repairs.worst(matrix)
            if worst.pairs[0] >= 0:
                assert_allclose(answer["worst"]["ratio"], worst.ratios, rtol=0, atol=1e-9)
            else:
                assert answer["worst"] is None
            checked += 1
            apart += bool(components(matrix).any())
    assert checked >= sets
    assert 0 < apart < checked


def test_answers_of_a_tree_keep_their_nodes_apart(browse: Callable[..., Any], tmp_path: Path) -> None:
    criteria = [{"criterion": "good", "direction": ""}, {"criterion": "c3", "direction": "cost"}]
    criteria += [{"criterion": f"c{k}", "direction": "benefit", "parent": "good"} for k in range(3)]
    ratings = [{"option": "x", "criterion": f"c{k}", "mode": 1} for k in range(4)]
    page = browse(ask(Problem.from_tables(criteria=criteria, ratings=ratings), tmp_path / "page.html"))
    page.evaluate(ANSWER, [[{"group": "", "criterion": a, "versus": b, "value": v} for a, b, v in (("c0", "c1", 3), ("c1", "c2", 3), ("c0", "c2", 9), ("good", "c3", 5))], ""])  # fmt: skip
    assert page.evaluate("policymcda.ratio('', 'good')") == pytest.approx(0, abs=1e-12)
    assert page.evaluate("policymcda.answers().tables.judgements.length") == 4


@pytest.mark.parametrize(
    ("choices", "clash"),
    [
        ({"ab": 0, "bc": 0, "ac": 0}, []),
        ({"ab": 0, "bc": 0, "ac": 1}, ["ab", "bc", "ac"]),
        ({"ab": 2, "bc": 2, "ac": 2}, []),
        ({"ab": 2, "bc": 2, "ac": 0}, ["ab", "bc", "ac"]),
        ({"ab": 2, "half ab": 0}, ["ab", "half ab"]),
        ({"ab": 0, "half ab": 1}, []),
        ({"ab": 1, "half ab": 0}, ["ab", "half ab"]),
        ({"ab": 2, "half ab": 2}, ["ab", "half ab"]),
    ],
)
def test_trade_offs_clash_exactly_where_no_range_of_weights_agrees(
    browse: Callable[..., Any], tmp_path: Path, choices: dict[str, int], clash: list[str]
) -> None:
    """A circle of preferences leaves no volume; one of equalities agrees with equal weights."""
    labels = ["a", "b", "c"]
    criteria = {"criterion": labels, "direction": ["benefit"] * 3, "low": [0] * 3, "high": [10] * 3}
    problem = Problem.from_tables(criteria=criteria, ratings=[{"option": "x", **dict.fromkeys(labels, 1)}])
    page = browse(ask(problem, tmp_path / "page.html", kinds="statements"))
    names = ["ab", "bc", "ac", "half ab", "half bc"]
    for name, choice in choices.items():
        page.evaluate("place => policymcda.show(place)", names.index(name))
        page.locator("input[name=side]").nth(choice).check(force=True)
    clashes = page.locator("#feedback .note").all_inner_texts()
    assert bool(clashes) == bool(clash)
    if clash:
        assert "Two answers clash" in clashes[0]
        assert all(str(names.index(name) + 1) in clashes[0] for name in clash)
