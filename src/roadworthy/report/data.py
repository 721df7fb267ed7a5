"""From an audit to the report as data."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import msgspec

from roadworthy.app import App
from roadworthy.audit import Audit, AuditedGap
from roadworthy.catalogue import Room, load_rooms
from roadworthy.catalogue.pattern import Pattern
from roadworthy.proof import Picture, Reproduction
from roadworthy.report.causes import causes_of, worse_of
from roadworthy.report.certificate import Certificate
from roadworthy.report.excerpt import excerpts_of
from roadworthy.report.inventory import inventory_of
from roadworthy.report.record import (
    SCHEMA,
    AppFacts,
    Place,
    Report,
    ReportedGap,
    ReportedReproduction,
    RunInfo,
    Screenshot,
    Tool,
)
from roadworthy.report.version import version
from roadworthy.source.visible import without_surrogates

LARGEST_PICTURE = 3_000_000
"""Bytes of a screenshot that a report carries; a larger one would make the page heavy."""


def make_report(audit: Audit, run: RunInfo, certificate: Certificate | None = None) -> Report:
    """Everything a report shows, so that it can be written and stored without the app at hand.

    Reads the code around each gap and the screenshots of its reproductions.
    """
    rooms = {room.id: room for room in load_rooms()}
    patterns = {identifier: room.pattern for identifier, room in rooms.items()}
    timings: dict[str, str | float] = {"started": run.started, "finished": run.finished}
    report = Report(
        schema=SCHEMA,
        tool=Tool("roadworthy", run.version or version()),
        app=_facts(audit.app, run.commit),
        command=run.command,
        inventory=inventory_of(audit.app),
        gaps=tuple(
            _gap(audit.app, found, rooms, worse_of(found, audit.gaps, patterns)) for found in audit.gaps
        ),
        checklist=audit.checklist,
        unknown=audit.unknown,
        errors=audit.errors,
        timings=timings | {stage: round(seconds, 4) for stage, seconds in sorted(audit.timings.items())},
        certificate=certificate,
        causes=causes_of(audit.gaps, audit.checklist, patterns),
        trial=audit.trial,
    )
    return encodable(report)


def encodable(report: Report) -> Report:
    """The report with lone surrogates (from file names that are not UTF-8) written out as escapes."""
    try:
        msgspec.json.encode(report)
    except UnicodeEncodeError:
        return msgspec.convert(_clean(msgspec.to_builtins(report)), Report)
    return report


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, dict):
        return {_clean(key): _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list | tuple) else value


def _facts(app: App, commit: str) -> AppFacts:
    lines = sum(module.lines for module in app.modules.values())
    return AppFacts(app.deployment.name or app.root.name, commit, app.stacks, len(app.modules), lines)


def _gap(app: App, found: AuditedGap, rooms: Mapping[str, Room], worse: tuple[str, ...]) -> ReportedGap:
    room = rooms.get(found.pattern)
    pattern = room.pattern if room is not None else None
    return ReportedGap(
        id=found.id,
        pattern=found.pattern,
        dimension=found.pattern.split("/")[0],
        title=pattern.fails if pattern is not None else found.pattern,
        subject=found.subject,
        state=found.state,
        severity=found.severity,
        effort=found.effort,
        impact=found.impact,
        priority=found.priority,
        message=found.message,
        cwe=found.cwe,
        locations=tuple(Place(place.path, place.start_line, place.end_line) for place in found.locations),
        evidence=found.evidence,
        reproduction=_reproduction(found.reproduction),
        before=_reproduction(found.before),
        fix=found.fix,
        command=f"roadworthy prove --gap {found.id}" if room is not None and room.has("prove") else "",
        excerpts=excerpts_of(app, found.locations),
        worse=worse,
        **_words(pattern),
    )


def _words(pattern: Pattern | None) -> dict[str, Any]:
    if pattern is None:
        return {}
    return {"kind": pattern.kind.value, "hurts": pattern.hurts, "references": pattern.references}


def _reproduction(made: Reproduction | None) -> ReportedReproduction | None:
    if made is None:
        return None
    return ReportedReproduction(
        made.state,
        made.expect,
        made.observed,
        made.steps,
        made.measurements,
        tuple(_screenshot(picture) for picture in made.pictures),
        made.seconds,
        made.tries,
    )


def _screenshot(picture: Picture) -> Screenshot:
    carried = len(picture.png) <= LARGEST_PICTURE
    data = base64.b64encode(picture.png).decode() if carried else ""
    return Screenshot(PurePath(picture.path).name, picture.caption, data)
