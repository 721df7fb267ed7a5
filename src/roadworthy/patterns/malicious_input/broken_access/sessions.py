"""Judges sessions that other people's pages can use."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.views.requests.cross_site import open_sessions


def detect_sessions(app: App) -> Iterator[Verdict]:
    """A gap for the app where a page of somebody else's can act with the session of a visitor of both."""
    for session in open_sessions(app):
        yield gap(
            "app",
            "Another site can act with the session of whoever is signed in",
            impact="A page somewhere else changes data and settings in the name of its visitors",
            locations=(session.place,),
            evidence=(
                f"the cookie of {session.library} goes along with requests from everywhere (no SameSite), and forms are taken",
                "no token and no check of the origin stands before what changes data",
            ),
            severity=Severity.MEDIUM,
            details=OpenGap(None),
            cwe="CWE-352",
        )
