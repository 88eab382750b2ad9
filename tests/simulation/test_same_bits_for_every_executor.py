"""Questions that draw give the same bits in this thread, in threads and in processes."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest
from pandas.testing import assert_frame_equal

from policymcda import compare, conditions, evidence, implied, load, regret, sensitivity, value_of_information
from policymcda.results import Result

PROBLEM = load("cyber-policy")
ONE = PROBLEM.select(groups=["no_formal_ties"])
ASKED: dict[str, Callable[..., Result]] = {
    "conditions": lambda **how: conditions(PROBLEM, "capacity_partners", "ict_bricolage", samples=8192, **how),
    "sensitivity": lambda **how: sensitivity(ONE, methods=["topsis", "vikor"], samples=256, **how),
    "value of information": lambda **how: value_of_information(ONE, **how),
    "value of information of any method": lambda **how: value_of_information(ONE, method="topsis", **how),
    "regret": lambda **how: regret(ONE, **how),
    "comparison": lambda **how: compare(PROBLEM, ["topsis", "vikor", "electre_iii"], **how),
    "implied": lambda **how: implied(ONE, **how),
    "evidence": lambda **how: evidence(ONE, **how),
}


@pytest.fixture(scope="module", params=["threads", "processes"])
def executor(request: Any) -> Iterator[Executor]:
    made = ThreadPoolExecutor(2) if request.param == "threads" else ProcessPoolExecutor(2, get_context("spawn"))
    with made as executor:
        yield executor


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_whoever_computes_the_bits_are_the_same(ask: Callable[..., Result], executor: Executor) -> None:
    alone, together = ask().tables, ask(executor=executor).tables
    assert alone.keys() == together.keys()
    for name, table in alone.items():
        assert_frame_equal(together[name], table, check_exact=True)
