"""A real Chromium for the pages, and problems that are hard on them. Without a browser its tests are skipped; in CI they fail."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from policymcda import Problem, explore

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's browser, started once, with an empty profile."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = "no Chromium on this machine: apt-get install chromium"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens a file from disk with the network cut; in the end there was no request but the file, and no complaint."""
    contexts, asked, complaints = [], [], []

    def run(path: Path, fragment: str = "", **options: Any) -> Any:
        context = chromium.new_context(
            **{"viewport": {"width": 1400, "height": 900}, "reduced_motion": "reduce", **options}
        )
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url.split("#")[0]))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.goto(path.as_uri() + fragment)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=10_000)
        return page

    yield run
    for context in contexts:
        context.close()
    assert complaints == []
    assert all(url.startswith(("file:", "data:,")) and url.endswith((".html", "data:,")) for url in asked)
    assert len([url for url in asked if url.startswith("file:")]) == len(contexts)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The explorer of a problem as a file; each is written once."""
    folder, known = tmp_path_factory.mktemp("pages"), {}

    def run(problem: Problem, **settings: Any) -> Path:
        key = (problem.fingerprint, *settings.items())
        if key not in known:
            known[key] = explore(problem, folder / f"{len(known)}.html", **settings)
        return known[key]

    return run


@pytest.fixture
def explored(browse: Callable[..., Any], written: Callable[..., Path]) -> Callable[..., Any]:
    """The explorer of a problem, opened."""

    def run(problem: Problem, fragment: str = "", settings: dict[str, Any] | None = None, **options: Any) -> Any:
        return browse(written(problem, **(settings or {})), fragment, **options)

    return run


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "\"quoted\" & 'quoted' <b>",
    "=cmd|' /C calc'!A0",
    "\u202eright to left\u202c \u200f",
    "\U0001f469\u200d\U0001f680 \U0001f1fa\U0001f1f3",
    "x" * 10_000,
    "<!-- {{ 7 * 7 }} {% raw %} ${7*7} \\u003c",
]
"""Texts that a careless page would run, draw elsewhere or be pushed apart by."""


@pytest.fixture(scope="session")
def weapons() -> list[str]:
    """The texts above."""
    return HOSTILE


@pytest.fixture(scope="session")
def awkward() -> Problem:
    """Costs and benefits, a scale without ends and one with half of them, a column that is the same for all, two options
    that are alike, thresholds, screens, ratings without evidence, and a group in which one option is not rated."""
    criteria = [
        {"criterion": "reach", "direction": "benefit", "low": 0, "high": 100, "weight": 0.4},
        {"criterion": "price", "direction": "cost", "low": 0, "weight": 0.3},
        {"criterion": "delay", "direction": "cost", "weight": 0.2},
        {"criterion": "same", "direction": "cost", "low": 1, "high": 5, "weight": 0.1},
    ]
    rows = {
        "ban": (90, 50, 3, 2),
        "levy": (40, 20, -1, 2),
        "tax": (40, 20, -1, 2),
        "quota": (75, 35.5, 0, 2),
        "study": (10, 1e-3, 0.25, 2),
    }
    ratings = [
        {
            "group": group,
            "option": option,
            "criterion": criterion["criterion"],
            "mode": value,
            "low": value,
            "high": value,
        }
        for group in ("north", "south")
        for option, values in rows.items()
        for criterion, value in zip(criteria, values, strict=True)
        if (group, option) != ("south", "ban")
    ]
    for row in ratings:
        if row["group"] == "north" and (row["option"], row["criterion"]) in {("quota", "reach"), ("study", "price")}:
            row |= {"low": 0, "high": 95, "evidence": "none"}
    screens = [{"group": "south", "option": "levy", "status": "precondition_missing", "reason": "no law"}]
    thresholds = [
        {"group": "", "criterion": "reach", "at_least": 30},
        {"group": "north", "criterion": "price", "at_most": 45},
    ]
    return Problem.from_tables(criteria=criteria, ratings=ratings, screens=screens, thresholds=thresholds)


@pytest.fixture(scope="session")
def hostile(weapons: list[str]) -> Problem:
    """Every label, name and text of a problem is one that a careless page would run."""
    count = len(weapons)
    label = [f"{text[:60]} {place}" for place, text in enumerate(weapons)]
    criteria = label[:3]
    return Problem.from_tables(
        case={"title": weapons[0], "question": weapons[2], "source": weapons[7], "as_of": weapons[4]},
        options=[{"option": label[i], "name": weapons[i], "summary": weapons[i]} for i in range(count)],
        criteria=[
            {
                "criterion": criteria[k],
                "name": weapons[-1 - k],
                "definition": weapons[k],
                "direction": "benefit",
                "weight": w,
            }
            for k, w in enumerate((0.5, 0.25, 0.25))
        ],
        groups=[{"group": label[k], "name": weapons[k], "definition": weapons[-1 - k]} for k in range(count)],
        ratings=[
            {
                "option": label[i],
                "criterion": criteria[k],
                "mode": (7 * i + 3 * k) % 8,
                "low": 0,
                "high": 8,
                "evidence": "none",
            }
            for i in range(count)
            for k in range(3)
        ],
        screens=[{"option": label[1], "status": "precondition_missing", "reason": weapons[0]}],
    )
