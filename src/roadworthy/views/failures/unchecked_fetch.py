"""Requests whose status nobody looks at, or whose failure nobody hears."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import (
    bound,
    chain,
    dotted,
    last_name,
    names_in,
    unwrapped,
    without_functions,
)
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.asked_alone import asked_unheard
from roadworthy.views.failures.catches import catches
from roadworthy.views.failures.deeds import Deeds
from roadworthy.views.failures.failure_text import told_by_client
from roadworthy.views.failures.left_alone import actions_alone, left_alone
from roadworthy.views.failures.python_sends import PYTHON_FETCH, is_beside, is_used, sends
from roadworthy.views.failures.unchecked_answer import Unchecked

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
        _changes(call) or (dropped and sends(call)),
        dropped=dropped,
    )


def _logged(app: App, spot: Spot, call: form.Call) -> Iterator[Unchecked]:
    """A server that asked another for something, and only wrote down that it would not."""
    owner = owner_of(app, spot)
    if owner.side == "server":
        yield Unchecked(owner, "fetch", at(spot.path, call), _changes(call), logged=True)


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


def _changes(call: form.Call) -> bool:
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
        if isinstance(node, form.Call) and node is not call and _handed_on(node, name):
            return True
        if isinstance(node, form.Define) and name in names_in(node.value) and node.value is not None:
            if isinstance(node.target, form.RecordTarget) and STATUS & {
                field.key for field in node.target.fields
            }:
                return True
            bodies |= bound(node.target)
    return bool(bodies) and says_of_itself(bodies, function)


def _handed_on(call: form.Call, name: str) -> bool:
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


def unheard(app: App) -> Iterator[Unchecked]:
    """`void searchAction(query).then(show)` in the page, and `load()` of a function that asks the server, with nothing that
    hears of a failure."""
    for spot in spots(app, form.Evaluate):
        node = spot.node
        assert isinstance(node, form.Evaluate)
        value = (
            node.value.operands[0]
            if isinstance(node.value, form.Operation) and node.value.operator == "void"
            else node.value
        )
        if isinstance(value, form.Operation) and value.operator == "and":
            value = value.operands[-1]
        calls = list(chain(value)) if isinstance(value, form.Call) else []
        if len(calls) == 1 and (spot.path, calls[0].span.start) in app.view(left_alone):
            yield Unchecked(owner_of(app, spot), "promise", at(spot.path, node), False)
            continue
        if len(calls) < 2 or last_name(calls[0].callee) not in ("then", "finally"):
            continue
        if any(
            last_name(call.callee) == "catch"
            or (last_name(call.callee) == "then" and len(call.arguments) > 1)
            for call in calls
        ):
            continue
        asked = calls[-1]
        name = dotted(asked.callee)
        if answers_errors(name):
            continue
        known = is_fetch(asked) or re.match(r"^axios\b|^\w+Action$", name) or name in app.view(fetching)
        asking = (spot.path, asked.span.start)
        known = bool(known) or asking in app.view(actions_alone)
        if not (known or asking in app.view(_leading_to_requests) or asking in app.view(_asking_alone)):
            continue
        owner = owner_of(app, spot)
        if owner.side == "client":
            yield Unchecked(owner, "promise", at(spot.path, node), False)


def answers_errors(name: str) -> bool:
    """Whether a call never throws and answers `{ error }` instead, which is looked at by itself: an edge function of Supabase that
    is invoked, its tables and procedures (supabase-js, "Error handling")."""
    return re.search(r"(^|\.)(functions\.invoke|(from|rpc|schema)\(\)\.\w+)$", name) is not None


def _leading_to_requests(app: App) -> frozenset[tuple[str, int]]:
    """Where pages call a function of the app's own that asks the server and leaves a failure to them."""
    return frozenset((place.path, place.start) for request in asked_unheard(app) for place in request.calls)


def _asking_alone(app: App) -> frozenset[tuple[str, int]]:
    """The requests of pages, made through whichever client (`api.get(...)` of the app's own axios), that nothing around them
    hears of; none where the client itself tells people."""
    if app.view(told_by_client):
        return frozenset()
    return frozenset((request.location.path, request.location.start) for request in asked_unheard(app))


_FETCHING = regex(
    r"^(auth|api|secure|protected|token|http|my)\w*Fetch$|^fetch(With|Auth|Api|Json)\w*$|^apiRequest$"
)


def fetching(app: App) -> frozenset[str]:
    """The app's own functions around `fetch` (`authFetch`) that leave a failure to those who call them. A view."""
    found: dict[str, bool] = {}
    for spot in (*spots(app, form.Function), *spots(app, form.Define)):
        names, body = _named(spot.node)
        for name in filter(_FETCHING.match, names):
            inner = list(below(body))
            asks = any(isinstance(one, form.Call) and is_fetch(one) for one in inner)
            hears = any(
                _keeps_quiet(one) or (isinstance(one, form.Call) and last_name(one.callee) == "catch")
                for one in inner
            )
            if asks:
                found[name] = found.get(name, True) and not hears
    return frozenset(name for name, leaves in found.items() if leaves)


def _named(node: form.Node) -> tuple[set[str], object]:
    """The names that a function or a value is defined under, and what stands in it."""
    if isinstance(node, form.Function):
        return {node.name or ""}, node.body
    if isinstance(node, form.Define) and node.value is not None:
        return set(bound(node.target)), node.value
    return set(), ()


def _keeps_quiet(node: form.Node) -> bool:
    """Whether a failure ends here: one that is written down and raised again does not."""
    return isinstance(node, form.Try) and not all(
        handler.body and isinstance(handler.body[-1], form.Raise) for handler in node.handlers
    )


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
    return _changes(call) and not elsewhere and app.view(_refuses_in_json)


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
        elif isinstance(node, form.Call) and _handed_on(node, name):
            return True
    return any(isinstance(node, form.Return) and isinstance(node.value, form.Name) for node in handler.body)
