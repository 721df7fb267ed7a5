"""Two fields that name rows of one table, where something comes from and where it goes: they are two rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from roadworthy.app import Column, Endpoint
from roadworthy.proof.experiment import database_of
from roadworthy.regex import regex

if TYPE_CHECKING:
    from roadworthy.proof.arrangement import Arrangement

_FROM = regex(r"(^|_)(from|source|src|origin|sender|debit|departure)(_|$)")
_TO = regex(r"(^|_)(to|dest|destination|target|recipient|receiver|credit|arrival)(_|$)")
_NEW_WORD = regex(r"(?<=[a-z0-9])(?=[A-Z])")


def with_two_ends(arrangement: Arrangement, endpoint: Endpoint, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a body; where something goes to is another row than the one it comes from."""
    begins = [name for name in fields if _FROM.search(_words(name))]
    ends = [name for name in fields if _TO.search(_words(name)) and name not in begins]
    changed = dict(fields)
    for name in ends:
        column = _names_row(arrangement, endpoint, name)
        for other in begins if column is not None else ():
            before = _names_row(arrangement, endpoint, other)
            alike = before is not None and column is not None and before.references == column.references
            if alike and column is not None and fields[name] == fields[other]:
                changed[name] = _another(arrangement, column, fields[name])
    return changed


def _words(name: str) -> str:
    return _NEW_WORD.sub("_", name).lower()


def _names_row(arrangement: Arrangement, endpoint: Endpoint, name: str) -> Column | None:
    found = arrangement.column_of(endpoint, name)
    return found[1] if found is not None and found[1].references is not None else None


def _another(arrangement: Arrangement, column: Column, key: Any) -> Any:
    """The key of another row of the same table, of the same person's where its rows have owners; the same where none can be made."""
    assert column.references is not None
    table, name = column.references.table, column.references.column
    database, owned = database_of(arrangement.trial), arrangement.owned(table)
    where = " and ".join((f'"{name}" <> %s', *(f'"{one}" = %s' for one in owned)))
    sql = f'select "{name}" as k from {database.quoted(table)} where {where} limit 1'
    found = database.query(sql, (key, *owned.values()))
    if not found and database.fill(table, 1, fixed=owned):
        found = database.query(sql, (key, *owned.values()))
    return found[0]["k"] if found else key
