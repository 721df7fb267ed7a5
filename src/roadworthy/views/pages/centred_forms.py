"""Forms that are centred in a box of exactly the screen's height: what is higher than a phone reaches out of it at the top, where nobody
gets to (https://www.w3.org/TR/css-align-3/#overflow-values, "unsafe" alignment)."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.pages.drawn import Drawn, drawings

_FULL = regex(r"^h-(screen|\[100vh\])$|^vh-100$")
_CENTRED = regex(
    r"^(items-center|align-items-center|place-items-center|place-content-center|content-center)$"
)
_MIDDLE = regex(r"^(justify-center|justify-content-center)$")
_SCROLLS = regex(r"^overflow(-y)?-(auto|scroll)$")
_FIELDS = regex(
    r"^(input|Input|select|Select|textarea|Textarea|TextField|FormField|Form\.Control|Form\.Item|PasswordInput)$"
)
# With its heading and its button a form of so many fields, some 70 px each, is higher than the 553 px that Safari leaves of an iPhone SE.
_MANY = 6


def centred_form(app: App, element: Drawn) -> str:
    """What is so of an element of that height with such a form in it; '' for any other."""
    if not any(map(_FULL.match, element.classes)) or any(map(_SCROLLS.match, element.tokens)):
        return ""
    tokens = element.tokens
    column = "flex-col" in tokens or "flex-column" in tokens
    along = any(map(_MIDDLE.match, tokens)) if column else any(map(_CENTRED.match, tokens))
    if not along or any(_SCROLLS.match(token) for one in element.below() for token in one.tokens):
        return ""
    fields = sum(
        1
        for one in _through(app, element)
        if _FIELDS.match(one.tag) and one.attribute("type") not in ("hidden", "checkbox", "radio")
    )
    if fields < _MANY:
        return ""
    return f"{fields} fields are centred in a box of the screen's height at {element.location}: on a phone the upper ones reach out of it"


def _through(app: App, element: Drawn) -> Iterator[Drawn]:
    """What is drawn within an element, by the app's own components as well, one deep."""
    for one in element.below():
        yield one
        if one.tag[:1].isupper() and one.tag in (known := app.view(_by_name)):
            yield from known[one.tag].below()


def _by_name(app: App) -> dict[str, Drawn]:
    """Each component's outermost element. A view."""
    return {drawing.owner.subject: drawing.root for drawing in app.view(drawings)}
