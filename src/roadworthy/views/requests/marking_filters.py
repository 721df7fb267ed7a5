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
    functions = [spot.node for spot in spots(app, form.Function) if isinstance(spot.node, form.Function)]
    cleaning = frozenset(
        one.name for one in functions if one.name and (_gives_cleaned(one) or _escapes_markup(one))
    )
    return frozenset(name for one in functions for name in _names(one, cleaning))


def _gives_cleaned(function: form.Function) -> bool:
    """Whether all that a function gives back is what a cleaner made of it: `return bleach.clean(markdown(text))`."""
    given = [node.value for node in form.walk(function.body, form.Return) if isinstance(node, form.Return)]
    return bool(given) and all(
        isinstance(value, form.Call) and _CLEANS.search(last_name(value.callee)) for value in given
    )


def _escapes_markup(function: form.Function) -> bool:
    """Whether it reads Markdown by mistune as it is unless it is told otherwise: markup in the text is escaped and `javascript:` is no
    link (https://mistune.lepture.com/en/latest/guide.html)."""
    calls = [node for node in form.walk(function.body, form.Call) if isinstance(node, form.Call)]
    given = [entry for call in calls for entry in call.keywords]
    told = any(_is_named(one, "escape") and _is_false(one.value) for one in given)
    return not told and any(last_name(call.callee) == "create_markdown" for call in calls)


def _is_false(value: form.Expr) -> bool:
    return isinstance(value, form.Literal) and value.value is False


def _names(function: form.Function, cleaning: frozenset[str]) -> Iterator[str]:
    if not function.decorators:
        return
    names = [name for one in function.decorators if (name := _registered(one, function.name))]
    if names and _marks(function, cleaning):
        yield from names


def _registered(decorator: form.Expr, own: str) -> str:
    """The name that `@register.filter`, `@register.filter(name="x")` or `@app.template_filter("x")` gives; '' for others."""
    call = decorator if isinstance(decorator, form.Call) else None
    if last_name(call.callee if call is not None else decorator) not in _REGISTERS:
        return ""
    given = (
        [*call.arguments[:1], *(one.value for one in call.keywords if _is_named(one, "name"))] if call else []
    )
    words = [str(one.value) for one in given if isinstance(one, form.Literal) and isinstance(one.value, str)]
    return words[0] if words else own


def _is_named(entry: form.Entry, name: str) -> bool:
    return isinstance(entry.key, form.Literal) and entry.key.value == name


def _marks(function: form.Function, cleaning: frozenset[str]) -> bool:
    """Whether it marks something else than a constant as safe, and nothing in it, nor what it calls, escapes or cleans."""
    calls = [node for node in form.walk(function.body, form.Call) if isinstance(node, form.Call)]
    marked = [call for call in calls if last_name(call.callee) in _MARKS and call.arguments]
    return any(not isinstance(call.arguments[0], form.Literal) for call in marked) and not any(
        last_name(call.callee) in cleaning or _CLEANS.search(last_name(call.callee)) for call in calls
    )
