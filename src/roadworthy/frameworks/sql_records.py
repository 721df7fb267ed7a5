"""Records that MySQL's drivers write out as `a = 1, b = 2`: `UPDATE users SET ?`, `INSERT INTO users SET ?`."""

from __future__ import annotations

import re

from roadworthy.frameworks.events import QuerySeen, WriteSeen
from roadworthy.frameworks.optional_fields import with_optional
from roadworthy.interpret import ObjectValue, Value
from roadworthy.regex import regex

_WHOLE = regex(r"\s*INSERT\s+INTO\s+(\S+)\s+SET\s+rw_hole_(\d+)", re.I)


def put(seen: QuerySeen, record: Value) -> None:
    """A record as the columns that it writes."""
    if not isinstance(record, ObjectValue):
        seen.spreads.append(record)
        return
    record = with_optional(record)
    seen.writes += [
        WriteSeen(name, value, False, record.maybe.get(name, ())) for name, value in record.fields.items()
    ]
    seen.spreads += record.spreads


def put_whole(seen: QuerySeen, text: str, values: list[Value]) -> bool:
    """Reads `INSERT INTO users SET ?`, which no reader of SQL takes; False for other statements."""
    whole = _WHOLE.match(text)
    if whole is None:
        return False
    seen.operation, seen.table = "insert", whole[1].strip("`")
    put(seen, values[int(whole[2])])
    return True
