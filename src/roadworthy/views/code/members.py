"""Names that the code reads of something."""

from __future__ import annotations

from roadworthy.app.model import App
from roadworthy.languages import form


def member_names(app: App) -> frozenset[str]:
    """`name` of every `holder.name` in the code. A view."""
    return frozenset(
        node.name
        for module in app.modules.values()
        for node in form.walk(module.body, form.Member)
        if isinstance(node, form.Member)
    )
