"""Columns that hold the key of a person without naming the people: `owner_id`, `sender_id`. Who merely made or changed a row
(`created_by`) is often kept on purpose when the person goes."""

from __future__ import annotations

from roadworthy.app import App, Column, Origin, Table
from roadworthy.app.other_tongues import spelled
from roadworthy.regex import regex
from roadworthy.views.people.people import users_table

_PART = regex(
    r"^(owner|author|creator|sender|recipient|assignee|host|organi[sz]er|((invited|assigned|requested)_(by|to)(_user)?))(_id)?$"
)


def persons_table(app: App, table: Table, column: Column) -> tuple[str, str] | None:
    """The table of people and its key, where a column named after the part that somebody plays is filled with, or compared
    with, the key of whoever is signed in."""
    people = users_table(app)
    if people is None or people.name == table.name or not _PART.match(spelled(column.name)):
        return None
    key = people.column(people.primary_key[0]) if len(people.primary_key) == 1 else None
    if key is None or key.type.split("(")[0] != column.type.split("(")[0]:
        return None
    for query in app.queries:
        if query.table != table.name:
            continue
        values = [write.value for write in query.writes if write.column == column.name]
        values += [item.value for item in query.filters if item.column == column.name]
        if any(_is_key(value, people.name, key.name) for value in values):
            return people.name, key.name
    return None


def _is_key(value: Origin, people: str, key: str) -> bool:
    return any(
        leaf.kind == "session" or (leaf.kind == "row" and leaf.table == people and leaf.path == (key,))
        for leaf in value.leaves()
    )
