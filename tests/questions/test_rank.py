"""The ranking of the case agrees with the arithmetic done anew, and with what its source says of it."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, ProblemError, agreement_with_source, load, rank, weighting
from policymcda.arrays.methods import METHODS, of_kind, topsis, weighted_sum

CASE = load("cyber-policy")


def eigenvector(judgements: pd.DataFrame, criteria: list[str]) -> tuple[np.ndarray, float]:
    """Weights and the principal eigenvalue of the coders' geometric mean, from the text of the table and numpy alone."""
    size = len(criteria)
    coders = sorted(set(judgements["stakeholder"]))
    logs = np.zeros((size, size))
    for coder in coders:
        for row in judgements[judgements["stakeholder"] == coder].itertuples():
            i, j = criteria.index(row.criterion), criteria.index(row.versus)
            logs[i, j] += np.log(row.value) / len(coders)
            logs[j, i] -= np.log(row.value) / len(coders)
    values, vectors = np.linalg.eig(np.exp(logs))
    first = np.argmax(values.real)
    vector = np.abs(vectors[:, first].real)
    return vector / vector.sum(), float(values[first].real)


def closeness(matrix: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """TOPSIS of Hwang and Yoon (1981) for benefits, written out."""
    weighted = matrix / np.sqrt((matrix**2).sum(axis=0)) * weights
    to_ideal = np.sqrt(((weighted - weighted.max(axis=0)) ** 2).sum(axis=1))
    to_worst = np.sqrt(((weighted - weighted.min(axis=0)) ** 2).sum(axis=1))
    return to_worst / (to_ideal + to_worst)


@pytest.mark.parametrize("group", CASE.labels("group"))
def test_each_group_agrees_with_the_same_tables_computed_by_numpy_alone(group):
    ratings = CASE.ratings[CASE.ratings["group"] == group]
    judgements = CASE.judgements[CASE.judgements["group"] == group]
    matrix = ratings.pivot(index="option", columns="criterion", values="mode")
    weights, eigenvalue = eigenvector(judgements, list(matrix.columns))
    expected = pd.Series(closeness(matrix.to_numpy(), weights), matrix.index)

    ranking = rank(CASE)
    part = ranking.table[ranking.table["group"] == group].set_index("option")
    assert_allclose(part["score"], expected[part.index], rtol=0, atol=1e-12)
    assert list(part["rank"]) == list(expected[part.index].rank(ascending=False).astype(int))
    used = ranking.weights[ranking.weights["group"] == group].set_index("criterion")["weight"]
    assert_allclose(used[matrix.columns], weights, rtol=0, atol=1e-12)
    shown = ranking.consistency[ranking.consistency["group"] == group].iloc[-1]
    assert_allclose(shown["eigenvalue"], eigenvalue, rtol=0, atol=1e-10)
    assert_allclose(shown["consistency_ratio"], (eigenvalue - 4) / 3 / 0.8816, rtol=0, atol=1e-3)


def test_the_figures_that_the_source_of_the_case_was_computed_to():
    ranking = rank(CASE)
    scores = ranking.table.set_index(["group", "option"])["score"]
    for group, option, score in [
        ("nonsignatory_developing", "regional_orgs", 0.816),
        ("nonsignatory_developing", "voice_participation", 0.777),
        ("nonsignatory_developing", "ict_bricolage", 0.745),
        ("no_formal_ties", "tailored_capabilities", 0.935),
    ]:
        assert round(scores[group, option], 3) == score
    weights = ranking.weights.set_index(["group", "criterion"])["weight"]["nonsignatory_developing"]
    assert weights[["legitimacy", "feasibility", "root_cause", "speed"]].round(3).tolist() == [
        0.518,
        0.197,
        0.201,
        0.084,
    ]
    consistency = ranking.consistency.set_index("group").loc["nonsignatory_developing", "consistency_ratio"]
    assert round(float(np.atleast_1d(consistency)[-1]), 3) == 0.005


def test_eight_of_ten_expectations_of_the_source_hold_and_two_do_not():
    table = agreement_with_source(CASE, rank(CASE)).table
    table = table[table["source"] == ""]
    fails = table[~table["holds"]]
    assert len(table) == 10
    assert [tuple(row) for row in fails[["group", "option", "rank"]].to_numpy()] == [
        ("capacity_partners", "informal_networks", 6),
        ("rivals_with_ties", "high_level_group", 4),
    ]


def test_an_option_without_a_rank_is_outside_every_limit():
    expectations = pd.DataFrame(
        [("no_formal_ties", "regional_orgs", "within", 9), ("no_formal_ties", "regional_orgs", "outside", 9)],
        columns=["group", "option", "relation", "rank"],
    )
    found = []
    for row in expectations.index:
        problem = CASE.replace(expectations=expectations.loc[[row]])
        found.append(bool(agreement_with_source(problem, rank(problem, screen=True)).table["holds"][0]))
    assert found == [False, True]


def test_screening_scores_only_what_is_admissible_and_lists_the_rest_with_its_reason():
    every, some = rank(CASE), rank(CASE, screen=True)
    part = some.table[some.table["group"] == "no_formal_ties"]
    out = part[part["screened"]]
    assert len(out) == 8
    assert out["score"].isna().all()
    assert out["rank"].isna().all()
    assert (out["reason"] == "precondition missing").all()
    assert part.loc[~part["screened"], ["option", "rank"]].to_numpy().tolist() == [["tailored_capabilities", 1]]
    assert every.table["score"].notna().all()
    assert list(every.table["screened"]) == list(some.table["screened"])
    others = some.table["group"] != "no_formal_ties"
    pd.testing.assert_frame_equal(some.table[others], every.table[others])


def test_what_is_left_after_screening_is_scored_as_if_the_rest_were_not_there():
    screens = [{"group": "", "option": "ict_bricolage", "status": "precondition_missing", "reason": "no law"}]
    some = rank(CASE.replace(screens=screens), screen=True).table
    alone = rank(CASE.select(options=[o for o in CASE.labels("option") if o != "ict_bricolage"])).table
    kept = some[some["option"] != "ict_bricolage"].reset_index(drop=True)
    assert kept["score"].tolist() == alone["score"].tolist()
    assert set(some.loc[some["option"] == "ict_bricolage", "reason"]) == {"no law"}


def test_a_threshold_on_the_mode_shuts_out_and_says_by_how_much():
    problem = CASE.replace(
        screens=None, thresholds=[{"group": "rivals_with_ties", "criterion": "speed", "at_least": 4, "at_most": 6}]
    )
    table = rank(problem, screen=True).table
    modes = CASE.matrix("rivals_with_ties")["speed"]
    text = table[table["screened"]].set_index("option")["reason"].to_dict()
    expected = {o: f"speed {m:g} is below 4" if m < 4 else f"speed {m:g} is above 6" for o, m in modes.items()}
    assert text == {option: expected[option] for option, mode in modes.items() if not 4 <= mode <= 6}


def test_other_statuses_shut_nobody_out():
    screens = [{"option": "ict_bricolage", "status": "precondition_met"}]
    assert not rank(CASE.replace(screens=screens)).table["screened"].any()


def test_a_group_whose_options_are_all_shut_out_has_no_ranks():
    screens = [
        {"group": "no_formal_ties", "option": o, "status": "precondition_missing"} for o in CASE.labels("option")
    ]
    ranking = rank(CASE.replace(screens=screens), screen=True)
    assert ranking.ranks["no_formal_ties"].isna().all()
    assert ranking.ranks["rivals_with_ties"].notna().all()
    notes = ranking.notes[ranking.notes["group"] == "no_formal_ties"].set_index("code")["text"]
    assert notes["screened"].startswith("9 options are screened and left out: ")
    assert notes["none_admissible"] == "no option is admissible, so none is first"


def test_what_is_not_known_counts_as_its_worse_or_better_end_by_direction():
    grid = CASE.grids["no_formal_ties"]
    assert grid.unknown.any()
    for rule, ends in (("worst", grid.low), ("best", grid.high)):
        matrix = np.where(grid.unknown, ends, grid.mode)
        weights = weighting.ahp(CASE).table
        vector = weights[weights["group"] == "no_formal_ties"].sort_values("criterion")["weight"].to_numpy()
        expected = dict(zip(grid.options, closeness(matrix, vector), strict=True))
        found = rank(CASE, unknown=rule).table
        found = found[found["group"] == "no_formal_ties"].set_index("option")["score"]
        assert_allclose(found, [expected[option] for option in found.index], rtol=0, atol=1e-12)


@pytest.mark.parametrize("rule", ["middle", "", 3])
def test_a_rule_for_the_unknown_that_is_none_is_refused(rule):
    with pytest.raises(ValueError, match="for the unknown"):
        rank(CASE, unknown=rule)


def test_shares_of_evidence_are_shares_of_the_weight():
    ranking = rank(CASE)
    grades = ["direct", "inferred", "none", "unstated"]
    assert_allclose(ranking.evidence[grades].sum(axis=1), 1, rtol=0, atol=1e-12)
    weights = ranking.weights.set_index(["group", "criterion"])["weight"]
    ratings = CASE.ratings.assign(
        weight=[weights[row.group, row.criterion] for row in CASE.ratings.itertuples()],
    )
    expected = ratings.pivot_table(index=["group", "option"], columns="evidence", values="weight", aggfunc="sum")
    found = ranking.evidence.set_index(["group", "option"])
    for grade in ("direct", "inferred", "none"):
        assert_allclose(found[grade], expected[grade].fillna(0).reindex(found.index), rtol=0, atol=1e-12)


def test_notes_say_what_a_reader_should_know():
    codes = [tuple(note[:2]) for note in rank(CASE, weights="equal").notes.to_numpy()]
    assert codes == [("unknown", ""), ("screened", "no_formal_ties")]
    flat = Problem.from_matrix(pd.DataFrame({"a": [1, 2], "b": [3, 3]}, index=["x", "y"]), directions="cost")
    notes = rank(flat, weights="equal").notes
    assert ("constant_column", "all", "b is the same for every option and decides nothing") in {
        tuple(note) for note in notes.to_numpy()
    }
    assert not len(rank(flat, weights={"a": 1, "b": 0}).notes)


def test_settings_come_from_the_argument_then_the_case_then_the_library():
    defaults = {"method": "weighted_sum", "weights": "equal", "unknown": "best"}
    problem = CASE.replace(case={"defaults": defaults})
    assert {key: rank(problem).settings[key] for key in defaults} == defaults
    text = rank(problem, method="vikor", weights="ahp", unknown="worst").settings
    assert {key: text[key] for key in defaults} == {"method": "vikor", "weights": "ahp", "unknown": "worst"}
    bare = rank(CASE.replace(case={})).settings
    assert {key: bare[key] for key in defaults} == {"method": "topsis", "weights": "ahp", "unknown": "mode"}
    assert bare["fingerprint"] == CASE.fingerprint
    for key, value in (("method", "topsys"), ("weights", "aph"), ("unknown", "midpoint")):
        with pytest.raises(ValueError, match=value):
            rank(CASE.replace(case={"defaults": {key: value}}))


def test_a_method_is_a_name_a_function_a_partial_or_the_users_own():
    by_name = rank(CASE, method="topsis").table
    pd.testing.assert_frame_equal(rank(CASE, method=topsis).table, by_name)
    own = rank(CASE, method=lambda matrix, weights, benefit: matrix @ weights)
    assert own.settings["method"] == "<lambda>"
    assert rank(CASE, method=partial(topsis, metric="manhattan")).settings["method"] == "topsis(metric=manhattan)"
    with pytest.raises(ValueError, match=r"no method 'topsys' \(did you mean topsis\?\); choose from topsis, modified"):
        rank(CASE, method="topsys")
    with pytest.raises(ValueError, match="a method is a name or a function, not int"):
        rank(CASE, method=3)


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        (lambda m, w, b: m, r"gave scores of the shape \(9, 4\), not one for each option"),
        (lambda m, w, b: 1.0, r"gave scores of the shape \(\), not one for each option"),
        (lambda m, w, b: m[:, 0] * np.nan, "gave a score that is not finite"),
        (lambda m, w, b: m[:, 0] * np.inf, "gave a score that is not finite"),
    ],
)
def test_a_method_of_the_users_that_gives_no_scores_is_refused(scores, message):
    with pytest.raises(ValueError, match=message):
        rank(CASE, method=scores)


@pytest.mark.parametrize("name", [*METHODS, *of_kind("interval")])
def test_every_method_ranks_the_case_or_says_what_it_lacks(name):
    for problem in (CASE, load("governance-2013")):
        try:
            table, error = rank(problem, method=name).table, None
        except ProblemError as caught:
            table, error = None, caught
        if error is None:
            assert np.isfinite(table["score"]).all()
            assert table.groupby("group")["rank"].min().eq(1).all()
        else:
            assert name not in ("topsis", "weighted_sum", "vikor", "promethee_ii", "mabac", "moora", "spotis")
            assert all(fault.rule and fault.hint and fault.table for fault in error.every)


def test_ratings_outside_the_domain_of_a_method_are_told_cell_by_cell():
    matrix = pd.DataFrame({"a": [1.0, 0.0], "b": [-2.0, 3.0]}, index=["x", "y"])
    problem = Problem.from_matrix(matrix, directions="benefit", weights=[0.5, 0.5])
    with pytest.raises(ProblemError) as caught:
        rank(problem, method="weighted_product")
    assert [fault.value for fault in caught.value.every] == ["all, x, b: -2", "all, y, a: 0"]
    with pytest.raises(ProblemError) as caught:
        rank(problem, method="copras")
    assert [fault.value for fault in caught.value.every] == ["all, x, b: -2"]


def test_the_domain_is_checked_on_the_whole_range_of_a_rating():
    matrix = pd.DataFrame({"a": [1.0, 2.0]}, index=["x", "y"])
    problem = Problem.from_matrix(matrix, directions="benefit", weights=[1], low=matrix - 1)
    with pytest.raises(ProblemError, match="'all, x, a: 0' weighted_product needs"):
        rank(problem, method="weighted_product")


def test_weighted_sum_uses_the_ends_of_the_scale_where_there_are_some_and_says_so():
    matrix = pd.DataFrame({"a": [2.0, 4.0]}, index=["x", "y"])
    observed = rank(Problem.from_matrix(matrix, directions="benefit", weights=[1]), method=weighted_sum)
    assert observed.table["score"].tolist() == [0, 1]
    assert "observed range" in observed.notes["text"][0]
    anchored = rank(
        Problem.from_matrix(matrix, directions="benefit", weights=[1], bounds=[(0, 8)]), method=weighted_sum
    )
    assert anchored.table["score"].tolist() == [0.25, 0.5]
    assert "ends of their scales" in anchored.notes["text"][0]


def test_twenty_thousand_options_are_ranked_without_a_quadratic_step():
    count = 20_000  # a quadratic step would take minutes here
    wide = pd.DataFrame({"option": [f"o{i}" for i in range(count)], "a": np.arange(count), "b": 1.0})
    criteria = {"criterion": ["a", "b"], "direction": ["benefit", "cost"], "weight": [0.5, 0.5]}
    ranking = rank(Problem.from_tables(criteria=criteria, ratings=wide))
    assert ranking.table["rank"].tolist() == list(range(count, 0, -1))
