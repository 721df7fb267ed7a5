"""References: a collection with the conditions put on it, and a document in one. Both SDKs' ways of asking lead here."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen
from roadworthy.frameworks.firestore.collections import KEY, Store
from roadworthy.frameworks.firestore.snapshots import DocumentQuestion, ListQuestion, row_of
from roadworthy.frameworks.known_text import chosen_text
from roadworthy.frameworks.optional_fields import with_optional
from roadworthy.frameworks.rows import emit_query
from roadworthy.interpret import (
    Args,
    Choice,
    Closure,
    Constant,
    Derived,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

# Firestore's operators in the App's words.
_OPERATORS = {
    "==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "in": "in", "not-in": "!=",
    "array-contains": "contains", "array-contains-any": "contains",
}  # fmt: skip
_PAGES = ("startAfter", "startAt", "endBefore", "endAt", "offset", "withConverter", "select")


class Asked(Struct, frozen=True):
    """What a reference asks for, as it was put together."""

    store: Store
    rights: str
    name: str
    filters: tuple[FilterSeen, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    limit: Value | None = None


class CollectionReference(Model):
    """`collection(db, "orders")`, with what `query(...)` or `.where(...)` put on it."""

    __slots__ = ("asked",)

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def narrowed(self, name: str, args: Args) -> CollectionReference:
        """The same with one more condition, order or limit."""
        first, second = args.get(0), args.get(1)
        asked = self.asked
        if name == "where":
            operator = _OPERATORS.get(chosen_text(second), "=")
            given = FilterSeen(field_of(first), operator, args.get(2) or Unknown(), asked.name)
            return CollectionReference(replace(asked, filters=(*asked.filters, given)))
        if name == "orderBy":
            return CollectionReference(
                replace(asked, order=(*asked.order, (field_of(first), chosen_text(second) == "desc")))
            )
        if name in ("limit", "limitToLast"):
            return CollectionReference(replace(asked, limit=first or Unknown()))
        return self

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("where", "orderBy", "limit", "limitToLast", *_PAGES):
            return self.narrowed(name, args)
        if name == "doc":
            return self.document(args.get(0))
        if name == "add":
            return self.add(run, args.get(0), node)
        if name == "get":
            return self.read(run, node)
        if name == "count":
            return self.counted(run, node)
        if name == "onSnapshot":
            return self.watch(run, args, node)
        return None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Constant(self.asked.name) if name in ("id", "path") else Derived(f".{name}", (self,), node)

    def document(self, key: Value | None) -> DocumentReference:
        """A document in it: of a name, or a new one."""
        return DocumentReference(replace(self.asked, order=(), limit=None), key)

    def read(self, run: Run, node: form.Node) -> Value:
        """All documents that it asks for."""
        return ListQuestion(run, self._question(run, "select", node), self)

    def counted(self, run: Run, node: form.Node) -> Value:
        """How many there are, counted by the service."""
        seen = self._question(run, "select", node)
        seen.columns = ["count(*)"]
        return ListQuestion(run, seen, self)

    def watch(self, run: Run, args: Args, node: form.Node) -> Value:
        """Every change of what it asks for, from the first answer on."""
        answer = ListQuestion(run, self._question(run, "select", node), self).settle(run, node)
        with run.within(trigger="message"):
            run.call_back([v for v in args.positional if isinstance(v, Closure)][:1], node, answer)
        return Unknown()

    def add(self, run: Run, record: Value | None, node: form.Node) -> Value:
        """A new document under a name that the service makes up."""
        seen = self._question(run, "insert", node)
        fill(seen, record)
        send(run, self.asked.store, seen)
        return self.document(row_of(seen, KEY))

    def _question(self, run: Run, operation: str, node: form.Node) -> QuerySeen:
        return question(run, self.asked, operation, node)


class DocumentReference(Model):
    """`doc(db, "orders", id)`. `key` None for a new document."""

    __slots__ = ("asked", "key")

    def __init__(self, asked: Asked, key: Value | None) -> None:
        self.asked, self.key = asked, key

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "collection":
            return self.below(run, chosen_text(args.get(0)), node)
        if name == "get":
            return self.read(run, node)
        if name == "onSnapshot":
            return self.watch(run, args, node)
        if name in ("set", "create", "update"):
            return self.write(run, name, args.positional, node)
        return self.delete(run, node) if name == "delete" else None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "id":
            return self.key or Derived("new id", (), node)
        return Derived(f".{name}", (self,), node)

    def below(self, run: Run, name: str, node: form.Node) -> CollectionReference:
        """A collection under the document: all in it hang on the document's name."""
        self.asked.store.collection(run, name, node)
        within = FilterSeen(f"{self.asked.name}/{KEY}", "=", self.key or Unknown(), name)
        return CollectionReference(Asked(self.asked.store, self.asked.rights, name, (within,)))

    def read(self, run: Run, node: form.Node) -> Value:
        """The document, which may not be there."""
        return DocumentQuestion(run, self._named(run, "select", node), self)

    def watch(self, run: Run, args: Args, node: form.Node) -> Value:
        """Every change of it, from the first answer on."""
        answer = DocumentQuestion(run, self._named(run, "select", node), self).settle(run, node)
        with run.within(trigger="message"):
            run.call_back([v for v in args.positional if isinstance(v, Closure)][:1], node, answer)
        return Unknown()

    def write(self, run: Run, how: str, given: Sequence[Value], node: form.Node) -> Value:
        """`set` puts it in place of what was there, `update` changes what is there, `create` refuses where something is."""
        new = self.key is None or how == "create"
        seen = self._named(run, "insert" if new else "update" if how == "update" else "upsert", node)
        if seen.operation != "update":
            seen.conflict = KEY if seen.operation == "upsert" else ""
            seen.writes = [WriteSeen(KEY, self.key)] if self.key is not None else []
            seen.filters = [] if seen.operation == "insert" else seen.filters
        if how == "update" and len(given) > 1 and chosen_text(given[0]):
            for column, value in zip(given[::2], given[1::2], strict=False):
                seen.writes.append(_written(chosen_text(column), value))
        else:
            fill(seen, given[0] if given else None)
        send(run, self.asked.store, seen)
        return Derived("written", (), node)

    def delete(self, run: Run, node: form.Node) -> Value:
        """The document is gone; what lies under it stays."""
        send(run, self.asked.store, self._named(run, "delete", node))
        return Derived("deleted", (), node)

    def _named(self, run: Run, operation: str, node: form.Node) -> QuerySeen:
        seen = question(run, self.asked, operation, node)
        if self.key is not None:
            seen.filters.append(FilterSeen(KEY, "=", self.key, self.asked.name))
        seen.one = True
        return seen


def question(run: Run, asked: Asked, operation: str, node: form.Node) -> QuerySeen:
    """A question as it stands so far."""
    seen = QuerySeen(operation, asked.name, run.module, node, run.context, library="firestore")
    seen.filters, seen.order, seen.limit = list(asked.filters), list(asked.order), asked.limit
    seen.rights = asked.rights
    return seen


def send(run: Run, store: Store, seen: QuerySeen) -> None:
    """A change, which begins where it is called, awaited or not."""
    known = store.collection(run, seen.table, seen.node)
    if known is not None:
        known.learn(seen)
    emit_query(run, seen)


# What the service works out from the document itself, which no concurrent request can lose.
ATOMIC = "firestore atomic"


def fill(seen: QuerySeen, record: Value | None) -> None:
    """Puts the fields of a record into a change."""
    if isinstance(record, Choice):
        for option in record.values():
            fill(seen, option)
    elif isinstance(record, ObjectValue):
        record = with_optional(record)
        known = {write.column for write in seen.writes}
        for name, value in record.fields.items():
            if name not in known:
                seen.writes.append(_written(name, value, record))
        seen.spreads.extend(record.spreads)
    elif record is not None and not isinstance(record, Constant):
        seen.spreads.append(record)


def _written(name: str, value: Value, record: ObjectValue | None = None) -> WriteSeen:
    atomic = isinstance(value, Derived) and value.operation == ATOMIC
    return WriteSeen(
        name.split(".")[0], value, atomic, record.maybe.get(name, ()) if record is not None else ()
    )


def field_of(value: Value | None) -> str:
    """The field that a condition names. `documentId()` is the document's own name."""
    if isinstance(value, Derived) and value.operation == "document id":
        return KEY
    return chosen_text(value)


def listed(value: Value | None) -> Sequence[Value]:
    """The elements of a list that is written out."""
    return value.items if isinstance(value, ListValue) else ()
