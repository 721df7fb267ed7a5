"""Looks for what saves the data again and again: a schedule that dumps it, or a provider that is told to."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.app.deployment import DataStore
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.views.operations.backups import (
    backup_place,
    database_place,
    saving_store,
    scheduled_backup,
    scripts,
    unsaved_stores,
    ways_to_run,
)
from roadworthy.views.operations.hosting import keeps_data, manifest_place

_IMPACT = (
    "Data loss: after a broken disk, a wrong command or a closed account everything people entered is gone"
)


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    if not keeps_data(app):
        return not_applicable("app", "it keeps no data")
    unsaved = unsaved_stores(app)
    if unsaved:
        return _switched_off(app, unsaved)
    store = saving_store(app)
    if store is not None:
        return clear(
            "app", f"{store.provider} keeps backups of {store.name} ({store.says or store.location})"
        )
    schedule = scheduled_backup(app)
    if schedule is not None:
        return clear("app", f"{schedule.location} saves it ({schedule.every})")
    return _none(app)


def _switched_off(app: App, unsaved: tuple[DataStore, ...]) -> Verdict:
    first = unsaved[0]
    facts = [
        f"{store.name} at {store.location} says {store.says or 'nothing of backups, which means none'}"
        for store in unsaved[:3]
    ]
    others = [path for path in ways_to_run(app) if path not in {store.location.path for store in unsaved}]
    if others:
        facts.append(f"{others[0]} sets the app up another way: which of them people use is not known")
    schedule = scheduled_backup(app)
    if schedule is not None:
        facts.append(
            f"the schedule at {schedule.location} saves another database, or only as long as nobody moves it"
        )
    return gap(
        "app",
        f"The database {first.name} keeps no backups",
        impact=_IMPACT,
        locations=tuple(store.location for store in unsaved),
        evidence=facts,
        severity=Severity.MEDIUM if others else None,
    )


def _none(app: App) -> Verdict:
    by_hand = scripts(app)
    place = backup_place(app)
    if by_hand:
        facts = [f"{by_hand[0].path} saves it when somebody runs it; no schedule does"]
    elif place is not None:
        facts = [f"{place} describes a backup by hand; no schedule runs one"]
    else:
        facts = ["no dump, no schedule and no setting of a provider is in the repository"]
    return gap(
        "app",
        "Nothing saves the database by itself",
        impact=_IMPACT,
        locations=_places(app, place),
        evidence=facts,
        # Who keeps the real database, and whether they save it, the repository does not say: grave is only what it says itself,
        # a database of a provider that is told to keep none.
        severity=Severity.MEDIUM,
    )


def _places(app: App, place: Location | None) -> list[Location]:
    found = [one for one in (place, database_place(app)) if one is not None]
    return found or [manifest_place(app)]
