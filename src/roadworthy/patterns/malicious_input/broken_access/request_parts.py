"""A request with one part of it set to a value: in its path, its query string or its body."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from roadworthy.app import Endpoint, Origin
from roadworthy.proof.arrangement import parameters
from roadworthy.proof.hostile_request import with_query
from roadworthy.trial import Request

_PARTS = ("body", "parsed", "query", "params")


def named_part(value: Origin | None) -> Origin | None:
    """The part of the request that a value is taken from; None where none is named."""
    leaves = value.sources() if value is not None else ()
    return next((leaf for leaf in leaves if leaf.kind in _PARTS and leaf.path), None)


def put(request: Request, endpoint: Endpoint, part: Origin, value: Any) -> Request:
    """The request with a value where the part is."""
    name = part.path[-1]
    if part.kind == "query":
        return msgspec.structs.replace(request, path=with_query(request.path, name, value))
    if part.kind == "params":
        return msgspec.structs.replace(request, path=_in_path(request.path, endpoint.path, name, value))
    body = request.json if isinstance(request.json, dict) else {}
    return msgspec.structs.replace(request, json=in_body(body, name, value))


def _in_path(path: str, route: str, name: str, value: Any) -> str:
    bare, mark, query = path.partition("?")
    parts = bare.split("/")
    for number, piece in enumerate(route.split("/")):
        if name in parameters(piece) and number < len(parts):
            parts[number] = quote(str(value), safe="")
    return "/".join(parts) + mark + query


def in_body(body: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    """The body with a value wherever it holds this name; at its top where it does not."""

    def put_in(one: Any) -> Any:
        if isinstance(one, list):
            return [put_in(inner) for inner in one]
        if isinstance(one, dict):
            return {field: value if field == name else put_in(inner) for field, inner in one.items()}
        return one

    changed: dict[str, Any] = put_in(body)
    return changed if changed != body or body.get(name) == value else {**body, name: value}
