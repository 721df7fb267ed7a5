"""Questions that were put together before they were asked."""

from __future__ import annotations

from roadworthy.languages import form
from roadworthy.views.code.dotted import bound
from roadworthy.views.code.syntax import Spot, below


def built(name: str, spot: Spot) -> form.Node | None:
    """What the query `name` began as: `let query = client.from('x').select()`, narrowed or not before it is awaited."""
    for function in spot.functions:
        for node in below(function.body):
            if isinstance(node, form.Define) and bound(node.target) == {name}:
                return node.value
    return None
