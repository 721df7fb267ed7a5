"""Looks at how the schema changes: by which tool, with which way back, and whether the chain can be replayed."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location, Table
from roadworthy.app.location import whole_file
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.persistence.irreversible_migration.finding import MigrationGap
from roadworthy.views.data.replay import Break, broken_replay
from roadworthy.views.data.schema_changes import ByHand, Change, by_hand, migrations, relational, sql_files
from roadworthy.views.operations.backups import recovery_sections
from roadworthy.views.operations.hosting import manifest_place


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    if not relational(app):
        return not_applicable("app", "it has no database with a schema")
    changes, hand = migrations(app), by_hand(app)
    if not changes:
        return _without(app, hand)
    deployed = [one for one in hand if one.deploys]
    if deployed:
        return _past(changes, deployed)
    broken = broken_replay(app)
    if broken:
        return _not_replayed(broken)
    one_way = [change for change in changes if not change.back]
    if not one_way:
        return clear("app", f"its {len(changes)} migrations say how they are undone")
    plan = recovery_sections(app)
    if plan:
        return clear(
            "app", f"its migrations go forward only, and {plan[0].path} says how the data is restored"
        )
    return _one_way(changes, one_way)


def _without(app: App, hand: tuple[ByHand, ...]) -> Verdict:
    files = sql_files(app)
    if hand:
        message = f"The schema is changed by {hand[0].what}: no migration, no review, no way back"
        facts = [f"{one.location} runs {one.what}" for one in hand[:4]]
        return _gap(message, [one.location for one in hand], facts, pushed="push" in hand[0].what)
    if files:
        message = "The schema is changed by SQL files that somebody runs by hand"
        facts = [
            f"{len(files)} SQL files make or change tables; nothing keeps their order or knows which were run"
        ]
        places = list(files)
    elif made := _made_by_code(app):
        message = "The app makes its tables as it starts, and nothing changes them afterwards: no migration is in the repository"
        facts = [
            f"{made[0].location} makes {len(made)} tables where they are not there yet; a further column never reaches a table that is"
        ]
        places = [made[0].location]
    elif app.tables:
        message = "Nothing makes or changes the schema: no migration is in the repository"
        facts = [f"{len(app.tables)} tables are used; no file of the repository can make them"]
        places = [app.tables[0].location]
    elif not app.queries:
        return not_applicable("app", "it keeps nothing in tables of its own")
    else:
        return _unseen(app)
    return _gap(message, places, facts)


def _made_by_code(app: App) -> list[Table]:
    """The tables that a statement in the code makes."""
    return [
        table
        for table in app.tables
        if table.library == "sql" and not table.partial and table.location.path in app.modules
    ]


def _unseen(app: App) -> Verdict:
    facts = ["a database is used, and no migration or SQL file of the repository can make its tables"]
    return _gap(
        "The schema exists in the database only: no migration is in the repository",
        [manifest_place(app)],
        facts,
    )


def _past(changes: tuple[Change, ...], deployed: list[ByHand]) -> Verdict:
    return _gap(
        f"A deploy changes the schema by {deployed[0].what}, past the migrations",
        [one.location for one in deployed],
        [
            f"{one.location} runs {one.what}, although there are {len(changes)} migrations"
            for one in deployed[:3]
        ],
    )


def _not_replayed(broken: tuple[Break, ...]) -> Verdict:
    return _gap(
        "The migrations cannot rebuild the database",
        [one.location for one in broken],
        [f"{one.location}: {one.why}" for one in broken[:5]],
        replayed=True,
    )


def _one_way(changes: tuple[Change, ...], one_way: list[Change]) -> Verdict:
    losing = [change for change in one_way if change.destroys]
    stopping = [change for change in one_way if change.required]
    shown = [*losing, *one_way][:3]
    facts = [
        f"{len(one_way)} of {len(changes)} migrations do not say how they are undone, and no document says how the data is restored"
    ]
    facts += [f"{change.path}:{change.line} loses data: {change.destroys[:60]}" for change in losing[:3]]
    facts += [
        f"{change.path}:{change.required_line} stops half way where there are rows: {change.required} is required and has no default"
        for change in stopping[:3]
    ]
    places = [Location(c.path, c.line, c.line) if c.destroys else whole_file(c.path) for c in shown]
    places += [Location(c.path, c.required_line, c.required_line) for c in stopping[:3]]
    grave = Severity.MEDIUM if losing or stopping else Severity.LOW
    return _gap("Its migrations have no way back", places, facts, grave)


def _gap(
    message: str,
    places: list[Location],
    facts: list[str],
    severity: Severity | None = None,
    pushed: bool = False,
    replayed: bool = False,
) -> Verdict:
    return gap(
        "app",
        message,
        impact="Outage: after a change that went wrong the old release does not fit the database any more, and what was dropped is gone",
        locations=tuple(dict.fromkeys(places)),
        evidence=tuple(facts),
        severity=severity,
        details=MigrationGap(pushed, replayed),
    )
