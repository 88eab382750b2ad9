"""What the documentation shows of a cluster runs on one."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "how-sure.md"


def test_the_example_of_a_cluster_gives_the_bits_of_this_thread() -> None:
    pytest.importorskip("distributed")
    section = PAGE.read_text(encoding="utf-8").split("## On a cluster")[1].split("\n## ")[0]
    (example,) = re.findall(r"^```python\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert example.count("assert ") == 2
    exec(compile(example, str(PAGE), "exec"), {})  # noqa: S102
