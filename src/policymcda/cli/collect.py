"""Read the answers of several people into a case.

example:
  policymcda collect my-case answers -o my-case-answered
  policymcda collect my-case answers -o my-case --add
  policymcda collect my-case answers/office-3.json -o new.xlsx --rank
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    files = (
        "answer files (.json), texts and mails with pasted answers (.txt, .eml), workbooks (.xlsx), folders of these"
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help=files)
    where = "the new case: a folder, or a file .xlsx or .json; - prints it as JSON"
    parser.add_argument("-o", "--output", required=True, metavar="NEW", help=where)
    parser.add_argument("--add", action="store_true", help="keep the rows that are there instead of replacing them")
    parser.add_argument("--rank", action="store_true", help="print the ranking of the new case as well")
    common.format_argument(parser, names=False)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.asking.collect import collect
    from policymcda.errors import plain
    from policymcda.questions.rank import rank
    from policymcda.results import noted
    from policymcda.tables import layout

    collected = collect(common.read(arguments), arguments.files, add=arguments.add)
    if arguments.output == "-":
        print(layout.to_json(collected.problem.to_dict()))
        common.print_line(plain("\n".join(noted(collected.notes, common.width()))))
        return 0
    path = collected.problem.save(arguments.output)
    if arguments.rank and arguments.format == "table":
        common.show(collected, "table")
        print()
    arguments.problem = collected.problem
    common.show_result(rank(collected.problem) if arguments.rank else collected, arguments)
    common.print_line(plain(f"wrote {path}: policymcda rank {path}"))
    return 0
