"""Members that move, groups that are split, ratings as they were on a date."""

import pandas as pd
import pytest

import policymcda as mcda


@pytest.fixture(scope="module")
def case():
    return mcda.load("cyber-policy")


def dated(**more):
    rows = [("x", "a", 1, "2014"), ("x", "a", 5, "2016-03"), ("y", "a", 3, "")]
    rows += [(option, "b", 2, "2015") for option in ("x", "y")]
    ratings = pd.DataFrame(rows, columns=["option", "criterion", "mode", "as_of"])
    return mcda.Problem.from_tables(
        criteria={"criterion": ["a", "b"], "direction": "benefit"}, ratings=ratings, **more
    ).using(weights="equal")


def test_a_share_comes_from_the_other_groups_in_proportion(case):
    once = case.move("ukraine", "rivals_with_ties", 0.25)
    twice = once.move("ukraine", "no_formal_ties", 0.5)
    expected = {"capacity_partners": 0.375, "rivals_with_ties": 0.125, "no_formal_ties": 0.5}
    assert dict(twice.member("ukraine").shares) == pytest.approx(expected)
    assert dict(once.move("ukraine", "rivals_with_ties", 0).member("ukraine").shares) == {"capacity_partners": 1}
    assert dict(once.move("ukraine", "rivals_with_ties").member("ukraine").shares) == {"rivals_with_ties": 1}
    row = once.members.query("member == 'ukraine' and group == 'rivals_with_ties'").iloc[0]
    assert row["source"] == ""
    assert row["name"] == "Ukraine"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nobody", "rivals_with_ties"), "no member"),
        (("ukraine", "nowhere"), "no group"),
        (("ukraine", "rivals_with_ties", 1.5), "from 0 to 1"),
        (("ukraine", "rivals_with_ties", True), "from 0 to 1"),
        (("ukraine", "capacity_partners", 0.5), "no other group"),
    ],
)
def test_a_move_that_cannot_be_is_refused(case, arguments, words):
    with pytest.raises(ValueError, match=words):
        case.move(*arguments)


def test_a_new_group_begins_with_the_rows_of_the_old_one(case):
    parted = case.split("rivals_with_ties", {"russia_alone": ["russia", "russia_us"], "empty": []})
    ranks = mcda.rank(parted).ranks
    for new in ("russia_alone", "empty"):
        assert ranks[new].tolist() == ranks["rivals_with_ties"].tolist()
    assert ranks["rivals_with_ties"].tolist() == mcda.rank(case).ranks["rivals_with_ties"].tolist()
    assert dict(parted.member("russia").shares) == {"russia_alone": 1}
    assert dict(parted.member("china").shares) == {"rivals_with_ties": 1}


def test_a_case_without_groups_or_members_can_be_split():
    parted = dated().split("all", {"others": []})
    assert mcda.rank(parted).ranks["others"].tolist() == mcda.rank(parted).ranks["all"].tolist()


@pytest.mark.parametrize(
    ("group", "into", "words"),
    [
        ("nowhere", {"new": []}, "no group"),
        ("rivals_with_ties", {}, "names the new groups"),
        ("rivals_with_ties", {"no_formal_ties": []}, "already"),
        ("rivals_with_ties", {"": []}, "needs a name"),
        ("rivals_with_ties", {"new": ["ukraine"]}, "no member of"),
        ("rivals_with_ties", {"new": ["russia"], "other": "russia"}, "named twice"),
    ],
)
def test_a_split_that_cannot_be_is_refused(case, group, into, words):
    with pytest.raises(ValueError, match=words):
        case.split(group, into)


def test_the_latest_rating_until_a_date_counts():
    problem = dated()
    assert problem.matrix().loc["x", "a"] == 5
    assert problem.at("2016-01-01").matrix().loc["x", "a"] == 1
    assert problem.at("2016").matrix().loc["x", "a"] == 5
    assert problem.at("2016-01-01").matrix().loc["y", "a"] == 3


def test_every_cell_that_was_not_rated_by_then_is_a_fault():
    with pytest.raises(mcda.ProblemError) as error:
        dated().at("2014-06")
    assert error.value.faults["value"].tolist() == ["all, x, b", "all, y, b"]
    assert set(error.value.faults["rule"]) == {"was not rated by 2014-06"}


def test_dates_that_cannot_be_ordered_are_refused(case):
    with pytest.raises(ValueError, match="is no date"):
        dated().at("last year")
    with pytest.raises(ValueError, match="no rating has a date"):
        case.at("2016")
    ratings = dated().ratings
    ratings.loc[3, "as_of"] = "spring"
    with pytest.raises(mcda.ProblemError, match="order is not known"):
        dated().replace(ratings=ratings).at("2016")
