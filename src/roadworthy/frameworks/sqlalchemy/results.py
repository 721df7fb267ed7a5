"""What a statement answers: rows, scalars, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.rows import Row
from roadworthy.frameworks.sqlalchemy.columns import ColumnExpression, ColumnModel
from roadworthy.frameworks.sqlalchemy.rows import MappedRow
from roadworthy.frameworks.sqlalchemy.statements import Statement
from roadworthy.interpret import Args, ClassValue, Constant, Derived, ListValue, Model, Run, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.sqlalchemy.session import SessionModel

_SAME = {"all", "fetchall", "unique", "fetchmany", "partitions", "mappings", "tuples", "yield_per", "freeze"}
_SURE = {"one", "scalar_one"}
_MAYBE = {"first", "one_or_none", "scalar_one_or_none", "scalar", "fetchone"}


class RowTuple(ListValue):
    """A row of several values, which have names as well."""

    def __init__(self, items: list[Value], names: list[str]) -> None:
        super().__init__(items)
        self.names = names

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.names:
            return self.items[self.names.index(name)]
        return Derived(f".{name}", tuple(self.items), node)

    def truth(self) -> bool | None:
        return None


def row_of(
    session: SessionModel, statement: Statement | None, seen: QuerySeen, *, scalar: bool = True
) -> Value:
    """What one row of a statement's answer is."""
    if statement is None:
        return Row(seen, seen.table)
    values = [_value_of(session, statement, entity, seen) for entity in statement.entities]
    if not values:
        return Derived("rows", (), seen.node)
    if len(values) == 1 and (scalar or isinstance(values[0], MappedRow)):
        return values[0]
    return RowTuple(values, [_name_of(entity) for entity in statement.entities])


def _value_of(session: SessionModel, statement: Statement, entity: Value, seen: QuerySeen) -> Value:
    table = session.mapping.of(entity)
    if isinstance(entity, ColumnModel):
        return Row(seen, entity.table.name, (entity.name,))
    if table is not None:
        row = MappedRow(seen, table, session.mapping, session)
        row.eager = statement.eager
        return row
    if isinstance(entity, ColumnExpression):
        return Computed(entity, seen)
    return Derived("selected", (entity,), seen.node)


def _name_of(entity: Value) -> str:
    if isinstance(entity, ColumnModel):
        return entity.field
    return entity.name if isinstance(entity, ClassValue) else ""


class Computed(Model):
    """A value that the database computed: `count(*)`."""

    __slots__ = ("expression", "seen")

    def __init__(self, expression: ColumnExpression, seen: QuerySeen) -> None:
        self.expression, self.seen = expression, seen

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """A computed part of a row that was read."""
        return Origin("row", (self.expression.operation,), table=self.seen.table, query=self.seen.number)


class Result(Model):
    """The answer to a statement. `scalar` when single values are taken out of their rows."""

    def __init__(self, session: SessionModel, statement: Statement | None, seen: QuerySeen) -> None:
        self.session, self.statement, self.seen = session, statement, seen
        self.scalar = False

    def scalars(self) -> Result:
        """The same rows, less the tuples around them."""
        made = Result(self.session, self.statement, self.seen)
        made.scalar = True
        return made

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        self.widen(run, node)
        if name == "scalars":
            return self.scalars()
        if name in _SAME:
            return self
        if name in _SURE or name in _MAYBE:
            return self.one(run, sure=name in _SURE, scalar=self.scalar or "scalar" in name)
        if name in ("close", "keys", "columns"):
            return self
        from roadworthy.interpret import methods

        return methods.call_method(run, self, name, args, node)

    def widen(self, run: Run, node: form.Node) -> None:
        """The query's place is its whole chain, as far as it stands in one expression."""
        own = self.seen.node.span
        if run.module == self.seen.path and node.span.start <= own.start and own.end <= node.span.end:
            self.seen.node = node

    def one(self, run: Run, *, sure: bool, scalar: bool) -> Value:
        """One row, or none unless that would be an error."""
        self.seen.one = True
        row = row_of(self.session, self.statement, self.seen, scalar=scalar)
        return row if sure else run.join([(row, ()), (Constant(None), ())])

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f".{name}", (self,), node)

    def element(self, run: Run) -> Value:
        return row_of(self.session, self.statement, self.seen, scalar=self.scalar)

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        return run.join([(self.element(run), ()), (Constant(None), ())])

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """All the rows."""
        return Origin("row", ("[]",), table=self.seen.table, query=self.seen.number)
