"""Requests by the platform's own `fetch`, by what Hono makes of it and by Python's clients, and what is asked of their answers."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import (
    bound,
    dotted,
    last_name,
    names_in,
    unwrapped,
)
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.python_sends import PYTHON_FETCH

STATUS = frozenset(
    {
        "ok",
        "status",
        "statusText",
        "type",
        "redirected",
        "status_code",
        "is_success",
        "is_error",
        "raise_for_status",
        "reason",
    }
)
# What a body says of its own success.
_VERDICTS = frozenset({"error", "errors", "success", "ok", "status", "message", "detail", "code"})
_HONO = frozenset({"$get", "$post", "$put", "$patch", "$delete"})


def kept_answers(app: App) -> Iterator[tuple[Spot, form.Define, form.Call, str]]:
    """Where a function keeps what `fetch` gives: the place, its definition, the call and the name."""
    for spot in spots(app, form.Define):
        node = spot.node
        assert isinstance(node, form.Define)
        call = unwrapped(node.value)
        if (
            isinstance(call, form.Call)
            and isinstance(node.target, form.Name)
            and spot.functions
            and is_fetch(call)
        ):
            yield spot, node, call, node.target.name


def asks_status(test: form.Expr, name: str) -> bool:
    return any(
        isinstance(node, form.Member)
        and isinstance(node.object, form.Name)
        and node.object.name == name
        and node.name in STATUS
        for node in below(test)
    )


def is_fetch(call: form.Call) -> bool:
    """Whether a call is a request by the platform's own `fetch`, by what Hono makes of it, or by Python's clients."""
    return (
        dotted(call.callee) in ("fetch", "window.fetch", "globalThis.fetch")
        or PYTHON_FETCH.match(dotted(call.callee)) is not None
        or _method_of_hono(call) != ""
    )


def _method_of_hono(call: form.Call) -> str:
    """`$post` of `client.orders.$post({ json })`, which answers what `fetch` does: a refusal throws nothing."""
    callee = call.callee
    key = callee.key.value if isinstance(callee, form.Index) and isinstance(callee.key, form.Literal) else ""
    name = str(key) or last_name(callee)
    return name if name in _HONO else ""


def changes(call: form.Call) -> bool:
    if _method_of_hono(call):
        return _method_of_hono(call) != "$get"
    options = call.arguments[1] if len(call.arguments) > 1 else None
    for entry in options.entries if isinstance(options, form.Record) else ():
        if (
            isinstance(entry.key, form.Literal)
            and entry.key.value == "method"
            and isinstance(entry.value, form.Literal)
        ):
            return str(entry.value.value).upper() not in ("GET", "HEAD")
    return False


def looked_at(name: str, function: form.Function, call: form.Call) -> bool:
    """Whether a function looks at the status of an answer, at what its body says of success, or hands it on."""
    bodies: set[str] = set()
    for node in below(function.body):
        if (
            isinstance(node, form.Member)
            and isinstance(node.object, form.Name)
            and node.object.name == name
            and node.name in STATUS
        ):
            return True
        if (
            isinstance(node, form.Return)
            and isinstance(unwrapped(node.value), form.Name)
            and name in names_in(node.value)
        ):
            return True
        if isinstance(node, form.Call) and node is not call and handed_on(node, name):
            return True
        if isinstance(node, form.Define) and name in names_in(node.value) and node.value is not None:
            if isinstance(node.target, form.RecordTarget) and STATUS & {
                field.key for field in node.target.fields
            }:
                return True
            bodies |= bound(node.target)
    return bool(bodies) and says_of_itself(bodies, function)


def handed_on(call: form.Call, name: str) -> bool:
    return any(isinstance(argument, form.Name) and argument.name == name for argument in call.arguments)


def says_of_itself(bodies: set[str], function: form.Function) -> bool:
    """Whether what the body says of success is tested, or its shape."""
    if bodies & _VERDICTS:
        return True
    for node in below(function.body):
        if (
            isinstance(node, form.Member)
            and isinstance(node.object, form.Name)
            and node.object.name in bodies
            and node.name in _VERDICTS
        ):
            return True
        if (
            isinstance(node, form.Call)
            and dotted(node.callee) == "Array.isArray"
            and names_in(node.arguments) & bodies
        ):
            return True
    return False
