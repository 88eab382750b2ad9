"""A report of more groups than fit on a screen: a table of them first, then a section each that opens on demand."""

from pathlib import Path

import pytest

import policymcda as mcda
from policymcda.reporting import basis, brief, document, first_screen, report_results
from policymcda.reporting.naming import Names
from policymcda.weighting.resolve import resolve


@pytest.fixture(scope="module")
def page(case, written, tmp_path_factory):
    """The brief report where three groups are many."""
    asked = written("brief")[1]
    path = tmp_path_factory.mktemp("many") / "report.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report_results, "ask", lambda *_, **__: asked)
        for module in (brief, document, first_screen):
            patch.setattr(module, "MANY", 3)
        mcda.report(case, path)
    return Path(path).read_text("utf-8")


def test_what_every_group_comes_to_is_a_table_that_leads_to_its_section(case, page):
    table = page.split('<table class="groups">')[1].split("</table>")[0]
    assert table.count("<tr class=") == len(case.labels("group")) == 4
    for place in range(2, 6):
        assert f'<a href="#r-{place}"' in table
        assert f'id="r-{place}"' in page
    assert '<ul class="findings">' not in page
    assert "A share is that of 131,072 simulations" in page


def test_sections_of_groups_are_folded_with_the_verdict_beside_the_heading(page):
    assert page.count('<details class="folded"><summary>') == 4
    for part in page.split('<details class="folded">')[1:]:
        summary = part.split("</summary>")[0]
        assert '<span class="line">: ' in summary
        assert "<h2" in summary
        assert "What it hangs on" in part
    assert page.count("<details") == page.count("</details>")


def test_few_groups_stand_open(written):
    page = written("brief")[0]["html"]
    assert 'class="folded"' not in page
    assert '<ul class="findings">' in page


def test_weights_of_a_hundred_and_twenty_groups_are_a_table_without_a_warning():
    groups = [f"g{place}" for place in range(120)]
    problem = mcda.Problem.from_tables(
        criteria={"criterion": ["a", "b"], "direction": ["benefit", "benefit"]},
        groups={"group": groups},
        ratings=[{"group": g, "option": o, "a": x, "b": 3 - x} for g in groups for o, x in (("x", 1), ("y", 2))],
        weights=[{"group": g, "criterion": c, "weight": w} for g in groups for c, w in (("a", 0.25), ("b", 0.75))],
    )
    table = mcda.rank(problem, method="weighted_sum")
    asked = report_results.Asked(problem, {}, {"rank": table, "weights": resolve(problem, None)})
    frame = basis._criteria(asked, Names(problem))
    assert len(frame.columns) == 122
    assert frame["weight: g119"].tolist() == [0.25, 0.75]
