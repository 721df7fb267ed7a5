"""What is put into a router, and the routes that this adds up to."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.interpret import (
    Value,
)
from roadworthy.languages import form


class Layer(Struct, frozen=True):
    """Something put into a router: at `path`, for `method` ('' for use), in this order."""

    method: str
    path: str
    handlers: tuple[Value, ...]
    module: str
    node: form.Node


class Chain(Struct, frozen=True):
    """One route with everything that runs before it, outermost first."""

    method: str
    path: str
    before: tuple[tuple[Value, Layer], ...]
    layer: Layer
