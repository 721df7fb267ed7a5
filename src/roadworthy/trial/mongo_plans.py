"""What MongoDB tells of the work that a query was: https://www.mongodb.com/docs/manual/reference/explain-results/."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from roadworthy.trial.database import Ran
from roadworthy.trial.mongo_sql import Asked

_WAYS = {"COLLSCAN": "full scan", "IXSCAN": "index scan", "IDHACK": "by key"}


def explain_command(asked: Asked) -> dict[str, Any]:
    """The `find` to explain."""
    command: dict[str, Any] = {"find": asked.collection, "filter": asked.condition}
    if asked.order:
        command["sort"] = dict(asked.order)
    if asked.skip:
        command["skip"] = asked.skip
    return {**command, "limit": asked.limit} if asked.limit else command


def ran_as(plan: Mapping[str, Any], limit: int) -> Ran:
    """The documents and keys that were looked at, and by what way; `limit` is the query's, 0 for none."""
    stats = plan["executionStats"]
    stages = dict.fromkeys(_stages(plan["queryPlanner"]["winningPlan"]))
    ways = [_WAYS[stage] for stage in stages if stage in _WAYS]
    return Ran(
        read=max(int(stats["totalDocsExamined"]), int(stats["totalKeysExamined"])),
        # SecantusDB counts what it would return without the limit.
        returned=min(int(stats["nReturned"]), limit or sys.maxsize),
        milliseconds=float(stats["executionTimeMillis"]),
        way=", ".join(ways) or next(iter(stages), "unknown"),
    )


def _stages(plan: Mapping[str, Any]) -> Iterator[str]:
    if "stage" in plan:
        yield str(plan["stage"])
    inner = [plan.get("inputStage"), plan.get("queryPlan"), *plan.get("inputStages", ())]
    for one in inner:
        if isinstance(one, Mapping):
            yield from _stages(one)
