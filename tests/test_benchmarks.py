"""Runs of the benchmarks are kept, and what became slower is told."""

import json

import pytest
from benchmarks import comparison, keeping, many, pairs, peers, row
from benchmarks.growth import fitted, in_groups, problem


def test_what_is_slower_by_more_than_its_spread_is_told_and_nothing_else():
    before = [
        row("a", [1.0, 1.1, 0.9]),
        row("b", [1.0, 1.1, 0.9]),
        row("c", [1.0, 1.1, 0.9]),
        {"what": "d", "ours": "x"},
    ]
    now = [
        row("a", [2.0, 2.1, 1.9]),
        row("b", [1.05, 1.2, 0.95]),
        row("c", [0.5, 0.6, 0.4]),
        {"what": "d", "ours": "y"},
    ]
    assert list(keeping.slower(now, before)) == ["a: 1 s then, 2 s now, 2.00 times"]


def test_a_run_is_kept_with_machine_and_commit_and_found_again(tmp_path):
    rows = {"one": [row("a", [1.0, 1.1, 0.9], [2.0, 2.2, 1.8])]}
    path = keeping.keep(rows, "this machine", tmp_path)
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept["rows"] == rows
    assert set(kept) == {"when", "commit", "machine", "rows"}
    keeping.keep({"two": []}, "this machine", tmp_path)
    found = keeping.last("this machine", "one", tmp_path)
    assert found == kept
    assert keeping.last("another", "one", tmp_path) is None


def test_the_exponent_of_a_power_is_found():
    assert fitted([1, 10, 100], [3.0, 300.0, 30_000.0]) == pytest.approx(2.0)


def test_the_problems_that_grow_have_the_sizes_that_are_named():
    assert problem(5, 3).matrix().shape == (5, 3)
    grown = in_groups(3)
    assert len(grown.grids) == 3
    assert grown.judgements["stakeholder"].nunique() == 3


@pytest.fixture(scope="module")
def kept() -> dict:
    """What `make bench ARGS=peers` found last."""
    return json.loads(comparison.JSON.read_text(encoding="utf-8"))


def test_the_page_that_compares_is_what_was_measured(kept):
    assert comparison.PAGE.read_text(encoding="utf-8") == comparison.page(kept)


def test_lines_of_code_on_the_page_are_those_of_the_scripts(kept):
    assert {name: peer["lines"] for name, peer in kept["peers"].items() if "lines" in peer} == {
        name: peers.lines(name) for name, peer in kept["peers"].items() if "lines" in peer
    }


def test_every_result_that_differs_from_ours_has_a_reason_and_no_reason_is_left_over(kept):
    assert sorted(comparison.differing(kept)) == sorted(comparison.REASONS)


def test_every_peer_is_on_the_page_with_its_versions_and_date(kept):
    page = comparison.PAGE.read_text(encoding="utf-8")
    assert all(each in page for requirements in peers.PEERS.values() for each in requirements)
    assert kept["date"] in page
    assert kept["machine"] in page


@pytest.mark.parametrize("module", [many, pairs])
def test_what_is_called_in_a_process_of_its_own_is_python(module):
    for call in module.CALLS.values():
        compile(module.SETUP.replace("{call}", call), "call", "exec")
