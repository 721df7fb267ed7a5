"""Clicks that a key does as well, from somewhere else: the suggestions under a field, chosen with its arrows and Enter."""

from __future__ import annotations

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import bound, last_name
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.pages.drawn import Drawn

_KEYED = ("onKeyDown", "onKeyUp", "onKeyPress")


def by_a_key(app: App, root: Drawn, handler: form.Expr) -> bool:
    """Whether a key handler of the same page calls what a click does."""
    done = _called(handler)
    if not done:
        return False
    for element in root.below():
        for name in _KEYED:
            given = element.value(name)
            if given is not None and done & _reached(app, root, given):
                return True
    return False


def _reached(app: App, root: Drawn, given: form.Expr) -> set[str]:
    """What a key handler calls, itself or in the function that it names."""
    found = _called(given)
    for spot in spots(app, form.Define):
        node = spot.node
        if (
            isinstance(node, form.Define)
            and spot.path == root.location.path
            and found & set(bound(node.target))
            and node.value is not None
        ):
            found = found | _called(node.value)
    for spot in spots(app, form.Function):
        if (
            isinstance(spot.node, form.Function)
            and spot.path == root.location.path
            and spot.node.name in found
        ):
            found = found | _called(spot.node)
    return found


def _called(handler: form.Expr) -> set[str]:
    if isinstance(handler, form.Name):
        return {handler.name}
    return {last_name(node.callee) for node in below((handler,)) if isinstance(node, form.Call)} - {
        "stopPropagation",
        "preventDefault",
        "",
    }
