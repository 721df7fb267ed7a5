"""Sessions and connections: what they ask the database at once, and what they write when they are flushed."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen
from roadworthy.frameworks.pydantic import Body
from roadworthy.frameworks.rows import Row, emit_query, merge_into
from roadworthy.frameworks.sqlalchemy.results import Result, row_of
from roadworthy.frameworks.sqlalchemy.rows import Entity, MappedRow, validated
from roadworthy.frameworks.sqlalchemy.sql_text import SqlText, of_value
from roadworthy.frameworks.sqlalchemy.statements import Mapping, Statement, is_arithmetic, start, write_record
from roadworthy.interpret import Args, Choice, Condition, Constant, Derived, ListValue, Model, Run, Value
from roadworthy.languages import form

_NOTHING = {"close", "aclose", "expunge", "expunge_all", "expire", "expire_all", "expire_on_commit", "remove",
            "invalidate", "dispose", "reset"}  # fmt: skip


class Pending(Struct, eq=False):
    """A write that waits for the next flush. `owner` is the object that it stores; `given` is what held where a column was last set."""

    seen: QuerySeen
    owner: Value
    branching: int
    given: dict[str, tuple[Condition, ...]] = {}


class SessionModel(Model):
    """A session, or a connection of Core. `transaction` names what an isolation level makes of it."""

    def __init__(self, mapping: Mapping, transaction: str = "", *, begins: bool = False) -> None:
        self.mapping, self.transaction, self.begins = mapping, transaction, begins
        self.pending: list[Pending] = []
        self.run: Run | None = None
        self.executed: dict[tuple[int, int, str], QuerySeen] = {}

    # --- the context manager and the methods ---------------------------------------------------------

    def enter(self, run: Run, node: form.Node) -> Value:
        """`with Session() as db`, `with Session.begin() as db`."""
        if self.begins:
            run.context = run.context.changed(transaction=f"{run.module}:{node.span.start}")
        return self

    def leave(self, run: Run, node: form.Node) -> None:
        """What is still to be written is written when the block ends."""
        if self.begins:
            self.flush(run)

    def element(self, run: Run) -> Value:
        return self

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self if name in ("session", "connection") else Derived(f".{name}", (self,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        self._belong(run)
        if name in ("commit", "flush"):
            self.flush(run)
            return Constant(None)
        if name in ("begin", "begin_nested", "connection", "connect", "session", "get_bind", "__call__"):
            return Transaction(self) if name.startswith("begin") else self
        if name == "rollback":
            here = set(map(id, run.context.conditions))
            # What was asked for on another way through the code is not taken back on this one.
            self.pending = [
                p
                for p in self.pending
                if p.branching < run.branching or any(id(c) not in here for c in p.seen.context.conditions)
            ]
            return Constant(None)
        if name in _NOTHING:
            return Constant(None)
        if name == "run_sync":
            return (
                run.call(args.positional[0], Args([self, *args.positional[1:]]), node)
                if args.positional
                else self
            )
        return self._ask(run, name, args, node) or self._store(run, name, args, node)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        """A scoped session is called for the session itself."""
        return self

    def _belong(self, run: Run) -> None:
        """A session of the whole program starts afresh in every run."""
        if self.run is not run:
            self.run, self.pending, self.executed = run, [], {}
            run.at_end.append(lambda: self.flush(run))

    # --- asking --------------------------------------------------------------------------------------

    def _ask(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "query":
            from roadworthy.frameworks.sqlalchemy.legacy import Query

            return Query(self, start("select", args.get(0), args, self.mapping), node)
        first = args.get(0, "statement")
        if name in ("get", "get_one"):
            return self._get(run, args, node)
        if name not in ("execute", "scalars", "scalar", "exec", "stream", "stream_scalars", "exec_driver_sql",
                        "fetch_all", "fetch_one", "fetch_val") or first is None:  # fmt: skip
            return None
        result = self.execute(run, first, args, node)
        if name in ("scalar", "fetch_val", "fetch_one"):
            return result.one(run, sure=False, scalar=name != "fetch_one")
        return result.scalars() if name in ("scalars", "stream_scalars", "exec") else result

    def execute(self, run: Run, statement: Value, args: Args, node: form.Node, purpose: str = "") -> Result:
        """Runs a statement; one that differs between branches is one query, some of whose filters are optional.
        `purpose` tells apart what one place asks of the same statement (a page of rows, and their number)."""
        if isinstance(statement, Choice):
            known = [v for v in statement.values() if isinstance(v, (Statement, SqlText))]
            results = [self.execute(run, value, args, node) for value in known]
            return results[-1] if results else Result(self, None, self._raw(run, statement, args, node))
        if isinstance(statement, Statement):
            seen = self._statement(run, statement, args, node, purpose)
            return Result(self, statement, seen)
        return Result(self, None, self._raw(run, statement, args, node))

    def _statement(
        self, run: Run, statement: Statement, args: Args, node: form.Node, purpose: str = ""
    ) -> QuerySeen:
        key = (id(statement.root), node.span.start, run.module + purpose)
        known = self.executed.get(key)
        if known is not None:
            merge_into(known, statement)
            return known
        rows = args.get(1, "params")
        if rows is not None and statement.operation in ("insert", "update"):
            write_record(statement, run, rows, node)
        table = statement.table.name if statement.table is not None else ""
        seen = QuerySeen(
            statement.operation, table, run.module, node, self._context(run), library="sqlalchemy"
        )
        seen.filters, seen.writes, seen.spreads = statement.filters, statement.writes, statement.spreads
        seen.columns, seen.order, seen.limit = statement.columns, statement.order, statement.limit
        seen.joins, seen.lock, seen.conflict = statement.joins, statement.lock, statement.conflict
        seen.grouped, seen.groups = statement.grouped, statement.groups
        self.executed[key] = emit_query(run, seen)
        return seen

    def _raw(self, run: Run, statement: Value, args: Args, node: form.Node) -> QuerySeen:
        sql = of_value(statement)
        seen = QuerySeen("raw", "", run.module, node, self._context(run), library="sqlalchemy")
        sql.describe(seen, run, args.get(1, "params"), node)
        return emit_query(run, seen)

    def _get(self, run: Run, args: Args, node: form.Node) -> Value | None:
        table, key = self.mapping.of(args.get(0)), args.get(1, "ident")
        if table is None or key is None:
            return None
        name = table.primary_key[0] if table.primary_key else "id"
        seen = QuerySeen("select", table.name, run.module, node, self._context(run), library="sqlalchemy")
        seen.filters, seen.one = [FilterSeen(name, "=", key, table.name)], True
        lock = args.keywords.get("with_for_update")
        seen.lock = lock is not None and not (isinstance(lock, Constant) and not lock.value)
        emit_query(run, seen)
        statement = start("select", args.get(0), Args(), self.mapping)
        options = args.keywords.get("options")
        if options is not None:
            listed = list(options.inputs()) if isinstance(options, ListValue) else [options]
            step = statement.call_member(run, "options", Args(listed), node)
            statement = step if isinstance(step, Statement) else statement
        return run.join([(row_of(self, statement, seen), ()), (Constant(None), ())])

    def _context(self, run: Run):  # type: ignore[no-untyped-def]
        return run.context.changed(transaction=self.transaction) if self.transaction else run.context

    # --- storing -------------------------------------------------------------------------------------

    def _store(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name in ("add", "merge"):
            self._add_any(run, first, node, name)
            return first if name == "merge" else Constant(None)
        if name in ("add_all", "bulk_save_objects") and first is not None:
            for value in (
                first.items if isinstance(first, ListValue) and first.items else [first.element(run)]
            ):
                self._add_any(run, value, node, "add")
            return Constant(None)
        if name in ("bulk_insert_mappings", "bulk_update_mappings"):
            statement = start("insert" if "insert" in name else "update", first, Args(), self.mapping)
            self._statement(run, statement, Args([Constant(None), args.get(1) or Constant(None)]), node)
            return Constant(None)
        if name == "delete" and first is not None:
            self._delete(run, first, node)
            return Constant(None)
        if name == "refresh":
            self._refresh(run, first, args, node)
            return Constant(None)
        return None

    def _add_any(self, run: Run, value: Value | None, node: form.Node, name: str) -> None:
        if isinstance(value, Choice):
            for option in value.values():
                self._add_any(run, option, node, name)
        elif isinstance(value, Entity):
            self.add(run, value, node, "upsert" if name == "merge" else "insert")
        elif isinstance(value, Body):
            table = self.mapping.of(value.kind)
            if table is not None:
                entity = validated(run, table, self.mapping, [value], node)
                self.add(run, entity, node, "upsert" if name == "merge" else "insert")

    def add(self, run: Run, entity: Entity, node: form.Node, operation: str = "insert") -> None:
        """`db.add(entity)`: it is inserted by the next flush. The query stands where its values do."""
        self._belong(run)
        if entity.saved is not None:
            return
        context = self._context(run)
        seen = QuerySeen(
            operation, entity.mapped.name, entity.path, entity.node, context, library="sqlalchemy"
        )
        entity.saved, entity.session = seen, self
        self.pending.append(Pending(seen, entity, run.branching))

    def assign(self, run: Run, row: MappedRow | Entity, name: str, value: Value) -> None:
        """`row.name = value`: an update by the next flush."""
        pending = self._update(run, row)
        seen, column = pending.seen, row.mapped.column_named(name)
        earlier = next((w for w in seen.writes if w.column == column), None)
        if earlier is not None:
            seen.writes.remove(earlier)
            ways = [(earlier.value, pending.given.get(column, ())), (value, run.context.conditions)]
            value = run.join(ways) if run.branching > pending.branching else value
        pending.given[column] = run.context.conditions
        seen.writes.append(WriteSeen(column, value, is_arithmetic(value)))

    def assign_record(self, run: Run, row: MappedRow, record: Value, node: form.Node) -> None:
        """Every field of a record is assigned to a row, by name where the names are known."""
        seen = self._update(run, row).seen
        statement = Statement("update", row.mapped, self.mapping)
        write_record(statement, run, record, node)
        columns = {column.name for column in row.mapped.columns.values()}
        stored = [write for write in statement.writes if write.column in columns]
        known = {write.column for write in stored}
        seen.writes = [w for w in seen.writes if w.column not in known] + stored
        seen.spreads += [value for value in statement.spreads if value not in seen.spreads]

    def _update(self, run: Run, row: MappedRow | Entity) -> Pending:
        self._belong(run)
        for pending in self.pending:
            if pending.owner is row and pending.seen.operation in ("update", "insert"):
                here = run.context.conditions
                shared = tuple(c for c in pending.seen.context.conditions if c in here)
                pending.seen.context = pending.seen.context.changed(conditions=shared)
                return pending
        node = run.place or form.Literal(form.Span(0, 0, 1, 1), None)
        seen = QuerySeen(
            "update", row.mapped.name, run.module, node, self._context(run), library="sqlalchemy"
        )
        seen.filters = _row_filters(row)
        pending = Pending(seen, row, run.branching)
        self.pending.append(pending)
        return pending

    def _delete(self, run: Run, value: Value, node: form.Node) -> None:
        if isinstance(value, Choice):
            for option in value.values():
                self._delete(run, option, node)
        elif isinstance(value, (MappedRow, Entity)):
            seen = QuerySeen(
                "delete", value.mapped.name, run.module, node, self._context(run), library="sqlalchemy"
            )
            seen.filters = _row_filters(value)
            self.pending.append(Pending(seen, value, run.branching))

    def _refresh(self, run: Run, value: Value | None, args: Args, node: form.Node) -> None:
        """Reading a row again matters where it locks; otherwise it follows a write and asks nothing new."""
        lock = args.keywords.get("with_for_update")
        if lock is None or (isinstance(lock, Constant) and not lock.value):
            return
        for row in value.values() if isinstance(value, Choice) else [value]:
            if isinstance(row, MappedRow):
                seen = QuerySeen(
                    "select", row.table, run.module, node, self._context(run), library="sqlalchemy"
                )
                seen.filters, seen.one, seen.lock = _row_filters(row), True, True
                emit_query(run, seen)
                row.query, row.known = seen, {}

    def flush(self, run: Run) -> None:
        """Writes what waits, in the order in which it was asked for."""
        waiting, self.pending = self.pending, []
        for pending in waiting:
            seen, here = pending.seen, run.context
            conditions = seen.context.conditions
            if run.branching <= pending.branching:
                conditions += tuple(c for c in here.conditions if c not in conditions)
            caught = seen.context.caught or here.caught
            transaction = seen.context.transaction or here.transaction
            seen.context = seen.context.changed(
                conditions=conditions,
                caught=caught,
                transaction=transaction,
                loops=here.loops,
                turns=here.turns,
            )
            if isinstance(pending.owner, Entity) and seen.operation in ("insert", "upsert"):
                statement = pending.owner.statement(run)
                seen.writes, seen.spreads = statement.writes, statement.spreads
            emit_query(run, seen)


def _row_filters(row: MappedRow | Entity) -> list[FilterSeen]:
    """What names the row: its key as it was read, and the conditions it was read under."""
    query = row.query if isinstance(row, MappedRow) else row.saved
    if query is None:
        return []
    name = row.mapped.primary_key[0] if row.mapped.primary_key else "id"
    key = FilterSeen(name, "=", Row(query, row.mapped.name, (name,)), row.mapped.name)
    read = [f for f in query.filters if f.table in ("", row.mapped.name)]
    return [key, *read]


class Transaction(Model):
    """`with db.begin():` is one transaction, written at its end."""

    __slots__ = ("session",)

    def __init__(self, session: SessionModel) -> None:
        self.session = session

    def enter(self, run: Run, node: form.Node) -> Value:
        """Everything in the block belongs to the transaction."""
        run.context = run.context.changed(transaction=f"{run.module}:{node.span.start}")
        return self.session

    def leave(self, run: Run, node: form.Node) -> None:
        """The block ends with a commit."""
        self.session.flush(run)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return self.session.call_member(run, name, args, node)


class SessionFactory(Model):
    """`sessionmaker(...)`: called, it opens a session."""

    __slots__ = ("mapping", "transaction")

    def __init__(self, mapping: Mapping, transaction: str = "") -> None:
        self.mapping, self.transaction = mapping, transaction

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return SessionModel(self.mapping, self.transaction)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("begin", "connect", "raw_connection"):
            return SessionModel(self.mapping, self.transaction, begins=name == "begin")
        if name in ("configure", "dispose", "remove", "close_all"):
            return Constant(None)
        return SessionModel(self.mapping, self.transaction).call_member(run, name, args, node)

    def element(self, run: Run) -> Value:
        return SessionModel(self.mapping, self.transaction)
