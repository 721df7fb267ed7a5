"""A request whose list is longer, each of its elements about a row of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from roadworthy.app import Query
from roadworthy.proof.body_places import value_at

_KEY = r"(_id|Id|^id)$"
_LIST = "[]"
# How deep in a body a list is looked for.
_DEEPEST = 3
Path = tuple[str, ...]


def lengthened(body: Any, each: Query, keys: list[Any], size: int) -> Any:
    """The body with its list of records made `size` long: the list that the query goes through, else the first whose elements name a
    row; a body may be that list itself. None where there is none."""
    for path, field in (*_gone_through(each), *_with_keys(body)):
        elements = value_at(body, path)
        first = elements[0] if isinstance(elements, list) and elements else None
        if not isinstance(first, dict) or field not in first:
            continue
        named = re.search(_KEY, field) is not None
        if named and len(keys) < size:
            continue
        values = [keys[n] if named else _another(first[field], n) for n in range(size)]
        if None not in values:
            return _with(body, path, [{**first, field: value} for value in values])
    return None


def _gone_through(each: Query) -> Iterator[tuple[Path, str]]:
    """Where the body holds what the query asks by: the list, and the field of its elements."""
    values = [item.value for item in each.filters] + [write.value for write in each.writes]
    for leaf in (leaf for value in values for leaf in value.sources()):
        if leaf.kind in ("body", "parsed") and leaf.path[-2:-1] == (_LIST,):
            yield leaf.path[:-2], leaf.path[-1]


def _with_keys(body: Any, above: Path = ()) -> Iterator[tuple[Path, str]]:
    first = body[0] if isinstance(body, list) and body else None
    for field in first if isinstance(first, dict) else ():
        if re.search(_KEY, field):
            yield above, field
    for name, value in body.items() if isinstance(body, dict) and len(above) <= _DEEPEST else ():
        yield from _with_keys(value, (*above, name))


def _another(value: Any, number: int) -> Any:
    """A value of the same form that no other element has: an address, a text, a number."""
    if isinstance(value, str):
        return f"rw{number}{value}" if "@" in value else f"{value}{number}"
    return value + number if isinstance(value, int) and not isinstance(value, bool) else None


def _with(body: Any, path: Path, value: Any) -> Any:
    return {**body, path[0]: _with(body[path[0]], path[1:], value)} if path else value
