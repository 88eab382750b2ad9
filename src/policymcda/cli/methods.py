"""List the methods, what each needs, and what it cannot have by its definition.

example:
  policymcda methods
  policymcda methods --exceptions
"""

from __future__ import annotations

import argparse
import inspect

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--exceptions", action="store_true", help="properties that a method lacks, with the reason")
    common.format_argument(parser, names=False)


def run(arguments: argparse.Namespace) -> int:
    import pandas as pd

    from policymcda.arrays.methods import of_kind
    from policymcda.arrays.methods.description import describe
    from policymcda.testing import EXCEPTIONS

    if arguments.exceptions:
        exceptions = [(name, lacks, why) for name, reasons in EXCEPTIONS.items() for lacks, why in reasons.items()]
        common.show_table(pd.DataFrame(exceptions, columns=["method", "lacks", "reason"]), arguments)
        return 0
    rows = []
    for kind, gives in (("score", "score"), ("interval", "score of intervals"), ("relation", "relation")):
        for name, method in of_kind(kind).items():
            settings = [one for one in inspect.signature(method).parameters.values() if one.kind is one.KEYWORD_ONLY]
            needs = ", ".join(one.name for one in settings if one.default is one.empty)
            takes = ", ".join(one.name for one in settings if one.default is not one.empty)
            own = describe(method)
            rows.append((name, gives, own.domain or "any", needs, takes, own.linear is not None, own.source))
    columns = ["method", "gives", "ratings", "needs", "takes", "linear", "source"]
    common.show_table(pd.DataFrame(rows, columns=columns), arguments)
    return 0
