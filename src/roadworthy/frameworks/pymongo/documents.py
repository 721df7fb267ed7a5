"""Cursors and the documents they give, which are dicts in Python."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.mongodb.changes import ordering
from roadworthy.frameworks.rows import Row, Rows, emit_query
from roadworthy.interpret import Args, Constant, Derived, ListValue, Model, ObjectValue, Run, Value
from roadworthy.languages import form


class DocumentRow(Row):
    """A document as a dict."""

    __slots__ = ()

    def __init__(self, query: QuerySeen, table: str) -> None:
        super().__init__(query, table)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        key = args.get(0)
        if name in ("get", "pop", "setdefault") and isinstance(key, Constant):
            found = self.member(run, str(key.value), node)
            return run.join([(found, ()), (args.positional[1], ())]) if len(args.positional) > 1 else found
        if name == "update":
            self.known |= args.keywords
            if isinstance(key, ObjectValue):
                self.known |= key.fields
            return Constant(None)
        return self if name == "copy" else super().call_member(run, name, args, node)


class Cursor(Model):
    """`collection.find(...)`: asked when its documents are needed."""

    def __init__(self, run: Run, seen: QuerySeen) -> None:
        self.seen, self.run, self.asked = seen, run, False

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name == "sort":
            down = args.get(1)
            pairs = ListValue([ListValue([first or Constant(None), *([down] if down is not None else [])])])
            self.seen.order = ordering(pairs if isinstance(first, Constant) else first)
            return self._widened(run, node)
        if name == "limit":
            self.seen.limit = first
            return self._widened(run, node)
        if name in ("skip", "batch_size", "hint", "max_time_ms", "collation", "allow_disk_use"):
            return self._widened(run, node)
        if name in ("to_list", "toArray"):
            length = args.get(0, "length")
            self.seen.limit = self.seen.limit or (
                None if isinstance(length, Constant) and length.value is None else length
            )
            return self._rows(run, node)
        if name in ("next", "try_next", "__anext__", "__next__"):
            return self.first(run, node)
        if name in ("count", "explain"):
            return Derived(name, (self._rows(run, node),), node)
        return Constant(None) if name in ("close", "rewind") else None

    def _widened(self, run: Run, node: form.Node) -> Cursor:
        """The query's place is its whole chain."""
        if run.module == self.seen.path and not self.asked and node.span.start <= self.seen.node.span.start:
            self.seen.node = node
        return self

    def first(self, run: Run, node: form.Node) -> Value:
        """One document, or none."""
        self.seen.one = True
        self._ask(run)
        return run.join([(DocumentRow(self.seen, self.seen.table), ()), (Constant(None), ())])

    def _rows(self, run: Run, node: form.Node) -> Rows:
        self._widened(run, node)
        self._ask(run)
        return Rows(self.seen, DocumentRow(self.seen, self.seen.table))

    def _ask(self, run: Run) -> None:
        if not self.asked:
            self.asked = True
            self.seen.context = run.context
            emit_query(run, self.seen)

    def element(self, run: Run) -> Value:
        self._ask(run)
        return DocumentRow(self.seen, self.seen.table)

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        return self.first(run, node)

    def gathered(self, run: Run, node: form.Node) -> Value:
        """`list(cursor)`, `sorted(cursor, key=...)`."""
        return self._rows(run, node)

    def consume(self, run: Run, node: form.Node) -> None:
        """`list(cursor)`: its documents are needed here."""
        self._rows(run, node)

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """All its documents."""
        if not self.asked:
            return Origin("unknown")
        return Origin("row", ("[]",), table=self.seen.table, query=self.seen.number)


class Counted(Model):
    """What a change or a count answers: numbers, nothing of the documents."""

    __slots__ = ("seen",)

    def __init__(self, seen: QuerySeen) -> None:
        self.seen = seen

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f".{name}", (self,), node)

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """A number about rows."""
        return Origin("row", ("count",), table=self.seen.table, query=self.seen.number)
