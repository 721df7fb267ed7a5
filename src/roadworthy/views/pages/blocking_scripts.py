"""Scripts of other people's hosts that a page waits for before it shows anything."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.pages.html_pages import HtmlElement, HtmlPage, html_pages

_ELSEWHERE = regex(r"^(?:https?:)?//([^/:?#]+)", re.I)
_OWN_MACHINE = regex(r"^(localhost|127\.|0\.0\.0\.0)")
_CLASSIC = {"", "text/javascript", "application/javascript"}


class BlockingScript(Struct, frozen=True):
    """A script of `host` that stops the parser until it has come. `inline_after` when code in the page itself follows that
    may need it at once."""

    url: str
    host: str
    location: Location
    inline_after: bool


def blocking_scripts(app: App) -> tuple[tuple[HtmlPage, tuple[BlockingScript, ...]], ...]:
    """The documents that wait for scripts of other hosts (https://html.spec.whatwg.org/multipage/scripting.html: neither `async`
    nor `defer`, no module), with those. A view."""
    found = ((page, _scripts(page)) for page in app.view(html_pages) if page.whole)
    return tuple((page, scripts) for page, scripts in found if scripts)


def _scripts(page: HtmlPage) -> tuple[BlockingScript, ...]:
    # An app that draws itself does so by a module, which runs once the whole document was read.
    drawn = any(
        one.tag == "script" and one.attribute("type") == "module" and one.attribute("src")
        for one in page.elements
    )
    blocking = []
    for number, element in enumerate(page.elements):
        host = _host(element)
        if host and (drawn or _in_head(page, element)):
            blocking.append(
                BlockingScript(
                    element.attribute("src") or "", host, page.place(element), _inline_after(page, number)
                )
            )
    return tuple(blocking)


def _host(element: HtmlElement) -> str:
    """The other host that a classic script is waited for from; '' for everything else."""
    if element.tag != "script" or (element.attribute("type") or "").lower() not in _CLASSIC:
        return ""
    if element.attribute("async") is not None or element.attribute("defer") is not None:
        return ""
    match = _ELSEWHERE.match((element.attribute("src") or "").strip())
    return match[1].lower() if match is not None and not _OWN_MACHINE.match(match[1]) else ""


def _in_head(page: HtmlPage, element: HtmlElement) -> bool:
    parent = element.parent
    while parent >= 0:
        if page.elements[parent].tag == "head":
            return True
        parent = page.elements[parent].parent
    return False


def _inline_after(page: HtmlPage, number: int) -> bool:
    return any(
        one.tag == "script"
        and one.attribute("type") != "module"
        and (one.attribute("src") is None or one.attribute("defer") is None)
        for one in page.elements[number + 1 :]
    )
