"""Checklists of good practice, filled in from what was run: done with its number, not done, or yours to do."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policymcda.problem import Problem
from policymcda.reporting.report_results import Asked
from policymcda.reporting.wording import method_words, weights_words
from policymcda.syntheses.double_counting import double_counting
from policymcda.tables.sentences import share_text

ISPOR = "Steps of good practice (ISPOR MCDA task force, report 2: Marsh and others, 2016)"
GREEN_BOOK = (
    "What the United Kingdom's guidance asks for (Use of Multi-Criteria Decision Analysis in options appraisal of economic "
    "cases, supplement to the Green Book, 16 May 2024; as far as its summary and introduction say)"
)
TEN_STEPS = "The ten steps for composite indicators (Joint Research Centre of the European Commission, after OECD and JRC, 2008)"

DONE, NOT_DONE, YOURS = "done", "not done", "yours to do"

Row = tuple[str, str, str, str]
"""Step, what is asked for, whether that is done, and what was done."""

COLUMNS = ["step", "asked for", "status", "what was done"]


def ispor(asked: Asked) -> pd.DataFrame:
    """The steps of ISPOR's task force, and what this analysis did about each."""
    fact = _Facts(asked)
    return _table(
        ("Decision problem", "Describe it clearly", *fact.question()),
        ("Decision problem", "Validate and report it", *_yours("whether it is the right question")),
        ("Criteria", "Justify how they were identified", *fact.filled("source_basis", "what it is based on")),
        ("Criteria", "Justify their definitions", *fact.filled("definition", "a definition")),
        ("Criteria", "Validate and report them and their tree", *fact.criteria()),
        ("Performance", "Justify the sources", *fact.sources()),
        ("Performance", "Validate and report the matrix", *fact.matrix()),
        ("Scoring", "Justify the method", *fact.scaling()),
        ("Scoring", "Validate and report scores", *fact.scores()),
        ("Weighting", "Justify the method", *_yours(f"why weights are {fact.weights()}")),
        ("Weighting", "Validate and report weights", *fact.consistency()),
        ("Aggregation", "Justify the function", *_yours(f"why options are scored by {fact.method()}")),
        ("Aggregation", "Validate and report results", *fact.agreement()),
        ("Uncertainty", "Report its sources", *fact.uncertain()),
        ("Uncertainty", "Justify the analysis", *fact.analysis()),
        ("Findings", "Report method and findings", *_done("this report, with version, seed and fingerprint")),
        ("Findings", "Examine the findings", *_yours(f"what follows from {fact.verdicts()}")),
    )


def green_book(asked: Asked) -> pd.DataFrame:
    """What the guidance of the United Kingdom asks for, and what this analysis did about each."""
    fact = _Facts(asked)
    return _table(
        (
            "When to use it",
            "For a longlist, where several objectives must be met at once",
            *_yours("whether that is so here"),
        ),
        ("Options", "Consider every option properly and fairly", *fact.rated()),
        ("Criteria", "Assess delivery on a range of criteria", *fact.criteria()),
        ("Criteria", "Bring together what is not directly comparable", *fact.filled("unit", "a unit")),
        ("Criteria", "Count nothing twice", *fact.alike()),
        ("People", "Consider the perspectives of several stakeholders", *fact.people()),
        (
            "People",
            "Explore trade-offs with experts and decision makers",
            *_yours("the page to move weights serves for it"),
        ),
        ("Weights", "Weight the swing from worst to best on each criterion", *fact.swings()),
        ("Sensitivity", "Change the relative importance of criteria", *fact.moves()),
        ("Sensitivity", "Change how far the best is from the worst on each criterion", *fact.changes()),
        ("Record", "Keep evidence and assumptions transparent", *fact.sources()),
        ("Record", "Show how robust the choice is", *_done(fact.verdicts())),
    )


def ten_steps(asked: Asked) -> pd.DataFrame:
    """The steps of the JRC's guide, and what this analysis did about each."""
    fact = _Facts(asked)
    return _table(
        (
            "1 Theoretical framework",
            "A basis for choosing and combining variables",
            *fact.filled("definition", "a definition"),
        ),
        ("2 Data selection", "Sound, measurable and relevant data", *fact.sources()),
        ("3 Imputation of missing data", "Impute, treat outliers, transform", *fact.missing()),
        ("4 Multivariate analysis", "Study the structure of the data", *fact.structure()),
        ("5 Normalisation", "Bring indicators onto a common scale", *fact.scaling()),
        ("6 Weighting", "Adjust the importance of each indicator", *_done(f"weights are {fact.weights()}")),
        (
            "7 Aggregating indicators",
            "Combine the values into one measure",
            *_done(f"options are scored by {fact.method()}"),
        ),
        ("8 Sensitivity analysis", "Quantify the uncertainty that each assumption causes", *fact.analysis()),
        ("9 Link to other measures", "Correlate with other measures", *fact.agreement()),
        ("10 Visualisation", "Show it, also interactively", *fact.shown()),
    )


def _table(*rows: Row) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


def _done(text: str) -> tuple[str, str]:
    return DONE, text


def _not_done(text: str) -> tuple[str, str]:
    return NOT_DONE, text


def _yours(text: str) -> tuple[str, str]:
    return YOURS, text


def _of(count: int, total: int, text: str) -> tuple[str, str]:
    """Done where it holds for all, with how many it holds for."""
    return (DONE if count == total and total else NOT_DONE), f"{text} for {count} of {total}"


class _Facts:
    """What the tables and the answers say, each with whether it is done."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.problem = asked, asked.problem
        self.criteria_table = asked.problem.table("criteria")
        self.grids = list(asked.problem.grids.values())
        self.cells = sum(grid.mode.size for grid in self.grids)
        self.settings = asked.results["rank"].settings

    def question(self) -> tuple[str, str]:
        question = self.problem.case.get("question")
        return _done(f"stated: {question}") if question else _not_done("no question is stated")

    def filled(self, column: str, what: str) -> tuple[str, str]:
        """For how many of the criteria that have ratings something is stated."""
        table = self.criteria_table[self.criteria_table["criterion"].isin(self.problem.leaf_criteria)]
        if column not in table:
            return _not_done(f"{what} is stated for 0 of {len(table)} criteria")
        count = int((table[column].fillna("").astype(str).str.strip() != "").sum())
        status, text = _of(count, len(table), f"{what} is stated")
        return status, f"{text} criteria"

    def criteria(self) -> tuple[str, str]:
        return _done(f"{len(self.problem.leaf_criteria)} criteria with their directions are reported")

    def rated(self) -> tuple[str, str]:
        options = self.problem.table("options")
        each = ", ".join(str(len(grid.options)) for grid in self.grids)
        text = f"{each} of {len(options)} options are rated on every criterion{_status_quo(options)}"
        return _done(text) if all(len(grid.options) == len(options) for grid in self.grids) else _not_done(text)

    def sources(self) -> tuple[str, str]:
        ratings = self.problem.table("ratings")
        unstated = sum(int((grid.evidence == 0).sum()) for grid in self.grids)
        known = "rationale" in ratings and (ratings["rationale"].fillna("").astype(str).str.strip() != "").sum()
        status, text = _of(self.cells - unstated, self.cells, "evidence is stated")
        return status, f"{text} ratings, a rationale for {int(known)} of {len(ratings)}"

    def matrix(self) -> tuple[str, str]:
        unknown = sum(int(grid.unknown.sum()) for grid in self.grids)
        return _done(f"all {self.cells} ratings are reported; {unknown} rest on no evidence{_coders(self.problem)}")

    def missing(self) -> tuple[str, str]:
        unknown = sum(int(grid.unknown.sum()) for grid in self.grids)
        text = f"{unknown} of {self.cells} ratings are unknown: each is drawn over its range and counts as its {self.settings['unknown']} in the ranking; outliers are not treated"
        return _done(text)

    def scaling(self) -> tuple[str, str]:
        leaf_criteria = self.problem.leaf_criteria
        rated = self.criteria_table[self.criteria_table["criterion"].isin(leaf_criteria)]
        ends = rated[["low", "high"]].notna().all(axis="columns").sum() if {"low", "high"} <= set(rated) else 0
        status, text = _of(int(ends), len(leaf_criteria), "the ends of the scale are given")
        return status, f"{text} criteria"

    def scores(self) -> tuple[str, str]:
        table = self.asked.table("rank", "table")
        return _done(f"{int(table['score'].notna().sum())} scores are reported, with ranks")

    def weights(self) -> str:
        return weights_words(str(self.settings["weights"]))

    def method(self) -> str:
        return method_words(str(self.settings["method"]))

    def consistency(self) -> tuple[str, str]:
        table = self.asked.table("weights", "consistency")
        if not len(table) or "consistency_ratio" not in table:
            return _not_done("there are no pairwise judgements whose consistency could be told")
        worst, good = float(table["consistency_ratio"].max()), int(table["acceptable"].sum())
        text = f"{good} of {len(table)} sets of judgements are consistent enough, the worst ratio is {worst:.3f}"
        return _done(text) if good == len(table) else _not_done(text)

    def agreement(self) -> tuple[str, str]:
        table = self.asked.table("agreement", "table")
        if not len(table):
            return _not_done("nothing was expected beforehand, and no other measure is in the tables")
        own, named = table[table["source"].fillna("") == ""], table[table["relation"] == "named"]
        texts = (
            [f"{int(own['holds'].sum())} of {len(own)} expectations written down beforehand hold"] if len(own) else []
        )
        if len(named):
            texts.append(
                f"{int(named['holds'].sum())} of {len(named)} options that a source names are within the number it names"
            )
        return _done("; ".join(texts))

    def uncertain(self) -> tuple[str, str]:
        wide = sum(int(np.sum((grid.width > 0) | grid.unknown | (grid.sd > 0))) for grid in self.grids)
        text = f"{wide} of {self.cells} ratings have an interval or no evidence"
        return _done(f"{text}; weights and method vary as well") if wide else _not_done(text)

    def analysis(self) -> tuple[str, str]:
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
        found = [text for name, text in known.items() if name in self.asked.results]
        text = f"{len(found)} of {len(known)} analyses were run: {', '.join(found)}"
        return _done(text) if found else _not_done(text)

    def verdicts(self) -> str:
        counts = self.asked.table("verdict", "table")["verdict"].value_counts()
        return ", ".join(f"{count} {word}" for word, count in counts.items())

    def alike(self) -> tuple[str, str]:
        pairs, count = list(double_counting(self.problem)), len(self.problem.leaf_criteria)
        text = f"{len(pairs)} of {count * (count - 1) // 2} pairs of criteria say nearly the same"
        return _not_done(text) if pairs else _done(text)

    def people(self) -> tuple[str, str]:
        table = self.asked.table("stakeholders", "agreement")
        if not len(table):
            return _not_done("no stakeholder has weights or ratings of their own")
        alike = ", ".join(f"{value:.2f}" for value in table["kendall_w"])
        return _done(f"{int(table['stakeholders'].max())} take part; their rankings agree by Kendall's W of {alike}")

    def swings(self) -> tuple[str, str]:
        way = str(self.settings["weights"])
        return _done("weights are by swings") if way == "swing" else _not_done(f"weights are {self.weights()}")

    def moves(self) -> tuple[str, str]:
        table = self.asked.table("stability", "table")
        if not len(table):
            return _not_done(self.asked.left_out.get("stability", "not asked"))
        ends = [
            *(table["weight"] - table["low"])[table["below"] != ""],
            *(table["high"] - table["weight"])[table["above"] != ""],
        ]
        text = f"{len(table)} weights were moved, each from 0 to 1"
        return _done(
            f"{text}; the smallest move that changes what is first is {min(ends):.3f}"
            if ends
            else f"{text}; none changes what is first"
        )

    def changes(self) -> tuple[str, str]:
        if "flips" not in self.asked.results:
            return _not_done(self.asked.left_out.get("flips", "not asked"))
        table = self.asked.results["flips"].tables["all_changes"]
        return _done(
            f"{len(table)} changes of a weight, a rating or a judgement that put another option first are reported"
        )

    def structure(self) -> tuple[str, str]:
        axes = self.asked.results["gaia"].tables["axes"] if "gaia" in self.asked.results else pd.DataFrame()
        text = self.alike()[1]
        if not len(axes):
            return _not_done(text)
        shares = ", ".join(share_text(float(share)) for share in axes["explained"])
        return _done(f"{text}; two principal axes hold {shares} of the differences")

    def shown(self) -> tuple[str, str]:
        moving = "explore" not in self.asked.left_out
        return _done(f"charts of {len(self.grids)} groups{', and a page to move the weights' if moving else ''}")


def _status_quo(options: pd.DataFrame) -> str:
    known = "status_quo" in options and bool(options["status_quo"].fillna("").astype(str).str.strip().any())
    return ", one of them the present state" if known else "; which of them is the present state is not stated"


def _coders(problem: Problem) -> str:
    codings = problem.table("codings") if problem.has("codings") else None
    return "" if codings is None else f"; pooled from {codings['stakeholder'].nunique()} independent codings"
