"""Conditions of a question: `eq("user_id", id)`, `or("title.ilike.%x%,body.ilike.%x%")`, `match({ ... })`."""

from __future__ import annotations

import re

from msgspec.structs import replace

from roadworthy.frameworks.events import FilterSeen, one_of
from roadworthy.frameworks.known_text import chosen_text
from roadworthy.frameworks.supabase.selecting import pieces
from roadworthy.interpret import Args, Constant, Derived, ObjectValue, Unknown, Value
from roadworthy.interpret.operations import Logical
from roadworthy.regex import regex

# PostgREST's operators in the App's words; https://postgrest.org/en/stable/references/api/tables_views.html#operators
OPERATORS = {
    "eq": "=", "neq": "!=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "like": "like", "ilike": "ilike", "in": "in",
    "is": "is null", "contains": "contains", "containedBy": "contains", "overlaps": "contains", "textSearch": "text search",
    "likeAllOf": "like", "likeAnyOf": "like", "ilikeAllOf": "ilike", "ilikeAnyOf": "ilike", "rangeGt": ">", "rangeGte": ">=",
    "rangeLt": "<", "rangeLte": "<=", "isDistinct": "!=", "match": "like", "imatch": "ilike",
    "cs": "contains", "cd": "contains", "ov": "contains", "fts": "text search", "plfts": "text search", "phfts": "text search",
    "wfts": "text search",
}  # fmt: skip
_HOLE = regex("\x00(\\d+)\x00")
_CONDITION = regex(
    r"^(?P<path>[\w.]+?)\.(?P<no>not\.)?(?P<operator>[a-z]+)(?:\((?:any|all)\))?\.(?P<value>.*)$", re.S
)
_GROUP = regex(r"^(?P<no>not\.)?(?P<name>and|or)\((?P<inner>.*)\)$", re.S)


def filters_of(name: str, args: Args, table: str) -> list[FilterSeen] | None:
    """The conditions that a call of the builder adds; None for a call that adds none."""
    first, second = args.get(0), args.get(1)
    if name == "match" and isinstance(first, ObjectValue):
        return [_one(column, "=", value, table) for column, value in first.fields.items()]
    if name == "or":
        return alternatives(first, table)
    if name in ("not", "filter"):
        operator = OPERATORS.get(chosen_text(second), "=")
        value = args.get(2) or Unknown()
        return [_one(chosen_text(first), _opposite(operator) if name == "not" else operator, value, table)]
    if name in OPERATORS and name != "match":
        value = second or Constant(None)
        nothing = isinstance(value, Constant) and value.value is None
        operator = OPERATORS[name]
        if name == "is" and not nothing:
            operator = "="
        return [_one(chosen_text(first), operator, value, table)]
    return None


def _one(path: str, operator: str, value: Value, table: str) -> FilterSeen:
    """A condition on a column, of an embedded table where it is written `table.column`. What stands in JSON counts as
    the column that holds it."""
    path = re.split(r"->", path)[0]
    other, _, column = path.rpartition(".")
    return FilterSeen(column, operator, value, other or table)


def _opposite(operator: str) -> str:
    return {"is null": "!=", "=": "!=", "in": "!=", "!=": "="}.get(operator, "!=")


# --- or(...) -----------------------------------------------------------------------------------------


def alternatives(value: Value | None, table: str) -> list[FilterSeen]:
    """The conditions of an `or`: each of its pieces is a way, those of an `and(...)` go together."""
    holes: list[Value] = []
    return one_of([_way(piece, holes, table) for piece in pieces(_written(value, holes))])


def _way(piece: str, holes: list[Value], table: str) -> list[FilterSeen]:
    group = _GROUP.match(piece)
    if group is not None:
        inner = [_way(one, holes, table) for one in pieces(group["inner"])]
        if group["no"]:
            # What must not hold together: perhaps any of it.
            return [
                replace(one, operator=_opposite(one.operator), optional=True) for way in inner for one in way
            ]
        return one_of(inner) if group["name"] == "or" else [one for way in inner for one in way]
    found = _CONDITION.match(piece)
    if found is None or found["operator"] not in OPERATORS:
        return []
    operator = OPERATORS[found["operator"]]
    operator = _opposite(operator) if found["no"] else operator
    return [_one(found["path"], operator, _filled(found["value"], holes), table)]


def _written(value: Value | None, holes: list[Value]) -> str:
    """A text with numbered holes for what varies."""
    if isinstance(value, Constant):
        return str(value.value or "")
    if isinstance(value, Derived) and value.operation in ("template", "+") and not isinstance(value, Logical):
        return "".join(_written(part, holes) for part in value.operands)
    if value is None:
        return ""
    holes.append(value)
    return f"\x00{len(holes) - 1}\x00"


def _filled(text: str, holes: list[Value]) -> Value:
    parts: list[Value] = []
    last = 0
    for match in _HOLE.finditer(text):
        if match.start() > last:
            parts.append(Constant(text[last : match.start()]))
        parts.append(holes[int(match.group(1))])
        last = match.end()
    if last < len(text):
        parts.append(Constant(text[last:]))
    if not parts:
        return Constant(text)
    return parts[0] if len(parts) == 1 else Derived("template", tuple(parts))
