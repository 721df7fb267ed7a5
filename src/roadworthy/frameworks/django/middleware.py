"""Middleware of a project's own: what it makes sure of before every view, and what it puts on the request."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.around_views import leave_writes_out
from roadworthy.frameworks.django.request import Request
from roadworthy.frameworks.django.settings import Settings
from roadworthy.frameworks.gates import Way, gate, learn_ways
from roadworthy.frameworks.replies import Reply, emit_answers
from roadworthy.interpret import Args, ClassValue, Closure, Constant, Model, ObjectValue, Run, Value
from roadworthy.languages import form

_BEFORE = ("process_request", "process_view")


class GetResponse(Model):
    """`get_response`: whoever calls it lets the request go on, under what holds there."""

    __slots__ = ("reply", "ways")

    def __init__(self) -> None:
        self.ways: list[Way] = []
        self.reply = Reply("text", 200, Constant(None))

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        self.ways.append((Constant(True), run.own_conditions()))
        return self.reply


def pass_middleware(
    run: Run, settings: Settings, request: Request, kwargs: dict[str, Value], node: form.Node
) -> None:
    """Runs the project's own middleware before a view. What it writes (a line in a log, a visit) is the middleware's, not
    what the view does."""
    own = settings.own(settings.names("MIDDLEWARE"))
    begun = len(run.trace.events)
    request.arriving = True
    made = [_made(run, one, node) for one in own]
    for middleware, get_response in made:
        _enter(run, middleware, get_response, request, node)
    for middleware, _ in made:
        hook = middleware.kind.find("process_view") if hasattr(middleware, "kind") else None
        if isinstance(hook, Closure):
            view = [request, Constant(None), Constant(None), ObjectValue(dict(kwargs))]
            gate(run, hook.bind(middleware), node, Args(view))
    request.arriving = False
    leave_writes_out(run.trace.events, begun)


def _made(run: Run, value: Value, node: form.Node) -> tuple[Value, GetResponse]:
    """A middleware as Django makes it, once, around what comes next."""
    get_response = GetResponse()
    given = Args([get_response])
    if isinstance(value, ClassValue):
        return run.construct(value, given, node), get_response
    return run.call(value, given, node), get_response


def _enter(run: Run, middleware: Value, get_response: GetResponse, request: Request, node: form.Node) -> None:
    kind = getattr(middleware, "kind", None)
    called = kind.find("__call__") if isinstance(kind, ClassValue) else middleware
    if isinstance(called, Closure):
        bound = called.bind(middleware) if isinstance(kind, ClassValue) else called
        run.call_closure(bound, Args([request]), node, _teller(run, get_response))
        learn_ways(run, get_response.ways, node)
        return
    before = kind.find("process_request") if isinstance(kind, ClassValue) else None
    if isinstance(before, Closure):
        gate(run, before.bind(middleware), node, Args([request]))


def _teller(run: Run, get_response: GetResponse) -> Callable[[Value, form.Node], None]:
    """Tells what a middleware answers itself; what the view answered is told by the view."""
    answered: set[int] = {id(get_response.reply)}

    def returned(value: Value, node: form.Node) -> None:
        emit_answers(run, value, node, answered)

    return returned
