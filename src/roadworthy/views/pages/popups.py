"""Windows that a page opens when the answer of a request is there: too late for browsers that ask for a click first."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.browser_call import BrowserCall
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import Regex, regex
from roadworthy.views.code.dotted import dotted
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below

# The window that is there already, and schemes that leave it as it is.
_HERE = regex(r"^(_self|_top|_parent)$")
_NO_WINDOW = regex(r"^(mailto|tel|sms):")


def late_popups(app: App) -> tuple[BrowserCall, ...]:
    """The uses of `window.open` after something was waited for, where nobody looks whether a window came of it. A view."""
    return tuple(
        _call(app, spot)
        for spot in spots(app, form.Evaluate)
        if isinstance(spot.node, form.Evaluate) and _opens(spot.node.value) and _is_late(app, spot)
    )


def _opens(value: form.Expr) -> bool:
    if not isinstance(value, form.Call) or dotted(value.callee) not in ("window.open", "globalThis.open"):
        return False
    first, second = (*value.arguments, None, None)[:2]
    return not (_says(second, _HERE) or _says(first, _NO_WINDOW) or first is None)


def _says(value: form.Expr | None, words: Regex[str]) -> bool:
    if isinstance(value, form.Template) and value.parts:
        value = value.parts[0]
    return isinstance(value, form.Literal) and words.match(str(value.value)) is not None


def _is_late(app: App, spot: Spot) -> bool:
    """Whether its function waited for something before, and something calls that function."""
    functions = spot.functions
    if not functions or not _waited(functions[0], spot.node.span):
        return False
    module = app.modules[spot.path]
    return all(not one.name or _is_named(module, one) for one in functions[:-1])


def _waited(function: form.Function, place: form.Span) -> bool:
    own = [node for node in below(function.body) if isinstance(node, (form.Await, form.Function))]
    inner = [node.span for node in own if isinstance(node, form.Function)]
    return any(
        isinstance(node, form.Await)
        and node.span.end <= place.start
        and not any(span.start <= node.span.start and node.span.end <= span.end for span in inner)
        for node in own
    )


def _is_named(module: form.Module, function: form.Function) -> bool:
    """Whether its name stands anywhere but where it is made."""
    nodes = list(below(module.body))
    made = {
        node.target.span
        for node in nodes
        if isinstance(node, form.Define) and isinstance(node.target, form.Name)
    }
    return any(
        isinstance(node, form.Name)
        and node.name == function.name
        and node.span not in made
        and not node.span.within(function.span)
        for node in nodes
    )


def _call(app: App, spot: Spot) -> BrowserCall:
    assert isinstance(spot.node, form.Evaluate)
    place = at(spot.path, spot.node.value)
    return BrowserCall("window.open", place, _owner(app, place, spot), "request", False, False)


def _owner(app: App, place: Location, spot: Spot) -> str:
    """The component it stands in, or the outermost function (a hook)."""
    around = [
        one.name
        for one in app.components
        if one.location.path == place.path and one.body.start <= place.start and place.end <= one.body.end
    ]
    return around[0] if around else next(_names(spot), place.path)


def _names(spot: Spot) -> Iterator[str]:
    return (one.name for one in reversed(spot.functions) if one.name)
