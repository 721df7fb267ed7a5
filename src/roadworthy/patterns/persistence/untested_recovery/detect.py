"""Looks for a written way back, and for what exercises it."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.views.operations.backups import (
    backup_place,
    database_place,
    drill,
    recovery_sections,
    scripts,
    states_goals,
)
from roadworthy.views.operations.hosting import keeps_data, manifest_place


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    if not keeps_data(app):
        return not_applicable("app", "it keeps no data")
    plan, exercised = recovery_sections(app), drill(app)
    if plan and exercised:
        return clear("app", f"{plan[0].path} says how data comes back, and {exercised} exercises it")
    facts = []
    if plan:
        facts.append(
            f"{plan[0].location} says how data comes back, but no schedule, pipeline or dated record shows that it was tried"
        )
    else:
        restoring = [script for script in scripts(app) if script.restores]
        facts.append(
            f"{restoring[0].path} restores data, and no document says when and how"
            if restoring
            else "no document says how lost data comes back"
        )
    if not states_goals(app):
        facts.append("nothing says how much may be lost, and how long it may take")
    place = plan[0].location if plan else backup_place(app) or database_place(app) or manifest_place(app)
    return gap(
        "app",
        "The way back for lost data was never tried" if plan else "Nothing says how lost data comes back",
        impact="Data loss: the first restore happens on the worst day, by somebody who has never done it",
        locations=(place,),
        evidence=facts,
        severity=Severity.LOW if plan else None,
    )
