"""Answer files of a questionnaire, with something changed, for `collect`."""

from __future__ import annotations

import json
import random
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz import Case, nasty, some


@cache
def answer() -> bytes:
    """What a questionnaire about the template hands back."""
    return json.dumps({
        "policymcda": "answers", "version": 1, "stakeholder": "office", "case": "new-case",
        "judgements": [{"criterion": "acceptance", "versus": "effect", "value": 3}],
        "swings": [{"criterion": "effect", "points": 100}], "orders": [{"criterion": "effect", "position": 1}],
        "statements": [{"better": "bus_lanes", "worse": "no_change"}],
    }, indent=1).encode()  # fmt: skip


def answers(chance: random.Random) -> Case:
    """The answers as JSON with bytes changed, as any JSON, or as the text of a mail."""
    kind = chance.randrange(3)
    data = (
        nasty.bytes_changed(answer(), chance) if kind else json.dumps(nasty.document(chance)).encode("utf-8", "replace")
    )
    return Case("answers", (some(chance, [".json", ".txt", ".eml", ".xlsx"]), data), _collected, len(data))


def _collected(given: tuple[str, bytes]) -> object:
    from policymcda import collect, load

    ending, data = given
    with (
        TemporaryDirectory() as folder,
        resources.as_file(resources.files("policymcda.criteria") / "_template") as place,
    ):
        path = Path(folder) / f"answer{ending}"
        path.write_bytes(data)
        return collect(load(place), [path])
