"""What each table of a case holds: its columns, and the rules of a single cell (pandera).

Rules that need several cells or several tables are in `crossing`. Columns that are not listed travel along as text.
"""

from __future__ import annotations

from typing import Any

import pandera.pandas as pa

EVIDENCE = ("unstated", "none", "inferred", "direct")
"""Grades of evidence; a blank cell is unstated."""

FUNCTIONS = ("usual", "u_shape", "v_shape", "level", "linear", "gaussian")
"""Preference functions of PROMETHEE."""

YES, NO = ("true", "True", "TRUE", "yes", "1"), ("false", "False", "FALSE", "no", "0")
"""Words for a cell that is true or false; a blank one is false."""


def _label(required: bool = True, nullable: bool = False) -> pa.Column:
    """An identifier: text, not blank unless `nullable` (a blank group means all groups)."""
    checks = [pa.Check.str_length(max_value=200, error="a label has at most 200 characters")]
    return pa.Column(None, checks, required=required, metadata={"kind": "label", "blank": nullable})


def _side() -> pa.Column:
    """One side of a statement: an option, or a sketch, which may be longer than a label."""
    return pa.Column(None, metadata={"kind": "label", "blank": False})


def _text(*known: str) -> pa.Column:
    """Free text, or one of the known words."""
    checks = [pa.Check.isin(["", *known], error=f"is none of {', '.join(known)}")] if known else []
    return pa.Column(None, checks, required=False, metadata={"kind": "text", "blank": True})


def _word(*known: str, blank: bool = False) -> pa.Column:
    """A required column of text."""
    column = _text(*known)
    return pa.Column(None, column.checks, metadata={"kind": "text", "blank": blank})


def _number(*checks: pa.Check, required: bool = False, blank: bool = True, kind: str = "number") -> pa.Column:
    """A finite number; `kind` fraction takes 1/3 as well."""
    return pa.Column(float, list(checks), nullable=True, required=required, metadata={"kind": kind, "blank": blank})


_POSITIVE = pa.Check.gt(0, error="must be above 0")
_NOT_NEGATIVE = pa.Check.ge(0, error="must not be below 0")
_AT_MOST_1 = pa.Check.le(1, error="must not be above 1")


def _table(name: str, /, **columns: pa.Column) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(dict(columns), name=name, strict=False)


def _ratings(name: str, /, **first: pa.Column) -> pa.DataFrameSchema:
    """Ratings, and the codings they were pooled from, share their columns."""
    return _table(
        name,
        **first,
        group=_label(required=False, nullable=True),
        option=_label(),
        criterion=_label(),
        low=_number(),
        mode=_number(required=True),
        high=_number(),
        sd=_number(_NOT_NEGATIVE),
        evidence=_text(*EVIDENCE),
        section=_text(),
        rationale=_text(),
        spread=_number(_NOT_NEGATIVE),
        as_of=_text(),
    )


def _stated(name: str, /, **columns: pa.Column) -> pa.DataFrameSchema:
    """What stakeholders state, for a group or for all of them."""
    return _table(
        name,
        group=_label(required=False, nullable=True),
        stakeholder=_label(required=False, nullable=True),
        criterion=_label(),
        **columns,
    )


def _pairwise() -> pa.Column:
    return _number(_POSITIVE, required=True, blank=False, kind="fraction")


SCHEMAS: dict[str, pa.DataFrameSchema] = {
    schema.name: schema
    for schema in [
        _table(
            "options",
            option=_label(),
            name=_text(),
            short=_text(),
            summary=_text(),
            section=_text(),
            status_quo=_text(),
        ),
        _table(
            "criteria",
            criterion=_label(),
            direction=_word("benefit", "cost", blank=True),
            low=_number(),
            high=_number(),
            unit=_text(),
            name=_text(),
            definition=_text(),
            weight=_number(_NOT_NEGATIVE),
            parent=_label(required=False, nullable=True),
            indifference=_number(_NOT_NEGATIVE),
            preference=_number(_NOT_NEGATIVE),
            veto=_number(_NOT_NEGATIVE),
            function=_text(*FUNCTIONS),
            reference=_number(),
        ),
        _table("groups", group=_label(), name=_text(), definition=_text()),
        _ratings("ratings"),
        _ratings("codings", stakeholder=_label(), panel=_text()),
        _stated("judgements", versus=_label(), value=_pairwise()),
        _stated("option_judgements", option=_label(), versus=_label(), value=_pairwise()),
        _stated("weights", weight=_number(_NOT_NEGATIVE, required=True, blank=False)),
        _stated(
            "swings",
            points=_number(_NOT_NEGATIVE, required=True, blank=False),
            low=_number(required=True, blank=False),
            high=_number(required=True, blank=False),
        ),
        _stated(
            "orders",
            position=_number(_POSITIVE, required=True, blank=False),
            blank_cards=_number(_NOT_NEGATIVE),
            step=_number(_NOT_NEGATIVE),
            ratio=_number(_POSITIVE),
        ),
        _table(
            "values",
            criterion=_label(),
            rating=_number(required=True, blank=False),
            value=_number(required=True, blank=False),
        ),
        _table("stakeholders", stakeholder=_label(), weight=_number(_NOT_NEGATIVE), name=_text()),
        _table(
            "screens",
            group=_label(required=False, nullable=True),
            option=_label(),
            status=_word(),
            reason=_text(),
            evidence=_text(*EVIDENCE),
        ),
        _table(
            "thresholds",
            group=_label(required=False, nullable=True),
            criterion=_label(),
            at_least=_number(),
            at_most=_number(),
        ),
        _table(
            "expectations",
            group=_label(),
            option=_label(),
            relation=_word("within", "outside", "named"),
            rank=_number(pa.Check.ge(1, error="must be 1 or more")),
            source=_label(required=False, nullable=True),
            basis=_text(),
        ),
        _table(
            "members",
            member=_label(),
            group=_label(),
            share=_number(_NOT_NEGATIVE, _AT_MOST_1, kind="fraction"),
            name=_text(),
            evidence=_text(*EVIDENCE),
            source=_text(),
            as_of=_text(),
        ),
        _table(
            "statements",
            group=_label(required=False, nullable=True),
            stakeholder=_label(required=False, nullable=True),
            better=_side(),
            worse=_side(),
            same=_text(*YES, *NO),
            sure=_number(_NOT_NEGATIVE, pa.Check.le(1, error="must be 1 or less")),
        ),
        _table(
            "costs",
            option=_label(),
            group=_label(required=False, nullable=True),
            cost=_number(_NOT_NEGATIVE, required=True, blank=False),
            low=_number(_NOT_NEGATIVE),
            high=_number(_NOT_NEGATIVE),
            unit=_label(required=False, nullable=True),
        ),
    ]
}
"""Table name to schema, in the order in which tables are listed."""

KEYS: dict[str, tuple[str, ...]] = {
    "options": ("option",),
    "criteria": ("criterion",),
    "groups": ("group",),
    "ratings": ("group", "option", "criterion", "as_of"),
    "codings": ("stakeholder", "group", "option", "criterion", "as_of"),
    "judgements": ("group", "stakeholder", "criterion", "versus"),
    "option_judgements": ("group", "stakeholder", "criterion", "option", "versus"),
    "weights": ("group", "stakeholder", "criterion"),
    "swings": ("group", "stakeholder", "criterion"),
    "orders": ("group", "stakeholder", "criterion"),
    "values": ("criterion", "rating"),
    "stakeholders": ("stakeholder",),
    "screens": ("group", "option"),
    "thresholds": ("group", "criterion"),
    "expectations": ("group", "option", "source"),
    "members": ("member", "group"),
    "statements": ("group", "stakeholder", "better", "worse"),
    "costs": ("group", "option", "unit"),
}
"""What identifies a row of each table."""

DEFAULTS = ("method", "weights", "unknown", "screen", "normalise")
UNKNOWN = ("mode", "worst", "best")
"""What a point ranking may take for a rating without evidence."""

ORDERED = (
    ("thresholds", "at_least", "at_most"),
    ("swings", "low", "high"),
    ("costs", "low", "cost"),
    ("costs", "cost", "high"),
)
"""A table and two of its columns, the first of which is never above the second."""


def required(name: str) -> list[str]:
    """The columns that a table must have."""
    return [column for column, spec in SCHEMAS[name].columns.items() if spec.required]


def kind(spec: Any) -> str:
    """What a column holds: label, text, number or fraction."""
    return str(spec.metadata["kind"])
