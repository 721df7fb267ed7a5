"""Request data that a schema has looked at before it is used, although the code goes on with the request itself:
`await schema.validateAsync(req.body); await User.create({ name: req.body.name })`."""

from __future__ import annotations

from operator import is_

import msgspec

from roadworthy.app import Check, Origin, Query
from roadworthy.app.origin import REQUEST_KINDS


def vouched(query: Query, checks: list[Check]) -> Query:
    """The query with the values that one of the checks vouches for marked as parsed."""
    if not checks:
        return query
    known = [check for check in checks if check.subject.kind in REQUEST_KINDS - {"parsed"} and check.fields]
    return msgspec.structs.replace(
        query,
        filters=tuple(
            msgspec.structs.replace(item, value=_origin(item.value, known)) for item in query.filters
        ),
        writes=tuple(
            msgspec.structs.replace(write, value=_origin(write.value, known)) for write in query.writes
        ),
        spreads=tuple(_origin(value, known) for value in query.spreads),
        limit=_origin(query.limit, known) if query.limit is not None else None,
    )


def _origin(origin: Origin, checks: list[Check]) -> Origin:
    if origin.kind in REQUEST_KINDS and origin.kind != "parsed":
        return next((made for check in checks if (made := _passed(origin, check)) is not None), origin)
    if origin.kind != "computed" or not (origin.inputs or origin.fields):
        return origin
    if origin.operation == "choice":
        origin = _without_raw(origin)
        if origin.kind != "computed":
            return _origin(origin, checks)
    inputs = tuple(_origin(one, checks) for one in origin.inputs)
    fields = tuple((name, _origin(one, checks)) for name, one in origin.fields)
    # What stays as it is stays the record that others share.
    same = all(map(is_, inputs, origin.inputs)) and all(
        now is before for (_, now), (_, before) in zip(fields, origin.fields, strict=True)
    )
    return origin if same else msgspec.structs.replace(origin, inputs=inputs, fields=fields)


def _passed(origin: Origin, check: Check) -> Origin | None:
    """The value as the schema leaves it; None when the schema says nothing of it. A whole record is vouched for only by
    a schema that refuses fields it does not know."""
    above = check.subject.path
    if origin.kind != check.subject.kind or origin.path[: len(above)] != above:
        return None
    name = origin.path[len(above) :]
    if not name:
        return Origin("parsed", (), inputs=(origin,), schema=check.fields) if check.strict else None
    fields = {field for field, _ in check.fields}
    if ".".join(name) not in fields and name[0] not in fields and "" not in fields:
        return None
    return Origin("parsed", name, inputs=(origin,), schema=check.fields)


def _without_raw(origin: Origin) -> Origin:
    """`body = schema.parse(body)` under a condition: what is left of the raw value is what was not parsed for being of
    another method, or what was refused."""
    parsed = [one for one in origin.inputs if one.kind == "parsed"]
    beneath = {leaf for one in parsed for raw in one.inputs for leaf in raw.leaves()}
    kept = [one for one in origin.inputs if one.kind == "parsed" or one not in beneath]
    if len(kept) == len(origin.inputs):
        return origin
    return kept[0] if len(kept) == 1 else msgspec.structs.replace(origin, inputs=tuple(kept))
