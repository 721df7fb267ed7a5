"""OpenAPI documents: which function answers which path, and what must be signed in for."""

from __future__ import annotations

import re
from typing import Any

import yaml
from msgspec import Struct

_METHODS = ("get", "post", "put", "patch", "delete")


class Operation(Struct, frozen=True):
    """One method of one path. `handler` is the dotted name of its function, `secured` the security schemes that it asks for,
    `body` the rules of its body in words by field (None for no schema), `parameters` those of its query."""

    method: str
    path: str
    handler: str
    line: int
    secured: tuple[str, ...] = ()
    body: tuple[tuple[str, str], ...] | None = None
    parameters: tuple[str, ...] = ()


class Document(Struct, frozen=True):
    """What an OpenAPI document says. `checkers` are the functions that look at credentials, by security scheme."""

    operations: tuple[Operation, ...]
    checkers: tuple[tuple[str, str], ...] = ()


def read_document(text: str, base: str = "") -> Document:
    """Reads an OpenAPI document, version 2 or 3. An unreadable one has no operations."""
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError:
        return Document(())
    if not isinstance(loaded, dict):
        return Document(())
    prefix = base or str(loaded.get("basePath") or "") or _server_path(loaded)
    lines = _lines(text)
    everywhere = _schemes(loaded.get("security"))
    found = []
    for path, item in (loaded.get("paths") or {}).items():
        for method in _METHODS:
            given = item.get(method) if isinstance(item, dict) else None
            if isinstance(given, dict) and given.get("operationId"):
                found.append(
                    _operation(loaded, method, prefix.rstrip("/") + path, item, given, everywhere, lines)
                )
    return Document(tuple(found), tuple(_checkers(loaded)))


def _server_path(loaded: dict[str, Any]) -> str:
    servers = loaded.get("servers") or []
    url = str(servers[0].get("url") or "") if servers and isinstance(servers[0], dict) else ""
    return re.sub(r"^https?://[^/]*", "", url).rstrip("/")


def _operation(
    loaded: dict[str, Any],
    method: str,
    path: str,
    item: dict[str, Any],
    given: dict[str, Any],
    everywhere: tuple[str, ...],
    lines: dict[str, int],
) -> Operation:
    handler = str(given["operationId"])
    module = given.get("x-openapi-router-controller") or item.get("x-openapi-router-controller")
    secured = _schemes(given["security"]) if "security" in given else everywhere
    parameters = [*(item.get("parameters") or []), *(given.get("parameters") or [])]
    queries = tuple(str(p.get("name")) for p in parameters if isinstance(p, dict) and p.get("in") == "query")
    whole = f"{module}.{handler}" if module else handler
    return Operation(
        method.upper(), path, whole, lines.get(handler, 1), secured, _body(loaded, given), queries
    )


def _schemes(given: object) -> tuple[str, ...]:
    listed = given if isinstance(given, list) else []
    return tuple(name for one in listed if isinstance(one, dict) for name in one)


def _body(loaded: dict[str, Any], given: dict[str, Any]) -> tuple[tuple[str, str], ...] | None:
    content = (given.get("requestBody") or {}).get("content") or {}
    schema = next((one.get("schema") for one in content.values() if isinstance(one, dict)), None)
    resolved = _resolved(loaded, schema)
    properties = resolved.get("properties") if resolved else None
    if not isinstance(properties, dict):
        return None
    return tuple((name, _words(_resolved(loaded, one))) for name, one in properties.items())


def _resolved(loaded: dict[str, Any], schema: object) -> dict[str, Any]:
    if not isinstance(schema, dict):
        return {}
    reference = schema.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return schema
    here: Any = loaded
    for part in reference[2:].split("/"):
        here = here.get(part) if isinstance(here, dict) else None
    return here if isinstance(here, dict) else {}


def _words(schema: dict[str, Any]) -> str:
    words = [str(schema.get("type") or "any")]
    for key, word in (("minimum", "min"), ("maximum", "max"), ("minLength", "min"), ("maxLength", "max")):
        words += [f"{word} {schema[key]}"] if key in schema else []
    words += ["pattern"] if "pattern" in schema else []
    words += [f"enum {'|'.join(map(str, schema['enum']))}"] if schema.get("enum") else []
    return " ".join(words)


def _checkers(loaded: dict[str, Any]) -> list[tuple[str, str]]:
    schemes = (
        ((loaded.get("components") or {}).get("securitySchemes")) or loaded.get("securityDefinitions") or {}
    )
    keys = ("x-bearerInfoFunc", "x-basicInfoFunc", "x-apikeyInfoFunc", "x-tokenInfoFunc")
    return [
        (name, str(one[key]))
        for name, one in schemes.items()
        if isinstance(one, dict)
        for key in keys
        if key in one
    ]


def _lines(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        named = re.search(r"operationId['\"]?\s*:\s*['\"]?([\w.]+)", line)
        if named is not None:
            found.setdefault(named.group(1), number)
    return found
