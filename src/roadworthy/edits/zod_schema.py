"""Writes the shape of a body as a zod schema, with the building blocks of the app's `validation` module."""

from __future__ import annotations

import json
import re

from roadworthy.edits.body_shape import Shape
from roadworthy.edits.numbers import grouped
from roadworthy.views.data.field_limits import Limits


def schema(shape: Shape) -> str:
    """The expression of a body's schema, laid out over lines."""
    return _object(shape, 0)


def blocks(text: str) -> list[str]:
    """The functions of the `validation` module that a schema uses."""
    return [
        name
        for name in ("boundedJson", "boundedNumber", "boundedText", "timeValue")
        if re.search(rf"(?<![.\w]){name}\(", text)
    ]


def _object(shape: Shape, depth: int) -> str:
    margin = "  " * (depth + 1)
    lines = [f"{margin}{_key(field.name)}: {_field(field, depth + 1)},\n" for field in shape.fields]
    written = f"z.object({{\n{''.join(lines)}{'  ' * depth}}})"
    return f"{written}.passthrough()" if shape.open else written


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else json.dumps(name)


def _field(shape: Shape, depth: int) -> str:
    return _value(shape, depth) + _presence(shape)


def _value(shape: Shape, depth: int) -> str:
    if shape.element is not None:
        inner = _object(shape.element, depth) if shape.element.fields else _field(shape.element, depth)
        return f"z.array({inner}).min(1).max(200)"
    if shape.fields:
        return _object(shape, depth)
    if shape.mail and shape.limits is not None:
        return f"boundedText({grouped(shape.limits.longest)}).email()"
    if shape.password:
        return "boundedText(200).min(1)"
    return _limited(shape.limits or Limits("json", longest=10_000))


def _presence(shape: Shape) -> str:
    if shape.needed:
        return ""
    return ".nullish()" if shape.nullable else ".optional()"


def _limited(limits: Limits) -> str:
    if limits.kind == "number":
        whole = ", integer: true" if limits.whole else ""
        return f"boundedNumber({{ min: {grouped(limits.low)}, max: {grouped(limits.high)}{whole} }})"
    if limits.kind == "choice":
        return f"z.enum([{', '.join(json.dumps(word) for word in limits.words)}])"
    if limits.kind == "list":
        return f"z.array(boundedText({grouped(limits.longest)})).max(100)"
    simple = {
        "boolean": "z.boolean()",
        "time": "timeValue()",
        "json": f"boundedJson({grouped(limits.longest)})",
    }
    return simple.get(limits.kind, f"boundedText({grouped(limits.longest)})")
