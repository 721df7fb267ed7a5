"""Faults on the server that a swallowed error would meet: a service that fails, a table that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

import msgspec
from msgspec import Struct

from roadworthy.app import App, Endpoint, Location, Query, ServiceCall
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.proof import Experiment
from roadworthy.proof.experiment import database_of
from roadworthy.proof.failing import without_table
from roadworthy.proof.own_rows import give_rows
from roadworthy.proof.reaching import Reach, reach
from roadworthy.proof.searched_rows import give_searched
from roadworthy.proof.valid_request import ValidRequest, send_corrected, valid_request
from roadworthy.trial import Response, Trial
from roadworthy.trial.sqlite_database import SqliteDatabase
from roadworthy.views.pages.submitting import path_shape
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import users_table

_TABLES = 3


class Fault(Struct, frozen=True):
    """`table` or `host` is what fails, or what is stored in SQLite cannot be committed as somebody is `reading`; `told` says it in
    words."""

    told: str
    table: str = ""
    host: str = ""
    reading: bool = False

    def lasts(self, trial: Trial) -> AbstractContextManager[None]:
        """It is there inside the block and gone after it."""
        if self.reading and isinstance(trial.database, SqliteDatabase):
            return trial.database.held_by_reader()
        return without_table(database_of(trial), self.table) if self.table else _failing(trial, self.host)


@contextmanager
def _failing(trial: Trial, host: str) -> Iterator[None]:
    trial.doubles.tell(host, ("status", 503))
    try:
        yield
    finally:
        trial.doubles.clear()


class Working(Struct, frozen=True):
    """A request of an endpoint that is answered with success while all is well."""

    endpoint: Endpoint
    request: ValidRequest
    answer: Response


def candidates(app: App, place: Swallowed) -> list[Endpoint]:
    """The endpoints that run through a place, its own or those that ask something from there, else those that ask something
    from the same file; those that only read first."""
    if place.owner.endpoint is not None:
        own = app.endpoint(place.owner.endpoint.subject)
        return [own] if own is not None else []
    found = [e for e in app.endpoints if runs_through(e, place)]
    found = found or [e for e in app.endpoints if any(o.path == place.location.path for o in _places(e))]
    return sorted(found, key=lambda e: (e.method != "GET", e.path.count(":") + e.path.count("{")))


def runs_through(endpoint: Endpoint, place: Swallowed) -> bool:
    """Whether an endpoint is known to run through a place: what it does well elsewhere says nothing of it."""
    own = place.owner.endpoint
    if own is not None:
        return own.subject == endpoint.subject
    return any(place.owner.location.holds(one) for one in _places(endpoint))


def made_there(asked: Query | ServiceCall, places: Sequence[Swallowed]) -> bool:
    """Whether a query or a call of a service is made in one of these places, or through it."""
    return any(
        place.owner.location.holds(spot)
        or (asked.function == place.owner.subject and asked.location.path == place.location.path)
        for place in places
        for spot in (asked.location, *asked.calls)
    )


def _places(endpoint: Endpoint) -> Iterator[Location]:
    for query in endpoint.queries:
        yield from (query.location, *query.calls)
    for call in endpoint.services:
        yield from (call.location, *call.calls)


def working(experiment: Experiment, app: App, endpoint: Endpoint) -> Working | None:
    """A request that is answered with success; None when none can be made."""
    trial = experiment.trial
    trial.reset()
    if ROLE in Access(endpoint).anywhere() and "admin" not in trial.actors:
        return None
    facts = endpoint.services[-1].facts if endpoint.services else ()
    try:
        _stock(app, trial, endpoint)
        request = valid_request(app, trial, endpoint, facts)
        give_searched(app, trial, endpoint, request)
    except TrialUnavailable:
        return None
    request, answer = send_corrected(
        request,
        f"{endpoint.subject} while all is well",
        lambda request, says: send(experiment, request, says, "arrange"),
    )
    return Working(endpoint, request, answer) if answer.ok else None


def _stock(app: App, trial: Trial, endpoint: Endpoint) -> None:
    """Rows, alice's own where people sign in, so that an answer with nothing in it tells something."""
    if endpoint.method == "GET":
        owner = "alice" if "alice" in trial.actors else ""
        give_rows(app, trial, path_shape(endpoint.path), owner)


def anew(app: App, trial: Trial, normal: Working) -> ValidRequest:
    """The request once more, for rows of its own; the query string that the app insisted on stays."""
    facts = normal.endpoint.services[-1].facts if normal.endpoint.services else ()
    _stock(app, trial, normal.endpoint)
    request = valid_request(app, trial, normal.endpoint, facts)
    give_searched(app, trial, normal.endpoint, request)
    _, mark, query = normal.request.path.partition("?")
    return msgspec.structs.replace(request, path=request.path.partition("?")[0] + mark + query)


def faults(experiment: Experiment, app: App, found: Working) -> Iterator[Fault]:
    """What may fail under a request, the services it asks first."""
    seen = set()
    for call in found.endpoint.services:
        experiment.trial.reset()
        reached = reach(experiment, app, found.endpoint, call)
        if isinstance(reached, Reach) and reached.host not in seen:
            seen.add(reached.host)
            yield Fault(f"{reached.host} answers with 503", host=reached.host)
    yield from (
        Fault(f"the table {table} is not there", table=table) for table in _tables(experiment, app, found)
    )


def _tables(experiment: Experiment, app: App, found: Working) -> list[str]:
    people = users_table(app)
    asked = [query.table for query in found.endpoint.queries]
    if people is not None and SIGNED_IN in Access(found.endpoint).anywhere():
        asked.append(people.name)
    known = database_of(experiment.trial).tables()
    return [table for table in dict.fromkeys(asked) if table in known][:_TABLES]


def send(experiment: Experiment, request: ValidRequest, says: str, kind: str = "act") -> Response:
    """One request as a step."""
    return experiment.send(
        request.actor, request.method, request.path, says=says, kind=kind, json=request.body
    )
