"""The report as JSON, schema 1."""

from __future__ import annotations

import msgspec

from roadworthy.report.record import Report, ReportedGap, ReportedReproduction
from roadworthy.source.visible import HIDDEN


def json_report(report: Report) -> str:
    """Two spaces of indent, keys in the order of the schema, a line end at the end.

    The same report gives the same bytes. Characters that would steer a terminal are written as JSON escapes, which means the same to
    a reader of JSON. Pictures are named, not carried.
    """
    bare = msgspec.structs.replace(report, gaps=tuple(_without_pictures(gap) for gap in report.gaps))
    encoded = msgspec.json.format(msgspec.json.encode(bare), indent=2).decode()
    return HIDDEN.sub(lambda found: "\n" if found[0] == "\n" else _json_escape(found[0]), encoded) + "\n"


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _without_pictures(gap: ReportedGap) -> ReportedGap:
    return msgspec.structs.replace(
        gap, reproduction=_named_only(gap.reproduction), before=_named_only(gap.before)
    )


def _named_only(made: ReportedReproduction | None) -> ReportedReproduction | None:
    if made is None:
        return None
    pictures = tuple(msgspec.structs.replace(picture, data="") for picture in made.pictures)
    return msgspec.structs.replace(made, pictures=pictures)
