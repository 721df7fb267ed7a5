"""Compares the actions that have to be told afterwards with those that leave a record."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.compliance.no_audit_trail.finding import AuditGap, Unrecorded
from roadworthy.views.operations.hosting import manifest_place
from roadworthy.views.people.audit_trail import Action, actions, audit_library, audit_tables, changes_anything
from roadworthy.views.people.people import users_table

_IMPACT = (
    "Legal: after a theft, a dispute or a mistake nobody can say who did it, nor show that it was not they"
)
_TOLD_FIRST = ("change by an administrator", "deletion", "", "sign-in")
# Below this share of the actions a record answers no question, as most of what happened is not in it.
_FEW = 0.6


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    library = audit_library(app)
    if library:
        return clear("app", f"{library} writes down who changed what")
    wanted = actions(app)
    changing = list(changes_anything(app))
    if not wanted and not changing and users_table(app) is None:
        return not_applicable("app", "nobody signs in to it and nobody changes anything in it")
    tables = audit_tables(app)
    if not tables:
        return _none(app, wanted)
    written = [action for action in wanted if action.written]
    missing = [action for action in wanted if not action.written]
    if wanted and not missing:
        return clear("app", f"{tables[0].name} keeps who did what ({len(written)} actions write to it)")
    if not written:
        return _unused(app, tables[0].name, tables[0].location, missing)
    return _partial(tables[0].name, tables[0].location, wanted, missing)


def _none(app: App, wanted: tuple[Action, ...]) -> Verdict:
    kinds = list(dict.fromkeys(_plural(action.kind) for action in wanted))
    named = ", ".join(kinds[:4]) or "changes"
    return gap(
        "app",
        f"{named[0].upper()}{named[1:]} leave no record of who did them",
        impact=_IMPACT,
        locations=_places(app, wanted),
        evidence=("no table of the database is an audit record", *_shown(wanted)),
        details=_details(wanted),
    )


def _unused(app: App, name: str, place: Location, missing: list[Action]) -> Verdict:
    return gap(
        "app",
        f"{name} is there, and nothing writes to it",
        impact=_IMPACT,
        locations=(place, *_places(app, missing)),
        evidence=(f"no endpoint, job or page inserts a row into {name}", *_shown(missing)),
        details=_details(missing),
    )


def _partial(name: str, place: Location, wanted: tuple[Action, ...], missing: list[Action]) -> Verdict:
    share = 1 - len(missing) / len(wanted)
    return gap(
        "app",
        f"{len(missing)} of {len(wanted)} actions that matter are not written to {name}",
        impact=_IMPACT,
        locations=(*[action.work.location for action in missing[:4]], place),
        evidence=_shown(missing),
        details=_details(missing),
        severity=Severity.LOW if share >= _FEW else None,
    )


def _details(wanted: Iterable[Action]) -> AuditGap:
    ranked = sorted(
        wanted, key=lambda action: _TOLD_FIRST.index(action.kind) if action.kind in _TOLD_FIRST else 2
    )
    return AuditGap(tuple(Unrecorded(action.work.subject, action.kind) for action in ranked))


def _plural(kind: str) -> str:
    return kind if kind.startswith("change") else f"{kind}s"


def _shown(wanted: Iterable[Action]) -> list[str]:
    return [f"{action.work.subject} ({action.kind}) at {action.work.location}" for action in list(wanted)[:5]]


def _places(app: App, wanted: Iterable[Action]) -> list[Location]:
    ranked = sorted(wanted, key=lambda action: action.kind == "sign-in")
    places = [action.work.location for action in ranked[:3]] or [
        work.location for work in list(changes_anything(app))[:2]
    ]
    return places or [table.location for table in app.tables[:1]] or [manifest_place(app)]
