"""Answers that were pasted into a mail: with words around them, quoted, wrapped, and with other quotation marks."""

import json
import textwrap
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policymcda import Problem, collect
from policymcda.asking.answer_texts import answers_in

Answered = Callable[..., dict[str, Any]]
COMMENT = (
    "A long remark that a mail program will surely break into several lines, because it has no end that it could see."
)


@pytest.fixture
def written(answered: Answered) -> str:
    return json.dumps(answered("Büro “3”", comment=COMMENT), indent=1, ensure_ascii=False)


def wrapped(text: str) -> str:
    return "\n".join(part for line in text.splitlines() for part in textwrap.wrap(line, 60) or [""])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text,
        lambda text: f"Dear colleague {{see below}},\n\n{text}\n\nYours {{B}}",
        lambda text: textwrap.indent(text, "> "),
        lambda text: textwrap.indent(text, ">> > "),
        wrapped,
        lambda text: textwrap.indent(wrapped(text), "> "),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "\u00a0", 3),
    ],
)
def test_it_comes_back_as_it_was(written: str, spoil: Callable[[str], str]) -> None:
    assert [one["comment"] for one in answers_in(spoil(written))] == [COMMENT]
    assert answers_in(spoil(written))[0]["stakeholder"] == "Büro “3”"


def test_curly_quotation_marks_are_straightened(answered: Answered) -> None:
    text = json.dumps(answered())
    curly = "".join(char if char != '"' else "“”"[place % 2] for place, char in enumerate(text))
    assert answers_in(curly) == [answered()]


def test_line_breaks_that_somebody_wrote_stay(answered: Answered) -> None:
    assert answers_in(json.dumps(answered(comment="one\ntwo")))[0]["comment"] == "one\ntwo"


def test_a_text_may_hold_several_answers_and_other_objects(answered: Answered) -> None:
    both = f"{json.dumps(answered('Ann'))} and {{'no': 'json'}} {{\"other\": 1}} {json.dumps(answered('Bob'))}"
    assert [one["stakeholder"] for one in answers_in(both)] == ["Ann", "Bob"]


def test_a_key_that_stands_twice_is_not_an_answer() -> None:
    assert answers_in('{"format": "policymcda-answers/1", "id": "a", "id": "b"}') == []


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_stack_trace(text: str) -> None:
    assert answers_in(text) == []
    assert answers_in(f'{text}{{"format": "policymcda-answers/1"{text}') in ([], [{"format": "policymcda-answers/1"}])


def test_many_braces_take_no_time() -> None:
    assert answers_in("{" * 200_000 + "policymcda-answers/1" * 100) == []


def test_a_mail_is_read_with_what_is_attached(ports: Problem, answered: Answered, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "answers"
    mail.set_content("Grüße\n" + json.dumps(answered("Ann"), indent=1))
    attached = json.dumps(answered("Büro")).encode()
    mail.add_attachment(attached, maintype="application", subtype="json", filename="a.json")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="b.png")
    (tmp_path / "m.eml").write_bytes(bytes(mail))
    collected = collect(ports, tmp_path / "m.eml")
    assert collected.table["stakeholder"].tolist() == ["Ann", "Büro"]
    assert collected.table["source"].tolist() == ["m.eml (1)", "m.eml (2)"]
