"""Asks the documents who is called, how bad it is, and whom the law wants told."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.views.operations.explained import readme_place
from roadworthy.views.operations.hosting import manifest_place
from roadworthy.views.operations.incidents import Process, incident_process
from roadworthy.views.people.exports import about_people


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    found = incident_process(app)
    missing = _missing(app, found)
    if not missing and found.who is not None:
        return clear("app", f"{found.who.path} says who is called and what follows")
    begun = found.who is not None or found.levels is not None
    place = found.place or readme_place(app) or manifest_place(app)
    return gap(
        "app",
        f"The incident process does not say {missing[0]}"
        if begun
        else "Nothing says who is called when it fails, and who must be told",
        impact=_impact(app),
        locations=(place,),
        evidence=(f"no document says {' or '.join(missing)}", *_beside(found)),
        severity=Severity.LOW if begun or (found.reporting and found.owners) else None,
    )


def _missing(app: App, found: Process) -> list[str]:
    missing = []
    if found.who is None:
        missing.append("who is on call")
    if found.levels is None:
        missing.append("how bad an incident is")
    if found.breach is None and (about_people(app) or not app.tables):
        missing.append("what a breach of personal data needs within 72 hours")
    return missing


def _impact(app: App) -> str:
    held = ", ".join(list(about_people(app))[:3])
    law = (
        f", and after a leak of {held} the 72 hours in which the authority must be told pass unused"
        if held
        else ""
    )
    return f"Outage: whoever notices does not know whom to call{law}"


def _beside(found: Process) -> list[str]:
    facts = []
    if found.reporting:
        facts.append(f"{found.reporting} only says how outsiders report a weakness")
    if not found.owners:
        facts.append("no file names the owners of the code")
    return facts
