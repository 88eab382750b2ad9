"""Print the JSON Schema of a case, for tools that write one.

example:
  policymcda schema > case.schema.json
"""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """It takes nothing."""


def run(arguments: argparse.Namespace) -> int:
    import json

    from policymcda.tables.json_schema import json_schema

    print(json.dumps(json_schema(), indent=1))
    return 0
