"""Members of the groups: shares that sum to 1, and the problem of one member."""

import pytest

from policymcda import Problem, ProblemError, load
from policymcda.cli import main

CASE = load("cyber-policy")


def with_members(*rows):
    return CASE.replace(members=[dict(zip(("member", "group", "share"), row, strict=True)) for row in rows])


BOTH = with_members(
    ("x", "rivals_with_ties", 0.3), ("x", "capacity_partners", 0.7), ("y", "rivals_with_ties", None), ("z", "no_formal_ties", "1")
)  # fmt: skip


def test_the_shipped_members_each_have_a_source_and_a_group():
    for name in ("cyber-policy", "cyber-policy-2016"):
        members = load(name).members
        assert (members["source"] != "").all()
        assert (members["evidence"].isin(["direct", "inferred"])).all()
    groups = dict(zip(CASE.members["member"], CASE.members["group"], strict=True))
    assert groups["china"] == groups["russia"] == groups["china_us"] == "rivals_with_ties"


def test_the_problem_of_a_member_has_its_groups_in_the_order_of_their_table_and_its_shares():
    problem = BOTH.member("x")
    assert list(problem.grids) == ["capacity_partners", "rivals_with_ties"]
    assert dict(problem.shares) == {"capacity_partners": 0.7, "rivals_with_ties": 0.3}
    assert problem.member_name == "x"
    assert dict(BOTH.member("y").shares) == {"rivals_with_ties": 1.0}
    assert dict(BOTH.shares) == {}
    assert BOTH.member_name == ""


def test_a_members_problem_stays_one_whatever_else_of_it_is_changed():
    problem = BOTH.member("x")
    for other in (
        problem.change("rivals_with_ties", "common_areas", "speed", mode=4, low=3),
        problem.using(method="weighted_sum"),
        problem.select(options=["common_areas", "ict_bricolage"]),
        problem.at_ends("worst"),
    ):
        assert dict(other.shares) == dict(problem.shares)
    assert dict(problem.replace(members=None).shares) == {}


def test_selecting_groups_keeps_the_members_that_are_wholly_in_them():
    assert set(BOTH.select(groups=["rivals_with_ties"]).members["member"]) == {"y"}
    assert set(BOTH.select(groups=["rivals_with_ties", "capacity_partners"]).members["member"]) == {"x", "y"}


def test_thirds_may_be_written_as_fractions_and_a_share_of_nothing_is_no_group():
    groups = ("rivals_with_ties", "capacity_partners", "no_formal_ties")
    thirds = with_members(*(("x", group, "1/3") for group in groups)).member("x").shares
    assert sum(thirds.values()) == pytest.approx(1, abs=1e-15)
    nothing = with_members(("x", "rivals_with_ties", 0), ("x", "no_formal_ties", 1))
    assert list(nothing.member("x").grids) == ["no_formal_ties"]


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        (
            [("x", "rivals_with_ties", 0.5), ("x", "no_formal_ties", 0.4)],
            r"x: 0.5 \+ 0.4.*its shares sum to 0.9, not 1",
        ),
        ([("x", "rivals_with_ties", None), ("x", "no_formal_ties", None)], "its shares sum to 2, not 1"),
        ([("no_formal_ties", "no_formal_ties", 1)], "is the name of a group"),
        ([("x", "rivals_with_ties", 1), ("x", "rivals_with_ties", 0)], "stands in row"),
        ([("x", "nowhere", 1)], "is not a known group"),
        ([("x", "rivals_with_ties", -1)], "must not be below 0"),
    ],
)
def test_what_does_not_fit_is_a_fault(rows, match):
    with pytest.raises(ProblemError, match=match):
        with_members(*rows)


def test_one_bad_share_is_one_fault():
    with pytest.raises(ProblemError) as found:
        with_members(("x", "rivals_with_ties", 1.5))
    assert len(found.value.faults) == 1


def test_a_member_that_is_not_known_says_which_are_near():
    with pytest.raises(ValueError, match=r"no member 'chin' \(did you mean china"):
        CASE.member("chin")
    with pytest.raises(ValueError, match="the case has no table members"):
        load("governance-2013").member("china")


def test_a_share_changes_the_fingerprint_and_its_source_does_not():
    one = with_members(("x", "rivals_with_ties", 0.5), ("x", "no_formal_ties", 0.5))
    assert one.fingerprint != with_members(("x", "rivals_with_ties", 0.6), ("x", "no_formal_ties", 0.4)).fingerprint
    assert one.fingerprint == one.replace(members=one.members.assign(source="a book")).fingerprint


def test_members_survive_a_save_and_json(tmp_path):
    for again in (load(BOTH.save(tmp_path / "case")), Problem.from_dict(BOTH.to_dict())):
        assert again.fingerprint == BOTH.fingerprint
        assert dict(again.member("x").shares) == dict(BOTH.member("x").shares)


def test_the_command_line_answers_for_one_member(capsys):
    assert main(["rank", "cyber-policy", "--member", "china_us", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split(",")[0] for line in lines[1:]} == {"rivals_with_ties"}
    assert main(["show", "cyber-policy", "--member", "chin"]) == 2
    assert "did you mean china?" in capsys.readouterr().err
