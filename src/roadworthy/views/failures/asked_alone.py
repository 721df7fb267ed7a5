"""What pages ask and get as a promise that is refused when it fails: requests, and Firestore, whose functions throw."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.query import Query
from roadworthy.app.work import Work
from roadworthy.views.failures.thunks import in_thunk


class Asked(Struct, frozen=True):
    """As in ClientFetch; `path` is the collection of what is asked of Firestore."""

    path: str
    location: Location
    calls: tuple[Location, ...]
    caught: bool
    hook: str
    trigger: str


def asked_by(app: App, work: Work) -> Iterator[Asked]:
    """Each of them that a work of the page makes."""
    for one in work.fetches:
        yield Asked(one.path, one.location, one.calls, one.caught, one.hook, one.trigger)
    for query in work.queries:
        pages = query.library == "firestore" and query.rights == "user"
        if pages and not _is_watched(app, query) and not in_thunk(app, query.location):
            yield Asked(query.table, query.location, query.calls, query.caught, "", query.trigger)


def asked_unheard(app: App, hook: str = "") -> Iterator[Asked]:
    """Those that pages make through a hook of this kind (through none when ''), and of whose failure nothing around them hears."""
    for work in app.works:
        for one in asked_by(app, work) if work.side == "client" else ():
            if not one.caught and one.hook == hook:
                yield one


def _is_watched(app: App, query: Query) -> bool:
    """Whether it is listened to, which tells of a failure otherwise."""
    place = query.location
    return b"onSnapshot" in app.source(place)
