"""Looks for the way in which a person leaves, and for what it forgets."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Endpoint, Location, Table
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.compliance.no_erasure.finding import ErasureGap
from roadworthy.views.data.database_routines import routines
from roadworthy.views.data.inserts import is_record
from roadworthy.views.people.access import Access
from roadworthy.views.people.hosted_people import erases, theirs
from roadworthy.views.people.leaving import deletes, finds_some, ways_out
from roadworthy.views.people.people import ACCOUNTS, owner_of, personal_columns, users_table
from roadworthy.views.people.registration import open_registration, sign_ups
from roadworthy.views.people.ties import Tie, telling_columns, ties


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for the app."""
    people = users_table(app)
    hosted = app.database.supabase and app.view(open_registration)
    if people is None and theirs(app):
        yield _elsewhere(app)
        return
    kept = sign_ups(app) if people is None and app.database.supabase else ()
    if not kept and (people is None or not (personal_columns(people) or hosted)):
        yield not_applicable("app", "it keeps no accounts of people")
        return
    if any(one.asks and ("delete", ACCOUNTS) in one.writes for one in routines(app)):
        yield clear(
            "app", "a function of the database deletes the account of who calls it, and what hangs on it"
        )
        return
    if people is None:
        yield _hosted(app, kept)
        return
    ways = sorted(ways_out(app), key=lambda way: len(_missed(app, people, way)))
    if not ways:
        yield _none(app, people)
        return
    missed = _missed(app, people, ways[0])
    yield (
        _partial(people, ways[0], missed)
        if missed
        else clear("app", f"{ways[0].subject} erases a person and what is tied to them")
    )


def _missed(app: App, people: Table, way: Endpoint) -> tuple[tuple[str, str], ...]:
    """The tables that a way leaves alone although a person is in them."""
    removes = any(q.table in (people.name, ACCOUNTS) and deletes(q) for q in way.queries)
    handled = {q.table for q in way.queries if q.operation in ("delete", "update") and finds_some(app, q)}
    found: dict[str, str] = {}
    for tie in ties(app):
        reason = "" if tie.table.name in handled else _left(app, tie, removes)
        if reason:
            found.setdefault(tie.table.name, reason)
    return tuple(found.items())


def _left(app: App, tie: Tie, removes: bool) -> str:
    """Why a table that nothing touches is a problem; '' when the database takes care of it."""
    personal = ", ".join(telling_columns(app, tie.table))
    if not removes:
        return f"its {personal} stay as they were" if personal else ""
    if tie.on_delete == "cascade":
        return ""
    if tie.on_delete == "set null":
        return f"its {personal} stay as they were" if personal else ""
    if tie.on_delete == "refuse":
        return f"its {tie.column.name} makes the database refuse to delete the person"
    return (
        "" if is_record(tie.table.name, tie.table) else f"its rows keep the person's key in {tie.column.name}"
    )


# --- words -------------------------------------------------------------------------------------------


def _none(app: App, people: Table) -> Verdict:
    held = [table.name for table in dict.fromkeys(tie.table for tie in ties(app))]
    where = f" and in {', '.join(held[:5])}" if held else ""
    return gap(
        "app",
        f"Nobody can delete an account: a person stays in {people.name}{where}",
        impact="A customer who asks to be erased cannot be: the law gives a month",
        locations=(_place(app, people), people.location),
        evidence=(
            f"{people.name} holds {', '.join(personal_columns(people)[:6]) or 'a row for each account, whose address Supabase keeps'}",
            f"no endpoint deletes or anonymises a row of {people.name}",
        ),
        details=ErasureGap(people.name),
    )


def _elsewhere(app: App) -> Verdict:
    """People whose accounts another service keeps: what the app itself holds of them stays."""
    way, held = erases(app), theirs(app)
    if way is not None:
        return clear("app", f"{way.subject} erases what is kept about a person")
    names = ", ".join(table.name for table in held[:5])
    return gap(
        "app",
        f"Whoever deletes their account stays in {names}",
        impact="A customer who asks to be erased cannot be: the law gives a month",
        locations=(held[0].location,),
        evidence=(
            "the accounts are kept by another service, and these tables hold a person's rows under its key",
            "no endpoint deletes all of a person's rows",
        ),
        details=ErasureGap(held[0].name),
    )


def _hosted(app: App, kept: tuple[Location, ...]) -> Verdict:
    """Accounts that are rows of Supabase's own table alone."""
    for endpoint in app.endpoints:
        if any(query.table == ACCOUNTS and deletes(query) for query in endpoint.queries):
            return clear("app", f"{endpoint.subject} deletes the account of a person")
    held = [table.name for table in app.tables if owner_of(app, table.name) is not None]
    where = f" and in {', '.join(held[:5])}" if held else ""
    return gap(
        "app",
        f"Nobody can delete an account: a person stays in {ACCOUNTS}{where}",
        impact="A customer who asks to be erased cannot be: the law gives a month",
        locations=kept[:1],
        evidence=(
            f"whoever signs up at {kept[0]} has a row with their address in {ACCOUNTS}",
            f"nothing deletes a row of {ACCOUNTS}",
        ),
        details=ErasureGap(ACCOUNTS),
    )


def _partial(people: Table, way: Endpoint, missed: tuple[tuple[str, str], ...]) -> Verdict:
    names = ", ".join(name for name, _ in missed[:4])
    return gap(
        "app",
        f"Deleting an account leaves the person in {names}",
        impact="Whoever believes to be erased is not: the data stays, against the law and the promise",
        locations=(way.location, people.location),
        evidence=tuple(f"{way.subject} does not touch {name}: {why}" for name, why in missed[:5]),
        severity=Severity.MEDIUM,
        details=ErasureGap(people.name, way, missed),
    )


def _place(app: App, people: Table) -> Location:
    """Where account deletion would stand: beside the change of one's own profile, else of the sign-in."""
    for endpoint in app.endpoints:
        access = Access(endpoint)
        for query in endpoint.queries:
            own = any(access.is_own(f.value) for f in query.filters)
            if query.table == people.name and query.operation == "update" and own:
                return endpoint.location
    return people.location
