"""A second document with the same value, written as any other program that has the database's address could."""

from __future__ import annotations

from typing import Any

from pymongo.errors import DuplicateKeyError

from roadworthy.app import App, Table
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.arrangement import Arrangement
from roadworthy.trial.mongo_database import MongoDatabase
from roadworthy.trial.mongo_sql import written

# Other unique keys of the collection, each of which refuses the copy once.
_OTHER_KEYS = 5


def twice(
    experiment: Experiment, app: App, database: MongoDatabase, table: Table, columns: tuple[str, ...]
) -> Reproduction:
    """Copies a document. What another unique key refuses is changed in the copy, which is then written again."""
    row = Arrangement(app, experiment.trial).row(table.name)
    kept = database.collection(table.name)
    found = kept.find_one({"_id": row["_id"]}) if row is not None else None
    if found is None or any(found.get(column) is None for column in columns):
        return experiment.untestable(
            f"no document of {table.name} with {' and '.join(columns)} could be made"
        )
    copy = {name: value for name, value in found.items() if name != "_id"}
    same = " and ".join(columns)
    for number in range(_OTHER_KEYS):
        refused = _refused(
            experiment, database, table.name, copy, f"stores a second document with the same {same}"
        )
        if refused is None:
            return experiment.proven(f"{table.name} took a second document with the same {same}")
        if set(refused) <= set(columns):
            return experiment.cleared(f"the database refused a second document with the same {same}")
        for name in set(refused) - set(columns):
            copy[name] = _another(copy.get(name), number)
    return experiment.untestable(f"other keys of {table.name} refuse every copy")


def _refused(
    experiment: Experiment, database: MongoDatabase, name: str, document: dict[str, Any], says: str
) -> tuple[str, ...] | None:
    """The fields of the unique key that refused a document; None where it was taken."""
    command = f"db.getCollection({name!r}).insertOne({written(document)})"
    try:
        database.writes += 1
        database.collection(name).insert_one(dict(document))
    except DuplicateKeyError as refused:
        experiment.note("act", says, command, str(refused))
        return tuple((refused.details or {}).get("keyPattern", {})) or ("",)
    experiment.note("act", says, command, "taken")
    return None


def _another(value: Any, number: int) -> Any:
    """A value of the same kind that no document has."""
    if isinstance(value, str):
        return f"rw{number}{value}"
    return (
        value + 1_000_000 + number
        if isinstance(value, (int, float)) and not isinstance(value, bool)
        else None
    )
