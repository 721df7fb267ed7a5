"""What is written of a model: its fields by their names."""

from __future__ import annotations

from roadworthy.frameworks.pydantic import Body, Record
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import Constant, Datum, ListValue, ObjectValue, Run, Value
from roadworthy.languages import form


def named(run: Run, value: Value | None, node: form.Node) -> Value | None:
    """A document or a change with the fields of the models in it; anything else as it is."""
    if isinstance(value, Body):
        return ObjectValue({name: value.member(run, name, node) for name in value.names()}, node=node)
    if isinstance(value, Record):
        return ObjectValue(dict(value.attributes), node=node)
    if isinstance(value, ListValue):
        rest = named(run, value.rest, node)
        return ListValue([named(run, item, node) or item for item in value.items], rest, value.node)
    return _spread_out(run, value, node) if isinstance(value, ObjectValue) else value


def _spread_out(run: Run, value: ObjectValue, node: form.Node) -> Value:
    """A record with the models that were spread into it, or that a change sets."""
    setting = {name: one for name, one in value.fields.items() if name.startswith("$")}
    opened = [_fields(run, spread, node) for spread in value.spreads]
    if not setting and not any(opened):
        return value
    fields: dict[str, Value] = {name: one for found in opened for name, one in (found or {}).items()}
    fields |= value.fields
    fields |= {name: named(run, one, node) or one for name, one in setting.items()}
    rest = [spread for spread, found in zip(value.spreads, opened, strict=True) if found is None]
    made = ObjectValue(fields, rest, value.node, value.path)
    made.maybe, made.depth = value.maybe, value.depth
    return made


def _fields(run: Run, spread: Value, node: form.Node) -> dict[str, Value] | None:
    """The fields of a model, or of what `{k: v for k, v in model.dict().items() if v is not None}` keeps of one."""
    found = named(run, spread, node)
    if isinstance(found, ObjectValue) and found is not spread:
        return found.fields
    whole = isinstance(spread, Parsed) and spread.path[-1:] == ("[]",) and spread.schema.fields is not None
    if not isinstance(spread, Parsed) or not whole or spread.schema.passes:
        return None
    above, path = _above(spread.subject), spread.path[:-1]
    rules: dict[str, Schema] = spread.schema.fields or {}
    return {name: Parsed(one, (*path, name), above.member(run, name, node)) for name, one in rules.items()}


def _above(subject: Value) -> Value:
    """What an element was taken of."""
    if isinstance(subject, Datum) and subject.path[-1:] == ("[]",):
        return Datum(subject.kind, subject.path[:-1], subject.node)
    return subject if isinstance(subject, Datum) else Constant(None)
