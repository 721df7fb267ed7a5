"""Menus that a style sheet shows while a mouse is over what stands before them, and that nothing else opens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.pages.drawn import Drawn
from roadworthy.views.pages.html_pages import HtmlElement, HtmlPage
from roadworthy.views.pages.style_sheets import Rule, rules

_HIDDEN = frozenset({"hidden", "invisible"})
# Tailwind's `group-hover:block`, and that of a named group.
_SHOWN = regex(r"^(group|peer)-hover(/[\w-]+)?:(block|flex|grid|inline|visible)")
_OTHERWISE = regex(r"focus|pointer-coarse|touch|active:")
_LINKS = ("a", "Link", "NavLink", "button", "Button")
_HOVERED = regex(r":hover\b[^,{]*?\.([\w-]+)\s*$")
_LAST = regex(r"\.([\w-]+)\s*$")


def hover_menu(element: Drawn, above: tuple[Drawn, ...]) -> str:
    """What is so of an element with links that only a hover shows; '' for any other."""
    if not _by_classes(element.tokens) or any(one.has("onClick", "onFocus") for one in above[-2:]):
        return ""
    links = any(one.tag in _LINKS for one in element.below())
    return _said(element.tag, str(element.location)) if links else ""


def hover_menus_in(app: App, page: HtmlPage) -> Iterator[tuple[HtmlElement, str]]:
    """Every such element of a page's markup."""
    by_sheet = app.view(_shown_by_hover)
    for number, element in enumerate(page.elements):
        if not _by_classes(element.classes) and not element.classes & by_sheet:
            continue
        if any(inner.tag in _LINKS for inner in page.inside(number)):
            yield element, _said(element.tag, str(page.place(element)))


def _by_classes(tokens: frozenset[str]) -> bool:
    return (
        bool(tokens & _HIDDEN) and any(map(_SHOWN.match, tokens)) and not any(map(_OTHERWISE.search, tokens))
    )


def _shown_by_hover(app: App) -> frozenset[str]:
    """The classes that one rule hides and a rule with `:hover` alone shows. A view."""
    hidden, hovered, otherwise = set(), set(), set()
    for rule in app.view(rules):
        for selector in rule.selectors.split(","):
            over, last = _HOVERED.search(selector), _LAST.search(selector)
            if _hides(rule) and last is not None:
                hidden.add(last[1])
            elif _shows(rule) and over is not None and "focus" not in selector:
                hovered.add(over[1])
            elif _shows(rule):
                otherwise |= set(re.findall(r"\.([\w-]+)", selector))
    scripted = "\n".join(module_text for module_text in app.view(_scripts))
    return frozenset(name for name in hidden & hovered - otherwise if name not in scripted)


def _scripts(app: App) -> tuple[str, ...]:
    """The scripts of pages, which may open by the name of a class."""
    return tuple(app.text(path) for path in app.modules if path.endswith(".js") and "/static" in f"/{path}")


def _hides(rule: Rule) -> bool:
    return rule.value("display") == "none" or rule.value("visibility") == "hidden"


def _shows(rule: Rule) -> bool:
    display = rule.value("display")
    return (display is not None and display != "none") or rule.value("visibility") == "visible"


def _said(tag: str, place: str) -> str:
    return f"<{tag}> at {place} is shown only while a mouse is over it: no key and no finger opens it"
