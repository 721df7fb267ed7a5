"""Clicks that a page's own markup listens to (`<span onclick="toggleMenu()">`) on what no key reaches.

https://www.w3.org/WAI/WCAG22/Understanding/keyboard.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.regex import regex
from roadworthy.views.pages.html_pages import HtmlElement, HtmlPage
from roadworthy.views.pages.mouse_clicks import INTERACTIVE

MARKUP = "markup"
"""The anchor of what attributes of a page's markup listen to."""

_CLICKS = (
    "onclick",
    "@click",
    "x-on:click",
    "v-on:click",
    "@click.prevent",
    "@click.stop",
    "ng-click",
    "(click)",
)
_KEYS = ("onkeydown", "onkeyup", "onkeypress", "href", "contenteditable", "aria-hidden", "hidden",
         "data-bs-toggle", "data-toggle", "disabled")  # fmt: skip
_HEARS_KEYS = regex(r"^(@|x-on:|v-on:|ng-|\()?key(down|up|press)")
# A script of the page that hears keys may do it for what takes the focus.
_LISTENS = regex(r"key(down|up|press)")
_CONTROLS = INTERACTIVE | {"details", "dialog", "object", "embed"}
# What covers the page behind a dialog ends it by a click beside it, which its own button does as well.
_COVER = regex(r"overlay|backdrop|modal|mask|scrim|lightbox|popup|drawer", re.I)
_FUNCTION = regex(r"([A-Za-z_$][\w$.]*)\s*\(")
_PASSIVE = regex(
    r"^\s*((event|\$event|e|this|return|false|true|stopPropagation|preventDefault|\(\)|[.;\s])+|)\s*$"
)


def mouse_only(page: HtmlPage) -> Iterator[tuple[HtmlElement, str]]:
    """Every such element with what is so."""
    held = _functions_of_controls(page)
    for number, element in enumerate(page.elements):
        acts = _acts(element)
        if element.tag in _CONTROLS or "-" in element.tag or not acts or _PASSIVE.match(acts):
            continue
        if _has_keys(element) or _is_cover(element, acts) or _stands_in_control(page, element):
            continue
        if any(inner.tag in _CONTROLS for inner in page.inside(number)) or _functions(acts) & held:
            continue
        focused = element.attribute("tabindex") is not None
        if focused and _LISTENS.search(page.text):
            continue
        why = (
            "no key does the same: it takes the focus and hears no key"
            if focused
            else "no key reaches it: no button, no tabindex, no key handler"
        )
        yield element, f"<{element.tag}> at {page.place(element)} acts on a click, and {why}"


def _acts(element: HtmlElement) -> str:
    return next((told for name in _CLICKS if (told := element.attribute(name))), "")


def _has_keys(element: HtmlElement) -> bool:
    return any(name in _KEYS or _HEARS_KEYS.match(name) for name, _ in element.attributes)


def _is_cover(element: HtmlElement, acts: str) -> bool:
    named = " ".join((*element.classes, element.attribute("id") or ""))
    return bool(_COVER.search(named)) or "event.target" in acts


def _stands_in_control(page: HtmlPage, element: HtmlElement) -> bool:
    above = element.parent
    while above >= 0:
        if page.elements[above].tag in _CONTROLS or page.elements[above].attribute("role") in (
            "button",
            "link",
        ):
            return True
        above = page.elements[above].parent
    return False


def _functions(acts: str) -> set[str]:
    return {found.group(1) for found in _FUNCTION.finditer(acts)} - {
        "event.stopPropagation",
        "event.preventDefault",
    }


def _functions_of_controls(page: HtmlPage) -> set[str]:
    """What buttons and links of the page call, so that a key gets there another way."""
    return {name for one in page.elements if one.tag in _CONTROLS for name in _functions(_acts(one))}
