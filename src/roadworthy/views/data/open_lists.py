"""Lists that nothing bounds: the queries that read them, who is given them, and what is done with them in the application."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, structs

from roadworthy.app.component import Component
from roadworthy.app.endpoint import Endpoint
from roadworthy.app.flow import Handling
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.query import Filter, Query
from roadworthy.app.table import Table
from roadworthy.app.work import Work
from roadworthy.regex import regex
from roadworthy.views.data.growth import Growth, growth_of, is_of_person
from roadworthy.views.pages.page_requests import requests_of
from roadworthy.views.people.people import is_persons_key, users_table

_DEPTH = 4


class OpenList(Struct, frozen=True):
    """A query of `work` that may read any number of rows. `given` when its rows as a list are answered, shown or handed on; `along`
    when the list is what is read along with one row (`include: { orders: true }`)."""

    work: Work
    query: Query
    growth: Growth
    given: bool
    along: bool = False


class ListUse(Struct, frozen=True):
    """Something that is done in the application with all rows of lists that nothing bounds. `subject` names where: an endpoint,
    a component, a job; `side` is server or client. `passed` when the list is handed on to another component as well; `generic` when
    it is handed lists of several kinds, so that it is not to blame for what it is given; `givers` are the places that do."""

    subject: str
    side: str
    handling: Handling
    lists: tuple[OpenList, ...]
    component: Component | None = None
    passed: bool = False
    generic: bool = False
    givers: tuple[Location, ...] = ()


def read_lists(app: App) -> tuple[OpenList, ...]:
    """Every query that reads rows as a list, bounded or not, each place once for a work."""
    return app.view(_read)


def _read(app: App) -> tuple[OpenList, ...]:
    shown = {component.location: component for component in app.components}
    found: dict[object, OpenList] = {}
    for work in app.works:
        component = shown.get(work.location)
        handed = {row for hand in component.hands for row in hand.rows} if component is not None else set()
        for query in work.queries:
            if query.operation != "select" or query.flow.order < 0:
                continue
            given = query.flow.answered or query.flow.order in handed or _is_shown(app, query)
            if query.one:
                for one in _along(app, work, query):
                    found.setdefault((work.subject, query.location, one.query.table), one)
                continue
            one = OpenList(work, query, growth_of(app, query, work.queries), given)
            for part in _with_each(app, one):
                found.setdefault((work.subject, query.location, part.query.table), part)
            key = (work.subject, query.location, one.growth.open)
            if key not in found or (given and not found[key].given):
                found[key] = one
    return tuple(found.values())


def _along(app: App, work: Work, query: Query) -> Iterator[OpenList]:
    """What is read along with one row as lists without end, to be shown: what a person does as long as they are there (the
    orders of a customer), or what others leave behind (the entries of a contest)."""
    if work.kind == "job" or (work.kind == "endpoint" and not work.subject.startswith("GET ")):
        return
    people = users_table(app)
    for name, column in query.parts:
        table = app.table(name)
        if table is None or name == query.table:
            continue  # the variants of a recipe
        if not _piles_up(app, table, column) and (people is None or query.table != people.name):
            continue
        tie = Filter(column, "=", Origin("row", (), table=query.table, query=query.number), name)
        part = structs.replace(query, table=name, one=False, filters=(tie,), joins=(), columns=(), limit=None)
        growth = growth_of(app, part)
        if growth.open:
            yield OpenList(work, part, growth, True, along=True)


def _piles_up(app: App, table: Table, column: str) -> bool:
    """Whether rows that hang on one other by this column come from people, who go on for as long as they are there."""
    people = users_table(app)
    written = any(
        is_persons_key(c, people) and c.name != column and (not c.nullable or _WRITER.match(c.name))
        for c in table.columns
    )
    return written or is_of_person(column)


# Who left a row behind, where the library makes keys that may be empty unless told otherwise.
_WRITER = regex(
    r"(user|author|owner|customer|client|student|member|creator|sender|buyer|created_?by|posted_?by)(_?id)?$",
    re.I,
)


def _with_each(app: App, one: OpenList) -> Iterator[OpenList]:
    """What is read along with all rows of a small table (every product with its category): that is the whole of it."""
    if one.growth.open or not one.given or one.query.limit is not None or one.query.filters:
        return
    for name, column in one.query.parts:
        if app.table(name) is None or name == one.query.table:
            continue
        tie = Filter(column, "=", Origin("row", (), table=one.query.table, query=one.query.number), name)
        part = structs.replace(one.query, table=name, filters=(tie,), joins=(), columns=(), parts=())
        whole = structs.replace(part, filters=())
        growth = growth_of(app, whole)
        if growth.open and growth_of(app, part).open:
            yield OpenList(one.work, whole, growth, True, along=True)


def _is_shown(app: App, query: Query) -> bool:
    """Whether its rows stand on a page. A template that goes through what belongs to a row (`post.comments`) shows the few parts of
    a thing as well, unless they are what people leave behind."""
    kinds = {handling.kind for handling in query.flow.handled}
    if "shown" not in kinds:
        return "render" in kinds
    table = app.table(query.table)
    return table is not None and any(
        _piles_up(app, table, one.column) for one in query.filters if one.operator == "="
    )


def list_uses(app: App) -> tuple[ListUse, ...]:
    """What is done in the application with lists that nothing bounds."""
    return app.view(_list_uses)


def _list_uses(app: App) -> tuple[ListUse, ...]:
    return tuple(Uses(app).all())


def _asked_about(one: OpenList, work: Work) -> Iterator[Query]:
    """The queries that are handed the keys of all rows of a list (`where: { userId: { in: ids } }`), which nobody is given. What is
    changed by them was picked out for that."""
    for query in work.queries if not one.given else ():
        if (
            query.operation == "select"
            and query.number > one.query.number
            and any(
                item.operator in ("in", "!=")
                and any(leaf.kind == "row" and leaf.query == one.query.number for leaf in item.value.leaves())
                for item in query.filters
            )
        ):
            yield query


class Uses:
    """Follows lists to what is done with them: in the run that reads them, in the page that fetches them, in the component
    that is handed them."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.open = [one for one in read_lists(app) if (one.growth.open or one.growth.wide) and not one.along]
        self.by_work: dict[tuple[str, str], list[OpenList]] = {}
        for one in self.open:
            self.by_work.setdefault((one.work.kind, one.work.subject), []).append(one)
        self.works = {work.location: work for work in app.works if work.kind in ("page", "component")}
        self.parents: dict[str, list[tuple[Component, str, tuple[int, ...], tuple[str, ...]]]] = {}
        for parent in app.components:
            for hand in parent.hands:
                self.parents.setdefault(hand.component, []).append((parent, hand.prop, hand.rows, hand.props))

    def all(self) -> Iterator[ListUse]:
        """Every use, in the order of the works and components."""
        for work in self.app.works:
            if work.kind in ("endpoint", "job"):
                yield from self._of_work(work)
        for component in self.app.components:
            yield from self._of_component(component)

    def _of_work(self, work: Work) -> Iterator[ListUse]:
        by_handling: dict[Handling, list[OpenList]] = {}
        for one in self.by_work.get((work.kind, work.subject), []):
            for handling in one.query.flow.handled:
                by_handling.setdefault(handling, []).append(one)
        for one in self.by_work.get((work.kind, work.subject), []):
            for query in _asked_about(one, work):
                order = one.query.flow.order
                joined = Handling(
                    "join", query.location, (order,), function=query.function, calls=query.calls
                )
                by_handling.setdefault(joined, []).append(one)
        for handling, lists in by_handling.items():
            yield ListUse(work.subject, work.side, handling, tuple(lists))

    def _of_component(self, component: Component) -> Iterator[ListUse]:
        for handling in component.handlings:
            lists = self._rows(component, handling.rows)
            for prop in handling.props:
                lists += self._props(component, prop, 0)
            if not lists:
                continue
            kept = tuple({(one.work.subject, one.query.location): one for one in lists}.values())
            passed = any(
                set(h.rows) & set(handling.rows) or set(h.props) & set(handling.props)
                for h in component.hands
            )
            generic = not handling.rows and len({one.query.table for one in kept}) > 1
            givers = self._givers(component, handling.props) if generic else ()
            yield ListUse(component.name, component.side, handling, kept, component, passed, generic, givers)

    def _rows(self, component: Component, rows: tuple[int, ...]) -> list[OpenList]:
        """The open lists among operations of a component, its own queries and what endpoints answer it."""
        work = self.works.get(component.location)
        if work is None or not rows:
            return []
        found = [
            one for one in self.by_work.get((work.kind, work.subject), []) if one.query.flow.order in rows
        ]
        for request in requests_of(self.app, work):
            if request.flow.order in rows and request.endpoint is not None:
                found += self.answered(request.endpoint)
        return found

    def answered(self, endpoint: Endpoint) -> list[OpenList]:
        """The open lists that an endpoint answers."""
        return [
            one for one in self.by_work.get(("endpoint", endpoint.subject), []) if one.query.flow.answered
        ]

    def _givers(self, component: Component, props: tuple[str, ...]) -> tuple[Location, ...]:
        """Where others hand open lists to a component."""
        return tuple(
            hand.location
            for parent in self.app.components
            for hand in parent.hands
            if hand.component == component.name
            and hand.prop in props
            and (self._rows(parent, hand.rows) or any(self._props(parent, prop, 1) for prop in hand.props))
        )

    def _props(self, component: Component, prop: str, depth: int) -> list[OpenList]:
        """The open lists that a component is handed under a name."""
        found: list[OpenList] = []
        if depth > _DEPTH:
            return found
        for parent, name, rows, props in self.parents.get(component.name, []):
            if name == prop and parent is not component:
                found += self._rows(parent, rows)
                for further in props:
                    found += self._props(parent, further, depth + 1)
        return found
