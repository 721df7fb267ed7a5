"""Requests of pages whose refusal people are told of: what is left unsaid there is a lost connection alone."""

from __future__ import annotations

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import names_in, without_functions
from roadworthy.views.failures.deeds import Deeds
from roadworthy.views.failures.fetch_calls import asks_status, kept_answers


def told_refusals(app: App) -> frozenset[tuple[str, int]]:
    """Where `fetch` is called, and the function says something when the status is not that of success. A view."""
    return frozenset(
        (spot.path, call.span.start)
        for spot, _node, call, name in kept_answers(app)
        if _tells(name, spot.functions[0])
    )


def _tells(name: str, function: form.Function) -> bool:
    return any(
        name in names_in(node.test) and asks_status(node.test, name) and _says(node)
        for node in without_functions(function.body)
        if isinstance(node, form.If)
    )


def _says(node: form.If) -> bool:
    """Whether the branch of a refusal does something that is no error nobody catches: `if (!answer.ok) toast.error(...)`."""
    denied = isinstance(node.test, form.Operation) and node.test.operator == "not"
    deeds = Deeds(node.then if denied else node.otherwise)
    return deeds.acts and not deeds.raises
