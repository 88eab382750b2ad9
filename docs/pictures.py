"""The pictures of the docs: `python docs/pictures.py` draws them anew into docs/pictures, with Chromium and without a network.

A sheet is drawn from the workbook that `policymcda new` writes: its cells, its letters and numbers, its tabs.
"""

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SHEETS = {"sheet-criteria": ("criteria", 5, 7), "sheet-ratings": ("ratings", 10, 8)}
"""Each picture of a sheet: its name, and how many rows and columns are seen."""

STYLE = """
body { margin: 0; font: 13px/1.2 sans-serif; background: #fff; color: #111; }
table { border-collapse: collapse; }
th { background: #eee; color: #555; font-weight: normal; min-width: 2.2em; }
th, td { border: 1px solid #ccc; padding: 3px 7px; white-space: nowrap; }
td.number { text-align: right; }
tr.head td { font-weight: bold; }
nav { background: #eee; padding: 4px 8px 0 3em; }
nav span { display: inline-block; padding: 4px 10px; color: #555; }
nav .on { background: #fff; color: #111; font-weight: bold; border-bottom: 2px solid #1a6e3c; }
"""


def sheet_page(workbook: Path, name: str, rows: int, columns: int) -> str:
    """A sheet of a workbook as a spreadsheet shows it."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(workbook)
    cells = [row[:columns] for row in book.get_sheet_by_name(name).to_python()[:rows]]
    letters = "".join(f"<th>{chr(65 + place)}</th>" for place in range(columns))
    lines = "".join(
        f"<tr{' class=head' if number == 1 else ''}><th>{number}</th>{''.join(map(_cell, row))}</tr>"
        for number, row in enumerate(cells, 1)
    )
    tabs = "".join(f"<span{' class=on' if tab == name else ''}>{escape(tab)}</span>" for tab in book.sheet_names)
    table = f"<table><tr><th></th>{letters}</tr>{lines}</table>"
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><body>{table}<nav>{tabs}</nav>"


def _cell(value: Any) -> str:
    number = isinstance(value, float)
    return f"<td class=number>{value:g}</td>" if number else f"<td>{escape(str(value))}</td>"


def draw(browser: Any, page: Path, name: str, width: int, height: int | None) -> None:
    """What is seen first of a page, or all that it holds, as a small picture."""
    view = browser.new_page(viewport={"width": width, "height": height or 400}, color_scheme="light")
    view.goto(page.as_uri())
    view.wait_for_timeout(3000)  # the explorer draws the ratings meanwhile
    shot = view.screenshot() if height else view.locator("body").screenshot()
    view.close()
    _shrunk(shot).save(FOLDER / f"{name}.png", optimize=True)


def _shrunk(shot: bytes) -> Any:
    """The picture in 64 colours."""
    from PIL import Image

    return Image.open(io.BytesIO(shot)).convert("RGB").quantize(64, dither=Image.Dither.NONE)


def write_pages(folder: Path) -> None:
    """The pages that are drawn, written by the commands that the docs name."""
    for words in (
        ["report", "cyber-policy", "-o", "cyber-policy.html", "--quiet"],
        ["new", "my-case.xlsx"],
        ["report", "my-case.xlsx", "-o", "my-case.html", "--quiet"],
        ["explore", "my-case.xlsx", "-o", "explorer.html"],
    ):
        subprocess.run([sys.executable, "-m", "policymcda", *words], check=True, cwd=folder)
    for name, (sheet, rows, columns) in SHEETS.items():
        (folder / f"{name}.html").write_text(sheet_page(folder / "my-case.xlsx", sheet, rows, columns), "utf-8")


def main(names: Iterable[str] = ()) -> None:
    """Draws the pictures of these names, or all."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    FOLDER.mkdir(exist_ok=True)
    sizes: dict[str, tuple[str, int, int | None]] = {
        "brief": ("cyber-policy", 1100, 760),
        "own-report": ("my-case", 1100, 640),
        "explorer": ("explorer", 1100, 700),
        **{name: (name, 800, None) for name in SHEETS},
    }
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        write_pages(Path(folder))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, (page, width, height) in sizes.items():
            if not names or name in names:
                draw(browser, Path(folder) / f"{page}.html", name, width, height)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
