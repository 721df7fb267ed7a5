"""Looks for pages that wait without a bound for the app's own server."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.edits import Brief
from roadworthy.patterns.uptime.fragile_dependency.finding import FragileGap
from roadworthy.views.pages.patient_clients import patient_clients

_SHOWN = 12


def detect_pages(app: App) -> Iterator[Verdict]:
    """One verdict for the client that pages share."""
    places = app.view(patient_clients)
    if not places:
        return
    yield gap(
        f"axios in {places[0].path}",
        "While the server hangs, every page that waits for it spins for ever",
        impact="Lost users: nobody learns that something is wrong, and nobody is offered another try",
        locations=places[:_SHOWN],
        evidence=(
            f"axios at {places[0]} is given no timeout, and its own is none",
            *((f"so are {len(places) - 1} other calls",) if len(places) > 1 else ()),
        ),
        severity=Severity.MEDIUM,
        details=FragileGap(pages=places),
        cwe="CWE-1088",
    )


def pages_brief(message: str) -> Brief:
    """What a person does about it."""
    return Brief(
        title="Bound what pages wait for the server",
        task=f"{message}. Give the axios client a `timeout`, and say in the page that the server did not answer.",
        constraints=("uploads and exports get their own, longer bound",),
        acceptance=(
            "a page whose server hangs says so within the bound",
            "while it answers nothing is different",
        ),
    )
