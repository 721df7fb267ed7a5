"""A record that an endpoint which writes the body as it comes should accept."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App, Column, Table
from roadworthy.patterns.malicious_input.unvalidated_input.finding import InputGap
from roadworthy.patterns.malicious_input.unvalidated_input.records import required_fields
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.body_places import put_at
from roadworthy.proof.samples import sample
from roadworthy.views.data.field_limits import limits_of


def sound_record(app: App, arrangement: Arrangement, found: InputGap, table: Table) -> dict[str, Any]:
    """All that an insert cannot do without, the keys of rows that it refers to among it; of an update one column that a
    client may well set. What the endpoint's own checks ask for, and what it reads by name, comes along."""
    made = arrangement.body(found.endpoint)
    read = {item.name.partition(".")[0] for item in found.endpoint.inputs if item.part == "body"}
    read |= required_fields(found.endpoint)
    asked = {name: made[name] for name in made if name in read}
    record: dict[str, Any] = {}
    for name, value in _by_columns(app, arrangement, found, table).items():
        put_at(record, name.split("."), value)
    return {**record, **asked}


def _by_columns(app: App, arrangement: Arrangement, found: InputGap, table: Table) -> dict[str, Any]:
    query = found.spread
    if query is not None and query.operation == "insert":
        return {
            column.field: arrangement.of_record(column)
            if column.references is not None
            else sound(app, table, column)
            for column in _open(found, table)
            if not (column.nullable or column.default)
            and (column.references is not None or column.name not in found.settable)
        }
    plain = (
        column
        for column in _open(found, table)
        if column.name not in found.settable
        and column.references is None
        and limits_of(app, table, column).kind == "text"
        and not column.unique
    )
    return {column.field: sound(app, table, column) for column in [next(plain, None)] if column is not None}


def _open(found: InputGap, table: Table) -> list[Column]:
    """Columns that the endpoint neither sets by itself nor leaves out."""
    named = {write.column for write in (found.spread.writes if found.spread is not None else ())}
    return [
        column
        for column in table.columns
        if column.name not in named and not {column.name, column.field} & set(found.omitted)
    ]


def sound(app: App, table: Table, column: Column) -> Any:
    """A value that the column takes: one of its words where it has some."""
    limits = limits_of(app, table, column)
    return limits.words[0] if limits.words else sample(column.name, column.type)
