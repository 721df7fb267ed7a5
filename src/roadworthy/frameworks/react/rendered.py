"""An element that was rendered, as an event of a run."""

from __future__ import annotations

from dataclasses import dataclass

from roadworthy.interpret import Context, Markup


@dataclass(frozen=True, slots=True)
class Rendered:
    """An element was rendered; `handled` are the slices of the trace that its event handlers made."""

    markup: Markup
    path: str
    context: Context
    handled: tuple[tuple[str, int, int], ...]
