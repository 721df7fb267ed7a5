"""Documents: new ones, which an insert stores, and those that were read, whose changed fields a save writes."""

from __future__ import annotations

from roadworthy.frameworks.beanie.conditions import by_name
from roadworthy.frameworks.beanie.tables import Documents, DocumentTable
from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen
from roadworthy.frameworks.mongodb.changes import write
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.pydantic import Body, Record, parse
from roadworthy.frameworks.pymongo.records import named
from roadworthy.frameworks.rows import Row, emit_query
from roadworthy.interpret import Args, ClassValue, Closure, Constant, Derived, Model, ObjectValue, Run, Value
from roadworthy.interpret.dicts import allowed_names, record_of
from roadworthy.languages import form

_STORES = {"insert", "create", "save", "insert_one", "replace", "save_changes"}
_DUMPS = {"model_dump", "dict", "json", "model_dump_json"}
# What is called on a list of a document's, and what comes of the list.
_CHANGES = {"append": "concat", "extend": "concat", "insert": "concat", "remove": "filter", "pop": "slice"}
_SAME = {"copy", "model_copy", "sync", "fetch_all_links", "fetch_link", "validate_self"}


def seen_of(run: Run, table: DocumentTable, operation: str, node: form.Node) -> QuerySeen:
    """A query of a collection, about to be described."""
    return QuerySeen(operation, table.name, run.module, node, run.context, library="pymongo")


def changed(seen: QuerySeen, name: str, args: Args, run: Run, node: form.Node) -> None:
    """Puts what `set`, `inc` and `update` change into a query."""
    for given in args.positional:
        record = by_name(named(run, given, node) or given)
        if name == "set":
            record = ObjectValue({"$set": record}, node=node)
        elif name == "inc":
            record = ObjectValue({"$inc": record}, node=node)
        write(seen, record)


class StoredDocument(Row):
    """A document that was read."""

    __slots__ = ("kept", "mapped", "spreads")

    def __init__(self, query: QuerySeen, mapped: DocumentTable) -> None:
        super().__init__(query, mapped.name, (), mapped.column_named)
        self.mapped = mapped
        self.kept: list[WriteSeen] = []
        self.spreads: list[Value] = []

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        found = self.mapped.kind.find(name) if name not in self.mapped.columns else None
        if name not in self.known and isinstance(found, Closure):
            bound = found.bind(self)
            return run.call(bound, Args(), node) if found.function.kind == "getter" else bound
        if name not in self.known and name in self.mapped.columns:
            return HeldField(self, name)
        return super().member(run, name, node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.known = {**self.known, name: value}
        self.kept.append(WriteSeen(self.mapped.column_named(name), value, False, run.context.conditions))

    def set_computed(self, run: Run, key: Value, value: Value, node: form.Node) -> None:
        """`setattr(document, key, value)` for keys that are not known one by one."""
        names = allowed_names(run.context.conditions, key)
        self.kept += [WriteSeen(name, value, False, run.context.conditions) for name in names or ()]
        if names is None:
            self.spreads.append(record_of(key, value))

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if isinstance(self.mapped.kind.find(name), Closure):
            return None
        if name in ("set", "inc", "update", "upsert"):
            return self._change(run, name, args, node)
        if name in _STORES:
            return self._save(run, node)
        if name == "delete":
            emit_query(run, self._own(run, "delete", node))
            return Constant(None)
        if name in _DUMPS:
            return self._dumped()
        if name in _SAME:
            return self
        return super().call_member(run, name, args, node)

    def _dumped(self) -> Row:
        """The document as a plain record: what is changed in that is not stored."""
        plain = Row(self.query, self.table, (), self.mapped.column_named)
        plain.known = dict(self.known)
        return plain

    def _own(self, run: Run, operation: str, node: form.Node) -> QuerySeen:
        """A change of this document, which was found as its query says."""
        seen = seen_of(run, self.mapped, operation, node)
        key = FilterSeen("_id", "=", Row(self.query, self.table, ("_id",)))
        seen.filters = [key, *(f for f in self.query.filters if f.operator == "=" and f.column != "_id")]
        seen.one = True
        return seen

    def _change(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        seen = self._own(run, "update", node)
        changed(seen, name, args, run, node)
        self.known = {**self.known, **({w.column: w.value for w in seen.writes} if name == "set" else {})}
        emit_query(run, seen)
        return self

    def _save(self, run: Run, node: form.Node) -> Value:
        seen = self._own(run, "update", node)
        seen.writes, seen.spreads = list(self.kept), list(self.spreads)
        emit_query(run, seen)
        return self


class HeldField(Row):
    """A field of a document that was read: what is put into a list or record of it is stored whole by the next save."""

    __slots__ = ("document", "field")

    def __init__(self, document: StoredDocument, field: str) -> None:
        super().__init__(document.query, document.table, (document.mapped.column_named(field),))
        self.document, self.field = document, field

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _CHANGES:
            whole = Derived(_CHANGES[name], (self, *args.all()), node)
            column = self.document.mapped.column_named(self.field)
            self.document.kept.append(WriteSeen(column, whole, False, run.context.conditions))
            return Constant(None)
        return super().call_member(run, name, args, node)


class NewDocument(Record):
    """A document that is not stored yet. Once it is, its key is that insert's."""

    __slots__ = ("documents", "mapped", "saved", "spreads")

    def __init__(self, documents: Documents, mapped: DocumentTable, node: form.Node) -> None:
        super().__init__(mapped.kind, node)
        self.documents, self.mapped = documents, mapped
        self.spreads: list[Value] = []
        self.saved: QuerySeen | None = None

    def take(self, run: Run, value: Value, node: form.Node) -> None:
        """Fills it from a record: a model's fields by their names, a request's through the class's own rules."""
        if origin_of(value).from_request and not isinstance(value, Body):
            value = parse(run, self.kind, value, run.module, node)
        record = named(run, value, node)
        if isinstance(record, ObjectValue):
            self.attributes |= record.fields
            self.spreads += record.spreads
        else:
            self.spreads.append(value)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name not in self.attributes and self.saved is not None and self.kind.find(name) is None:
            return Row(self.saved, self.mapped.name, (self.mapped.column_named(name),))
        if name in self.mapped.columns and name not in self.attributes:
            return (
                super().member(run, name, node)
                if self.saved is None
                else Row(self.saved, self.mapped.name, (name,))
            )
        return super().member(run, name, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _STORES and self.kind.find(name) is None:
            return self.store(run, node)
        if self.saved is not None and name in ("set", "inc", "update", "delete"):
            return StoredDocument(self.saved, self.mapped).call_member(run, name, args, node)
        return self if name in _SAME else super().call_member(run, name, args, node)

    def store(self, run: Run, node: form.Node) -> Value:
        """The insert, or the update of what was inserted before."""
        self.documents.open(self.mapped)
        seen = seen_of(run, self.mapped, "insert" if self.saved is None else "update", node)
        seen.writes = [
            WriteSeen(self.mapped.column_named(name), value) for name, value in self.attributes.items()
        ]
        seen.spreads = list(self.spreads)
        if self.saved is not None:
            seen.filters = [FilterSeen("_id", "=", Row(self.saved, self.mapped.name, ("_id",)))]
        emit_query(run, seen)
        self.saved = self.saved or seen
        return self


class Keeper(Model):
    """What stores a request's data that passed a class of documents (`async def create(order: Order): await order.insert()`)."""

    __slots__ = ("documents", "mapped")

    def __init__(self, documents: Documents, mapped: DocumentTable) -> None:
        self.documents, self.mapped = documents, mapped

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        data = args.get(0)
        if name not in _STORES or data is None:
            return None
        made = NewDocument(self.documents, self.mapped, node)
        made.take(run, data, node)
        return made.store(run, node)


class DocumentClass:
    """What a class of documents means to the interpreter."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Reads the collection that the class declares."""
        self.documents.declare(run, kind)
        mapped = self.documents.of(kind)
        if mapped is not None:
            kind.attributes["__keeper__"] = Keeper(self.documents, mapped)

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """A new document."""
        mapped = self.documents.of(kind)
        assert mapped is not None
        made = NewDocument(self.documents, mapped, node)
        for key, value in args.keywords.items():
            if key.startswith("**"):
                made.take(run, value, node)
        made.attributes.update(
            {key: value for key, value in args.keywords.items() if not key.startswith("**")}
        )
        return made
