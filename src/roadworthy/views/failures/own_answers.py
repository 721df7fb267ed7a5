"""The app's own functions that answer a failure, and keep its text to themselves."""

from __future__ import annotations

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.spots import spots
from roadworthy.views.failures.error_text import answers_in, leaks


def is_careful(app: App, node: form.Node) -> bool:
    """Whether a call answers by a function of the app that shows the text of errors of its own kinds alone. What belongs to
    something (`res.json`) is the framework's, whatever the app calls its own."""
    return (
        isinstance(node, form.Call)
        and isinstance(node.callee, form.Name)
        and node.callee.name in app.view(_careful)
    )


def _careful(app: App) -> frozenset[str]:
    """By name: where one of several of a name is careless, all are."""
    found: dict[str, bool] = {}
    for spot in spots(app, form.Function):
        function = spot.node
        assert isinstance(function, form.Function)
        if not function.name or not function.parameters or not answers_in(function.body):
            continue
        shown = any(
            next(leaks(function.body, one.target.name, returned=True), None) is not None
            for one in function.parameters
            if isinstance(one.target, form.Name)
        )
        found[function.name] = found.get(function.name, True) and not shown
    return frozenset(name for name, careful in found.items() if careful)
