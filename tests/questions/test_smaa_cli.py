"""policymcda smaa: what reaches the question, progress, and an interruption that loses nothing."""

import io
import json
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policymcda import Problem, WeightSpace, smaa
from policymcda.cli import main
from policymcda.cli.progress import Progress
from policymcda.cli.smaa import TABLES

SMALL = {
    "criteria": [
        {"criterion": "price", "direction": "cost", "weight": 0.4, "low": 0, "high": 10},
        {"criterion": "reach", "direction": "benefit", "weight": 0.6, "low": 0, "high": 100},
    ],
    "ratings": [
        {"option": "tax", "criterion": "price", "low": 2, "mode": 3, "high": 5},
        {"option": "tax", "criterion": "reach", "low": 30, "mode": 40, "high": 60},
        {"option": "ban", "criterion": "price", "low": 5, "mode": 5, "high": 5},
        {"option": "ban", "criterion": "reach", "mode": 60, "evidence": "none"},
    ],
}


@pytest.fixture
def case(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "small.json").write_text(json.dumps(SMALL), encoding="utf-8")
    return Problem.from_dict(SMALL)


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ([], {}),
        (["--weights", "own"], {"weights": None}),
        (["--weights", "equal", "--seed", "3"], {"weights": "equal", "seed": 3}),
        (["--order", "reach > price"], {"weights": WeightSpace.ordered(["reach", "price"])}),
        (["--order", "reach, price"], {"weights": WeightSpace.ordered([["reach", "price"]])}),
        (["--constraint", "reach >= 2 * price"], {"weights": WeightSpace.constrained(["reach >= 2 * price"])}),
        (["--around", "20"], {"weights": WeightSpace.around(concentration=20)}),
        (["--ratings", "unknown", "--sampling", "random"], {"ratings": "unknown", "sampling": "random"}),
        (["--ratings", "fixed", "--unknown", "best"], {"ratings": "fixed", "unknown": "best"}),
        (
            ["--ratings", "fixed", "--sampling", "exact", "--method", "weighted_sum"],
            {"ratings": "fixed", "sampling": "exact", "method": "weighted_sum"},
        ),
    ],
)
def test_what_is_typed_is_what_is_asked(case, capsys, words, how):
    assert main(["smaa", "small.json", "--format", "json", "--threads", "2", *words]) == 0
    assert json.loads(capsys.readouterr().out) == smaa(case, **how).to_dict()


def test_the_text_is_that_of_python_and_csv_is_any_table(case, capsys):
    result = smaa(case)
    assert main(["smaa", "small.json"]) == 0
    assert capsys.readouterr().out == f"{result}\n"
    assert set(TABLES) == set(result.tables)
    assert main(["smaa", "small.json", "--format", "csv", "--table", "central"]) == 0
    read = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert_frame_equal(read, result.central, check_dtype=False)


def test_what_is_wrong_is_told(case, capsys):
    for words, text in (
        (["--order", "reach > prize"], "no criterion 'prize' (did you mean price?)"),
        (["--constraint", "reach >= 0.6", "--constraint", "price >= 0.6"], "no weights satisfy this"),
        (["--sampling", "exact"], "topsis is not"),
        (["--checkpoint", "nowhere/run.npz"], "there is no folder nowhere"),
    ):
        assert main(["smaa", "small.json", *words]) == 2
        assert text in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_a_bar_on_a_terminal_lines_elsewhere_and_silent_when_quiet(monkeypatch):
    clock = iter([0.0, 1.0, 3.0, 4.0, 4.1, 10.0])
    monkeypatch.setattr("policymcda.cli.progress.monotonic", lambda: next(clock))
    monkeypatch.setattr(sys, "stderr", Terminal())
    progress = Progress("smaa")
    for done in (1, 30, 40, 41, 100):
        progress(done, 100)
    progress.close()
    text = sys.stderr.getvalue()
    assert text.count("\r") == 4
    assert text.split("\r")[1].startswith("smaa [##########                      ]  30%, 7 s left")
    assert text.endswith("100%                \n")

    clock = iter([0.0, 1.0, 3.0, 4.0, 4.1, 10.0])
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    progress = Progress("smaa")
    for done in (1, 30, 40, 41, 100):
        progress(done, 100)
    progress.close()
    lines = ["30% after 3 s, 7 s left", "40% after 4 s, 6 s left", "100% after 10 s"]
    assert sys.stderr.getvalue() == "".join(f"smaa: {line}\n" for line in lines)

    clock = iter([0.0, 3.0])
    monkeypatch.setattr(sys, "stderr", Terminal())
    progress = Progress("smaa", quiet=True)
    progress(1, 2)
    progress.close()
    assert sys.stderr.getvalue() == ""


def started(folder, *words):
    command = [sys.executable, "-m", "policymcda", "smaa", "small.json", "--format", "json", *words]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_control_c_leaves_a_checkpoint_that_the_same_command_goes_on_from(case, tmp_path):
    """Progress in lines says that it is well under way."""
    words = ["--samples", "80_000_000", "--threads", "2", "--checkpoint", "run.npz"]
    process = started(tmp_path, *words)
    assert process.stderr is not None
    assert any("% after" in line for line in process.stderr)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert "interrupted; what is done is kept: the same command goes on from run.npz" in complaint
    assert "Traceback" not in complaint
    assert [file.name for file in tmp_path.glob("run*")] == ["run.npz"]
    before = (tmp_path / "run.npz").read_bytes()
    smaa(case, samples=1, checkpoint=tmp_path / "run.npz")
    assert (tmp_path / "run.npz").read_bytes() == before


def test_quiet_is_quiet(case, capsys, monkeypatch):
    monkeypatch.setattr("policymcda.cli.progress.QUICK", -1.0)
    assert main(["smaa", "small.json"]) == 0
    assert capsys.readouterr().err.startswith("smaa: ")
    assert main(["smaa", "small.json", "--quiet"]) == 0
    assert capsys.readouterr().err == ""
