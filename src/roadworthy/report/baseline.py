"""Gaps that a team has decided to live with for now: a file of them, so that only new ones are told.

{"schema": 1, "gaps": [{"id": "b2c3d4e5", "pattern": "...", "subject": "...", "message": "..."}]}
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from roadworthy.audit import Audit, AuditedGap
from roadworthy.errors import UsageError

SCHEMA = 1
KNOWN = "accepted: known since the baseline in"
"""How the evidence of a gap that a baseline has begins its last sentence."""


class KnownGap(Struct, frozen=True):
    """`id` decides; the rest is for people who read the file."""

    id: str
    pattern: str
    subject: str
    message: str


class Baseline(Struct, frozen=True):
    """The file."""

    schema: int
    gaps: tuple[KnownGap, ...]


def read_baseline(path: Path) -> Baseline:
    """Raises UsageError for a file that is missing or no baseline."""
    try:
        baseline = msgspec.json.decode(path.read_bytes(), type=Baseline)
    except OSError as error:
        raise UsageError(
            f"cannot be read: {error.strerror}", where=str(path), remedy="make one with --update-baseline"
        ) from error
    except msgspec.DecodeError as error:
        raise UsageError(
            f"is no baseline: {error}", where=str(path), remedy="make one with --update-baseline"
        ) from error
    if baseline.schema != SCHEMA:
        raise UsageError(f"is of schema {baseline.schema}, not {SCHEMA}", where=str(path))
    return baseline


def write_baseline(path: Path, audit: Audit) -> int:
    """Writes the gaps that stand, in the order of their ids; how many they are. Raises UsageError."""
    standing = [gap for gap in audit.gaps if gap.state != "accepted"]
    known = sorted(
        (KnownGap(gap.id, gap.pattern, gap.subject, gap.message) for gap in standing), key=lambda gap: gap.id
    )
    encoded = msgspec.json.format(msgspec.json.encode(Baseline(SCHEMA, tuple(known))), indent=2)
    try:
        path.write_bytes(encoded + b"\n")
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", where=str(path)) from error
    return len(known)


def without_known(audit: Audit, baseline: Baseline, path: Path) -> Audit:
    """The audit with the gaps of a baseline in state 'accepted', the file named among their evidence."""
    known = {gap.id for gap in baseline.gaps}
    gaps = tuple(_known(gap, path) if gap.id in known else gap for gap in audit.gaps)
    return msgspec.structs.replace(audit, gaps=gaps)


def _known(gap: AuditedGap, path: Path) -> AuditedGap:
    if gap.state == "accepted":
        return gap
    evidence = (*gap.evidence, f"{KNOWN} {path.name}")
    return msgspec.structs.replace(gap, state="accepted", evidence=evidence)


def only_new(audit: Audit, before: Audit) -> Audit:
    """The audit with those gaps alone that an audit of an earlier state of the app has not."""
    known = {gap.id for gap in before.gaps}
    return msgspec.structs.replace(audit, gaps=tuple(gap for gap in audit.gaps if gap.id not in known))
