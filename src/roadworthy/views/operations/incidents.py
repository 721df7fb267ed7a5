"""What an app's documents say of the hours after something happened: who is called, how bad it is, whom the law wants told."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.location import Location, whole_file
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.operations.documents import Section, sections

_ABOUT = regex(r"incident|on[-_ ]?call|escalation|outage|severity|post[-_ ]?mortem|breach|emergency", re.I)
_WHO = regex(
    r"\bon[- ]?call\b|\brota\b|escalat|pager|contact(s)?\b.{0,60}(@|\+?\d{6,}|channel|team)|\bowner\b|incident (lead|commander)",
    re.I | re.S,
)
_LEVELS = regex(r"severit|\bsev[- ]?\d|\bP[0-4]\b|priority (1|one)", re.I)
_BREACH = regex(
    r"72[\s-]*hours?|art(icle|\.)?\s*3[34]\b|supervisory authority|data breach|personal data breach|\bICO\b|\bCNIL\b|data protection (authority|officer)",
    re.I,
)
_OWNERS = regex(r"(^|/)(CODEOWNERS|OWNERS|MAINTAINERS(\.md)?)$")
_SECURITY = regex(r"(^|/)SECURITY\.md$|(^|/)security\.txt$", re.I)


class Process(Struct, frozen=True):
    """Where the documents say who is called, how bad it is and what a breach needs; None for nowhere."""

    who: Section | None = None
    levels: Section | None = None
    breach: Section | None = None
    owners: str = ""
    reporting: str = ""

    @property
    def place(self) -> Location | None:
        """The document that comes nearest to it."""
        section = self.who or self.levels or self.breach
        if section is not None:
            return section.location
        named = self.reporting or self.owners
        return whole_file(named) if named else None


def incident_process(app: App) -> Process:
    """What there is of a process."""
    return app.view(_process)


def _process(app: App) -> Process:
    about = [s for s in sections(app) if _ABOUT.search(s.path.rpartition("/")[2]) or _ABOUT.search(s.title)]
    paths = [file.path for file in app.repository.files]
    return Process(
        who=next((s for s in about if _WHO.search(s.text) and len(s.text.split()) >= 10), None),
        levels=next(
            (s for s in about if _LEVELS.search(s.title + " " + s.text) and len(s.text.split()) >= 10), None
        ),
        breach=next(
            (s for s in about if _BREACH.search(s.title + " " + s.text) and len(s.text.split()) >= 10), None
        ),
        owners=next((path for path in paths if _OWNERS.search(path)), ""),
        reporting=next((path for path in paths if _SECURITY.search(path)), ""),
    )
