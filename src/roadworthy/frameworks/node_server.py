"""Routes of Node's servers that are not Express: handlers in a row, some of which answer by what they return."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct

from roadworthy.app import Endpoint, Location, Middleware
from roadworthy.app.location import at
from roadworthy.frameworks import recording
from roadworthy.frameworks.events import AnswerSeen, HandlerEntered
from roadworthy.frameworks.express.exchange import Next
from roadworthy.frameworks.express.running import learn_ways, unwrapped
from roadworthy.frameworks.origins import facts_of
from roadworthy.frameworks.unfollowed import may_guard, name_of, pass_unfollowed, pass_unread
from roadworthy.frameworks.uses import uses
from roadworthy.frameworks.written import body_of
from roadworthy.interpret import (
    Args,
    Choice,
    Closure,
    Condition,
    Derived,
    External,
    Model,
    Program,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.expressions import settle
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.trace import Called
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form


class Step(Struct, frozen=True):
    """A handler of a route. `goes_on` when the route goes on unless it answers or raises (a hook, a guard); else it goes
    on where it calls `next`."""

    handler: Value
    goes_on: bool = False


class Route(Struct, frozen=True):
    """A route with all that runs before its handler. `arguments` makes what each handler is given; `prepare` runs first
    (a schema); `answers` when what the last handler returns is sent."""

    framework: str
    method: str
    path: str
    steps: tuple[Step, ...]
    module: str
    node: form.Node
    arguments: Callable[[Next], list[Value]]
    prepare: Callable[[Run], None] | None = None
    answers: bool = True
    status: int = 200
    kind: str = "http"


class Layer(Struct, frozen=True):
    """What a router was given: a route by its method, a middleware ('use'), or a mounted application ('mount')."""

    method: str
    path: str
    handlers: tuple[Value, ...]
    module: str
    node: form.Node


def run_route(program: Program, route: Route) -> Endpoint | None:
    """The endpoint of a route, its handlers run in order."""
    run = Run(program, route.module)
    steps = [Step(unwrapped(s.handler, last=s is route.steps[-1]), s.goes_on) for s in route.steps]
    if not steps:
        return None
    try:
        if route.prepare is not None:
            route.prepare(run)
        for number, step in enumerate(steps):
            _run_step(run, route, step, last=number == len(steps) - 1)
    except OutOfBudget:
        program.note(route.module, route.node, f"{route.method} {route.path} is too large to follow")
    return _endpoint(run, route, steps)


def _run_step(run: Run, route: Route, step: Step, *, last: bool) -> None:
    go_on, handler = Next(), step.handler
    if isinstance(handler, Closure) and last:
        run.emit(HandlerEntered(handler.module, handler.function, run.context, handler.name))
    if isinstance(handler, External):
        run.emit(Called(handler.path, Args(), handler, run.module, route.node, run.context))
        if not last:
            pass_unread(run, handler, route.node)
        return
    given = Args(route.arguments(go_on))
    if last:
        _answer(run, route, handler, given)
        return
    if isinstance(handler, (Derived, Unknown)):
        run.call(handler, given, route.node)
        _pass(run, name_of(handler), route.node)
        return
    if not step.goes_on:
        settle(run, run.call(handler, given, route.node), route.node)
        _go_on(run, handler, go_on.ways, route)
        return
    _go_on(run, handler, _ways_on(run, handler, given, route, go_on), route)


def _pass(run: Run, name: str, node: form.Node) -> None:
    """A value of the app's own that stands before the handler and that was not read: it lets some people through, unless it says that
    it only prepares something."""
    if not name or may_guard(name):
        pass_unfollowed(run, name or "what stands in front of it", node)


def _go_on(run: Run, handler: Value, ways: list[tuple[Condition, ...]], route: Route) -> None:
    """What holds behind a step; where no way on was seen in a function that was run, it lets somebody through in a way that was not
    understood."""
    if ways:
        learn_ways(run, ways, route.node)
    elif isinstance(handler, Closure):
        pass_unfollowed(run, handler.name or "a function in front of it", route.node)


def _ways_on(run: Run, handler: Value, given: Args, route: Route, go_on: Next) -> list[tuple[Condition, ...]]:
    """How a hook lets the route go on: wherever it ends without having answered. What a `catch` answers ends the request there,
    and nothing is said of what goes on behind the `try`."""
    ways: list[tuple[Condition, ...]] = []
    begun = len(run.trace.events)

    def ended(value: Value, node: form.Node) -> None:
        here, failed = run.context.conditions, run.context.handling
        answered = [
            e
            for e in run.trace.events[begun:]
            if isinstance(e, AnswerSeen) and (failed or not e.context.handling)
        ]
        if is_nothing(value) and not any(
            e.context.conditions == here[: len(e.context.conditions)] for e in answered
        ):
            ways.append((*here, *_unanswered(here, answered)))

    if isinstance(handler, Closure):
        run.call_closure(handler, given, route.node, on_return=ended)
    else:
        run.call(handler, given, route.node)
    return ways or go_on.ways


def _unanswered(here: tuple[Condition, ...], answered: list[AnswerSeen]) -> list[Condition]:
    """What holds where a hook ends behind `if (!user) reply.send(...)` that returned nothing: what was answered goes no further
    (Fastify's reference, "Respond to a request from a hook"), so that its one condition did not hold."""
    inner = [e.context.conditions[len(here) :] for e in answered if e.context.conditions[: len(here)] == here]
    return [msgspec.structs.replace(ways[0], truth=not ways[0].truth) for ways in inner if len(ways) == 1]


def _answer(run: Run, route: Route, handler: Value, given: Args) -> None:
    """What the last handler returns is the answer where it returns it, unless that is the reply or nothing."""
    node = handler.function if isinstance(handler, Closure) else route.node
    path = handler.module if isinstance(handler, Closure) else route.module

    def returned(value: Value, where: form.Node) -> None:
        for one, conditions in _ways_of(settle(run, value, where)):
            if route.answers and not is_nothing(one) and not getattr(one, "is_reply", False):
                context = run.context.changed(conditions=(*run.context.conditions, *conditions))
                run.emit(AnswerSeen(route.status, one, path, node, context))

    if isinstance(handler, Closure):
        run.call_closure(handler, given, route.node, on_return=returned)
    else:
        returned(run.call(handler, given, route.node), route.node)


def _ways_of(value: Value) -> Sequence[tuple[Value, tuple[Condition, ...]]]:
    return value.alternatives if isinstance(value, Choice) else ((value, ()),)


def _endpoint(run: Run, route: Route, steps: list[Step]) -> Endpoint:
    handler = steps[-1].handler
    entered = [event for event in run.trace.events if isinstance(event, HandlerEntered)]
    place = at(route.module, route.node)
    whole, body, name = place, place, ""
    if isinstance(handler, Closure):
        whole, body, name = at(handler.module, handler.function), body_of(handler), handler.name
    return Endpoint(
        method=route.method.upper(),
        path=route.path,
        kind=route.kind,
        framework=route.framework,
        location=place,
        handler=whole,
        handler_body=body,
        handler_name=name,
        middleware=tuple(_middleware(step.handler, place, route.framework) for step in steps[:-1]),
        inputs=recording.inputs(run.trace),
        checks=recording.checks(run.trace),
        queries=recording.queries(run.trace),
        services=recording.services(run.trace),
        answers=recording.answers(run.trace),
        facts=facts_of(entered[0].context.conditions) if entered else (),
        calls=tuple(dict.fromkeys(e.target for e in run.trace.events if isinstance(e, Called))),
        uses=uses(run.trace),
    )


def _middleware(value: Value, place: Location, framework: str) -> Middleware:
    if isinstance(value, Closure):
        return Middleware(value.name or "anonymous", "", place)
    if isinstance(value, External):
        return Middleware(value.path, value.path.split("(")[0].split(".")[0], place)
    return Middleware(getattr(value, "label", type(value).__name__), framework, place)


class Reply(Model):
    """Marks what stands for an answer that was sent already."""

    __slots__ = ()
    is_reply = True
