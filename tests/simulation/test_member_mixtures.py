"""A member of several groups: acceptabilities by share, with an error that seeds bear out."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from policymcda import evidence, load, rank, smaa, stability, verdict
from policymcda.arrays.smaa.estimates import Estimate
from policymcda.arrays.smaa.mixtures import mixture

A, B = "capacity_partners", "rivals_with_ties"
QUICK = {"quantiles": (), "factors": False, "samples": 1}
TABLES = {
    "ranks": (["option", "rank"], "acceptability"),
    "first": (["option", "k"], "probability"),
    "pairwise": (["option", "versus"], "winning"),
    "table": (["option"], "expected_rank"),
}


def member(shares=(0.7, 0.3)):
    case = load("cyber-policy")
    rows = [{"member": "x", "group": group, "share": share} for group, share in zip((A, B), shares, strict=True)]
    return case.replace(members=rows).member("x")


CASE = member()


def part(result, name, group):
    keys, _ = TABLES[name]
    table = getattr(result, name)
    return table[table["group"] == group].set_index(keys)


@pytest.fixture(scope="module")
def result():
    return smaa(CASE, **QUICK)


@pytest.mark.parametrize("name", TABLES)
def test_acceptabilities_of_a_member_add_by_share(result, name):
    value = TABLES[name][1]
    mixed, one, other = (part(result, name, group)[value] for group in ("x", A, B))
    assert len(mixed) == len(one)
    assert np.abs(mixed - (0.7 * one + 0.3 * other)[mixed.index]).max() < 1e-12


def test_the_groups_themselves_are_as_they_are_without_a_member(result):
    alone = smaa(CASE.replace(members=None), **QUICK)
    for name in (*TABLES, "central", "decision"):
        table = getattr(result, name)
        table = table[table["group"] != "x"].reset_index(drop=True)
        assert_frame_equal(table, getattr(alone, name), check_exact=True)


def test_many_seeds_bear_the_error_out(trials):
    runs = [smaa(CASE, seed=seed, **QUICK) for seed in range(trials(12, 40))]
    for name, (_, value) in TABLES.items():
        prefix = "expected_rank_" if name == "table" else ""
        tables = [part(run, name, "x") for run in runs]
        values, errors, low, high = (
            np.array([table[column].to_numpy() for table in tables])
            for column in (value, f"{prefix}error", f"{prefix}low", f"{prefix}high")
        )
        often = errors.mean(axis=0) > 1e-5
        ratio = values.std(axis=0, ddof=1)[often] / errors.mean(axis=0)[often]
        assert 0.9 < np.median(ratio) < 1.1
        truth = values.mean(axis=0)
        assert ((low <= truth + 1e-12) & (truth - 1e-12 <= high)).mean() > 0.92


def test_the_error_counts_how_the_groups_vary_together():
    """Two groups with the same ratings and weights are one: the mixture has the error of either."""
    case = load("cyber-policy")
    twin = case.ratings[case.ratings["group"] == A].assign(group=B)
    same = case.replace(
        ratings=[*case.ratings[case.ratings["group"] != B].to_dict("records"), *twin.to_dict("records")],
        members=[{"member": "x", "group": A, "share": 0.5}, {"member": "x", "group": B, "share": 0.5}],
    ).member("x")
    found = smaa(same, **QUICK)
    mixed, one = part(found, "ranks", "x"), part(found, "ranks", A)
    often = one["error"] > 1e-5
    assert np.allclose(mixed["error"][often], one["error"][often], rtol=1e-9)


def test_threads_give_the_same_bits(result):
    with ThreadPoolExecutor(2) as executor:
        threaded = smaa(CASE, executor=executor, **QUICK)
    for name, table in result.tables.items():
        assert_frame_equal(table, threaded.tables[name], check_exact=True)


def test_a_checkpoint_is_gone_on_from_by_the_mixture_too(result, tmp_path):
    path, seen = tmp_path / "run", []
    for _ in range(2):
        again = smaa(CASE, checkpoint=path, progress=lambda done, nets: seen.append((done, nets)), **QUICK)
        assert_frame_equal(part(again, "ranks", "x"), part(result, "ranks", "x"), check_exact=True)
    assert (tmp_path / "run.member").exists()
    assert all(done <= nets for done, nets in seen)


def test_exact_shares_mix_without_an_error():
    found = smaa(CASE, method="weighted_sum", ratings="fixed", sampling="exact")
    mixed, one, other = (part(found, "ranks", group)["acceptability"] for group in ("x", A, B))
    assert np.abs(mixed - 0.7 * one - 0.3 * other).max() < 1e-12
    assert (part(found, "ranks", "x")["error"] == 0).all()


def test_a_member_of_one_group_has_the_numbers_of_that_group():
    found = smaa(load("cyber-policy").member("ukraine"), **QUICK)
    for name in TABLES:
        one, other = part(found, name, "ukraine"), part(found, name, A)
        columns = [column for column in one if not column.startswith(("group", "confidence"))]
        assert np.allclose(one[columns], other.loc[one.index, columns], rtol=0, atol=1e-12)


def test_an_option_that_is_not_rated_in_one_group_is_first_there_never():
    ratings = CASE.ratings
    gone = (ratings["group"] == B) & (ratings["option"] == "ict_bricolage")
    found = smaa(CASE.replace(ratings=ratings[~gone]), **QUICK)
    mixed, one = (part(found, "ranks", group)["acceptability"] for group in ("x", A))
    assert mixed["ict_bricolage"].to_numpy() == pytest.approx(0.7 * one["ict_bricolage"].to_numpy(), abs=1e-12)
    assert mixed.groupby("rank").sum()[1] == pytest.approx(1, abs=1e-12)
    assert "ict_bricolage" not in {option for pair in part(found, "pairwise", "x").index for option in pair}
    assert np.isnan(part(found, "table", "x").loc["ict_bricolage", "expected_rank"])


def test_a_group_in_which_nothing_is_admissible_leaves_its_share_without_a_rank():
    screens = [{"group": B, "option": option, "status": "precondition_missing"} for option in CASE.labels("option")]
    found = smaa(CASE.replace(screens=screens), screen=True, **QUICK)
    assert part(found, "ranks", "x")["acceptability"].groupby("rank").sum()[1] == pytest.approx(0.7, abs=1e-12)
    assert "no option is admissible: none has a rank" in " ".join(found.notes["text"])


def test_a_tolerance_that_groups_meet_after_other_numbers_of_nets_still_gives_an_error():
    found = smaa(CASE, tolerance=0.0012, quantiles=(), factors=False, samples=1)
    draws = found.decision[found.decision["measure"] == "draws"]["value"]
    errors = part(found, "ranks", "x")["error"]
    assert len(draws) == 2
    assert (errors > 0).all()
    assert errors.max() <= 0.0012


def test_other_questions_answer_for_each_group_beside_its_share():
    for found in (rank(CASE), stability(CASE), verdict(CASE, samples=1), evidence(CASE)):
        assert set(found.table["group"]) == {A, B}
        texts = found.notes[found.notes["code"] == "member"].set_index("group")["text"]
        assert texts[A] == "x is in this group with a share of 0.7"
        assert found.settings["member"] == "x"


def test_an_interval_of_small_counts_stays_one_sided():
    rare = Estimate(*(np.array(value) for value in (0.0, 1e-5, 0.0, 3e-5)))
    usual = Estimate(*(np.array(value) for value in (0.5, 0.01, 0.48, 0.52)))
    found = mixture([rare, usual], [0.5, 0.5], {})
    assert found.value == 0.25
    assert found.error == pytest.approx(np.hypot(5e-6, 5e-3))
    assert (found.low, found.high) == (pytest.approx(0.24), pytest.approx(0.25 + np.hypot(1.5e-5, 0.01)))
