"""What in the page sends a request to which endpoint, and whether it can be sent twice."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.component import Component, Form
from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.regex import regex

_PARAMETER = regex(r":\w+\??|\{[^}]+\}|<[^>]+>|\[[^\]]+\]|\$\{[^}]*\}")


class Sender(Struct, frozen=True):
    """A form or button of a component that sends a request to an endpoint."""

    component: Component
    form: Form


def senders(app: App, endpoint: Endpoint) -> tuple[Sender, ...]:
    """The forms and buttons whose handler makes a request to an endpoint."""
    wanted = (endpoint.method, path_shape(endpoint.path))
    return app.view(_by_target).get(wanted, ())


def path_shape(path: str) -> str:
    """A path with `*` for what varies, so that page and server spell it alike."""
    return _PARAMETER.sub("*", path.split("?")[0]).rstrip("/") or "/"


def _by_target(app: App) -> dict[tuple[str, str], tuple[Sender, ...]]:
    found: dict[tuple[str, str], tuple[Sender, ...]] = {}
    for component in app.components:
        for form in component.forms:
            for method, path in form.fetches:
                key = (method.upper(), path_shape(path))
                found[key] = (*found.get(key, ()), Sender(component, form))
    return found
