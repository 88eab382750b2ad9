"""The main job: importing, reading and checking the case, ranking it, and ranking a million options."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import Row, row, seconds

HEAVY = ("pandas", "pandera", "pymcdm", "matplotlib", "scipy", "numpy")

IMPORT = """
import json, sys, time
start = time.perf_counter()
import {name}
print(json.dumps([time.perf_counter() - start, sorted(set(sys.modules) & set(sys.argv[1:]))]))
"""

MILLION = """
import json, time
import numpy as np, pandas as pd, pymcdm
import policymcda as mcda
from benchmarks import seconds

def resident(key):
    with open("/proc/self/status") as lines:
        return int(next(line for line in lines if line.startswith(key)).split()[1]) / 1024

labels = [f"c{number}" for number in range(10)]
criteria = pd.DataFrame({"criterion": labels, "direction": ["benefit", "cost"] * 5, "weight": 0.1})

def frame(values):
    wide = pd.DataFrame(values, columns=labels)
    wide.insert(0, "option", [f"o{number:07}" for number in range(len(wide))])
    return wide

generator = np.random.default_rng(0)
mcda.rank(mcda.Problem.from_tables(criteria=criteria, ratings=frame(generator.random((9, 10)) + 0.1)))
before = resident("VmRSS:")  # with all that is imported on first use
values = generator.random((1_000_000, 10)) + 0.1
wide = frame(values)
start = time.perf_counter()
problem = mcda.Problem.from_tables(criteria=criteria, ratings=wide)
read = time.perf_counter()
mcda.rank(problem)
peak, done = resident("VmHWM:"), time.perf_counter()
directions, weights = np.array([1, -1] * 5), np.full(10, 0.1)
topsis = pymcdm.methods.TOPSIS()
times = seconds(
    lambda: mcda.rank(problem),
    lambda: pymcdm.helpers.rankdata(topsis(values, weights, directions, validation=False), reverse=True),
    repeats=5,
)
print(json.dumps({"read": read - start, "whole": done - start, "memory": peak - before, "times": times}))
"""


FRESH = """
import json, sys, time
import pandas, pandera.pandas
start = time.perf_counter()
import policymcda
policymcda.load("cyber-policy")
print(time.perf_counter() - start)
"""

PARQUET = """
import json, pathlib, sys, tempfile, time
import numpy as np, pandas as pd, pyarrow.parquet
import policymcda as mcda

def resident(key):
    with open("/proc/self/status") as lines:
        return int(next(line for line in lines if line.startswith(key)).split()[1]) / 1024

directions = {f"c{number}": "+-"[number % 2] for number in range(10)}
weights = dict.fromkeys(directions, 0.1)
mcda.load({"ratings": pyarrow.table({"option": ["a"], **{name: [1.0] for name in directions}})}, directions=directions)
before = resident("VmRSS:")
start = time.perf_counter()
given = pyarrow.parquet.read_table(sys.argv[1]) if sys.argv[2] == "arrow" else None
read = time.perf_counter()
mcda.load(sys.argv[1] if given is None else {"ratings": given}, directions=directions, weights=weights)
print(json.dumps([time.perf_counter() - (start if given is None else read), resident("VmHWM:") - before]))
"""

MATRIX = """
import json, time
import numpy as np, pandas as pd
import policymcda as mcda

mcda.rank(mcda.Problem.from_matrix(pd.DataFrame({"a": [1.0, 2]}), directions="benefit", weights=[1.0]))
matrix = pd.DataFrame(np.random.default_rng(0).random((1_000_000, 4)), columns=list("abcd"))
start = time.perf_counter()
problem = mcda.Problem.from_matrix(matrix, directions=["benefit", "cost"] * 2, weights=[0.25] * 4)
mcda.rank(problem)
print(time.perf_counter() - start)
"""


def rows() -> list[Row]:
    """Import, reading, ranking, a million options, and the command line as a whole."""
    return [*imports(), *case(), *reading(), *million(), command()]


def reading() -> list[Row]:
    """Reading in fresh processes: the case that ships, a million options from Parquet, Arrow and a matrix."""
    fresh = [float(_python("-c", FRESH)) for _ in range(5)]
    found = [
        row("read and check the case in a fresh process beyond pandas and pandera.pandas (to stay under 0.2 s)", fresh)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.parquet"
        values = np.random.default_rng(0).random((1_000_000, 10)) + 0.1
        frame = pd.DataFrame(values, columns=[f"c{number}" for number in range(10)])
        frame.insert(0, "option", [f"o{number:07}" for number in range(len(frame))])
        frame.to_parquet(path, index=False)
        for kind, words in (("parquet", "from Parquet"), ("arrow", "from a table of Arrow")):
            runs = [json.loads(_python("-c", PARQUET, str(path), kind)) for _ in range(5)]
            found.append(row(f"load 1,000,000 x 10 {words} (to stay under 3 s)", [seconds for seconds, _ in runs]))
            memory = f"{max(peak for _, peak in runs):.0f} MB"
            found.append({"what": f"peak of memory of loading them {words} (to stay under 700 MB)", "ours": memory})
    matrix = [float(_python("-c", MATRIX)) for _ in range(5)]
    return [*found, row("from_matrix and rank of 1,000,000 x 4 (to stay under 4 s)", matrix)]


def imports() -> list[Row]:
    """Import in a fresh process, and the heavy libraries that it brings along."""
    times: dict[str, list[float]] = {"policymcda": [], "pymcdm": []}
    loaded: dict[str, list[str]] = {}
    for _ in range(7):
        for name, taken in times.items():
            spent, loaded[name] = json.loads(_python("-c", IMPORT.format(name=name), *HEAVY))
            taken.append(spent)
    brought = ", ".join(loaded["policymcda"]) or "none of " + ", ".join(HEAVY)
    return [row(f"import (loads {brought}); peer: pymcdm", times["policymcda"], times["pymcdm"])]


def case() -> list[Row]:
    """The case that ships, once the libraries are loaded."""
    import pymcdm

    import policymcda as mcda

    problem = mcda.load("cyber-policy")
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    directions, topsis = np.ones(4), pymcdm.methods.TOPSIS()
    matrices = [problem.matrix(group).to_numpy(float) for group in problem.groups["group"]]
    (reading,) = seconds(lambda: mcda.load("cyber-policy"), repeats=11)
    ranking, bare = seconds(
        lambda: mcda.rank(problem),
        lambda: [pymcdm.helpers.rankdata(topsis(each, weights, directions), reverse=True) for each in matrices],
        repeats=11,
    )
    return [
        row("read and check the case (to stay under 0.04 s)", reading),
        row("rank the case, weights from judgements; peer: pymcdm on four bare matrices", ranking, bare),
    ]


def million() -> list[Row]:
    """A million options x 10 criteria by TOPSIS, in a process of its own so that its peak of memory is seen."""
    found = json.loads(_python("-c", MILLION))
    ranking, bare = found["times"]
    return [
        row(
            "rank 1,000,000 x 10 from a built Problem (to stay under 2 s); peer: pymcdm on the bare matrix",
            ranking,
            bare,
        ),
        {"what": "read and check 1,000,000 x 10 from a wide frame", "ours": found["read"]},
        {
            "what": "peak of memory of reading and ranking them (to stay under 1 GB)",
            "ours": f"{found['memory']:.0f} MB",
        },
    ]


def command() -> Row:
    """`policymcda rank cyber-policy` from start to end."""
    (times,) = seconds(lambda: _python("-m", "policymcda", "rank", "cyber-policy"), repeats=5)
    return row("policymcda rank cyber-policy, the whole process (to stay under 2 s)", times)


def _python(*arguments: str) -> str:
    command: Sequence[str] = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL, timeout=300)
    return done.stdout
