"""Rows of mapped classes: read ones, whose assigned fields become an update, and new ones, which become an insert."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import FilterSeen, QuerySeen
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.pydantic import Body
from roadworthy.frameworks.rows import Row, Rows, emit_query
from roadworthy.frameworks.sqlalchemy.statements import (
    Mapping,
    Statement,
    foreign_column,
    start,
    write_record,
)
from roadworthy.frameworks.sqlalchemy.tables import RelationDeclaration, TableModel
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Derived,
    Instance,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.dicts import allowed_names, record_of
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.sqlalchemy.session import SessionModel


class MappedRow(Row):
    """A row that a session read."""

    __slots__ = ("eager", "mapped", "mapping", "session")

    def __init__(self, query: QuerySeen, mapped: TableModel, mapping: Mapping, session: SessionModel) -> None:
        super().__init__(query, mapped.name, (), mapped.column_named)
        self.mapped, self.mapping, self.session = mapped, mapping, session
        self.eager: list[str] = []

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.known:
            return self.known[name]
        if name in self.mapped.columns:
            return Row(self.query, self.table, (self.mapped.column_named(name),))
        if name in self.mapped.relations:
            return self._load(run, name, node)
        if name == "__table__":
            return self.mapped
        return method_of(run, self.mapped, self, name, node) or super().member(run, name, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        kind = self.mapped.kind
        if kind is not None and isinstance(kind.find(name), Closure):
            return None
        if name == "sqlmodel_update":
            for record in [args.get(0, "obj"), args.keywords.get("update")]:
                if record is not None:
                    run.place = node
                    self.session.assign_record(run, self, record, node)
            return self
        return super().call_member(run, name, args, node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        before = self.known.get(name) or (
            self.member(run, name, _NOWHERE) if name in self.mapped.columns else None
        )
        joined = run.join([(before, ()), (value, ())]) if run.branching and before is not None else value
        self.known = {**self.known, name: joined}
        relation = self.mapped.relations.get(name)
        if relation is not None:
            column = foreign_column(self.mapped, self.mapping.by_name.get(relation.target))
            if column is not None:
                self.session.assign(run, self, column, value.member(run, "id", run.place or _NOWHERE))
        elif name in self.mapped.columns:
            self.session.assign(run, self, name, value)

    def set_computed(self, run: Run, key: Value, value: Value, node: form.Node) -> None:
        """`setattr(row, key, value)` for keys that are not known one by one."""
        run.place = node
        allowed = allowed_names(run.context.conditions, key)
        if allowed is not None:
            for name in allowed:
                self.session.assign(run, self, name, value)
        else:
            self.session.assign_record(run, self, record_of(key, value), node)

    def _load(self, run: Run, name: str, node: form.Node) -> Value:
        """Reading a relation asks the database, unless it was loaded along."""
        relation = self.mapped.relations[name]
        target = self.mapping.by_name.get(relation.target)
        if target is None:
            return Derived(f".{name}", (self,), node)
        if relation.dynamic:
            return self._narrowable(relation, target, node)
        if name in self.eager or not relation.lazy:
            # `joinedload(Order.items).joinedload(Item.product)`: what comes along brings its own along.
            if name not in self.eager and self.query.one and self._many(relation, target):
                return self._read_along(run, relation, target, node)
            return self._related(self.query, relation, target, self.eager if name in self.eager else ())
        between = _between(relation, self.mapping)
        own = foreign_column(self.mapped, target) if between is None else None
        # What stands above a row of a tree is a row of the list itself, as a rule.
        above = own is not None and target.name == self.mapped.name and not self.query.one
        if above or (own is not None and _is_loaded(run, target)):
            return self._related(self.query, relation, target)
        context = run.context
        if own is not None and any(f.column == own and f.operator == "=" for f in self.query.filters):
            # All rows of the list have this one: it is read once, and kept by the session.
            context = context.changed(turns=(), loops=0)
        seen = QuerySeen("select", target.name, run.module, node, context, library="sqlalchemy")
        seen.filters = [self._relation_filter(relation, target)]
        if between is not None:
            # The table between is searched for the rows of this one, and each of those leads to a key.
            key = target.primary_key[0] if target.primary_key else "id"
            seen.joins = [(between.name, key, seen.filters[0].column)]
        seen.one = not self._many(relation, target)
        emit_query(run, seen)
        loaded = self._related(seen, relation, target)
        self.known = {**self.known, name: loaded}
        return loaded

    def _read_along(
        self, run: Run, relation: RelationDeclaration, target: TableModel, node: form.Node
    ) -> Value:
        """`relationship(lazy="selectin")` of one row: all that belong to it were asked for with it."""
        known: dict[object, tuple[QuerySeen, QuerySeen]] = run.kept.setdefault("relations read along", {})
        key = (id(self.query), id(relation))
        if key not in known:
            seen = QuerySeen("select", target.name, run.module, node, run.context, library="sqlalchemy")
            seen.filters = [self._relation_filter(relation, target)]
            emit_query(run, seen)
            known[key] = (seen, self.query)  # kept alive, so that its identity stays its own
        return self._related(known[key][0], relation, target)

    def _narrowable(self, relation: RelationDeclaration, target: TableModel, node: form.Node) -> Value:
        """The rows of a relation as a query that has not run."""
        from roadworthy.frameworks.sqlalchemy.legacy import Query

        statement = start("select", target.kind, Args(), self.mapping)
        statement.filters = [self._relation_filter(relation, target)]
        return Query(self.session, statement, node)

    def _many(self, relation: RelationDeclaration, target: TableModel) -> bool:
        return relation.many or foreign_column(self.mapped, target) is None

    def _related(
        self, seen: QuerySeen, relation: RelationDeclaration, target: TableModel, eager: Sequence[str] = ()
    ) -> Value:
        row = MappedRow(seen, target, self.mapping, self.session)
        row.eager = list(eager)
        return Related(seen, row) if self._many(relation, target) else row

    def _relation_filter(self, relation: RelationDeclaration, target: TableModel) -> FilterSeen:
        between = _between(relation, self.mapping)
        to_this = foreign_column(between, self.mapped) if between is not None else None
        if between is not None and to_this is not None:
            key = self.mapped.primary_key[0] if self.mapped.primary_key else "id"
            return FilterSeen(to_this, "=", Row(self.query, self.table, (key,)), between.name)
        own = foreign_column(self.mapped, target)
        if own is not None:
            key = target.primary_key[0] if target.primary_key else "id"
            return FilterSeen(key, "=", Row(self.query, self.table, (own,)), target.name)
        column = foreign_column(target, self.mapped) or "id"
        key = self.mapped.primary_key[0] if self.mapped.primary_key else "id"
        return FilterSeen(column, "=", Row(self.query, self.table, (key,)), target.name)


def _between(relation: RelationDeclaration, mapping: Mapping) -> TableModel | None:
    """The table of pairs that a relation goes through (`secondary=tags_of_notes`, or its name as a text)."""
    given = relation.arguments.keywords.get("secondary")
    if isinstance(given, Constant):
        return mapping.tables.get(str(given.value).rsplit(".", 1)[-1])
    return given if isinstance(given, TableModel) else None


def _is_loaded(run: Run, target: TableModel) -> bool:
    """Whether every row of a table was read before, so that a session has each by its key without asking again."""
    return any(
        isinstance(event, QuerySeen)
        and event.operation == "select"
        and event.table == target.name
        and not event.filters
        and not event.one
        and event.limit is None
        and not event.columns
        for event in run.trace.events
    )


_NOWHERE = form.Literal(form.Span(0, 0, 1, 1), None)


class Related(Rows):
    """The rows of a relation; a new one that is appended is stored with its owner."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name in ("append", "add") and isinstance(first, Entity) and isinstance(self.row, MappedRow):
            self.row.session.add(run, first, node)
            return Constant(None)
        return super().call_member(run, name, args, node)


def method_of(run: Run, mapped: TableModel, owner: Value, name: str, node: form.Node) -> Value | None:
    """A method or property that the mapped class declares."""
    found = mapped.kind.find(name) if mapped.kind is not None else None
    if not isinstance(found, Closure):
        return None
    bound = found.bind(owner)
    return run.call(bound, Args(), node) if found.function.kind == "getter" else bound


class Entity(Model):
    """A new object of a mapped class. Once its insert has run it is a row of that query."""

    __slots__ = ("fields", "mapped", "mapping", "node", "path", "saved", "session", "spreads")

    def __init__(self, mapped: TableModel, mapping: Mapping, path: str, node: form.Node) -> None:
        self.mapped, self.mapping, self.path, self.node = mapped, mapping, path, node
        self.fields: dict[str, Value] = {}
        self.spreads: list[Value] = []
        self.saved: QuerySeen | None = None
        self.session: SessionModel | None = None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.fields:
            return self.fields[name]
        if name in self.mapped.columns and self.saved is not None:
            return Row(self.saved, self.mapped.name, (self.mapped.column_named(name),))
        if name in self.mapped.relations:
            return ListValue([])
        return method_of(run, self.mapped, self, name, node) or Derived(f".{name}", (self,), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        known = self.fields.get(name)
        self.fields[name] = run.join([(known, ()), (value, ())]) if run.branching and known else value
        if self.saved is not None and self.saved.number >= 0 and self.session is not None:
            self.session.assign(run, self, name, value)

    def set_computed(self, run: Run, key: Value, value: Value, node: form.Node) -> None:
        """`setattr(entity, key, value)` before it is stored: mass assignment at birth."""
        names = allowed_names(run.context.conditions, key)
        for name in names or []:
            self.fields[name] = value
        if names is None:
            self.spreads.append(record_of(key, value))

    def statement(self, run: Run) -> Statement:
        """The insert that stores it."""
        made = Statement("insert", self.mapped, self.mapping)
        for spread in self.spreads:
            write_record(made, run, spread, self.node)
        for key, value in self.fields.items():
            relation = self.mapped.relations.get(key)
            if relation is None:
                made.write(key, value)
                continue
            column = foreign_column(self.mapped, self.mapping.by_name.get(relation.target))
            if column is not None:
                made.write(column, value.member(run, "id", self.node))
        return made

    def inputs(self) -> tuple[Value, ...]:
        return (*self.fields.values(), *self.spreads)

    def origin(self, depth: int) -> Origin:
        """The stored row, or the record that was made."""
        if self.saved is not None:
            return Origin("row", table=self.mapped.name, query=self.saved.number)
        fields = tuple((name, origin_of(value, depth + 1)) for name, value in self.fields.items())
        spreads = tuple(origin_of(value, depth + 1) for value in self.spreads)
        return Origin("computed", operation="record", inputs=spreads, fields=fields)


def construct(run: Run, mapped: TableModel, mapping: Mapping, args: Args, node: form.Node) -> Entity:
    """`User(name=..., **data)`."""
    made = Entity(mapped, mapping, run.module, node)
    for key, value in args.keywords.items():
        if not key.startswith("**"):
            made.fields[key] = value
        elif not (isinstance(value, Constant) and value.value is None):
            made.spreads.append(value)
    return made


class Validate(Model):
    """SQLModel's `User.model_validate(data, update={...})`: a new object with the columns that the data has."""

    __slots__ = ("mapped", "mapping")

    def __init__(self, mapped: TableModel, mapping: Mapping) -> None:
        self.mapped, self.mapping = mapped, mapping

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        given = [value for value in (args.get(0, "obj"), args.keywords.get("update")) if value is not None]
        return validated(run, self.mapped, self.mapping, given, node)


def validated(run: Run, mapped: TableModel, mapping: Mapping, given: list[Value], node: form.Node) -> Entity:
    """A new object made of records, less what is no column."""
    made = Entity(mapped, mapping, run.module, node)
    for data in given:
        if isinstance(data, Body):
            names = [name for name in data.names() if name in mapped.columns]
            made.fields |= {name: data.member(run, name, node) for name in names}
        elif isinstance(data, ObjectValue):
            made.fields |= data.fields
            made.spreads += data.spreads
        elif isinstance(data, Instance):
            made.fields |= {key: v for key, v in data.attributes.items() if key in mapped.columns}
        else:
            made.spreads.append(data)
    return made
