"""A problem cannot exist unless its tables fit, and cannot change once it does."""

import multiprocessing
import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import polars as pl
import pytest
from numpy.testing import assert_array_equal
from pandas.testing import assert_frame_equal

from policymcda import Problem, ProblemError, load, rank
from policymcda.tables.performance_tables import CODES
from policymcda.tables.schemas import SCHEMAS

CRITERIA = {"criterion": ["cost", "reach"], "direction": ["cost", "benefit"]}
WIDE = {"option": ["tax", "ban"], "cost": [3.0, 5.0], "reach": [40.0, 90.0]}


def long(*rows, **columns):
    """Ratings, one row per cell: option, criterion, mode, and columns that all rows share."""
    return [{"option": option, "criterion": criterion, "mode": mode, **columns} for option, criterion, mode in rows]


FULL = long(("tax", "cost", 3), ("tax", "reach", 40), ("ban", "cost", 5), ("ban", "reach", 90))


def test_arrays_cannot_be_written_and_tables_are_handed_out_as_copies():
    for problem in (load("cyber-policy"), Problem.from_tables(criteria=CRITERIA, ratings=WIDE)):
        before, mark = rank(problem, weights="equal").table, problem.fingerprint
        for grid in problem.grids.values():
            for array in (grid.options, grid.mode, grid.low, grid.high, grid.sd, grid.evidence):
                with pytest.raises(ValueError, match="read-only"):
                    array[0] = array[-1]
        with pytest.raises(ValueError, match="read-only"):
            problem.benefit[0] = False
        with pytest.raises(TypeError):
            problem.grids["all"] = None
        with pytest.raises(FrozenInstanceError):
            problem.leaf_criteria = ()
        for name in SCHEMAS:
            table = problem.table(name)
            table.iloc[:, :] = table.iloc[::-1].to_numpy()
        matrix = problem.matrix(next(iter(problem.grids)))
        matrix.iloc[0, 0] = 99
        problem.case["name"] = "other"
        problem.defaults["method"] = "weighted_sum"
        assert_frame_equal(rank(problem, weights="equal").table, before)
        assert Problem.from_tables(
            case=problem.case, **{name: problem.table(name) for name in SCHEMAS if problem.has(name)}
        ).fingerprint == mark  # fmt: skip


@pytest.mark.parametrize("shape", ["wide", "long", "matrix"])
def test_changing_the_frames_that_were_handed_in_changes_nothing(shape):
    criteria = pd.DataFrame({**CRITERIA, "low": [0.0, 0.0], "high": [9.0, 100.0], "weight": [0.4, 0.6]})
    ratings = pd.DataFrame(WIDE) if shape == "wide" else pd.DataFrame(FULL).astype({"mode": float})
    matrix = pd.DataFrame(WIDE).set_index("option")
    low = matrix - 1
    case = {"defaults": {"method": "topsis"}}
    if shape == "matrix":
        bounds = criteria.set_index("criterion")[["low", "high"]]
        problem = Problem.from_matrix(matrix, directions=["cost", "benefit"], bounds=bounds, low=low)
    else:
        problem = Problem.from_tables(case=case, criteria=criteria, ratings=ratings)
    before = {name: problem.table(name) for name in SCHEMAS}
    for frame in (criteria, ratings, matrix, low):
        numeric = frame.select_dtypes("number").columns
        for column in numeric:
            frame[column].array[:] = -1.0
            frame.loc[:, column] = -1.0
        frame.iloc[0, 0] = "changed" if frame.dtypes.iloc[0] == object else frame.iloc[0, 0]
    case["defaults"]["method"] = "weighted_sum"
    for name, table in before.items():
        assert_frame_equal(problem.table(name), table)
    assert problem.matrix().to_numpy().tolist() == [[3, 40], [5, 90]]
    assert problem.defaults.get("method", "topsis") == "topsis"


def _mark(problem):
    """In another process: the fingerprint anew, and whether its arrays can be written."""
    grid = next(iter(problem.grids.values()))
    return problem.replace().fingerprint, grid.mode.flags.writeable, problem.benefit.flags.writeable


@pytest.mark.parametrize(
    "problem",
    [load("cyber-policy"), Problem.from_tables(criteria=CRITERIA, ratings=WIDE)],
    ids=["long", "wide"],
)
def test_a_problem_that_was_pickled_is_the_same_and_as_frozen(problem):
    again = pickle.loads(pickle.dumps(problem))
    assert _mark(again) == (problem.fingerprint, False, False)
    assert_frame_equal(rank(again, weights="equal").table, rank(problem, weights="equal").table)


def test_a_problem_crosses_to_a_process_that_was_spawned():
    problem = load("governance-2013")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_mark, (problem,)) == (problem.fingerprint, False, False)


def test_arrays_are_in_sorted_order_and_tables_in_their_own():
    problem = Problem.from_tables(
        criteria={"criterion": ["b", "a"], "direction": ["cost", "benefit"]},
        options={"option": ["y", "z", "x"]},
        groups={"group": ["g2", "g1"]},
        ratings={"option": ["z", "x", "y"], "a": [1, 2, 3], "b": [4, 5, 6]},
    )
    assert problem.leaf_criteria == ("a", "b")
    assert_array_equal(problem.benefit, [True, False])
    assert list(problem.grids) == ["g2", "g1"]
    assert list(problem.grids["g1"].options) == ["x", "y", "z"]
    assert problem.grids["g1"].mode.tolist() == [[2, 5], [3, 6], [1, 4]]
    assert problem.matrix("g1").to_dict("split") == {
        "index": ["y", "z", "x"],
        "columns": ["b", "a"],
        "data": [[6, 3], [4, 1], [5, 2]],
    }
    assert_array_equal(problem.order("g2"), [1, 2, 0])


def test_long_wide_and_matrix_are_the_same_problem():
    problems = [
        Problem.from_tables(criteria=CRITERIA, ratings=FULL),
        Problem.from_tables(criteria=CRITERIA, ratings=WIDE),
        Problem.from_tables(criteria=CRITERIA, ratings=pl.DataFrame(WIDE).lazy()),
        Problem.from_matrix(pd.DataFrame(WIDE).set_index("option"), directions=CRITERIA["direction"]),
        Problem.from_matrix(
            pd.DataFrame(WIDE).set_index("option"), directions=pd.Series({"reach": "benefit", "cost": "cost"})
        ),
    ]
    assert len({problem.fingerprint for problem in problems}) == 1


def test_ends_that_are_left_out_are_the_mode_or_where_nothing_is_known_the_scale():
    problem = Problem.from_tables(
        criteria={**CRITERIA, "low": [0, 0], "high": [10, 100]},
        ratings=[
            {"option": "x", "criterion": "cost", "mode": 3, "evidence": "direct"},
            {"option": "x", "criterion": "reach", "low": 20, "mode": 40, "evidence": "inferred"},
            {"option": "y", "criterion": "cost", "evidence": "none", "high": 4},
            {"option": "y", "criterion": "reach", "mode": 50, "evidence": ""},
        ],
    )
    grid = problem.grids["all"]
    assert grid.low.tolist() == [[3, 20], [0, 50]]
    assert grid.high.tolist() == [[3, 40], [4, 50]]
    assert_array_equal(grid.mode, [[3, 40], [np.nan, 50]])
    assert grid.evidence.tolist() == [[CODES["direct"], CODES["inferred"]], [CODES["none"], CODES["unstated"]]]
    assert_array_equal(grid.width, [[0, 20], [4, 0]])


def test_a_normal_rating_without_bounds_has_none_and_one_within_a_scale_has_its_ends():
    matrix = pd.DataFrame({"a": [1.0, 2.0]}, index=["x", "y"])
    free = Problem.from_matrix(matrix, directions="cost", sd=matrix / 2).grids["all"]
    assert free.low.tolist() == [[-np.inf], [-np.inf]]
    assert free.high.tolist() == [[np.inf], [np.inf]]
    assert free.sd.tolist() == [[0.5], [1.0]]
    bound = Problem.from_matrix(matrix, directions="cost", sd=matrix / 2, bounds={"a": (0, 3)}).grids["all"]
    assert (bound.low.tolist(), bound.high.tolist()) == ([[0], [0]], [[3], [3]])


def test_what_is_not_known_needs_an_interval_and_a_rule_where_it_has_no_mode():
    rows = [*FULL[:3], {"option": "ban", "criterion": "reach", "evidence": "none", "mode": None}]
    with pytest.raises(ProblemError, match="row 4, column evidence: 'none' what is not known needs an interval"):
        Problem.from_tables(criteria=CRITERIA, ratings=rows)
    problem = Problem.from_tables(criteria={**CRITERIA, "low": [0, 0], "high": [10, 100]}, ratings=rows)
    with pytest.raises(ProblemError, match="'all, ban, reach' is not known and has no mode"):
        problem.matrix()
    assert problem.matrix(unknown="worst").loc["ban", "reach"] == 0
    assert problem.matrix(unknown="best").loc["ban", "reach"] == 100
    assert rank(problem, weights="equal", unknown="best").ranks.loc["ban", "all"] == 1


def test_the_worse_end_of_a_cost_is_the_high_one():
    rows = [*FULL[:3], {"option": "ban", "criterion": "reach", "mode": 90}]
    rows[2] = {"option": "ban", "criterion": "cost", "low": 1, "mode": 5, "high": 8, "evidence": "none"}
    problem = Problem.from_tables(criteria=CRITERIA, ratings=rows)
    assert [problem.matrix(unknown=rule).loc["ban", "cost"] for rule in ("mode", "worst", "best")] == [5, 8, 1]
    with pytest.raises(ValueError, match="no rule 'wurst' for the unknown"):
        problem.matrix(unknown="wurst")


def test_a_blank_group_is_every_group_and_a_named_one_only_itself():
    rows = [
        *long(("tax", "cost", 3), ("tax", "reach", 40), group=""),
        *long(("ban", "cost", 5), ("ban", "reach", 90), group="north"),
    ]
    problem = Problem.from_tables(criteria=CRITERIA, ratings=rows, groups={"group": ["south", "north"]})
    assert problem.matrix("south").index.tolist() == ["tax"]
    assert problem.matrix("north").index.tolist() == ["tax", "ban"]
    assert problem.unrated("south") == ["ban"]
    ranking = rank(problem, weights="equal")
    assert ranking.ranks.to_dict() == {"south": {"tax": 1, "ban": None}, "north": {"tax": 2, "ban": 1}}
    assert [tuple(note) for note in ranking.notes.to_numpy()][:1] == [
        ("not_rated", "south", "not rated and out of the competition: ban")
    ]


def test_a_rating_for_all_groups_and_one_for_a_group_contradict_each_other():
    rows = [*FULL, *long(("tax", "cost", 4), group="north")]
    with pytest.raises(ProblemError, match="row 5, column criterion: 'north, tax, cost' stands in row 1 already"):
        Problem.from_tables(criteria=CRITERIA, ratings=rows, groups={"group": ["north"]})


def test_groups_come_from_the_ratings_where_no_table_has_them_and_one_is_called_all_where_nobody_says():
    rows = [{**row, "group": group} for group in ("south", "north") for row in FULL]
    assert list(Problem.from_tables(criteria=CRITERIA, ratings=rows).grids) == ["south", "north"]
    problem = Problem.from_tables(criteria=CRITERIA, ratings=FULL)
    assert list(problem.grids) == ["all"]
    assert problem.matrix(None).shape == (2, 2)


def test_an_option_rated_in_part_is_a_fault_for_each_cell_that_is_missing():
    rows = [{**row, "group": group} for group in ("south", "north") for row in FULL]
    del rows[7], rows[0]
    with pytest.raises(ProblemError) as caught:
        Problem.from_tables(criteria=CRITERIA, ratings=rows)
    assert [fault.value for fault in caught.value.every] == ["south, tax, cost", "north, ban, reach"]


def test_of_several_dates_the_latest_counts_and_all_are_kept():
    rows = [
        *long(("tax", "cost", 3), ("tax", "reach", 40), ("ban", "cost", 5), ("ban", "reach", 90), as_of="2014"),
        *long(("tax", "cost", 7), as_of="2015-02"),
        *long(("tax", "cost", 1), as_of=""),
    ]
    for order in (rows, rows[::-1]):
        problem = Problem.from_tables(criteria=CRITERIA, ratings=order)
        assert problem.matrix().loc["tax", "cost"] == 7
        assert len(problem.ratings) == 6
    changed = problem.change(None, "tax", "cost", mode=8)
    assert changed.matrix().loc["tax", "cost"] == 8
    assert sorted(changed.ratings.loc[changed.ratings["option"] == "tax", "mode"]) == [1, 3, 8, 40]


def test_criteria_in_a_tree_are_rated_at_the_leaves():
    criteria = {
        "criterion": ["goal", "money", "price", "upkeep", "reach"],
        "direction": ["", "", "cost", "cost", "benefit"],
        "parent": ["", "goal", "money", "money", "goal"],
    }
    rows = [{"option": o, "price": p, "upkeep": 2, "reach": 5} for o, p in (("x", 1), ("y", 2))]
    problem = Problem.from_tables(criteria=criteria, ratings=pd.DataFrame(rows))
    assert problem.leaf_criteria == ("price", "reach", "upkeep")
    assert problem.labels("criterion") == ["price", "upkeep", "reach"]
    assert problem.select(criteria=["upkeep"]).criteria["criterion"].tolist() == ["goal", "money", "upkeep"]
    with pytest.raises(ProblemError, match="money has criteria below it"):
        Problem.from_tables(criteria=criteria, ratings=long(("x", "money", 1)))


def test_a_changed_rating_makes_another_problem_and_leaves_the_first():
    problem = load("cyber-policy")
    changed = problem.change("rivals_with_ties", "common_areas", "speed", mode=4, low=3, evidence="direct")
    assert changed.matrix("rivals_with_ties").loc["common_areas", "speed"] == 4
    assert problem.fingerprint != changed.fingerprint
    assert problem.fingerprint == load("cyber-policy").fingerprint
    untouched = changed.matrix("no_formal_ties")
    assert_frame_equal(untouched, problem.matrix("no_formal_ties"))


def test_a_certain_rating_stays_certain_when_only_its_mode_changes():
    for ratings in (WIDE, FULL, [{**row, "low": row["mode"], "high": row["mode"]} for row in FULL]):
        grid = Problem.from_tables(criteria=CRITERIA, ratings=ratings).change(None, "tax", "cost", mode=9).grids["all"]
        assert (grid.low[1, 0], grid.mode[1, 0], grid.high[1, 0]) == (9, 9, 9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda p: p.change("rivals_with_tie", "common_areas", "speed", mode=3), "did you mean rivals_with_ties"),
        (lambda p: p.change("rivals_with_ties", "comon_areas", "speed", mode=3), "did you mean common_areas"),
        (lambda p: p.change("rivals_with_ties", "common_areas", "sped", mode=3), "did you mean speed"),
        (lambda p: p.change("rivals_with_ties", "common_areas", "speed", mod=3), "did you mean mode"),
        (lambda p: p.change(None, "common_areas", "speed", mode=3), "name one group"),
        (lambda p: p.change("rivals_with_ties", "common_areas", "speed", mode=30), "outside the scale of speed"),
        (lambda p: p.select(groups=["rivals"]), "no group 'rivals'"),
        (lambda p: p.select(options=["common_area"]), "did you mean common_areas"),
        (lambda p: p.select(criteria="sped"), "did you mean speed"),
        (lambda p: p.select(groups=[]), "no group is left"),
        (lambda p: p.replace(option=p.options), "did you mean options"),
        (lambda p: p.replace(criteria=None), "the table is missing"),
        (lambda p: p.table("rating"), "did you mean ratings"),
        (lambda p: p.matrix("rivals"), "no group 'rivals'"),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest_name(call, message):
    with pytest.raises(ValueError, match=message):
        call(load("cyber-policy"))


def test_an_option_that_a_group_does_not_rate_cannot_be_changed_there():
    problem = Problem.from_tables(criteria=CRITERIA, ratings=FULL, options={"option": ["tax", "ban", "wait"]})
    with pytest.raises(ValueError, match="'wait' is not rated for 'all'"):
        problem.change(None, "wait", "cost", mode=1)


def test_selecting_cuts_every_table():
    part = load("cyber-policy").select(
        groups=["rivals_with_ties", "no_formal_ties"], options=["common_areas", "ict_bricolage"], criteria=["speed"]
    )
    assert repr(part) == "Problem 'cyber-policy': 2 options, 1 criterion, 2 groups"
    assert len(part.ratings) == 4
    assert set(part.codings["criterion"]) == {"speed"}
    assert not part.has("judgements")
    assert set(part.screens["option"]) == {"common_areas", "ict_bricolage"}
    full = load("cyber-policy").matrix("rivals_with_ties")
    assert_frame_equal(part.matrix("rivals_with_ties"), full.loc[["ict_bricolage", "common_areas"], ["speed"]])


def test_a_wide_problem_stays_wide_when_it_is_selected_from_or_replaced():
    ratings = {"option": ["tax", "ban", "wait"], "cost": [3, 5, 0], "reach": [40, 90, 1], "note": ["a", "b", "c"]}
    problem = Problem.from_tables(criteria=CRITERIA, ratings=ratings)
    for other in (problem.replace(case={"name": "x"}), problem.select(options=["tax", "ban"])):
        shown = pd.DataFrame(other.to_dict()["tables"]["ratings"])
        assert list(shown.columns) == ["option", "note", "cost", "reach"]
    part = problem.select(options="ban", criteria="reach")
    assert part.to_dict()["tables"]["ratings"] == [{"option": "ban", "note": "b", "reach": 90}]


def test_a_table_that_is_not_there_is_empty_with_the_columns_it_would_have():
    problem = Problem.from_tables(criteria=CRITERIA, ratings=WIDE)
    assert not problem.has("judgements")
    assert list(problem.judgements.columns) == list(SCHEMAS["judgements"].columns)
    assert len(problem.judgements) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"directions": ["cost"]}, "directions: has 1 entries for 2 criteria"),
        ({"directions": {"cost": "cost", "raech": "benefit"}}, "'raech'|column raech: is not a column of the matrix"),
        ({"directions": {"cost": "cost"}}, "column reach: has no entry"),
        ({"directions": "Gain"}, "'Gain' is none of benefit, cost"),
        ({"directions": ["cost", 2]}, "'2' is none of benefit, cost"),
        ({"directions": ["cost", True]}, "'True' is none of benefit, cost"),
        ({"directions": "cost", "weights": [1]}, "weights: has 1 entries for 2 criteria"),
        ({"directions": "cost", "weights": [0.5, -0.5]}, "must not be below 0"),
        ({"directions": "cost", "bounds": {"cost": (0, 10), "reach": (100, 0)}}, "the low end of the scale must be"),
        ({"directions": "cost", "bounds": {"cost": (0, 10), "reach": 5}}, "bounds, column reach: '5' is not a pair"),
        ({"directions": "cost", "low": pd.DataFrame({"cost": [1]}, index=["tax"])}, "is not in both"),
        ({"directions": "cost", "low": pd.DataFrame({"cost": [9, 9], "reach": [0, 0]}, index=["tax", "ban"])}, "rise"),
    ],
)
def test_a_matrix_whose_parts_do_not_go_together_is_refused(arguments, message):
    with pytest.raises(ProblemError, match=message):
        Problem.from_matrix(pd.DataFrame(WIDE).set_index("option"), **arguments)


def test_a_matrix_whose_labels_stand_twice_is_refused():
    matrix = pd.DataFrame([[1.0, 2.0], [3.0, 4.0]], index=["a", "b"], columns=["x", "y"])
    with pytest.raises(ProblemError, match="stands twice"):
        Problem.from_matrix(matrix.set_axis(["x", "x"], axis="columns"), directions="cost")
    with pytest.raises(ProblemError, match="'a' stands in row a already"):
        Problem.from_matrix(matrix.set_axis(["a", "a"]), directions="cost")
    with pytest.raises(ProblemError):
        Problem.from_matrix(matrix.set_axis(["a", "a"]), directions="cost", low=matrix.set_axis(["a", "a"]))


def test_a_scale_may_have_one_end_or_none():
    matrix = pd.DataFrame(WIDE).set_index("option")
    bounds = {"cost": None, "reach": (0, None)}
    problem = Problem.from_matrix(matrix, directions="cost", bounds=bounds)
    assert_array_equal(problem.criteria[["low", "high"]], [[np.nan, np.nan], [0, np.nan]])


def test_an_empty_matrix_is_refused():
    with pytest.raises(ProblemError, match="ratings: the table has no rows"):
        Problem.from_matrix(pd.DataFrame(columns=["a"], dtype=float), directions="cost")
    with pytest.raises(ProblemError, match="criteria: the table has no rows"):
        Problem.from_matrix(pd.DataFrame(index=["x"]), directions="cost", bounds=[])


def test_a_matrix_has_its_other_frames_aligned_by_label():
    matrix = pd.DataFrame(WIDE).set_index("option")
    problem = Problem.from_matrix(matrix, directions="cost", low=(matrix - 1).loc[["ban", "tax"], ["reach", "cost"]])
    assert_array_equal(problem.grids["all"].low, [[4, 89], [2, 39]])
