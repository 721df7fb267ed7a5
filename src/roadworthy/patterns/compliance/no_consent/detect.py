"""Looks at what people are told and asked before their data is taken."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.compliance.no_consent.finding import ConsentGap
from roadworthy.views.operations.hosting import keeps_data, manifest_place
from roadworthy.views.people.consent import Tracker, consent_records, notice, registrations, trackers
from roadworthy.views.people.exports import about_people
from roadworthy.views.people.people import ACCOUNTS, users_table
from roadworthy.views.people.registration import sign_ups


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    held = about_people(app) or _accounts(app)
    loaded = trackers(app)
    if not held and not loaded:
        return not_applicable(
            "app",
            "it keeps no personal data and loads no tracker"
            if keeps_data(app)
            else "it keeps no data and loads no tracker",
        )
    unasked = [tracker for tracker in loaded if not tracker.asked]
    told, agreed = notice(app), consent_records(app)
    facts = [f"{tracker.name} starts at {tracker.location} before any choice" for tracker in unasked[:3]]
    if held and told is None:
        facts.append(f"{_listed(held)} hold personal data, and no page tells what happens to it")
    if facts:
        return _gap(app, held, unasked, facts, told is None)
    if registrations(app) and not agreed:
        return _unrecorded(app, told)
    return clear(
        "app",
        f"people are told ({told})"
        + (f" and their choice is kept ({agreed[0][0].name}.{agreed[0][1].name})" if agreed else ""),
    )


def _accounts(app: App) -> dict[str, tuple[str, ...]]:
    """The addresses of those who sign up, where Supabase alone keeps them."""
    return {ACCOUNTS: ("email",)} if app.database.supabase and sign_ups(app) else {}


def _listed(held: dict[str, tuple[str, ...]]) -> str:
    names = [f"{table} ({', '.join(columns[:3])})" for table, columns in list(held.items())[:2]]
    return " and ".join(names) + (f" and {len(held) - 2} more tables" if len(held) > 2 else "")


def _gap(
    app: App, held: dict[str, tuple[str, ...]], unasked: list[Tracker], facts: list[str], untold: bool
) -> Verdict:
    entries = registrations(app)
    if unasked:
        message = f"{unasked[0].name} follows every visitor before they were asked"
    elif entries:
        message = "People sign up without being told what happens to their data"
    else:
        message = "Personal data is kept without telling the people what happens to it"
    if entries and untold and not consent_records(app):
        facts.append(f"{entries[0].subject} keeps no record of what the person agreed to")
    return gap(
        "app",
        message,
        impact="Legal: nobody can show on which basis the data was taken, and regulators fine exactly that",
        locations=_places(app, held, unasked),
        evidence=tuple(facts),
        details=ConsentGap(
            tuple(tracker.name for tracker in unasked),
            untold,
            tuple(one.subject for one in registrations(app)),
        ),
    )


def _places(app: App, held: dict[str, tuple[str, ...]], unasked: list[Tracker]) -> list[Location]:
    places = [tracker.location for tracker in unasked]
    places += [endpoint.location for endpoint in registrations(app)[:1]]
    people = users_table(app)
    tables = [people] if people is not None else [app.table(name) for name in held]
    places += [table.location for table in tables[:1] if table is not None]
    places += sign_ups(app)[:1] if ACCOUNTS in held else ()
    return places or [manifest_place(app)]


def _unrecorded(app: App, told: Location | None) -> Verdict:
    entry = registrations(app)[0]
    return gap(
        "app",
        "Nothing records what people agreed to when they signed up",
        impact="Legal: when somebody asks which notice they were shown, nobody can say",
        locations=(entry.location, *([told] if told is not None else [])),
        evidence=(f"{entry.subject} stores the account without the version or time of the notice at {told}",),
        severity=Severity.LOW,
        details=ConsentGap(entries=tuple(one.subject for one in registrations(app))),
    )
