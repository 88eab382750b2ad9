"""The same bytes from eight threads, from spawned processes, and whatever the process around them is like."""

import json
import locale
import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

import policymcda as mcda
from policymcda.results import Result

PROBLEM = mcda.Problem.from_matrix(
    pd.DataFrame({"a": [1.0, 2, 3], "b": [3.0, 2, 2], "c": [1.0, 3, 2]}, index=["x", "y", "z"]),
    directions="benefit", weights=[0.5, 0.3, 0.2], bounds=[(0, 5), (0, 5), (0, 5)],
)  # fmt: skip
QUESTIONS: dict[str, Callable[[], Result]] = {
    "rank": lambda: mcda.rank(PROBLEM),
    "compare": lambda: mcda.compare(PROBLEM, ["topsis", "vikor", "weighted_sum"]),
    "explain": lambda: mcda.explain(PROBLEM, None, "x", "y"),
    "gaia": lambda: mcda.gaia(PROBLEM),
    "outranking": lambda: mcda.outranking(PROBLEM),
    "compromise": lambda: mcda.compromise(PROBLEM),
    "smaa": lambda: mcda.smaa(PROBLEM, samples=1),
    "verdict": lambda: mcda.verdict(PROBLEM, samples=1),
    "evidence": lambda: mcda.evidence(PROBLEM),
    "reversal": lambda: mcda.reversal(PROBLEM),
    "flips": lambda: mcda.flips(PROBLEM, kinds=["weight"]),
    "dominance": lambda: mcda.dominance(PROBLEM),
    "stability": lambda: mcda.stability(PROBLEM),
    "next_question": lambda: mcda.next_question(PROBLEM),
    "value_of_information": lambda: mcda.value_of_information(PROBLEM, samples=1),
    "regret": lambda: mcda.regret(PROBLEM, samples=1),
    "portfolio": lambda: mcda.portfolio(PROBLEM, {"x": 1, "y": 1, "z": 1}, 2),
    "sensitivity": lambda: mcda.sensitivity(PROBLEM, samples=64),
    "conditions": lambda: mcda.conditions(PROBLEM, None, "x", samples=1),
}
THREADS = 8


def said(name: str) -> str:
    """All that a question answers, as JSON."""
    return json.dumps(QUESTIONS[name]().to_dict())


def test_eight_threads_at_once_get_what_one_gets_of_every_question() -> None:
    alone = {name: said(name) for name in QUESTIONS}
    names = list(QUESTIONS)
    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(said, names, timeout=300))
    assert [name for name, answer in zip(names, together, strict=True) if answer != alone[name]] == []


def ranked() -> str:
    """A ranking and draws of the case that ships."""
    case = mcda.load("cyber-policy").select(groups=["no_formal_ties"])
    return json.dumps([mcda.rank(case).to_dict(), mcda.smaa(case, samples=1).to_dict()])


SCRIPT = """
import json
import policymcda as mcda
case = mcda.load("cyber-policy").select(groups=["no_formal_ties"])
print(json.dumps([mcda.rank(case).to_dict(), mcda.smaa(case, samples=1).to_dict()]))
"""
AROUND: dict[str, tuple[list[str], dict[str, str]]] = {
    "strict": (["-W", "error"], {"PYTHONHASHSEED": "1", "LANG": "C", "LC_ALL": "C"}),
    "bare": (["-O"], {"PYTHONHASHSEED": "12345", "HOME": "/nowhere", "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"}),
}


@pytest.fixture(scope="module")
def here() -> str:
    return ranked()


@pytest.mark.parametrize("around", AROUND)
def test_a_process_of_another_kind_prints_the_same_bytes(around: str, here: str) -> None:
    options, changed = AROUND[around]
    done = subprocess.run(
        [sys.executable, *options, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=300,
        env={**os.environ, **changed},
    )  # fmt: skip
    assert done.stdout == here + "\n"


def test_a_spawned_process_answers_the_same(here: str) -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        problem = pool.submit(mcda.load, "cyber-policy").result(timeout=300)
        ranking = pool.submit(mcda.rank, problem.select(groups=["no_formal_ties"])).result(timeout=300)
    assert json.dumps(ranking.to_dict()) == json.dumps(json.loads(here)[0])


COMMA = """
import locale
locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
assert locale.localeconv()["decimal_point"] == ","
"""


def test_a_locale_with_a_decimal_comma_changes_nothing(here: str, tmp_path: Path) -> None:
    """In a process of its own, with a locale that is made for it where none is installed."""
    made = {} if _is_there("de_DE.UTF-8") else {"LOCPATH": str(tmp_path)}
    if made:
        maker = shutil.which("localedef")
        if maker is not None:
            subprocess.run([maker, "-i", "de_DE", "-f", "UTF-8", str(tmp_path / "de_DE.UTF-8")], check=False)
        if not (tmp_path / "de_DE.UTF-8").exists():
            pytest.skip("no locale with a decimal comma here, and none can be made")
    done = subprocess.run(
        [sys.executable, "-c", COMMA + SCRIPT], capture_output=True, text=True, check=True, timeout=300,
        env={**os.environ, **made},
    )  # fmt: skip
    assert done.stdout == here + "\n"


def _is_there(name: str) -> bool:
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_ALL, before)
    return True
