"""What a visitor of the repository looks for: who made it, how to cite it, where to report, what CI runs."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import policymcda

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_version_author_and_licence_are_the_same_wherever_they_stand() -> None:
    citation = read("CITATION.cff")
    assert citation["version"] == policymcda.__version__
    assert [author["name"] for author in citation["authors"]] == [author["name"] for author in PROJECT["authors"]]
    assert citation["license"] == PROJECT["license"]
    assert text("LICENSE").startswith(f"{PROJECT['license']} License")
    assert f"{PROJECT['authors'][0]['name']}" in text("LICENSE")
    assert set(citation["keywords"]) <= {*PROJECT["keywords"], "multi-criteria decision analysis"}


def test_a_citation_has_what_the_format_asks_for() -> None:
    citation = read("CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "software"


def test_the_changelog_has_a_section_of_the_version() -> None:
    assert re.search(rf"^## \[{re.escape(policymcda.__version__)}\]|^To be {re.escape(policymcda.__version__)}\.$",
                     text("CHANGELOG.md"), re.MULTILINE)  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["SECURITY.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", ".github/PULL_REQUEST_TEMPLATE.md",
     ".github/ISSUE_TEMPLATE/fault.md", ".github/ISSUE_TEMPLATE/method.md", "docs/stability.md", "docs/release.md"],
)  # fmt: skip
def test_links_of_a_page_lead_to_files_and_its_make_targets_exist(name: str) -> None:
    page = ROOT / name
    links = [link for link in re.findall(r"\]\(([^)#:]+)\)", text(name))]
    assert [link for link in links if not (page.parent / link).exists()] == []
    asked = re.findall(r"`make ([a-z-]+)", text(name))
    assert [target for target in asked if not re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)] == []


def test_hooks_run_what_is_installed_and_download_nothing() -> None:
    hooks = read(".pre-commit-config.yaml")["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]
    entries = [hook["entry"] for hook in hooks[0]["hooks"]]
    assert all(entry.startswith(".venv/bin/") for entry in entries)
    files = [word for entry in entries for word in entry.split() if word.startswith("tests/")]
    assert [file for file in files if not (ROOT / file).exists()] == []


def test_hosted_ci_runs_targets_of_the_makefile_on_the_oldest_and_the_newest_python() -> None:
    jobs = read(".github/workflows/check.yml")["jobs"]
    matrix = jobs["check"]["strategy"]["matrix"]["include"]
    targets = {one["target"] for one in matrix} | set(re.findall(r"make ([a-z-]+)", json.dumps(jobs["audit"])))
    assert {"check", "test-lowest"} <= targets
    assert [target for target in targets if not re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)] == []
    oldest = PROJECT["requires-python"].removeprefix(">=")
    assert oldest in {one["python"] for one in matrix}
    assert len({one["python"] for one in matrix}) >= 2


def test_no_package_host_is_named_where_something_is_installed() -> None:
    names = [".pre-commit-config.yaml", ".github/workflows/check.yml", "Makefile", ".ci/run", ".ci/wheel"]
    assert [
        name
        for name in names
        if re.search(r"https?://|pypi|(?<!no-emit-)index-url", text(name).replace("://' req", ""))
    ] == []


def test_issue_templates_have_a_name_and_say_what_for() -> None:
    for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.md"):
        head = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])
        assert {"name", "about"} <= set(head), path.name
        jsonschema.validate(head, {"type": "object", "properties": {"name": {"type": "string"}}})
