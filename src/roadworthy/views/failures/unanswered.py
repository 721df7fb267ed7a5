"""Handlers of Express that answer nobody where something failed: the failure is written down, and the request waits for ever."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import only_logs, without_functions
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot
from roadworthy.views.failures.error_text import answers_in

# In the others what a handler gives back is the answer, nothing included.
_FRAMEWORK = "express"


class Unanswered(Struct, frozen=True):
    """The handler of a failure at `location`, after which nothing answers; `tried` is what may fail."""

    owner: Owner
    location: Location
    tried: Location


def unanswered(app: App) -> tuple[Unanswered, ...]:
    """Every failure that leaves a request without an answer. A view."""
    return tuple(_unanswered(app))


def _unanswered(app: App) -> Iterator[Unanswered]:
    for spot in spots(app, form.Try):
        node = spot.node
        assert isinstance(node, form.Try)
        if not spot.functions or not any(map(_only_writes_down, node.handlers)):
            continue
        owner = owner_of(app, spot)
        if not _is_handler(owner, spot) or not answers_in(node.body) or _goes_on(spot, node):
            continue
        handler = next(one for one in node.handlers if _only_writes_down(one))
        yield Unanswered(owner, at(spot.path, handler), at(spot.path, node))


def _only_writes_down(handler: form.Handler) -> bool:
    return all(only_logs(one) or (isinstance(one, form.Return) and one.value is None) for one in handler.body)


def _is_handler(owner: Owner, spot: Spot) -> bool:
    """Whether the function around is the endpoint's own handler, and no helper of it whose caller may answer."""
    endpoint = owner.endpoint
    if endpoint is None or endpoint.framework != _FRAMEWORK:
        return False
    within = [
        one
        for one in spot.functions
        if endpoint.handler.start <= one.span.start and one.span.end <= endpoint.handler.end
    ]
    return within == [spot.functions[0]]


def _goes_on(spot: Spot, node: form.Try) -> bool:
    """Whether anything comes after, or around it, that may answer all the same."""
    if node.final or any(isinstance(one.node, form.Loop) for one in spot.around()):
        return True
    return any(
        isinstance(other, (form.Call, form.Return)) and other.span.start >= node.span.end
        for other in without_functions(spot.functions[0].body)
    )
