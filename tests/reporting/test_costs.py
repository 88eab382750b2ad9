"""Costs in money stand apart from benefit: what each option costs, beside its rank by all other criteria; by hand."""

import re
from collections.abc import Callable

import pytest

import policymcda as mcda
from policymcda.reporting.basis import MONEY

RATINGS = {
    "ban": {"reach": 10, "speed": 0, "price": (100, 120, 150)},
    "levy": {"reach": 6, "speed": 5, "price": 40},
    "study": {"reach": 0, "speed": 10, "price": 5},
    "quota": {"reach": 4, "speed": 5, "price": (10, None, 90)},
}
BY_HAND = [
    ["The ban", "120 (100 to 150)", "1"],
    ["levy", "40", "2"],
    ["quota", "10 to 90, no evidence", "3"],
    ["study", "5", "4"],
]
"""Reach and speed weigh 5/7 and 2/7 without the price, and are scaled from 0 to 10: 5/7, 4/7, 3/7 and 2/7."""


@pytest.fixture(scope="module")
def priced() -> mcda.Problem:
    """Four options by two benefits and a price in money, one price with ends and one unknown between two."""
    cells = []
    for option, row in RATINGS.items():
        for criterion, value in row.items():
            low, mode, high = value if isinstance(value, tuple) else (value, value, value)
            evidence = "none" if mode is None else "direct"
            cell = {"option": option, "criterion": criterion, "low": low, "high": high, "evidence": evidence}
            cells.append(cell | ({} if mode is None else {"mode": mode}))
    return mcda.Problem.from_tables(
        options=[{"option": option, "name": "The ban" if option == "ban" else ""} for option in RATINGS],
        criteria=[
            {"criterion": "reach", "direction": "benefit", "weight": 0.5, "unit": "people"},
            {"criterion": "speed", "direction": "benefit", "weight": 0.2, "unit": ""},
            {"criterion": "price", "direction": "cost", "weight": 0.3, "unit": "million EUR"},
        ],
        ratings=cells,
    )


@pytest.mark.parametrize("tier", ["brief", "full"])
def test_what_options_cost_stands_beside_their_rank_by_the_rest(
    tier: str, priced: mcda.Problem, reported: Callable[..., str]
) -> None:
    page = reported("priced", priced, tier, "html", method="weighted_sum")
    section = page[page.index("Costs apart from benefit</h3>") :]
    table = section[: section.index("</table>")]
    assert re.findall(r"<th [^>]*>(.*?)</th>", table) == ["option", "price (million EUR)", "rank by the rest"]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", table)[1:]]
    assert [row for row in rows if row] == BY_HAND


def test_the_rank_by_all_criteria_is_another_one(priced: mcda.Problem) -> None:
    first = mcda.rank(priced, method="weighted_sum").table.query("rank == 1")["option"].tolist()
    assert first == ["levy"]


def test_a_case_without_costs_in_money_has_no_such_section(shipped: Callable[[str, str], str]) -> None:
    assert "Costs apart from benefit" not in shipped("brief", "html")


@pytest.mark.parametrize("unit", ["€", "kEUR", "million EUR", "US$ per year", "GBP m", "MUSD", "SEK", "thousand euros"])
def test_a_unit_of_money_is_known(unit: str) -> None:
    assert MONEY.search(unit)


@pytest.mark.parametrize("unit", ["", "people", "days", "points", "neurons", "compounds", "tonnes CO2"])
def test_other_units_are_no_money(unit: str) -> None:
    assert not MONEY.search(unit)
