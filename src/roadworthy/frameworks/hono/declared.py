"""Routes that @hono/zod-openapi declares: `app.openapi(createRoute({ method, path, request, middleware }), handler)`."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.frameworks.hono.context import Validated
from roadworthy.frameworks.node_server import Layer
from roadworthy.interpret import Args, Constant, ListValue, ObjectValue, Value
from roadworthy.languages import form
from roadworthy.regex import regex

# Names of the validated parts as `c.req.valid(...)` asks for them, by where the declaration keeps their schemas
# (https://github.com/honojs/middleware/tree/main/packages/zod-openapi).
_PARTS = {"params": "param", "query": "query", "headers": "header", "cookies": "cookie"}
_PARAMETER = regex(r"\{(\w+)\}")


def declared_route(args: Args, module: str, node: form.Node) -> Layer | None:
    """The route, what it puts requests through in front of its handler; None where the declaration was not followed."""
    declared, handler = _fields(args.get(0)), args.get(1)
    method, path = declared.get("method"), declared.get("path")
    if not isinstance(method, Constant) or not isinstance(path, Constant) or handler is None:
        return None
    written = _PARAMETER.sub(r":\1", str(path.value))
    ahead = (*_in_front(declared.get("middleware")), *_validated(_fields(declared.get("request"))))
    return Layer(str(method.value), written, (*ahead, handler), module, node)


def _in_front(given: Value | None) -> tuple[Value, ...]:
    """`middleware: signedIn`, or a list of them."""
    if isinstance(given, ListValue):
        return tuple(given.items)
    return (given,) if given is not None else ()


def _validated(request: dict[str, Value]) -> Iterator[Value]:
    for name, part in _PARTS.items():
        if name in request:
            yield Validated(part, request[name])
    content = _fields(_fields(request.get("body")).get("content"))
    for kind, one in content.items():
        schema = _fields(one).get("schema")
        if schema is not None:
            yield Validated("json" if "json" in kind else "form", schema)


def _fields(value: Value | None) -> dict[str, Value]:
    return value.fields if isinstance(value, ObjectValue) else {}
