"""What can be said of each method by trying: the page of methods is made from this and from the code."""

import inspect
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from policymcda.arrays import Floats, Ints
from policymcda.arrays.methods import METHODS, of_kind, topsis, weighted_sum
from policymcda.arrays.methods.description import REGISTRY, describe, identity
from policymcda.arrays.ranking.ranks import ranks
from policymcda.testing import exceptions_table

CANNOT = """
## What cannot be had

Where a sound method lacks a property of `policymcda.testing.check_method` by its own definition, with the reason. All other
methods have all of them.
"""
PROBLEMS, OPTIONS, CRITERIA = 1000, 6, 4
BENEFIT, ONE = np.array([True, True, False, True]), np.ones(4)


def methods_page() -> str:
    """Tables of the methods: what comes out, and what holds."""
    scores = [f"| `{name}` | {_said(method)} | {_settings(method)} |" for name, method in METHODS.items()]
    held = [f"| `{name}` | {_linear(name)} | {_domain(name)} | {_tried(method)} |" for name, method in METHODS.items()]
    held += [
        f"| `topsis`, anchored | | any | {_tried(partial(topsis, anchored=True), ends=True)} |",
        f"| `weighted_sum`, ends given | yes | any | {_tried(weighted_sum, ends=True)} |",
    ]
    return "\n".join(
        [
            "## What comes out\n\n| method | score | settings |\n|---|---|---|",
            *scores,
            "\n## What holds\n\n| method | linear in the weights | ratings | unit | origin | dominance | adding an option |",
            "|---|---|---|---|---|---|---|",
            *held,
            CANNOT,
            exceptions_table(),
            _others("Relations between options", of_kind("relation")),
            _others("Methods of intervals", of_kind("interval")),
        ]
    )


def _others(title: str, methods: Mapping[str, Callable[..., object]]) -> str:
    rows = [
        f"| `{name}` | {_said(method)} | {_domain(name)} | {_settings(method)} |" for name, method in methods.items()
    ]
    return "\n".join([f"\n## {title}\n\n| method | what comes out | ratings | settings |\n|---|---|---|---|", *rows])


def _said(method: Callable[..., object]) -> str:
    """The first sentence of the docstring, without the shape."""
    first = (inspect.getdoc(method) or "").split("\n\n")[0].replace("\n", " ")
    return first.replace(", (..., m)", "").replace(", (..., m, m)", "").removesuffix(".").replace("|", "\\|")


def _settings(method: Callable[..., object]) -> str:
    parameters = inspect.signature(method).parameters.values()
    return ", ".join(f"`{parameter.name}`" for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY)


def _linear(name: str) -> str:
    linear = describe(REGISTRY[name]).linear
    if linear is None:
        return ""
    return "yes" if linear is identity else f"its {linear.__name__}"


def _domain(name: str) -> str:
    return describe(REGISTRY[name]).domain or "any"


def _tried(method: Callable[..., Floats], ends: bool = False) -> str:
    """Shares of random problems in which a property holds; with the `ends` of the scale given, or observed."""
    parameters = inspect.signature(method).parameters.values()
    required = {each.name for each in parameters if each.kind is each.KEYWORD_ONLY and each.default is each.empty}
    if required - {"low", "high"}:
        return " | | | "
    generator = np.random.default_rng(0)
    matrices = generator.uniform(1, 9, (PROBLEMS, OPTIONS, CRITERIA))
    weights = generator.dirichlet(np.ones(CRITERIA), PROBLEMS)

    def order(changed: Floats, factor: Floats = ONE, shift: Floats = 0 * ONE) -> Ints:
        scale = {"low": 1 * factor + shift, "high": 9 * factor + shift} if ends or required else {}
        return ranks(method(changed * factor + shift, weights, BENEFIT, **scale))

    def among(places: Ints) -> Ints:
        return ranks(-places[:, :OPTIONS].astype(float))

    plain = order(matrices)
    worse = matrices[:, :1] - 0.3 * np.where(BENEFIT, 1, -1) * (matrices[:, :1] - 1) * (9 - matrices[:, :1]) / 9
    other = generator.uniform(1, 9, (PROBLEMS, 1, CRITERIA))
    dominated = order(np.concatenate([matrices, worse], axis=1))
    outcomes = [
        np.all(plain == order(matrices, factor=np.array([100.0, 1, 0.01, 1])), axis=1),
        np.all(plain == order(matrices, shift=np.array([100.0, 0, 10, 0])), axis=1),
        dominated[:, -1] >= dominated[:, 0],
        np.all(plain == among(order(np.concatenate([matrices, other], axis=1))), axis=1),
    ]
    return " | ".join("always" if each.all() else f"{100 * each.mean():.3g}%" for each in outcomes)
