"""A method says itself what it is; the registry, `bind` and every question take it from there."""

import importlib
from pathlib import Path

import numpy as np
import pytest

from policymcda import flips, from_pymcdm, load, rank, stability
from policymcda.arrays import methods
from policymcda.arrays.methods import METHODS, identity, method, of_kind
from policymcda.arrays.methods.description import DOMAINS, REGISTRY, describe, fixed
from policymcda.binding import bind


def test_every_function_of_a_method_file_that_scores_is_registered_under_its_own_name():
    for name, function in REGISTRY.items():
        if describe(function).shipped:
            assert function.__name__ == name
            assert getattr(methods, name) is function


def test_every_method_has_a_source_and_a_known_domain():
    for kind in ("score", "interval", "relation"):
        for function in of_kind(kind).values():
            own = describe(function)
            assert own.source
            assert own.kind == kind
            assert own.domain is None or own.domain in DOMAINS


def test_a_new_method_is_one_file(tmp_path, monkeypatch):
    text = (
        "from policymcda.arrays.methods import identity, method\n\n"
        '@method("new_one", linear=identity)\n'
        "def new_one(matrix, weights, benefit):\n    return matrix @ weights\n"
    )
    (tmp_path / "new_one.py").write_text(text)
    monkeypatch.setattr(methods, "__path__", [*methods.__path__, str(tmp_path)])
    importlib.import_module("policymcda.arrays.methods.new_one")
    assert describe(REGISTRY["new_one"]).shipped
    del REGISTRY["new_one"]
    assert Path(methods.__file__).parent.name == "methods"


def test_a_users_linear_method_gets_exact_answers():
    @method("only_sums", linear=identity)
    def only_sums(matrix, weights, benefit):
        return np.einsum("...mn,...n->...m", np.where(benefit, matrix, -matrix), weights)

    problem = load("cyber-policy")
    assert bind(only_sums, problem).link is identity
    assert bind("only_sums", problem).function is only_sums
    assert "only_sums" not in METHODS
    assert "searched" not in set(flips(problem, method=only_sums, kinds=["weights"]).notes["code"])
    assert len(stability(problem, method=only_sums).table)
    assert rank(problem, method="only_sums").settings["method"] == "only_sums"


def test_a_false_claim_to_be_linear_is_refused():
    @method("not_linear", linear=identity)
    def not_linear(matrix, weights, benefit):
        return np.einsum("...mn,...n->...m", matrix, np.asarray(weights) ** 2)

    with pytest.raises(ValueError, match="says that it is linear in the weights and is not"):
        bind(not_linear, load("cyber-policy"))


def test_the_name_of_a_method_of_the_library_cannot_be_taken():
    with pytest.raises(ValueError, match="is a method of the library"):
        method("topsis")(lambda matrix, weights, benefit: matrix[..., 0])


@pytest.mark.parametrize(("argument", "match"), [({"kind": "scores"}, "no kind"), ({"domain": "small"}, "no domain")])
def test_words_of_a_description_are_known(argument, match):
    with pytest.raises(ValueError, match=match):
        method("some", **argument)


def test_methods_of_pymcdm_carry_their_domain():
    assert describe(from_pymcdm("WASPAS")).domain == "positive"
    assert bind("pymcdm:WASPAS", load("cyber-policy")).description.domain == "positive"


def test_an_end_is_fixed_where_every_criterion_that_matters_has_it():
    assert not fixed(None)
    assert fixed(np.array([1.0, 2.0]))
    assert not fixed(np.array([1.0, np.nan]))
    assert fixed(np.array([1.0, np.nan]), np.array([True, False]))
    assert not fixed(np.array([1.0, np.nan]), np.array([False, True]))
