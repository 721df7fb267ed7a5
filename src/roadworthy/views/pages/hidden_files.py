"""File inputs that are not displayed, behind a label that takes no focus: with a keyboard no file can be chosen.

https://www.w3.org/WAI/WCAG22/Understanding/keyboard.html: what is `display: none` is left out of the order of focus, and a label is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted
from roadworthy.views.code.syntax import below
from roadworthy.views.pages.drawn import Drawn, with_parents
from roadworthy.views.pages.html_pages import HtmlElement, HtmlPage

_LABELS = ("label", "Label", "FormLabel")
_KEYS = ("tabIndex", "onKeyDown", "onKeyUp", "onKeyPress")
_NONE = regex(r"display\s*:\s*none")
_CLICKED = regex(r"\.click\(|addEventListener\(\s*['\"]key")


def hidden_files(root: Drawn) -> Iterator[tuple[Drawn, str]]:
    """Every such input of a component, with what is so. One that some code clicks (`ref.current.click()`) has another way."""
    if _clicks(root):
        return
    elements = list(with_parents(root))
    labels = [one for one, _ in elements if one.tag in _LABELS]
    for element, above in elements:
        if not _is_hidden(element) or element.spread:
            continue
        named = element.attribute("id")
        around = [one for one in above if one.tag in _LABELS]
        around += [one for one in labels if named and one.attribute("htmlFor") == named]
        if around and not any(one.has(*_KEYS) for one in around):
            yield element, _said(str(element.location))


def _is_hidden(element: Drawn) -> bool:
    shown_none = dict(element.style).get("display") == "none" or element.has("hidden")
    return (
        element.tag in ("input", "Input")
        and element.attribute("type") == "file"
        and (shown_none or "hidden" in element.classes or "d-none" in element.classes)
    )


def _clicks(root: Drawn) -> bool:
    return any(dotted(node).endswith("click()") for node in below((root.node,)))


def hidden_files_in(page: HtmlPage) -> Iterator[tuple[HtmlElement, str]]:
    """Every such input of a page's markup, with what is so."""
    if _CLICKED.search(page.text):
        return
    labels = [one for one in page.elements if one.tag == "label"]
    for element in page.elements:
        if element.tag != "input" or element.attribute("type") != "file" or not _is_hidden_in(element):
            continue
        named = element.attribute("id")
        around = [one for one in labels if named and one.attribute("for") == named]
        around += [one for one in _above(page, element) if one.tag == "label"]
        if around and not any(one.attribute("tabindex") is not None for one in around):
            yield element, _said(str(page.place(element)))


def _is_hidden_in(element: HtmlElement) -> bool:
    styled = _NONE.search(element.attribute("style") or "") is not None
    return styled or element.attribute("hidden") is not None or bool(element.classes & {"hidden", "d-none"})


def _above(page: HtmlPage, element: HtmlElement) -> Iterator[HtmlElement]:
    above = element.parent
    while above >= 0:
        yield page.elements[above]
        above = page.elements[above].parent


def _said(place: str) -> str:
    return f"the file input at {place} is not displayed, and its label takes no focus: no key opens it"
