"""Edits of Express 4 handlers: a failure in an async handler becomes an answer instead of the end of the process."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Location, ServiceCall
from roadworthy.edits.edit import Change
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form
from roadworthy.views.failures.patience import nodes_around


def failure_is_answered(app: App, endpoint: Endpoint, call: ServiceCall) -> bool:
    """Whether a call that fails leads to an answer: caught on its way, handed to `next`, or left to Express 5, which
    does that itself (Express 4 does not wait for promises, and Node ends at an unhandled rejection)."""
    if endpoint.framework != "express" or call.caught:
        return True
    version = re.search(r"\d+", app.deployment.package("express") or "")
    patched = app.deployment.package("express-async-errors") is not None
    if patched or (version is not None and int(version.group()) >= 5):
        return True
    return any(_caught_around(app, place) for place in (*call.calls[1:], call.location))


def _caught_around(app: App, place: Location) -> bool:
    """`run(req, res, next).catch(next)` around a call."""
    around = nodes_around(app, place)
    callees = [node.callee for node in around if isinstance(node, form.Call)]
    return any(isinstance(callee, form.Member) and callee.name == "catch" for callee in callees)


def answer_failures(app: App, endpoint: Endpoint, message: str) -> list[Change]:
    """Puts the handler's statements into a `try` whose `catch` logs the failure and answers 503. Raises RepairRefused
    for a handler whose response has no name."""
    source = SourceFile(app, endpoint.handler.path)
    handler = _handler(app, endpoint)
    response = handler.parameters[1].target if len(handler.parameters) > 1 else None
    if not isinstance(response, form.Name) or not handler.body:
        raise RepairRefused("its handler has no body with a named response", where=str(endpoint.handler))
    first, last = handler.body[0].span.start, handler.body[-1].span.end
    margin = source.indent(first)
    step = "\t" if "\t" in margin else "  "
    end, quote, name = source.semicolon, source.quote, response.name
    lines = [
        "} catch (error) {",
        f"{step}console.error({quote}{endpoint.subject} failed:{quote}, error){end}",
        f"{step}if (!{name}.headersSent) {name}.status(503).json({{ message: {quote}{message}{quote} }}){end}",
        "}",
    ]
    closing = "".join(f"\n{margin}{line}" for line in lines)
    moved = [source.insert(offset, step) for offset in _line_starts(source, handler, first, last)]
    return [source.insert(first, f"try {{\n{margin}{step}"), *moved, source.insert(last, closing)]


def _handler(app: App, endpoint: Endpoint) -> form.Function:
    module = app.modules.get(endpoint.handler.path)
    for node in form.walk(module.body if module is not None else ()):
        here = (node.span.start, node.span.end) == (endpoint.handler.start, endpoint.handler.end)
        if here and isinstance(node, form.Function):
            return node
    raise RepairRefused("the handler is not where it was found", where=str(endpoint.handler))


def _line_starts(source: SourceFile, handler: form.Function, first: int, last: int) -> list[int]:
    """Where the lines between two offsets begin; not those inside a text of several lines, which would change."""
    texts = [node.span for node in form.walk(handler.body) if isinstance(node, (form.Template, form.Literal))]
    starts = [
        match.end() for match in re.finditer(rb"\n(?!\r?\n)", source.content[:last]) if match.end() > first
    ]
    return [at for at in starts if at < last and not any(span.start < at < span.end for span in texts)]
