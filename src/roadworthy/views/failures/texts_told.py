"""The text of caught errors in what endpoints answer, wherever it was caught."""

from __future__ import annotations

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Origin

_TEXTS = {"str", "repr", "template", "format", "+", "%", ".message", "join"}
_DEEPEST = 8


def tells_texts(app: App) -> tuple[Endpoint, ...]:
    """The endpoints whose answers hold the text of an error that was caught somewhere. A view."""
    return tuple(
        endpoint
        for endpoint in app.endpoints
        if any(_holds_text(answer.body, False, 0) for answer in endpoint.answers)
    )


def _holds_text(origin: Origin, spoken: bool, depth: int) -> bool:
    if origin.kind != "computed" or depth > _DEEPEST:
        return False
    if origin.operation == "caught":
        return spoken
    spoken = spoken or origin.operation.removesuffix("()") in _TEXTS
    inner = (*origin.inputs, *(value for _, value in origin.fields))
    return any(_holds_text(one, spoken, depth + 1) for one in inner)
