"""Each chart of a report can be saved from the page, as a drawing that needs no page and as a picture."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

import policymcda as mcda

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = mcda.load("cyber-policy").select(groups=["no_formal_ties"])
    return mcda.report(case, tmp_path_factory.mktemp("brief") / "report.html")


@pytest.fixture
def saved(chromium: Any, brief: Path) -> Any:
    """Saves the first chart of a page as a kind of file."""
    complaints: list[str] = []
    contexts = []

    def run(kind: str, scheme: str = "light") -> tuple[str, bytes]:
        context = chromium.new_context(viewport={"width": 1200, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(brief.as_uri())
        figure = page.locator("figure").first
        figure.locator("summary").click()
        with page.expect_download() as waiting:
            figure.get_by_role("button", name=f"as {kind.upper()}").click()
        return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()

    yield run
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_drawing_stands_alone_in_the_colours_of_the_page(saved: Callable[..., Any], scheme: str) -> None:
    name, content = saved("svg", scheme)
    assert name.endswith(".svg")
    root = ElementTree.fromstring(content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert float(root.get("width")) > 300
    text = content.decode("utf-8")
    for word in ("var(", "currentColor", "class=", "http:", "style="):
        assert word not in text.replace("http://www.w3.org", ""), word
    ground = root.find("{http://www.w3.org/2000/svg}rect").get("fill")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(19, 24, 29)"}[scheme]
    letters = {"light": "rgb(26, 32, 38)", "dark": "rgb(231, 235, 238)"}[scheme]
    assert letters in {part.get("fill") for part in root.iter("{http://www.w3.org/2000/svg}text")}


def test_a_picture_has_what_the_drawing_has(saved: Callable[..., Any]) -> None:
    name, content = saved("png")
    assert name.endswith(".png")
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.width >= 800
        colours = picture.convert("RGB").getcolors(1 << 24)
    assert len(colours) > 20
    assert max(colours)[1] == (255, 255, 255)
