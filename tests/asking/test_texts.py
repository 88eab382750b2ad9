"""What a questionnaire says is a small table, in any language."""

import re
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from policymcda import ProblemError
from policymcda.asking.ask import SCRIPTS
from policymcda.asking.texts import english, resolve
from policymcda.pages import asset

GERMAN = Path(__file__).with_name("german.csv")


def test_every_text_is_used_and_every_text_that_is_used_is_there() -> None:
    known = english()
    scripts = "\n".join(asset(name, "policymcda.asking") for name in SCRIPTS)
    template = asset("ask.html.jinja", "policymcda.asking")
    python = "".join(
        file.read_text("utf-8")
        for file in files("policymcda.asking").iterdir()
        if file.name in ("ask.py", "workbook.py")
    )
    used = set(re.findall(r"\"(\w+)\"", scripts)) | set(re.findall(r"texts\.(\w+)", template + scripts))
    used |= {f"step_{step}" for step in range(1, 10)} | {f"sure_{word}" for word in ("1", "0_7", "0_4")}
    used |= {f"{stem}{kind}" for kind in ("judgements", "swings", "codings", "statements") for stem in ("asked_",)}
    used |= {f"{kind}_heading" for kind in ("judgements", "swings", "codings", "statements")}
    used |= {f"status_{word}" for word in ("answered", "part", "unknown", "skipped", "open")}
    used |= set(re.findall(r"\"(\w+)\"", python))
    assert sorted(set(known) - used) == []
    called = set(re.findall(r"(?:text|sentence)\(\"(\w+)\"", scripts)) | set(re.findall(r"texts\.(\w+)", template))
    assert sorted(called - set(known)) == []


def test_english_is_there_and_some_texts_may_be_other_words() -> None:
    assert resolve()["next"] == "Next"
    assert resolve({"next": "Onwards"}) == {**english(), "next": "Onwards"}
    assert resolve(pd.DataFrame({"key": ["next"], "text": ["Onwards"]}))["next"] == "Onwards"


def test_another_language_has_all_texts() -> None:
    german = resolve(GERMAN)
    assert german["language"] == "de"
    assert set(german) == set(english())
    with pytest.raises(ProblemError) as error:
        resolve({"language": "fr", "next": "Suivant"})
    assert len(error.value.every) == len(english()) - 2


def test_every_text_that_does_not_fit_is_named_at_once() -> None:
    with pytest.raises(ProblemError) as error:
        resolve({"nxt": "Weiter", "progress": "{place} of all", "direction": "up", "language": "en?"})
    rules = {(fault.row or fault.value): fault.rule for fault in error.value.every}
    assert rules["nxt"] == "is no text of a questionnaire"
    assert rules["progress"] == "lacks or adds {count}"
    assert rules["direction"] == "is no direction"
    assert rules["language"] == "is no language"
    with pytest.raises(ValueError, match="the column 'text' is missing"):
        resolve(pd.DataFrame({"key": ["next"]}))
