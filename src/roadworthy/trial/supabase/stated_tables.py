"""Tables, and columns of tables, that no SQL file of a repository makes, as its generated types describe them, or as its requests
name them. Nothing tells of policies, indexes and checks.
"""

from __future__ import annotations

import msgspec


class StatedKey(msgspec.Struct, frozen=True):
    """What a column refers to; `name` is the constraint's, by which requests may ask for it ('' where nothing tells it)."""

    table: str
    column: str
    name: str = ""


class StatedColumn(msgspec.Struct, frozen=True):
    """`type` is SQL's as far as the types tell it (text, numeric, boolean, jsonb, enum:NAME); `given` when the database fills it
    in; `references` are several where rows of several tables share a key, the leading one first; `values` the words of
    an enumeration."""

    name: str
    type: str
    nullable: bool = True
    given: bool = False
    primary: bool = False
    unique: bool = False
    references: tuple[StatedKey, ...] = ()
    values: tuple[str, ...] = ()


class StatedTable(msgspec.Struct, frozen=True):
    """`owner` is the column that holds the key of whoever a row belongs to ('' for none), `path` the file that tells of it;
    `guessed` when that is the code which asks for its rows; `widens` when a file makes the table, without these columns."""

    name: str
    columns: tuple[StatedColumn, ...]
    owner: str = ""
    path: str = ""
    guessed: bool = False
    widens: bool = False


def told(table: StatedTable) -> str:
    """What a report says of it."""
    if table.widens:
        named = ", ".join(f"{table.name}.{column.name}" for column in table.columns)
        return f"no SQL file makes {named}, which the app asks for (in {table.path}, say): added, the type told from the name"
    whose = "its rows were given to their owner alone" if table.owner else "its rows were open to everybody"
    how = f"as {table.path} describes it"
    if table.guessed:
        how = f"with the columns that the app asks for (in {table.path}, say), their types told from their names"
    return f"no SQL file makes the table {table.name}: it was laid out {how}; {whose}"
