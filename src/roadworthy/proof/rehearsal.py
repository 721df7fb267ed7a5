"""Trying a request beforehand, to see what it wants: some are accepted only from somebody who has rows already (a basket
with something in it), others only from somebody who has none (a favourite that is not one yet)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from roadworthy.app import App, Endpoint, Query
from roadworthy.errors import RoadworthyError
from roadworthy.proof.arrangement import Arrangement
from roadworthy.trial import Response, Trial
from roadworthy.views.people.people import owner_of
from roadworthy.views.people.tenants import tenant_columns

_STATE = "rehearsal"
_COUNTS = ("quantity", "qty", "count")
# What was found out once on a trial holds for all of it: every proof begins with the same rows.
_known: WeakKeyDictionary[Trial, dict[str, bool]] = WeakKeyDictionary()


def wants_rows(
    app: App, trial: Trial, endpoint: Endpoint, arrangement: Arrangement, send: Callable[[], Response]
) -> bool:
    """Whether the endpoint takes the request of `send` only from somebody who has rows in what it reads first. Everything
    is as it was afterwards."""
    if trial.database is None or not _read_first(app, endpoint):
        return False
    known = _known.setdefault(trial, {})
    if endpoint.subject not in known:
        found = _tried(trial, send, lambda: give_rows(app, endpoint, arrangement))
        if found is None:
            return False
        known[endpoint.subject] = found
    return known[endpoint.subject]


def give_rows(app: App, endpoint: Endpoint, arrangement: Arrangement) -> None:
    """A row of the actor's own in each table that the endpoint reads before it writes, one of everything in it."""
    for query in _read_first(app, endpoint):
        table = app.table(query.table)
        columns = table.columns if table is not None else ()
        one_each = {column.name: 1 for column in columns if column.numeric and column.name.lower() in _COUNTS}
        arrangement.own_row(query.table, **{**_constants(query), **one_each})


def _constants(query: Query) -> dict[str, Any]:
    """`where is_default = true`."""
    return {
        item.column: item.value.value
        for item in query.filters
        if item.operator == "="
        and not item.optional
        and item.value.kind == "constant"
        and item.value.value is not None
        and item.table in ("", query.table)
    }


def _read_first(app: App, endpoint: Endpoint) -> list[Query]:
    """Reads of tables whose rows have owners, none of them chosen by the request itself."""
    writes = [query.number for query in endpoint.queries if query.operation not in ("select", "raw")]
    if not writes:
        return []
    return [
        query
        for query in endpoint.queries
        if query.operation == "select"
        and query.number < max(writes)
        and (owner_of(app, query.table) is not None or query.table in tenant_columns(app))
        and not any(_asked(query, part) for part in ("params", "query", "body", "parsed"))
    ]


def _asked(query: Query, part: str) -> bool:
    return any(leaf.kind == part for item in query.filters for leaf in item.value.sources())


def _tried(trial: Trial, send: Callable[[], Response], give: Callable[[], None]) -> bool | None:
    """None where it is accepted neither way: another request of the endpoint may be."""
    database = trial.database
    assert database is not None
    sessions = {name: copy.deepcopy(actor.cookies) for name, actor in trial.actors.items()}
    database.snapshot(_STATE)
    try:
        if send().ok:
            return False
        database.restore(_STATE)
        give()
        return True if send().ok else None
    except RoadworthyError:
        # Rows that cannot be made change nothing.
        return None
    finally:
        database.restore(_STATE)
        for name, cookies in sessions.items():
            trial.actors[name].cookies.clear()
            trial.actors[name].cookies.update(cookies)
