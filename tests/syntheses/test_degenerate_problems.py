"""Identical options, a single one, any unit, no ends: every answer is defined, without a warning."""

import numpy as np
import pandas as pd
import pytest

from policymcda import Problem, conditions, regret, sensitivity, value_of_information

FRAME = pd.DataFrame({"p": [1.0, 2.0, 3.0], "q": [6.0, 4.0, 2.0]}, index=list("xyz"))


def within(frame, **settings):
    return Problem.from_matrix(
        frame, directions={"p": "cost", "q": "benefit"}, low=frame * 0.9, high=frame * 1.1, **settings
    )


PROBLEMS = {
    "identical": Problem.from_matrix(FRAME * 0 + 1, directions="benefit"),
    "single": within(FRAME.iloc[:1]),
    "huge": within(FRAME * 1e299),
    "tiny": within(FRAME * 1e-300),
    "endless": Problem.from_matrix(FRAME, directions="benefit", sd=FRAME * 0 + 1),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_answer_is_defined(name):
    problem = PROBLEMS[name]
    answers = [
        value_of_information(problem, weights="equal", samples=1),
        value_of_information(problem, weights="equal", samples=1, method="topsis"),
        regret(problem, samples=1),
        sensitivity(problem, samples=64),
        conditions(problem, None, "x", samples=1),
    ]
    for answer in answers:
        for table in answer.tables.values():
            numbers = table.select_dtypes("number")
            assert not np.isinf(numbers.to_numpy(float)).any()
        assert answer.to_dict()
        assert str(answer)
    table = answers[2].table
    assert not table.drop(columns="bound").isna().any().any()
    if name in ("identical", "single"):
        assert (answers[0].total["changes"] == 0).all()
        assert (table["maximum"] == 0).all()
        assert answers[3].table["total"].isna().all()
        assert "steady" in set(answers[3].notes["code"])
        assert answers[4].table["share"].tolist() == [1]


def test_the_unit_of_a_problem_does_not_matter():
    a, b = (regret(PROBLEMS[name], samples=1).table for name in ("huge", "tiny"))
    pd.testing.assert_frame_equal(a, b)
