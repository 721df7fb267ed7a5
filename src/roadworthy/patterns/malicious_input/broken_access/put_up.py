"""Judges the consoles that libraries put up."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.views.requests.library_consoles import library_consoles


def detect_put_up(app: App) -> Iterator[Verdict]:
    """One gap for each that is open to everyone."""
    for console in library_consoles(app):
        yield gap(
            console.path,
            f"Anyone can open the console of {console.library} at {console.path}",
            impact=f"Whoever finds the address {console.lets}",
            locations=(console.place,),
            evidence=(
                f"it is put up at {console.place}, and `{console.asks}`, by which it asks who is there, is not set",
            ),
            severity=Severity.CRITICAL,
            details=OpenGap(None, "console", path=console.path),
            cwe="CWE-306",
        )
