"""What a case may choose for all questions (`[defaults]`), and how a choice is checked before it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from policymcda.errors import nearest
from policymcda.method_names import method_by_name
from policymcda.tables.schemas import DEFAULTS, UNKNOWN

WAYS: dict[str, str] = {
    "ahp": "ahp_weights:from_judgements",
    "best_worst": "best_and_worst:best_worst",
    "swing": "swings:swing",
    "rank_order": "orders:rank_order",
    "revised_simos": "orders:revised_simos",
    "swara": "orders:swara",
    "fucom": "orders:fucom",
    "given": "given:given",
    "equal": "given:equal",
    "entropy": "from_ratings:entropy",
    "critic": "from_ratings:critic",
    "merec": "from_ratings:merec",
    "standard_deviation": "from_ratings:standard_deviation",
}
"""Name of a way to weights, and the module of `policymcda.weighting` and the function that has it."""


def way_name(name: str) -> str:
    """The name of a way to weights with underscores, if there is such a one."""
    known = name.replace("-", "_")
    if known not in WAYS:
        raise ValueError(f"no weights {name!r} ({nearest(known, [*WAYS, 'own'])})")
    return known


def check_way(name: str, others: Iterable[str]) -> None:
    """Refuses a name that is no way to weights, "own", or one of the others that a question takes."""
    known = [*WAYS, "own", *others]
    if name.replace("-", "_") not in known:
        raise ValueError(f"no weights {name!r} ({nearest(name, known)})")


def checked_defaults(settings: Mapping[str, Any]) -> tuple[dict[str, Any], pd.DataFrame | None]:
    """Settings as a case keeps them, and the table of weights that takes the place of the case's, if any.

    Raises
    ------
    ValueError
        For a setting or a name that is not known.
    """
    for name in settings:
        if name not in DEFAULTS:
            raise ValueError(f"no setting {name!r} ({nearest(name, DEFAULTS)}); choose from {', '.join(DEFAULTS)}")
    kept, table = dict(settings), None
    method, weights, unknown = (settings.get(name) for name in ("method", "weights", "unknown"))
    if isinstance(method, str):
        method_by_name(method)
    elif method is not None and not callable(method):
        raise ValueError(f"method is a name or a function, not {type(method).__name__}")
    if isinstance(weights, str):
        kept["weights"] = way_name(weights)
    elif weights is not None:
        kept["weights"], table = "given", _weights_table(weights)
    if unknown is not None and unknown not in UNKNOWN:
        raise ValueError(f"no rule {unknown!r} for the unknown ({nearest(str(unknown), UNKNOWN)})")
    for name in ("screen", "normalise"):
        if settings.get(name) is not None and not isinstance(settings[name], bool):
            raise ValueError(f"{name} is True or False, not {settings[name]!r}")
    return kept, table


def _weights_table(weights: Any) -> pd.DataFrame:
    """Weights as a table of a case: those of a result, by criterion, or a table."""
    table = getattr(weights, "table", weights)
    if isinstance(table, pd.DataFrame):
        return table
    if isinstance(table, Mapping | pd.Series) and not any(isinstance(value, Mapping) for _, value in table.items()):
        return pd.DataFrame(list(table.items()), columns=["criterion", "weight"])
    raise ValueError(f"weights are the name of a way or weights by criterion, not {type(weights).__name__}")


def check_can_be_written(defaults: Mapping[str, Any]) -> None:
    """Refuses defaults that no file can hold."""
    method = defaults.get("method")
    name = getattr(method, "__name__", type(method).__name__)
    if method is not None and not isinstance(method, str):
        raise ValueError(f"the default method is the function {name}, which no file can hold: name a method instead")
