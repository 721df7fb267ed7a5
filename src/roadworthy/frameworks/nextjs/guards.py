"""What runs ahead of an endpoint or a page: the project's middleware, where its matcher covers the path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roadworthy.app import Middleware, Work
from roadworthy.app.location import at
from roadworthy.frameworks import recording
from roadworthy.frameworks.nextjs.authjs import token_guard
from roadworthy.frameworks.nextjs.declared import body, declaration
from roadworthy.frameworks.nextjs.files import Project
from roadworthy.frameworks.nextjs.handlers import respond
from roadworthy.frameworks.nextjs.matcher import covers
from roadworthy.frameworks.nextjs.response import Ended, ResponseModel
from roadworthy.frameworks.unfollowed import pass_unread
from roadworthy.frameworks.uses import uses
from roadworthy.frameworks.web_request import FORWARDED, RequestModel
from roadworthy.interpret import Args, Choice, Condition, Constant, External, Program, Run, Unknown, Value
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.languages import form

_NAMES = ("middleware", "proxy", "default")
Ways = list[tuple[Condition, ...]]


def pass_middleware(run: Run, project: Project, request: RequestModel) -> tuple[Middleware, ...]:
    """Runs the middleware that covers a request; afterwards what it made sure of is known. Tells which ran."""
    found = []
    for path in project.middleware:
        name, handler = middleware_of(run.program, path)
        if handler is None or not covers(run.program, path, request.path):
            continue
        node = declaration(run.program, path, name)
        found.append(Middleware(getattr(handler, "name", "") or name, "", at(path, node)))
        _pass(run, path, handler, request, node)
    return tuple(found)


def middleware_work(program: Program, path: str) -> Work | None:
    """What a middleware does by itself, whichever request it runs for."""
    name, handler = middleware_of(program, path)
    if handler is None:
        return None
    run, node = Run(program, path), declaration(program, path, name)
    try:
        respond(run, handler, Args([RequestModel("", ""), Unknown()]), node, lambda value, where: None)
    except OutOfBudget:
        program.note(path, node, "the middleware is too large to follow")
    return Work(
        "middleware",
        "middleware",
        "server",
        at(path, node),
        body(handler, path, node),
        recording.queries(run.trace),
        recording.services(run.trace),
        uses=uses(run.trace),
    )


def middleware_of(program: Program, path: str) -> tuple[str, Value | None]:
    """What a middleware file exports, and under which name."""
    exported = program.exports(path)
    for name in _NAMES:
        value = exported.get(name)
        if value is not None:
            return name, _guard(value)
    return "", None


def _guard(value: Value) -> Value:
    """`export { default } from "next-auth/middleware"` is the guard itself."""
    if isinstance(value, External) and value.path in ("next-auth/middleware", "next-auth/middleware.default"):
        return token_guard()
    return value


def _pass(run: Run, path: str, handler: Value, request: RequestModel, node: form.Node) -> None:
    ways: Ways = []
    forwarded: list[Mapping[str, Value]] = []
    base = run.context

    def returned(value: Value, where: form.Node) -> None:
        on = _ways_on(value)
        ways.extend((*run.context.conditions, *own) for own, _ in on)
        forwarded.extend(headers for _, headers in on)

    saved, run.module = run.module, path
    run.kept["decides"] = True
    respond(run, handler, Args([request, Unknown()]), node, returned)
    run.kept["decides"] = False
    run.module = saved
    go_on(run, ways, len(base.conditions), node)
    _hand_on(run, forwarded)
    if isinstance(handler, External):
        pass_unread(run, handler, node)


def _ways_on(value: Value) -> list[tuple[tuple[Condition, ...], Mapping[str, Value]]]:
    """The conditions under which what a middleware returned lets the request through, and the headers that it then has."""
    if isinstance(value, Choice):
        return [
            ((*own, *more), headers)
            for option, own in value.alternatives
            for more, headers in _ways_on(option)
        ]
    if isinstance(value, ResponseModel):
        return [((), value.forwarded)] if value.goes_on else []
    if isinstance(value, Ended):
        return []
    # Nothing at all lets it through, and so does a response that a library made (translations, Supabase's session).
    return [((), {})] if not isinstance(value, Constant) or value.value is None else []


def _hand_on(run: Run, ways: Sequence[Mapping[str, Value]]) -> None:
    """Headers that every way on sets are the middleware's, whatever the client sent; one that some way leaves alone may be the
    client's."""
    for name in sorted(set.intersection(*(set(headers) for headers in ways))) if ways else ():
        value = run.join([(headers[name], ()) for headers in ways])
        run.kept.setdefault(FORWARDED, {})[name] = value


def go_on(run: Run, ways: Ways, known: int, node: form.Node) -> None:
    """What holds afterwards: everything that was made sure of on the one way on, or one of the several."""
    added = [way[known:] for way in ways]
    if len(added) == 1:
        run.context = run.context.changed(conditions=ways[0])
    elif added and all(added):
        choice = Choice(tuple((Constant(True), way) for way in added))
        run.learn(run.condition(choice, True, node))


__all__ = ["go_on", "middleware_of", "middleware_work", "pass_middleware"]
