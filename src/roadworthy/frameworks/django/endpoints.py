"""The endpoint that a run of a view makes."""

from __future__ import annotations

from roadworthy.app import Endpoint, Location, Middleware
from roadworthy.app.location import at
from roadworthy.app.origin import Fact
from roadworthy.frameworks import recording
from roadworthy.frameworks.django.access import throttles_of
from roadworthy.frameworks.django.methods import Served, notes, unwrapped
from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.routers import Route
from roadworthy.frameworks.events import HandlerEntered
from roadworthy.frameworks.known_text import constant_text
from roadworthy.frameworks.origins import facts_of
from roadworthy.frameworks.uses import uses
from roadworthy.frameworks.written import body_of, decorators_beside
from roadworthy.interpret import ClassValue, Closure, External, Run, Value
from roadworthy.interpret.trace import Called
from roadworthy.regex import regex


def endpoint_of(orm: Orm, run: Run, served: Served, written: Closure | None) -> Endpoint:
    """What was seen of one method of one route."""
    route = served.route
    kind = route.view if isinstance(route.view, ClassValue) else getattr(unwrapped(route.view), "kind", None)
    whole = at(written.module, written.function) if written is not None else _place(route, kind)
    entered = [event for event in run.trace.events if isinstance(event, HandlerEntered)]
    beside = decorators_beside(run.program, written, None) if written is not None else []
    if isinstance(kind, ClassValue):
        beside += [
            Middleware(name, "rest_framework", at(kind.module, kind.node)) for name in throttles_of(kind)
        ]
    facts = facts_of(entered[0].context.conditions) if entered else _shared(run)
    return Endpoint(
        method=served.method,
        path=route.path,
        kind="http",
        framework="django",
        location=whole,
        handler=whole,
        handler_body=body_of(written) if written is not None else whole,
        handler_name=written.name if written is not None else getattr(kind, "name", "") or route.name,
        middleware=(*_middleware(orm), *(_throttles(orm) if _is_rest(kind, beside) else ()), *beside),
        inputs=recording.inputs(run.trace),
        checks=recording.checks(run.trace),
        queries=recording.queries(run.trace),
        services=recording.services(run.trace),
        answers=recording.answers(run.trace),
        facts=facts,
        uses=uses(run.trace),
        calls=tuple(dict.fromkeys(e.target for e in run.trace.events if isinstance(e, Called))),
    )


def _shared(run: Run) -> tuple[Fact, ...]:
    """What a view without a method of its own was entered with: what its permissions made sure of."""
    return facts_of(run.context.conditions)


def _place(route: Route, kind: Value | None) -> Location:
    return at(kind.module, kind.node) if isinstance(kind, ClassValue) else at(route.module, route.node)


def _middleware(orm: Orm) -> list[Middleware]:
    here = Location(orm.settings.path, 1, 1) if orm.settings.path else Location("", 0, 0)
    names = orm.settings.names("MIDDLEWARE")
    return [Middleware(name.rsplit(".", 1)[-1], name.split(".")[0], here) for name in names]


def _throttles(orm: Orm) -> list[Middleware]:
    """What counts the calls of every view of the REST framework; Django's own views know nothing of it."""
    here = Location(orm.settings.path, 1, 1) if orm.settings.path else Location("", 0, 0)
    given = orm.settings.rest("DEFAULT_THROTTLE_CLASSES")
    return [
        Middleware(constant_text(value).rsplit(".", 1)[-1], "rest_framework", here)
        for value in (given.inputs() if given is not None else ())
        if constant_text(value)
    ]


# Packages whose views are the REST framework's.
_REST = regex(r"^(rest_framework|knox|dj_rest_auth|rest_auth|djoser|drf_\w+|rest_\w+|oauth2_provider)\b")


def _is_rest(kind: Value | None, beside: list[Middleware]) -> bool:
    """Whether a view is one of the REST framework's: a class that inherits from them, a function under `@api_view`."""
    inherited = kind.ancestors() if isinstance(kind, ClassValue) else ()
    named = any(isinstance(one, External) and _REST.match(one.path) for one in inherited)
    return named or any("api_view" in one.name or one.library == "rest_framework" for one in beside)


def _counted(path: str) -> bool:
    """Whether the settings' throttles count a view of the REST framework's; its own sign-in by token says that none does (`throttle_classes
    = ()` in rest_framework/authtoken/views.py)."""
    return bool(_REST.match(path)) and not path.startswith("rest_framework.authtoken.")


def library_endpoint(orm: Orm, served: Served) -> Endpoint:
    """A view of a library's own. One of the REST framework's is counted by what the settings say for all of them."""
    here = at(served.route.module, served.route.node)
    view = unwrapped(served.route.view)
    calls = (view.path,) if isinstance(view, External) else ()
    throttles = [note.value for note in notes(served.route.view) if note.name == "throttle_classes"]
    return Endpoint(
        served.method,
        served.route.path,
        "http",
        "django",
        here,
        here,
        here,
        served.route.name,
        middleware=(
            *((*_middleware(orm), *_throttles(orm)) if any(map(_counted, calls)) else ()),
            *(
                Middleware(value.path.rsplit(".", 1)[-1], value.path.split(".")[0], here)
                for given in throttles
                for value in given.inputs()
                if isinstance(value, External)
            ),
        ),
        calls=calls,
    )
