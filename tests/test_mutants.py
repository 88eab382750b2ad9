"""Whether the tests would see a mistake: how one is made, and the figures that are told of it."""

from pathlib import Path

import mutants
import numpy as np
from mutants.running import functions, in_child, make
from mutants.sites import ROOT, SOURCE, sites

from policymcda.arrays.ranking.ranks import ranks


def test_a_mistake_is_in_the_function_that_is_loaded_and_in_no_other_process():
    every = sites(SOURCE / "arrays" / "ranking" / "ranks.py")
    mistake = next(site for site in every if site.after == "above.astype(np.int64) - 1")
    scores = np.array([[3.0, 1.0, 2.0]])

    def work() -> int:
        return 0 if make(mistake, functions()) and ranks(scores).tolist() == [[-1, 1, 0]] else 1

    assert in_child(work, seconds=20)[0] == 0
    assert ranks(scores).tolist() == [[1, 3, 2]]


def test_the_figures_of_the_page_are_those_of_the_results():
    page = Path(mutants.FOLDER / "README.md").read_text(encoding="utf-8")
    assert mutants.sentence(mutants.read()) in " ".join(page.split())


def test_only_what_no_test_saw_is_explained_and_every_reason_is_a_sentence():
    found = mutants.read()
    assert all(found[name]["outcome"] not in ("killed", "timeout") for name in mutants.explained() if name in found)
    assert all(len(reason.split()) > 3 for reason in mutants.explained().values())


def test_results_name_files_that_are_there():
    assert all((ROOT / "src" / "policymcda" / name.split(": ")[0]).exists() for name in mutants.read())
