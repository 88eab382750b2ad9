"""What is no problem, no result or no case is refused in a sentence that says what is taken."""

import inspect
from typing import Any

import numpy as np
import pandas as pd
import pytest

import policymcda
from policymcda import Problem, load, plots, rank, smaa, weighting

ASKED = {
    name: getattr(policymcda, name)
    for name in policymcda.__all__
    if inspect.isfunction(getattr(policymcda, name))
    and next(iter(inspect.signature(getattr(policymcda, name)).parameters), "") == "problem"
}
MORE = {
    "agreement_with_source": (None,),
    "apply": ({},),
    "ask": ("page.html",),
    "collect": ("answers.json",),
    "conditions": (None, "x"),
    "explain": (None, "x", "y"),
    "explore": ("page.html",),
    "plan": ("plan.toml",),
    "portfolio": (None, 10),
    "report": ("page.html",),
}
"""What each verb takes beside the problem, without a default."""


@pytest.mark.parametrize("name", ASKED)
def test_a_name_of_a_case_is_to_be_loaded_first(name: str) -> None:
    with pytest.raises(ValueError, match=r"is a Problem, not 'cyber-policy'; load it first: load\('cyber-policy'\)"):
        ASKED[name]("cyber-policy", *MORE.get(name, ()))


@pytest.mark.parametrize("name", ["rank", "report", "collect"])
def test_other_things_are_named_with_what_makes_a_problem_of_them(name: str) -> None:
    with pytest.raises(ValueError, match=r"not None; make one by load"):
        ASKED[name](None, *MORE.get(name, ()))
    with pytest.raises(ValueError, match=r"not a DataFrame; make one of it by Problem.from_matrix"):
        ASKED[name](pd.DataFrame({"price": [1.0]}), *MORE.get(name, ()))


def test_weights_of_no_problem_are_refused() -> None:
    with pytest.raises(ValueError, match="load it first"):
        weighting.resolve("cyber-policy")  # type: ignore[arg-type]


@pytest.mark.parametrize("data", [None, "tables", 3, [1]])
def test_from_dict_says_what_it_takes(data: Any) -> None:
    with pytest.raises(ValueError, match="takes a mapping with case and tables, as to_dict gives, not"):
        Problem.from_dict(data)


def test_a_seed_says_what_it_takes() -> None:
    with pytest.raises(ValueError, match="seed takes a whole number of 0 or more; not 'a'"):
        smaa(load("cyber-policy"), seed="a")  # type: ignore[arg-type]


class Odd:
    """No word, no list, no mapping, no number."""

    def __repr__(self) -> str:
        return "Odd()"


WORDS = {"ratings", "unknown", "distance", "values", "group", "option", "versus"}
LISTS = {"methods", "kinds"}
OTHERS = {"executor", "scenarios"}
SMALL = Problem.from_matrix(
    pd.DataFrame({"price": [1.0, 2.0], "reach": [1.0, 3.0]}, index=["x", "y"]),
    directions={"price": "cost", "reach": "benefit"},
    weights=[0.5, 0.5],
    bounds={"price": (0, 5), "reach": (0, 5)},
)
TAKEN = [
    (name, keyword)
    for name in ("rank", "dominance", "regret", "explain", "compare", "flips", "reversal", "stability")
    for keyword in inspect.signature(ASKED[name]).parameters
    if keyword in WORDS | LISTS | OTHERS
]


@pytest.mark.parametrize(("name", "keyword"), TAKEN)
def test_no_argument_of_a_wrong_type_gives_an_error_from_inside(name: str, keyword: str) -> None:
    fixed: dict[str, Any] = {"group": "all", "option": "x", "versus": "y"} if name == "explain" else {}
    words = rf"{keyword}|no kind|no option|no rule|no method|takes|a method is a name"
    for value in (Odd(), pd.DataFrame({"x": [1, 2]}), np.array([1, 2]), 3, True, [[]]):
        with pytest.raises(ValueError, match=words) as caught:
            ASKED[name](SMALL, **{**fixed, keyword: value})
        assert caught.traceback[-1].statement.lines[0].lstrip().startswith("raise"), (value, caught.value)


@pytest.mark.parametrize("keyword", ["tolerance", "optimism", "aspiration"])
@pytest.mark.parametrize("value", [Odd(), "0.5", [0.5], float("nan"), float("inf"), True])
def test_numbers_of_regret_are_finite_numbers(keyword: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{keyword} "):
        policymcda.regret(SMALL, **{keyword: value})


def test_more_draws_than_a_lifetime_has_time_for_are_refused() -> None:
    with pytest.raises(ValueError, match="samples takes at most"):
        smaa(SMALL, samples=10**30)


PLOTS = sorted(set(plots.__all__) - {"figure", "save", "svg"})


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_of_the_wrong_result_says_what_it_takes(name: str) -> None:
    problem = load("cyber-policy")
    wrong = problem if name != "matrix" else rank(problem)
    with pytest.raises(ValueError, match=rf"plots\.{name} takes .+, not (a problem|what rank gives)"):
        getattr(plots, name)(wrong, "no_formal_ties")


def test_methods_compared_are_no_ranking() -> None:
    with pytest.raises(ValueError, match=r"plots.methods takes what compare gives, not what rank gives"):
        plots.methods(rank(load("cyber-policy")), "no_formal_ties")  # type: ignore[arg-type]


def test_dir_lists_what_is_public_and_only_that() -> None:
    for module in (plots, weighting, policymcda):
        assert sorted(dir(module)) == sorted(module.__all__)
        assert all(hasattr(module, name) for name in module.__all__)


DRAWN = {"samples": 1}
CASES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "smaa": (DRAWN, ("pairwise", "factors", "ratings", "tolerance", "quantiles")),
    "sensitivity": (DRAWN, ("methods", "scalings", "unknown", "criteria", "screens", "drop_probability")),
    "implied": (DRAWN, ("statements",)),
    "stakeholders": (DRAWN, ("mixtures", "codings")),
    "across": (DRAWN, ("acceptability", "verdicts", "top")),
    "conditions": ({**DRAWN, "group": "all", "option": "x"}, ("density", "top_k", "max_conditions", "max_boxes")),
    "next_question": ({}, ("target", "options")),
    "verdict": (DRAWN, ("plan",)),
    "compromise": ({}, ("majority",)),
    "group_topsis": ({}, ("mean",)),
    "stability": ({}, ("keeps",)),
    "value_of_information": (DRAWN, ("method",)),
    "portfolio": (
        {"costs": {"x": 1, "y": 2}, "budget": 2},
        ("include", "exclusive", "requires", "synergies", "proposed", "near", "pooled", "robust"),
    ),
}
LEFT = [(name, keyword) for name, (_, keywords) in CASES.items() for keyword in keywords]


@pytest.mark.parametrize(("name", "keyword"), LEFT)
def test_what_an_argument_cannot_be_is_said_in_a_sentence_of_ours(name: str, keyword: str) -> None:
    for value in (Odd(), pd.DataFrame({"q": [1, 2]}), np.array([1, 2]), np.array(["a", "b"]), {1: 2}, b"x", -(10**400)):
        with pytest.raises(ValueError, match=r"\w") as caught:
            getattr(policymcda, name)(SMALL, **{**CASES[name][0], keyword: value})
        last = caught.traceback[-1]
        assert "policymcda" in str(last.path), (value, caught.value)
        assert last.statement.lines[0].lstrip().startswith("raise"), (value, caught.value)


@pytest.mark.parametrize("name", ["rank", "dominance", "flips", "outranking", "reversal"])
def test_a_method_that_gives_no_numbers_is_named(name: str) -> None:
    def forgot(matrix: Any, weights: Any, benefit: Any) -> None:
        """Without a return."""

    with pytest.raises(ValueError, match="forgot gave None, not an array of numbers"):
        ASKED[name](SMALL, method=forgot)
    with pytest.raises(ValueError, match="not the class Odd: make one of it"):
        ASKED[name](SMALL, method=Odd)


def test_a_relation_is_a_square() -> None:
    with pytest.raises(ValueError, match=r"ahead gave \(2,\), not whether each outranks each, \(2, 2\)"):
        policymcda.outranking(SMALL, method=ahead)


def ahead(matrix: Any, weights: Any, benefit: Any) -> Any:
    """One answer for each option, where one for each pair is asked for."""
    return matrix[:, 0] > 1


def test_where_nothing_can_be_made_is_a_sentence(tmp_path: Any) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path in (tmp_path / "loop", tmp_path / "loop" / "x", tmp_path / "file" / "x", "/proc/x"):
        for ending in ("", ".json") if path != tmp_path / "loop" else ("",):
            with pytest.raises(ValueError, match=r"nothing can be made at|leads to itself"):
                SMALL.save(f"{path}{ending}")
