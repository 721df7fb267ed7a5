"""`db.query(User).filter(...).first()`, the style of SQLAlchemy before 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.frameworks.sqlalchemy.columns import ColumnExpression
from roadworthy.frameworks.sqlalchemy.results import Result
from roadworthy.frameworks.sqlalchemy.statements import Statement, write_record
from roadworthy.interpret import Args, Choice, Constant, Derived, Model, Run, Value
from roadworthy.interpret.trace import Raised
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.events import QuerySeen
    from roadworthy.frameworks.sqlalchemy.session import SessionModel

_ROWS = {"all", "__iter__", "yield_per", "partitions"}
_ONE = {"first", "one", "one_or_none", "scalar"}


class Query(Model):
    """A query of a session that has not run yet."""

    __slots__ = ("node", "seen", "session", "statement")

    def __init__(self, session: SessionModel, statement: Statement, node: form.Node) -> None:
        self.session, self.statement, self.node = session, statement, node
        # What it was when it was gone through row by row, which is how many are run.
        self.seen: QuerySeen | None = None

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _ROWS:
            return self._run(run, node)
        if name in _ONE:
            result = self._run(run, node)
            return result.one(run, sure=name == "one", scalar=True)
        if name in ("get", "get_or_404"):
            first = self.statement.entities[0] if self.statement.entities else Constant(None)
            lock = {"with_for_update": Constant(True)} if self.statement.lock else {}
            given = Args([first, *args.positional], dict(lock))
            found = self.session.call_member(run, "get", given, node)
            return found_or_404(run, found, node) if name != "get" and found is not None else found
        if name in ("first_or_404", "one_or_404"):
            result = self._run(run, node)
            return found_or_404(run, result.one(run, sure=False, scalar=True), node)
        if name == "paginate":
            return paginated(run, self.session, self.statement, args, node)
        if name == "count":
            counted = self._step(run, "with_only_columns", Args([ColumnExpression("count", ())]), node)
            return counted._run(run, node).one(run, sure=True, scalar=True)
        if name in ("update", "delete"):
            return self._change(run, name, args, node)
        if name in ("exists", "subquery", "statement", "cte", "scalar_subquery"):
            return self.statement
        return self._step(run, name, args, node)

    def _step(self, run: Run, name: str, args: Args, node: form.Node) -> Query:
        made = self.statement.call_member(run, name, args, node)
        return Query(self.session, made if isinstance(made, Statement) else self.statement, node)

    def _run(self, run: Run, node: form.Node) -> Result:
        return self.session.execute(run, self.statement, Args(), node)

    def _change(self, run: Run, operation: str, args: Args, node: form.Node) -> Value:
        made = Statement(operation, self.statement.table, self.statement.mapping)
        made.root, made.filters = self.statement.root, self.statement.filters
        values = args.get(0, "values") if operation == "update" else None
        if values is not None:
            write_record(made, run, values, node)
        result = self.session.execute(run, made, Args(), node)
        return Derived("rowcount", (result,), node)

    def element(self, run: Run) -> Value:
        """Iterating runs it."""
        result = self._run(run, self.node)
        self.seen = result.seen
        return result.element(run)

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        return self._run(run, node).index(run, key, node)

    def meets(self, other: Value) -> Value | None:
        """One query for two of one session whose statements can meet."""
        both = (
            self.statement.meets(other.statement)
            if isinstance(other, Query) and other.session is self.session
            else None
        )
        return Query(self.session, both, self.node) if isinstance(both, Statement) else None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.statement if name == "statement" else Derived(f".{name}", (self,), node)

    def truth(self) -> bool | None:
        return None


def found_or_404(run: Run, value: Value, node: form.Node) -> Value:
    """The row; where there is none, the request ends with 404."""
    from roadworthy.frameworks.replies import HttpError

    options = value.values() if isinstance(value, Choice) else [value]
    rows = [option for option in options if not is_nothing(option)]
    with run.branch(run.condition(value, False, node)):
        run.emit(Raised(HttpError(404, Constant("Not Found")), run.module, node, run.context))
    return run.join([(row, ()) for row in rows]) if rows else value


class Pagination(Model):
    """A page of rows with the numbers around it."""

    __slots__ = ("result",)

    def __init__(self, result: Result) -> None:
        self.result = result

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.result if name == "items" else Derived(f".{name}", (), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return Derived(name, (), node)

    def element(self, run: Run) -> Value:
        return self.result.element(run)

    def inputs(self) -> tuple[Value, ...]:
        return (self.result,)


def paginated(run: Run, session: SessionModel, statement: Statement, args: Args, node: form.Node) -> Value:
    """`query.paginate(page=..., per_page=...)`: a page, and how many rows there are in all."""
    size = args.get(1, "per_page") or Constant(20)
    made = statement.call_member(run, "limit", Args([size]), node)
    result = session.execute(run, made if isinstance(made, Statement) else statement, Args(), node)
    counted = statement.call_member(run, "with_only_columns", Args([ColumnExpression("count", ())]), node)
    counting = args.keywords.get("count")
    if isinstance(counted, Statement) and not (isinstance(counting, Constant) and not counting.value):
        counted.order = []
        session.execute(run, counted, Args(), node, "count").one(run, sure=True, scalar=True)
    return Pagination(result)
