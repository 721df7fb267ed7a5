"""What the database really did for a query: its plan, run, with the rows it read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

from roadworthy.errors import TrialUnavailable
from roadworthy.trial import Database


class Ran(Struct, frozen=True):
    """`read` counts the rows of the table that were looked at, `returned` those that came out; `way` names the scans;
    `milliseconds` is the database's own time, that of triggers included."""

    read: int
    returned: int
    milliseconds: float
    way: str


def run_plan(database: Database, table: str, sql: str, params: Sequence[Any] = ()) -> Ran:
    """Runs a query under EXPLAIN ANALYZE. Raises TrialUnavailable for databases other than Postgres."""
    if database.kind != "postgres":
        raise TrialUnavailable(f"the plans of {database.kind} do not tell the rows they read")
    row = database.query(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)[0]
    written = row["QUERY PLAN"]
    found = (json.loads(written) if isinstance(written, str) else written)[0]
    nodes = list(_nodes(found["Plan"]))
    bare = table.split(".")[-1]
    own = [node for node in nodes if node.get("Relation Name") == bare]
    return Ran(
        read=round(sum(_looked_at(node) for node in own)),
        returned=round(found["Plan"].get("Actual Rows", 0)),
        milliseconds=float(found["Execution Time"]),
        way=", ".join(dict.fromkeys(node["Node Type"] for node in nodes)),
    )


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)


def _looked_at(node: dict[str, Any]) -> float:
    rows = node.get("Actual Rows", 0) + node.get("Rows Removed by Filter", 0)
    rows += node.get("Rows Removed by Index Recheck", 0)
    return float(rows) * float(node.get("Actual Loops", 1))


@contextmanager
def undone(database: Database) -> Iterator[None]:
    """What is changed inside never happened."""
    database.query("BEGIN")
    try:
        yield
    finally:
        database.query("ROLLBACK")
