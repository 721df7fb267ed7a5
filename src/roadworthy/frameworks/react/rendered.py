"""An element that was rendered, as an event of a run."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.interpret import Context, Markup


class Rendered(Struct, frozen=True):
    """An element was rendered; `handled` are the slices of the trace that its event handlers made."""

    markup: Markup
    path: str
    context: Context
    handled: tuple[tuple[str, int, int], ...]
