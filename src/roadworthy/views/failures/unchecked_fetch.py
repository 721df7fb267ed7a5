"""Requests whose status nobody looks at, where nobody would hear of a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import (
    dotted,
    last_name,
    names_in,
    unwrapped,
    without_functions,
)
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot
from roadworthy.views.failures.catches import catches
from roadworthy.views.failures.deeds import Deeds
from roadworthy.views.failures.fetch_calls import (
    STATUS,
    asks_status,
    changes,
    handed_on,
    is_fetch,
    kept_answers,
    looked_at,
)
from roadworthy.views.failures.python_sends import PYTHON_FETCH, is_beside, is_used, sends
from roadworthy.views.failures.unchecked_answer import Unchecked


def fetches(app: App) -> Iterator[Unchecked]:
    for spot, defined, asked, name in kept_answers(app):
        if _waits(defined.value) and not (_told_around(spot) and not _refused_in_json(app, asked)):
            if not looked_at(name, spot.functions[0], asked):
                yield unchecked_request(
                    app, spot, asked, sends(asked) and not is_used(name, spot.functions[0])
                )
            elif _only_logged(name, spot.functions[0]):
                yield from _logged(app, spot, asked)
    for spot in spots(app, form.Evaluate):
        node = spot.node
        assert isinstance(node, form.Evaluate)
        call = unwrapped(node.value) if _waits(node.value) else None
        aside = isinstance(call, form.Call) and ((sends(call) and is_beside(spot)) or _parts(call))
        if isinstance(call, form.Call) and is_fetch(call) and not aside:
            yield unchecked_request(app, spot, call, True)
    for spot in spots(app, form.Call):
        yield from _chained(app, spot)
        yield from _read_at_once(app, spot)


# A sign-out that the server refuses still ends on the device.
_PARTING = regex(r"(log|sign)[-_]?out\b", re.I)


def _parts(call: form.Call) -> bool:
    address = call.arguments[0] if call.arguments else None
    return isinstance(address, form.Literal) and _PARTING.search(str(address.value)) is not None


def _waits(value: form.Expr | None) -> bool:
    """Whether the answer itself is kept, not a promise of it."""
    return isinstance(value, form.Await) or (
        isinstance(value, form.Call) and PYTHON_FETCH.match(dotted(value.callee)) is not None
    )


def unchecked_request(app: App, spot: Spot, call: form.Call, dropped: bool) -> Unchecked:
    return Unchecked(
        owner_of(app, spot),
        "fetch",
        at(spot.path, call),
        changes(call) or (dropped and sends(call)),
        dropped=dropped,
    )


def _logged(app: App, spot: Spot, call: form.Call) -> Iterator[Unchecked]:
    """A server that asked another for something, and only wrote down that it would not."""
    owner = owner_of(app, spot)
    if owner.side == "server":
        yield Unchecked(owner, "fetch", at(spot.path, call), changes(call), logged=True)


def _only_logged(name: str, function: form.Function) -> bool:
    """Whether an answer is looked at to write down how it went, and for nothing else."""
    tests = [
        node
        for node in without_functions(function.body)
        if isinstance(node, form.If) and name in names_in(node.test) and asks_status(node.test, name)
    ]
    logs = [branch for node in tests for branch in (node.then, node.otherwise) if branch]
    deeds = [Deeds(branch) for branch in logs]
    return bool(deeds) and all(one.logs and not one.acts and one.outcome in ("", "absent") for one in deeds)


def _chained(app: App, spot: Spot) -> Iterator[Unchecked]:
    """`fetch(url).then(r => r.json()).then(...)`."""
    call = spot.node
    assert isinstance(call, form.Call)
    if last_name(call.callee) != "then" or not isinstance(call.callee, form.Member) or not call.arguments:
        return
    asked, handler = call.callee.object, call.arguments[0]
    if not isinstance(asked, form.Call) or not is_fetch(asked) or not isinstance(handler, form.Function):
        return
    target = handler.parameters[0].target if handler.parameters else None
    if target is None:
        yield unchecked_request(app, spot, asked, True)
    elif (
        isinstance(target, form.Name)
        and not _looked_at_here(target.name, handler)
        and not _told_later(app, spot)
    ):
        yield unchecked_request(app, spot, asked, False)


def _read_at_once(app: App, spot: Spot) -> Iterator[Unchecked]:
    """`await (await fetch(url)).json()`, `requests.get(url).json()` on the server: the body is read whatever the status was."""
    call = spot.node
    assert isinstance(call, form.Call)
    if not isinstance(call.callee, form.Member) or call.callee.name != "json" or call.arguments:
        return
    held = call.callee.object
    asked = unwrapped(held)
    if not isinstance(asked, form.Call) or not is_fetch(asked) or not _waits(held):
        return
    if owner_of(app, spot).side == "server":
        yield unchecked_request(app, spot, asked, False)


def _told_around(spot: Spot) -> bool:
    """Whether a body that is no JSON, as most servers send when they fail, ends in a handler that tells people."""
    for around in spot.around():
        if isinstance(around.node, form.Try) and around.part == "body":
            return any(Deeds(handler.body).acts for handler in around.node.handlers)
        if isinstance(around.node, form.Function):
            return False
    return False


def _refused_in_json(app: App, call: form.Call) -> bool:
    """Whether a change is asked of the app's own server, whose refusals are JSON like its successes: reading the body throws
    nothing then."""
    address = call.arguments[0] if call.arguments else None
    text = address.value if isinstance(address, form.Literal) else ""
    elsewhere = isinstance(text, str) and "://" in text
    return changes(call) and not elsewhere and app.view(_refuses_in_json)


def _refuses_in_json(app: App) -> bool:
    return any(
        answer.status >= 400 and answer.body.kind == "computed" and answer.body.operation == "record"
        for endpoint in app.endpoints
        for answer in endpoint.answers
    )


def _told_later(app: App, spot: Spot) -> bool:
    """`fetch(...).then(...).then(...).catch(tell)`: a later link of the chain that tells people."""
    span = spot.node.span
    for start, end in app.view(_telling).get(spot.path, ()):
        if start <= span.start and span.end <= end:
            return True
    return False


def _telling(app: App) -> dict[str, tuple[tuple[int, int], ...]]:
    """The chains that end in a handler which tells people."""
    found: dict[str, list[tuple[int, int]]] = {}
    for caught in app.view(catches):
        if caught.kind == "promise" and caught.acts:
            found.setdefault(caught.tried.path, []).append((caught.tried.start, caught.tried.end))
    return {path: tuple(spans) for path, spans in found.items()}


def _looked_at_here(name: str, handler: form.Function) -> bool:
    """`r => r.json()` does not look; whatever uses the answer otherwise does."""
    for node in without_functions(handler.body):
        if isinstance(node, form.Member) and isinstance(node.object, form.Name) and node.object.name == name:
            if node.name in STATUS:
                return True
        elif isinstance(node, form.Call) and handed_on(node, name):
            return True
    return any(isinstance(node, form.Return) and isinstance(node.value, form.Name) for node in handler.body)
