"""Looks for the way in which a person gets a copy of what is theirs."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.views.data.database_routines import routines
from roadworthy.views.people.access import Access
from roadworthy.views.people.exports import Export, about_people, exports, hands_out_data
from roadworthy.views.people.hosted_people import hands_out, theirs
from roadworthy.views.people.people import users_table
from roadworthy.views.people.ties import ties


def detect(app: App) -> Iterable[Verdict]:
    """One verdict, for the app."""
    yield _judge(app)


def _judge(app: App) -> Verdict:
    held = about_people(app)
    elsewhere = theirs(app)
    if elsewhere and not exports(app):
        given = hands_out(app)
        if given is not None:
            return clear("app", f"{given.subject} hands a person what is kept about them")
        return _none(app, held or {table.name: () for table in elsewhere})
    if not held:
        return not_applicable("app", "it keeps no personal data")
    called = next((one for one in routines(app) if one.asks and hands_out_data(one.function.name)), None)
    if called is not None and called.reads:
        return clear("app", f"the database's {called.function.name} hands a person what is kept about them")
    known = exports(app)
    if not known:
        return _none(app, held)
    if known[0].missed:
        return _partial(known[0])
    return clear("app", f"{known[0].endpoint.subject} hands a person what is kept about them")


def _none(app: App, held: dict[str, tuple[str, ...]]) -> Verdict:
    people = users_table(app)
    first = people.name if people is not None else next(iter(held))
    tied = [tie.table.name for tie in ties(app)]
    beside = [name for name in dict.fromkeys(tied or held) if name != first]
    return gap(
        "app",
        f"A person cannot get a copy of what {first}"
        + (f", {', '.join(beside[:3])}" if beside else "")
        + " keep about them",
        impact="Legal: whoever asks for their data must have it within a month, and somebody will gather it by hand",
        locations=_places(app, first),
        evidence=(
            f"{first} holds {', '.join(held.get(first, ())[:6]) or 'people'}",
            "no endpoint or page hands a person their rows",
        ),
    )


def _partial(found: Export) -> Verdict:
    return gap(
        "app",
        f"The copy that people get leaves out {', '.join(found.missed[:4])}",
        impact="Legal: what people are given is not all that is kept about them",
        locations=(found.endpoint.location,),
        evidence=tuple(f"{found.endpoint.subject} does not read {name}" for name in found.missed[:5]),
        severity=Severity.LOW,
    )


def _places(app: App, first: str) -> list[Location]:
    """Where it would stand: beside the reading of one's own profile, else at the table of people."""
    places = []
    for endpoint in app.endpoints:
        access = Access(endpoint)
        own = any(
            q.table == first and any(access.is_own(f.value) for f in q.filters) for q in endpoint.queries
        )
        if own and endpoint.method == "GET":
            places.append(endpoint.location)
            break
    table = app.table(first)
    return [*places, *([table.location] if table is not None else [])]
