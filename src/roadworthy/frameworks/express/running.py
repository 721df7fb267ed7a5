"""Running the handlers of one route, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import takewhile

from roadworthy.app import Endpoint, Middleware
from roadworthy.app.location import at
from roadworthy.frameworks import recording
from roadworthy.frameworks.events import HandlerEntered
from roadworthy.frameworks.express.exchange import Next, RequestModel, ResponseModel
from roadworthy.frameworks.express.layers import Chain, Layer
from roadworthy.frameworks.unfollowed import pass_unread
from roadworthy.frameworks.uses import uses
from roadworthy.frameworks.written import body_of
from roadworthy.interpret import (
    Args,
    Choice,
    Closure,
    Condition,
    Constant,
    External,
    Program,
    Run,
    Value,
)
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.trace import Called
from roadworthy.languages import form
from roadworthy.regex import regex


def run_chain(
    program: Program,
    chain: Chain,
    *,
    framework: str = "express",
    req: RequestModel | None = None,
    prepare: Callable[[Run], Iterable[Middleware]] | None = None,
) -> Endpoint | None:
    """The endpoint of a route, everything that stands before its handler run first; before that `prepare`, which tells what it ran."""
    handlers = [value for value in chain.layer.handlers if not is_error_handler(value)]
    handlers = [unwrapped(value, last=value is handlers[-1]) for value in handlers]
    if not handlers or chain.path in ("/*", "/*splat") or chain.method in ("OPTIONS", "HEAD"):
        return None
    run = Run(program, chain.layer.module)
    before = [(unwrapped(v), layer) for v, layer in chain.before if not is_error_handler(v)]
    values = [value for value, _ in before] + handlers
    middleware: list[Middleware] = []
    try:
        middleware += prepare(run) if prepare is not None else ()
        _step(run, values, 0, req or RequestModel(), ResponseModel(), chain.layer.node)
    except OutOfBudget:
        program.note(
            chain.layer.module, chain.layer.node, f"{chain.method} {chain.path} is too large to follow"
        )
    middleware += [_middleware(value, layer) for value, layer in before]
    middleware += [_middleware(value, chain.layer) for value in handlers[:-1]]
    return _endpoint(run, chain, handlers[-1], tuple(middleware), framework)


def run_steps(
    run: Run, handlers: list[Value], req: RequestModel, res: ResponseModel, node: form.Node
) -> None:
    """Runs handlers in a row, within a run that is under way."""
    _step(run, [unwrapped(value) for value in handlers], 0, req, res, node)


def _step(
    run: Run, handlers: list[Value], number: int, req: RequestModel, res: ResponseModel, node: form.Node
) -> None:
    """Runs a handler, then the following ones under what is known when it goes on."""
    if number >= len(handlers):
        return
    handler, last = handlers[number], number == len(handlers) - 1
    go_on = Next()
    if isinstance(handler, Closure):
        if last:
            run.emit(HandlerEntered(handler.module, handler.function, run.context, handler.name))
        run.call(handler, Args([req, res, go_on]), node)
    elif isinstance(handler, External):
        run.emit(Called(handler.path, Args(), handler, run.module, node, run.context))
        if not last:
            pass_unread(run, handler, node)
    elif hasattr(handler, "handle"):
        handler.handle(run, req, res, go_on, node)
    else:
        run.call(handler, Args([req, res, go_on]), node)
    if not last and not go_on.ways and not isinstance(handler, External):
        pass_unread(run, handler, node)
    if not last:
        learn_ways(run, go_on.ways, node)
        _step(run, handlers, number + 1, req, res, node)


def learn_ways(run: Run, ways: list[tuple[Condition, ...]], node: form.Node) -> None:
    """What holds after a middleware: everything it made sure of, or one of its several ways on."""
    known = len(run.context.conditions)
    added = [way[known:] for way in ways]
    if len(added) == 1:
        run.context = run.context.changed(conditions=ways[0])
    elif added and all(added):
        choice = Choice(tuple((Constant(True), way) for way in added))
        run.learn(run.condition(choice, True, node))


_WRAPPER = regex(r"async|wrap|catch|handler|safe|promis", re.I)


def unwrapped(value: Value, *, last: bool = False) -> Value:
    """The handler inside what a library makes of it: `asyncHandler(fn)`. A function that stands before others may as
    well be an option of theirs, unless the library's name says that it wraps."""
    if isinstance(value, Choice) and last:
        inner = [unwrapped(one, last=last) for one in value.values()]
        return next((one for one in inner if isinstance(one, Closure)), value)
    if not isinstance(value, External) or value.arguments is None:
        return value
    given = [one for one in value.arguments.positional if isinstance(one, (Closure, External))]
    closures = [one for one in map(unwrapped, given) if isinstance(one, Closure)]
    if len(closures) == 1 and (last or _WRAPPER.search(value.path)):
        return closures[0]
    return value


def is_error_handler(value: Value) -> bool:
    return isinstance(value, Closure) and _length(value.function) == 4


def _length(function: form.Function) -> int:
    """What JavaScript counts as a function's `length`, which is what Express goes by: the parameters before the first that has a
    default or takes the rest (ECMA-262, ExpectedArgumentCount)."""
    counted = takewhile(lambda one: one.default is None and not one.rest, function.parameters)
    return sum(1 for _ in counted)


def _middleware(value: Value, layer: Layer) -> Middleware:
    place = at(layer.module, layer.node)
    if isinstance(value, Closure):
        return Middleware(value.name or "anonymous", "", place)
    if isinstance(value, External):
        return Middleware(value.path, value.path.split("(")[0].split(".")[0], place)
    return Middleware(getattr(value, "label", type(value).__name__), "express", place)


def _endpoint(
    run: Run, chain: Chain, handler: Value, middleware: tuple[Middleware, ...], framework: str
) -> Endpoint:
    entered = [event for event in run.trace.events if isinstance(event, HandlerEntered)]
    place = at(chain.layer.module, chain.layer.node)
    whole, body, name = place, place, ""
    if isinstance(handler, Closure):
        whole = at(handler.module, handler.function)
        body, name = body_of(handler), handler.name
    return Endpoint(
        method=chain.method,
        path=chain.path,
        kind="http",
        framework=framework,
        location=place,
        handler=whole,
        handler_body=body,
        handler_name=name,
        middleware=middleware,
        inputs=recording.inputs(run.trace),
        checks=recording.checks(run.trace),
        queries=recording.queries(run.trace),
        services=recording.services(run.trace),
        answers=recording.answers(run.trace),
        facts=recording.held_at_all(run.trace, [event.context for event in entered]),
        calls=tuple(dict.fromkeys(e.target for e in run.trace.events if isinstance(e, Called))),
        uses=uses(run.trace),
    )
