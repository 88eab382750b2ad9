"""Would the tests see a mistake? `make mutants` makes one small mistake at a time and runs the tests that run its line."""

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
RESULTS, EXPLAINED = FOLDER / "results.jsonl", FOLDER / "equivalent.toml"


def explained() -> dict[str, str]:
    """Mistakes that change no result that anybody could see, each with the reason."""
    return tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))


def read(path: Path = RESULTS) -> dict[str, dict[str, Any]]:
    """What became of each mistake; the last line about one counts."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line["site"]: line for line in map(json.loads, lines)}


def sentence(found: dict[str, dict[str, Any]]) -> str:
    """The score in one sentence."""
    outcomes = {name: line["outcome"] for name, line in found.items()}
    counts = Counter(outcomes.values())
    seen = counts["killed"] + counts["timeout"]
    same = sum(outcomes[name] not in ("killed", "timeout") for name in explained() if name in outcomes)
    share = seen / max(len(found) - same, 1)
    return (
        f"Of {len(found)} mistakes tried the tests see {seen} ({counts['timeout']} of them by taking too long), {same} change nothing that could be "
        f"seen, and {len(found) - seen - same} are not seen: {share:.1%} of those that change something."
    )
