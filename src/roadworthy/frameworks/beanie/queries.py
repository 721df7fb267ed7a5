"""What is asked of a class of documents: `Order.find(Order.user_id == me).sort(-Order.created_at).to_list()`."""

from __future__ import annotations

from roadworthy.frameworks.beanie.conditions import asked, ordered
from roadworthy.frameworks.beanie.documents import NewDocument, StoredDocument, changed, seen_of
from roadworthy.frameworks.beanie.tables import Documents, DocumentTable
from roadworthy.frameworks.events import FilterSeen, QuerySeen
from roadworthy.frameworks.mongodb.changes import read_pipeline
from roadworthy.frameworks.pymongo.documents import Counted, Cursor
from roadworthy.frameworks.rows import Rows, emit_query
from roadworthy.interpret import Args, Constant, ListValue, Model, Run, Value
from roadworthy.languages import form

ASKS = {"find", "find_many", "find_all", "find_one", "get", "count", "aggregate", "delete_all", "insert_many", "insert_one",
        "distinct", "update_all", "all", "exists"}  # fmt: skip
_SAME = {"skip", "project", "with_children", "batch_size", "hint"}


class Ask(Model):
    """A method of a class of documents."""

    __slots__ = ("documents", "name", "table")

    def __init__(self, documents: Documents, table: DocumentTable, name: str) -> None:
        self.documents, self.table, self.name = documents, table, name

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        """The query, or what one query gives."""
        self.documents.open(self.table)
        if self.name == "get":
            return self._get(run, args, node)
        if self.name in ("insert_many", "insert_one"):
            return self._insert(run, args, node)
        found = Found(run, seen_of(run, self.table, "select", node), self.table)
        found.narrow(args)
        if self.name == "find_one":
            return found.first(run, node)
        if self.name in ("find", "find_many", "find_all", "all"):
            return found
        return found.call_member(run, self.name, args, node) or Constant(None)

    def _get(self, run: Run, args: Args, node: form.Node) -> Value:
        seen = seen_of(run, self.table, "select", node)
        seen.filters = [FilterSeen("_id", "=", args.get(0, "document_id") or Constant(None))]
        return Found(run, seen, self.table).first(run, node)

    def _insert(self, run: Run, args: Args, node: form.Node) -> Value:
        given = args.get(0, "documents" if self.name == "insert_many" else "document")
        document = given.element(run) if given is not None and self.name == "insert_many" else given
        if isinstance(document, NewDocument):
            return document.store(run, node)
        emit_query(run, seen_of(run, self.table, "insert", node))
        return Constant(None)


class Found(Cursor):
    """`Order.find(...)`: asked when its documents are needed."""

    def __init__(self, run: Run, seen: QuerySeen, table: DocumentTable) -> None:
        super().__init__(run, seen)
        self.table = table

    def narrow(self, args: Args) -> None:
        """Takes over what is asked for."""
        self.seen.filters += asked(args.positional)
        self.seen.limit = args.keywords.get("limit") or self.seen.limit
        sort = args.keywords.get("sort")
        self.seen.order = ordered([sort]) if sort is not None else self.seen.order

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("find", "find_many", "find_all", "find_one"):
            self.narrow(args)
            return self.first(run, node) if name == "find_one" else self._widened(run, node)
        if name == "sort":
            self.seen.order = ordered(args.positional)
            return self._widened(run, node)
        if name in _SAME:
            return self._widened(run, node)
        if name == "first_or_none":
            return self.first(run, node)
        if name in ("count", "exists"):
            return self._counted(run, node)
        if name in ("delete", "delete_all", "delete_many"):
            return self._all(run, "delete", node)
        if name in ("update", "update_all", "update_many", "set", "inc", "upsert"):
            return self._update(run, name, args, node)
        if name == "aggregate":
            self.seen.columns = (
                ["aggregate"] if read_pipeline(self.seen, args.get(0, "aggregation_pipeline")) else []
            )
            return self
        if name in ("sum", "avg", "max", "min", "distinct"):
            return self._counted(run, node)
        return super().call_member(run, name, args, node)

    def first(self, run: Run, node: form.Node) -> Value:
        """One document, or none."""
        self._widened(run, node)
        self.seen.one = True
        self._ask(run)
        return run.join([(StoredDocument(self.seen, self.table), ()), (Constant(None), ())])

    def _rows(self, run: Run, node: form.Node) -> Rows:
        self._widened(run, node)
        self._ask(run)
        return Rows(self.seen, StoredDocument(self.seen, self.table))

    def element(self, run: Run) -> Value:
        self._ask(run)
        return StoredDocument(self.seen, self.table)

    def _counted(self, run: Run, node: form.Node) -> Value:
        self.seen.columns, self.seen.one = ["count(*)"], True
        self._widened(run, node)
        self._ask(run)
        return Counted(self.seen)

    def _all(self, run: Run, operation: str, node: form.Node) -> Value:
        self.seen.operation, self.asked = operation, True
        self.seen.context = run.context
        emit_query(run, self.seen)
        return Counted(self.seen)

    def _update(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        changed(self.seen, name if name in ("set", "inc") else "update", args, run, node)
        return self._all(run, "update", node)


class Opened(Model):
    """`init_beanie(database=..., document_models=[...])`."""

    __slots__ = ("documents",)

    def __init__(self, documents: Documents) -> None:
        self.documents = documents

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        """Opens the collections of the classes that are named."""
        given = args.keywords.get("document_models")
        for kind in given.items if isinstance(given, ListValue) else ():
            table = self.documents.of(kind)
            if table is not None:
                self.documents.open(table)
        return Constant(None)
