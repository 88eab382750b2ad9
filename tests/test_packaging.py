"""What is installed: the wheel holds what git tracks, and the pinned sets are complete and fit each other."""

import contextlib
import os
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from setuptools import build_meta

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)


def tracked(folder: str) -> set[str]:
    """Paths below a folder of the repository that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, check=True, text=True)
    return set(filter(None, listed.stdout.split("\0")))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names of the files in a wheel built from a copy of the tree."""
    tree = tmp_path_factory.mktemp("tree")
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    for name in ("src", "criteria"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    with contextlib.chdir(tree), open(os.devnull, "w") as silence, contextlib.redirect_stdout(silence):
        name = build_meta.build_wheel("dist")
    return set(zipfile.ZipFile(tree / "dist" / name).namelist())


def test_the_wheel_holds_the_cases_that_git_tracks_and_no_other_file(wheel: set[str]) -> None:
    shipped = {f"criteria/{name.removeprefix('policymcda/criteria/')}" for name in wheel if "/criteria/" in name}
    assert shipped == tracked("criteria")


def test_the_wheel_holds_every_module_and_the_mark_that_it_is_typed(wheel: set[str]) -> None:
    modules = {
        f"policymcda/{path.relative_to(ROOT / 'src/policymcda')}" for path in ROOT.glob("src/policymcda/**/*.py")
    }
    assert modules <= wheel
    assert "policymcda/py.typed" in wheel


@pytest.mark.parametrize("package", ["pages", "reporting", "asking"])
def test_the_wheel_holds_what_pages_are_made_of(wheel: set[str], package: str) -> None:
    home = f"policymcda/{package}/assets"
    assets = {f"{home}/{path.name}" for path in ROOT.glob(f"src/{home}/*")}
    assert assets
    assert {name for name in wheel if name.startswith(f"{home}/")} == assets


def test_the_wheel_holds_nothing_but_the_library(wheel: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in wheel} == {"policymcda"}


def pins(name: str) -> dict[str, set[Version]]:
    """Package to the versions that a file of pins gives it, one for each range of Python versions."""
    found: dict[str, set[Version]] = {}
    for package, version in PIN.findall((ROOT / "requirements" / name).read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(package), set()).add(Version(version))
    return found


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_what_the_demo_installs_is_part_of_what_the_tests_install() -> None:
    run, dev = pins("run.txt"), pins("dev.txt")
    assert run == {package: dev.get(package) for package in run}
    assert len(run) < len(dev) / 2


@pytest.mark.parametrize("name", ["run.txt", "dev.txt", "uv.txt"])
def test_pins_carry_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--find-links|/dev/", text)
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_requirement_is_pinned_within_its_bounds() -> None:
    declared, groups = project()["project"], project()["dependency-groups"]
    extras = declared["optional-dependencies"]
    demo = [*declared["dependencies"], *extras["excel"]]  # large extras are for the tests alone
    library = [*demo, *(item for extra in extras.values() for item in extra)]
    tools = [item for group in groups.values() for item in group if isinstance(item, str)]
    for name, requirements in {"run.txt": [*demo, *groups["build"]], "dev.txt": [*library, *tools]}.items():
        pinned = pins(name)
        for requirement in map(Requirement, requirements):
            versions = pinned.get(canonicalize_name(requirement.name), set())
            assert versions, f"{requirement} is not in requirements/{name}: make lock"
            assert all(version in requirement.specifier for version in versions), f"{requirement}: {versions}"
