"""Related rows that are read along with a row only to be counted or added up: `len(post.likes)`, `course.lessons.length`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from roadworthy.app.flow import Handling
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.query import Filter, Query
from roadworthy.app.work import Work
from roadworthy.regex import regex
from roadworthy.views.data.growth import growth_of
from roadworthy.views.data.open_lists import ListUse, OpenList

_NUMBERS = {"count", "sum", "group"}
_LOOKED_THROUGH = {"find", "exists", "filter"}


def counted_along(app: App) -> tuple[ListUse, ...]:
    """What is made of such rows, where nothing else is done with them and they grow without end."""
    return app.view(_counted_along)


def _counted_along(app: App) -> tuple[ListUse, ...]:
    found: list[tuple[Work, Query, str, list[Handling]]] = []
    used: set[tuple[Location, str]] = set()
    for work in app.works:
        for query in work.queries:
            for part, handlings in _by_part(query).items():
                numbers = _numbers(handlings)
                found.append((work, query, part, numbers))
                used |= set() if numbers else {(query.location, part)}
    return tuple(
        use
        for work, query, part, numbers in found
        if (query.location, part) not in used
        for use in _uses(app, work, query, part, numbers)
    )


def _by_part(query: Query) -> dict[str, list[Handling]]:
    found: dict[str, list[Handling]] = {}
    for handling in query.flow.beside:
        found.setdefault(handling.part, []).append(handling)
    return found


def _uses(app: App, work: Work, query: Query, part: str, numbers: list[Handling]) -> Iterator[ListUse]:
    one = _open(app, work, query, part) if numbers else None
    shown = (
        next((c for c in app.components if c.location == work.location), None) if one is not None else None
    )
    if one is not None:
        for handling in numbers:
            subject = shown.name if shown is not None else work.subject
            yield ListUse(subject, work.side, handling, (one,), shown)


def _numbers(handlings: list[Handling]) -> list[Handling]:
    """The counts and sums, where the rows are gone through for these alone."""
    numbers = [one for one in handlings if one.kind in _NUMBERS]
    looked = [one.location for one in handlings if one.kind in {*_NUMBERS, *_LOOKED_THROUGH}]
    for one in handlings:
        if one.kind in _NUMBERS or one.kind in _LOOKED_THROUGH:
            continue
        if one.kind != "each" or not any(_overlap(one.location, place) for place in looked):
            return []
    return numbers


def _overlap(one: Location, other: Location) -> bool:
    return one.path == other.path and one.start < other.end and other.start < one.end


def _open(app: App, work: Work, query: Query, part: str) -> OpenList | None:
    """The rows of the part as a list of its own, where it has no end."""
    column = _tie(app, query, part)
    if not column or _has_room_for(app, query):
        return None
    tie = Filter(column, "=", Origin("row", (), table=query.table, query=query.number), part)
    read = structs.replace(
        query,
        table=part,
        one=False,
        filters=(tie,),
        joins=(),
        columns=(),
        order=(),
        limit=None,
        parts=(),
        along=(),
    )
    growth = growth_of(app, read)
    return OpenList(work, read, growth, given=False, along=True) if growth.open else None


# How many there may be of what is counted: the places of a course.
_ROOM = regex(r"^(capacity|seats|places|spots|(max|maximum)_?\w+|\w+_?capacity)$", re.I)


def _has_room_for(app: App, query: Query) -> bool:
    """Whether what is read says how many may belong to it."""
    tables = (app.table(name) for name in (query.table, *(joined for joined, _, _ in query.joins)))
    return any(_ROOM.match(column.name) for table in tables if table is not None for column in table.columns)


def _tie(app: App, query: Query, part: str) -> str:
    """The column by which several rows of the part belong to one row of the query, or of what came along with it; '' for none."""
    table = app.table(part)
    above = [query.table, *(joined for joined, _, _ in query.joins if joined != part)]
    for name in above:
        for column in table.columns if table is not None else ():
            if column.references is not None and column.references.table == name and not column.unique:
                return column.name
    return ""
