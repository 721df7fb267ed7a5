"""Rows that are taken out for good before the ones that replace them are written: what fails between loses both."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.app.query import Query
from roadworthy.languages import form
from roadworthy.views.code.awaiting import awaiting
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.spots import spots
from roadworthy.views.data.deletions import in_one_handler, is_light
from roadworthy.views.data.inserts import pair_columns
from roadworthy.views.pages.served import asking

# Libraries whose statements each stand by themselves, unless they are put into a transaction.
_EACH_BY_ITSELF = (
    "drizzle",
    "knex",
    "mongodb",
    "mongoose",
    "prisma",
    "sequelize",
    "supabase",
    "typeorm",
    "pymongo",
    "django",
)


class Replaced(Struct, frozen=True):
    """The rows of `deleted.table`, gone before `inserted` runs. `kept` is the place where that is made final, None where
    every statement is final by itself."""

    endpoint: Endpoint
    deleted: Query
    inserted: Query
    kept: Location | None = None


def replaced_rows(app: App) -> Iterator[Replaced]:
    """The first such pair of each endpoint, and of each page that asks the database itself; one that several lead to once."""
    told: set[Location] = set()
    for endpoint in asking(app):
        found = next((one for one in _of(app, endpoint) if one.deleted.location not in told), None)
        if found is not None:
            told.add(found.deleted.location)
            yield found


def _of(app: App, endpoint: Endpoint) -> Iterator[Replaced]:
    for deleted in endpoint.queries:
        if deleted.operation != "delete" or deleted.one or not _matters(app, deleted):
            continue
        for inserted in endpoint.queries:
            if (
                inserted.operation == "insert"
                and inserted.table == deleted.table
                and inserted.number > deleted.number
                and set(map(str, deleted.facts)) <= set(map(str, inserted.facts))
                and (
                    endpoint.kind != "component" or in_one_handler(app, endpoint.location, deleted, inserted)
                )
            ):
                final, kept = _is_final(app, deleted, inserted)
                if final:
                    yield Replaced(endpoint, deleted, inserted, kept)


def _matters(app: App, query: Query) -> bool:
    """Whether the rows are worth keeping: not what is made again with a click, nor mere ties."""
    table = app.table(query.table)
    return table is not None and not is_light(query.table, table) and len(pair_columns(table)) < 2


def _is_final(app: App, deleted: Query, inserted: Query) -> tuple[bool, Location | None]:
    """Whether the deletion stands before the insert begins, and by what."""
    if deleted.transaction and deleted.transaction == inserted.transaction:
        return False, None
    if deleted.library.startswith(_EACH_BY_ITSELF):
        return True, None
    kept = _committed_between(app, deleted.location, inserted.location)
    return kept is not None, kept


def _committed_between(app: App, first: Location, second: Location) -> Location | None:
    """A commit in the function that both stand in, after the one and before the other."""
    known = app.view(awaiting)
    around = known.function_at(first)
    if first.path != second.path or around is None or known.function_at(second) is not around:
        return None
    for place in app.view(_commits).get(first.path, ()):
        if first.end <= place.start < second.start and known.function_at(place) is around:
            return place
    return None


def _commits(app: App) -> dict[str, list[Location]]:
    """Where each file makes a transaction final."""
    found: dict[str, list[Location]] = {}
    for spot in spots(app, form.Call):
        node = spot.node
        if isinstance(node, form.Call) and last_name(node.callee) == "commit":
            found.setdefault(spot.path, []).append(at(spot.path, node))
    return found
