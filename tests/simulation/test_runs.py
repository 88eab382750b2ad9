"""Many nets, by anybody's executor, interrupted and resumed: the same bits."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from policymcda.arrays.methods import topsis
from policymcda.arrays.sampling.rating_draws import Ratings
from policymcda.arrays.sampling.weight_spaces import Anything
from policymcda.arrays.smaa.estimates import largest_error
from policymcda.arrays.smaa.tallies import Tally
from policymcda.arrays.smaa.tasks import Task, add_up
from policymcda.simulation.runs import Checkpoint, run

MODE = np.random.default_rng(1).random((5, 3))
BENEFIT = np.array([True, False, True])


def sums(seed=0, drawn=True):
    shape = np.ones(MODE.shape, dtype=bool)
    ratings = Ratings(MODE * 0.9, MODE, MODE * 1.2, shape, ~shape, 0 * MODE) if drawn else MODE
    return partial(add_up, Task(topsis, ratings, BENEFIT, Anything(3), seed))


def same(one, other):
    assert one.nets == other.nets
    assert list(one.sums) == list(other.sums)
    for name in one.sums:
        np.testing.assert_array_equal(one.sums[name], other.sums[name])


@pytest.fixture(scope="module")
def reference():
    return run(sums(), 20)


def test_threads_and_processes_give_the_bits_of_a_plain_loop(reference):
    with ThreadPoolExecutor(2) as threads:
        same(run(sums(), 20, executor=threads, nets_per_task=3), reference)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        same(run(sums(), 20, executor=processes, nets_per_task=7), reference)


def test_the_seed_decides():
    assert np.any(run(sums(1), 2).sums["ranks"] != run(sums(2), 2).sums["ranks"])


def known(total):
    return largest_error(total) < 1e-4


class Recorder(Executor):
    """Runs a task when its result is asked for, and keeps count of what is waiting."""

    def __init__(self):
        self.waiting, self.most, self.tasks = 0, 0, []

    def submit(self, function, /, *arguments, **settings):
        recorder = self
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        self.tasks.append(arguments)

        class Later(Future):
            def result(self, timeout=None):
                recorder.waiting -= 1
                return function(*arguments, **settings)

        return Later()


def test_submission_is_bounded_and_tasks_hold_many_nets(reference):
    recorder = Recorder()
    same(run(sums(), 20, executor=recorder, nets_per_task=2, pending=3), reference)
    assert recorder.most == 3
    assert recorder.tasks == [(i, i + 2) for i in range(0, 20, 2)]


def test_progress_counts_nets():
    seen = []
    run(sums(), 6, nets_per_task=4, progress=lambda done, whole: seen.append((done, whole)))
    assert seen == [(4, 6), (6, 6)]


def test_it_goes_on_until_it_is_known_and_stops_at_the_same_place_for_everybody():
    plain = run(sums(drawn=False), 512, enough=known)
    assert plain.nets in (32, 64, 128, 256)
    with ThreadPoolExecutor(2) as threads:
        same(run(sums(drawn=False), 512, enough=known, executor=threads, nets_per_task=5), plain)
    assert run(sums(drawn=False), 40, enough=lambda total: False).nets == 40


def test_a_cancelled_run_is_resumed_to_the_same_bits(reference, tmp_path):
    saved = Checkpoint(tmp_path / "run.npz", {"fingerprint": "abc", "seed": "0", "version": "1"})
    part = run(sums(), 20, nets_per_task=3, cancelled=lambda: True, checkpoint=saved)
    assert part.nets == 3
    with ThreadPoolExecutor(2) as threads:
        broken = run(
            sums(), 20, nets_per_task=4, executor=threads, cancelled=iter([False, True]).__next__, checkpoint=saved
        )
    assert broken.nets == 11
    same(run(sums(), 20, checkpoint=saved), reference)
    same(run(sums(), 20, checkpoint=saved), reference)
    assert [path.name for path in tmp_path.iterdir()] == ["run.npz"]


def test_a_stop_in_the_middle_does_not_change_where_it_is_known(tmp_path):
    saved = Checkpoint(tmp_path / "run.npz", {})
    run(sums(drawn=False), 512, enough=known, nets_per_task=10, cancelled=lambda: True, checkpoint=saved)
    same(run(sums(drawn=False), 512, enough=known, checkpoint=saved), run(sums(drawn=False), 512, enough=known))


def test_a_checkpoint_of_another_run_is_refused(tmp_path):
    path = tmp_path / "run.npz"
    run(sums(), 4, checkpoint=Checkpoint(path, {"fingerprint": "abc", "seed": "0"}))
    with pytest.raises(ValueError, match=r"another run .*seed: '0', not '1'"):
        run(sums(1), 4, checkpoint=Checkpoint(path, {"fingerprint": "abc", "seed": "1"}))
    with pytest.raises(ValueError, match=r"another run \(another method\)"):
        run(sums(), 4, checkpoint=Checkpoint(path, {"fingerprint": "abc", "method": "#12"}))


def test_a_run_that_grows_goes_on_and_one_that_shrinks_leaves_the_file_alone(reference, tmp_path):
    saved = Checkpoint(tmp_path / "run.npz", {"seed": "0"})
    run(sums(), 7, checkpoint=saved)
    started = []
    same(run(sums(), 20, checkpoint=saved, progress=lambda done, nets: started.append(done)), reference)
    assert started[0] > 7
    before = saved.path.read_bytes()
    same(run(sums(), 7, checkpoint=saved), run(sums(), 7))
    assert saved.path.read_bytes() == before


def test_a_second_pass_begins_again_where_the_first_one_grew_or_came_to_something_else(tmp_path):
    def of(nets, digest):
        return Checkpoint(tmp_path / "run.npz", {}, basis=(nets, digest))

    whole = run(sums(), 4, checkpoint=of(16, "a"))
    same(of(16, "a").open(8)[0], whole)
    assert of(32, "b").open(8)[0].nets == 0
    assert of(16, "b").open(8)[0].nets == 0
    assert of(8, "c").open(8) == (Tally(), None)
    assert of(32, "b").open(8)[1] is not None


def test_a_checkpoint_behind_a_link_stays_behind_it(tmp_path):
    (tmp_path / "there").mkdir()
    link = tmp_path / "run.npz"
    link.symlink_to(tmp_path / "there" / "kept.npz")
    run(sums(), 2, checkpoint=Checkpoint(link, {}))
    assert link.is_symlink()
    assert Checkpoint(tmp_path / "there" / "kept.npz", {}).read().nets == 2


def test_a_checkpoint_is_written_from_time_to_time_and_never_half(tmp_path, monkeypatch):
    saved = Checkpoint(tmp_path / "run.npz", {}, seconds=0.0)
    found = []
    run(sums(), 4, nets_per_task=1, checkpoint=saved, progress=lambda *_: found.append(saved.read().nets))
    assert found == [0, 1, 2, 3]
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk")))
    with pytest.raises(OSError, match="disk"):
        run(sums(), 5, checkpoint=saved)
    assert saved.read().nets == 4
    assert [path.name for path in tmp_path.iterdir()] == ["run.npz"]


def test_a_failing_task_cancels_the_others_and_is_raised():
    def fails(first, stop):
        raise ZeroDivisionError(first)

    with ThreadPoolExecutor(1) as threads, pytest.raises(ZeroDivisionError):
        run(fails, 20, executor=threads, nets_per_task=1)


KILLED = """
import sys
from pathlib import Path
from tests_runs import Checkpoint, run, sums
run(sums(), 20, nets_per_task=1, checkpoint=Checkpoint(Path(sys.argv[1]), {"seed": "0"}, seconds=0.0))
"""


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05])
def test_a_run_that_was_killed_is_resumed_to_the_same_bits(reference, tmp_path, delay):
    (tmp_path / "tests_runs.py").write_text(Path(__file__).read_text(encoding="utf-8"), encoding="utf-8")
    path = tmp_path / "run.npz"
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], cwd=tmp_path)
    until = time.monotonic() + 30
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    saved = Checkpoint(path, {"seed": "0"})
    assert saved.read().nets >= 1
    same(run(sums(), 20, checkpoint=saved), reference)
