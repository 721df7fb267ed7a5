"""Requests of the handlers that a checkout's script runs once money was paid, and whose promise it drops: a `try` around the script's
opening is over by then."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import by_name
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.failures.asked_alone import asked_by
from roadworthy.views.failures.failure_text import told_by_client
from roadworthy.views.failures.unchecked_answer import Unchecked

# What Razorpay's checkout is opened with (its reference, "Checkout Options"); it calls `handler` with the payment's keys.
_HANDLER = "handler"
_OPENED_WITH = frozenset({"order_id", "subscription_id"})


def checkout_handlers(app: App) -> Iterator[Unchecked]:
    """Each such request that the handler waits for and catches nothing of."""
    handlers = frozenset(_handlers(app))
    if not handlers or app.view(told_by_client):
        return
    asked = _asked(app)
    for spot in spots(app, form.Await):
        node = spot.node
        assert isinstance(node, form.Await)
        within = (spot.path, spot.functions[0].span.start) if spot.functions else ("", -1)
        if within in handlers and (spot.path, node.value.span.start) in asked and not spot.is_tried:
            yield Unchecked(owner_of(app, spot), "promise", at(spot.path, node), True)


def _handlers(app: App) -> Iterator[tuple[str, int]]:
    for spot in (*spots(app, form.Define), *spots(app, form.Call)):
        given = (
            spot.node.arguments if isinstance(spot.node, form.Call) else (getattr(spot.node, "value", None),)
        )
        for record in given:
            if isinstance(record, form.Record):
                yield from ((spot.path, start) for start in _handler_of(record))


def _handler_of(record: form.Record) -> Iterator[int]:
    named = by_name(record.entries)
    function = named.get(_HANDLER)
    if isinstance(function, form.Function) and _OPENED_WITH & named.keys():
        yield function.span.start


def _asked(app: App) -> frozenset[tuple[str, int]]:
    """Where pages make a request, or call a function that makes one and leaves its failure to them."""
    return frozenset(
        (place.path, place.start)
        for work in app.works
        if work.side == "client"
        for request in asked_by(app, work)
        for place in (request.location, *(() if request.caught else request.calls))
    )
