"""A checkpoint that grows, shrinks, breaks off in any pass, and is wanted by several at once."""

import subprocess
import sys
import threading

import pytest
from pandas.testing import assert_frame_equal

from policymcda import load, smaa
from policymcda.arrays.sampling.sobol import NET
from policymcda.simulation.locks import alone

CASE = load("cyber-policy").select(
    groups=["rivals_with_ties"], options=["common_areas", "regional_orgs", "ict_bricolage"]
)
FEW, MANY = 16 * NET, 32 * NET


def same(one, other):
    assert one.settings == other.settings
    for name, table in one.tables.items():
        assert_frame_equal(table, other.tables[name], check_exact=True)


@pytest.fixture(scope="module")
def fresh():
    return {samples: smaa(CASE, samples=samples) for samples in (FEW, MANY)}


class Stop(Exception):
    """Raised in the middle of a run."""


def stopped_at(nets):
    def progress(done, whole):
        if done >= nets:
            raise Stop

    return progress


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_more_samples_go_on_and_fewer_are_computed_afresh(fresh, tmp_path):
    path = tmp_path / "run.npz"
    same(smaa(CASE, samples=FEW, checkpoint=path), fresh[FEW])
    done = []
    same(smaa(CASE, samples=MANY, checkpoint=path, progress=lambda *nets: done.append(nets[0])), fresh[MANY])
    assert done[0] > 16
    before = contents(tmp_path)
    assert sorted(before) == ["run.npz", "run.npz.factors"]
    same(smaa(CASE, samples=FEW, checkpoint=path), fresh[FEW])
    assert contents(tmp_path) == before
    same(smaa(CASE, samples=MANY, checkpoint=path), fresh[MANY])


@pytest.mark.parametrize("nets", [3, 20])
def test_a_run_that_broke_off_in_either_pass_grows_too(fresh, tmp_path, nets):
    path = tmp_path / "run.npz"
    with pytest.raises(Stop):
        smaa(CASE, samples=FEW, checkpoint=path, progress=stopped_at(nets))
    same(smaa(CASE, samples=MANY, checkpoint=path), fresh[MANY])
    with pytest.raises(Stop):
        smaa(CASE, samples=2 * MANY, checkpoint=path, progress=stopped_at(66))
    same(smaa(CASE, samples=MANY, checkpoint=path), fresh[MANY])


WORKING = """
import sys
from policymcda import load, smaa
case = load("cyber-policy").select(groups=["rivals_with_ties"])
def progress(done, whole):
    print("works", flush=True)
    sys.stdin.readline()
try:
    smaa(case, samples=1, checkpoint=sys.argv[1], progress=progress)
    print("done")
except ValueError as error:
    print(error)
"""


def test_of_three_processes_on_one_path_one_works_with_it_and_the_others_are_told(tmp_path):
    command = [sys.executable, "-c", WORKING, str(tmp_path / "run.npz")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    first = subprocess.Popen(command, **pipes)
    assert first.stdout.readline() == "works\n"
    others = [subprocess.run(command, input="", capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert (
        others
        == [
            f"another run works with the checkpoint {tmp_path / 'run.npz'} now; wait until it is done, or use another path\n"
        ]
        * 2
    )
    first.kill()
    first.communicate()
    again, _ = subprocess.Popen(command, **pipes).communicate("\n" * 100)
    assert again.endswith("done\n")
    assert sorted(contents(tmp_path)) == ["run.npz", "run.npz.factors"]


def test_threads_of_one_process_are_kept_apart_too(tmp_path):
    texts = []

    def another():
        with pytest.raises(ValueError, match="another run works with the checkpoint"), alone(tmp_path / "run.npz"):
            pass
        texts.append(True)

    with alone(tmp_path / "run.npz"), alone(tmp_path / "other.npz"), alone(None):
        thread = threading.Thread(target=another)
        thread.start()
        thread.join()
    assert texts == [True]
    with alone(tmp_path / "run.npz"):
        assert [path.name for path in tmp_path.iterdir()] == ["run.npz.lock"]
    assert not list(tmp_path.iterdir())
