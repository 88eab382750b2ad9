"""The command line: every verb in every format, what goes wrong, and what a terminal may and may not see."""

import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from policymcda import Problem, cli, load, rank
from policymcda.cli import VERBS, main
from policymcda.tables.layout import wide

FORMATS = ["table", "csv", "json", "markdown"]
SHOWN = {
    "cases": ["cases"],
    "show": ["show", "cyber-policy"],
    "show a group": ["show", "cyber-policy", "--group", "rivals_with_ties"],
    "show a table": ["show", "cyber-policy", "--table", "judgements", "--group", "no_formal_ties"],
    "show what is wide": ["show", "governance-2013"],
    "check": ["check", "cyber-policy"],
    "rank": ["rank", "cyber-policy"],
    "rank by another method": ["rank", "governance-2013", "--unknown", "worst"],
    "weights": ["weights", "cyber-policy"],
    "weights another way": ["weights", "governance-2013", "--by", "equal"],
}
SMALL = {
    "criteria": [
        {"criterion": "price", "direction": "cost", "weight": 0.4},
        {"criterion": "reach", "direction": "benefit", "weight": 0.6},
    ],
    "ratings": [{"option": "tax", "price": 3, "reach": 40}, {"option": "ban", "price": 5, "reach": 90}],
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to type in, on a terminal of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Types a command: the exit code, what it prints and what it complains of."""

    def run(*words: str, stdin: str | None = None) -> tuple[int, str, str]:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        try:
            code = main(words)
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, *capsys.readouterr()

    return run


def started(*words: str, **options: Any) -> subprocess.Popen[str]:
    """The command as a process of its own."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen([sys.executable, "-m", "policymcda", *words], text=True, **pipes)


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("words", SHOWN.values(), ids=SHOWN)
def test_every_verb_prints_every_format(typed: Any, words: list[str], style: str) -> None:
    code, out, complaint = typed(*words, "--format", style)
    assert (code, complaint) == (0, "")
    if style == "json":
        assert json.loads(out) or words[0] == "check"
    elif style == "csv":
        assert len(pd.read_csv(io.StringIO(out))) > 0 or words[0] == "check"
    elif style == "markdown":
        assert re.search(r"^\| -", out, re.MULTILINE)
    else:
        assert max(map(wide, out.split("\n"))) <= 80


@pytest.mark.parametrize("width", [60, 120])
@pytest.mark.parametrize("words", SHOWN.values(), ids=SHOWN)
def test_what_is_printed_fits_the_terminal(
    typed: Any, words: list[str], width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert max(map(wide, typed(*words)[1].split("\n"))) <= width


def test_the_ranking_in_json_is_the_result(typed: Any) -> None:
    ranking = rank(load("cyber-policy"))
    assert json.loads(typed("rank", "cyber-policy", "--format", "json")[1]) == ranking.to_dict()


def test_the_text_of_a_ranking_is_that_of_python(typed: Any) -> None:
    assert typed("rank", "cyber-policy")[1] == f"{rank(load('cyber-policy'))}\n"


def test_options_of_rank_reach_the_ranking(typed: Any) -> None:
    words = ["--method", "weighted_sum", "--weights", "equal", "--unknown", "worst", "--screen"]
    text = json.loads(typed("rank", "cyber-policy", *words, "--format", "json")[1])
    wanted = rank(load("cyber-policy"), method="weighted_sum", weights="equal", unknown="worst", screen=True)
    assert text == wanted.to_dict()
    assert {row["rank"] for row in text["table"] if row["group"] == "no_formal_ties"} == {1, None}


def test_a_case_comes_from_standard_input(typed: Any) -> None:
    code, out, _ = typed("rank", "-", "--format", "json", stdin=json.dumps(SMALL))
    assert code == 0
    assert json.loads(out) == rank(Problem.from_dict(SMALL)).to_dict()


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"tables": 3}', '{"case": 5}', "[" * 100_000, '{"options": [[1]]}'])
@pytest.mark.parametrize("verb", ["show", "check", "rank", "weights"])
def test_what_is_no_case_on_standard_input_is_a_fault(typed: Any, verb: str, text: str) -> None:
    code, out, complaint = typed(verb, "-", stdin=text)
    assert (code, out) == (2, "")
    assert re.match(r"\d+ faults? in the input:\n  ", complaint)


def test_every_fault_of_wrong_tables_is_told_on_standard_error(typed: Any) -> None:
    wrong = {
        "criteria": [{"criterion": "price", "direction": "gain"}, {"criterion": "reach", "direction": "benefit"}],
        "ratings": [{"option": "tax", "price": "cheap", "reach": 40}, {"option": "tax", "price": 5, "reach": "inf"}],
    }
    for verb in ("show", "check", "rank", "weights"):
        code, out, complaint = typed(verb, "-", stdin=json.dumps(wrong))
        assert (code, out) == (2, "")
        for value in ("'gain'", "'cheap'", "'inf'", "'tax'"):
            assert value in complaint


def test_check_tells_faults_as_a_table_to_programs(typed: Any) -> None:
    wrong = {**SMALL, "ratings": [{"option": "tax", "price": "cheap", "reach": 40}]}
    code, out, complaint = typed("check", "-", "--format", "json", stdin=json.dumps(wrong))
    assert (code, complaint) == (2, "")
    (fault,) = json.loads(out)
    assert (fault["table"], fault["row"], fault["column"], fault["value"]) == ("ratings", "1", "price", "cheap")
    assert json.loads(typed("check", "cyber-policy", "--format", "json")[1]) == []


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["rank", "cyber-polcy"], "did you mean cyber-policy?"),
        (["rank", "cyber-policy", "--method", "topsi"], "did you mean topsis?"),
        (["rank", "cyber-policy", "--weights", "ahpp"], "did you mean ahp?"),
        (["weights", "cyber-policy", "--by", "ahpp"], "did you mean ahp?"),
        (["show", "cyber-policy", "--table", "jugements"], "did you mean judgements?"),
        (["show", "cyber-policy", "--group", "no_formal_tie"], "did you mean no_formal_ties?"),
        (["show", "cyber-policy", "--table", "ratings", "--group", "nowhere"], "known: capacity_partners"),
        (["rnak", "cyber-policy"], "did you mean rank?"),
        (["rank", "cyber-policy", "--format", "xml"], "choose from 'table', 'csv', 'json', 'markdown'"),
        (["rank", "cyber-policy", "--unknown", "never"], "choose from 'mode', 'worst', 'best'"),
        (["rank"], "the following arguments are required: case"),
        (["--nothing"], "required: VERB"),
        (["show", "one\x1b[31m\u202etwo"], r"one\x1b[31m\u202etwo"),
    ],
)
def test_a_name_that_is_not_known_gets_the_nearest_and_exits_with_2(typed: Any, words: list[str], hint: str) -> None:
    code, out, complaint = typed(*words)
    assert (code, out) == (2, "")
    assert hint in complaint
    assert "Traceback" not in complaint


@pytest.mark.parametrize("word", ["rnak", "rank cyber-policy", "", "\u202e"])
def test_a_verb_that_is_not_known_is_answered_with_all_verbs(typed: Any, word: str) -> None:
    code, _, complaint = typed(word)
    assert code == 2
    assert ", ".join(VERBS) in complaint
    assert complaint.strip().isprintable()


def test_nothing_typed_is_answered_with_the_help(typed: Any) -> None:
    code, out, complaint = typed()
    assert (code, out) == (2, "")
    assert complaint == typed("--help")[1]


def test_the_version_is_told(typed: Any) -> None:
    assert typed("--version")[:2] == (0, f"policymcda {rank(load('cyber-policy')).settings['version']}\n")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a user of the examples has: a case of each form, a plan, answers and the state of an explorer."""
    folder = tmp_path_factory.mktemp("kept")
    assert main(["new", str(folder / "my-case")]) == main(["new", str(folder / "my-case.json")]) == 0
    assert main(["plan", str(folder / "my-case"), "-o", str(folder / "plan.toml")]) == 0
    _answered(folder / "answers")
    (folder / "state.json").write_text(json.dumps({"method": "weighted_sum", "screen": True}), "utf-8")
    return folder


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_the_examples_of_every_help_run(typed: Any, verb: str, kept: Path) -> None:
    code, text, _ = typed(*filter(None, [verb]), "--help")
    assert code == 0
    assert max(map(wide, text.split("\n\n", 1)[1].split("\nexample")[0].split("\n"))) <= 80
    examples = re.findall(r"^  policymcda (.*?)(?:  .*)?$", text.split("example")[-1], re.MULTILINE)
    assert examples
    made = {"": {"my-case"}, "new": {"my-case"}, "plan": {"plan.toml"}}.get(verb, set())
    for path in kept.iterdir():
        if path.name not in made:
            (shutil.copytree if path.is_dir() else shutil.copy2)(path, path.name)
    for example in examples:
        command, source = _typed(example)
        code, _, complaint = typed(*command, stdin=Path(source).read_text("utf-8") if source else "")
        assert code == 0, f"policymcda {example}: {complaint}"


def _answered(folder: Path) -> None:
    """A folder with the answers of one person to the template of a case."""
    pairs = [("effect", "acceptance", 3), ("effect", "cost", 2), ("cost", "acceptance", 2)]
    rows = [{"group": "", "criterion": one, "versus": other, "value": value} for one, other, value in pairs]
    answer = {"format": "policymcda-answers/1", "stakeholder": "Office 3", "id": "5f2c9a01", "finished": True}
    folder.mkdir()
    content = json.dumps({**answer, "saved": "2026-05-01T09:30:00Z", "tables": {"judgements": rows}})
    (folder / "office-3.json").write_text(content, "utf-8")


def _typed(example: str) -> tuple[list[str], str]:
    """The words of a command line before what is redirected, and the file that is read."""
    lexer = shlex.shlex(example, posix=True, punctuation_chars="<>")
    lexer.whitespace_split = True
    words = list(lexer)
    ends = [words.index(sign) for sign in "<>" if sign in words]
    source = words[words.index("<") + 1] if "<" in words else ""
    return words[: min(ends, default=len(words))], source


def test_the_help_names_every_verb(typed: Any) -> None:
    assert re.findall(r"^    ([\w-]+)(?:  |$)", typed("--help")[1], re.MULTILINE) == list(VERBS)


def test_a_new_case_is_accepted_and_ranked_and_shows_what_a_case_can_hold(typed: Any) -> None:
    assert typed("new", "my case")[2] == "wrote my case: edit it, then: policymcda check 'my case'\n"
    assert (
        typed("check", "my case")[1]
        .split("\n", 1)[1]
        .startswith("no fault: Problem 'my case': 4 options, 3 criteria, 2 groups")
    )
    for words, part in (
        (["--screen"], "consistency ratio"),
        (["--screen"], "the city does not own"),
        (["--no-screen"], "1 of 24 ratings rests on no evidence"),
    ):
        assert part in " ".join(typed("rank", "my case", *words)[1].split())
    problem = load("my case")
    assert set(problem.table("judgements")["stakeholder"]) == {"planner", "treasurer"}
    assert problem.table("criteria").set_index("criterion").loc["cost", ["direction", "unit"]].to_list() == [
        "cost",
        "million a year",
    ]


def test_the_guide_of_a_new_case_names_every_file_and_column_of_it() -> None:
    main(["new", "my-case"])
    guide = Path("my-case/README.md").read_text(encoding="utf-8")
    files = sorted(Path("my-case").glob("*.csv"))
    assert len(files) == 8
    for file in files:
        section = re.search(rf"^## {file.name}\n(.*?)(?=^## |\Z)", guide, re.MULTILINE | re.DOTALL)
        assert section, file.name
        header = file.read_text(encoding="utf-8").split("\n")[0].split(",")
        shared = {"group", "name", "definition", "option", "criterion", "reason", "rationale", "status"}
        assert [column for column in header if column not in shared and column not in section[1]] == []


@pytest.mark.parametrize("name", ["my-case", "my-case.json", "my-case.xlsx"])
def test_new_writes_no_case_over_another(typed: Any, name: str) -> None:
    assert typed("new", name)[0] == 0
    before = {path: path.stat().st_mtime_ns for path in Path().rglob("*")}
    code, out, complaint = typed("new", name)
    assert (code, out) == (2, "")
    assert complaint == f"policymcda: {name} exists already; choose another name\n"
    assert {path: path.stat().st_mtime_ns for path in Path().rglob("*")} == before
    assert load(name).name == "my-case"


def test_a_rating_that_is_not_known_is_shown_as_blank(typed: Any) -> None:
    case = {
        "criteria": [{"criterion": "reach", "direction": "benefit", "low": 1, "high": 9, "weight": 1}],
        "ratings": [
            {"option": "tax", "criterion": "reach", "mode": None, "evidence": "none"},
            {"option": "ban", "criterion": "reach", "mode": 3, "evidence": "direct"},
        ],
    }
    code, out, _ = typed("show", "-", stdin=json.dumps(case))
    assert code == 0
    assert out.split("\n")[-4:] == ["------  -----", "tax", "ban         3", ""]
    assert json.loads(typed("show", "-", "--format", "json", stdin=json.dumps(case))[1])[0]["reach"] is None


ORDERS = ["red\x1b[31m\x1b]0;title\x07", "two\nlines\r", "left\u202eright", "\x9b31m"]
WIDE = ["税金" * 40, "👍" * 40, "a" * 80]


def hostile(label: str, prose: str) -> str:
    """A case with such labels, and such texts where no label is."""
    return json.dumps(
        {
            "case": {"name": prose, "title": prose},
            "groups": [{"group": label, "definition": prose}, {"group": "b"}],
            "criteria": [
                {"criterion": label, "direction": "benefit", "weight": 0.5, "definition": prose},
                {"criterion": "reach", "direction": "benefit", "weight": 0.5},
            ],
            "ratings": [{"option": f"{label} {place}", label: place, "reach": place} for place in (1, 2)],
            "screens": [{"option": f"{label} 1", "status": "precondition_missing", "reason": prose}],
        }
    )


@pytest.mark.parametrize("style", ["table", "json", "markdown"])
@pytest.mark.parametrize("text", [*ORDERS, *WIDE], ids=range(7))
def test_no_text_gives_orders_to_the_terminal_or_is_wider(typed: Any, text: str, style: str) -> None:
    case = hostile(text if text in WIDE else "a", text)
    tables = [["show", "-", "--table", table] for table in ("screens", "groups", "criteria")]
    for words in (["rank", "-"], ["show", "-"], ["weights", "-"], ["check", "-"], *tables):
        code, out, complaint = typed(*words, "--format", style, stdin=case)
        assert (code, complaint) == (0, "")
        assert all(line.isprintable() for line in out.split("\n"))
        assert style != "table" or max(map(wide, out.split("\n"))) <= 80


@pytest.mark.parametrize("label", ORDERS, ids=range(4))
def test_no_label_and_no_fault_gives_orders_to_the_terminal(typed: Any, label: str) -> None:
    for case in (hostile(label, label), json.dumps({**SMALL, "ratings": [{label: label, "group": label}]})):
        for verb in ("check", "rank", "show"):
            _, out, complaint = typed(verb, "-", stdin=case)
            assert out or complaint
            assert all(line.isprintable() for line in (out + complaint).split("\n"))


def test_letters_that_the_terminal_cannot_write_are_named(typed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    case = {**SMALL, "ratings": [{"option": "税", "price": 1, "reach": 2}]}
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    code, _, complaint = typed("rank", "-", stdin=json.dumps(case))
    assert code == 2
    assert complaint == r"policymcda: '\u7a0e' cannot be written in ascii: set PYTHONIOENCODING=utf-8" + "\n"


def test_a_pipe_that_is_closed_is_no_error() -> None:
    shell = f"set -o pipefail; {shlex.quote(sys.executable)} -m policymcda rank cyber-policy | head -1"
    done = subprocess.run(["bash", "-c", shell], check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "capacity_partners\n", "")


def test_a_pipe_that_nobody_reads_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = started("rank", "cyber-policy", stdout=writing)
    os.close(writing)
    assert process.communicate(timeout=60)[1] == ""
    assert process.returncode == 0


def test_a_pipe_that_is_closed_within_python_is_no_error(typed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stdout", nobody)
        assert typed("rank", "cyber-policy")[0] == 0


def test_a_run_that_is_interrupted_exits_with_130_and_no_traceback() -> None:
    process = started("rank", "-", stdin=subprocess.PIPE)
    stat = Path(f"/proc/{process.pid}/wchan")
    deadline = time.monotonic() + 30
    while stat.exists() and "pipe" not in stat.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)  # until it waits for standard input
    process.send_signal(signal.SIGINT)
    out, complaint = process.communicate(timeout=30)
    assert (process.returncode, out, complaint) == (130, "", "policymcda: interrupted\n")


def test_help_and_version_load_no_pandas() -> None:
    code = "import sys; from policymcda.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "print(sorted({'pandas', 'numpy', 'pandera'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split("\n")[-2] == "[]"


def test_a_ranking_loads_nothing_that_it_does_not_need() -> None:
    code = "import sys; from policymcda.cli import main\nmain(['rank', 'cyber-policy'])\n"
    code += "print(sorted({'scipy', 'matplotlib', 'pymcdm', 'narwhals', 'jinja2', 'polars'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split("\n")[-2] == "[]"


def test_an_interruption_within_python_is_130(typed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(arguments: list[str]) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_parser", interrupted)
    assert typed("cases") == (130, "", "policymcda: interrupted\n")
