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
    from policymcda.asking.ask import ask
    from policymcda.asking.collect import collect
    from policymcda.case_files import cases, load
    from policymcda.errors import ProblemError
    from policymcda.problem import Problem
    from policymcda.pymcdm_bridge import from_pymcdm
    from policymcda.questions.agreement_with_source import agreement_with_source
    from policymcda.questions.compare import compare
    from policymcda.questions.compromise import compromise
    from policymcda.questions.conditions import conditions
    from policymcda.questions.contributions import contributions
    from policymcda.questions.dominance import dominance
    from policymcda.questions.explain import explain
    from policymcda.questions.flips import flips
    from policymcda.questions.gaia import gaia
    from policymcda.questions.group_topsis import group_topsis
    from policymcda.questions.implied import implied
    from policymcda.questions.next_question import next_question
    from policymcda.questions.outranking import outranking
    from policymcda.questions.portfolio import portfolio
    from policymcda.questions.rank import rank
    from policymcda.questions.regret import regret
    from policymcda.questions.reversal import reversal
    from policymcda.questions.score import score
    from policymcda.questions.smaa import smaa
    from policymcda.questions.stability import stability
    from policymcda.questions.value_of_information import value_of_information
    from policymcda.reporting.apply import apply
    from policymcda.reporting.explorer import explore
    from policymcda.reporting.report import report
    from policymcda.syntheses.across import across
    from policymcda.syntheses.diff import diff
    from policymcda.syntheses.evidence import evidence
    from policymcda.syntheses.plan import plan
    from policymcda.syntheses.sensitivity import sensitivity
    from policymcda.syntheses.stakeholders import stakeholders
    from policymcda.syntheses.verdict import verdict
    from policymcda.weighting.weight_space import WeightSpace

_HOME = {
    # what is asked about
    "load": "case_files",
    "cases": "case_files",
    "Problem": "problem",
    "ProblemError": "errors",
    "WeightSpace": "weighting.weight_space",
    # whom to ask
    "ask": "asking.ask",
    "collect": "asking.collect",
    # what comes first
    "rank": "questions.rank",
    "from_pymcdm": "pymcdm_bridge",
    "score": "questions.score",
    "compare": "questions.compare",
    "explain": "questions.explain",
    "contributions": "questions.contributions",
    "gaia": "questions.gaia",
    "outranking": "questions.outranking",
    "compromise": "questions.compromise",
    "group_topsis": "questions.group_topsis",
    "stakeholders": "syntheses.stakeholders",
    "agreement_with_source": "questions.agreement_with_source",
    # how far to trust it
    "smaa": "questions.smaa",
    "plan": "syntheses.plan",
    "verdict": "syntheses.verdict",
    "evidence": "syntheses.evidence",
    # what would change it
    "reversal": "questions.reversal",
    "flips": "questions.flips",
    "dominance": "questions.dominance",
    "stability": "questions.stability",
    "implied": "questions.implied",
    "next_question": "questions.next_question",
    "value_of_information": "questions.value_of_information",
    "regret": "questions.regret",
    "portfolio": "questions.portfolio",
    "across": "syntheses.across",
    "diff": "syntheses.diff",
    # what to look at
    "report": "reporting.report",
    "explore": "reporting.explorer",
    "apply": "reporting.apply",
    "sensitivity": "syntheses.sensitivity",
    "conditions": "questions.conditions",
}
"""Each public name and the module that has it, in the order in which an analyst asks."""

_PACKAGES = ("plots", "weighting")

__all__ = [
    "Problem",
    "ProblemError",
    "WeightSpace",
    "__version__",
    "across",
    "agreement_with_source",
    "apply",
    "ask",
    "cases",
    "collect",
    "compare",
    "compromise",
    "conditions",
    "contributions",
    "diff",
    "dominance",
    "evidence",
    "explain",
    "explore",
    "flips",
    "from_pymcdm",
    "gaia",
    "group_topsis",
    "implied",
    "load",
    "next_question",
    "outranking",
    "plan",
    "plots",
    "portfolio",
    "rank",
    "regret",
    "report",
    "reversal",
    "score",
    "sensitivity",
    "smaa",
    "stability",
    "stakeholders",
    "value_of_information",
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
