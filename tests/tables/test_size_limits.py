"""Small files that hold very much are refused in a sentence before they take time or memory."""

import json
import zipfile
from pathlib import Path

import pytest

import policymcda as mcda
from policymcda.case_files import parse
from policymcda.tables import csv_files, reading


def test_a_small_workbook_that_unpacks_to_very_much_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (reading.SWOLLEN_BYTES + 1))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(mcda.ProblemError, match="unpacks to 100 MB, more than 100 times its size"):
        mcda.load(path)


NAMES = [f"c{number}" for number in range(csv_files.MAX_COLUMNS + 1)]


def test_a_csv_file_has_at_most_as_many_columns_as_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(",".join(NAMES) + "\n" + ",".join("1" for _ in NAMES) + "\n", encoding="utf-8")
    with pytest.raises(mcda.ProblemError, match="more than 16,384 columns"):
        mcda.load(path, directions="benefit")


@pytest.mark.parametrize(
    "criteria", [[dict.fromkeys(NAMES, 1)], {name: [1] for name in NAMES}], ids=["records", "columns"]
)
def test_a_table_of_json_has_no_more(criteria: object) -> None:
    text = json.dumps({"criteria": criteria, "ratings": []})
    with pytest.raises(mcda.ProblemError, match="more than 16,384 columns"):
        parse(text)
