"""Handlers that answer nobody where something failed. In Express the request waits for ever; where what a handler gives back is the
answer, nothing is one that the framework cannot send."""

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

_FRAMEWORK = "express"
# What a handler gives back is the answer there. `nothing` is what its clients see instead.
_GIVEN_BACK = {
    "nextjs": "an empty 500",
    "hono": "an empty 500",
    "supabase": "an empty 500",
    "flask": "the server's own 500",
    "django": "the server's own 500",
    "fastapi": "null, as a success",
}


class Unanswered(Struct, frozen=True):
    """The handler of a failure at `location`, after which nothing answers; `tried` is what may fail. `instead` is what the client sees
    where the framework answers all the same, '' where it waits."""

    owner: Owner
    location: Location
    tried: Location
    instead: str = ""


def unanswered(app: App) -> tuple[Unanswered, ...]:
    """Every failure that leaves a request without an answer. A view."""
    return (*_unanswered(app), *_blank(app))


def _blank(app: App) -> Iterator[Unanswered]:
    """`catch (error) { problem(error); }`, which makes an answer and does not give it back."""
    for spot in spots(app, form.Try):
        node = spot.node
        assert isinstance(node, form.Try)
        handler = next((one for one in node.handlers if _gives_nothing(one)), None)
        if handler is None or not spot.functions or node.final or not _gives_back(node.body):
            continue
        owner = owner_of(app, spot)
        instead = _instead(owner)
        if instead and _is_own(owner, spot) and not _goes_on(spot, node):
            yield Unanswered(owner, at(spot.path, handler), at(spot.path, node), instead)


def _gives_nothing(handler: form.Handler) -> bool:
    inner = list(without_functions(handler.body))
    return not any(isinstance(one, (form.Return, form.Raise, form.Jump)) for one in inner)


def _gives_back(body: tuple[form.Statement, ...]) -> bool:
    return any(isinstance(one, form.Return) and one.value is not None for one in without_functions(body))


def _instead(owner: Owner) -> str:
    endpoint = owner.endpoint
    if endpoint is None or endpoint.kind not in ("http", "function"):
        return ""
    return _GIVEN_BACK.get(endpoint.framework, "")


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
    return owner.endpoint is not None and owner.endpoint.framework == _FRAMEWORK and _is_own(owner, spot)


def _is_own(owner: Owner, spot: Spot) -> bool:
    endpoint = owner.endpoint
    assert endpoint is not None
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
