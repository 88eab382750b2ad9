"""Would the tests see a mistake? `make mutants` makes one small mistake at a time and runs the tests that run its line."""

import tomllib
from pathlib import Path

EXPLAINED = Path(__file__).with_name("equivalent.toml")


def explained() -> dict[str, str]:
    """Mistakes that change no result, each with the reason."""
    return tomllib.loads(EXPLAINED.read_text(encoding="utf-8")) if EXPLAINED.exists() else {}
