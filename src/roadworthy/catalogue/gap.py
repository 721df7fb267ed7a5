"""Verdicts: one pattern judged on one subject, always with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from roadworthy.app import Location
from roadworthy.catalogue.pattern import Effort, Severity


class Gap(Struct, frozen=True):
    """One place in one app where a pattern holds.

    `message` is what a person reads first: plain, concrete, about this app ("Any signed-in user can read every
    order"). `impact` says who is hurt and how, in a sentence about this app. `evidence` are the facts that make it
    a gap, one sentence each. `locations` has the place to look at first. `details` is the pattern's own
    record, handed on to `prove` and `fix`, which never search again. `anchor` tells apart two gaps of one pattern on one subject.
    Empty `severity` and `effort` are the pattern's defaults.
    """

    subject: str
    message: str
    impact: str
    locations: tuple[Location, ...]
    evidence: tuple[str, ...] = ()
    severity: Severity | None = None
    effort: Effort | None = None
    details: Any = None
    anchor: str = ""
    cwe: str = ""


class Verdict(Struct, frozen=True):
    """`verdict` is gap, clear, not-applicable or unknown; `reason` a sentence; `gap` is set for a gap."""

    subject: str
    verdict: str
    reason: str
    gap: Gap | None = None


def gap(
    subject: str,
    message: str,
    *,
    impact: str,
    locations: Sequence[Location],
    evidence: Sequence[str] = (),
    severity: Severity | None = None,
    effort: Effort | None = None,
    details: Any = None,
    anchor: str = "",
    cwe: str = "",
) -> Verdict:
    """The pattern holds here."""
    found = Gap(
        subject,
        message,
        impact,
        tuple(locations),
        tuple(evidence),
        severity,
        effort,
        details,
        anchor,
        cwe,
    )
    return Verdict(subject, "gap", message, found)


def clear(subject: str, reason: str) -> Verdict:
    """The pattern was looked for here and does not hold, because of `reason`."""
    return Verdict(subject, "clear", reason)


def not_applicable(subject: str, reason: str) -> Verdict:
    """The pattern cannot occur here."""
    return Verdict(subject, "not-applicable", reason)


def unknown(subject: str, reason: str) -> Verdict:
    """It could not be told; said aloud."""
    return Verdict(subject, "unknown", reason)
