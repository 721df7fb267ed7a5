"""Managers and querysets. A queryset asks the database when its rows are needed, not before."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from roadworthy.app.origin import UNFOLLOWED, Origin
from roadworthy.frameworks.django.changes import change
from roadworthy.frameworks.django.conditions import Found, conditions
from roadworthy.frameworks.django.managers import is_queryset
from roadworthy.frameworks.django.rows import ModelObject
from roadworthy.frameworks.django.steps import STEPS
from roadworthy.frameworks.django.tables import DjangoTable
from roadworthy.frameworks.django.told import Told
from roadworthy.frameworks.django.values import constants
from roadworthy.frameworks.events import FilterSeen, QuerySeen, filter_key, one_of
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.replies import HttpError
from roadworthy.frameworks.rows import Row, Rows, emit_query, merge_into
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Derived,
    ListValue,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.inheritance import Own, bound, call_method
from roadworthy.interpret.trace import Raised
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.django.orm import Orm

_SAME = {"all", "distinct", "using", "iterator", "complex_filter", "dates", "datetimes", "extra", "alias", "select_for",
         "aiterator", "non_polymorphic", "defer", "only", "distance"}  # fmt: skip
_ONE = {"first": False, "last": False, "afirst": False, "alast": False, "earliest": True, "latest": True, "get": True,
        "aget": True}  # fmt: skip


# What a copy is made with, or is given anew.
_GIVEN = frozenset(("orm", "table", "kind", "node", "path", "root", "seen"))


class QuerySet(Own):
    """A query under construction. `root` is what it was made from: ways that differ only by branches are one query. `along` are the
    relations that one of these ways reads along."""

    def __init__(
        self, orm: Orm, table: DjangoTable, kind: ClassValue | None, node: form.Node, path: str = ""
    ) -> None:
        self.orm, self.table, self.kind, self.node, self.path = orm, table, kind, node, path
        self.root: object = self
        self.filters: list[FilterSeen] = []
        self.joins: list[tuple[str, str, str]] = []
        self.order: list[tuple[str, bool]] = []
        self.columns: list[str] = []
        self.limit: Value | None = None
        self.lock = self.loaded = False
        self.eager: set[str] = set()
        self.apart: set[str] = set()
        self.along: set[str] = set()
        self.shape = "rows"
        self.nothing = self.grouped = False
        self.groups: list[tuple[str, str]] = []
        self.given: dict[str, Value] = {}
        self.seen: QuerySeen | None = None

    def copied(self, node: form.Node, path: str) -> QuerySet:
        """The same, to be changed, at another place."""
        made = self.afresh(node, path)
        for name, value in self.__dict__.items():
            if name not in _GIVEN:
                made.__dict__[name] = value.copy() if type(value) in (list, set, dict) else copy.copy(value)
        made.root, made.seen = self.root, None
        return made

    def afresh(self, node: form.Node, path: str) -> QuerySet:
        """A queryset of all rows of the same table."""
        return QuerySet(self.orm, self.table, self.kind, node, path)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return call_method(run, self, self.kind, name, args, node)

    def own_method(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """What every queryset has."""
        if name in ("filter", "exclude"):
            return self.narrowed(run, args, node, negated=name == "exclude")
        if name in _SAME:
            return self.copied(node, run.module)
        step = STEPS.get(name)
        if step is not None:
            made = self.copied(node, run.module)
            step(made, args)
            if isinstance(made.root, QuerySet):
                made.root.along |= made.eager | made.apart
            return made
        if name in _ONE:
            return self.one(run, args, node, sure=_ONE[name], last=name in ("last", "latest"))
        return self._answer(run, name, args, node) or change(run, self, name, args, node)

    def narrowed(self, run: Run, args: Args, node: form.Node, *, negated: bool = False) -> QuerySet:
        """`filter(...)`, `exclude(...)`."""
        made = self.copied(node, run.module)
        self.orm.link()
        found: Found = conditions(self.table, args, negated=negated)
        made.filters += found.filters
        made.joins += [join for join in found.joins if join not in made.joins]
        return made

    def one(self, run: Run, args: Args, node: form.Node, *, sure: bool, last: bool = False) -> Value:
        """`get(...)`, `first()`: one row, or none where that is no error."""
        made = self.narrowed(run, args, node)
        if last:
            made.order = [(column, not descending) for column, descending in made.order]
        seen = made.evaluate(run, node)
        seen.one = True
        row = made.row(run)
        return row if sure else run.join([(row, ()), (Constant(None), ())])

    def _answer(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("count", "exists", "acount", "aexists"):
            made = self.copied(node, run.module)
            made.columns, made.order = [f"{name.lstrip('a')}(*)"], []
            seen = made.evaluate(run, node)
            seen.one = True
            return Told(seen, name)
        if name in ("aggregate", "aaggregate"):
            made = self.copied(node, run.module)
            made.columns, made.order = [*args.keywords, "aggregate(*)"], []
            seen = made.evaluate(run, node)
            seen.one = True
            return ObjectValue(
                {key: Told(seen, key) for key in args.keywords}, [Told(seen, "aggregate")], node
            )
        if name == "in_bulk":
            return self.narrowed(run, Args([], {f"{self.table.key}__in": args.get(0) or Unknown()}), node)
        if name == "raw":
            from roadworthy.frameworks.sqlalchemy.sql_text import of_value

            sql = of_value(args.get(0))
            seen = QuerySeen(
                "raw", sql.table or self.table.name, run.module, node, run.context, library=self.table.library
            )
            seen.sql, seen.filters = sql.sql, sql.filters(run, args.get(1, "params"), node)
            emit_query(run, seen)
            return ListValue([], ModelObject(self.orm, self.table, seen), node)
        return None

    # --- asking --------------------------------------------------------------------------------------

    def evaluate(self, run: Run, node: form.Node | None = None) -> QuerySeen:
        """Asks the database, once for each place and root."""
        if self.seen is not None and self.seen in run.trace.events:
            return self.seen
        place = node or self.node
        path = run.module if node is not None or not self.path else self.path
        known: dict[object, tuple[object, QuerySeen, object]] = run.kept.setdefault("django queries", {})
        asked = id(run.choice) if run.choice is not None and node is None else place.span.start
        key = (id(self.root), asked, path, tuple(self.columns), _about_the_person(run))
        if key in known:
            merge_into(known[key][1], self)
            self.seen = known[key][1]
            return self.seen
        seen = self.asking(run, "select", place)
        seen.path = path
        seen.limit = Constant(0) if self.nothing else self.limit
        seen.order, seen.columns, seen.lock = self.order or self._default_order(), self.columns, self.lock
        seen.joins, seen.grouped, seen.groups = list(self.joins), self.grouped, self.groups
        for name in sorted(self.apart):
            self._read_along(run, name, place)
        if not self.loaded and not self.nothing:
            emit_query(run, seen)
        known[key] = (self.root, seen, run.choice)  # kept alive, so that their identities stay their own
        self.seen = seen
        return seen

    def _read_along(self, run: Run, name: str, node: form.Node) -> None:
        """`prefetch_related`: one more query, whatever the number of rows."""
        self.orm.link()
        first = name.split("__")[0]
        one = self.table.fields.get(first)
        other = self.table.other(one) if one is not None else None
        back = self.table.related.get(first)
        target = other or (back[0] if back is not None else None)
        if target is not None:
            seen = QuerySeen("select", target.name, run.module, node, run.context, library=target.library)
            column = back[1].column if back is not None else target.key
            seen.filters = [FilterSeen(column, "in", Derived("keys", ()), target.name)]
            emit_query(run, seen)

    def _default_order(self) -> list[tuple[str, bool]]:
        given = constants(self.table.meta.get("ordering"))
        return [
            (self.table.column(name.lstrip("-")), name.startswith("-")) for name in given if not self.columns
        ]

    def asking(self, run: Run, operation: str, node: form.Node) -> QuerySeen:
        """A query of these rows."""
        seen = QuerySeen(
            operation, self.table.name, run.module, node, run.context, library=self.table.library
        )
        seen.filters, seen.joins = list(self.filters), list(self.joins)
        return seen

    def row(self, run: Run) -> Value:
        """One row of the answer."""
        assert self.seen is not None
        if self.shape == "flat":
            return Row(self.seen, self.table.name, (self.columns[0] if self.columns else self.table.key,))
        if self.shape == "values":
            fields: dict[str, Value] = {c: Row(self.seen, self.table.name, (c,)) for c in self.columns}
            return ObjectValue(fields, [] if fields else [Row(self.seen, self.table.name)])
        if self.shape == "tuples":
            return ListValue([Row(self.seen, self.table.name, (c,)) for c in self.columns])
        found = ModelObject(self.orm, self.table, self.seen)
        found.eager, found.depth = self.eager | self.apart, run.branching
        if run.choice is not None and isinstance(self.root, QuerySet):
            # `if full: rows = rows.prefetch_related("tags")`: where it was not read along, nobody is meant to ask for it.
            found.eager = found.eager | self.root.along
        return found

    def element(self, run: Run) -> Value:
        self.evaluate(run)
        return self.row(run)

    def is_unasked(self) -> bool:
        return self.seen is None

    def whether(self, run: Run, node: form.Node) -> Value:
        """`if queryset:`: its rows are read to see whether there is one."""
        return Told(self.evaluate(run), "exists")

    def consume(self, run: Run, node: form.Node) -> None:
        """`len(queryset)`, `list(queryset)`: its rows are needed here."""
        self.evaluate(run)

    def gathered(self, run: Run, node: form.Node) -> Rows:
        """`list(queryset)`, `sorted(queryset, key=...)`: all its rows, of which whatever is cut off later was read."""
        return Rows(self.evaluate(run), self.row(run))

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        if isinstance(key, Derived) and key.operation == "slice":
            made = self.copied(node, run.module)
            bounds = [value for value in key.operands if not is_nothing(value)]
            made.limit = bounds[-1] if bounds else None
            return made
        self.evaluate(run, node).one = True
        return run.join([(self.row(run), ()), (Constant(None), ())])

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "model":
            return self.table.kind or Derived(".model", (), node)
        if name in ("_db", "db"):
            return Constant(None)
        if name == "query":
            return Derived(".query", (self,), node)
        found = self.kind.find(name) if self.kind is not None else None
        return bound(found, self) or found or Derived(f".{name}", (self,), node)

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """`a | b` of two querysets of one table."""
        if operator not in ("|", "&") or not all(isinstance(o, QuerySet) for o in operands):
            return None
        made = self.copied(node, run.module)
        other = operands[1]
        assert isinstance(other, QuerySet)
        both = [self.filters, other.filters]
        made.filters = one_of(both) if operator == "|" else [*self.filters, *other.filters]
        return made

    def meets(self, other: Value) -> Value | None:
        """One queryset for two that are filtered further from the same start: what only one asks for is optional."""
        if not isinstance(other, QuerySet) or other.root is not self.root or self.shape != other.shape:
            return None
        if self.seen is not None or other.seen is not None or self.limit is not other.limit:
            return None
        made = self.copied(self.node, self.path)
        mine, theirs = ({filter_key(f): f for f in one.filters} for one in (self, other))
        apart = [f for key, f in {**mine, **theirs}.items() if key not in mine or key not in theirs]
        if any(origin_of(f.value).from_session for f in apart):
            # Rows chosen by who asks are another question.
            return None
        made.filters = [
            f if key in mine and key in theirs else FilterSeen(f.column, f.operator, f.value, f.table, True)
            for key, f in {**mine, **theirs}.items()
        ]
        made.joins += [join for join in other.joins if join not in made.joins]
        made.order = self.order or other.order
        # What only one of them reads along is asked for where it was read along.
        made.eager, made.apart = self.eager | other.eager, self.apart | other.apart
        return made

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """All its rows once they were asked for; a subquery (`account__in=own`) until then."""
        if self.seen is not None:
            return Origin("row", ("[]",), table=self.table.name, query=self.seen.number)
        inputs = [origin_of(item.value, depth + 1) for item in self.filters if not item.optional]
        either = [origin_of(item.value, depth + 1) for item in self.filters if item.optional]
        if any(leaf.kind == "session" for one in either for leaf in one.leaves()):
            # "Mine, or of my firm": that each way is a right of the person's is not told here.
            inputs.append(Origin(UNFOLLOWED, (f"which {self.table.name} are chosen",)))
        return Origin("computed", operation="subquery", inputs=tuple(inputs), table=self.table.name)


def _about_the_person(run: Run) -> tuple[int, ...]:
    """The conditions that hold here and ask who somebody is: rows chosen by role are different questions, not one whose
    filters apply only sometimes."""
    known: dict[int, bool] = run.kept.setdefault("django conditions", {})
    for condition in run.context.conditions:
        if id(condition) not in known:
            known[id(condition)] = origin_of(condition.value).from_session
    return tuple(id(condition) for condition in run.context.conditions if known[id(condition)])


class Manager(QuerySet):
    """`Model.objects`, or the way to related rows. Each use starts afresh from what the manager's class says."""

    def own_method(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "get_queryset":
            return self.start(run, node)
        own = self.kind.find("get_queryset") if self.kind is not None else None
        if isinstance(own, Closure) and name not in (
            "create_user",
            "create",
            "normalize_email",
            "model",
            "bulk_create",
        ):
            result = run.call(own.bind(self), Args(), node)
            if isinstance(result, QuerySet):
                return result.own_method(run, name, args, node)
        return self.start(run, node).own_method(run, name, args, node)

    def start(self, run: Run, node: form.Node) -> QuerySet:
        """A queryset of all that the manager manages."""
        made = self.copied(node, run.module)
        made.root = made
        made.kind = self.kind if self.kind is not None and is_queryset(self.kind) else None
        return made

    def element(self, run: Run) -> Value:
        made = self.start(run, self.node)
        made.path = self.path or run.module
        return made.element(run)


def read(
    run: Run, orm: Orm, table: DjangoTable, filters: list[FilterSeen], node: form.Node, *, one: bool
) -> ModelObject:
    """A row that is read by its key."""
    seen = QuerySeen("select", table.name, run.module, node, run.context, library=table.library)
    seen.filters, seen.one = filters, one
    emit_query(run, seen)
    made = ModelObject(orm, table, seen)
    made.depth = run.branching
    return made


def or_404(run: Run, value: Value, node: form.Node) -> Value:
    """`get_object_or_404`: without the row the request ends."""
    with run.branch(run.condition(value, False, node)):
        run.emit(Raised(HttpError(404, Constant("Not Found")), run.module, node, run.context))
    return value
