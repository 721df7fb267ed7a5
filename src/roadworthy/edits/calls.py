"""Calls by the name of what they call."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.languages import form


def calls_named(app: App, path: str, name: str) -> list[form.Call]:
    """The calls of `name(...)` and `anything.name(...)` in a module."""
    return [
        node
        for node in form.walk(app.modules[path].body, form.Call)
        if isinstance(node, form.Call)
        and isinstance(node.callee, (form.Member, form.Name))
        and node.callee.name == name
    ]
