"""Other libraries on the same work, each in an environment of its own: results, speed, memory, lines of code, bad input.

What comes out is kept in `docs/comparison.json`, and `docs/comparison.md` is made from it (`benchmarks.comparison`).
"""

import datetime
import json
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks import Row, environments
from benchmarks.comparison import JSON, OURS, PAGE, page
from policymcda import load, rank

SCRIPTS = Path(__file__).with_name("peer_scripts")
BEGIN, END = "# What is counted as lines of code", "# As far as here."

PEERS = {
    "policymcda": [],
    "pymcdm": ["pymcdm==1.4.0"],
    "scikit-criteria": ["scikit-criteria==0.10"],
    "pyDecision": ["pyDecision==5.1.8"],
    "pysensmcda": ["pysensmcda==2.0.0"],
    "mcda": ["mcda==1.1.0", "matplotlib==3.11.2"],
}
"""What each environment holds; ours is the one that runs this."""


def rows() -> list[Row]:
    """Seconds, memory and lines of each library beside ours; keeps everything, and makes the page anew."""
    from benchmarks.__main__ import machine

    load_before = os.getloadavg()[0]
    found = {name: _asked(name, requirements) for name, requirements in PEERS.items()}
    kept = {
        "date": datetime.date.today().isoformat(),
        "machine": machine(),
        "load": load_before,
        "peers": found,
        "smaa of R": _r(),
    }
    JSON.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(kept), encoding="utf-8")
    return [row for name, peer in found.items() if name != OURS for row in _rows(name, found[OURS], peer)]


def _asked(name: str, requirements: list[str]) -> dict[str, Any]:
    """All that a library's script prints, or why it does not."""
    script = _script(name)
    try:
        python = str(environments.peer(name, requirements)) if requirements else sys.executable
        with TemporaryDirectory() as folder:
            _write_work(Path(folder))
            parts = {
                what: environments.output_of([python, "-c", script, what, folder]) for what in ("first", "work", "bad")
            }
    except environments.NoPeer as reason:
        return {"fails": str(reason)}
    return {"requirements": requirements, "lines": lines(name), **parts}


def _script(name: str) -> str:
    """What runs in the environment of a library."""
    own = SCRIPTS / f"{name.lower().replace('-', '_')}.py"
    return (SCRIPTS / "measure.py").read_text(encoding="utf-8") + own.read_text(encoding="utf-8")


def lines(name: str) -> int:
    """Lines of code of reading four groups from files and ranking them: without blank lines, comments and the marks."""
    text = (SCRIPTS / f"{name.lower().replace('-', '_')}.py").read_text(encoding="utf-8")
    counted = text[text.index(BEGIN) : text.index(END)].splitlines()[1:]
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in counted)


def _write_work(folder: Path) -> None:
    """The files of a case with the weights in a table, and a matrix with two criteria of each direction."""
    problem = load("cyber-policy")
    problem.ratings[["group", "option", "criterion", "mode"]].to_csv(folder / "ratings.csv", index=False)
    problem.criteria[["criterion", "direction"]].to_csv(folder / "criteria.csv", index=False)
    rank(problem).weights[["group", "criterion", "weight"]].to_csv(folder / "weights.csv", index=False)
    matrix = np.random.default_rng(0).uniform(1, 9, (9, 4)).round(2)
    work = {"matrix": matrix.tolist(), "weights": [0.1, 0.2, 0.3, 0.4], "benefit": [True, False, True, False]}
    (folder / "work.json").write_text(json.dumps(work), encoding="utf-8")


def _r() -> str:
    """What keeps R's smaa away, or that it is there: the subject `smaa_peers` then measures it."""
    if not shutil.which("Rscript"):
        return "no R on this machine"
    try:
        environments.output_of(["Rscript", "-e", "library(smaa); cat('1')"])
    except environments.NoPeer as reason:
        return str(reason)
    return "measured by make bench ARGS=smaa_peers"


def _rows(name: str, ours: dict[str, Any], peer: dict[str, Any]) -> list[Row]:
    if "fails" in peer:
        return [{"what": f"{name}: {peer['fails']}"}]
    found: list[Row] = [
        _row(f"{name}: four groups read and ranked", ours["first"]["seconds"], peer["first"]["seconds"])
    ]
    for what, value in peer["work"].items():
        if isinstance(value, float) and what != "peak":
            found.append(_row(f"{name}: {what}", ours["work"][what], value))
    megabytes = f"{ours['first']['peak']:.0f} MB", f"{peer['first']['peak']:.0f} MB"
    found.append({"what": f"{name}: memory of it", "ours": megabytes[0], "peer": megabytes[1]})
    found.append({"what": f"{name}: lines of code of it", "ours": str(ours["lines"]), "peer": str(peer["lines"])})
    return found


def _row(what: str, ours: float, theirs: float) -> Row:
    return {"what": what, "ours": ours, "peer": theirs, "ratio": theirs / ours}
