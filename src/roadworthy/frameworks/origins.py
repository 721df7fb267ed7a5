"""Turns the interpreter's values into `Origin` and its conditions into `Fact`."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app.origin import UNKNOWN, Fact, Origin
from roadworthy.interpret import (
    Choice,
    ClassValue,
    Closure,
    Condition,
    Constant,
    Datum,
    Derived,
    External,
    Instance,
    ListValue,
    ObjectValue,
    Value,
)
from roadworthy.interpret.expressions import Logical
from roadworthy.interpret.values import is_nothing

MAX_DEPTH = 10
_CLOCK = {
    "Date.now()",
    "Date()",
    "performance.now()",
    "datetime.datetime.now()",
    "datetime.datetime.utcnow()",
    "time.time()",
}
_RANDOM = ("Math.random", "crypto.randomUUID", "nanoid", "uuid", "secrets.", "random.", "crypto.randomBytes")
_COMPARISONS = {"==", "!=", "<", "<=", ">", ">=", "in", "not in", "instanceof"}


def origin_of(value: Value | None, depth: int = 0) -> Origin:
    """Where a value comes from."""
    if value is None or depth > MAX_DEPTH:
        return UNKNOWN
    told = getattr(value, "origin", None)
    if told is not None:
        return told(depth)  # type: ignore[no-any-return]
    if isinstance(value, Constant):
        return Origin("constant", value=value.value)
    if isinstance(value, Datum):
        return Origin(value.kind, value.path)
    if isinstance(value, ObjectValue):
        fields = tuple((name, origin_of(inner, depth + 1)) for name, inner in value.fields.items())
        spreads = tuple(origin_of(inner, depth + 1) for inner in value.spreads)
        return Origin("computed", operation="record", inputs=spreads, fields=fields)
    if isinstance(value, External):
        return _external(value, depth)
    if isinstance(value, (Closure, ClassValue, Instance)):
        return UNKNOWN
    return _composed(value, depth)


def _external(value: External, depth: int) -> Origin:
    for prefix in ("process.env.", "import.meta.env.", "os.environ."):
        if value.path.startswith(prefix):
            return Origin("environment", (value.path[len(prefix) :],))
    if value.path in _CLOCK:
        return Origin("clock")
    if value.path.startswith(_RANDOM) or value.path.endswith("uuid4()"):
        return Origin("random")
    inputs = tuple(origin_of(inner, depth + 1) for inner in value.inputs())
    return Origin("computed", operation=value.path, inputs=inputs)


def _composed(value: Value, depth: int) -> Origin:
    inputs = tuple(origin_of(inner, depth + 1) for inner in value.inputs())
    if isinstance(value, Choice):
        return Origin("computed", operation="choice", inputs=inputs)
    if isinstance(value, ListValue):
        return Origin("computed", operation="list", inputs=inputs)
    if isinstance(value, Derived):
        return Origin("computed", operation=value.operation, inputs=inputs)
    return UNKNOWN if not inputs else Origin("computed", operation=type(value).__name__, inputs=inputs)


# --- facts -------------------------------------------------------------------------------------------


def facts_of(conditions: Iterable[Condition]) -> tuple[Fact, ...]:
    """What conditions say, taken apart: `a and b` that holds is two facts."""
    found: dict[str, Fact] = {}
    for condition in conditions:
        for fact in _expand(condition.value, condition.truth, 0):
            found.setdefault(f"{fact}", fact)
    return tuple(found.values())


def _expand(value: Value, truth: bool, depth: int) -> list[Fact]:
    if depth > MAX_DEPTH:
        return []
    if isinstance(value, Logical):
        return _logical(value, truth, depth)
    if isinstance(value, Choice):
        return _choice(value, truth, depth)
    if isinstance(value, Derived) and value.operation == "not":
        return _expand(value.operands[0], not truth, depth + 1)
    if isinstance(value, Derived) and value.operation in ("==", "!=") and _asks_whether_there(value):
        return _expand(value.operands[0], truth == (value.operation == "!="), depth + 1)
    if isinstance(value, Derived) and value.operation in _COMPARISONS and len(value.operands) == 2:
        return [_comparison(value, truth)]
    if isinstance(value, Derived) and value.operation in ("Boolean", "bool") and value.operands:
        return _expand(value.operands[0], truth, depth + 1)
    return [Fact("truthy", origin_of(value), holds=truth)]


def _asks_whether_there(value: Derived) -> bool:
    """`row is None`, for a row that was found or not: it is there, or it is not."""
    if (
        len(value.operands) != 2
        or not isinstance(value.operands[0], Choice)
        or not is_nothing(value.operands[1])
    ):
        return False
    options = value.operands[0].values()
    return any(map(is_nothing, options)) and all(
        is_nothing(v) or not isinstance(v, Constant) for v in options
    )


def _logical(value: Logical, truth: bool, depth: int) -> list[Fact]:
    conjunction = (value.operation == "and") == truth and value.operation != "??"
    parts = [_expand(operand, truth, depth + 1) for operand in value.operands]
    if conjunction:
        return [fact for part in parts for fact in part]
    return [Fact("any", UNKNOWN, any_of=tuple(tuple(part) for part in parts))]


def _choice(value: Choice, truth: bool, depth: int) -> list[Fact]:
    """A helper's answer: what made sure that it is the true (or false) one of its returns."""
    ways = []
    for alternative, conditions in value.alternatives:
        if alternative.truth() is (not truth):
            continue
        certain = alternative.truth() is not None
        own = [] if certain else _expand(alternative, truth, depth + 1)
        ways.append([*facts_of(conditions), *own])
    if len(ways) == 1:
        return ways[0]
    shared = [fact for fact in (ways[0] if ways else []) if all(str(fact) in map(str, way) for way in ways)]
    rest = tuple(tuple(way) for way in ways)
    whole = [Fact("any", UNKNOWN, any_of=rest)] if ways and all(ways) else []
    certain = all(alternative.truth() is not None for alternative, _ in value.alternatives)
    own = [] if certain else [Fact("truthy", origin_of(value), holds=truth)]
    return [*shared, *whole, *own]


def _comparison(value: Derived, truth: bool) -> Fact:
    operator, (left, right) = value.operation, value.operands
    negated = {"!=": "==", ">=": "<", "not in": "in", ">": "<="}
    if operator in negated:
        operator, truth = negated[operator], not truth
    return Fact(operator, origin_of(left), origin_of(right), truth)
