"""Gaps that a person accepted in a comment: `roadworthy: accept dimension/pattern -- reason (until 2027-01-31)`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec import Struct

from roadworthy.app import Location, Unknown
from roadworthy.audit import Audit, AuditedGap
from roadworthy.regex import regex

HEAD_LINES = 5
"""A comment on these first lines of a file speaks for the whole file."""

_FORM = regex(
    r"roadworthy:\s*accept\s+(?P<pattern>[a-z-]+/[a-z0-9-]+)\s+--\s*(?P<reason>\S.*?)\s*"
    r"(?:\(until\s+(?P<until>[^)]*)\))?\s*(?:\*/\s*\}?|-->)?\s*$"
)
_SAYS_ACCEPT = regex(r"roadworthy:\s*accept\b")


class Acceptance(Struct, frozen=True):
    """A comment that holds. `until` is the last day on which it does, None for no end."""

    path: str
    line: int
    pattern: str
    reason: str
    until: date | None = None

    def covers(self, found: AuditedGap) -> bool:
        """Whether it speaks of a gap: in its file, on its line, on the line above, or at the file's head."""
        return found.pattern == self.pattern and any(self._stands_at(place) for place in found.locations)

    def _stands_at(self, place: Location) -> bool:
        near = self.line <= HEAD_LINES or self.line in (place.start_line, place.start_line - 1)
        return place.path == self.path and near

    @property
    def sentence(self) -> str:
        """How the report says it."""
        end = f" until {self.until.isoformat()}" if self.until is not None else ""
        return f"accepted{end} in {self.path}:{self.line}: {self.reason}"


def accept(audit: Audit, today: date | None = None) -> Audit:
    """The audit with accepted gaps in state 'accepted', the reason among their evidence.

    A comment that is malformed, or whose date is past on `today` (default: the current day), accepts nothing and is listed in `unknown`.
    """
    day = today or date.today()
    held: list[Acceptance] = []
    refused: list[Unknown] = []
    for read in _comments(audit):
        if isinstance(read, Unknown):
            refused.append(read)
        elif read.until is not None and read.until < day:
            refused.append(
                Unknown(read.path, read.line, f"acceptance of {read.pattern} ended on {read.until}")
            )
        else:
            held.append(read)
    gaps = tuple(_accepted(found, held) for found in audit.gaps)
    return msgspec.structs.replace(audit, gaps=gaps, unknown=(*audit.unknown, *refused))


def _accepted(found: AuditedGap, held: list[Acceptance]) -> AuditedGap:
    speaking = next((acceptance for acceptance in held if acceptance.covers(found)), None)
    if speaking is None:
        return found
    evidence = (*found.evidence, speaking.sentence)
    return msgspec.structs.replace(found, state="accepted", evidence=evidence)


def _comments(audit: Audit) -> Iterator[Acceptance | Unknown]:
    for path, module in sorted(audit.app.modules.items()):
        for comment in module.comments:
            if _SAYS_ACCEPT.search(comment.text):
                yield _read(path, comment.line, comment.text)


def _read(path: str, line: int, text: str) -> Acceptance | Unknown:
    form = _FORM.search(text)
    if form is None:
        wanted = "roadworthy: accept dimension/pattern -- reason (until 2027-01-31)"
        return Unknown(path, line, f"acceptance not understood; write `{wanted}`")
    if form["until"] is None:
        return Acceptance(path, line, form["pattern"], form["reason"])
    try:
        until = date.fromisoformat(form["until"].strip())
    except ValueError:
        return Unknown(
            path, line, f"acceptance of {form['pattern']} has no date in `until`: write 2027-01-31"
        )
    return Acceptance(path, line, form["pattern"], form["reason"], until)
