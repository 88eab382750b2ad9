"""What is no problem, no result or no case is refused in a sentence that says what is taken."""

import inspect
from typing import Any

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
