"""The audit: every pattern on every subject of one app, nothing of the app run."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from roadworthy.app import App, Location, Unknown
from roadworthy.catalogue import Effort, Gap, Room, Severity, Verdict, load_rooms
from roadworthy.catalogue.priority import priority
from roadworthy.collection import calm_collection
from roadworthy.errors import UsageError
from roadworthy.judging import judged, judged_together
from roadworthy.languages.form import remembering_walks
from roadworthy.proof.reproduction import Reproduction


class FixRecord(Struct, frozen=True):
    """What became of a repair: `outcome` is fixed, fix-failed or brief; `reason` says why when it is not fixed;
    `commit` is its hash on the repair branch, `diff` the unified diff."""

    outcome: str
    title: str
    review: str = ""
    reason: str = ""
    commit: str = ""
    files: tuple[str, ...] = ()
    diff: str = ""
    task: str = ""
    acceptance: tuple[str, ...] = ()


class AuditedGap(Struct, frozen=True):
    """A gap as people see it: with its id, rank and state. `finding` is the pattern's own record, kept in memory only."""

    id: str
    pattern: str
    subject: str
    state: str
    severity: Severity
    effort: Effort
    impact: str
    priority: float
    message: str
    cwe: str
    locations: tuple[Location, ...]
    evidence: tuple[str, ...]
    finding: Gap
    reproduction: Reproduction | None = None
    fix: FixRecord | None = None
    before: Reproduction | None = None


class CheckedVerdict(Struct, frozen=True):
    """One line of the checklist."""

    subject: str
    pattern: str
    verdict: str
    reason: str


class PatternFault(Struct, frozen=True):
    """A pattern that failed on this app: a fault of Roadworthy that hides nothing else."""

    pattern: str
    part: str
    reason: str


class Audit(Struct, frozen=True):
    """What an audit found. `timings` are seconds by stage; `trial` is what stood in for something in the trial that its gaps were proven
    in, or could not be set up there."""

    app: App
    gaps: tuple[AuditedGap, ...]
    checklist: tuple[CheckedVerdict, ...]
    unknown: tuple[Unknown, ...]
    errors: tuple[PatternFault, ...]
    timings: dict[str, float]
    trial: tuple[str, ...] = ()


Progress = Callable[[str, float], None]


def audit_folder(
    root: Path,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    jobs: int = 1,
    details: bool = True,
    progress: Progress | None = None,
) -> Audit:
    """Audits the app in a folder.

    `select` and `ignore` name dimensions or patterns. With `details` False the gaps are without what `prove` and `fix` go by, and the
    patterns are shared among `jobs` processes as the reading of files is. `progress(stage, seconds)` is told as stages end. Raises
    UsageError when there is no app to audit.
    """
    from roadworthy.frameworks.build import build_app

    rooms = chosen_rooms(select, ignore)
    timings: dict[str, float] = {}
    app = build_app(root, jobs=jobs, timings=timings, progress=progress)
    return judge(app, rooms, timings, progress, jobs=1 if details else jobs)


def judge(
    app: App,
    rooms: Sequence[Room],
    timings: dict[str, float],
    progress: Progress | None = None,
    *,
    jobs: int = 1,
) -> Audit:
    """Runs the patterns over an App that was built already; with more `jobs` than one their gaps are without details."""
    with calm_collection(), remembering_walks():
        return _judge(app, rooms, timings, progress, jobs)


def _judge(
    app: App, rooms: Sequence[Room], timings: dict[str, float], progress: Progress | None, jobs: int
) -> Audit:
    gaps: list[AuditedGap] = []
    checklist: list[CheckedVerdict] = []
    errors: list[PatternFault] = []
    begun = time.perf_counter()
    said = judged_together(app, rooms, jobs) if jobs > 1 else judged(app, rooms)
    for room in rooms:
        one = said[room.id]
        if one.fault:
            errors.append(PatternFault(room.id, "detect", one.fault))
        checklist.extend(CheckedVerdict(v.subject, room.id, v.verdict, v.reason) for v in one.verdicts)
        gaps.extend(audited(room, verdict) for verdict in one.verdicts if verdict.gap is not None)
    timings["patterns"] = time.perf_counter() - begun
    if progress is not None:
        progress("patterns", timings["patterns"])
    ranked = sorted(gaps, key=lambda found: (-found.priority, found.pattern, found.subject, found.id))
    return Audit(app, tuple(ranked), tuple(checklist), app.unknown, tuple(errors), timings)


def chosen_rooms(select: Sequence[str], ignore: Sequence[str]) -> list[Room]:
    """The rooms that names of dimensions or patterns choose. Raises UsageError for a name that is neither."""
    rooms = load_rooms()
    known = {name for room in rooms for name in (room.dimension, *room.names)}
    for name in (*select, *ignore):
        if name not in known:
            raise UsageError(
                f"'{name}' is neither a dimension nor a pattern", remedy="`roadworthy explain` lists them"
            )
    wanted = [room for room in rooms if not select or {room.dimension, *room.names} & set(select)]
    return [room for room in wanted if not {room.dimension, *room.names} & set(ignore)]


def audited(room: Room, verdict: Verdict) -> AuditedGap:
    """A verdict with the pattern's defaults filled in, an id and a rank."""
    found = verdict.gap
    assert found is not None
    pattern = room.pattern
    severity, effort = found.severity or pattern.severity, found.effort or pattern.effort
    return AuditedGap(
        gap_id(room.id, found),
        room.id,
        found.subject,
        "suspected",
        severity,
        effort,
        found.impact,
        priority(pattern.kind, severity, effort),
        found.message,
        found.cwe or pattern.cwe,
        found.locations,
        found.evidence,
        found,
    )


def gap_id(pattern: str, found: Gap) -> str:
    """A name for a gap that does not change when lines move: a hash of its pattern, subject and anchor, 8 hex digits."""
    text = "\0".join((pattern, found.subject, found.anchor))
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
