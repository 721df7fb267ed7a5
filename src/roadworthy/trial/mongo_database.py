"""The app's database in MongoDB: documents as rows, for proofs that ask for rows."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pymongo
from bson import json_util
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.collection import Collection as Kept
from pymongo.errors import PyMongoError

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.collection import Collection, Field
from roadworthy.trial.database import Database, Ran, StoredColumn, StoredStatement
from roadworthy.trial.mongo_fill import fill_collection
from roadworthy.trial.mongo_plans import explain_command, ran_as
from roadworthy.trial.mongo_sql import Asked, Joined, forms, read, written

if TYPE_CHECKING:
    from roadworthy.trial.mongo import Mongo

_SYSTEM = ("admin", "config", "local")
_SAMPLE = 20
_PROBE = "roadworthy_probe"
# One document whatever is underneath, and no answer: $size of what is no list is an error.
_FAILS: list[dict[str, Any]] = [{"$facet": {"any": [{"$limit": 1}]}}, {"$project": {"n": {"$size": "$none"}}}]
_RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
_ANSWERS_MILLISECONDS = 15_000
# Making 10,000 documents takes a few seconds; what takes this long is never done.
_DONE_MILLISECONDS = 120_000


class MongoDatabase(Database):
    """`collections` are those that the app's code declares. Whatever name the app gives its database, it is the one in which
    there are collections."""

    kind = "mongodb"
    tests_can_be_written = False
    keeps_session = False
    holds_rules = False
    # Documents are made one by one in Python; SecantusDB takes 50,000 in half a minute.
    most_rows = 10_000
    # serverSelectionTimeoutMS of the drivers' specification (server-selection.md).
    clients_wait = 30.0

    def __init__(self, server: Mongo, usual: str, collections: Sequence[Collection]) -> None:
        self.server, self._usual = server, usual
        self._declared = {one.name: one for one in collections}
        self._lock = threading.Lock()
        self._opened: pymongo.MongoClient[dict[str, Any]] | None = None
        self._snapshots: dict[str, dict[str, list[RawBSONDocument]]] = {}

    # --- the server -----------------------------------------------------------------------------------

    def _client(self) -> pymongo.MongoClient[dict[str, Any]]:
        with self._lock:
            if self._opened is None:
                self._opened = pymongo.MongoClient(
                    self.server.own_address,
                    # A server may call itself a replica set at an address that is its own sandbox's.
                    directConnection=True,
                    serverSelectionTimeoutMS=_ANSWERS_MILLISECONDS,
                    timeoutMS=_DONE_MILLISECONDS,
                    tz_aware=True,
                )
            return self._opened

    def _name(self) -> str:
        client = self._client()
        others = [name for name in client.list_database_names() if name not in _SYSTEM]
        sizes = {name: len(client[name].list_collection_names()) for name in others}
        return max(sorted(sizes), key=lambda name: sizes[name], default=self._usual)

    def collection(self, name: str) -> Kept[dict[str, Any]]:
        """The documents of a collection."""
        return self._client()[self._name()][name]

    def known(self, name: str) -> Collection | None:
        """What is known of a collection's documents: by the app's code, else by some that are there."""
        if name in self._declared:
            return self._declared[name]
        fields: dict[str, Field] = {}
        for document in self.collection(name).find().limit(_SAMPLE):
            for field, value in document.items():
                fields.setdefault(field, Field(name=field, type=_type_of(value)))
        return Collection(name, tuple(fields.values())) if fields else None

    # --- rows -----------------------------------------------------------------------------------------

    def query(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        return self._answered(_asked(sql, params))

    def _answered(self, asked: Asked) -> list[dict[str, Any]]:
        kept = self.collection(asked.collection)
        if asked.kind != "select":
            self._changed(asked)
            return []
        if asked.counted:
            return [{asked.counted: kept.count_documents(asked.condition)}]
        if asked.reckoned is not None:
            return [self._reckoned(kept, asked)]
        found = kept.find(asked.condition, skip=asked.skip, limit=asked.limit)
        rows = list(found.sort(list(asked.order)) if asked.order else found)
        columns = [column.name for column in self.columns(asked.collection)]
        if asked.fields:
            return [{alias: _inside(row, name) for name, alias in asked.fields} for row in rows]
        return [{**dict.fromkeys(columns), **row, **_flat(row, columns)} for row in rows]

    def _reckoned(self, kept: Kept[dict[str, Any]], asked: Asked) -> dict[str, Any]:
        assert asked.reckoned is not None
        operator, field, alias = asked.reckoned
        steps = [{"$match": asked.condition}, {"$group": {"_id": None, "n": {operator: f"${field}"}}}]
        found = next(iter(kept.aggregate(steps)), None)
        return {alias: found["n"] if found is not None and found["n"] is not None else 0}

    def execute(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        self.writes += 1
        asked = _asked(sql, params)
        return len(self._answered(asked)) if asked.kind == "select" else self._changed(asked)

    def _changed(self, asked: Asked) -> int:
        kept = self.collection(asked.collection)
        if asked.kind == "delete":
            return int(kept.delete_many(asked.condition).deleted_count)
        if any(isinstance(value, Joined) for value in asked.changes.values()):
            return self._changed_each(kept, asked)
        return int(kept.update_many(asked.condition, {"$set": asked.changes}).matched_count)

    def _changed_each(self, kept: Kept[dict[str, Any]], asked: Asked) -> int:
        """Values that differ from document to document."""
        found = list(kept.find(asked.condition))
        for one in found:
            own = {n: v.of(one) if isinstance(v, Joined) else v for n, v in asked.changes.items()}
            kept.update_one({"_id": one["_id"]}, {"$set": own})
        return len(found)

    # --- what the app asked ----------------------------------------------------------------------------

    def statements(self) -> list[StoredStatement]:
        counted = Counter(one.shown() for one in self.server.told.questions())
        return [StoredStatement(text, calls, 0, 0.0) for text, calls in counted.most_common()]

    def clear_statements(self) -> None:
        self.server.told.forget()

    def told_while(self, ask: Callable[[], object]) -> list[str]:
        """What the app looks for while `ask` runs, with its values, each as `ran` takes it."""
        self.clear_statements()
        ask()
        found = [one.as_find() for one in self.server.told.questions()]
        return [one for one in found if one is not None]

    @contextlib.contextmanager
    def held(self, tables: Sequence[str]) -> Iterator[Callable[[], int]]:
        with self.server.told.held(tables):
            yield lambda: self.server.told.waiting

    # --- plans ----------------------------------------------------------------------------------------

    def explain(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> dict[str, Any]:
        return self._explained(explain_command(_asked(sql, params)))

    def _explained(self, command: dict[str, Any]) -> dict[str, Any]:
        return dict(self._client()[self._name()].command("explain", command, verbosity="executionStats"))

    def explained(self, sql: str, params: Sequence[Any] = ()) -> str:
        return f"{_asked(sql, params).shown()}.explain('executionStats')"

    def ran(self, table: str, sql: str, params: Sequence[Any] = ()) -> Ran:
        """`sql` may also be a `find` in extended JSON, as `told_while` hands it out."""
        command = json_util.loads(sql) if sql.startswith("{") else explain_command(_asked(sql, params))
        try:
            return ran_as(self._explained(command), int(command.get("limit", 0)))
        except (PyMongoError, KeyError) as error:
            raise TrialUnavailable("this server does not tell what it reads for a query") from error

    @contextlib.contextmanager
    def with_index(self, table: str, columns: Sequence[str]) -> Iterator[str]:
        kept, keys = self.collection(table), [(column, pymongo.ASCENDING) for column in columns]
        kept.create_index(keys, name=_PROBE)
        try:
            yield f"db.getCollection({table!r}).createIndex({dict(keys)})"
        finally:
            kept.drop_index(_PROBE)

    def rarest(self, table: str, column: str) -> Any:
        steps: list[dict[str, Any]] = [
            {"$match": {column: {"$ne": None}}},
            {"$group": {"_id": f"${column}", "n": {"$sum": 1}}},
            {"$sort": {"n": 1, "_id": 1}},
            {"$limit": 1},
        ]
        found = next(iter(self.collection(table).aggregate(steps)), None)
        return found["_id"] if found is not None else None

    def childless(self, parent: str, key: str, table: str, column: str) -> Any:
        children = self.collection(table)
        for row in self.collection(parent).find().sort("_id", pymongo.DESCENDING).limit(_SAMPLE):
            if not children.count_documents({column: {"$in": forms(row[key])}}, limit=1):
                return row[key]
        return None

    def repeated(self, table: str, columns: Sequence[str], *, empty: bool = False) -> int:
        steps: list[dict[str, Any]] = [
            {"$match": {} if empty else {column: {"$ne": None} for column in columns}},
            {"$group": {"_id": {str(n): f"${column}" for n, column in enumerate(columns)}, "n": {"$sum": 1}}},
            {"$match": {"n": {"$gt": 1}}},
            {"$sort": {"n": -1}},
            {"$limit": 1},
        ]
        found = next(iter(self.collection(table).aggregate(steps)), None)
        return int(found["n"]) if found is not None else 0

    def spelled(self, sql: str, params: Sequence[Any] = ()) -> str:
        return _asked(sql, params).shown()

    def tables(self) -> list[str]:
        there = self._client()[self._name()].list_collection_names()
        return sorted({*self._declared, *(name for name in there if not name.startswith("system."))})

    def columns(self, table: str) -> list[StoredColumn]:
        known = self.known(table)
        return [
            StoredColumn(
                name=one.name,
                type=one.type,
                nullable=not one.required and one.name != "_id",
                default=one.default or None,
                generated=one.name == "_id",
            )
            for one in (known.fields if known is not None else ())
        ]

    def quoted(self, table: str) -> str:
        return '"' + table.replace('"', '""') + '"'

    def count(self, table: str) -> int:
        return int(self.collection(table).count_documents({}))

    def state(self, table: str) -> Any:
        kept = self.collection(table).with_options(codec_options=_RAW)
        return hash(frozenset(bytes(one.raw) for one in kept.find()))

    def hiding(self, table: str, name: str) -> str:
        made = f"db.createView({table!r}, {name!r}, {written(_FAILS)})"
        return f"db.getCollection({table!r}).renameCollection({name!r}); {made}"

    def rename(self, table: str, name: str, patience: int = 5) -> None:
        """A collection that is not there is an empty one: in its place comes a view that cannot be read, and goes again."""
        base = self._client()[self._name()]
        back = any(one["name"] == name and one.get("type") == "view" for one in base.list_collections())
        if back:
            base[name].drop()
        base[table].rename(name)
        if not back:
            base.command("create", table, viewOn=name, pipeline=_FAILS)

    def refuses_rows(self, table: str) -> bool:
        """MongoDB's own server does, SecantusDB's takes them and loses them with the view."""
        try:
            self.collection(table).insert_one({})
        except PyMongoError:
            return True
        return False

    def fill(self, table: str, rows: int, *, fixed: Mapping[str, Any] | None = None) -> int:
        self.writes += 1
        known = self.known(table)
        if known is None:
            raise TrialUnavailable("what its documents hold is not known", where=f"collection {table}")
        return fill_collection(self, known, rows, fixed or {})

    # --- states ---------------------------------------------------------------------------------------

    def snapshot(self, name: str) -> None:
        self._snapshots[name] = {one: list(kept.find()) for one, kept in self._raw()}

    def restore(self, name: str) -> None:
        """Document by document, over the live server: the app stays connected, its indexes stay."""
        self.writes += 1
        if not self.server.running:
            self.start()
        remembered = self._snapshots[name]
        for one, kept in self._raw():
            kept.delete_many({})
            if remembered.get(one):
                kept.insert_many(remembered[one])
        there = {one for one, _ in self._raw()}
        for one in remembered.keys() - there:
            if remembered[one]:
                self._client()[self._name()][one].with_options(codec_options=_RAW).insert_many(
                    remembered[one]
                )

    def _raw(self) -> Iterator[tuple[str, Kept[RawBSONDocument]]]:
        base = self._client()[self._name()]
        for one in sorted(base.list_collection_names()):
            if not one.startswith("system."):
                yield one, base[one].with_options(codec_options=_RAW)

    def stop(self) -> None:
        self.close()
        self.server.stop()

    def start(self) -> None:
        self.server.start()

    def close(self) -> None:
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = None


def _asked(sql: str, params: Sequence[Any] | Mapping[str, Any]) -> Asked:
    if isinstance(params, Mapping):
        raise TrialUnavailable("MongoDB is not asked with named values")
    return read(sql, params)


def _inside(row: Mapping[str, Any], name: str) -> Any:
    value: Any = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _flat(row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    """Fields of documents inside, under their whole names."""
    return {name: _inside(row, name) for name in columns if "." in name}


def _type_of(value: Any) -> str:
    kinds = {
        "bool": "boolean",
        "int": "integer",
        "float": "numeric",
        "datetime": "timestamptz",
        "list": "text[]",
    }
    named = {"ObjectId": "objectid", "dict": "json"}
    return kinds.get(type(value).__name__) or named.get(type(value).__name__, "text")
