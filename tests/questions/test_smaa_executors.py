"""SMAA by anybody's executor and after any interruption: the same bits."""

import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from policymcda import WeightSpace, load, smaa
from policymcda.arrays.methods import topsis
from policymcda.simulation.group_runs import Meter, digest

CASE = load("cyber-policy").select(groups=["rivals_with_ties", "no_formal_ties"])
HOW = {"samples": 1, "seed": 7}


def same(one, other):
    assert one.settings == other.settings
    assert list(one.tables) == list(other.tables)
    for name, table in one.tables.items():
        assert_frame_equal(table, other.tables[name], check_exact=True)


@pytest.fixture(scope="module")
def reference():
    return smaa(CASE, **HOW)


def test_threads_give_the_bits_of_a_plain_loop(reference):
    with ThreadPoolExecutor(2) as threads:
        same(smaa(CASE, executor=threads, **HOW), reference)


def test_processes_give_the_bits_of_a_plain_loop(reference):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        same(smaa(CASE, executor=processes, **HOW), reference)


def test_dask_gives_the_bits_of_a_plain_loop(reference):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(2, processes=False, dashboard_address=":0") as cluster,
        distributed.Client(cluster) as client,
    ):
        same(smaa(CASE, executor=client.get_executor(), **HOW), reference)


def test_a_tolerance_stops_at_the_same_place_for_everybody():
    how = {"tolerance": 0.0008, "quantiles": (), "factors": False}
    plain = smaa(CASE, **how)
    assert plain.settings["draws"] > 2**17
    with ThreadPoolExecutor(3) as threads:
        same(smaa(CASE, executor=threads, **how), plain)


def test_progress_goes_up_to_all_there_is_over_groups_and_passes():
    seen = []
    smaa(CASE, progress=lambda done, whole: seen.append((done, whole)), **HOW)
    assert seen[-1] == (64, 64)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert {whole for _, whole in seen} == {64}


def test_progress_forgets_what_was_planned_and_not_needed():
    seen = []
    meter = Meter(lambda *text: seen.append(text), {"a": 100, "b": 100, "b again": 100})
    for name, planned, done in (("a", None, 16), ("b", None, 32), ("b again", 32, 32)):
        meter.of(name, planned)(done, 100)
    assert seen == [(16, 300), (48, 216), (80, 80)]


class Stop(Exception):
    pass


@pytest.mark.parametrize("nets", [1, 20, 63])
def test_an_interrupted_run_goes_on_to_the_same_bits(reference, tmp_path, nets):
    def stop(done, whole):
        if done >= nets:
            raise Stop

    path = tmp_path / "run.npz"
    with pytest.raises(Stop):
        smaa(CASE, checkpoint=path, progress=stop, **HOW)
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {"run.npz.0", "run.npz.1", "run.npz.0.factors", "run.npz.1.factors"} & left != set()
    done = []
    same(smaa(CASE, checkpoint=path, progress=lambda *text: done.append(text), **HOW), reference)
    assert len(done) < 64
    same(smaa(CASE, checkpoint=path, **HOW), reference)


def test_a_checkpoint_of_another_run_is_refused(tmp_path):
    how = {"quantiles": (), "factors": False, "checkpoint": tmp_path / "run.npz"}
    one = CASE.select(groups=["no_formal_ties"])
    smaa(one, **how)
    for text, problem, more in (
        ("problem", one.change("no_formal_ties", "common_areas", "speed", mode=5.6), {}),
        ("group: 'no_formal_ties', not 'rivals_with_ties'", CASE.select(groups=["rivals_with_ties"]), {}),
        ("seed: '0', not '1'", one, {"seed": 1}),
        ("method: 'topsis', not 'weighted_sum'", one, {"method": "weighted_sum"}),
        (r"method: 'topsis', not 'topsis\(metric=manhattan\)'", one, {"method": partial(topsis, metric="manhattan")}),
        (r"\(another distribution of the weights\)", one, {"weights": None}),
        (r"\(another distribution of the weights\)", one, {"weights": WeightSpace.bounded({"speed": (0, 0.4)})}),
        (r"\(sampling: 'sobol', not 'random'\)", one, {"sampling": "random"}),
        (r"\(another distribution of the ratings\)", one, {"ratings": "unknown"}),
        (r"\(another distribution of the ratings\)", one, {"ratings": "fixed"}),
        (r"\(quantiles: '\(\)', not '\(0.5,\)'\)", one, {"quantiles": (0.5,)}),
        (r"\(pairwise: 'True', not 'False'\)", one, {"pairwise": False}),
        (r"\(factors: 'False', not 'True'\)", one, {"factors": True}),
    ):
        with pytest.raises(ValueError, match=f"is of another run .*{text}"):
            smaa(problem, **{**how, **more})


def test_a_checkpoint_of_another_version_is_refused(tmp_path, monkeypatch):
    how = {"quantiles": (), "factors": False, "checkpoint": tmp_path / "run.npz"}
    one = CASE.select(groups=["no_formal_ties"])
    smaa(one, **how)
    monkeypatch.setattr("policymcda.simulation.group_runs.__version__", "99.0")
    with pytest.raises(ValueError, match=r"version: .*, not '99.0'"):
        smaa(one, **how)


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path):
    path = tmp_path / "run.npz"
    for content in (b"", b"text", b"PK\x03\x04 broken"):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r"run\.npz is no checkpoint"):
            smaa(CASE.select(groups=["no_formal_ties"]), checkpoint=path)
        assert path.read_bytes() == content
    with pytest.raises(ValueError, match="there is no folder"):
        smaa(CASE, checkpoint=tmp_path / "missing" / "run.npz")


def test_a_run_is_known_by_all_that_it_consists_of():
    def made(number):
        return lambda matrix: matrix * number + sum(part + 1 for part in (1, 2))

    values = [
        topsis,
        partial(topsis, metric="manhattan"),
        partial(topsis, metric="chebyshev"),
        lambda matrix: matrix * 2,
        lambda matrix: matrix * 3,
        made(1),
        WeightSpace.ordered(["speed", "feasibility", "legitimacy", "root_cause"]).of(CASE, "no_formal_ties"),
        WeightSpace.around(concentration=3).of(CASE, "no_formal_ties"),
        np.zeros(2),
        np.zeros((2, 1)),
        np.zeros(2, dtype=int),
        np.array(["a", "b"], dtype=object),
        {"b": 1, "a": 2},
        [1, 2],
        [12],
        1,
        "1",
    ]
    names = [digest(value) for value in values]
    assert len(set(names)) == len(names)
    assert digest({"a": 2, "b": 1}) == digest({"b": 1, "a": 2})


KILLED = """
import sys
from policymcda import load, smaa
from policymcda.simulation.runs import Checkpoint
Checkpoint.__init__.__defaults__ = (0.0, None)
case = load("cyber-policy").select(groups=["rivals_with_ties", "no_formal_ties"])
smaa(case, samples=1, seed=7, checkpoint=sys.argv[1])
"""


@pytest.mark.parametrize("attempt", range(2))
def test_a_killed_run_goes_on_to_the_same_bits(reference, tmp_path, attempt):
    path = tmp_path / "run.npz"
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)])
    until = time.monotonic() + 60
    while not (tmp_path / "run.npz.0").exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(random.Random(attempt).uniform(0, 0.4))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (tmp_path / "run.npz.0").exists()
    same(smaa(CASE, checkpoint=path, **HOW), reference)
