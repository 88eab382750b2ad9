"""Streams that are closed or full, signs of life after two seconds, and an interruption in one line."""

import io
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from policymcda import Problem
from policymcda.cli import main, progress, rank

POLICYMCDA = f"{sys.executable} -m policymcda"


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(["sh", "-c", command], check=False, capture_output=True, text=True, timeout=120, cwd=folder)
    done.stderr = re.sub(r"\w+: at work for \d+ s\n", "", done.stderr)  # on a machine that has much to do
    return done


def test_standard_output_closed_before_the_start_is_told_in_a_line(tmp_path):
    done = shell(f"{POLICYMCDA} rank cyber-policy >&-", tmp_path)
    assert (done.returncode, done.stderr) == (2, "policymcda: standard output is closed\n")
    done = shell(f"{POLICYMCDA} explore cyber-policy -o page.html >&-", tmp_path)
    assert (done.returncode, done.stderr) == (0, "wrote page.html: open it in a browser\n")
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")


def test_the_other_streams_may_be_closed_too(tmp_path):
    done = shell(f"{POLICYMCDA} rank - <&-", tmp_path)
    assert (done.returncode, done.stderr) == (2, "policymcda: standard input is closed\n")
    done = shell(f"{POLICYMCDA} rank nothing 2>&-", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    done = shell(f"{POLICYMCDA} explore cyber-policy -o page.html 0<&- >&- 2>&-", tmp_path)
    assert (done.returncode, (tmp_path / "page.html").exists()) == (0, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_is_told_in_a_line(tmp_path):
    done = shell(f"{POLICYMCDA} rank cyber-policy > /dev/full", tmp_path)
    assert done.returncode == 2
    assert re.fullmatch(r"policymcda: .*No space left on device\n", done.stderr)


def slow(arguments: object, **_: object) -> None:
    """A verb that takes its time."""
    start = time.process_time()
    while time.process_time() < start + 0.5:
        pass
    raise ValueError("done")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_a_verb_that_takes_long_says_so(monkeypatch, stream):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(progress, "QUICK", 0.1)
    monkeypatch.setattr(progress, "WORK", 0.1)
    monkeypatch.setattr(rank, "run", slow)
    monkeypatch.setattr(sys, "stderr", stream())
    assert main(["rank", "cyber-policy"]) == 2
    text = sys.stderr.getvalue()
    assert "rank: at work for 0 s" in text
    assert text.endswith("\rpolicymcda: done\n" if stream is Terminal else "\npolicymcda: done\n")


def test_what_is_quick_or_quiet_or_shows_a_bar_says_nothing_more(monkeypatch, capsys):
    assert main(["rank", "cyber-policy"]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(progress, "QUICK", 0.05)
    monkeypatch.setattr(progress, "WORK", 0.05)
    with progress.working("smaa", quiet=True), pytest.raises(ValueError, match="done"):
        slow(None)
    assert capsys.readouterr().err == ""
    with progress.working("smaa"):
        bar = progress.Progress("smaa")
        while progress.monotonic() - bar._start < progress.QUICK:
            pass
        bar(1, 2)
        shown = capsys.readouterr().err
        with pytest.raises(ValueError, match="done"):
            slow(None)
        assert capsys.readouterr().err == ""
        bar.close()
        progress.finished()
    assert "50% after 0 s" in shown


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize("verb", ["compare", "outranking --method electre_i", "rank --method electre_iii", "flips"])
def test_every_verb_shows_progress_and_ends_in_one_line_when_interrupted(tmp_path, verb):
    options = {"compare": 1000, "rank --method electre_iii": 2000}.get(verb, 20_000)
    matrix = pd.DataFrame(np.random.default_rng(0).random((options, 4)), columns=list("abcd"))
    matrix.index = [f"o{place}" for place in range(options)]
    Problem.from_matrix(matrix, directions="benefit", weights=[0.25] * 4).save(tmp_path / "case.json")
    name, *words = verb.split()
    command = [sys.executable, "-m", "policymcda", name, "case.json", *words]
    printed = tmp_path.with_suffix(".out")
    with printed.open("w") as out:
        process = subprocess.Popen(command, cwd=tmp_path, stdout=out, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    first = process.stderr.readline()
    assert re.fullmatch(rf"{name}: (at work for \d+ s|\d+% after \d+ s(, \d+ s left)?)\n", first), (
        first + process.stderr.read()
    )
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    _, complaint = process.communicate(timeout=120)
    assert (process.returncode, printed.read_text()) == (130, "")
    assert [line for line in complaint.splitlines() if ": at work" not in line] == ["policymcda: interrupted"]
    assert time.monotonic() - started < 60
    assert os.listdir(tmp_path) == ["case.json"]
