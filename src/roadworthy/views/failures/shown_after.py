"""The text of an error that a handler keeps, and that the function shows once all is over."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.languages import form
from roadworthy.views.code.dotted import without_functions
from roadworthy.views.code.syntax import Spot
from roadworthy.views.failures.error_text import hands_on, kept_texts


def shown_after(spot: Spot, body: tuple[form.Statement, ...], error: str) -> Iterator[form.Node]:
    """The answers after an attempt that show what its handler kept of the error: `except Exception as e: message = str(e)`, then
    `render(request, "page.html", {"message": message})`."""
    texts = kept_texts(body, error)
    if not texts or not spot.functions:
        return
    for node in without_functions(spot.functions[0].body):
        later = node.span.start >= spot.node.span.end
        if later and isinstance(node, form.Call) and hands_on(node, texts):
            yield node
