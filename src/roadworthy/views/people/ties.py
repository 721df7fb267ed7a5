"""What ties rows to people: every column that holds somebody's key, and what happens to it when they go."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.table import Column, Table
from roadworthy.views.people.people import is_persons_key, owner_of, personal_columns, users_table


class Tie(Struct, frozen=True):
    """A column of a table that holds a person's key. `on_delete` is what the database does with its rows when the
    person's row goes: cascade, set null, refuse (a foreign key without a rule), or '' (no foreign key: they stay)."""

    table: Table
    column: Column
    on_delete: str = ""


def ties(app: App) -> tuple[Tie, ...]:
    """Every tie to a person, in the order of the tables."""
    return app.view(_ties)


def _ties(app: App) -> tuple[Tie, ...]:
    people = users_table(app)
    if people is None:
        return ()
    found: list[Tie] = []
    for table in app.tables:
        if table.name == people.name:
            continue
        keyed = [c for c in table.columns if is_persons_key(c, people)]
        found += [Tie(table, column, _rule(table, column)) for column in keyed]
        owner = owner_of(app, table.name)
        named = table.column(owner.column) if owner is not None and not owner.through else None
        if not keyed and named is not None:
            found.append(Tie(table, named))
    return tuple(found)


def _rule(table: Table, column: Column) -> str:
    """What the database does; MongoDB keeps no watch over references."""
    if table.library in ("mongoose", "mongodb"):
        return ""
    rule = column.references.on_delete.lower() if column.references is not None else ""
    return rule if rule in ("cascade", "set null") else "refuse"


def telling_columns(app: App, table: Table) -> tuple[str, ...]:
    """The columns of a table that say something of a person. A bare `name` names a person in the table of people
    only; elsewhere it names the thing."""
    people = users_table(app)
    own = people is not None and table.name == people.name
    keys = {tie.column.name for tie in ties(app) if tie.table.name == table.name}
    return tuple(n for n in personal_columns(table) if (own or n.lower() != "name") and n not in keys)
