"""Frames that are as high as the screen around pages that scroll, and windows pinned to a corner."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.syntax import below
from roadworthy.views.pages.drawn import Drawn, drawings

_WIDE_PREFIX = regex(r"^(sm|md|lg|xl|2xl|tablet|desktop|min-\[[^\]]+\]):")
# Widths from 376 px on: with its distance from the edge such a window is cut off on a phone of 390 px.
_WIDER = regex(r"^(w|min-w)-(96|\[(37[6-9]|3[89]\d|[4-9]\d\d)px\]|\[(2[4-9]|[3-9]\d)rem\])$")
_LAYOUT = regex(r"(^|/)layout\.[jt]sx?$")


def frames_pages(app: App, element: Drawn) -> bool:
    """Whether it is the layout around pages that scroll within it."""
    path = element.location.path
    shown = any(isinstance(node, form.Name) and node.name == "children" for node in below((element.node,)))
    if not shown or not _LAYOUT.search(path):
        return False
    folder = path[: path.rfind("/") + 1]
    return any(
        drawing.root.location.path.startswith(folder)
        and any({"overflow-y-auto", "overflow-auto"} & one.tokens for one in drawing.root.below())
        for drawing in app.view(drawings)
    )


def too_wide(element: Drawn) -> str:
    """A window pinned to a corner (a chat, a panel) that a phone has no room for."""
    width = next((token for token in element.classes if _WIDER.match(token)), "")
    pinned = "fixed" in element.tokens and any(
        re.match(r"^(right|left|bottom)-\d", t) for t in element.tokens
    )
    if not width or not pinned:
        return ""
    bends = any(
        token.startswith(("max-w-", "max-[", "w-full")) or _WIDE_PREFIX.match(token)
        for token in element.tokens
    )
    return "" if bends else f"{width} pinned to a corner at {element.location} is wider than a phone"
