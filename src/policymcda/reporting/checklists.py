"""Checklists of good practice, filled in from what was done; what only people can do is said to be theirs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policymcda.reporting.report_results import Asked

ISPOR = "Steps of good practice (ISPOR MCDA task force, report 2: Marsh and others, 2016)"
MANUAL = (
    "Steps of the United Kingdom's manual (Department for Communities and Local Government, 2009, under the Green Book)"
)

THEIRS = "not in the tables: for the people who decide"


def ispor(asked: Asked) -> pd.DataFrame:
    """Step, recommendation, and what this analysis did about it."""
    facts = _facts(asked)
    rows = [
        ("Decision problem", "Describe it clearly", facts["question"]),
        ("Decision problem", "Validate and report it", THEIRS),
        ("Criteria", "Justify how they were identified", facts["basis"]),
        ("Criteria", "Justify their definitions", facts["definitions"]),
        ("Criteria", "Validate and report them and their tree", facts["criteria"]),
        ("Performance", "Justify the sources", facts["sources"]),
        ("Performance", "Validate and report the matrix", facts["matrix"]),
        ("Scoring", "Justify the method", facts["scaling"]),
        ("Scoring", "Validate and report scores", "reported for every option, with ranks"),
        ("Weighting", "Justify the method", facts["weights"]),
        ("Weighting", "Validate and report weights", facts["consistency"]),
        ("Aggregation", "Justify the function", facts["method"]),
        ("Aggregation", "Validate and report results", facts["agreement"]),
        ("Uncertainty", "Report its sources", facts["uncertain"]),
        ("Uncertainty", "Justify the analysis", facts["analysis"]),
        ("Findings", "Report method and findings", "this report, with version, seed and fingerprint"),
        ("Findings", "Examine the findings", facts["verdicts"]),
    ]
    return pd.DataFrame(rows, columns=["step", "recommendation", "what was done"])


def manual(asked: Asked) -> pd.DataFrame:
    """The manual's eight steps, and what this analysis did about each."""
    facts = _facts(asked)
    rows = [
        ("1 Establish the decision context", facts["question"]),
        ("2 Identify the options", facts["options"]),
        ("3 Identify objectives and criteria", facts["criteria"]),
        ("4 Score the options", f"{facts['matrix']}; {facts['scaling']}"),
        ("5 Weight the criteria", f"{facts['weights']}; {facts['consistency']}"),
        ("6 Combine weights and scores", facts["method"]),
        ("7 Examine the results", facts["verdicts"]),
        ("8 Test the sensitivity", facts["analysis"]),
    ]
    return pd.DataFrame(rows, columns=["step", "what was done"])


def _facts(asked: Asked) -> dict[str, str]:
    """What the tables and the answers say, in the words of the checklists."""
    problem = asked.problem
    options, criteria = problem.table("options"), problem.table("criteria")
    cells = sum(grid.mode.size for grid in problem.grids.values())
    unknown = sum(int(grid.unknown.sum()) for grid in problem.grids.values())
    unstated = sum(int((grid.evidence == 0).sum()) for grid in problem.grids.values())
    wide = sum(int(np.sum((grid.width > 0) | grid.unknown | (grid.sd > 0))) for grid in problem.grids.values())
    settings = asked.results["rank"].settings
    verdicts = asked.table("verdict", "table")["verdict"].value_counts()
    return {
        "question": f"stated: {problem.case['question']}" if problem.case.get("question") else "no question is stated",
        "options": f"{len(options)}{_status_quo(options)}; whether any is missing: {THEIRS}",
        "basis": _filled(criteria, "source_basis", "what each criterion is based on"),
        "definitions": _filled(criteria, "definition", "definitions"),
        "criteria": f"{len(problem.leaf_criteria)} criteria with their directions are reported",
        "sources": _sources(problem.table("ratings"), cells, unstated),
        "matrix": f"all {cells} ratings are reported; {unknown} rest on no evidence{_coders(problem)}",
        "scaling": _ends(criteria, problem.leaf_criteria),
        "weights": f"{settings['weights']}; why this way: {THEIRS}",
        "consistency": _consistency(asked.table("rank", "consistency")),
        "method": f"{settings['method']}; why this one: {THEIRS}",
        "agreement": _agreement(asked),
        "uncertain": f"{wide} of {cells} ratings have an interval or no evidence; the weights; the method",
        "analysis": _analysis(asked),
        "verdicts": ", ".join(f"{count} {word}" for word, count in verdicts.items()) + f"; discussion: {THEIRS}",
    }


def _status_quo(options: pd.DataFrame) -> str:
    known = "status_quo" in options and bool(options["status_quo"].fillna("").astype(str).str.strip().any())
    return ", one of them the present state" if known else "; which of them is the present state is not stated"


def _filled(table: pd.DataFrame, column: str, what: str) -> str:
    if column not in table:
        return f"{what}: not stated"
    count = int((table[column].fillna("").astype(str).str.strip() != "").sum())
    return f"{what} stated for {count} of {len(table)}"


def _sources(ratings: pd.DataFrame, cells: int, unstated: int) -> str:
    reasons = "rationale" in ratings and (ratings["rationale"].fillna("").astype(str).str.strip() != "").sum()
    text = f"evidence is stated for {cells - unstated} of {cells} ratings"
    return f"{text}, a rationale for {int(reasons)} of {len(ratings)}" if reasons else f"{text}, no rationale"


def _coders(problem: object) -> str:
    codings = problem.table("codings") if problem.has("codings") else None  # type: ignore[attr-defined]
    return "" if codings is None else f"; pooled from {codings['stakeholder'].nunique()} independent codings"


def _ends(criteria: pd.DataFrame, leaf_criteria: tuple[str, ...]) -> str:
    rated = criteria[criteria["criterion"].isin(leaf_criteria)]
    ends = rated[["low", "high"]].notna().all(axis="columns").sum() if {"low", "high"} <= set(rated) else 0
    return f"the ends of the scale are given for {int(ends)} of {len(leaf_criteria)} criteria"


def _consistency(table: pd.DataFrame) -> str:
    if not len(table) or "consistency_ratio" not in table:
        return "reported; no pairwise judgements whose consistency could be told"
    worst = float(table["consistency_ratio"].max())
    return f"reported; {int(table['acceptable'].sum())} of {len(table)} sets of judgements are consistent enough, the worst ratio is {worst:.3f}"


def _agreement(asked: Asked) -> str:
    table = asked.table("agreement", "table")
    if not len(table):
        return "reported; nothing was expected beforehand that they could be set against"
    own = table[table["source"].fillna("") == ""]
    named = table[table["relation"] == "named"]
    parts = [f"{int(own['holds'].sum())} of {len(own)} expectations written down beforehand hold"] if len(own) else []
    if len(named):
        parts.append(
            f"{int(named['holds'].sum())} of {len(named)} options that a source names are within the number it names"
        )
    return f"reported; {'; '.join(parts)}"


def _analysis(asked: Asked) -> str:
    known = {
        "smaa_own": "draws of the ratings",
        "smaa": "draws of weights and ratings",
        "stability": "intervals of each weight",
        "flips": "smallest changes",
        "dominance": "what holds whatever the weights",
        "compare": "other methods",
        "evidence": "readings of the evidence",
        "regret": "regret",
        "value_of_information": "how often knowing each rating would change the choice",
    }
    return ", ".join(text for name, text in known.items() if name in asked.results)
