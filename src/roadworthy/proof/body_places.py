"""Where something stands in the body of a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from roadworthy.app import Endpoint, Origin


def value_at(body: Any, path: Sequence[str | int]) -> Any:
    """What stands at a place that is reached through records alone; None for nothing."""
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return body


def put_value(body: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Puts a value at a place that is reached through records alone; those that are missing are made."""
    for name in path[:-1]:
        inner = body.get(name)
        body[name] = inner if isinstance(inner, dict) else {}
        body = body[name]
    body[path[-1]] = value


def leave_out(body: Any, path: Sequence[str]) -> None:
    """Takes away what stands at a place, where something does."""
    holder = value_at(body, path[:-1])
    if isinstance(holder, dict):
        holder.pop(path[-1], None)


def place_in_body(origin: Origin) -> tuple[str, ...]:
    """Where in the body a value is taken from as it is, also when a schema lies between; () for no place of its own. What a schema
    was given may be a part of the body: the argument of an action."""
    if origin.kind == "parsed" and origin.inputs and origin.inputs[0].kind == "body":
        return origin.inputs[0].path
    return origin.path if origin.kind in ("body", "parsed") else ()


def put_at(fields: dict[str, Any], path: list[str], value: Any) -> None:
    """Puts a value at a dotted place; `[]` is the one element of a list."""
    here: Any = fields
    for number, part in enumerate(path):
        last = number == len(path) - 1
        following = path[number + 1] if not last else ""
        if part == "[]":
            continue
        empty: Any = value if last else ([] if following == "[]" else {})
        if following == "[]":
            items = here.setdefault(part, []) if isinstance(here.get(part, []), list) else []
            if number + 1 == len(path) - 1:
                here[part] = [value]
                return
            if not items:
                items.append({})
            here = items[0]
            continue
        if last:
            here.setdefault(part, empty)
        else:
            inner = here.get(part)
            if not isinstance(inner, dict):
                here[part] = inner = {}
            here = inner


def as_sent(endpoint: Endpoint, body: dict[str, Any]) -> Any:
    """The body as it travels: one element of a list where the endpoint goes through its whole body."""
    names = [item.name for item in endpoint.inputs if item.part == "body" and item.name]
    return [body] if names and all(name.startswith("[].") for name in names) else body


def above(name: str) -> list[str]:
    """`order`, `order.lines` of `order.lines.number`."""
    parts = name.split(".")
    return [".".join(parts[:number]) for number in range(1, len(parts))]
