"""What a sound method cannot have by its definition, with the reason and the paper; the table of the docs is this one."""

from collections.abc import Mapping

EXCEPTIONS: Mapping[str, Mapping[str, str]] = {
    "vikor": {
        "monotone rank": (
            "The best value of a criterion and the spans of S and R are those of the options at hand, so a better "
            "value of one option changes the regret of all others (Opricovic and Tzeng, 2004; Yang and Wu, 2020)."
        ),
    },
    "electre_iii": {
        "constant column": (
            "A criterion on which all are the same is one on which each is at least as good as the other, so it adds "
            "to every concordance and may lift both directions of a pair (Roy, 1978)."
        ),
        "monotone score": (
            "A distillation cuts at levels that depend on all credibilities at hand, so a better value may move the "
            "cut and join or part classes (Wang and Triantaphyllou, 2008)."
        ),
        "monotone rank": "As for the score (Wang and Triantaphyllou, 2008).",
    },
    "copras": {
        "constant column": (
            "A constant cost adds the same to every cost sum, and the significance is not linear in the cost sum "
            "(Zavadskas and Kaklauskas, 1996)."
        ),
        "monotone score": (
            "A lower cost of one option raises the share of the column that all others have, and with it what the "
            "others gain and lose by their cost sums (Podvezko, 2011)."
        ),
        "monotone rank": "As for the score (Podvezko, 2011).",
    },
    "codas": {
        "dominance": (
            "The taxicab distance counts only in comparisons whose Euclidean distances differ by the threshold: a "
            "dominating option may be just far enough from a third one to be charged a taxicab deficit that the "
            "dominated one is spared (Keshavarz Ghorabaee et al., 2016)."
        ),
        "monotone score": (
            "A better value may lift the Euclidean lead over another option past the threshold while the taxicab "
            "distance is still behind, and the score falls by that (Keshavarz Ghorabaee et al., 2016)."
        ),
        "monotone rank": "As for the score (Keshavarz Ghorabaee et al., 2016).",
    },
    "cocoso": {
        "monotone score": (
            "One of the three appraisals divides by the least sum of all options: when the last improves, everyone's "
            "lead over it shrinks, its own included (Yazdani et al., 2019)."
        ),
        "monotone rank": (
            "The range of a criterion is that of the options at hand, so a new best value lowers the others on it, and "
            "the appraisals by the least and the largest sum move with them (Yazdani et al., 2019)."
        ),
    },
}
"""Method to property to the reason why it is not to be had."""


def exceptions_table() -> str:
    """The exceptions as a Markdown table."""
    lines = ["| method | property | why it cannot be had |", "|---|---|---|"]
    for method, reasons in EXCEPTIONS.items():
        lines += [f"| `{method}` | {name} | {reason} |" for name, reason in reasons.items()]
    return "\n".join(lines) + "\n"
