"""Mongoose documents: what was read, and what is to be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.mongodb.changes import write
from roadworthy.frameworks.mongoose.embedded import EmbeddedField
from roadworthy.frameworks.rows import emit_query
from roadworthy.frameworks.saved_rows import Field, SavedRow
from roadworthy.interpret import Args, Closure, Constant, Derived, ObjectValue, Run, Value
from roadworthy.interpret.values import Certain
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.mongoose.collection import CollectionModel


class Document(SavedRow):
    """A document of a collection."""

    __slots__ = ("collection",)

    def __init__(
        self, query: QuerySeen, collection: CollectionModel, transaction: str = "", *, stored: bool = True
    ) -> None:
        super().__init__(query, collection, stored=stored)
        self.collection, self.transaction = collection, transaction

    def field(self, path: str) -> Field:
        return EmbeddedField(self, (path,))

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if self.declared.method(run, name) is not None:
            return super().call_member(run, name, args, node)
        done = self._stored_by(run, name, args, node)
        if done is not None:
            last = args.positional[-1] if args.positional else None
            if isinstance(last, Closure):
                run.call(last, Args([Constant(None), done]), node)
            return done
        if name in ("toObject", "toJSON", "populate", "execPopulate", "lean", "depopulate", "$session"):
            return self
        if name in ("set", "overwrite", "assign"):
            self._set(run, args)
            return self
        if name in ("isModified", "isDirectModified") and isinstance(args.get(0), Constant):
            return self._modified(str(args.positional[0].value), node)  # type: ignore[attr-defined]
        if name in (
            "isModified",
            "isDirectModified",
            "isNew",
            "equals",
            "markModified",
            "validate",
            "$isNew",
            "get",
        ):
            return Derived(name, (self, *args.positional), node)
        return super().call_member(run, name, args, node)

    def _stored_by(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        transaction = _session_of(args)
        if name == "save":
            return self.save(run, node, transaction)
        if name in ("deleteOne", "remove", "delete", "$remove"):
            return self.remove(run, node, transaction)
        if name in ("updateOne", "update", "replaceOne"):
            seen = self._seen(run, "update", node, transaction)
            seen.filters, seen.one = [self.key_filter()], True
            write(seen, args.get(0))
            emit_query(run, seen)
            return self
        return None

    def _modified(self, name: str, node: form.Node) -> Value:
        """Whether a field was assigned since the document was read, as far as the run saw it."""
        return Certain(bool(self.spreads) or any(write.column == name for write in self.changes), node)

    def _set(self, run: Run, args: Args) -> None:
        first, second = args.get(0), args.get(1)
        if isinstance(first, Constant) and second is not None:
            self.set_member(run, str(first.value), second)
        else:
            self.take(run, first)


def _session_of(args: Args) -> str:
    options = args.get(0)
    session = options.fields.get("session") if isinstance(options, ObjectValue) else None
    return str(getattr(session, "name", "")) if session is not None else ""


def adopt(row: Document, name: str) -> None:
    """A reference that was populated: a document of the other collection, read by the same query."""
    other = row.collection.target(name)
    if other is not None:
        row.related = {**row.related, name: Document(row.query, other, row.transaction)}
