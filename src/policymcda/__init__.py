"""Multi-criteria decision analysis of policy options.

Read validated tables, rank the options of each group, and show what the ranking does and does not survive.

>>> import policymcda as mcda
>>> problem = mcda.load("cyber-policy")
>>> ranking = mcda.rank(problem)
>>> ranking.ranks.loc["regional_orgs", "nonsignatory_developing"]
np.int64(1)

Every public name is loaded on first use, so that importing the library costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from policymcda._version import __version__

if TYPE_CHECKING:
    from policymcda import plots, weighting
    from policymcda.case_files import cases, load
    from policymcda.errors import ProblemError
    from policymcda.problem import Problem
    from policymcda.pymcdm_bridge import from_pymcdm
    from policymcda.questions.acceptability import smaa
    from policymcda.questions.comparison import compare
    from policymcda.questions.compromise import compromise
    from policymcda.questions.conditions import conditions
    from policymcda.questions.dominance import dominance
    from policymcda.questions.expectation import agreement_with_source
    from policymcda.questions.explanation import explain
    from policymcda.questions.flips import flips
    from policymcda.questions.group_ranking import group_topsis
    from policymcda.questions.information import information
    from policymcda.questions.outranking import outranking
    from policymcda.questions.plane import gaia
    from policymcda.questions.portfolio import portfolio
    from policymcda.questions.ranking import rank
    from policymcda.questions.regret import regret
    from policymcda.questions.reversal import reversal
    from policymcda.questions.stability import stability
    from policymcda.questions.stakeholders import stakeholders
    from policymcda.readings import reading
    from policymcda.reporting.explorer import explore
    from policymcda.reporting.report import report
    from policymcda.syntheses.evidence import evidence
    from policymcda.syntheses.structure import structure
    from policymcda.syntheses.verdict import verdict
    from policymcda.weighting.spaces import WeightSpace

_HOME = {
    # what is asked about
    "load": "case_files",
    "cases": "case_files",
    "Problem": "problem",
    "ProblemError": "errors",
    "WeightSpace": "weighting.spaces",
    # what comes first
    "rank": "questions.ranking",
    "from_pymcdm": "pymcdm_bridge",
    "compare": "questions.comparison",
    "explain": "questions.explanation",
    "gaia": "questions.plane",
    "outranking": "questions.outranking",
    "compromise": "questions.compromise",
    "group_topsis": "questions.group_ranking",
    "stakeholders": "questions.stakeholders",
    "agreement_with_source": "questions.expectation",
    # how far to trust it
    "smaa": "questions.acceptability",
    "verdict": "syntheses.verdict",
    "evidence": "syntheses.evidence",
    "reading": "readings",
    # what would change it
    "reversal": "questions.reversal",
    "flips": "questions.flips",
    "dominance": "questions.dominance",
    "stability": "questions.stability",
    "information": "questions.information",
    "regret": "questions.regret",
    "portfolio": "questions.portfolio",
    # what to look at
    "report": "reporting.report",
    "explore": "reporting.explorer",
    "structure": "syntheses.structure",
    "conditions": "questions.conditions",
}
"""Each public name and the module that has it, in the order in which an analyst asks."""

_PACKAGES = ("plots", "weighting")

__all__ = [
    "Problem",
    "ProblemError",
    "WeightSpace",
    "__version__",
    "agreement_with_source",
    "cases",
    "compare",
    "compromise",
    "conditions",
    "dominance",
    "evidence",
    "explain",
    "explore",
    "flips",
    "from_pymcdm",
    "gaia",
    "group_topsis",
    "information",
    "load",
    "outranking",
    "plots",
    "portfolio",
    "rank",
    "reading",
    "regret",
    "report",
    "reversal",
    "smaa",
    "stability",
    "stakeholders",
    "structure",
    "verdict",
    "weighting",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        value = getattr(import_module(f"policymcda.{_HOME[name]}"), name)
    elif name in _PACKAGES:
        value = import_module(f"policymcda.{name}")
    else:
        raise AttributeError(f"module 'policymcda' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*_HOME, *_PACKAGES, "__version__"]
