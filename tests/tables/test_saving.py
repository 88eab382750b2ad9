"""A save is whole or not there, replaces only what is its own, follows links, keeps modes, and writes to regular files alone."""

import errno
import os
import re
import socket
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from policymcda import Problem, ProblemError, case_files, explore, load, plots, rank, report
from policymcda.cli import main
from policymcda.tables import case_folder, files

OLD, NEW = "cyber-policy", "governance-2013"


@pytest.fixture(scope="module")
def prints() -> dict[str, str]:
    """The fingerprints of the old case and the new one."""
    return {name: load(name).fingerprint for name in (OLD, NEW)}


def small(**case: object) -> Problem:
    return Problem.from_tables(
        case=case,
        criteria={"criterion": ["c"], "direction": ["cost"]},
        ratings={"option": ["o", "p"], "criterion": ["c", "c"], "mode": [1, 2]},
    )


CRASHES = """
import os, sys
from pathlib import Path
from policymcda import load
from policymcda.tables import case_folder

EVENTS = ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.chmod", "os.chown")
old, new, place = load("cyber-policy"), load("governance-2013"), Path(sys.argv[1])
point = 0
while True:
    point += 1
    if old.save(place / "case").joinpath(case_folder.STAGED).exists():
        sys.exit("a save leaves its own folder behind")
    child = os.fork()
    if child == 0:
        seen = 0
        def crash(event, arguments):
            global seen
            if event in EVENTS and any(str(place) in str(argument) or "/proc/" in str(argument) for argument in arguments):
                seen += 1
                if seen == point:
                    os._exit(9)
        sys.addaudithook(crash)
        new.save(place / "case")
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    found, names = load(place / "case"), sorted(os.listdir(place))
    if names != ["case"]:
        sys.exit(f"crash {point} leaves {names}")
    print(code, found.fingerprint, len(os.listdir(place / "case")), flush=True)
    if code == 0:
        break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="crashes are simulated in a forked process")
def test_a_crash_at_any_point_of_a_save_leaves_the_old_case_or_the_new_one(tmp_path, prints):
    text = subprocess.run([sys.executable, "-c", CRASHES, str(tmp_path)], capture_output=True, text=True, check=True)
    points = [line.split() for line in text.stdout.splitlines()]
    assert len(points) > 12
    assert {code for code, *_ in points[:-1]} == {"9"}
    found = [fingerprint for _, fingerprint, _ in points]
    turn = found.index(prints[NEW])
    assert 0 < turn < len(found) - 1
    assert set(found[:turn]) == {prints[OLD]}
    assert set(found[turn:]) == {prints[NEW]}


def test_what_a_save_left_is_cleared_by_the_next(tmp_path):
    staged = load(OLD).save(tmp_path / "case") / case_folder.STAGED
    staged.mkdir()
    (staged / "options.csv").write_text("option\nnonsense\n")
    assert load(tmp_path / "case").fingerprint == load(OLD).fingerprint
    load(NEW).save(tmp_path / "case")
    assert load(tmp_path / "case").fingerprint == load(NEW).fingerprint
    assert not staged.exists()


def test_a_committed_save_is_finished_before_the_next_begins(tmp_path, monkeypatch):
    path = load(OLD).save(tmp_path / "case")
    with monkeypatch.context() as patch:
        patch.setattr(case_folder, "_put", lambda *_: (_ for _ in ()).throw(OSError("busy")))
        with pytest.raises(OSError, match="busy"):
            load(NEW).save(path)
    assert load(path).fingerprint == load(NEW).fingerprint
    monkeypatch.setattr(case_folder, "_stage", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        load(OLD).save(path)
    assert load(path).fingerprint == load(NEW).fingerprint
    assert not (path / case_folder.STAGED).exists()
    assert not (path / "codings.csv").exists()


def test_names_outside_the_folder_in_a_commit_are_not_followed(tmp_path):
    path = small().save(tmp_path / "case")
    (tmp_path / "stranger.csv").write_text("mine")
    (path / case_folder.STAGED).mkdir()
    (path / case_folder.STAGED / "options.csv").write_text("option\no\np\n")
    names = "../../stranger.csv\n/etc/passwd\noptions.csv\ncriteria.csv\nratings.csv\n"
    (path / case_folder.STAGED / case_folder.COMMIT).write_text(names)
    assert load(path).labels("option") == ["o", "p"]
    small().save(path)
    assert (tmp_path / "stranger.csv").read_text() == "mine"


def test_a_folder_of_somebody_else_is_refused_with_the_files_that_would_go(tmp_path):
    (tmp_path / "groups.csv").write_text("my,own,groups\n")
    (tmp_path / "Options.CSV").write_text("my,own,options\n")
    (tmp_path / "notes.md").write_text("mine")
    with pytest.raises(
        ValueError, match=r"not written by policymcda.*replace Options\.CSV, groups\.csv; overwrite=True"
    ):
        load(OLD).save(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Options.CSV", "groups.csv", "notes.md"]
    assert (tmp_path / "groups.csv").read_text() == "my,own,groups\n"
    load(OLD).save(tmp_path, overwrite=True)
    assert load(tmp_path).fingerprint == load(OLD).fingerprint
    assert (tmp_path / "notes.md").read_text() == "mine"
    assert not (tmp_path / "options.csv").exists()


def test_a_folder_with_anything_in_it_is_no_place_for_a_case_unasked(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(ValueError, match="not empty and was not written by policymcda"):
        small().save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_folder_is_ours_if_it_is_empty_where_the_problem_came_from_or_from_a_save(tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    for name in ("empty", "absent/below"):
        assert small().save(tmp_path / name).joinpath("case.toml").read_text().startswith("# written by policymcda\n")
    by_hand = tmp_path / "by hand"
    by_hand.mkdir()
    (by_hand / "criteria.csv").write_text("criterion,direction\nc,cost\n")
    (by_hand / "ratings.csv").write_text("option,c\no,1\np,2\n")
    with pytest.raises(ValueError, match=r"criteria\.csv, ratings\.csv"):
        small().save(by_hand)
    monkeypatch.chdir(by_hand)
    loaded = load(".")
    loaded.change(None, "o", "c", mode=7).select(options=["o"]).save(by_hand)
    assert load(by_hand).matrix().at["o", "c"] == 7
    small().save(by_hand)
    (by_hand / "case.toml").write_text("title = 'mine now'\n")
    with pytest.raises(ValueError, match="overwrite=True"):
        small().save(by_hand)


def test_only_files_named_like_tables_are_replaced_or_removed(tmp_path):
    path = load(OLD).save(tmp_path / "case")
    mine = {"pyproject.toml": "[x]\n", "README.md": "mine", "figures.txt": "1"}
    for name, text in mine.items():
        (path / name).write_text(text)
    (path / "codings").mkdir()
    (path / "codings" / "raw.csv").write_text("1")
    load(NEW).save(path)
    assert {name: (path / name).read_text() for name in mine} == mine
    assert (path / "codings" / "raw.csv").read_text() == "1"
    assert not (path / "codings.csv").exists()
    (path / "ranking.csv").write_text("mine")
    load(OLD).save(path)
    assert (path / "ranking.csv").read_text() == "mine"


def test_links_are_followed_and_modes_kept(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    path = small().save(tmp_path / "real")
    (tmp_path / "link").symlink_to(path)
    os.replace(path / "ratings.csv", kept / "shared.csv")
    (path / "ratings.csv").symlink_to(kept / "shared.csv")
    (path / "options.csv").chmod(0o640)
    (path / "screens.csv").symlink_to(kept / "gone.csv")
    small().change(None, "o", "c", mode=9).save(tmp_path / "link", overwrite=True)
    assert (tmp_path / "link").is_symlink()
    assert (path / "ratings.csv").is_symlink()
    assert ",9," in (kept / "shared.csv").read_text()
    assert stat.S_IMODE((path / "options.csv").stat().st_mode) == 0o640
    assert not (path / "screens.csv").is_symlink()
    assert [one.name for one in kept.iterdir()] == ["shared.csv"]


def test_a_link_to_another_disk_is_followed_too(tmp_path, monkeypatch):
    path = small().save(tmp_path / "case")
    (tmp_path / "elsewhere").mkdir()
    os.replace(path / "ratings.csv", tmp_path / "elsewhere" / "ratings.csv")
    (path / "ratings.csv").symlink_to(tmp_path / "elsewhere" / "ratings.csv")
    replace = os.replace

    def across(source, target):
        if Path(source).parent.name == case_folder.STAGED and Path(target).parent.name == "elsewhere":
            raise OSError(errno.EXDEV, "another disk")
        replace(source, target)

    monkeypatch.setattr(os, "replace", across)
    small().change(None, "o", "c", mode=9).save(path)
    assert load(path).matrix().at["o", "c"] == 9
    assert (path / "ratings.csv").is_symlink()


def writers(problem: Problem) -> Iterator[tuple[str, object]]:
    """Everything that writes one file, by the ending that it writes."""
    figure = plots.figure(plots.scores, rank(problem))
    yield ".xlsx", problem.save
    yield ".json", problem.save
    yield ".svg", lambda path: plots.save(figure, path)
    yield ".png", lambda path: plots.save(figure, path)
    yield ".pdf", lambda path: plots.save(figure, path)
    yield ".md", lambda path: report(problem, path)
    yield ".html", lambda path: explore(problem, path)


@pytest.fixture(scope="module")
def ranked() -> Problem:
    matrix = pd.DataFrame({"reach": [3, 5, 4.0], "price": [4, 2, 3.0]}, index=["tax", "ban", "permit"])
    return Problem.from_matrix(matrix, directions=["benefit", "cost"], weights=[0.6, 0.4])


def test_every_file_goes_through_links_with_its_mode_and_leaves_nothing_beside_it(tmp_path, ranked):
    for ending, write in writers(ranked):
        file, link = tmp_path / f"file{ending}", tmp_path / f"link{ending}"
        file.write_text("old")
        file.chmod(0o600)
        link.symlink_to(file)
        write(link)
        assert link.is_symlink()
        assert file.read_bytes() != b"old"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        dangling = tmp_path / f"dangling{ending}"
        dangling.symlink_to(tmp_path / "below" / f"new{ending}")
        write(dangling)
        assert (tmp_path / "below" / f"new{ending}").stat().st_size
    assert len(list(tmp_path.iterdir())) == 3 * 7 + 1


def test_nothing_but_a_regular_file_is_written_to(tmp_path, ranked):
    for ending, write in writers(ranked):
        places = {name: tmp_path / f"{name}{ending}" for name in ("pipe", "folder", "socket", "loop", "device")}
        os.mkfifo(places["pipe"])
        places["folder"].mkdir()
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(places["socket"]))
        places["loop"].symlink_to(places["loop"])
        places["device"].symlink_to("/dev/null")
        words = {
            "pipe": "a named pipe",
            "folder": "a folder",
            "socket": "a socket",
            "loop": "a link that leads to itself",
        }
        for name, path in places.items():
            with pytest.raises(ValueError, match=words.get(name, "a device")):
                write(path)
    assert stat.S_ISFIFO(os.stat(tmp_path / "pipe.json").st_mode)
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize("name", ["ratings.csv", "screens.csv", "case.toml"])
def test_what_is_no_regular_file_in_the_place_of_a_table_is_refused_before_anything_is_replaced(tmp_path, name):
    path = small().save(tmp_path / "case")
    (path / name).unlink(missing_ok=True)
    os.mkfifo(path / name)
    before = (path / "criteria.csv").read_bytes()
    with pytest.raises(ValueError, match=f"{name} is a named pipe; only regular files are replaced"):
        load(NEW).save(path, overwrite=True)
    assert (path / "criteria.csv").read_bytes() == before
    with pytest.raises(ProblemError, match=f"{name}: is a named pipe"):
        load(path)


def test_blank_paths_and_folders_with_a_dot_are_told_or_taken(tmp_path, monkeypatch, ranked):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="the path is blank"):
        small().save("")
    for write in (report, explore, lambda problem, path: files.write(path, b"")):
        with pytest.raises(ValueError, match="the path is blank"):
            write(ranked, "")
    small().save(".")
    assert load(".").labels("option") == ["o", "p"]
    small().save("v1.2")
    assert load("v1.2").labels("option") == ["o", "p"]
    for name in ("case.csv", "case.xls", "case.pdf"):
        with pytest.raises(ValueError, match=r"saved as a folder, \.xlsx or \.json"):
            small().save(name)
    Path("file").write_text("mine")
    with pytest.raises(ValueError, match="file is a file; name a folder"):
        small().save("file")
    small().save("CASE.JSON")
    assert load("CASE.JSON").labels("option") == ["o", "p"]


@pytest.mark.parametrize("name", ["page.pdf", "page.doc", "page.txt", "page"])
def test_formats_that_cannot_be_written_are_refused_with_those_that_can(tmp_path, capsys, name):
    for verb, known in (("report", ".html, .htm, .md, .markdown, .docx"), ("explore", ".html, .htm")):
        assert main([verb, NEW, "-o", str(tmp_path / name)]) == 2
        text = capsys.readouterr().err
        assert f"must end in {known}: " in text
        assert text.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_without_files_without_a_name_the_part_has_one_and_goes_when_writing_fails(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    files.write(tmp_path / "one.txt", b"one")

    def fail(_):
        assert len(list(tmp_path.iterdir())) == 2
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk is full"):
        files.write(tmp_path / "one.txt", b"two")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"one"]


def test_a_new_file_has_the_mode_that_the_system_gives(tmp_path):
    (tmp_path / "plain").write_text("")
    made = files.write(tmp_path / "made", b"")
    assert made.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_two_saves_at_once_leave_one_of_the_two(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    problems = [load(OLD), load(NEW)] * 6
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda problem: problem.save(tmp_path / "case"), problems))
    assert load(tmp_path / "case").fingerprint in {problem.fingerprint for problem in problems[:2]}
    assert not (tmp_path / "case" / case_folder.STAGED).exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("rating.csv", "is not a table of a case (did you mean ratings?)"),
        ("screens.tsv", "is not read (save it as screens.csv"),
        ("Weights.xlsx", "is not read (save it as weights.csv"),
        ("judgements.csv.txt", "is not read (save it as judgements.csv"),
        ("groups", "is not read (save it as groups.csv"),
        ("cases.toml", "is not read (save it as case.toml"),
        ("case.txt", "is not read (save it as case.toml"),
        ("OPTIONS.CSV", "stands beside "),
    ],
)
def test_a_file_that_looks_like_a_table_or_the_case_and_is_not_read_is_a_fault(tmp_path, name, sentence):
    path = small().save(tmp_path / "case")
    (path / name).write_text("option\no\np\n")
    with pytest.raises(ProblemError) as caught:
        load(path)
    assert len(caught.value.every) == 1
    assert sentence in str(caught.value)


def test_the_case_of_names_does_not_count_and_other_files_are_left_aside(tmp_path):
    path = load(OLD).save(tmp_path / "case")
    for name in ("screens.csv", "ratings.csv", "case.toml"):
        os.replace(path / name, path / name.upper())
    for name in (
        ".hidden.csv",
        "~$ratings.xlsx",
        "ratings.csv~",
        "ratings.csv.bak",
        "README.md",
        "options.pdf",
        "x.toml",
    ):
        (path / name).write_text("left aside")
    assert load(path).fingerprint == load(OLD).fingerprint
    assert load(path).case == load(OLD).case
    load(path).change("rivals_with_ties", "common_areas", "speed", mode=4, low=3).save(path)
    assert (path / "SCREENS.CSV").exists()
    assert not (path / "screens.csv").exists()
    assert load(path).matrix("rivals_with_ties").at["common_areas", "speed"] == 4


@pytest.mark.parametrize("name", ["case.toml", "ratings.csv", "screens.csv"])
def test_a_link_to_nothing_is_a_fault_once(tmp_path, name):
    path = load(OLD).save(tmp_path / "case")
    (path / name).unlink()
    (path / name).symlink_to("gone")
    with pytest.raises(ProblemError) as caught:
        load(path)
    assert [(fault.table, fault.rule) for fault in caught.value.every] == [(name, "is a link to nothing")]


def test_a_folder_in_the_place_of_a_table_is_a_fault(tmp_path):
    path = small().save(tmp_path / "case")
    (path / "screens.csv").mkdir()
    with pytest.raises(ProblemError, match=r"screens\.csv: is a folder"):
        load(path)


ODD = {
    "a.b": "dot",
    "": "blank key",
    " spaces ": 1,
    'quo"te': 2,
    '"quoted"': 3,
    "defaults": {},
    "deep": {"x.y": {"": {"z": [1, "a", {"k.l": 2}]}}, "empty": {}},
    "long": 12345678901234567890,
    "fine": 0.1 + 0.2,
    "text": "12345678901234567890",
    "yes": True,
    "a": {"b": "not the dot"},
    "dangling.": ".",
    "back\\slash": "\\",
}


@pytest.mark.parametrize("suffix", ["", ".xlsx", ".json"])
def test_odd_keys_and_values_of_a_case_survive(tmp_path, suffix):
    problem = small(**ODD)
    assert problem.case == ODD
    found = load(problem.save(tmp_path / f"case{suffix}")).case
    assert found == ODD
    assert {key: type(value) for key, value in found.items()} == {key: type(value) for key, value in ODD.items()}
    assert load(small().save(tmp_path / f"none{suffix}")).case == {}


def test_what_a_case_cannot_hold_everywhere_is_the_same_text_everywhere(tmp_path):
    problem = small(x=float("nan"), y=[float("inf"), None], z={"gone": None, 1: (2,)})
    assert problem.case == {"x": "nan", "y": ["inf"], "z": {"1": [2]}}
    for suffix in ("", ".xlsx", ".json"):
        assert load(problem.save(tmp_path / f"case{suffix}")).case == problem.case


def test_a_case_that_is_nested_too_deep_is_a_fault():
    deep: dict[str, object] = {}
    for _ in range(60):
        deep = {"a": deep}
    with pytest.raises(ProblemError, match="nested more than 50 deep"):
        small(deep=deep)


@pytest.mark.parametrize("name", ["", " ", None, float("nan")])
def test_a_column_without_a_name_is_a_fault_if_it_holds_anything_and_none_if_it_does_not(tmp_path, name):
    options = pd.DataFrame({"option": ["o", "p"], name: ["", "x"]})
    with pytest.raises(ProblemError, match="options, column 2: the column has no name"):
        small().replace(options=options)
    problem = small().replace(
        options=options.assign(note="n").set_axis(["option", name, "note"], axis=1).replace("x", "")
    )
    assert list(problem.options.columns) == ["option", "note"]
    for suffix in ("", ".xlsx", ".json"):
        assert list(load(problem.save(tmp_path / f"case{suffix}")).options.columns) == ["option", "note"]


def test_new_writes_through_the_same_door(tmp_path):
    path = case_files.new(tmp_path / "mine")
    assert case_folder.is_own(path, None)
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    with pytest.raises(ValueError, match="exists already"):
        case_files.new(tmp_path / "link")
    assert case_files.new(tmp_path / "mine.XLSX").is_file()


@pytest.mark.parametrize("path", ["", " ", None, 3, "a\0b", "x" * 300, ["case"]])
def test_what_no_file_can_be_called_is_refused_in_a_sentence(path):
    problem = load("cyber-policy")
    for act in (load, problem.save, partial(report, problem)):
        with pytest.raises(ValueError, match="name a"):
            act(path)


def test_a_pipe_is_not_read_and_is_named_as_one(tmp_path):
    os.mkfifo(tmp_path / "case.json")
    with pytest.raises(ValueError, match="is a named pipe; only regular files are read"):
        load(tmp_path / "case.json")


def test_a_workbook_has_the_same_bytes_whenever_it_is_saved(tmp_path):
    path = small().save(tmp_path / "case.xlsx")
    with zipfile.ZipFile(path) as parts:
        made = re.findall(r">(\d{4}-\d\d-\d\dT[^<]*)<", parts.read("docProps/core.xml").decode())
        assert set(made) == {"1980-01-01T00:00:00Z"}
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
