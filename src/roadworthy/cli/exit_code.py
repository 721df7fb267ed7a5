"""The exit code: what a pipeline reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roadworthy.report.record import Report

FOUND, FAULT, UNVERIFIED, INTERRUPTED = 1, 2, 3, 130

_NOT_SHOWN = frozenset({"untestable", "flaky", "fix-failed"})


def exit_code(report: Report, fail_on: str) -> int:
    """1 when a gap that stands is at or above `fail_on` ('' for never); else 2 when a pattern of ours failed; else 3 when
    something that was to be shown could not be; else 0. An audit shows nothing, so it never ends with 3."""
    if fail_on and any(_counts(gap.state, gap.severity, fail_on) for gap in report.gaps):
        return FOUND
    if report.errors:
        return FAULT
    if report.command != "audit" and any(gap.state in _NOT_SHOWN for gap in report.gaps):
        return UNVERIFIED
    return 0


def _counts(state: str, severity: str, fail_on: str) -> bool:
    from roadworthy.report.summary import OPEN_STATES, PROVEN_STATES, SEVERITIES

    if fail_on == "proven":
        return state in PROVEN_STATES
    return state in OPEN_STATES and SEVERITIES.index(severity) <= SEVERITIES.index(fail_on)
