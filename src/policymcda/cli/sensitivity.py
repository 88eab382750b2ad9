"""Tell which choice decides the ranking: method, weights, ratings, criteria, screens, the rule for the unknown.

example:
  policymcda sensitivity cyber-policy
  policymcda sensitivity cyber-policy --method topsis --method vikor --weights ahp --weights equal --by criterion
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    parser.add_argument("--method", action="append", help="a method to choose from; may be repeated")
    parser.add_argument(
        "--weights", action="append", help="weights to choose from: any, ahp, equal, ... (default: any)"
    )
    parser.add_argument(
        "--by", choices=("all", "criterion", "option"), default="all", help="which ratings are one input"
    )
    parser.add_argument("--samples", type=int, default=2**13, help="draws of each sample (default: 8192)")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.syntheses.sensitivity import sensitivity

    found = sensitivity(
        common.read(arguments),
        methods=arguments.method,
        weights=arguments.weights or "any",
        by=arguments.by,
        samples=arguments.samples,
    )
    common.show(found, arguments.format, main="overall")
    return 0
