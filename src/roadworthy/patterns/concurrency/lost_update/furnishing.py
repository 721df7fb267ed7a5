"""What hangs on the row that a request names: an order without items puts nothing back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from roadworthy.app import App, Endpoint, Query
from roadworthy.patterns.concurrency.lost_update.finding import COMPUTED, Race
from roadworthy.patterns.concurrency.lost_update.sending import SUPPLY
from roadworthy.proof.agreeing import row_looked_for
from roadworthy.proof.arrangement import Arrangement, parameters
from roadworthy.proof.body_places import value_at
from roadworthy.proof.experiment import database_of
from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Trial

Row = dict[str, Any]


def furnish(
    app: App, trial: Trial, endpoint: Endpoint, request: ValidRequest, races: Sequence[Race] = ()
) -> None:
    """Gives the row that the path or body names a row in each table that hangs on it: an order without items puts nothing
    back. And what is read by those rows, or by what the request says, to be counted up or down, is there as well: the stock of what was
    ordered."""
    for race in races:
        if race.kind == COMPUTED and race.read is not None:
            row_looked_for(Arrangement(app, trial, request.actor), endpoint, race.read, request.body)
    database = database_of(trial)
    named = _named(endpoint, request)
    table = app.table(named[0]) if named is not None else None
    if table is None or named is None or len(table.primary_key) != 1:
        return
    shown = database.as_text(f'"{named[1]}"')
    rows = database.query(f"select * from {database.quoted(table.name)} where {shown} = %s", (named[2],))
    if not rows:
        return
    known = {table.name: rows[0]}
    added = {query.table for query in endpoint.queries if query.operation == "insert"}
    for child in app.tables:
        for column in child.columns:
            hangs = column.references is not None and column.references.table == table.name
            if hangs and not column.nullable and child.name not in added:
                made = Arrangement(app, trial).row(child.name, **{column.name: rows[0][table.primary_key[0]]})
                known |= {child.name: made} if made is not None else {}
    for race in races:
        if race.kind == COMPUTED and race.read is not None:
            _present(app, trial, race.read, known)


def _present(app: App, trial: Trial, read: Query, known: Mapping[str, Row]) -> None:
    """Makes the row that a query looks for by what rows that are known say."""
    fixed: Row = {}
    for item in read.filters:
        leaves = list(item.value.sources())
        row = known.get(leaves[0].table) if len(leaves) == 1 and leaves[0].kind == "row" else None
        if row is None or item.operator != "=" or leaves[0].path[-1:] == () or leaves[0].path[-1] not in row:
            return
        fixed[item.column] = row[leaves[0].path[-1]]
    if fixed and read.table not in known:
        Arrangement(app, trial).row(read.table, **fixed)


def _named(endpoint: Endpoint, request: ValidRequest) -> tuple[str, str, str] | None:
    """The table and the column by which a query picks the row, and what the request says there."""
    for query in endpoint.queries:
        for item in query.filters:
            for leaf in item.value.sources():
                if leaf.kind == "params" and set(leaf.path) & set(parameters(endpoint.path)):
                    return query.table, item.column, _in_path(endpoint, request)
                said = value_at(request.body, leaf.path) if leaf.kind == "body" and leaf.path else None
                if isinstance(said, (str, int, UUID)) and item.operator == "=":
                    return query.table, item.column, str(said)
    return None


def _in_path(endpoint: Endpoint, request: ValidRequest) -> str:
    place = endpoint.path.strip("/").split("/")
    given = request.path.split("?")[0].strip("/").split("/")
    return next((g for p, g in zip(place, given, strict=False) if p != g), "")


def supply(trial: Trial, races: Iterable[Race]) -> None:
    """Sees to it that there is something to take: rows that were made for the proof may hold nothing."""
    database = database_of(trial)
    for race in races:
        if race.kind == COMPUTED and race.value is not None and race.value.operation == "-":
            database.execute(
                f'update {database.quoted(race.write.table)} set "{race.column}" = %s where "{race.column}" < %s',
                (SUPPLY, SUPPLY),
            )
