"""Elements as wide as a desk, whatever the screen: `style={{ minWidth: 720 }}`, `sx={{ width: 900 }}`, `min-w-[650px]`."""

from __future__ import annotations

import re

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.pages.drawn import Drawn

# Wider than any phone held upright (430 CSS px, iPhone Pro Max), with some room for tablets' own layouts.
_WIDER = 480
_PIXELS = regex(r"^(\d+(?:\.\d+)?)px$")
_CLASS = regex(r"^(w|min-w)-\[(\d+)px\]$")
_BENDS = regex(
    r"^max-w-(full|screen|\[(100%|\d+vw)\])$|^(sm|md|lg|xl|2xl|max-\w+|min-\[[^\]]+\]|max-\[[^\]]+\]):(min-)?(w|max-w)-"
)
_SCROLLS = regex(r"^overflow(-x)?-(auto|scroll|hidden)$|table-responsive|scroll", re.I)
_SCROLLERS = regex(
    r"Scroll|TableContainer|Carousel|Slider|Swiper|Marquee|svg|canvas|Chart|Canvas|Map|table", re.I
)
# MUI's, whose `sx` and `style` are an element's own.
_BOXES = frozenset({"Box", "Paper", "Card", "Stack", "Grid", "Container", "TextField"})
# What is drawn elsewhere has a width of its own.
_ELSEWHERE = regex(
    r"^(iframe|img|Image|svg|path|rect|canvas|video|col|td|th)$|Html|Head|Body|Email|Preview|Pdf|Document|Page$|Column|Cell"
)


def too_wide_for_phones(element: Drawn, above: tuple[Drawn, ...]) -> str:
    """The width that pushes a page over the edge of a phone, in words; '' where none does or something lets it scroll."""
    if not _is_box(element) or any(_scrolls(one) for one in (*above, element)):
        return ""
    said = _in_style(element) or _in_classes(element)
    if any(map(_is_laid_over, (*above, element))) and not said.startswith("min-"):
        return ""  # what lies over the page is often drawn for its looks
    return (
        f"{said} at {element.location} is wider than a phone, and nothing lets it shrink or scroll"
        if said
        else ""
    )


def _scrolls(element: Drawn) -> bool:
    style = dict(element.style) | _sx(element)
    return (
        bool(_SCROLLERS.search(element.tag))
        or any(map(_SCROLLS.search, element.tokens))
        or any(style.get(name) not in (None, "visible") for name in ("overflow", "overflow-x"))
    )


def _is_box(element: Drawn) -> bool:
    """Whether an element lays out what is in it by its own style: what a library draws may know its own way on small screens."""
    return not _ELSEWHERE.search(element.tag) and (element.tag[:1].islower() or element.tag in _BOXES)


def _is_laid_over(element: Drawn) -> bool:
    style = dict(element.style) | _sx(element)
    return style.get("position") in ("absolute", "fixed") or bool({"absolute", "fixed"} & element.tokens)


def _in_style(element: Drawn) -> str:
    style = dict(element.style) | _sx(element)
    if "max-width" in style:
        style.pop("width", None)
    for name in ("min-width", "width"):
        size = _PIXELS.match(style.get(name, ""))
        if size and float(size[1]) > _WIDER:
            return f"{name}: {style[name]}"
    return ""


def _in_classes(element: Drawn) -> str:
    if any(map(_BENDS.search, element.tokens)):
        return ""
    for token in sorted(element.classes):
        size = _CLASS.match(token)
        if size and int(size[2]) > _WIDER:
            return token
    return ""


def _sx(element: Drawn) -> dict[str, str]:
    """What MUI's `sx` says for every screen; a number is one of pixels (https://mui.com/system/sizing/), one by breakpoint is left out."""
    given = element.value("sx")
    found: dict[str, str] = {}
    for entry in given.entries if isinstance(given, form.Record) else ():
        if isinstance(entry.key, form.Literal) and isinstance(entry.value, form.Literal):
            name = re.sub(r"[A-Z]", lambda capital: "-" + capital[0].lower(), str(entry.key.value))
            value = entry.value.value
            found[name] = f"{value}px" if isinstance(value, (int, float)) and value > 1 else str(value)
        elif isinstance(entry.key, form.Literal):
            found.setdefault(str(entry.key.value).replace("maxWidth", "max-width"), "by breakpoint")
    return found
