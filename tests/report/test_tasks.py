"""Gaps that say the same of several places are one thing to do."""

from __future__ import annotations

import msgspec
import pytest

from roadworthy.report.html import html_report
from roadworthy.report.markdown import markdown_report
from roadworthy.report.record import Report
from roadworthy.report.tasks import count_of, likewise, tasks
from roadworthy.report.terminal import terminal_report


def told(report: Report, *sentences: tuple[str, str]) -> Report:
    """The report with these gaps alone: subject and message, alike in all else."""
    one = report.gaps[1]
    gaps = tuple(
        msgspec.structs.replace(one, id=f"{number:08x}", subject=subject, message=message)
        for number, (subject, message) in enumerate(sentences, start=1)
    )
    return msgspec.structs.replace(report, gaps=gaps, causes=())


@pytest.fixture
def pages(report: Report) -> Report:
    return told(
        report,
        ("GET /admin", "Every signed-in user can open the administrators' page /admin"),
        ("GET /admin/users", "Every signed-in user can open the administrators' page /admin/users"),
        ("GET /admin/bills", "Every signed-in user can open the administrators' page /admin/bills"),
        ("POST /pay", "A loop makes any number of payments"),
    )


def test_one_sentence_of_several_places_is_one_thing_to_do(pages: Report) -> None:
    first, second = tasks(pages)
    assert [gap.subject for gap in (first.gap, *first.also)] == [
        "GET /admin",
        "GET /admin/users",
        "GET /admin/bills",
    ]
    assert (second.gap.subject, second.also) == ("POST /pay", ())
    assert count_of(tasks(pages)) == 4


def test_another_deed_severity_or_state_is_another_thing_to_do(report: Report) -> None:
    both = told(
        report,
        ("DELETE /api/orders/:id", "Any signed-in user can delete anyone's row in orders"),
        ("PATCH /api/orders/:id", "Any signed-in user can change anyone's row in orders"),
    )
    assert len(tasks(both)) == 2
    for other in ({"severity": "low"}, {"state": "untestable"}, {"pattern": "concurrency/lost-update"}):
        same = msgspec.structs.replace(both.gaps[0], id="0000000f", **other)
        assert len(tasks(msgspec.structs.replace(both, gaps=(both.gaps[0], same)))) == 2


def test_tables_are_names_and_no_part_of_the_sentence(report: Report) -> None:
    table = report.inventory.tables[0].name
    of_two = told(
        report,
        ("GET /api/all", f"Any signed-in user can read every row of {table}"),
        ("GET /api/users", "Any signed-in user can read every row of users"),
    )
    assert len(tasks(of_two)) == 1


def test_the_first_places_are_named_and_the_rest_is_counted(pages: Report) -> None:
    first = tasks(pages)[0]
    assert likewise(first, 3) == "likewise GET /admin/users, GET /admin/bills"
    assert likewise(first, 1) == "likewise GET /admin/users and 1 more"
    assert likewise(tasks(pages)[1], 3) == ""


def test_every_format_folds_them(pages: Report) -> None:
    assert "likewise GET /admin/users, GET /admin/bills" in terminal_report(pages)
    assert "likewise GET /admin/users, GET /admin/bills" in markdown_report(pages)
    page = html_report(pages)
    assert page.count("likewise 2 other places") == 1
    assert page.count('href="#gap-00000003"') == 1
