"""Realistic documents, as the app's own model wants them."""

from __future__ import annotations

import datetime as dates
import re
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bson import ObjectId
from pymongo.errors import BulkWriteError, PyMongoError

from roadworthy.errors import TrialUnavailable
from roadworthy.regex import regex
from roadworthy.trial.collection import Collection, Field
from roadworthy.trial.made_values import text_value
from roadworthy.trial.mongo_sql import stored
from roadworthy.trial.spans import ending

if TYPE_CHECKING:
    from roadworthy.trial.mongo_database import MongoDatabase

PARENT_DOCUMENTS = 50
_MOST_PARENTS = 20_000
_DEEPEST = 4
_TWICE = 11000
_NOW = dates.datetime(2026, 1, 1, 8, 0, tzinfo=dates.UTC)
_COUNTED = regex(r"(price|amount|total|quantity|qty|stock|count|balance|rating|score|size|age|number)$")
_SWITCH = regex(r"^(is|has)[_A-Z]|(active|enabled|completed|done|verified|published)$")
_MOMENT = regex(r"(_at|At|date|Date)$")
_WORD = regex(r"'([^']*)'(?:::[\w ]+)?")


def fill_collection(
    database: MongoDatabase, collection: Collection, number: int, fixed: Mapping[str, Any], depth: int = 0
) -> int:
    """See `Database.fill`. Documents that are refused because such a one is there already do not count."""
    if not collection.fields:
        raise TrialUnavailable("what its documents hold is not known", where=f"collection {collection.name}")
    kept = database.collection(collection.name)
    first = int(kept.count_documents({})) + 1
    parents = {
        one.name: _parents(database, collection, one, depth) for one in collection.fields if one.parent[0]
    }
    made = [_document(collection, fixed, parents, first + n, n) for n in range(number)]
    for name in ending((one.name, one.type) for one in collection.fields if one.name not in fixed):
        for document in made:
            if isinstance(document.get(name), dates.datetime):
                document[name] += dates.timedelta(days=1)
    try:
        return len(kept.insert_many(made, ordered=False).inserted_ids)
    except BulkWriteError as error:
        others = [one for one in error.details["writeErrors"] if one.get("code") != _TWICE]
        if others:
            raise TrialUnavailable(
                f"cannot be filled: {others[0].get('errmsg')}", where=f"collection {collection.name}"
            ) from error
        return int(error.details["nInserted"])
    except PyMongoError as error:
        raise TrialUnavailable(f"cannot be filled: {error}", where=f"collection {collection.name}") from error


def _parents(database: MongoDatabase, collection: Collection, field: Field, depth: int) -> list[Any]:
    """Keys of documents that a field may refer to; some are made where there are none."""
    name, target = field.parent
    above = database.known(name)
    if name == collection.name or above is None or depth > _DEEPEST:
        return []
    kept = database.collection(name)
    if kept.count_documents({}, limit=1) == 0:
        fill_collection(database, above, PARENT_DOCUMENTS, {}, depth + 1)
    return [one[target] for one in kept.find({}, {target: 1}).limit(_MOST_PARENTS) if target in one]


def _document(
    collection: Collection, fixed: Mapping[str, Any], parents: Mapping[str, list[Any]], n: int, place: int
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for number, one in enumerate(collection.fields):
        if one.name in fixed:
            _put(made, one.name, _like(fixed[one.name], one))
        elif parents.get(one.name):
            keys = parents[one.name]
            _put(made, one.name, _like(keys[place % len(keys)], one))
        elif not _is_given(one) and not (one.parent[0] and not one.required):
            _put(made, one.name, _value(one, n, number))
    for name, value in fixed.items():
        if collection.field(name) is None:
            _put(made, name, stored(value))
    return made


def _is_given(field: Field) -> bool:
    """Whether the database gives the key itself: one that is text the app makes up."""
    return field.name == "_id" and not field.type.startswith(("text", "varchar", "string"))


def _put(document: dict[str, Any], name: str, value: Any) -> None:
    """`address.city` is a field of a document inside."""
    *outer, last = name.split(".")
    for part in outer:
        inner = document.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        document = inner
    document[last] = value


def _like(value: Any, field: Field) -> Any:
    """A key in the way in which the field keeps keys."""
    if field.type == "objectid" and isinstance(value, str) and ObjectId.is_valid(value):
        return ObjectId(value)
    if isinstance(value, ObjectId) and field.type.startswith(("text", "varchar", "string")):
        return str(value)
    return stored(value)


def _value(field: Field, n: int, place: int) -> Any:
    kind = field.type.lower()
    if field.allowed and not field.unique:
        return field.allowed[0] if field.default == "" else _default(field)
    if field.default and (word := _WORD.fullmatch(field.default)) is not None and not field.unique:
        return word[1]
    if kind.endswith("[]"):
        return []
    if kind == "objectid":
        return ObjectId()
    if re.match(r"bool", kind):
        return field.default == "true"
    if re.match(r"(small|big)?int|num|dec|float|double|real", kind):
        return n if field.unique else 1 + (n * 7919 + place) % 1000
    if re.match(r"timestamp|date", kind):
        return _NOW - dates.timedelta(minutes=n % 500_000)
    if kind.startswith("uuid") or field.name in ("id", "_id"):
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{field.name} {n}"))
    if kind.startswith("json"):
        return {}
    if kind == "any" and (guessed := _by_name(field.name, n, place)) is not None:
        return guessed
    limit = re.search(r"\((\d+)\)", kind)
    return text_value(field.name, n, place, field.unique, int(limit[1]) if limit else None)


def _by_name(name: str, n: int, place: int) -> Any:
    """A value of the type that a name promises, where the code declares none; None for text."""
    lower = name.lower()
    if _COUNTED.search(lower):
        return 1 + (n * 7919 + place) % 1000
    if _SWITCH.search(name):
        return False
    return _NOW - dates.timedelta(minutes=n % 500_000) if _MOMENT.search(name) else None


def _default(field: Field) -> Any:
    word = _WORD.fullmatch(field.default)
    return word[1] if word is not None else field.allowed[0]
