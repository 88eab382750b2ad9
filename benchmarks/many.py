"""Many options and many groups: until the first sign of life, whole, and peak of memory, each in a process of its own."""

from benchmarks import Row, pairs

REPEATS = 5

SETUP = pairs.SETUP.replace(
    "call, small =",
    """
from pathlib import Path
from tempfile import TemporaryDirectory
from benchmarks.growth import in_groups
from benchmarks.growth import problem as options_of

class Seen(Exception):
    pass

def stop(done, whole):
    raise Seen

def first(problem):
    try:
        mcda.smaa(problem, progress=stop)
    except Seen:
        pass

def brief(problem):
    with TemporaryDirectory() as folder:
        mcda.report(problem, Path(folder) / "brief.html")

call, small =""",
)

CALLS = {
    "smaa 10,000 x 8, until the first progress (under 3 s)": "[lambda n=n: first(options_of(n, 8)) for n in (10_000, 9)]",
    "smaa 10,000 x 8, the draws of a minute (about 60 s)": (
        "[lambda n=n: mcda.smaa(options_of(n, 8)) for n in (10_000, 9)]"
    ),
    "rank of 200 groups x 9 x 4, three people each (under 1 s)": (
        "[lambda problem=in_groups(n): mcda.rank(problem) for n in (200, 1)]"
    ),
    "verdict of the same (under 20 s)": "[lambda problem=in_groups(n): mcda.verdict(problem) for n in (200, 1)]",
    "brief report of the same (under 60 s)": "[lambda problem=in_groups(n): brief(problem) for n in (200, 1)]",
    "smaa of the shipped case, 131,072 draws x 4 groups": ("[lambda: mcda.smaa(mcda.load('cyber-policy'))] * 2"),
    "the same without pairwise indices": "[lambda: mcda.smaa(mcda.load('cyber-policy'), pairwise=False)] * 2",
    "the same without confidence factors": "[lambda: mcda.smaa(mcda.load('cyber-policy'), factors=False)] * 2",
}
"""What is called, and the Python that gives it: the call, and a small one that imports and warms up."""


def rows(repeats: int = REPEATS) -> list[Row]:
    """Median time of each call, and its peak of memory."""
    return [pairs.row_of(what, call, repeats, SETUP) for what, call in CALLS.items()]
