"""Print a script that completes verbs, options and their values in a shell.

example:
  policymcda completion bash > policymcda.bash
  policymcda completion zsh > _policymcda
  policymcda completion fish > policymcda.fish

To use it at once: source <(policymcda completion bash) in bash; in zsh put
the file into a folder of $fpath; in fish into ~/.config/fish/completions.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

SHELLS = ("bash", "zsh", "fish")


@dataclass(frozen=True)
class Verb:
    """What can be typed behind a verb: words in its place, and options with their values and what they are for."""

    name: str
    summary: str
    words: tuple[str, ...]
    options: dict[str, tuple[tuple[str, ...], str]]


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell that is to complete")


def run(arguments: argparse.Namespace) -> int:
    writers = {"bash": bash, "zsh": zsh, "fish": fish}
    print("\n".join(writers[arguments.shell](list(verbs()))))
    return 0


def verbs() -> Iterator[Verb]:
    """Every verb with what can be typed behind it, read from its own parser."""
    from policymcda.arrays.methods import METHODS, of_kind
    from policymcda.case_files import cases
    from policymcda.cli import VERBS, common
    from policymcda.defaults import WAYS

    names = tuple(cases())
    values = {
        **dict.fromkeys(("method", "methods"), (*METHODS, *of_kind("interval"))),
        "weights": (*WAYS, "own"),
        "by": tuple(WAYS),
    }
    for name in VERBS:
        module = import_module(f"policymcda.cli.{name.replace('-', '_')}")
        parser = argparse.ArgumentParser(conflict_handler="resolve")
        module.add(parser)
        common.normalise_argument(parser)
        words: list[str] = []
        options: dict[str, tuple[tuple[str, ...], str]] = {}
        for action in parser._actions:
            choices = tuple(map(str, action.choices or ())) or values.get(action.dest, ())
            options |= {word: (choices, _plain(action.help)) for word in action.option_strings if word[:2] == "--"}
            if not action.option_strings:
                words += list(choices) or (list(names) if action.dest in ("case", "after") else [])
        yield Verb(name, _plain((module.__doc__ or "").partition("\n")[0]), tuple(words), options)


def _plain(text: str | None) -> str:
    """A text that can stand between single quotes of any shell."""
    return (text or "").replace("'", "").replace("\\", "")


def bash(found: list[Verb]) -> Iterator[str]:
    """The script for bash."""
    yield "_policymcda() {"
    yield '  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" verb="${COMP_WORDS[1]}" words='
    yield from _cases(found, '[ "$COMP_CWORD" -eq 1 ]', "  words='{}'")
    yield '  COMPREPLY=( $(compgen -W "$words" -- "$cur") )'
    yield '  [ "$COMP_CWORD" -gt 1 ] && COMPREPLY+=( $(compgen -f -- "$cur") )'
    yield "}"
    yield "complete -o filenames -F _policymcda policymcda"


def zsh(found: list[Verb]) -> Iterator[str]:
    """The script for zsh."""
    yield "#compdef policymcda"
    yield "_policymcda() {"
    yield '  local verb="$words[2]" prev="$words[CURRENT-1]" list='
    yield from _cases(found, "(( CURRENT == 2 ))", "  list='{}'")
    yield "  compadd -- ${=list}"
    yield "  (( CURRENT > 2 )) && _files"
    yield "}"
    yield "compdef _policymcda policymcda"


def _cases(found: list[Verb], first: str, sets: str) -> Iterator[str]:
    """What both shells share: the words by the verb and by what was typed before."""
    yield f"  if {first}; then"
    yield f"  {sets.format(' '.join(verb.name for verb in found))}"
    yield "  else"
    yield '    case "$verb $prev" in'
    for verb in found:
        for option, (choices, _) in verb.options.items():
            if choices:
                yield f"      '{verb.name} {option}') {sets.strip().format(' '.join(choices))};;"
    yield '      *) case "$verb" in'
    for verb in found:
        yield f"        {verb.name}) {sets.strip().format(' '.join([*verb.words, *verb.options]))};;"
    yield "      esac;;"
    yield "    esac"
    yield "  fi"


def fish(found: list[Verb]) -> Iterator[str]:
    """The script for fish."""
    for verb in found:
        yield f"complete -c policymcda -n __fish_use_subcommand -f -a {verb.name} -d '{verb.summary}'"
        here = f"complete -c policymcda -n '__fish_seen_subcommand_from {verb.name}'"
        if verb.words:
            yield f"{here} -a '{' '.join(verb.words)}'"
        for option, (choices, text) in verb.options.items():
            values = f" -x -a '{' '.join(choices)}'" if choices else ""
            yield f"{here} -l {option[2:]}{values} -d '{text}'"
