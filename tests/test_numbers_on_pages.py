"""Every number on a page is printed by a command beside it, is a limit of the code, or was measured: with command, machine and day."""

import re
import sys
from pathlib import Path

import pytest

from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sensitivity.turning_points import HALVINGS, STEPS
from policymcda.arrays.smaa.space_share import NETS
from policymcda.arrays.weights.consistency_indices import ACCEPTABLE
from policymcda.errors import KEPT
from policymcda.questions.flips import CONTENDERS, EVERY, PLENTY
from policymcda.questions.smaa import MANY
from policymcda.reporting import explorer
from policymcda.simulation.result_tables import HITS
from policymcda.syntheses.double_counting import NEARLY
from policymcda.tables.cells import MAX_FIELD
from policymcda.tables.csv_files import MAX_COLUMNS
from policymcda.tables.reading import MAX_CELLS, MAX_ROWS, SWOLLEN

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))
import shown

sys.path.remove(str(ROOT / "docs"))

SHOWN = [
    "README.md",
    *(
        f"docs/{name}.md"
        for name in (
            "questions",
            "quickstart",
            "first-hour",
            "own-case",
            "index",
            "decisions/two-panels",
            "decisions/random-index",
        )
    ),
]
"""Pages whose numbers are on what they show as well; the tests of pages type it all again."""
PAGES = [
    *SHOWN,
    *(f"docs/{name}.md" for name in ("how-sure", "security", "glossary", "embedding", "tables", "cells", "threads")),
    "docs/decisions/flips.md",
    "docs/decisions/sobol-nets.md",
]
DAY = r"\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d"
MEASURED = re.compile(rf"`(python -m benchmarks|make bench)[^`]*`[^)]*\bcores? of an? \w+[^)]*, {DAY}")
NUMBER = re.compile(r"(?<![\w.,⁰-⁹])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|\.\d+)(%| million)?(?![\w.]*\d)(?!\w)")
LIMITS = {
    "docs/how-sure.md": [NET, NETS, NET * NETS, HITS, MANY, 0.95, 10, 36],
    "docs/security.md": [MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_FIELD, KEPT, SWOLLEN, 500, 20, 1, 5],
    "docs/glossary.md": [NET, ACCEPTABLE, NEARLY, 0, 1],
    "docs/embedding.md": [0, 2, 3, 130, 12, 2020],
    "docs/tables.md": [1, 8, 16, 0.15, 15, 2, 4, 0, 3, 9],
    "docs/index.md": [1, 4, 9],
    "docs/cells.md": [1, 0],
    "docs/decisions/flips.md": [NET, STEPS, HALVINGS, EVERY, CONTENDERS, PLENTY, 1, 9],
    "docs/decisions/sobol-nets.md": [NET, NETS, 4, 0, 1],
    "docs/decisions/random-index.md": [ACCEPTABLE],
    "docs/threads.md": [2, 8],
}
"""What a page says of the code: limits by the names that they have there, then codes, standards and examples of cells."""
VERSIONS = {"README.md": ["3.11"], "docs/first-hour.md": ["3.11"]}


def prose(text: str) -> str:
    """A page without what it shows, types and links to, and without years and dates."""
    text = re.sub(r"^```.*?^```$|<!--.*?-->|`[^`\n]*`|\]\([^)]*\)", " ", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(rf"{DAY}|\b(18|19|20)\d\d\b|^\d+\. ", " ", text, flags=re.MULTILINE)
    return text


def numbers(text: str) -> list[tuple[str, float, float]]:
    """What stands there, its value, and half a unit of its last place."""
    found = []
    for digits, unit in NUMBER.findall(text):
        plain = digits.replace(",", "").rstrip(".")
        places = len(plain.split(".")[1]) if "." in plain else 0
        scale = {"%": 0.01, " million": 1e6}.get(unit, 1)
        found.append((digits + unit, float(plain) * scale, 0.5 * 10**-places * scale))
    return found


def shown_on(text: str) -> list[float]:
    """The numbers in what a page shows and types, each as it is and as a percentage."""
    blocks = " ".join(found[2] for found in shown.BLOCK.finditer(text))
    values = [abs(float(found)) for found in re.findall(r"\d+\.?\d*", re.sub(r"(?<=\d)[,_](?=\d{3})", "", blocks))]
    return [*values, *(value / 100 for value in values)]


def unaccounted(page: str, text: str) -> list[str]:
    """Numbers of a page that nothing prints, limits or measured."""
    missing = []
    everything = shown_on(text) if page != "docs/questions.md" else []
    for section in re.split(r"^#{1,3} ", text, flags=re.MULTILINE):
        if MEASURED.search(section):
            continue
        known = [*everything, *shown_on(section), *LIMITS.get(page, [])]
        for said, value, half in numbers(prose(section)):
            near = any(abs(value - one) <= half * 1.000001 + 1e-12 for one in known)
            if not near and said not in VERSIONS.get(page, []):
                missing.append(said)
    return missing


@pytest.mark.parametrize("page", PAGES)
def test_every_number_of_a_page_is_printed_limited_or_measured(page: str) -> None:
    assert unaccounted(page, (ROOT / page).read_text(encoding="utf-8")) == []


def test_the_version_of_python_is_that_of_the_project() -> None:
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_limits_of_the_explorer_and_of_python_are_those_of_the_code() -> None:
    assert explorer.MOST == 500
    assert f"{KEPT:,}" in (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda page: page.stem)
def test_what_a_decision_calls_measured_has_its_command_and_day(page: Path) -> None:
    for paragraph in page.read_text(encoding="utf-8").split("\n\n"):
        if re.search(r"\*\*Measured\*\*|\bMeasured (by|with)\b", paragraph):
            assert re.search(r"`(python -m|make) [^`]+`", paragraph), paragraph
            assert re.search(DAY, paragraph), paragraph


def test_a_number_that_changed_is_found() -> None:
    page = "First in 41% of 131,072 draws.\n\n```text\n{'a': 0.41} 131072\n```\n"
    assert unaccounted("a page", page) == []
    assert unaccounted("a page", page.replace("41%", "42%")) == ["42%"]
    assert unaccounted("a page", page.replace("131,072", "1,072")) == ["1,072"]
    timing = "# A\n\n12 million (`python -m benchmarks smaa`, on two cores of an EPYC, 25 November 2026)\n"
    assert unaccounted("a page", timing) == []
    assert unaccounted("a page", timing.replace(", 25 November 2026", "")) == ["12 million"]
