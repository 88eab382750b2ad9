"""A plan that is fixed beforehand: readable, never replaced by accident, and every departure is named."""

import tomllib

import pytest

from policymcda import Problem, ProblemError, load, plan, report, verdict
from policymcda.cli import main
from policymcda.syntheses.planned import compared, contents, read
from policymcda.syntheses.verdict_rules import LIMITS

CRITERIA = {"criterion": ["a", "b"], "direction": ["benefit", "cost"], "weight": [0.7, 0.3]}
RATINGS = {"option": ["x", "y", "z"], "a": [9, 1, 4], "b": [2, 6, 5]}


def made(**more):
    return Problem.from_tables(criteria=CRITERIA, ratings=RATINGS, **more)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "plan.toml"


def departures(problem, file, **how):
    """The sentences of what departs."""
    found = verdict(problem, plan=file, **how)
    return found.plan.loc[~found.plan["as_planned"], "sentence"].tolist()


def test_the_file_says_what_will_be_done_in_words_and_numbers(file):
    problem = made(thresholds={"criterion": ["a"], "at_least": [2]})
    plan(problem, file, method="vikor", screen=True, seed=5)
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# A plan, fixed before any result was looked at")
    fixed = tomllib.loads(text)
    assert fixed["fingerprint"] == problem.fingerprint
    assert fixed["settings"] == {
        "method": "vikor", "weights": "given", "unknown": "mode", "screen": True, "samples": 131072, "seed": 5,
    }  # fmt: skip
    assert fixed["weights"] == {"all": {"a": 0.7, "b": 0.3}}
    assert fixed["rules"] == dict(LIMITS)
    assert fixed["thresholds"] == {"a": {"at_least": 2.0}}
    assert not {"x", "y", "z"} & set(text.split())  # no option, so no result


def test_what_is_done_as_planned_is_told_so(file):
    problem = made()
    plan(problem, file)
    found = verdict(problem, plan=file)
    assert found.plan["as_planned"].all()
    assert found.notes["code"].iloc[0] == "as_planned"
    assert str(found).startswith("as planned in plan.toml on 20")
    assert verdict(problem).plan.empty


def test_each_departure_is_named(file):
    plan(made(), file)
    changed = made().change("all", "y", "a", mode=2)
    assert departures(changed, file, method="vikor", weights={"a": 0.6, "b": 0.4}, unknown="worst", seed=1) == [
        "the case changed since in ratings",
        "method: planned topsis, used vikor",
        "unknown: planned mode, used worst",
        "seed: planned 0, used 1",
        "weights in numbers: planned a 0.7, b 0.3, used a 0.6, b 0.4",
    ]
    text = str(verdict(changed, plan=file))
    assert "not as planned in plan.toml" in text
    assert "the case changed since in ratings" in text


def test_a_rule_or_threshold_that_differs_is_a_departure(file):
    plan(made(), file)
    text = file.read_text(encoding="utf-8").replace("near_tie = 0.05", "near_tie = 0.2")
    file.write_text(text, encoding="utf-8")
    problem = made(thresholds={"criterion": ["a"], "at_least": [2]})
    assert departures(problem, file) == [
        "the case changed since in thresholds",
        "rule near tie: planned 0.2, used 0.05",
        "threshold of a: planned nothing, used at_least 2",
    ]


def test_prose_changes_no_plan_and_codings_only_what_they_pool(file):
    problem = load("cyber-policy").select(groups=["no_formal_ties"])
    plan(problem, file)
    reworded = problem.replace(options=problem.options.assign(summary="other words"))
    model_of = contents(_model(reworded), LIMITS, 2**17, 0)
    assert compared(read(file), model_of, file)[0]["as_planned"].all()


def _model(problem):
    from policymcda.model import PreferenceModel

    return PreferenceModel.of(problem)


def test_a_plan_is_not_replaced_unless_asked_for(file):
    plan(made(), file)
    with pytest.raises(ValueError, match="is not replaced unless that is asked for"):
        plan(made(), file)
    plan(made(), file, method="vikor", overwrite=True)
    assert read(file)["settings"]["method"] == "vikor"


def test_what_is_no_plan_is_refused_with_every_fault(file):
    with pytest.raises(ValueError, match=r"must end in \.toml"):
        plan(made(), file.with_suffix(".json"))
    with pytest.raises(ValueError, match="no plan"):
        verdict(made(), plan=file)
    file.write_text("format = [", encoding="utf-8")
    with pytest.raises(ProblemError, match="cannot be read"):
        verdict(made(), plan=file)
    file.write_text('format = "other/1"\nwritten = 3\nversion = "1"\n[weights.all]\na = "much"\n', encoding="utf-8")
    with pytest.raises(ProblemError) as caught:
        verdict(made(), plan=file)
    columns = caught.value.faults["column"].tolist()
    assert columns == ["format", "fingerprint", "written", "settings", "rules", "tables", "weights.all"]


def test_with_nothing_admissible_the_plan_is_still_compared(file):
    problem = made(thresholds={"criterion": ["a"], "at_least": [100]})
    plan(problem, file, screen=True)
    assert verdict(problem, screen=True, plan=file).notes["code"].iloc[0] == "as_planned"


def test_the_report_says_whether_it_is_as_planned(file, tmp_path):
    problem = made()
    plan(problem, file)
    page = report(problem, tmp_path / "case.md", plan=file, method="vikor").read_text(encoding="utf-8")
    assert "## The plan" in page
    assert "Not as planned in plan.toml" in page
    assert "method: planned topsis, used vikor" in page
    assert "--plan plan.toml" in page.replace("\\", "")
    assert "The plan" not in report(problem, tmp_path / "other.md").read_text(encoding="utf-8")


def test_the_command_line_writes_a_plan_and_checks_it(file, tmp_path, capsys):
    case = tmp_path / "case"
    made().save(case)
    assert main(["plan", str(case), "-o", str(file), "--method", "vikor"]) == 0
    assert main(["verdict", str(case), "--plan", str(file), "--table", "plan", "--format", "csv", "--quiet"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "setting,group,planned,used,as_planned,sentence"
    assert lines[1].startswith("method,,vikor,topsis,False")
    assert main(["plan", str(case), "-o", str(file)]) == 2
    assert main(["plan", str(case), "-o", str(file), "--overwrite"]) == 0
