"""React's wire format for the arguments of a server action and for what it returns ("Flight")."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from roadworthy.regex import regex

BOUNDARY = "----roadworthyServerAction"
_ROW = regex(r"^([0-9a-f]+):(.*)$")
_REFERENCE = regex(r"^\$@?([0-9a-f]+)$")


class FormFields(dict[str, Any]):
    """An argument that is sent as a FormData."""


class Undefined:
    """An argument that is left out."""


def encoded_arguments(arguments: Sequence[Any]) -> tuple[bytes, str]:
    """The body and its content type, as `encodeReply` of react-server-dom makes them: plain JSON, or multipart once a form
    is among the arguments. Each form is a part of its own, `$K` with its number stands in its place."""
    forms: list[FormFields] = []

    def written(value: Any) -> Any:
        if isinstance(value, FormFields):
            forms.append(value)
            return f"$K{len(forms):x}"
        if isinstance(value, Undefined):
            return "$undefined"
        if isinstance(value, str):
            return f"${value}" if value.startswith("$") else value
        if isinstance(value, Mapping):
            return {name: written(inner) for name, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [written(inner) for inner in value]
        return value

    root = json.dumps([written(argument) for argument in arguments], default=str)
    if not forms:
        return root.encode(), "text/plain;charset=UTF-8"
    # `1_name` up to React 19.2, `_1_name` since; each passes over what the other reads.
    parts = [
        (f"{mark}{number:x}_{name}", field)
        for mark in ("", "_")
        for number, form in enumerate(forms, 1)
        for name, field in _fields(form)
    ]
    # The root comes last: once it is read, the forms that it names must be there.
    return multipart([*parts, ("0", root)])


def _fields(form: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields of a form as text; a list is a field that occurs several times, what is None is left out."""
    found: list[tuple[str, str]] = []
    for name, value in form.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                found.append((name, _text(one)))
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, (dict, list)) else str(value)


def multipart(parts: Sequence[tuple[str, str]]) -> tuple[bytes, str]:
    """Fields as a multipart body, and its content type."""
    lines: list[str] = []
    for name, value in parts:
        escaped = name.replace('"', "%22")
        lines += [f"--{BOUNDARY}", f'Content-Disposition: form-data; name="{escaped}"', "", value]
    body = "\r\n".join([*lines, f"--{BOUNDARY}--", ""])
    return body.encode(), f"multipart/form-data; boundary={BOUNDARY}"


def returned_value(text: str) -> Any:
    """What an action returned, from its Flight answer; None when the answer holds no value (a redirect, a failure)."""
    rows = {match[1]: match[2] for line in text.split("\n") if (match := _ROW.match(line))}
    root = _parsed(rows.get("0", ""))
    reference = _REFERENCE.match(str(root.get("a", ""))) if isinstance(root, dict) else None
    return _resolved(_parsed(rows.get(reference[1], "")), rows, 3) if reference else None


def _parsed(row: str) -> Any:
    try:
        return json.loads(row)
    except ValueError:
        return None


def _resolved(value: Any, rows: Mapping[str, str], depth: int) -> Any:
    """A value with the rows that it refers to in their places, at most `depth` deep."""
    if value == "$undefined":
        return None
    if isinstance(value, str) and depth and (reference := _REFERENCE.match(value)):
        return _resolved(_parsed(rows.get(reference[1], "")), rows, depth - 1)
    if isinstance(value, dict):
        return {name: _resolved(inner, rows, depth) for name, inner in value.items()}
    return [_resolved(inner, rows, depth) for inner in value] if isinstance(value, list) else value
