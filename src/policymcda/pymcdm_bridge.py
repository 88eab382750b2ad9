"""Methods of pymcdm behind the contract and the labels of this library: the one place that imports it, on first use."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.methods.description import MethodDescription
from policymcda.errors import Fault, nearest

PREFIX = "pymcdm:"
"""What stands before the name of a method of pymcdm where a name is asked for."""

REFUSED: Mapping[str, str] = {
    "COPRAS": "it rewards cost, so that a dominating option is rarely first; the method copras is the published one",
    "AROMAN": "its formula adds what costs to what benefits, so that a dominating option is often not first",
    "SPROBID": "it divides by 0 where an option is best or worst on everything; PROBID does not",
}
"""Methods whose results cannot be vouched for, and why."""

POSITIVE_SCALINGS = ("sum", "linear", "nonlinear", "max", "zavadskas_turskis")
"""Scalings of pymcdm that reverse an order, or have no value, where ratings are not positive."""

DOMAINS: Mapping[str, str] = {
    **dict.fromkeys(("ERVD", "LMAW", "LoPM", "MARCOS", "OCRA", "RAM", "WASPAS", "WPM"), "positive"),
    "EDAS": "non-negative",
}
"""What the ratings must be whatever the scaling."""

NEEDS: Mapping[str, Mapping[str, bool]] = {
    "ARAS": {"esp": False},
    "SPOTIS": {"bounds": True, "esp": False},
    "BalancedSPOTIS": {"bounds": True, "esp": True},
    "RIM": {"bounds": True, "ref_ideal": False},
    "RAFSI": {"ideal": True, "anti_ideal": True},
    "ERVD": {"ref_point": True},
    "COMET": {"cvalues": True},
    "PROMETHEE_II": {"p": False, "q": False},
    "LoPM": {"property_limits": False, "property_types": False},
}
"""Settings of a method that go by criterion, and whether it cannot do without."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("bounds", "ideal", "anti_ideal", "cvalues"), ("low", "high")),
    **dict.fromkeys(("esp", "ref_point"), ("reference",)),
    "p": ("preference",),
    "q": ("indifference",),
}
"""The columns of the criteria table that such a setting is made from where it is not given."""

SHAPES = {(False, False): "usual", (False, True): "ushape", (True, False): "vshape", (True, True): "vshape_2"}
"""The preference function that thresholds p and q call for, as in `promethee_ii`."""


@dataclass(frozen=True, eq=False)
class FromPymcdm:
    """A method of pymcdm as a function of matrix, weights and benefit; more is better.

    Draws go through pymcdm one by one. Scores that are not finite, which pymcdm gives for constant columns or a single
    option, are an error that names the method.

    Attributes
    ----------
    kind : str
        The name of the class in pymcdm.
    instance : MCDA_method or None
        The configured object; None where it is made from `settings` and the columns of the criteria table.
    criteria : tuple of str or None
        The criteria in the order of the arrays that the instance or the settings hold.
    order : (n,) array of int or None
        Where those criteria stand in the arrays that come in.
    bounds : pair of (n,) or None
        Ends that no rating may leave, in the order of the arrays that come in.
    """

    kind: str
    instance: Any = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    criteria: tuple[str, ...] | None = None
    order: Ints | None = None
    bounds: tuple[Floats, Floats] | None = None

    def __call__(
        self,
        matrix: Floats,
        weights: Floats,
        benefit: Bools,
        *,
        low: Floats | None = None,
        high: Floats | None = None,
        reference: Floats | None = None,
        indifference: Floats | None = None,
        preference: Floats | None = None,
    ) -> Floats:
        """Scores, (..., m)."""
        columns = {
            "low": low,
            "high": high,
            "reference": reference,
            "preference": preference,
            "indifference": indifference,
        }
        if self.order is not None:
            matrix, weights, benefit = matrix[..., self.order], weights[..., self.order], benefit[self.order]
            columns = {name: value if value is None else value[self.order] for name, value in columns.items()}
        lead = np.broadcast_shapes(matrix.shape[:-2], weights.shape[:-1])
        matrices = np.broadcast_to(matrix, (*lead, *matrix.shape[-2:]))
        vectors = np.broadcast_to(weights, (*lead, weights.shape[-1]))
        types, made = np.where(benefit, 1, -1), _from_columns(self.kind, columns, benefit)
        scores = np.empty((*lead, matrix.shape[-2]))
        method = None
        with np.errstate(all="ignore"):
            for one in np.ndindex(lead):
                try:
                    if method is None or self.kind in ("COMET", "PROMETHEE_II"):  # of these one serves one call
                        method = self.instance or self._build(made, vectors[one], types)
                    scores[one] = method(matrices[one], vectors[one], types, validation=False)
                except (ValueError, TypeError, ArithmeticError, LookupError) as error:
                    raise ValueError(f"{self.name}: {error}") from None
        if not np.all(np.isfinite(scores)):
            hint = "a constant column, a single option, or one that is best or worst on everything, perhaps"
            raise ValueError(f"{self.name} gives a score that is no number ({hint})")
        return -scores if _lower_is_better(method or _catalogue()[self.kind]) else scores

    @property
    def name(self) -> str:
        """The method and its settings."""
        texts = [f"{name}={getattr(value, '__name__', value)}" for name, value in self.settings.items()]
        return f"{PREFIX}{self.kind}" + (f"({', '.join(texts)})" if texts else "")

    @cached_property
    def domain(self) -> str | None:
        """What the ratings must be: positive, non-negative, above 1, or None for any."""
        if self.instance is not None:
            scaling = getattr(self.instance, "normalization", None)
        else:
            default = inspect.signature(_catalogue()[self.kind]).parameters.get("normalization_function")
            scaling = self.settings.get("normalization_function", default.default if default else None)
        family = [base.__name__ for base in type(self.instance).__mro__] if self.instance is not None else [self.kind]
        word = getattr(scaling, "__name__", "").removesuffix("_normalization")
        if word == "logarithmic":
            return "above 1"
        known = next((DOMAINS[name] for name in family if name in DOMAINS), None)
        return "positive" if word in POSITIVE_SCALINGS else known

    @property
    def description(self) -> MethodDescription:
        """What is known of it: its domain; nothing is taken to be linear or to respect dominance."""
        return MethodDescription(self.name, domain=self.domain, source="pymcdm")

    @property
    def columns(self) -> dict[str, bool]:
        """The columns of the criteria table that it takes, and whether it cannot do without."""
        if self.instance is not None:
            return {}
        wanted = {name: must for name, must in NEEDS.get(self.kind, {}).items() if name not in self.settings}
        return {column: must for name, must in wanted.items() for column in COLUMNS.get(name, ())}

    def aligned(
        self, leaf_criteria: Sequence[str], columns: Mapping[str, Any]
    ) -> tuple[FromPymcdm, dict[str, Any], list[Fault]]:
        """The method for arrays in the order of `leaves`, the columns that it takes, and what is missing.

        Raises
        ------
        ValueError
            Where its criteria are others than these, or settings by criterion come without labels.
        """
        faults, found = [], {}
        for column, must in self.columns.items():
            value = columns.get(column)
            blank = [leaf for i, leaf in enumerate(leaf_criteria) if value is None or np.isnan(value[i])]
            if len(blank) < len(leaf_criteria) or must:
                rule = f"{self.name} needs it" + ("" if must else ", for all criteria or for none")
                faults += [Fault("criteria", column=column, value=leaf, rule=rule, hint="fill it in") for leaf in blank]
                found[column] = value
        labels = self.criteria
        if labels is not None and sorted(labels) != sorted(leaf_criteria):
            raise ValueError(
                f"{self.name} is set up for {', '.join(labels)}; the problem has {', '.join(leaf_criteria)}"
            )
        settings = {
            name: self._by_label(name, value, list(labels or leaf_criteria)) for name, value in self.settings.items()
        }
        order = None if labels is None else np.array([list(leaf_criteria).index(label) for label in labels])
        one = replace(self, settings=settings, order=order)
        return replace(one, bounds=one._ends(np.argsort(order) if order is not None else slice(None))), found, faults

    def _by_label(self, name: str, value: Any, labels: list[str]) -> Any:
        """A setting by criterion as an array (a tuple where lengths differ) in the order of the labels."""
        if name not in NEEDS.get(self.kind, {}) or value is None:
            return value
        if hasattr(value, "keys"):
            unknown = [label for label in value.keys() if label not in labels]  # noqa: SIM118 a Series has labels too
            if unknown:
                raise ValueError(f"{name}: no criterion {unknown[0]!r} ({nearest(str(unknown[0]), labels)})")
            missing = [label for label in labels if label not in value]
            if missing:
                raise ValueError(f"{name}: {missing[0]} has none")
            value = [value[label] for label in labels]
        elif self.criteria is None:
            raise ValueError(f"{name}: settings per criterion go by label, such as {{{labels[0]!r}: ...}}")
        lengths = {np.size(entry) for entry in value}
        return np.array(value, dtype=float) if len(lengths) == 1 else tuple(value)

    def _ends(self, places: Any) -> tuple[Floats, Floats] | None:
        """The ends that no rating may leave, from what the instance or the settings hold."""
        held = getattr(self.instance, "bounds", None) if self.instance is not None else self.settings.get("bounds")
        if self.kind == "COMET":
            held = (
                getattr(self.instance, "cvalues", None) if self.instance is not None else self.settings.get("cvalues")
            )
        elif self.kind == "RAFSI" and self.instance is None and "ideal" in self.settings:
            held = np.stack([self.settings["ideal"], self.settings["anti_ideal"]], axis=1)
        if held is None:
            return None
        ends = np.array([[min(entry), max(entry)] for entry in held], dtype=float)
        return ends[places, 0], ends[places, 1]

    def _build(self, made: Mapping[str, Any], weights: Floats, types: Ints) -> Any:
        """The object of pymcdm."""
        settings = {**{name: value for name, value in made.items() if value is not None}, **self.settings}
        if self.kind == "COMET" and "expert_function" not in settings:
            from pymcdm.methods.comet_tools import MethodExpert

            settings["expert_function"] = MethodExpert(_catalogue()["TOPSIS"](), weights, types)
        if self.kind == "PROMETHEE_II" and "preference_function" not in settings:
            settings["preference_function"] = SHAPES["p" in settings, "q" in settings]
        return _catalogue()[self.kind](**settings)

    def __str__(self) -> str:
        return self.name

    def __getstate__(self) -> dict[str, Any]:
        """What pickle takes: COMET keeps its membership functions as closures, which are made again."""
        state = {name: value for name, value in self.__dict__.items() if name != "domain"}
        if self.kind == "COMET" and self.instance is not None:
            held = {name: value for name, value in vars(self.instance).items() if name != "tfns"}
            state["instance"] = (type(self.instance), held)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        if isinstance(state["instance"], tuple):
            made, held = state["instance"]
            instance = made.__new__(made)
            vars(instance).update(held, tfns=[made._make_tfns(values) for values in held["cvalues"]])
            state = {**state, "instance": instance}
        self.__dict__.update(state)


def from_pymcdm(method: Any, *, criteria: Sequence[str] | None = None, **settings: Any) -> FromPymcdm:
    """A method of pymcdm as a method of this library, with its labels, checks, ranks and ties.

    Parameters
    ----------
    method : str or MCDA_method
        The name of a class of ``pymcdm.methods``, or a configured object of one.
    criteria : sequence of str, optional
        The criteria in the order in which the object holds arrays (bounds, reference points, ...); needed where it
        holds any.
    **settings
        With a name, the arguments of the class; what goes by criterion is a mapping by label. Left out, it is made from
        the columns low, high, reference, indifference and preference of the criteria table, COMET's expert is TOPSIS
        with the weights of the question, and the preference function of PROMETHEE is what the thresholds call for.

    Raises
    ------
    ValueError
        For COPRAS, AROMAN and SPROBID, whose results cannot be vouched for, with the reason.

    Examples
    --------
    >>> from policymcda import load, rank
    >>> ranking = rank(load("cyber-policy"), method=from_pymcdm("PROBID"))
    >>> ranking.settings["method"]
    'pymcdm:PROBID'
    """
    labels = tuple(criteria) if criteria is not None else None
    if isinstance(method, str):
        name = _known(method.removeprefix(PREFIX))
        known = [known for known in inspect.signature(_catalogue()[name]).parameters]
        for given in settings:
            if given not in known:
                raise ValueError(f"pymcdm's {name} has no setting {given!r} ({nearest(given, known)})")
        return FromPymcdm(name, None, settings, labels)
    if settings:
        raise ValueError("a configured object has its settings: give a name with settings, or the object alone")
    return _from_object(method, labels)


def _from_object(method: Any, labels: tuple[str, ...] | None) -> FromPymcdm:
    from pymcdm.methods.mcda_method import MCDA_method

    if not isinstance(method, MCDA_method):
        raise ValueError(f"pymcdm has methods and their names, not {type(method).__name__}")  # noqa: TRY004
    kind = type(method).__name__
    for base in type(method).__mro__:
        if base.__name__ in REFUSED:
            raise ValueError(f"pymcdm's {base.__name__} is refused: {REFUSED[base.__name__]}")
    held = [name for name, value in vars(method).items() if isinstance(value, np.ndarray | list | tuple)]
    if held and labels is None:
        raise ValueError(f"this {kind} holds {', '.join(held)} by position: say criteria=[labels] in that order")
    if any(inspect.isgenerator(value) for value in vars(method).values()):
        hint = f"from_pymcdm({kind!r}, preference_function=..., p={{label: ...}}, q={{label: ...}})"
        raise ValueError(f"a {kind} with thresholds serves one call only: {hint}")
    wrong = [
        name for name in NEEDS.get(kind, {}) if _length(getattr(method, name, None)) not in (None, len(labels or ()))
    ]
    if wrong:
        raise ValueError(
            f"{wrong[0]} of this {kind} has {_length(getattr(method, wrong[0]))} criteria, not {len(labels or ())}"
        )
    return FromPymcdm(kind, copy.deepcopy(method), {}, labels)


def _length(value: Any) -> int | None:
    return None if value is None else len(value)


def _known(name: str) -> str:
    """The name as pymcdm spells it."""
    names = [*_catalogue(), *REFUSED]
    found = next((known for known in names if known.casefold() == name.casefold()), None)
    if found is None:
        raise ValueError(
            f"pymcdm has no method {name!r} ({nearest(name, names)}); choose from {', '.join(_catalogue())}"
        )
    if found in REFUSED:
        raise ValueError(f"pymcdm's {found} is refused: {REFUSED[found]}")
    return found


def _catalogue() -> dict[str, Callable[..., Any]]:
    """Every scoring method of pymcdm but the refused, by its name."""
    from pymcdm import methods
    from pymcdm.methods.mcda_method import MCDA_method

    found = {name: value for name, value in vars(methods).items() if inspect.isclass(value)}
    return {name: value for name, value in found.items() if issubclass(value, MCDA_method) and name not in REFUSED}


def _from_columns(kind: str, columns: Mapping[str, Any], benefit: Bools) -> dict[str, Any]:
    """The settings that the columns of the criteria table make."""
    low, high = columns["low"], columns["high"]
    made = {"esp": columns["reference"], "ref_point": columns["reference"], "p": columns["preference"]}
    made["q"] = columns["indifference"]
    if low is not None and high is not None:
        ends = np.stack([low, high], axis=1)
        best, worst = np.where(benefit, high, low), np.where(benefit, low, high)
        made |= {"bounds": ends, "cvalues": ends, "ideal": best, "anti_ideal": worst}
    return {name: made.get(name) for name in NEEDS.get(kind, {})}


def _lower_is_better(method: Any) -> bool:
    """Whether pymcdm ranks its scores from the least (LoPM says so under another name)."""
    return not getattr(method, "_reverse_ranking", True) or not getattr(method, "reverse_ranking", True)
