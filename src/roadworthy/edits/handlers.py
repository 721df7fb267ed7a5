"""The function that answers an endpoint."""

from __future__ import annotations

from roadworthy.app import App, Endpoint
from roadworthy.languages import form


def handler_function(app: App, endpoint: Endpoint) -> form.Function | None:
    """The function; None where its handler is none of the app's own."""
    module = app.modules.get(endpoint.handler.path)
    for node in form.walk(module.body if module is not None else ()):
        if isinstance(node, form.Function) and node.span.start == endpoint.handler.start:
            return node
    return None
