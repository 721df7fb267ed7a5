"""Gaps that have to do with each other."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from shop_audit import RUN, found, sample_audit

from roadworthy.audit import Audit, AuditedGap, CheckedVerdict
from roadworthy.report.data import make_report
from roadworthy.report.markdown import markdown_report
from roadworthy.report.record import Report
from roadworthy.report.terminal import terminal_report

VALIDATION = "malicious-input/unvalidated-input"


def unvalidated(number: int, state: str = "suspected") -> AuditedGap:
    return found(f"0000000{number}", VALIDATION, f"POST /api/{number}", "Anything is stored", state=state)


def reported(folder: Path, gaps: tuple[AuditedGap, ...], clear: int = 0) -> Report:
    rows = tuple(CheckedVerdict(f"PUT /api/{n}", VALIDATION, "clear", "a schema") for n in range(clear))
    audit: Audit = msgspec.structs.replace(sample_audit(folder), gaps=gaps, checklist=rows)
    return make_report(audit, RUN)


def test_one_missing_layer_is_said_once_with_all_its_places(tmp_path: Path) -> None:
    report = reported(tmp_path, tuple(unvalidated(number) for number in range(4)), clear=2)
    (cause,) = report.causes
    assert (cause.pattern, len(cause.gaps), cause.places) == (VALIDATION, 4, 6)
    text = terminal_report(report)
    assert "4 of 6 places" in text and "One schema for each request body" in text
    assert "One schema for each request body" in markdown_report(report)


@pytest.mark.parametrize(("gaps", "clear"), [(2, 0), (3, 9)], ids=["two places", "the exception"])
def test_a_few_places_are_mended_one_by_one(tmp_path: Path, gaps: int, clear: int) -> None:
    assert reported(tmp_path, tuple(unvalidated(number) for number in range(gaps)), clear).causes == ()


def test_what_is_repaired_counts_no_longer(tmp_path: Path) -> None:
    gaps = (*(unvalidated(number, "fixed") for number in range(4)), unvalidated(5))
    assert reported(tmp_path, gaps).causes == ()


def test_a_gap_says_what_makes_it_worse(tmp_path: Path) -> None:
    every_row = found("0000000a", "data-volume/unbounded-list", "GET /api/products", "All rows")
    no_limit = found("0000000b", "malicious-input/unlimited-requests", "GET /api/products", "No limit")
    elsewhere = msgspec.structs.replace(no_limit, id="0000000c", subject="POST /api/login")
    report = reported(tmp_path, (every_row, no_limit, elsewhere))
    worse = {gap.id: gap.worse for gap in report.gaps}
    assert worse["0000000a"] == (
        "Worse here because of another gap: one client can ask as often as it likes (0000000b)",
    )
    assert not worse["0000000b"] and not worse["0000000c"]
