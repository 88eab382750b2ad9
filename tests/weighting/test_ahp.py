"""AHP by label: published judgements, gaps, trees of criteria, several stakeholders, what would mend a set."""

import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda import Problem, ProblemError, load, rank
from policymcda.weighting import InconsistentJudgements, ahp

fixtures = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
LETTERS = list("abcdefghijklmnopqrst")


def quietly(problem, **settings):
    """AHP where inconsistency is expected."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InconsistentJudgements)
        return ahp(problem, **settings)


@pytest.mark.parametrize(
    "name",
    [
        "ahp_five_figures_areas",
        "ahp_house_saaty_1990",
        "ahp_leader_wikipedia",
        "ahp_saaty_2008_drinks",
        "ahp_school_selection",
        "ahp_watrobski_2016_ten_criteria",
    ],
)
def test_weights_match_published_ones_at_their_own_tolerance(name, golden, problem_of_judgements, weight):
    case = golden(name)
    labels = LETTERS[: len(case["inputs"]["matrix"])][::-1]  # not in the order of their names
    found = quietly(problem_of_judgements(labels, case["inputs"]["matrix"]))
    case.check("weights", weight(found, labels))


def test_the_house_of_saaty_1990_is_inconsistent_by_the_table_of_1980(golden, problem_of_judgements):
    case = golden("ahp_house_saaty_1990")
    problem = problem_of_judgements(case["inputs"]["criteria"], case["inputs"]["matrix"])
    with pytest.warns(InconsistentJudgements, match=r"0\.16"):
        found = ahp(problem, random_index="saaty")
    (row,) = found.consistency.to_dict("records")
    case.check("CR", row["consistency_ratio"])
    case.check("lambda_max", row["eigenvalue"])
    assert row["random_index"] == "saaty"
    assert not row["acceptable"]
    assert set(found.notes["code"]) == {"inconsistent"}


def test_the_ratio_depends_on_the_random_index_and_says_which(golden, problem_of_judgements):
    case = golden("ahp_saaty_2008_drinks")
    problem = problem_of_judgements(case["inputs"]["items"], case["inputs"]["matrix"])
    found = ahp(problem, random_index="saaty_newer")
    case.check("CR", found.consistency["consistency_ratio"].iloc[0])
    others = {table: ahp(problem, random_index=table).consistency.iloc[0] for table in ("saaty", "alonso_lamata")}
    assert {row["random_index"] for row in others.values()} == {"saaty", "alonso_lamata"}
    assert_allclose(
        others["saaty"]["consistency_ratio"] * 1.32, others["alonso_lamata"]["consistency_ratio"] * 1.3417, rtol=1e-12
    )


@pytest.mark.parametrize("priority", ["eigenvector", "geometric_mean"])
def test_missing_judgements_are_completed_as_harker_1987_has_it(priority, golden, problem_of_judgements, weight):
    case = golden("ahp_incomplete_harker_1987")
    found = ahp(problem_of_judgements(LETTERS[:3], case["inputs"]["matrix"]), priority=priority)
    case.check("weights" if priority == "eigenvector" else "llsm", weight(found, LETTERS[:3]))
    (row,) = found.consistency.to_dict("records")
    case.check("lambda_max", row["eigenvalue"])
    assert row["random_index"] == "alonso_lamata, 1 missing"
    assert row["missing"] == 1
    assert "incomplete" in set(found.notes["code"])


def test_the_incomplete_house_is_completed_as_bozoki_and_others_2010_do(golden, problem_of_judgements, weight):
    case = golden("ahp_incomplete_bozoki_2010_8x8_housing")
    labels = LETTERS[:8]
    found = quietly(problem_of_judgements(labels, case["inputs"]["matrix"]))
    assert_allclose(weight(found, labels), case["recomputed"]["weights"], atol=1e-6)
    assert_allclose(found.consistency["eigenvalue"], case["recomputed"]["lambda_max"], atol=1e-9)
    assert found.consistency["random_index"].tolist() == ["alonso_lamata, 12 missing"]


def test_a_disconnected_set_is_refused_and_its_parts_are_named(problem_of_judgements):
    nothing = [[None] * 4 for _ in range(4)]
    nothing[0][1] = nothing[2][3] = 3.0
    with pytest.raises(ProblemError, match=r"do not connect \{a, b\} with \{c, d\}.*a against c"):
        ahp(problem_of_judgements(LETTERS[:4], nothing))


def test_judgements_that_connect_only_together_can_be_combined_but_not_kept_apart(problem_of_judgements, weight):
    one, other = [[None] * 3 for _ in range(3)], [[None] * 3 for _ in range(3)]
    one[0][1], other[1][2] = 2.0, 2.0
    problem = problem_of_judgements(LETTERS[:3], {"ann": one, "bob": other})
    assert_allclose(weight(ahp(problem), LETTERS[:3]), np.array([4, 2, 1]) / 7)
    assert ahp(problem).consensus["distance"].isna().all()
    for combine in ("priorities", None):
        with pytest.raises(ProblemError, match=r"'ann' the judgements do not connect \{a, b\} with \{c\}"):
            ahp(problem, combine=combine)


@pytest.mark.parametrize(("one", "other"), [(3, 0.33), (0.33, 3), (6, 0.17), (8, 0.13), ("1/3", 3), (7, "1/7")])
def test_a_judgement_and_its_rounded_mirror_agree_on_either_side(one, other, problem_of_judgements, weight):
    found = ahp(problem_of_judgements(["a", "b"], [[1, one], [other, 1]]))
    larger = max(float(x) for x in (one, other) if not isinstance(x, str))
    assert_allclose(max(weight(found, ["a", "b"])), larger / (larger + 1), rtol=1e-12)


def test_contradicting_judgements_are_refused(problem_of_judgements):
    with pytest.raises(ProblemError, match="contradicts"):
        problem_of_judgements(["a", "b"], [[1, 3], [3, 1]])


def test_any_positive_value_and_more_than_fifteen_criteria(problem_of_judgements, weight):
    wanted = np.arange(1, 17) / np.arange(1, 17).sum()
    labels = LETTERS[:16]
    found = ahp(problem_of_judgements(labels, (wanted[:, None] / wanted[None, :]).tolist()))
    assert_allclose(weight(found, labels), wanted, rtol=1e-9)
    assert found.consistency["acceptable"].all()
    assert_allclose(weight(ahp(problem_of_judgements(["a", "b"], [[1, 1.5], [None, 1]])), ["a", "b"]), [0.6, 0.4])


def test_a_ratio_of_six_is_not_returned_without_a_word(problem_of_judgements):
    circle = [[1, 9, "1/9"], ["1/9", 1, 9], [9, "1/9", 1]]
    with pytest.warns(InconsistentJudgements):
        found = ahp(problem_of_judgements(LETTERS[:3], circle))
    assert found.consistency["consistency_ratio"].iloc[0] > 6
    assert "above 0.10" in found.notes["text"].iloc[0]
    assert "judge a against b" in str(found)


def test_groups_that_nobody_judged_are_named(stated):
    judgements = {"group": ["north"], "criterion": ["a"], "versus": ["b"], "value": [2]}
    with pytest.raises(ProblemError) as caught:
        ahp(stated(["a", "b"], among=["north", "south", "west"], judgements=judgements))
    assert caught.value.faults["value"].tolist() == ["south", "west"]
    assert set(caught.value.faults["rule"]) == {"nobody judged for it"}


def test_one_criterion_weighs_all_and_needs_no_judgement(stated):
    for combine in ("judgements", "priorities", None):
        assert ahp(stated(["a"]), combine=combine).table["weight"].tolist() == [1.0]


TREE = [
    {"criterion": "people", "direction": ""},
    {"criterion": "money", "direction": ""},
    {"criterion": "safety", "parent": "people", "direction": ""},
    {"criterion": "lives", "parent": "safety", "direction": "benefit"},
    {"criterion": "injuries", "parent": "safety", "direction": "benefit"},
    {"criterion": "comfort", "parent": "people", "direction": "benefit"},
    {"criterion": "cost", "parent": "money", "direction": "cost"},
]
LEAVES = ["lives", "injuries", "comfort", "cost"]


def tree(stated, **more):
    judgements = [("people", "money", 3), ("safety", "comfort", 4), ("lives", "injuries", 9)]
    table = [dict(zip(("criterion", "versus", "value"), row, strict=True)) for row in judgements]
    return stated(LEAVES, criteria=TREE, judgements=more.pop("judgements", table), **more)


def test_global_weights_are_products_down_a_tree_of_several_levels(stated, weight):
    found = ahp(tree(stated))
    assert_allclose(weight(found, LEAVES), [0.75 * 0.8 * 0.9, 0.75 * 0.8 * 0.1, 0.75 * 0.2, 0.25])
    local = found.local.set_index("criterion")
    assert local.loc["safety", "node"] == "people"
    assert_allclose(local.loc[["people", "safety", "lives", "cost"], "local"], [0.75, 0.8, 0.9, 1.0])
    assert_allclose(local.loc[["people", "safety", "lives", "cost"], "weight"], [0.75, 0.6, 0.54, 0.25])
    assert found.consistency["node"].tolist() == ["", "people", "safety"]
    assert found.table["criterion"].tolist() == LEAVES
    assert "among its own" in str(found)


def test_nodes_that_nobody_judged_are_named(stated):
    judgements = [{"criterion": "people", "versus": "money", "value": 3}]
    with pytest.raises(ProblemError) as caught:
        ahp(tree(stated, judgements=judgements))
    assert caught.value.faults["value"].tolist() == ["all, people", "all, safety"]


def test_a_stakeholder_who_judged_one_node_only_counts_there_and_cannot_be_kept_apart(stated, weight):
    table = [("people", "money", 3, "ann"), ("safety", "comfort", 4, "ann"), ("lives", "injuries", 9, "ann")]
    table.append(("people", "money", "1/3", "bob"))
    judgements = [dict(zip(("criterion", "versus", "value", "stakeholder"), row, strict=True)) for row in table]
    problem = tree(stated, judgements=judgements)
    assert_allclose(weight(ahp(problem), ["cost"]), [0.5])
    with pytest.raises(ProblemError, match=r"'all, bob' did not judge the criteria under people"):
        ahp(problem, combine=None)


@pytest.mark.parametrize(
    ("name", "stakeholder_weight", "keys"),
    [
        ("ahp_group_escobar_2015_three_dm", "equal", ("aij_equal", "gci_equal", "gcompi_equal")),
        ("ahp_group_escobar_2015_three_dm", "councillors", ("aij_weighted", "gci_weighted", "gcompi_weighted")),
        ("ahp_group_escobar_2015_four_dm", None, ("aij", "aij_gci", "gcompi")),
    ],
)
def test_stakeholders_are_combined_as_escobar_and_others_2015_do(
    name, stakeholder_weight, keys, golden, problem_of_judgements, weight
):
    case = golden(name)
    inputs, labels = case["inputs"], case["inputs"]["items"]
    own = inputs["dm_weights"][stakeholder_weight] if stakeholder_weight else inputs["dm_weights"]
    people = {"stakeholder": list(inputs["matrices"]), "weight": own}
    found = quietly(problem_of_judgements(labels, inputs["matrices"], stakeholders=people), priority="geometric_mean")
    case.check(keys[0], weight(found, labels))
    assert found.consistency["stakeholder"].tolist() == [*inputs["matrices"], "(combined)"]
    case.check(keys[1], found.consistency["geometric_consistency_index"].iloc[-1])
    case.check(keys[2], found.consensus["geometric_compatibility_index"].iloc[-1])


def test_who_opposes_the_others_is_farthest(golden, problem_of_judgements):
    case = golden("ahp_group_escobar_2015_four_dm")
    found = quietly(problem_of_judgements(case["inputs"]["items"], case["inputs"]["matrices"]))
    assert found.consensus.loc[found.consensus["farthest"], "stakeholder"].tolist() == ["NP"]
    assert (found.spread["spread"] > 1).all()
    assert (found.spread["lowest"] < found.spread["highest"]).all()


def test_priorities_are_combined_by_either_mean(golden, problem_of_judgements, weight):
    case = golden("group_ahp_aij_aip_3x3")
    labels = LETTERS[:3]
    problem = problem_of_judgements(labels, dict(zip(("ann", "bob"), case["inputs"]["matrices"], strict=True)))
    case.check("aij", weight(ahp(problem), labels))
    case.check("aip_geometric", weight(ahp(problem, combine="priorities"), labels))
    found = ahp(problem, combine="priorities", mean="arithmetic")
    case.check("aip_arithmetic", weight(found, labels))
    assert found.consistency["stakeholder"].tolist() == ["ann", "bob"]
    apart = ahp(problem, combine=None)
    for name, expected in zip(("ann", "bob"), case["expected"]["individual"], strict=True):
        assert_allclose(weight(apart, labels, stakeholder=name), expected, atol=1e-9)


def test_kept_apart_weights_do_not_rank_and_the_message_names_what_does():
    problem = load("cyber-policy")
    with pytest.raises(ValueError, match=r"stakeholders\(\)"):
        rank(problem, weights=ahp(problem, combine=None))


def test_koczkodajs_index_and_its_triad(golden, problem_of_judgements):
    case = golden("koczkodaj_triads_exact")
    found = [
        quietly(problem_of_judgements(LETTERS[: len(m)], m)).consistency.iloc[0] for m in case["inputs"]["matrices"]
    ]
    case.check("ki", [row["koczkodaj"] for row in found])
    assert [row["koczkodaj_acceptable"] for row in found] == [True, True, False, False]
    assert found[2]["koczkodaj_triad"] == "a, b, c"


@given(seed=st.integers(0, 2**31), n=st.integers(3, 6))
@fixtures
def test_the_suggested_repair_never_raises_the_ratio_and_the_run_ends_in_acceptance(
    seed, n, problem_of_judgements, random_judgements
):
    labels = LETTERS[:n]
    matrix = random_judgements(seed, n, 1.0)
    found = quietly(problem_of_judgements(labels, matrix.tolist()))
    (row,) = found.consistency.to_dict("records")
    if row["acceptable"]:
        assert found.repairs.empty
        assert np.isnan(row["suggested"])
        return
    assert row["ratio_after"] <= row["consistency_ratio"] + 1e-9
    before = row["consistency_ratio"]
    for step in found.repairs.to_dict("records"):
        i, j = labels.index(step["criterion"]), labels.index(step["versus"])
        assert_allclose(matrix[i, j], step["value"], rtol=1e-9)
        matrix[i, j], matrix[j, i] = step["suggested"], 1 / step["suggested"]
        after = quietly(problem_of_judgements(labels, matrix.tolist())).consistency["consistency_ratio"].iloc[0]
        assert_allclose(after, step["ratio_after"], atol=1e-8)
        assert after <= before + 1e-8
        before = after
    assert before <= 0.10 + 1e-9


@given(seed=st.integers(0, 2**31), n=st.integers(2, 6))
@fixtures
def test_a_consistent_set_gives_back_its_weights_under_any_names(seed, n, problem_of_judgements, weight):
    rng = np.random.default_rng(seed)
    wanted = rng.dirichlet(np.ones(n)) + 0.01
    labels = [str(label) for label in rng.permutation(LETTERS[:n])]
    for priority in ("eigenvector", "geometric_mean"):
        found = ahp(problem_of_judgements(labels, (wanted[:, None] / wanted[None, :]).tolist()), priority=priority)
        assert_allclose(weight(found, labels), wanted / wanted.sum(), rtol=1e-9)
        assert_allclose(found.consistency["consistency_ratio"], 0, atol=1e-9)


@given(seed=st.integers(0, 2**31))
@fixtures
def test_combining_judgements_is_combining_priorities_under_the_geometric_mean(
    seed, problem_of_judgements, weight, random_judgements
):
    labels = LETTERS[:4]
    matrices = {name: random_judgements(seed + k, 4, 0.5).tolist() for k, name in enumerate(("ann", "bob", "cy"))}
    problem = problem_of_judgements(labels, matrices, stakeholders={"stakeholder": list(matrices), "weight": [3, 1, 2]})
    both = [quietly(problem, priority="geometric_mean", combine=c) for c in ("judgements", "priorities")]
    assert_allclose(weight(both[0], labels), weight(both[1], labels), rtol=1e-9)


def test_shuffled_rows_change_no_bit():
    problem = load("cyber-policy")
    wanted = ahp(problem)
    for seed in range(3):
        shuffled = problem.replace(judgements=problem.judgements.sample(frac=1, random_state=seed))
        found = ahp(shuffled)
        for name, table in wanted.tables.items():
            assert table.equals(found.tables[name]), name


def test_stakeholders_come_in_the_order_of_their_table_and_lack_no_weight():
    problem = load("cyber-policy")
    people = {"stakeholder": ["coder_c", "coder_a", "coder_b"], "weight": [1, 0, 3]}
    found = ahp(problem.replace(stakeholders=people))
    assert found.consistency["stakeholder"].tolist()[:4] == ["coder_c", "coder_a", "coder_b", "(combined)"]
    with pytest.raises(ProblemError, match=r"'coder_b' has no weight"):
        ahp(problem.replace(stakeholders={**people, "weight": [1, 0, None]}))
    with pytest.raises(ProblemError, match="weigh 0 together"):
        ahp(problem.replace(stakeholders={**people, "weight": [0, 0, 0]}))


def test_settings_that_are_not_known_are_refused_with_the_nearest():
    problem = load("cyber-policy")
    for setting, word, near in (
        ("priority", "eigen_vector", "eigenvector"),
        ("combine", "judgement", "judgements"),
        ("random_index", "sati", "saaty"),
        ("mean", "geometrical", "geometric"),
    ):
        with pytest.raises(ValueError, match=f"did you mean {near}"):
            ahp(problem, **{setting: word})


def test_a_set_of_judgements_reads_at_eighty_columns(golden, problem_of_judgements):
    case = golden("ahp_house_saaty_1990")
    labels = [label.replace(" ", "_") for label in case["inputs"]["criteria"]]
    text = str(quietly(problem_of_judgements(labels, case["inputs"]["matrix"])))
    assert max(map(len, text.splitlines())) <= 80
    assert "the ratio falls from 0.17 to" in text.replace("\n ", "")


def test_repairs_say_which_judgements_of_whom_in_turn(problem_of_judgements, random_judgements):
    matrices = {"ann": random_judgements(1, 4, 0.1).tolist(), "bob": random_judgements(5, 4, 2.0).tolist()}
    found = quietly(problem_of_judgements(LETTERS[:4], matrices))
    assert set(found.repairs["stakeholder"]) >= {"bob"}
    assert "bob: judge" in str(found)
    assert len(found.repairs[found.repairs["stakeholder"] == "bob"]) == 1 or "in turn" in str(found)


def test_of_very_many_inconsistent_sets_the_worst_are_mended_and_a_note_says_so(problem_of_judgements):
    matrices = {}
    for k in range(103):
        size = 2.0 + k / 50
        circle = [[1, size, 1 / size], [1 / size, 1, size], [size, 1 / size, 1]]
        matrices[f"person_{k:03}"] = circle
    found = quietly(problem_of_judgements(LETTERS[:3], matrices), combine="priorities")
    assert len(found.repairs["stakeholder"].unique()) == 100
    assert found.consistency["suggested"].isna().to_numpy().nonzero()[0].tolist() == [0, 1, 2]
    assert "not_mended" in set(found.notes["code"])


def test_weights_by_ahp_of_a_problem_in_memory_need_only_a_table_of_judgements(stated):
    problem = stated(["a", "b"], judgements={"criterion": ["a"], "versus": ["b"], "value": [3]})
    assert isinstance(problem, Problem)
    assert rank(problem).weights["weight"].tolist() == [0.75, 0.25]


def test_a_judgement_without_which_criteria_are_not_connected_is_never_the_one_to_mend(problem_of_judgements):
    # a chain of two judgements can contradict nothing, however wild they are
    chain = [[None, 9.0, None], [None, None, 9.0], [None, None, None]]
    (row,) = ahp(problem_of_judgements(LETTERS[:3], chain)).consistency.to_dict("records")
    assert row["acceptable"]
    assert row["missing"] == 1
    assert row["koczkodaj_triad"] == ""
