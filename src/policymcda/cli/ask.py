"""Write a questionnaire in one file for any number of people.

example:
  policymcda ask cyber-policy -o ask.html
  policymcda ask my-case -o ask.html --kinds judgements,swings --group suburbs
  policymcda ask my-case -o ask.xlsx --kinds codings
  policymcda ask cyber-policy --here -o my-case
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    output = "the HTML file or workbook (.xlsx), one there is replaced; with --here the case that is saved"
    parser.add_argument("-o", "--output", metavar="FILE", help=output)
    here = "ask in this terminal which of two options or trade-offs is better, and keep the answers as statements"
    parser.add_argument("--here", action="store_true", help=here)
    parser.add_argument("--stakeholder", default="", metavar="NAME", help="with --here: whose answers these are")
    parser.add_argument("--target", type=float, default=0.95, help="with --here: the share at which to stop (0.95)")
    trade_offs = "with --here: ask about trade-offs of two criteria alone, and not about options"
    parser.add_argument("--trade-offs", action="store_true", help=trade_offs)
    kinds = "what to ask: judgements, swings, codings, statements, joined by commas (default: judgements)"
    parser.add_argument("--kinds", default="judgements", help=kinds)
    groups = "a group to ask about, may be repeated; all asks once for all of them (default: each group)"
    parser.add_argument("--group", action="append", metavar="GROUP", help=groups)
    others = "show under each question what stakeholders of the case have answered already (default: never)"
    parser.add_argument("--others", action="store_true", help=others)
    parser.add_argument("--texts", metavar="FILE", help="a CSV file key,text with the texts in another language")


def run(arguments: argparse.Namespace) -> int:
    from policymcda.asking.ask import ask
    from policymcda.errors import plain

    if arguments.here:
        return _ask_here(arguments)
    if not arguments.output:
        raise ValueError("name the file to write with -o, such as -o ask.html; or --here to ask in this terminal")
    kinds = [kind.strip() for kind in arguments.kinds.split(",") if kind.strip()]
    how = {"kinds": kinds, "groups": arguments.group, "texts": arguments.texts, "others": arguments.others}
    path = ask(common.read(arguments), arguments.output, **how)
    common.print_line(plain(f"wrote {path}: send it to those whom you ask, then: policymcda collect"))
    return 0


def _ask_here(arguments: argparse.Namespace) -> int:
    """The dialogue, then the case with the answers among its statements."""
    from pathlib import Path

    from policymcda.cli.ask_here import ask_here
    from policymcda.cli.progress import waiting
    from policymcda.errors import plain

    own = Path(arguments.case)
    place = arguments.output or (str(own) if own.exists() else "")
    if not place:
        raise ValueError(f"{arguments.case} is no folder or file of yours: name where the case is saved with -o")
    member, arguments.member = (
        arguments.member,
        None,
    )  # the whole case is saved, and the member's groups are asked about
    problem = common.read(arguments)
    groups = None if arguments.group in (None, ["all"]) else arguments.group
    if member is not None and groups is None:
        groups = list(problem.member(member).shares)
    with waiting():  # for a person: what is worked out between two answers takes less than a second
        answered = ask_here(
            problem,
            stakeholder=arguments.stakeholder,
            groups=groups,
            target=arguments.target,
            options=not arguments.trade_offs,
        )
    answered.save(place)
    common.print_line(plain(f"wrote {place}: its table statements has the answers"))
    return 0
