"""MongoDB's changes (`{ $set: {...}, $inc: { stock: -1 } }`), orders, projections and pipelines."""

from __future__ import annotations

from roadworthy.frameworks.events import QuerySeen, WriteSeen
from roadworthy.frameworks.known_text import text_of
from roadworthy.frameworks.mongodb.conditions import filters_of
from roadworthy.frameworks.optional_fields import with_optional
from roadworthy.interpret import Choice, Constant, Derived, ListValue, ObjectValue, Value
from roadworthy.interpret.expressions import Collected
from roadworthy.interpret.operations import Logical

# What the database computes from the document itself, which no concurrent request can lose.
_ATOMIC = {
    "$inc",
    "$mul",
    "$push",
    "$pull",
    "$addToSet",
    "$pullAll",
    "$pop",
    "$min",
    "$max",
    "$bit",
    "$currentDate",
}
_SETTING = {"$set", "$setOnInsert", "$unset", "$rename"}


def write(seen: QuerySeen, value: Value | None) -> None:
    """Puts the writes of a document, a list of them or an update into a query."""
    if isinstance(value, ObjectValue):
        value = with_optional(value)
        for name, inner in value.fields.items():
            if name in _SETTING or name in _ATOMIC:
                _write_fields(seen, inner, atomic=name in _ATOMIC, unset=name == "$unset")
            else:
                seen.writes.append(WriteSeen(name, inner, False, value.maybe.get(name, ())))
        seen.spreads += value.spreads
    elif isinstance(value, ListValue):
        for item in value.inputs():
            write(seen, item)
    elif isinstance(value, Collected):
        write(seen, value.made)
    elif isinstance(value, (Choice, Logical)):
        for option in value.inputs():
            write(seen, option)
    elif value is not None and not isinstance(value, Constant):
        seen.spreads.append(value)


def _write_fields(seen: QuerySeen, value: Value, *, atomic: bool, unset: bool) -> None:
    if isinstance(value, ObjectValue):
        value = with_optional(value)
        for name, inner in value.fields.items():
            step = _step(name, inner)
            given = Constant(None) if unset else step if step is not None else inner
            seen.writes.append(WriteSeen(name, given, atomic or step is not None, value.maybe.get(name, ())))
        seen.spreads += value.spreads
    elif isinstance(value, Choice):
        for option in value.values():
            _write_fields(seen, option, atomic=atomic, unset=unset)
    elif not isinstance(value, Constant):
        seen.spreads.append(value)


_STEPS = ("$add", "$subtract", "$multiply", "$divide")


def _step(column: str, value: Value) -> Value | None:
    """What a column is changed by where a pipeline computes it from itself: `{ $set: { paid: { $add: ["$paid", amount] } } }`."""
    fields = value.fields if isinstance(value, ObjectValue) else {}
    for name in _STEPS if len(fields) == 1 else ():
        given = fields.get(name)
        operands = given.items if isinstance(given, ListValue) else []
        others = [one for one in operands if not (isinstance(one, Constant) and one.value == f"${column}")]
        if len(operands) == 2 and len(others) == 1:
            return others[0]
    return None


def ordering(value: Value | None) -> list[tuple[str, bool]]:
    """The order that `sort(...)` names: a record, a list of pairs or text (`"-createdAt name"`)."""
    if isinstance(value, ObjectValue):
        return [(name, _is_down(direction)) for name, direction in value.fields.items()]
    if isinstance(value, Constant) and isinstance(value.value, str):
        return [(part.lstrip("-+"), part.startswith("-")) for part in value.value.split()]
    if isinstance(value, ListValue):
        pairs = [item for item in value.items if isinstance(item, ListValue) and item.items]
        return [(str(p.items[0].value), len(p.items) > 1 and _is_down(p.items[1])) for p in pairs
                if isinstance(p.items[0], Constant)]  # fmt: skip
    if isinstance(value, (Choice, Logical)):
        return next((found for found in map(ordering, value.inputs()) if found), [])
    return []


def _is_down(value: Value) -> bool:
    if isinstance(value, Derived) and value.operation == "neg":
        return True
    return isinstance(value, Constant) and str(value.value).lower() in ("-1", "desc", "descending")


def projected(value: Value | None, columns: list[str]) -> list[str]:
    """The columns that a projection leaves of `columns`; empty where it leaves all of them or is not known."""
    names = _projection(value)
    left_out = {name[1:] for name in names if name.startswith("-")}
    kept = [name.lstrip("+") for name in names if not name.startswith("-")]
    if kept:
        return kept
    return (
        [name for name in columns if name.split(".")[0] not in left_out and name not in left_out]
        if left_out
        else []
    )


def left_out(value: Value | None) -> list[str]:
    """The fields that a projection keeps back (`{"password_hash": 0}`) where it names none that it gives."""
    names = _projection(value)
    given = [name for name in names if not name.startswith("-") and name != "_id"]
    return [] if given else [name[1:] for name in names if name.startswith("-")]


def _projection(value: Value | None) -> list[str]:
    if isinstance(value, Constant) and isinstance(value.value, str):
        return value.value.split()
    if isinstance(value, ListValue):
        return [str(item.value) for item in value.items if isinstance(item, Constant)]
    if isinstance(value, ObjectValue):
        off = {n for n, v in value.fields.items() if isinstance(v, Constant) and v.value in (0, False)}
        return [f"-{name}" if name in off else name for name in value.fields]
    return []


def read_pipeline(seen: QuerySeen, value: Value | None) -> bool:
    """Puts what an aggregation's stages say into a query. True when the rows it gives are no longer documents of the
    collection (they were grouped or projected)."""
    stages = (
        [stage for stage in value.items if isinstance(stage, ObjectValue)]
        if isinstance(value, ListValue)
        else []
    )
    reshaped = False
    for number, stage in enumerate(stages):
        for name, inner in stage.fields.items():
            fields = inner.fields if isinstance(inner, ObjectValue) else {}
            if name == "$match" and not reshaped:
                seen.filters += filters_of(inner)
            elif name == "$sort" and not reshaped:
                seen.order = ordering(inner)
            elif name == "$limit":
                seen.limit = inner
            elif name == "$lookup":
                seen.joins.append((text_of(fields.get("from")), text_of(fields.get("localField")),
                                   text_of(fields.get("foreignField"))))  # fmt: skip
            elif name in ("$group", "$count", "$sortByCount", "$bucket", "$facet"):
                reshaped = seen.grouped = True
                if name == "$count" or (name == "$group" and _is_total(fields.get("_id"))):
                    seen.columns = ["count(*)"]
            elif name == "$sample" and number == 0:
                seen.limit = fields.get("size")
    return reshaped


def _is_total(key: Value | None) -> bool:
    """`_id: null` makes one row of all."""
    return isinstance(key, Constant) and key.value is None
