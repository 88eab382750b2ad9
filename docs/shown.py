"""Pages that keep their word: their Python runs, and their commands print what they show.

On a page that runs, a `python` block is executed, a `text` block after it is what it prints, and a line of a `console` block that
begins with `$` is typed, with what it prints below it. A line of three dots stands for any lines. `python docs/shown.py PAGE ...` types
everything anew and writes what is printed where a page shows something else; the tests compare.
"""

import builtins
import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```(python|text|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
PROGRESS = re.compile(r"^[\w-]+: (?:at work for|\d+% after) \d+ s\n", re.MULTILINE)
"""What a slow machine says meanwhile."""
Answer = Callable[[str, str, str], str]
"""What was run, what the page shows, what is printed: what the page is to show."""


class Stale(AssertionError):
    """A page shows what is not printed."""


def compare(asked: str, shown: str, printed: str) -> str:
    """What is shown, where it is what is printed."""
    if not as_shown(shown, printed):
        raise Stale(f"the page shows\n{shown}\nand this is printed\n{printed}\nby\n{asked}")
    return shown


def renew(asked: str, shown: str, printed: str) -> str:
    """What is printed, cut where the page cuts it and can go on doing so."""
    return shown if shown and as_shown(shown, printed) else printed


def as_shown(shown: str, printed: str) -> bool:
    """Whether it was printed exactly so; a line of three dots stands for any lines."""
    pattern = re.escape(shown).replace(re.escape("...\n"), r"(?:.*\n)*?")
    return re.fullmatch(pattern, printed) is not None


def run(page: str, names: dict[str, object], answer: Answer = compare) -> str:
    """The page after everything on it was run in order; `names` are those of its Python and hold what it leaves."""
    written, at, printed, asked = [], 0, "", ""
    for block in BLOCK.finditer(page):
        kind, text = block.groups()
        between = page[at : block.start()]
        if printed and kind != "text":
            written.append(f"\n\n```text\n{answer(asked, '', printed)}```")
            printed = ""
        written.append(between)
        if kind == "python":
            with terminal() as caught:
                exec(builtins.compile(text, "page", "exec"), names)  # noqa: S102
            printed, asked, shown = caught.getvalue(), text, text
        elif kind == "text" and asked:
            shown, printed, asked = answer(asked, text, printed), "", ""
        elif kind == "console":
            shown = COMMAND.sub(lambda found: f"$ {found[1]}\n{answer(found[1], found[2], typed(found[1]))}", text)
        else:
            shown = text
        written.append(f"```{kind}\n{shown}```")
        at = block.end()
    if printed:
        written.append(f"\n\n```text\n{answer(asked, '', printed)}```")
    return "".join(written) + page[at:]


def sections(page: str) -> tuple[str, dict[str, str]]:
    """What stands before the first question of a page, and each question with what stands below it."""
    start, *parts = re.split(r"^### ", page, flags=re.MULTILINE)
    return start, {part.split("\n")[0]: part for part in parts}


@contextlib.contextmanager
def terminal() -> Iterator[io.StringIO]:
    """What is written meanwhile to standard output and error, in the order in which it came."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        yield text


@contextlib.contextmanager
def empty_folder() -> Iterator[Path]:
    """An empty folder to type in, on a terminal of 80 columns."""
    before, columns = Path.cwd(), os.environ.get("COLUMNS")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COLUMNS"] = "80"
        os.chdir(folder)
        try:
            yield Path(folder)
        finally:
            os.chdir(before)
            os.environ.pop("COLUMNS") if columns is None else os.environ.update(COLUMNS=columns)


def typed(line: str) -> str:
    """What a command prints. `make` and `pip` are not run, but the target of `make` must be there."""
    from policymcda.cli import main

    words = shlex.split(line, comments=True)
    if words[0] == "make":
        if not re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE):
            raise Stale(f"the Makefile has no target {words[1]}")
        return ""
    if words[0] in ("pip", "source"):
        return ""
    if words[0] != "policymcda":
        return subprocess.run(words, check=True, capture_output=True, text=True, timeout=60).stdout
    with terminal() as caught, contextlib.suppress(SystemExit):
        main(words[1:])
    return PROGRESS.sub("", caught.getvalue())


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        text = path.read_text(encoding="utf-8")
        with empty_folder():
            new = run(text, {}, renew)
        path.write_text(new, encoding="utf-8")
