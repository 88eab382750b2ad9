"""What every page is made of: templates that escape, styles and scripts inside, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policymcda._version import __version__
from policymcda.tables import files, writing

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

OWN = "policymcda.pages"
"""The package whose assets every page may use."""

PAGES, TEXTS = (".html", ".htm"), (".md", ".markdown")
"""Endings of files that are pages, and of those that are Markdown."""

ESCAPES = {ord("&"): "\\u0026", ord("<"): "\\u003c", ord(">"): "\\u003e", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""Characters by which data could end its element, or a line of a script, as JSON spells them."""


def page(
    template: str,
    *,
    home: str,
    title: str,
    styles: Sequence[str],
    scripts: Sequence[str] = (),
    data: Any = None,
    inline_styles: bool = False,
    language: str = "en",
    right_to_left: bool = False,
    **context: Any,
) -> str:
    """A page as text: a template of the assets that extends `base.html.jinja`, with all that it needs inside.

    Parameters
    ----------
    home : str
        The package that has the assets, such as ``policymcda.reporting``; those of this package are there as well.
    styles, scripts : sequence of str
        Files of the assets. All scripts run as one function, so what one declares the next one knows.
    data : optional
        What the scripts read, as JSON in the element `data`.
    inline_styles : bool
        Let elements have a style of their own, as the drawings of matplotlib do; else only `styles` hold.
    language, right_to_left
        The language of the page (BCP 47), and whether it is written from right to left.
    **context
        What the template is filled with; all of it is escaped unless it is `Markup`.
    """
    from markupsafe import Markup

    style = "\n".join(asset(name, home) for name in styles)
    script = (
        "\n".join(["(() => {", '"use strict";', *(asset(name, home) for name in scripts), "})();"]) if scripts else ""
    )
    text = environment(home).get_template(template)
    return text.render(
        **context,
        title=title,
        version=__version__,
        language=language,
        direction="rtl" if right_to_left else "ltr",
        policy=policy(style, script, inline_styles),
        style=Markup(style),
        script=Markup(script),
        data="" if data is None else island(data),
    )


def check_path(path: str | Path, endings: Sequence[str], what: str) -> str:
    """The ending of a file that can be written, before anything is computed for it.

    Raises
    ------
    ValueError
        When the ending is another, or something other than a regular file has that name.
    """
    files.target(path)
    return files.check_ending(path, endings, what)


def write(path: str | Path, content: str) -> Path:
    """The page in a file, whole or not at all; what cannot be written in UTF-8 becomes a question mark."""
    return writing.text(path, content.encode("utf-8", "replace").decode("utf-8"))


def island(data: Any) -> Markup:
    """Data as JSON that nothing in it can end: safe within a script element.

    >>> print(island({"name": "</script><b>&"}))
    {"name":"\\u003c/script\\u003e\\u003cb\\u003e\\u0026"}
    """
    from markupsafe import Markup

    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.translate(ESCAPES))


def policy(style: str, script: str, inline_styles: bool = False) -> str:
    """The content security policy: nothing but this style and this script, by their hashes, and drawings within."""
    styles = "'unsafe-inline'" if inline_styles else _hash(style)
    scripts = _hash(script) if script else "'none'"
    rest = "img-src data:; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; style-src {styles}; script-src {scripts}; {rest}"


def asset(name: str, home: str = OWN) -> str:
    """A file of the assets of a package as text, else of those that all pages share."""
    file = resources.files(home).joinpath("assets", name)
    return (file if file.is_file() else resources.files(OWN).joinpath("assets", name)).read_text(encoding="utf-8")


@functools.cache
def environment(home: str) -> Environment:
    """Templates of the assets of a package; every value is escaped, and one that is missing is an error."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    loader = FunctionLoader(functools.partial(asset, home=home))
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
