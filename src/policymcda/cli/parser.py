"""The parser of the command line: a word that it does not know is answered with the nearest one that it does."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from policymcda.errors import nearest

UNKNOWN = "unrecognized arguments: "
"""How argparse begins when it does not know an option."""


class Parser(argparse.ArgumentParser):
    """A parser with a hint behind what is not known."""

    def error(self, message: str) -> NoReturn:
        """Says what is wrong, with the options that come nearest to those that are not known, and exits with 2."""
        if message.startswith(UNKNOWN):
            typed = [word.partition("=")[0] for word in message.removeprefix(UNKNOWN).split() if word.startswith("--")]
            known = sorted({word for one in (self, *self._asked()) for word in one._option_string_actions})
            hints = [hint for hint in (nearest(word, known) for word in typed) if hint.startswith("did")]
            message += f" ({'; '.join(hints)})" if hints else ""
        super().error(message)

    def _asked(self) -> list[argparse.ArgumentParser]:
        """The parsers of the verbs that were made: the one that is typed."""
        groups = [action for action in self._actions if isinstance(action, argparse._SubParsersAction)]
        return [parser for group in groups for parser in group.choices.values()]

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuses a value that is none of the choices, and names the nearest."""
        if action.choices is None or value in action.choices:
            return
        choices = [str(choice) for choice in action.choices]
        hint = nearest(str(value), choices)
        text = f"no {value!r} {f'({hint}) ' if hint.startswith('did') else ''}"
        raise argparse.ArgumentError(action, f"{text}- choose from {', '.join(map(repr, choices))}")
