"""What others program against: every name is there, and importing costs next to nothing."""

import doctest
import importlib
import subprocess
import sys

import pytest

import policymcda

HEAVY = ["pandas", "pandera", "pymcdm", "matplotlib", "scipy", "narwhals", "jinja2", "numpy"]


def test_importing_the_library_loads_nothing_heavy():
    code = f"import sys, policymcda; dir(policymcda); print([name for name in {HEAVY} if name in sys.modules])"
    text = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert text.stdout.strip() == "[]"


def test_ranking_loads_neither_matplotlib_nor_pymcdm_nor_statistics():
    code = (
        "import sys, policymcda as mcda; mcda.rank(mcda.load('cyber-policy'));"
        "print([name for name in ('matplotlib', 'pymcdm', 'jinja2', 'scipy.stats') if name in sys.modules])"
    )
    text = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert text.stdout.strip() == "[]"


def test_dir_and_all_agree_and_every_name_is_there():
    assert sorted(dir(policymcda)) == sorted(policymcda.__all__)
    for name in policymcda.__all__:
        assert getattr(policymcda, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'rnak'"):
        policymcda.rnak  # noqa: B018


def test_no_public_name_is_the_name_of_a_module_of_another_thing():
    for name in policymcda.__all__:
        if not name.startswith("__") and name not in policymcda._PACKAGES:
            with pytest.raises(ImportError):
                importlib.import_module(f"policymcda.{name}")


def test_the_example_of_the_face_runs():
    assert doctest.testmod(policymcda).failed == 0
    assert doctest.testmod(policymcda).attempted > 0


def test_the_six_lines_stay_six():
    import policymcda as mcda

    problem = mcda.load("cyber-policy")
    ranking = mcda.rank(problem)
    assert ranking.ranks.loc["tailored_capabilities", "no_formal_ties"] == 1
