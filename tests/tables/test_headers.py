"""Names of columns: known ones in any dress, near misses told, a user's own kept."""

from pathlib import Path

import pytest

from policymcda import Problem, ProblemError, load
from policymcda.cli import main
from policymcda.tables import headers
from policymcda.tables.schemas import SCHEMAS

CRITERIA = {"criterion": ["cost", "reach"], "direction": ["cost", "benefit"]}
LONG = {
    "option": ["tax", "tax"],
    "criterion": ["cost", "reach"],
    "low": [1, 2],
    "mode": [2, 3],
    "high": [3, 4],
    "evidence": ["direct", "none"],
}
WIDE = {"option": ["tax", "ban"], "cost": [3, 5], "reach": [40, 90]}


def renamed(table, **names):
    return {names.get(column, column): cells for column, cells in table.items()}


def faults(**tables):
    """What is wrong: column, rule and hint."""
    with pytest.raises(ProblemError) as caught:
        Problem.from_tables(**{"criteria": CRITERIA, "ratings": LONG, **tables})
    return [tuple(row) for row in caught.value.faults[["column", "rule", "hint"]].to_numpy()]


@pytest.mark.parametrize("written", ["Low", "LOW", " low ", "lo w", "l-o_w", "\ufefflow", "lo\u200bw", "\uff4cow"])
def test_capitals_blanks_hyphens_and_underscores_do_not_count_in_known_names(written):
    problem = Problem.from_tables(criteria=CRITERIA, ratings=renamed(LONG, low=written))
    assert list(problem.ratings["low"]) == [1, 2]


def test_every_known_name_of_every_table_is_known_in_capitals_with_blanks_for_underscores():
    for name, schema in SCHEMAS.items():
        for column in schema.columns:
            names, found = headers._named(name, [column.replace("_", " ").title()], frozenset())
            assert names == [column]
            assert found == []


def test_a_table_with_capital_headers_is_the_same_problem():
    capital = {column.title(): cells for column, cells in LONG.items()}
    criteria = {"CRITERION": ["cost", "reach"], "Direction": ["cost", "benefit"], "Anchor 1": ["dear", "far"]}
    problem = Problem.from_tables(criteria=criteria, ratings=capital)
    assert problem.fingerprint == Problem.from_tables(criteria=CRITERIA, ratings=LONG).fingerprint
    assert "anchor_1" in problem.criteria


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("low", "lo"), ("high", "hi"), ("low", "Min"), ("high", "max"), ("low", "lower_bound"), ("high", "Upper Limit"),
        ("low", "lows"), ("evidence", "evidance"), ("evidence", "evidnece"), ("evidence", "evidenc"), ("option", "Options"),
        ("option", "alternative"), ("criterion", "criteria"), ("criterion", "critereon"), ("criterion", "Indicator"),
        ("mode", "value"), ("mode", "best guess"), ("mode", "modes"), ("mode", "MODE:"), ("mode", "Most likely value"),
        ("high", "Max."), ("low", "low (est.)"), ("low", "[low]"), ("low", "(low)"), ("low", "'low'"), ("high", "High?"),
        ("low", "Minimum value"), ("high", "upper_estimate"), ("low", "Low (in EUR):"), ("evidence", "Evidences"),
    ],
)  # fmt: skip
def test_a_near_miss_of_a_known_name_is_one_fault_that_says_rename(known, written):
    found = faults(ratings=renamed(LONG, **{known: written}))
    assert [(column, hint) for column, _, hint in found] == [(written, f"rename it to {known}")]
    assert found[0][1] in (f"is nearly the column {known}", f"is another word for the column {known}")


@pytest.mark.parametrize(
    "written", ["Weight (%)", "weight [0-1]", "wt.", "Relative weight", "local_weight", "weights*", "WEIGHT:"]
)
def test_units_remarks_and_stops_do_not_hide_a_known_name(written):
    rules = {"is nearly the column weight", "is another word for the column weight"}
    found = faults(criteria={**CRITERIA, written: [0.5, 0.5]})
    assert [(column, hint) for column, _, hint in found] == [(written, "rename it to weight")]
    assert found[0][1] in rules


@pytest.mark.parametrize(
    "written", ["lo/hi", "min/max", "Low - High", "lower_upper", "min to max", "Range", "interval (EUR)"]
)
def test_both_ends_of_a_range_in_one_column_are_told_and_not_dropped(written):
    long = {column: cells for column, cells in LONG.items() if column not in ("low", "high", "evidence")}
    found = faults(ratings={**long, written: ["1-3", "2-4"]})
    assert found == [(written, "has both ends of a range", "give each a column of its own: low and high")]


def test_a_first_column_without_a_name_is_told_once_what_to_call_it():
    assert faults(ratings=renamed(WIDE, option=" ")) == [
        ("1", "has no name, and the column option is missing", "write option above it")
    ]


@pytest.mark.parametrize(
    "written", [("Cost", "Reach"), ("COST", "REACH"), ("cost (EUR)", "reach [%]"), ("cost.", "reach:")]
)
def test_criteria_along_the_top_in_other_capitals_or_with_units_are_told_by_name(written):
    found = faults(ratings=renamed(WIDE, cost=written[0], reach=written[1]))
    assert found == [
        ("cost", "the column is missing", f"did you mean {written[0]}?"),
        ("reach", "the column is missing", f"did you mean {written[1]}?"),
    ]


def test_a_swapped_letter_in_weight_is_a_fault():
    found = faults(criteria={**CRITERIA, "wieght": [0.5, 0.5]})
    assert found == [("wieght", "is nearly the column weight", "rename it to weight")]


def test_a_users_own_columns_stay_as_they_are_and_check_lists_them(tmp_path, capsys):
    own = {name: ["x", "y"] for name in ("code", "action", "model", "std", "sort", "Note", "remarks", "country")}
    problem = Problem.from_tables(criteria={**CRITERIA, "weight": [0.5, 0.5]}, ratings={**LONG, **own})
    assert set(own) <= set(problem.ratings)
    assert problem.own_columns == {"ratings": list(own)}
    path = problem.save(tmp_path / "case")
    assert main(["check", str(path)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "ratings: your own columns are kept: code, action, model, std, sort, Note, remarks, country" in shown
    assert load("cyber-policy").own_columns["groups"][0] == "dominant_challenge"


def test_a_name_that_is_near_one_that_is_there_too_is_a_users_own():
    problem = Problem.from_tables(criteria=CRITERIA, ratings={**LONG, "min": [0, 0], "evidance": ["a", "b"]})
    assert problem.own_columns == {"ratings": ["min", "evidance"]}


def test_two_columns_that_mean_the_same_are_a_fault():
    assert faults(ratings={**LONG, "Low": [0, 0]}) == [("low", "the column stands twice", "rename or remove one")]


def test_a_first_column_of_another_name_is_told_what_to_rename_it_to():
    rule = "is not a known column, and the column {} is missing"
    word = "is another word for the column option"
    assert faults(ratings=renamed(WIDE, option="Supplier")) == [("Supplier", word, "rename it to option")]
    assert faults(ratings=renamed(WIDE, option="Land")) == [("Land", rule.format("option"), "rename it to option")]
    assert faults(criteria=renamed(CRITERIA, criterion="Kriterium")) == [
        ("Kriterium", rule.format("criterion"), "rename it to criterion")
    ]


@pytest.mark.parametrize(
    "own", ["cost low", "cost_high", "cost (min)", "low cost", "Reach sd", "low", "Evidence", "max", "mode"]
)
def test_a_wide_table_has_no_place_for_ranges_and_says_so_instead_of_dropping_them(own):
    found = faults(ratings={**WIDE, own: [1, 2]})
    hint = "write one row per option and criterion, with the columns option, criterion, low, mode, high, evidence"
    assert len(found) == 1
    assert found[0][1:] == ("has no place in a table with one column per criterion", hint)


def test_criteria_are_called_as_they_are_called_whatever_columns_have_such_names():
    criteria = {"criterion": ["Low", "min", "cost low", "cost"], "direction": ["cost"] * 4}
    ratings = {"option": ["tax"], "Low": [1], "min": [2], "cost low": [3], "cost": [4]}
    assert Problem.from_tables(criteria=criteria, ratings=ratings).matrix().to_numpy().tolist() == [[1, 2, 3, 4]]


def test_one_letter_amiss_is_a_letter_more_less_other_or_two_swapped():
    for word in ("weigt", "wweight", "weight_"[:-1] + "s", "waight", "wieght", "weigth"):
        assert headers.one_amiss(word, "weight")
    for word in ("weight", "wiehgt", "wght", "height2", "eightw"):
        assert not headers.one_amiss(word, "weight")


def test_ten_thousand_columns_of_a_users_own_are_named_in_no_time():
    names = [f"column {i}" for i in range(10_000)]
    found, wrong = headers._named("ratings", ["option", *names], frozenset())
    assert found[1:] == names
    assert wrong == []


def test_the_guide_prints_the_words_that_the_code_knows():
    guide = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
    table = guide.split("<!-- synonyms")[1].split("<!-- end of synonyms")[0].splitlines()
    printed = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in table if row.startswith("| ")][1:]
    assert printed == [(name, known, words) for name, own in headers.SYNONYMS.items() for known, words in own.items()]
    assert all(known in SCHEMAS[name].columns for name, known, _ in printed)


def test_every_table_has_words_that_others_use_for_its_columns():
    assert set(headers.SYNONYMS) == set(SCHEMAS)
    for name, words in headers.SYNONYMS.items():
        assert set(words) <= set(SCHEMAS[name].columns)


def test_a_list_in_a_column_of_a_users_own_is_a_fault_of_its_row():
    with pytest.raises(ProblemError) as caught:
        Problem.from_tables(criteria=CRITERIA, ratings=LONG, options=[{"option": "tax", "own": 1, "other": [1]}])
    assert [(fault.row, fault.column, fault.rule) for fault in caught.value.every] == [
        ("1", "other", "is neither text nor a number")
    ]


def test_a_column_without_a_name_means_none():
    assert headers._meant("ratings", " _", ["low"]) == ("", "")
