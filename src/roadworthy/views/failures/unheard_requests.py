"""Requests whose failure nobody hears of."""

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
)
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.asked_alone import asked_unheard
from roadworthy.views.failures.failure_text import told_by_client
from roadworthy.views.failures.fetch_calls import (
    is_fetch,
)
from roadworthy.views.failures.left_alone import actions_alone, left_alone
from roadworthy.views.failures.unchecked_answer import Unchecked


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
