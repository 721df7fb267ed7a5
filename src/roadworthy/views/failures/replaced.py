"""Values that a handler makes up in the place of one that could not be had: `except Exception: last4 = "4242"`, `setTasks(mockTasks)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, dotted, is_empty, only_logs, without_functions
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.catches import asks_something, is_broad
from roadworthy.views.failures.passed_off import FAILED

# What says itself that it failed.
_TELLS = regex(r"error|status|message|result|fail|reason|state|ok$|success|warn|fallback|default", re.I)
_SETTER = regex(r"^set[A-Z]\w*$")
_MOCK = regex(r"mock|demo|dummy|sample|fake", re.I)
# A record of several fields is no default of one.
_FIELDS = 3


class Replaced(Struct, frozen=True):
    """A handler that puts a value of its own into `name`, as if it had come."""

    owner: Owner
    location: Location
    name: str


def replaced(app: App) -> tuple[Replaced, ...]:
    """Each of them. A view."""
    return tuple(_found(app))


def _found(app: App) -> Iterator[Replaced]:
    for spot in spots(app, form.Try):
        node = spot.node
        assert isinstance(node, form.Try)
        for handler in node.handlers:
            if not is_broad(handler.types):
                continue
            name = _put(app, spot.path, node, handler) or _mocked(handler)
            if name:
                yield Replaced(owner_of(app, spot), at(spot.path, handler), name)


def _put(app: App, path: str, node: form.Try, handler: form.Handler) -> str:
    """The name that the attempt gives a value to, where all that the handler does is to give it one too."""
    rest = [one for one in handler.body if not only_logs(one)]
    target, value = _given(rest[0]) if len(rest) == 1 else (None, None)
    if (
        not isinstance(target, form.Name)
        or value is None
        or not _is_made_up(value)
        or _TELLS.search(target.name)
    ):
        return ""
    attempted = {
        name
        for one in below(node.body)
        if isinstance(one, (form.Define, form.Assignment))
        for name in bound(one.target)
    }
    tried = Location(path, node.span.line, handler.span.line, node.span.start, handler.span.start)
    asks = asks_something(app, tried, node.body)
    whole = isinstance(value, form.Record) and len(value.entries) >= _FIELDS
    return target.name if target.name in attempted and (asks or whole) else ""


def _given(statement: form.Statement) -> tuple[form.Node | None, form.Expr | None]:
    if isinstance(statement, form.Define) and not statement.kind:
        return statement.target, statement.value
    inner = statement.value if isinstance(statement, form.Evaluate) else None
    plain = isinstance(inner, form.Assignment) and not inner.operator
    return (inner.target, inner.value) if isinstance(inner, form.Assignment) and plain else (None, None)


def _is_made_up(value: form.Expr) -> bool:
    """Words or numbers that are written out, and none that says it failed."""
    inner = list(without_functions((value,)))
    if is_empty(value) or not all(isinstance(one, (form.Literal, form.Record, form.Entry)) for one in inner):
        return False
    told = any(
        isinstance(one, form.Entry) and _TELLS.search(str(getattr(one.key, "value", ""))) for one in inner
    )
    words = [one.value for one in inner if isinstance(one, form.Literal) and one.value]
    return bool(words) and not told and not any(FAILED.search(str(one)) for one in words)


def _mocked(handler: form.Handler) -> str:
    """The state that a handler fills with rows of a demonstration."""
    for one in without_functions(handler.body):
        if isinstance(one, form.Call) and _SETTER.match(dotted(one.callee)):
            names = [
                dotted(inner) for inner in below(one.arguments) if isinstance(inner, (form.Name, form.Call))
            ]
            if any(map(_MOCK.search, names)):
                return dotted(one.callee)
    return ""
