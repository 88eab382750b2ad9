"""Explain why one option comes before another.

example:
  policymcda explain cyber-policy regional_orgs tailored_capabilities --group nonsignatory_developing
  policymcda explain cyber-policy ict_bricolage regional_orgs --group no_formal_ties --method vikor
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    parser.add_argument("option", help="the option to explain")
    parser.add_argument("versus", help="the option that it is held against")
    common.question_arguments(parser, group="the group (may be left out where there is only one)", draws="seed")
    common.table_argument(parser, ("table", "scores", "sentences", "notes"))
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.explain import explain

    result = explain(
        common.read(arguments), arguments.group, arguments.option, arguments.versus, **common.settings(arguments)
    )
    common.show_result(result, arguments)
    return 0
