"""What comes out, on the pages of the API: the tables of a result are described once, by its class, and shown with each function."""

import inspect
import re
from collections.abc import Callable
from typing import Any

SECTIONS = ("Yields", "Warns", "Raises", "See Also", "Notes", "References", "Examples")
OTHERWISE = {
    "Axes": "What was drawn on: `ax`, or the axes of a new figure.",
    "Figure": "A figure without any global state; `save` writes it.",
    "Path": "The file or folder that was written.",
    "Problem": "Checked as a whole. It never changes: what would change it gives another one.",
    "WeightSpace": "What is known of the weights, as `smaa` and other questions take it.",
    "Any": "As many, by the same labels, as the cells that were given.",
}
"""What to say of a type that is no result."""


def with_returns(function: Callable[..., Any], owner: str = "") -> str:
    """The docstring of a function with a section Returns: its type, what it is, and the tables of a result."""
    text = inspect.getdoc(function) or ""
    name = _type_name(function, owner)
    found = _class(function, name)
    attributes = described(found) if found else {}
    tables = "".join(f"\n    * ``{table}``: {words}" for table, words in attributes.items())
    if re.search(r"^(Returns|Yields)\n-", text, re.MULTILINE):
        return _after_returns(text, f"\n{tables}" if tables else "")
    if tables:
        said = (inspect.getdoc(found) or "").split("\n")[0]
    else:
        said = OTHERWISE.get(name, text.split("\n")[0])
    return _placed(text, f"Returns\n-------\n{name}\n    {said}\n{tables}".rstrip())


def described(kind: type) -> dict[str, str]:
    """What the section Attributes of a class says of each of them."""
    from numpydoc.docscrape import NumpyDocString

    if kind.__name__ in ("Problem", "WeightSpace"):
        return {}
    listed = NumpyDocString(inspect.getdoc(kind) or "")["Attributes"]
    texts = {each.name: " ".join(" ".join(each.desc).split()) for each in listed if each.name.isidentifier()}
    return {name: re.sub(r"(?<=\w)_(?!\w)", r"\\_", text) for name, text in texts.items()}  # no link of docutils


def _type_name(function: Callable[..., Any], owner: str) -> str:
    name = str(getattr(function, "__annotations__", {}).get("return", ""))
    return owner if name == "Self" else name


def _class(function: Callable[..., Any], name: str) -> type | None:
    found = getattr(inspect.getmodule(inspect.unwrap(function)), name, None)
    return found if inspect.isclass(found) and found.__module__.startswith("policymcda") else None


def _placed(text: str, section: str) -> str:
    """The section before those that come after it."""
    starts = [found.start() for name in SECTIONS for found in re.finditer(rf"^{name}\n-+$", text, re.MULTILINE)]
    if not starts:
        return f"{text}\n\n{section}"
    return f"{text[: min(starts)]}{section}\n\n{text[min(starts) :]}"


def _after_returns(text: str, tables: str) -> str:
    """The text with the tables at the end of its section Returns."""
    start = re.search(r"^(Returns|Yields)\n-+\n", text, re.MULTILINE)
    assert start is not None
    end = re.compile(r"\n\n(?=\S[^\n]*\n-{3,}$)|\Z", re.MULTILINE).search(text, start.end())
    assert end is not None
    return f"{text[: end.start()].rstrip()}{tables}{text[end.start() :]}"
