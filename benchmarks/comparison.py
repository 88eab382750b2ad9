"""The page that compares with other libraries, made from what `make bench ARGS=peers` found: `python -m benchmarks.comparison`."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import rankdata

from benchmarks import duration

ROOT = Path(__file__).parents[1]
JSON = ROOT / "docs" / "comparison.json"
PAGE = ROOT / "docs" / "comparison.md"

OURS = "policymcda"
TIMES = (
    "topsis of 9 x 4",
    "topsis of 10,000 x 10",
    "promethee_ii of 100 x 10",
    "topsis of 9 x 4, 10,000 weight vectors",
    "rank acceptability, 10,000 draws",
)

DIFFERS = ("same order", "differs")

REASONS: dict[tuple[str, str], str] = {
    ("mcda", "promethee_ii"): "flows are sums over the other options, not means: another scale and the same order.",
    (
        "pymcdm",
        "weighted_product",
    ): "shares of the sum of a criterion, not of its best value, so the scores have another scale and the same order.",
    (
        "pymcdm",
        "copras",
    ): "the sums over the options are not taken, so what costs add is the costs themselves: a dearer option scores higher.",
    (
        "pyDecision",
        "codas",
    ): "the second distance is always added, times its difference to the first; in the paper only where the first differ by "
    "less than the threshold.",
}
"""Why results differ, for each library and method where they do; read in its code."""

OTHERS_HAVE = """\
- **pymcdm** has COMET, ERVD, LMAW, LoPM, OCRA, PROBID, RAFSI, RAM, RIM and AROMAN; they are usable here through `from_pymcdm`. It
  has more ways to weights from data, and its calls need nothing but arrays.
- **scikit-criteria** has pipelines of steps in the manner of scikit-learn, imputers of missing ratings, SIMUS, ERVD, RIM, PROBID, OCRA,
  ELECTRE II, and tests of rank reversal by clones and by transitivity.
- **pyDecision** has the most methods of all: ELECTRE IV and TRI, PROMETHEE III to VI, MACBETH, ANP, DEMATEL, UTADIS, FlowSort, TODIM,
  ORESTE, fuzzy forms of a dozen methods, and a page in the browser for them. One TOPSIS of a large table is fastest there.
- **pysensmcda** has more ways to change single criteria and rankings (scenarios, percentages, promotion and demotion, compromises of
  rankings), SMAA-O, and plots of them.
- **mcda** has scales as types, sorting into categories (ELECTRE TRI, MR-Sort), SRMP and UTA that learn from examples, and the Choquet integral. It
  holds the least memory.
"""


def page(kept: dict[str, Any]) -> str:
    """The page as Markdown: results, time, memory, lines, bad input, and what others have."""
    peers = kept["peers"]
    made = [name for name in peers if "work" in peers[name]]
    parts = [
        "# Beside other libraries",
        _head(kept),
        "## The same results",
        _same(kept),
        "## Time and memory",
        _times(peers, made),
        "## Lines of code",
        _lines(peers, made),
        "## What bad input gives",
        _bad(peers, made),
        "## What others have and this library has not",
        OTHERS_HAVE.rstrip(),
        "## When to take another",
        _when(),
    ]
    return "\n\n".join(parts) + "\n"


def _head(kept: dict[str, Any]) -> str:
    failed = [f"{name} could not be run: {peer['fails']}." for name, peer in kept["peers"].items() if "fails" in peer]
    versions = ", ".join(
        " with ".join(peer["requirements"]) for peer in kept["peers"].values() if peer.get("requirements")
    )
    text = (
        f"Measured on {kept['date']} by `make bench ARGS=peers`, which makes an environment for each library, runs the scripts in "
        f"`benchmarks/peer_scripts` in it, keeps the figures in `docs/comparison.json` and makes this page from them; a test compares the two. "
        f"Versions: {versions}. Machine: {kept['machine']}; the load "
        f"of the machine was {kept['load']:.0f} when it began, so that small differences of time mean nothing.\n\n"
        f"R's smaa: {kept['smaa of R']}."
    )
    return "\n\n".join([text, *failed])


def _table(head: list[str], lines: list[list[str]]) -> str:
    rule = ["---"] * len(head)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, rule, *lines])


def agreement(ours: dict[str, Any], peer: dict[str, Any]) -> dict[str, str]:
    """Of each method, whether values, or order alone, agree with ours; of shares of first ranks, how far they are apart."""
    found = {}
    for name, theirs in peer["work"]["scores"].items():
        if isinstance(theirs, str):
            found[name] = "refuses costs"
            continue
        one, other = np.array(ours["work"]["scores"][name]), np.array(theirs)
        if name == "vikor":  # less is better there, as in the paper; scores of ours go up with merit
            other = -other
        if np.allclose(one, other, rtol=0, atol=1e-9):
            found[name] = "same"
        elif np.allclose(100 * one, other, rtol=0, atol=1e-7):
            found[name] = "same, in percent"
        else:
            ranks = [rankdata(scores.round(9)) for scores in (one, other)]
            found[name] = "same order" if (ranks[0] == ranks[1]).all() else "differs"
    if "first ranks" in peer["work"]:
        apart = np.abs(np.array(ours["work"]["first ranks"]) - peer["work"]["first ranks"]).max()
        found["rank acceptability"] = f"within {apart:.3f}"
    first, second = (sorted(map(tuple, each["first"]["ranks"])) for each in (peer, ours))
    return {**found, "ranks of the case": "same" if first == second else "differs"}


def differing(kept: dict[str, Any]) -> list[tuple[str, str]]:
    """Library and method where values are not ours."""
    agreements = {name: agreement(kept["peers"][OURS], peer) for name, peer in _others(kept).items()}
    return [(name, method) for name, found in agreements.items() for method, how in found.items() if how in DIFFERS]


def _others(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: peer for name, peer in kept["peers"].items() if "work" in peer and name != OURS}


def _same(kept: dict[str, Any]) -> str:
    found = {name: agreement(kept["peers"][OURS], peer) for name, peer in _others(kept).items()}
    methods = dict.fromkeys(method for each in found.values() for method in each)
    lines = [
        [method if " " in method else f"`{method}`", *(each.get(method, "-") for each in found.values())]
        for method in methods
    ]
    text = (
        "Nine options, two criteria to be high and two to be low, the same weights; *same* is to nine decimals, *-* that the library has no such "
        "method or that it was not asked, and for shares of first ranks the largest difference at 10,000 draws is given."
    )
    reasons = [f"- {name}, `{method}`: {REASONS[name, method]}" for name, method in differing(kept)]
    return "\n\n".join([text, _table(["method", *found], lines), "\n".join(reasons)])


def _times(peers: dict[str, Any], names: list[str]) -> str:
    lines = []
    for what in TIMES:
        lines.append([what, *(duration(value) if (value := peers[name]["work"].get(what)) else "-" for name in names)])
    firsts = [
        "from nothing to four groups read and ranked",
        *(duration(peers[name]["first"]["seconds"]) for name in names),
    ]
    memory = ["memory held by that, at most", *(f"{peers[name]['first']['peak']:.0f} MB" for name in names)]
    text = (
        "Median of a second of calls. Where a library takes one weight vector at a time, the row of 10,000 is 50 calls and multiplied. "
        "Rank acceptability: here with central weights, confidence factors, pairwise winning indices and errors of all; in pysensmcda without the "
        "confidence factors."
    )
    return "\n\n".join([text, _table(["", *names], [*lines, firsts, memory])])


def _lines(peers: dict[str, Any], names: list[str]) -> str:
    text = (
        "To read ratings, criteria and weights of four groups from the same three CSV files and rank the options of each by TOPSIS, without blank lines. "
        "The files are laid out as this library reads them; from a matrix in memory one group takes two or three lines with each of the libraries."
    )
    return "\n\n".join([text, _table(names, [[str(peers[name]["lines"]) for name in names]])])


def _bad(peers: dict[str, Any], names: list[str]) -> str:
    cases = list(peers[OURS]["bad"])
    lines = [[case, *(_answer(peers[name]["bad"][case]) for name in names)] for case in cases]
    text = (
        "Four options, four criteria, TOPSIS. *Numbers* means that scores or ranks came out as if nothing was wrong. pysensmcda has no function that ranks; "
        "its SMAA with the weights given was asked."
    )
    return "\n\n".join([text, _table(["what is wrong", *names], lines)])


def _answer(found: dict[str, str]) -> str:
    return f"refused ({found['error']})" if found["answer"] == "refused" else found["answer"]


def _when() -> str:
    return (
        "A method that is not here, a single ranking inside a program of arrays, or a pipeline with scikit-learn: take one of the above. Groups with "
        "options of their own, ratings with ranges and evidence, weights of several people, and the question how far a ranking can be trusted: "
        "that is what this library is for."
    )


def main() -> None:
    """Makes the page anew from what is kept."""
    PAGE.write_text(page(json.loads(JSON.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
