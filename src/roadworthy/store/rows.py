"""A gap as rows, and back."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterator
from typing import Any

import msgspec

from roadworthy.audit import FixRecord
from roadworthy.report.record import ReportedGap, ReportedReproduction

_ROLES = ("reproduction", "before")


def rows_of_gap(gap: ReportedGap) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Table and values (after run and position) of each row that keeps a gap. Screenshots are kept as bytes."""
    bare = msgspec.structs.replace(gap, reproduction=None, before=None, fix=None)
    body = msgspec.json.encode(bare)
    yield "gaps", (gap.id, gap.pattern, gap.subject, gap.state, gap.severity, body)
    for role in _ROLES:
        made: ReportedReproduction | None = getattr(gap, role)
        if made is not None:
            yield from _rows_of_reproduction(role, made)
    if gap.fix is not None:
        yield "fixes", (gap.fix.outcome, gap.fix.commit, msgspec.json.encode(gap.fix))


def _rows_of_reproduction(role: str, made: ReportedReproduction) -> Iterator[tuple[str, tuple[Any, ...]]]:
    bare = tuple(msgspec.structs.replace(picture, data="") for picture in made.pictures)
    yield (
        "reproductions",
        (role, made.state, msgspec.json.encode(msgspec.structs.replace(made, pictures=bare))),
    )
    for position, picture in enumerate(made.pictures):
        if picture.data:
            yield "pictures", (role, position, base64.b64decode(picture.data))


def gap_of(connection: sqlite3.Connection, run: int, position: int, body: bytes) -> ReportedGap:
    """A gap put together from its rows. Raises MsgspecError when one of them does not read."""
    gap = msgspec.json.decode(body, type=ReportedGap)
    query = "SELECT role, body FROM reproductions WHERE run = ? AND gap = ?"
    for role, content in connection.execute(query, (run, position)).fetchall():
        made = msgspec.json.decode(content, type=ReportedReproduction)
        whole = _with_pictures(connection, (run, position, role), made)
        gap = msgspec.structs.replace(gap, **({role: whole} if role in _ROLES else {}))
    fix = connection.execute("SELECT body FROM fixes WHERE run = ? AND gap = ?", (run, position)).fetchone()
    kept = msgspec.json.decode(fix[0], type=FixRecord) if fix is not None else None
    return msgspec.structs.replace(gap, fix=kept)


def _with_pictures(
    connection: sqlite3.Connection, key: tuple[int, int, str], made: ReportedReproduction
) -> ReportedReproduction:
    query = "SELECT position, content FROM pictures WHERE run = ? AND gap = ? AND role = ?"
    content = dict(connection.execute(query, key).fetchall())
    pictures = tuple(
        msgspec.structs.replace(picture, data=base64.b64encode(content.get(position, b"")).decode())
        for position, picture in enumerate(made.pictures)
    )
    return msgspec.structs.replace(made, pictures=pictures)
