"""The terminal: 80 columns, no colour needed."""

from __future__ import annotations

import re
import string
from pathlib import Path

import msgspec
import pytest
from hostile import hostile_audit
from rich.cells import cell_len
from shop_audit import RUN

from roadworthy.audit import CheckedVerdict
from roadworthy.report.data import make_report
from roadworthy.report.record import Report
from roadworthy.report.terminal import terminal_report

OWN_STYLES = re.compile(r"\x1b\[[0-9;]*m")


def test_the_first_line_says_what_was_found(report: Report) -> None:
    first = " ".join(terminal_report(report).splitlines()[:2])
    assert first == (
        "corner-shop: 2 gaps are proven, 2 suspected and 2 repaired. The worst still open is critical. 7 checks are clear."
    )


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(report: Report, tmp_path: Path, width: int) -> None:
    hostile = make_report(hostile_audit(tmp_path / "hostile"), RUN)
    for shown in (report, hostile):
        text = terminal_report(shown, width=width)
        assert max(cell_len(line) for line in text.splitlines()) <= width


def test_wide_characters_are_counted_as_two_cells(report: Report) -> None:
    wide = msgspec.structs.replace(report.gaps[1], message="注文" * 60, subject="表" * 90)
    text = terminal_report(msgspec.structs.replace(report, gaps=(wide,)))
    assert max(cell_len(line) for line in text.splitlines()) <= 80


def test_without_colour_there_is_no_escape_at_all(tmp_path: Path) -> None:
    text = terminal_report(make_report(hostile_audit(tmp_path), RUN))
    assert not set("\x1b\x9b\x07\u202e\u2066\u200b\ufeff\r") & set(text)
    assert "[bold red]markup[/bold red]" in " ".join(text.split())


def test_with_colour_the_only_escapes_are_our_own(tmp_path: Path) -> None:
    text = OWN_STYLES.sub("", terminal_report(make_report(hostile_audit(tmp_path), RUN), color=True))
    assert not set("\x1b\x9b\x07\u202e\u2066\u200b\ufeff\r") & set(text)


def test_every_gap_comes_with_a_command_that_shows_it(report: Report) -> None:
    text = terminal_report(report)
    assert """curl -s -X POST -H "$ALICE" -d '{"total": "0.01"}' "$BASE/api/orders\"""" in text
    assert "roadworthy prove --gap f6071829" in text


def test_the_names_in_a_command_are_explained_once(report: Report) -> None:
    text = " ".join(terminal_report(report).split())
    assert text.count("In the commands $BASE is the app's address") == 1
    assert "$ALICE the header by which one person is signed in" in text


def test_ten_come_first_and_the_rest_is_counted(report: Report) -> None:
    many = tuple(
        msgspec.structs.replace(report.gaps[1], id=f"{number:08x}", message=f"{word} goes wrong")
        for number, word in enumerate(string.ascii_letters[:25])
    )
    text = terminal_report(msgspec.structs.replace(report, gaps=many))
    assert text.count("POST /api/orders") == 10
    assert "and 15 more" in text


def test_what_was_not_understood_is_said(report: Report) -> None:
    text = " ".join(terminal_report(report).split())
    assert "Not understood (3)" in text
    assert "server/plugins.ts:14 routes are registered from a list that is read at run time" in text
    assert "Faults of Roadworthy itself: these patterns say nothing here (1)" in text
    assert "no product could be stocked through the app" in text


def test_what_the_proofs_rest_on_is_said(report: Report) -> None:
    text = " ".join(terminal_report(report).split())
    assert "What the proofs rest on in the trial (1) bcrypt@6 stands in for bcrypt" in text
    without = terminal_report(msgspec.structs.replace(report, trial=()))
    assert "rest on in the trial" not in without


def test_the_next_step_is_named(report: Report) -> None:
    after_audit = msgspec.structs.replace(report, command="audit")
    assert "Next: roadworthy prove" in terminal_report(after_audit)
    assert "Next: roadworthy fix" in terminal_report(report)
    assert "Next:" not in terminal_report(msgspec.structs.replace(report, gaps=()))


def test_what_one_reason_leaves_untold_is_told_once(report: Report) -> None:
    reason = "`acme.lookup` was not followed"
    rows = tuple(
        CheckedVerdict(f"GET /notes/{number}", "malicious-input/broken-access", "unknown", reason)
        for number in range(34)
    )
    text = terminal_report(msgspec.structs.replace(report, checklist=rows, unknown=()), width=160)
    assert text.count(reason) == 1
    assert "Not understood (1)" in text
    assert "GET /notes/0, GET /notes/1 and 32 more" in text
