"""How the site is built: `make docs`. Nothing in it is fetched when it is read."""

import inspect
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert

import policymcda
from policymcda.arrays.methods import METHODS, of_kind
from policymcda.arrays.ranking import ranks

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from note_codes import notes_page
from properties import methods_page
from result_schemas import schemas_page
from returns import with_returns

project = "policymcda"
author = "policymcda contributors"
copyright = author
version = release = policymcda.__version__

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.autosummary"]
myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["auto_examples/*.ipynb", "auto_examples/*.py"]
nitpicky = False
templates_path = ["_templates"]
autosummary_generate = True
autodoc_typehints = "none"
numpydoc_show_class_members = False
html_math_renderer = "mathml"

EXAMPLES = HERE.parent / "examples"
if (EXAMPLES / "GALLERY_HEADER.rst").exists():
    extensions.append("sphinx_gallery.gen_gallery")
    sphinx_gallery_conf = {
        "examples_dirs": str(EXAMPLES),
        "gallery_dirs": "auto_examples",
        "filename_pattern": r"\.py$",
        "download_all_examples": False,
        "show_memory": False,
        "write_computation_times": False,
        "abort_on_example_error": True,
        "within_subsection_order": "FileNameSortKey",
        "remove_config_comments": True,
    }

html_theme = "pydata_sphinx_theme"
html_title = "policymcda"
html_static_path = ["_static"]
html_css_files = ["policymcda.css"]
html_show_sourcelink = False
html_sidebars = {
    "first-hour": [],
    "own-case": [],
    "quickstart": [],
    "questions": [],
    "tables": [],
    "methods": [],
    "embedding": [],
}
html_theme_options = {
    "navbar_align": "left",
    "show_prev_next": False,
    "show_toc_level": 2,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": ["theme-version"],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}


def reference() -> str:
    """The public names, in the order in which the face of the library lists them."""
    public = [name for name in policymcda.__dir__() if name in policymcda.__all__ and not name.startswith("_")]
    modules = [name for name in public if inspect.ismodule(getattr(policymcda, name))]
    page = "API reference\n=============\n\n" + _summary("policymcda", [name for name in public if name not in modules])
    for name in modules:
        module = getattr(policymcda, name)
        page += _heading(f"policymcda.{name}", module) + _summary(
            f"policymcda.{name}",
            [each for each in module.__all__ if getattr(module, each) is not getattr(policymcda, each, None)],
        )
    page += _heading("policymcda.arrays.methods", policymcda.arrays.methods)
    page += _summary("policymcda.arrays.methods", [*METHODS, *of_kind("relation"), *of_kind("interval")])
    return (
        page
        + _heading("policymcda.arrays.ranking.ranks", ranks)
        + _summary("policymcda.arrays.ranking.ranks", ["ranks", "tolerance"])
    )


def _heading(title: str, module: ModuleType) -> str:
    return f"{title}\n{'-' * len(title)}\n\n{(inspect.getdoc(module) or '').splitlines()[0]}\n\n"


def _summary(module: str, names: Iterable[str]) -> str:
    listed = "".join(f"   {name}\n" for name in names)
    return f".. currentmodule:: {module}\n\n.. autosummary::\n   :toctree: api\n\n{listed}\n"


def write(name: str, text: str) -> None:
    """A generated page, left alone when it is as it was."""
    path = HERE / "generated" / name
    path.parent.mkdir(exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def setup(app: Any) -> None:
    """Formulas as MathML, which a browser shows without a script."""

    def inline(self: Any, node: nodes.math) -> None:
        self.body.append(convert(node.astext()))
        raise nodes.SkipNode

    def block(self: Any, node: nodes.math_block) -> None:
        self.body.append(convert(node.astext(), display="block"))
        raise nodes.SkipNode

    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    app.connect("autodoc-process-docstring", _returns, priority=100)  # before numpydoc


def _returns(app: Any, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """What a function gives, with every table of a result, in place of a docstring that leaves it to names and types."""
    if what in ("function", "method") and name.startswith("policymcda."):
        lines[:] = with_returns(thing, name.split(".")[-2]).split("\n")


shutil.rmtree(HERE / "generated" / "api", ignore_errors=True)  # of names that are public no more
write("methods.txt", methods_page())
write("notes.txt", notes_page())
write("schemas.txt", schemas_page())
write("api.rst", reference())
