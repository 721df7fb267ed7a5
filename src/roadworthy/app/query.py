"""A question put to, or a change made of, the database."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.flow import Flow
from roadworthy.app.location import Location
from roadworthy.app.origin import Fact, Origin


class Filter(Struct, frozen=True):
    """A condition on rows: `column operator value`. `operator` is =, !=, <, <=, >, >=, in, like, ilike, is null.

    `table` is the column's own table when the query joins several. `optional` when it applies only sometimes; those of one
    `a = ? or (b = ? and c = ?)` have one number in `either` (0 for none), and all of one `way` of it hold for every row. `facts` hold where it applies
    (`if (typeof name === "string") filter.name = name`), as far as they are known.
    """

    column: str
    operator: str
    value: Origin
    table: str = ""
    optional: bool = False
    either: int = 0
    way: int = 0
    facts: tuple[Fact, ...] = ()


class Write(Struct, frozen=True):
    """A column and the value written into it. `arithmetic` when the database computes it from the row itself
    (`stock = stock - 1`), which no concurrent request can lose. `facts` hold where the value is given at all
    (`if (user.isAdmin) data.role = role`)."""

    column: str
    value: Origin
    arithmetic: bool = False
    facts: tuple[Fact, ...] = ()


class Along(Struct, frozen=True):
    """Rows of another table that are answered with each row of a query (`include: { author: true }`): `columns` are those that are
    named, () for all; `left_out` those that are kept back."""

    table: str
    columns: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


class Query(Struct, frozen=True):
    """One query an endpoint, component or script makes.

    `number` is its place in the run that it was seen in; `operation` is select, insert, update, delete, upsert
    or raw; `spreads` are whole records written without naming their columns (mass assignment when they come
    from the request); `one` when at most one row is read; `lock` for SELECT ... FOR UPDATE; `transaction`
    names the enclosing transaction ('' for none); `validated` when the library asks the model's own rules before it writes; `loops` counts the loops around it; `facts` are what holds
    when it runs; `calls` are the places of the calls that led to it, outermost first; `conflict` is what
    ON CONFLICT names ('' for none); `caught` when a failure is caught; `order` has (column, descending). `left_out` are the fields a document database is told to keep back from documents that
    it otherwise gives whole.
    `rights` are those it is asked with where the database itself decides: user (row-level policies hold) or service (past
    them), '' where the app connects as one user for all; `routine` is the database function it calls; `checked` whether the
    failure in its answer (`{ data, error }`) is looked at, None where a failure throws by itself; `trigger` what runs it in a
    page (render, effect, query, an event's name); `parts` are the tables whose rows are read along as lists without a limit, each
    with the column that ties them to the row; `along` are all rows that come with them, by what is seen of each.
    `again` are the numbers under which the very same query was seen once more (a helper that is called twice): rows of those are rows of it.
    `groups` are the tables and columns that rows are `grouped` by, as far as they are known.
    `location` is the whole chain of the query (`db.select().from(t).where(...)`); `sql` is its text where it is written as such, of
    Supabase what its `select` asks for (`*,author:profiles(name)`).
    """

    number: int
    operation: str
    table: str
    location: Location
    function: str = ""
    filters: tuple[Filter, ...] = ()
    writes: tuple[Write, ...] = ()
    spreads: tuple[Origin, ...] = ()
    columns: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    limit: Origin | None = None
    joins: tuple[tuple[str, str, str], ...] = ()
    one: bool = False
    lock: bool = False
    conflict: str = ""
    transaction: str = ""
    loops: int = 0
    parallel: bool = False
    caught: bool = False
    facts: tuple[Fact, ...] = ()
    calls: tuple[Location, ...] = ()
    sql: str = ""
    library: str = ""
    rights: str = ""
    routine: str = ""
    checked: bool | None = None
    trigger: str = ""
    grouped: bool = False
    groups: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    along: tuple[Along, ...] = ()
    validated: bool = False
    flow: Flow = Flow()
    again: tuple[int, ...] = ()

    def alternatives(self) -> list[list[list[Filter]]]:
        """The ways of each either-or: for every row, all filters of one of them hold."""
        found: dict[int, dict[int, list[Filter]]] = {}
        for item in self.filters:
            if item.either:
                found.setdefault(item.either, {}).setdefault(item.way, []).append(item)
        return [list(ways.values()) for ways in found.values()]

    def written(self, column: str) -> Origin | None:
        """The value this query writes into a column, None when it does not name it."""
        return next((write.value for write in self.writes if write.column == column), None)
