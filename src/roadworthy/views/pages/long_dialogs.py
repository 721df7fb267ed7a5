"""Dialogs that are higher than a phone and do not scroll."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.views.pages.drawn import Drawn, drawings, with_parents

_FIELDS = frozenset(
    {
        "input",
        "select",
        "textarea",
        "Input",
        "Select",
        "Textarea",
        "FormField",
        "DatePicker",
        "Switch",
        "Checkbox",
    }
)
_FORM_FIELDS = 6
# A row of a label and a field takes about 78 px, what is around them 200; a small phone shows 550.
_FORM_ROWS = 5


def too_long(app: App, element: Drawn) -> str:
    """What is so where the buttons of a dialog lie outside the screen; '' where they do not."""
    if element.tag not in ("DialogContent", "ModalContent") or _scrolls_by_itself(app, element.tag):
        return ""
    inside = list(element.below())
    if any(
        token.startswith(("max-h-", "overflow-y", "overflow-auto", "h-[", "h-full", "h-screen", "h-dvh"))
        for one in inside
        for token in one.tokens
    ):
        return ""
    if any(one.tag == "ScrollArea" for one in inside):
        return ""
    fields = [one for one in inside if one.tag in _FIELDS]
    wrapped = [one for one in fields if one.tag == "FormField"] or fields
    if len(wrapped) < _FORM_FIELDS or _rows(element, wrapped) < _FORM_ROWS:
        return ""
    return f"a dialog with {len(wrapped)} fields at {element.location} is higher than a phone and cannot be scrolled"


def _rows(dialog: Drawn, fields: list[Drawn]) -> int:
    """How many rows the fields take on a phone: those of one `grid-cols-2` stand side by side there as well."""
    wanted = {id(one) for one in fields}
    beside: dict[int, tuple[int, int]] = {}
    for one, around in with_parents(dialog):
        if id(one) in wanted:
            grid, columns = next(_columns(around), (one, 1))
            beside[id(grid)] = (beside.get(id(grid), (0, 1))[0] + 1, columns)
    return sum(-(-held // columns) for held, columns in beside.values())


def _columns(around: tuple[Drawn, ...]) -> Iterator[tuple[Drawn, int]]:
    for one in reversed(around):
        for token in one.tokens:
            if re.fullmatch(r"grid-cols-[2-9]", token):
                yield one, int(token[-1])


def _scrolls_by_itself(app: App, name: str) -> bool:
    """Whether the app's own dialog component bounds its height."""
    return any(
        token.startswith(("max-h-", "overflow-y", "overflow-auto"))
        for drawing in app.view(drawings)
        if drawing.owner.subject == name
        for one in drawing.root.below()
        for token in one.tokens
    )
