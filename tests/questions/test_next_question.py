"""What to ask next: entropies by enumeration, simulated judges, and the dialogue in the terminal."""

import io
from time import process_time

import numpy as np
import pytest

import policymcda as mcda
from policymcda import WeightSpace
from policymcda.anchoring import anchored
from policymcda.arrays.choice.next_question import counts_by_answer, entropy, expected_entropy, first_options
from policymcda.arrays.smaa.tasks import unit_scores
from policymcda.cli import main, progress
from policymcda.cli.ask_here import ask_here
from policymcda.tables.sketches import read_sketch


@pytest.fixture(scope="module")
def problem():
    return mcda.load("cyber-policy")


def test_expected_entropy_is_the_mean_of_the_entropies_after_each_answer():
    rng = np.random.default_rng(0)
    weights, values, rows = rng.dirichlet(np.ones(3), 500), rng.random((4, 3)), rng.normal(size=(300, 3))
    first = first_options(values, weights)
    found = expected_entropy(counts_by_answer(rows, weights, first, 4))
    for row, value in zip(rows, found, strict=True):
        answer = weights @ row >= 0
        parts = [np.bincount(first[part], minlength=4) / max(part.sum(), 1) for part in (answer, ~answer)]
        by_hand = [-sum(p * np.log2(p) for p in part if p > 0) for part in parts]
        assert value == pytest.approx(answer.mean() * by_hand[0] + (1 - answer.mean()) * by_hand[1], abs=1e-12)
        assert value <= entropy(np.bincount(first, minlength=4).astype(float)) + 1e-12


def test_the_best_question_comes_first_and_says_what_it_settles(problem):
    found = mcda.next_question(problem, "any")
    for group, part in found.table.groupby("group", sort=False):
        assert part["expected_entropy"].is_monotonic_increasing
        before = found.standing.set_index("group").loc[group, "entropy"]
        assert (part["expected_entropy"] < before).all()
    row = found.table[found.table["group"] == "no_formal_ties"].iloc[0]
    assert row["sentence"] == "a settles regional_orgs first in 100%; b settles tailored_capabilities first in 100%"


def test_both_sides_are_rows_of_the_table_of_statements(problem):
    found = mcda.next_question(problem, "any").table
    rows = found.rename(columns={"a": "better", "b": "worse"})[["group", "better", "worse"]]
    assert len(problem.replace(statements=rows).statements) == len(found)
    assert set(found["kind"]) == {"options", "trade_off"}


def test_trade_offs_alone_compare_no_options(problem):
    found = mcda.next_question(problem, "any", options=False).table
    assert set(found["kind"]) == {"trade_off"}
    assert len(mcda.next_question(problem, "any").table) > 0


def test_shares_are_those_of_exact_acceptability(problem):
    exact = mcda.smaa(problem, method="weighted_sum", ratings="fixed", sampling="exact").table
    standing = mcda.next_question(problem, "any").standing
    for row in standing.itertuples():
        part = exact[(exact["group"] == row.group)].set_index("option")["first_acceptability"]
        assert part[row.first_option] == pytest.approx(row.first_acceptability, abs=0.01)
        assert part.max() == pytest.approx(row.first_acceptability, abs=0.01)


def test_nothing_is_asked_when_it_is_settled_or_nothing_helps(problem):
    settled = mcda.next_question(problem, None)
    assert not len(settled.table)
    assert settled.standing["settled"].all()
    assert set(settled.notes["code"]) >= {"settled"}
    low = mcda.next_question(problem, "any", target=0.5)
    assert "no_formal_ties" not in set(low.table["group"]) or low.standing["first_acceptability"].min() < 0.5
    level = mcda.Problem.from_tables(
        criteria={"criterion": ["x", "y"], "direction": ["benefit"] * 2, "low": [0, 0], "high": [1, 1]},
        ratings={"option": ["a", "b"], "x": [0.9, 0.1], "y": [0.1, 0.91]},
    )
    line = WeightSpace.constrained(["x >= 0.502", "x <= 0.504"])  # level at .503, which no question is about
    open_end = mcda.next_question(level, line, options=False)
    assert not len(open_end.table)
    assert "no_question" in set(open_end.notes["code"])
    assert "no question helps" in str(open_end)


def test_another_method_is_only_named_in_a_note(problem):
    notes = mcda.next_question(problem, "any").notes
    assert (notes["code"] == "other_method").sum() == 4
    assert "topsis puts" in notes.loc[notes["code"] == "other_method", "text"].iloc[0]
    assert "other_method" not in set(mcda.next_question(problem, "any", method="weighted_sum").notes["code"])


def test_levels_of_a_cost_run_from_its_worse_end():
    case = mcda.Problem.from_tables(
        criteria={"criterion": ["price", "reach"], "direction": ["cost", "benefit"], "low": [0, 0], "high": [4, 1]},
        ratings={"option": ["tax", "ban"], "price": [1, 3], "reach": [0.2, 0.9]},
    )
    found = mcda.next_question(case, "any", options=False).table
    for row in found.itertuples():
        a, b = read_sketch(row.a)[0], read_sketch(row.b)[0]
        best = {"price": 0, "reach": 1}
        assert any(a[label] == best[label] for label in best)
        assert all(0 <= rating <= 4 for rating in (*a.values(), *b.values()))


@pytest.mark.parametrize("target", [0, 1.5, -1])
def test_a_target_is_a_share(problem, target):
    with pytest.raises(ValueError, match="target must be"):
        mcda.next_question(problem, "any", target=target)


def test_the_seed_decides_every_bit(problem):
    one, two, other = (mcda.next_question(problem, "any", seed=seed).table for seed in (1, 1, 2))
    assert one.equals(two)
    assert not one.equals(other)


def answers_until_settled(alone, truth, options):
    """How many answers a judge with true weights gives."""
    value = anchored(alone)[0]
    _, labels, matrix = next(alone.matrices())
    own = unit_scores(value, matrix, alone.benefit) @ truth
    rows = []
    while True:
        stated = alone.replace(statements=rows) if rows else alone
        found = mcda.next_question(stated, "statements" if rows else "any", options=options)
        if not len(found.table):
            return len(rows)
        row = found.table.iloc[0]
        if row["kind"] == "options":
            ahead = own[list(labels).index(row["a"])] >= own[list(labels).index(row["b"])]
        else:
            a, b = (read_sketch(row[side])[0] for side in "ab")
            ahead = sum((a[label] - b[label]) * truth[alone.leaf_criteria.index(label)] for label in a) >= 0
        better, worse = ("a", "b") if ahead else ("b", "a")
        rows.append({"better": row[better], "worse": row[worse]})


@pytest.mark.parametrize(("options", "most"), [(True, 2.0), (False, 4.5)])
def test_few_answers_of_simulated_judges_settle_what_is_first(problem, options, most):
    """Two judges a group; the benchmark of questions asks sixty."""
    for group in problem.grids:
        alone = problem.select(groups=[group])
        truths = np.random.default_rng(7).dirichlet(np.ones(4), 2)
        assert np.mean([answers_until_settled(alone, truth, options) for truth in truths]) <= most


def test_a_question_takes_less_than_a_second(problem):
    rows = [{"better": "speed=9; legitimacy=1", "worse": "speed=1; legitimacy=5"}]
    stated = problem.replace(statements=rows)
    mcda.next_question(stated, "statements")
    start = process_time()
    mcda.next_question(stated, "statements")
    assert process_time() - start < 1


class Terminal:
    """Answers in turn, and what was written."""

    def __init__(self, *answers):
        self.answers, self.lines = list(answers), []

    def read(self, prompt):
        self.lines.append(prompt)
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)


def asked(problem, terminal, **more):
    return ask_here(problem, read=terminal.read, write=terminal.lines.append, **more)


def test_answers_become_statements_until_every_group_is_settled(problem):
    terminal = Terminal(*["a"] * 20)
    found = asked(problem, terminal, stakeholder="anna")
    rows = found.statements
    assert set(rows["group"]) == set(problem.labels("group"))
    assert set(rows["stakeholder"]) == {"anna"}
    assert mcda.next_question(found, "statements").standing["settled"].all()
    text = "\n".join(terminal.lines)
    assert text.count("settled.") == 4
    assert f"{len(rows)} answers." in text


def test_b_same_skip_undo_and_stop_do_what_they_say(problem):
    group = ["rivals_with_ties"]
    first = mcda.next_question(problem.select(groups=group), "any", options=False).table.iloc[:2]
    swapped = asked(problem, Terminal("b", "stop"), groups=group, options=False).statements
    assert (swapped["better"].iloc[0], swapped["worse"].iloc[0]) == (first["b"].iloc[0], first["a"].iloc[0])
    level = asked(problem, Terminal("same", "stop"), groups=group, options=False).statements
    assert level["same"].tolist() == ["true"]
    skipped = asked(problem, Terminal("skip", "a", "stop"), groups=group, options=False).statements
    assert skipped["better"].tolist() == [first["a"].iloc[1]]
    terminal = Terminal("undo", "a", "undo", "skip", "undo", "B ", "stop")
    undone = asked(problem, terminal, groups=group, options=False).statements
    assert undone["better"].tolist() == [first["b"].iloc[0]]
    assert "There is nothing to undo." in terminal.lines


def test_an_answer_that_is_not_known_is_asked_again_and_the_end_of_input_stops(problem):
    terminal = Terminal("perhaps")
    found = asked(problem, terminal)
    assert not found.has("statements")
    assert any("Not understood" in line for line in terminal.lines)
    assert terminal.lines[-1] == "\n0 answers."


def test_undo_goes_back_to_the_group_before(problem):
    groups = ["nonsignatory_developing", "no_formal_ties"]
    terminal = Terminal("a", "undo", "b", "b")
    found = asked(problem, terminal, groups=groups).statements
    assert found["group"].tolist() == groups
    assert found["better"].tolist() == ["regional_orgs", "tailored_capabilities"]


def test_answers_stand_behind_the_cases_own_statements_and_names_are_told(problem):
    own = [{"better": "speed=9", "worse": "speed=1", "stakeholder": "before"}]
    terminal = Terminal("a", "stop")
    found = asked(problem.replace(statements=own), terminal, groups=["no_formal_ties"], options=False)
    assert found.statements["stakeholder"].tolist() == ["before", ""]
    text = "\n".join(terminal.lines)
    assert "Sources without formal ties (no_formal_ties):" in text
    assert "all else the same" in text


def test_a_case_without_groups_or_names_is_asked_by_labels():
    case = mcda.Problem.from_tables(
        criteria={"criterion": ["price", "reach"], "direction": ["cost", "benefit"], "low": [0, 0], "high": [4, 1]},
        ratings={"option": ["tax", "ban"], "price": [1, 3], "reach": [0.2, 0.9]},
    )
    terminal = Terminal("a")
    found = asked(case, terminal)
    assert found.statements["group"].tolist() == ["all"]
    assert {"  a: ban\n  b: tax", "  a: tax\n  b: ban"} & set(terminal.lines)


def test_the_command_prints_the_questions(problem, tmp_path, capsys):
    assert main(["next-question", "cyber-policy", "--no-options"]) == 0
    assert "capacity_partners" in capsys.readouterr().out
    stated = problem.replace(statements=[{"better": "speed=9; legitimacy=1", "worse": "speed=1; legitimacy=5"}])
    stated.save(tmp_path / "case")
    assert main(["next-question", str(tmp_path / "case")]) == 0
    assert "weights 1 statement" in capsys.readouterr().out


def test_nothing_says_that_it_is_at_work_while_a_person_is_asked(problem, tmp_path, monkeypatch, capsys):
    """Signs of life of a verb are for work; here it waits, and what it does in between takes less than a second."""
    waits = []

    class Person(io.StringIO):
        def readline(self, *_):
            waits.extend(ticker.busy for ticker in progress._tickers)
            return "stop\n"

    problem.select(groups=["no_formal_ties"]).save(tmp_path / "case")
    monkeypatch.setattr("sys.stdin", Person())
    assert main(["ask", str(tmp_path / "case"), "--here"]) == 0
    assert waits == [True]
    assert "Which is better?" in capsys.readouterr().out
