"""Filters of the app's own for its templates that say that what they give is markup: nothing escapes it after them."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.spots import spots

_REGISTERS = ("filter", "template_filter", "app_template_filter")
_MARKS = ("mark_safe", "Markup", "SafeString", "SafeText")
_CLEANS = regex(r"escape|sanit|bleach|clean|nh3|format_html|strip_tags|urlize|dumps|int$|float$")


def marking_filters(app: App) -> frozenset[str]:
    """By the names that templates call them by. A view."""
    return frozenset(name for spot in spots(app, form.Function) for name in _names(spot.node))


def _names(function: form.Node) -> Iterator[str]:
    if not isinstance(function, form.Function) or not function.decorators:
        return
    names = [name for one in function.decorators if (name := _registered(one, function.name))]
    if names and _marks(function):
        yield from names


def _registered(decorator: form.Expr, own: str) -> str:
    """The name that `@register.filter`, `@register.filter(name="x")` or `@app.template_filter("x")` gives; '' for others."""
    call = decorator if isinstance(decorator, form.Call) else None
    if last_name(call.callee if call is not None else decorator) not in _REGISTERS:
        return ""
    given = [*call.arguments[:1], *(one.value for one in call.keywords if _is_name(one))] if call else []
    words = [str(one.value) for one in given if isinstance(one, form.Literal) and isinstance(one.value, str)]
    return words[0] if words else own


def _is_name(entry: form.Entry) -> bool:
    return isinstance(entry.key, form.Literal) and entry.key.value == "name"


def _marks(function: form.Function) -> bool:
    """Whether it marks something else than a constant as safe, and nothing in it escapes or cleans."""
    calls = [node for node in form.walk(function.body, form.Call) if isinstance(node, form.Call)]
    marked = [call for call in calls if last_name(call.callee) in _MARKS and call.arguments]
    return any(not isinstance(call.arguments[0], form.Literal) for call in marked) and not any(
        _CLEANS.search(last_name(call.callee)) for call in calls
    )
