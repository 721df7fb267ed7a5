"""Rows that a query of an endpoint finds: those of the actor, of the parent that the path names, or any, in growing numbers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import msgspec

from roadworthy.app import App, Column, Endpoint, Filter, Origin, Query
from roadworthy.errors import RoadworthyError, TrialUnavailable
from roadworthy.proof.arrangement import Arrangement, parameters
from roadworthy.proof.body_places import value_at
from roadworthy.proof.column_values import takes
from roadworthy.proof.experiment import Experiment, database_of
from roadworthy.proof.ownership import person_key
from roadworthy.proof.shown_rows import not_over, searched_columns, shared_parents
from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Trial
from roadworthy.trial.enum_labels import as_stored
from roadworthy.trial.refusals import REFUSED
from roadworthy.views.people.people import users_table

# A new account, a busy month, a few years of a small shop.
_SIZES = (10, 1_000, 20_000)
# A project gives no more rows in one answer than it is set to, and leaves out the rest without a word.
_OF_A_PROJECT = (10, 100)
_STEP, _SMALL_STEP = 10, 4


class GrowingRows:
    """The rows of one query's table that it finds when `request` is made. `fixed` are the columns that make it so; `above` the tables
    that were asked for on the way to this one.

    Raises TrialUnavailable where what the query asks for cannot be told.
    """

    def __init__(
        self,
        app: App,
        trial: Trial,
        endpoint: Endpoint,
        query: Query,
        request: ValidRequest,
        above: tuple[str, ...] = (),
    ) -> None:
        self.app, self.trial, self.endpoint, self.above = app, trial, endpoint, above
        self.table, self.request = query.table, request
        self.joined = tuple(dict.fromkeys(table for table, _, _ in query.joins if table != query.table))
        self.database = database_of(trial)
        if self.table not in self.database.tables():
            raise TrialUnavailable(f"the running database has no table {self.table}")
        self.fixed = dict(self._found_by(one) for one in query.filters if _certain(one, self.table))
        self.fixed = {**_sometimes(query, self.table), **self.fixed} | self._lately(query)
        self.fixed = {**self._accompanied(query), **self.fixed}
        self.fixed = as_stored(self.database, self.table, self.fixed)
        self.of_joined = dict(self._joined_by(query))
        known = app.table(self.table)
        self._with_parents = known is not None and shared_parents(query, known, self.fixed)

    @classmethod
    def of(cls, app: App, trial: Trial, table: str, fixed: dict[str, Any]) -> GrowingRows:
        """The rows of a table that hold these values, whoever asks for them. Raises TrialUnavailable for a table that is not
        there."""
        made = cls.__new__(cls)
        made.app, made.trial, made.table, made.fixed, made.joined = app, trial, table, dict(fixed), ()
        made.of_joined, made._with_parents = {}, False
        made.database = database_of(trial)
        if table not in made.database.tables():
            raise TrialUnavailable(f"the running database has no table {table}")
        return made

    def hold_searched(self, query: Query) -> None:
        """Has further rows hold the words that the request looks for in them."""
        known = self.app.table(self.table)
        for name, item in searched_columns(query, known) if known is not None else ():
            asked = (leaf for leaf in item.value.sources() if leaf.kind != "constant")
            words = next((found for leaf in asked if (found := self._value(leaf, name))), None)
            if isinstance(words, str) and words.strip("%"):
                self.fixed.setdefault(name, words.strip("%"))

    def last_longer(self, query: Query) -> bool:
        """Has further rows be over some time to come; whether any were over before by what they hold."""
        known = self.app.table(self.table)
        later = not_over(query, known) if known is not None else {}
        fresh = {name: moment for name, moment in later.items() if name not in self.fixed}
        self.fixed |= fresh
        return bool(fresh)

    def _joined_by(self, query: Query) -> Iterator[tuple[str, dict[str, Any]]]:
        """For each table that is joined, what the query asks of its rows: `where bookings.user_id = ?`."""
        for name in self.joined:
            found: dict[str, Any] = {}
            for item in query.filters:
                if item.table != name or item.operator != "=" or item.optional:
                    continue
                values = (self._value(leaf, item.column, name) for leaf in item.value.sources())
                value = next((one for one in values if one is not None), None)
                found |= {item.column: value} if value is not None else {}
            yield name, found

    def _lately(self, query: Query) -> dict[str, Any]:
        """Moments that the query asks to be within the last day, week or month: now, so that all of the rows are. To the second, which
        every column keeps, or to the day: what is cut off would not be found again."""
        now = (datetime.now(UTC) - timedelta(minutes=1)).replace(microsecond=0)
        known = self.app.table(self.table)
        found: dict[str, Any] = {}
        for one in query.filters:
            column = known.column(one.column) if known is not None and one.table in ("", self.table) else None
            moment = column is not None and column.type.startswith(("timestamp", "date"))
            if column is not None and moment and one.operator in (">=", ">", "between"):
                found[column.name] = now.date() if column.type == "date" else now
        return found

    def _accompanied(self, query: Query) -> dict[str, Any]:
        """Columns by which the handler looks up a row of another table for each row that it found (the colour of an expense's
        category), with a value that finds one: no key says that there is one, and the handler relies on it."""
        found: dict[str, Any] = {}
        for column, other, item in self._looked_up_by(query):
            with contextlib.suppress(RoadworthyError, *REFUSED):
                found.setdefault(column.name, self._companion(other, item))
        return {name: value for name, value in found.items() if value is not None}

    def _looked_up_by(self, query: Query) -> Iterator[tuple[Column, Query, Filter]]:
        known = self.app.table(self.table)
        # What is asked for to find these rows has been asked for its own already.
        others = [] if known is None or self.above else self.endpoint.queries
        for other in (
            one for one in others if one.operation == "select" and one.table not in ("", self.table)
        ):
            for item in (one for one in other.filters if one.operator == "="):
                for leaf in item.value.sources():
                    of_row = leaf.kind == "row" and leaf.query == query.number and leaf.path
                    column = known.column(leaf.path[-1]) if known is not None and of_row else None
                    if column is not None and not (column.primary or column.unique or column.references):
                        yield column, other, item

    def _companion(self, other: Query, item: Filter) -> Any:
        """What the column that a row of another table is found by holds, in a row that is there or made."""
        apart = msgspec.structs.replace(other, filters=tuple(one for one in other.filters if one != item))
        rows = GrowingRows(
            self.app, self.trial, self.endpoint, apart, self.request, (*self.above, self.table)
        )
        row = Arrangement(self.app, self.trial).row(other.table, **rows.fixed)
        return row.get(item.column) if row is not None else None

    def fill_parents(self, rows: int) -> None:
        """Sees to it that the tables which theirs refers to have so many rows, so that not all share one parent."""
        known = self.app.table(self.table)
        for column in known.columns if known is not None else ():
            parent = column.references.table if column.references is not None else ""
            if parent in self.database.tables() and parent != self.table and column.name not in self.fixed:
                missing = rows - self.database.count(parent)
                if missing > 0:
                    self.database.fill(parent, missing)

    def count(self) -> int:
        """How many there are now."""
        where = " and ".join(f'"{name}" = %s' for name in self.fixed) or "true"
        rows = self.database.query(
            f"select count(*) as n from {self.database.quoted(self.table)} where {where}",
            tuple(self.fixed.values()),
        )
        return int(rows[0]["n"])

    def sizes(self, already: int) -> tuple[int, int, int]:
        """Three numbers of rows that differ so much that a list which grows with the rows cannot be mistaken for one that does
        not. `already` are those that are there or shown before any is made."""
        project = self.trial.supabase
        if project is None:
            first, middle, last = _SIZES
            return max(first, already + first), max(middle, already + first), max(last, already + first)
        first, middle = _OF_A_PROJECT
        return already + first, max(middle, 2 * already), project.project.max_rows

    def too_few(self, first: int, middle: int, last: int) -> bool:
        """Whether what could be made of these numbers is too little to tell a list from a page."""
        step = _STEP if self.trial.supabase is None else _SMALL_STEP
        return last < step * first or last < 2 * middle or middle <= first

    def grow(self, experiment: Experiment, size: int) -> int:
        """Makes them `size`, or as many as the table's keys allow; returns how many there are."""
        missing = size - self.count()
        if missing > 0:
            if self._with_parents:
                with contextlib.suppress(RoadworthyError, *REFUSED):
                    self.fill_parents(size)
            self.database.fill(self.table, missing, fixed=self.fixed)
            self._fill_joined()
        rows = self.count()
        told = ", ".join(
            f"{name} {'now' if isinstance(value, datetime) else value}" for name, value in self.fixed.items()
        )
        experiment.note("arrange", f"{self.table} is filled to {rows:,} rows{f' of {told}' if told else ''}")
        return rows

    def _fill_joined(self) -> None:
        """A row in each joined table for every row that it refers to: an inner join leaves out what has none. Keys are taken from
        the rows above in turn, so that as many rows reach all of them."""
        there = self.database.tables()
        for name in self.joined:
            known = self.app.table(name)
            above = (
                {one.references.table for one in known.columns if one.references}
                if known is not None
                else set()
            )
            needed = max(
                (self.database.count(one) for one in above & {self.table, *self.joined} & set(there)),
                default=0,
            )
            if needed and name in there:
                with contextlib.suppress(RoadworthyError, *REFUSED):
                    self.database.fill(name, needed, fixed=self.of_joined.get(name, {}))

    # --- what the query asks for ----------------------------------------------------------------------

    def _found_by(self, one: Filter) -> tuple[str, Any]:
        known = self.app.table(self.table)
        column = known.column(one.column) if known is not None else None
        name = column.name if column is not None else one.column
        for leaf in one.value.sources():
            value = self._value(leaf, name)
            if value is not None and (column is None or takes(column.type, value)):
                return name, value
        raise TrialUnavailable(
            f"what {self.endpoint.subject} looks for in {self.table}.{name} cannot be told"
        )

    def _value(self, leaf: Origin, column: str, table: str = "") -> Any:
        people = users_table(self.app)
        if leaf.kind == "constant":
            return leaf.value
        if leaf.kind == "session" or (
            leaf.kind == "row" and people is not None and leaf.table == people.name
        ):
            identity = self.trial.actor(self.request.actor).identity
            if leaf.path and leaf.path[-1] in identity and leaf.path[-1] != "id":
                return identity[leaf.path[-1]]
            return person_key(self.app, self.trial, table or self.table, column, self.request.actor)
        if leaf.kind == "params" and leaf.path:
            return self._given(leaf.path[-1])
        if leaf.kind == "query" and leaf.path:
            asked = dict(parse_qsl(self.request.path.partition("?")[2]))
            return asked.get(leaf.path[-1])
        if leaf.kind == "body" and leaf.path:
            return _inside(self.request.body, leaf.path)
        if leaf.kind == "row" and leaf.path:
            return self._of_row(leaf)
        return None

    def _given(self, name: str) -> Any:
        """What the request's path holds where the route has this parameter."""
        if name not in parameters(self.endpoint.path):
            return None
        route, path = self.endpoint.path.split("/"), self.request.path.split("?")[0].split("/")
        place = next((n for n, part in enumerate(route) if name in parameters(part)), -1)
        return path[place] if 0 <= place < len(path) else None

    def _of_row(self, leaf: Origin) -> Any:
        """A column of the row that the handler looked up before, by what the path says."""
        for query in self.endpoint.queries:
            if query.number != leaf.query and query.table != leaf.table:
                continue
            for item in query.filters:
                named = [one for one in item.value.sources() if one.kind == "params" and one.path]
                value = self._given(named[0].path[-1]) if named else None
                if value is None:
                    continue
                shown = self.database.as_text(f'"{item.column}"')
                rows = self.database.query(
                    f"select * from {self.database.quoted(query.table)} where {shown} = %s", (value,)
                )
                if rows:
                    return rows[0].get(leaf.path[-1])
        return self._of_list(leaf)

    def _of_list(self, leaf: Origin) -> Any:
        """A column of one of the rows that the handler goes through: of those that its own look-up finds."""
        outer = next((one for one in self.endpoint.queries if one.number == leaf.query), None)
        if (
            outer is None
            or outer.table in (self.table, *self.above)
            or outer.table not in self.database.tables()
        ):
            return None
        found = GrowingRows(
            self.app, self.trial, self.endpoint, outer, self.request, (*self.above, self.table)
        )
        row = Arrangement(self.app, self.trial).row(outer.table, **found.fixed)
        return row.get(leaf.path[-1]) if row is not None else None


def give_found(app: App, trial: Trial, endpoint: Endpoint, request: ValidRequest) -> None:
    """A row for each query of an endpoint that reads, where it finds none for the request; what cannot be told or made stays away."""
    for query in endpoint.queries:
        if query.operation == "select" and query.table:
            with contextlib.suppress(RoadworthyError, *REFUSED):
                found = GrowingRows(app, trial, endpoint, query, request)
                found.hold_searched(query)
                if not found.count():
                    found.database.fill(query.table, 1, fixed=found.fixed)


def _certain(one: Filter, table: str) -> bool:
    return not one.optional and one.operator == "=" and one.table in ("", table)


def _sometimes(query: Query, table: str) -> dict[str, Any]:
    """What the query asks for only at times, where the code says the value itself (`category ? ... : { isFeatured: true }`): rows that
    have it are found either way. Of several values for one column none is taken."""
    asked: dict[str, list[Any]] = {}
    for one in query.filters:
        own = one.optional and one.operator == "=" and one.table in ("", table)
        if own and one.value.kind == "constant" and one.value.value is not None:
            asked.setdefault(one.column, []).append(one.value.value)
    return {column: values[0] for column, values in asked.items() if all(one == values[0] for one in values)}


def longest_list(value: Any, depth: int = 3) -> int:
    """The elements of the longest list in an answer, -1 where there is none."""
    if isinstance(value, list):
        return len(value)
    inner = value.values() if isinstance(value, dict) and depth else ()
    return max((longest_list(one, depth - 1) for one in inner), default=-1)


def _inside(body: Any, path: tuple[str, ...]) -> Any:
    """A plain value of a body; None where there is none."""
    value = value_at(body, path)
    if isinstance(value, UUID):
        return str(value)
    return value if isinstance(value, (str, int, float, bool)) else None
