"""Catches around a mutation that itself tells people of its failure (`onError` of React Query): nothing is left to say there."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import bound, chain, dotted, last_name, without_functions
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.pages.query_hooks import MUTATIONS

_RUN = ".mutateAsync"


def told_by_mutation(app: App, spot: Spot, attempted: Iterable[form.Node]) -> bool:
    """Whether all that is waited for there are such mutations."""
    waits = [node for node in without_functions(tuple(attempted)) if isinstance(node, form.Await)]
    names = {_mutation(node) for node in waits}
    return bool(names) and all(name and _tells(app, spot, name) for name in names)


def _mutation(node: form.Await) -> str:
    """What `await remove.mutateAsync(id)` is called on; '' for any other wait."""
    called = next((dotted(call.callee) for call in chain(node)), "")
    return called.removesuffix(_RUN) if called.endswith(_RUN) else ""


def _tells(app: App, spot: Spot, name: str) -> bool:
    for function in spot.functions:
        for node in below(function.body):
            if isinstance(node, form.Define) and name in bound(node.target):
                value = node.value
                return isinstance(value, form.Call) and (
                    _has_on_error(value) or last_name(value.callee) in app.view(_telling_hooks)
                )
    return False


def _telling_hooks(app: App) -> frozenset[str]:
    """The app's own hooks that are a mutation which tells. A view."""
    return frozenset(
        spot.functions[-1].name
        for spot in spots(app, form.Call)
        if isinstance(spot.node, form.Call) and spot.functions and _has_on_error(spot.node)
    )


def _has_on_error(call: form.Call) -> bool:
    return last_name(call.callee) in MUTATIONS and any(
        isinstance(entry.key, form.Literal) and entry.key.value == "onError"
        for record in call.arguments
        if isinstance(record, form.Record)
        for entry in record.entries
    )
