"""Failures that are answered as failures, and of which no trace is left: the error is caught, not looked at and not logged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name, names_in, without_functions
from roadworthy.views.code.spots import spots
from roadworthy.views.failures.catches import Catch, catches

# What frameworks answer by. Whatever else is called may well write the failure down.
_ANSWERS = frozenset(
    [
        "Response",
        "NextResponse",
        "json",
        "jsonify",
        "JSONResponse",
        "JsonResponse",
        "HttpResponse",
        "HttpResponseServerError",
        "status",
        "send",
        "sendStatus",
        "end",
        "stringify",
        "dumps",
        "render",
        "render_template",
        "redirect",
        "flash",
        "error",
        "make_response",
        "url_for",
        "reverse",
        "rollback",
    ]
)
# What says whether the app is well has that for its answer.
_HEALTH = regex(r"health|ready|readiness|live(ness)?\b|ping|status", re.I)
_FAILED = regex(r"\b(error|fail\w*|wrong|could not|couldn.t|unable)\b", re.I)


def untraced(app: App) -> tuple[Catch, ...]:
    """Every catch of an endpoint that answers so. A view."""
    known = {
        one.location: one
        for one in app.view(catches)
        if one.kind == "catch" and one.owner.kind == "endpoint" and one.owner.side == "server"
    }
    return tuple(_untraced(app, known)) if known else ()


def _untraced(app: App, known: dict[Location, Catch]) -> Iterator[Catch]:
    for spot in spots(app, form.Try):
        node = spot.node
        assert isinstance(node, form.Try)
        for handler in node.handlers:
            caught = known.get(at(spot.path, handler))
            if caught is not None and _leaves_nothing(caught) and _only_answers(handler):
                yield caught


def _leaves_nothing(caught: Catch) -> bool:
    return (
        caught.broad
        and caught.asks
        and caught.acts
        and not (caught.logs or caught.documented or caught.leaks)
        and not _HEALTH.search(caught.owner.subject)
    )


def _only_answers(handler: form.Handler) -> bool:
    """Whether a handler says that it failed and does nothing else; the error has no name there, or one that nobody uses."""
    inner = list(without_functions(handler.body))
    name = handler.target.name if isinstance(handler.target, form.Name) else ""
    if name in names_in(handler.body) or (handler.target is not None and not name):
        return False
    calls = [one for one in inner if isinstance(one, form.Call)]
    # An exception that FastAPI makes an answer of is logged by nobody; any other is passed on.
    if any(isinstance(one, form.Raise) and not _answers_500(one.value) for one in inner):
        return False
    return all(last_name(one.callee) in _ANSWERS for one in calls) and any(map(_says_failed, inner))


def _answers_500(made: form.Node | None) -> bool:
    """`raise HTTPException(status_code=500, detail=...)`."""
    if not isinstance(made, form.Call) or last_name(made.callee) != "HTTPException":
        return False
    values = [*made.arguments, *(entry.value for entry in made.keywords)]
    return any(
        isinstance(one, form.Literal) and type(one.value) is int and 500 <= one.value < 600 for one in values
    )


def _says_failed(node: form.Node) -> bool:
    value = node.value if isinstance(node, form.Literal) else None
    if isinstance(value, str):
        return _FAILED.search(value) is not None
    return type(value) is int and 400 <= value < 600
