"""Answers: a document that may not be there, and the documents that a question found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.firestore.collections import KEY
from roadworthy.frameworks.pending import Pending
from roadworthy.frameworks.rows import Row, Rows
from roadworthy.interpret import Args, Constant, Derived, Model, Run, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.firestore.references import CollectionReference, DocumentReference


def row_of(seen: QuerySeen, column: str = "") -> Row:
    """A document's fields, or one of them."""
    return Row(seen, seen.table, (column,) if column else ())


class Snapshot(Model):
    """A document as it was read: `snapshot.id`, `snapshot.data()`, `snapshot.exists()`."""

    __slots__ = ("reference", "row", "sure")

    def __init__(self, row: Row, reference: DocumentReference, *, sure: bool) -> None:
        self.row, self.reference, self.sure = row, reference, sure

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "id":
            return row_of(self.row.query, KEY)
        if name == "ref":
            return self.reference
        if name == "exists":
            return _there(self.row, node)
        return Derived(f".{name}", (self.row,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "data":
            return self.row if self.sure else run.join([(self.row, ()), (Constant(None), ())])
        if name == "get":
            field = args.get(0)
            return row_of(self.row.query, str(field.value)) if isinstance(field, Constant) else self.row
        return _there(self.row, node) if name == "exists" else None

    def inputs(self) -> tuple[Value, ...]:
        return (self.row,)

    def origin(self, depth: int) -> Origin:
        """What it was read from."""
        return self.row.origin(depth)


def _there(row: Row, node: form.Node) -> Value:
    return Derived("exists", (row,), node)


class Snapshots(Model):
    """What a question found: `snapshot.docs`, `snapshot.forEach(...)`, `snapshot.size`."""

    __slots__ = ("rows",)

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "docs":
            return self.rows
        if name == "empty":
            return Derived("not", (Derived("count", (self.rows,), node),), node)
        if name == "size":
            return Derived("count", (self.rows,), node)
        return Derived(f".{name}", (self.rows,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "data":
            return Derived("count", (self.rows,), node)
        if name == "docChanges":
            return self.rows
        return run.call_member(self.rows, name, args, node)

    def inputs(self) -> tuple[Value, ...]:
        return (self.rows,)


class DocumentQuestion(Pending):
    """`getDoc(reference)`."""

    __slots__ = ("reference",)

    def __init__(self, run: Run, seen: QuerySeen, reference: DocumentReference) -> None:
        super().__init__(run, seen)
        self.reference = reference

    def before(self, run: Run) -> None:
        _learn(self.reference.asked.store.collection(run, self.seen.table, self.seen.node), self.seen)

    def result(self, run: Run) -> Value:
        return Snapshot(row_of(self.seen), self.reference, sure=False)


class ListQuestion(Pending):
    """`getDocs(query)`."""

    __slots__ = ("reference",)

    def __init__(self, run: Run, seen: QuerySeen, reference: CollectionReference) -> None:
        super().__init__(run, seen)
        self.reference = reference

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        # `.count().get()`
        return self if name == "get" else super().call_member(run, name, args, node)

    def before(self, run: Run) -> None:
        _learn(self.reference.asked.store.collection(run, self.seen.table, self.seen.node), self.seen)

    def result(self, run: Run) -> Value:
        row = row_of(self.seen)
        each = Snapshot(row, self.reference.document(row_of(self.seen, KEY)), sure=True)
        return Snapshots(Rows(self.seen, each))


def _learn(known: object, seen: QuerySeen) -> None:
    learn = getattr(known, "learn", None)
    if learn is not None:
        learn(seen)
