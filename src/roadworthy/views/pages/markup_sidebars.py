"""Sidebars of pages written as HTML that take most of a phone: a width of their own and nothing that puts them away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.pages.html_pages import HtmlElement, HtmlPage
from roadworthy.views.pages.style_sheets import Rule, rules

# Half of a phone (375 CSS px) and more, and no column of content.
_LEAST, _MOST = 180, 360
_TOKEN = regex(r"^w-(48|52|56|60|64|72|80|\[(1[89]|2\d|3[0-4])\dpx\])$")
_NAMED = regex(r"side[-_]?(bar|nav|menu)", re.I)
_STEPS_ASIDE = regex(
    r"^(sm|md|lg|xl|max-\w+):|translate-x|^(d-none|hidden|collapse|offcanvas)$|^d-(sm|md|lg)-"
)
_TOGGLED = regex(
    r"toggl\w*[-_ ]?(side|menu|nav)|(side|menu|nav)\w*[-_ ]?toggl|burger|offcanvas|menu-?btn|sidebar[-_]?(open|close|collaps)|openNav"
    r"|data-(bs-)?toggle=[\"'](collapse|offcanvas)",
    re.I,
)
_PIXELS = regex(r"(?:^|;)\s*(?:min-)?width\s*:\s*(\d+)px")
_CLASS = regex(r"\.(-?[_a-zA-Z][\w-]*)\s*$")


def always_beside(app: App, page: HtmlPage) -> Iterator[tuple[HtmlElement, str]]:
    """Every such sidebar of a page."""
    if _TOGGLED.search(page.text):
        return
    for number, element in enumerate(page.elements):
        inside = page.inside(number)
        if not _is_beside(element) or sum(one.tag == "a" for one in inside) < 2:
            continue
        if any(map(_STEPS_ASIDE.search, element.classes)) or any(
            map(_STEPS_ASIDE.search, _around(page, element))
        ):
            continue
        width = _width(app, element)
        if width:
            yield (
                element,
                f"{width} beside the content at {page.place(element)}, with nothing that puts it away on a phone",
            )


def _around(page: HtmlPage, element: HtmlElement) -> frozenset[str]:
    return page.elements[element.parent].classes if element.parent >= 0 else frozenset()


def _is_beside(element: HtmlElement) -> bool:
    named = " ".join((*element.classes, element.attribute("id") or ""))
    pinned = "flex-shrink-0" in element.classes and element.tag == "div"
    return element.tag == "aside" or pinned or _NAMED.search(named) is not None


def _width(app: App, element: HtmlElement) -> str:
    token = next((one for one in sorted(element.classes) if _TOKEN.match(one)), "")
    if token:
        return token
    styled = _PIXELS.search(element.attribute("style") or "")
    if styled is not None and _LEAST <= int(styled[1]) <= _MOST:
        return f"{styled[1]}px"
    return next(
        (f"{width}px" for name in sorted(element.classes) if (width := app.view(_fixed).get(name))), ""
    )


def _fixed(app: App) -> dict[str, int]:
    """Classes that a sheet makes so wide on every screen, of which no rule for small screens speaks. A view."""
    found: dict[str, int] = {}
    bends: set[str] = set()
    for rule in app.view(rules):
        for selector in rule.selectors.split(","):
            last = _CLASS.search(selector.strip())
            if rule.media:
                bends |= set(re.findall(r"\.([\w-]+)", selector))
            elif last is not None and (width := _of(rule)):
                found[last[1]] = width
    return {name: width for name, width in found.items() if name not in bends}


def _of(rule: Rule) -> int:
    for name in ("width", "min-width"):
        size = re.match(r"^(\d+)px$", rule.value(name) or "")
        if size is not None and _LEAST <= int(size[1]) <= _MOST:
            return int(size[1])
    return 0
