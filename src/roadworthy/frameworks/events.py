"""What runs see, as frameworks tell it. Values are still the interpreter's; `origins` turns them into records."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import ClassVar

from msgspec import Struct, field
from msgspec.structs import replace

from roadworthy.app.query import Along
from roadworthy.interpret import Condition, Constant, Context, Value
from roadworthy.languages import form


class FilterSeen(Struct, frozen=True):
    """A condition of a query: `column operator value`. `either` numbers those of one `or`, 0 for none; `way` is the one of its
    ways that this is part of. `conditions` held where a branch put it into the filter."""

    column: str
    operator: str
    value: Value
    table: str = ""
    optional: bool = False
    either: int = 0
    way: int = 0
    conditions: tuple[Condition, ...] = ()


def sometimes(one: FilterSeen) -> FilterSeen:
    """A condition that is asked where a branch was taken."""
    return FilterSeen(one.column, one.operator, one.value, one.table, True)


def filter_key(one: FilterSeen) -> tuple[str, str, int, str]:
    """By what two conditions of a query are the same."""
    return one.column, one.operator, id(one.value), one.table


_NUMBERS = count(1)


def one_of(ways: Sequence[Sequence[FilterSeen]]) -> list[FilterSeen]:
    """The filters of conditions of which one holds: certain is what stands in each of them, the rest is part of its way. They
    are an either-or where every way asks for something whenever it is taken."""
    first, *others = ways or [[]]
    shared = [
        one for one in first if not one.optional and all(any(_same(one, o) for o in way) for way in others)
    ]
    rest = [[one for one in way if not any(_same(one, known) for known in shared)] for way in ways]
    complete = len(rest) > 1 and all(any(not one.optional for one in way) for way in rest)
    number = next(_NUMBERS) if complete else 0
    found = list(shared)
    for index, way in enumerate(rest):
        found += [replace(one, optional=True, either=0 if one.optional else number, way=index) for one in way]
    return found


def _same(one: FilterSeen, other: FilterSeen) -> bool:
    """Whether two conditions ask the same: of one value, or of constants that are equal."""
    mine, theirs = one.value, other.value
    equal = isinstance(mine, Constant) and isinstance(theirs, Constant) and repr(mine) == repr(theirs)
    return (mine is theirs or equal) and replace(one, value=theirs) == other


class WriteSeen(Struct, frozen=True):
    """A column written by a query. `conditions` held where the value was assigned to a row that is saved later, or put into
    the record that is written."""

    column: str
    value: Value
    arithmetic: bool = False
    conditions: tuple[Condition, ...] = ()


class QuerySeen(Struct):
    """A query; see `app.query.Query` for the fields."""

    operation: str
    table: str
    path: str
    node: form.Node
    context: Context
    filters: list[FilterSeen] = field(default_factory=list)
    writes: list[WriteSeen] = field(default_factory=list)
    spreads: list[Value] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    order: list[tuple[str, bool]] = field(default_factory=list)
    limit: Value | None = None
    joins: list[tuple[str, str, str]] = field(default_factory=list)
    one: bool = False
    lock: bool = False
    conflict: str = ""
    sql: str = ""
    library: str = ""
    number: int = -1
    grouped: bool = False
    groups: list[tuple[str, str]] = field(default_factory=list)
    rights: str = ""
    routine: str = ""
    checked: bool | None = None
    parts: list[tuple[str, str]] = field(default_factory=list)
    along: list[Along] = field(default_factory=list)
    validated: bool = False


class ServiceSeen(Struct):
    """A call to an outside service; see `app.service.ServiceCall`. `guarded` when the app's own transport decides which addresses may
    be asked."""

    service: str
    operation: str
    client: str
    path: str
    node: form.Node
    context: Context
    method: str = ""
    url: str = ""
    timeout: Value | None = None
    retries: Value | None = None
    arguments: list[Value] = field(default_factory=list)
    setup: tuple[str, form.Node] | None = None
    number: int = -1
    keyed: bool = False
    lent: str = ""
    guarded: bool = False
    headers: Value | None = None


class AnswerSeen(Struct, frozen=True):
    """An answer to the client; `page` when the body is what a template shows some of, `template` its name where the call gives it."""

    ends_request: ClassVar[bool] = True

    status: int
    body: Value
    path: str
    node: form.Node
    context: Context
    page: bool = False
    template: str = ""


class CheckSeen(Struct, frozen=True):
    """Request data put through a schema. `fields` are its rules in words; `whole` when it has a rule of the record as a whole, too."""

    subject: Value
    library: str
    path: str
    node: form.Node
    fields: tuple[tuple[str, str], ...]
    strict: bool
    strips: bool
    whole: bool = False


class FetchSeen(Struct, frozen=True):
    """A request made by a page to its own server."""

    method: str
    url: str
    path: str
    node: form.Node
    context: Context
    body: Value | None = None
    headers: tuple[str, ...] = ()
    hook: str = ""
    timeout: bool = False
    asks: tuple[Value, ...] = ()
    host: str = ""


class BrowserSeen(Struct, frozen=True):
    """A use of a browser interface."""

    api: str
    path: str
    node: form.Node
    context: Context


class HandlerEntered(Struct, frozen=True):
    """The endpoint's own handler begins, under these conditions."""

    path: str
    node: form.Function
    context: Context
    name: str


class AssignmentSeen(Struct, frozen=True):
    """A field set that the platform executes or shows (`element.innerHTML = x`); `kind` as in `app.use.Use`."""

    kind: str
    name: str
    value: Value
    path: str
    node: form.Node
    context: Context
