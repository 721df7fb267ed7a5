"""Navigation that is hidden on small screens, with nothing that shows it there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.pages.drawn import Drawing, Drawn, drawings, with_parents
from roadworthy.views.pages.html_pages import HtmlElement, HtmlPage
from roadworthy.views.pages.style_sheets import Rule, rules

_WIDE = regex(r"^(sm|md|lg):(flex|block|inline-flex|grid|inline-block|flex-row)$")
_SMALL_ONLY = regex(r"^(sm|md|lg|xl):(!?hidden|invisible)$|^max-(sm|md|lg):(flex|block|grid)$")
_DRAWERS = regex(r"Sheet|Drawer|Dialog|Modal|Offcanvas|Popover|Dropdown|Disclosure|Menu")
_PHONES = regex(r"Mobile|Hamburger|Burger|SidebarTrigger|Bottom(Nav|Bar|Tab)")
_LINKS = ("a", "Link", "NavLink")
_FEW = 3
_NAVIGATION = regex(r"nav|menu|header", re.I)
_NARROW = regex(r"max-width\s*:\s*(\d+)|width\s*<=?\s*(\d+)")
_CLASS = regex(r"\.(-?[_a-zA-Z][\w-]*)")


def gone_on_phones(app: App) -> Iterator[tuple[Drawing, Location, str]]:
    """The links of a component that are hidden on small screens (`hidden md:flex`), where no part of the app is for small screens."""
    parts = list(app.view(drawings))
    everything = [(drawing.root.location.path, one) for drawing in parts for one in drawing.root.below()]
    if any(_is_menu_of_phones(one) for _, one in everything):
        return
    for drawing in parts:
        here = [one for path, one in everything if path == drawing.root.location.path]
        for element, above in with_parents(drawing.root):
            around = (*above, element)
            inside = any(one.tag in ("nav", "header") or _NAVIGATION.search(one.tag) for one in around)
            if not inside or not _is_hidden(element.tokens) or _links(element) < _FEW:
                continue
            if not any(_brings_back(one, element) for one in here):
                yield drawing, element.opening, _said(str(element.location))


def _is_menu_of_phones(element: Drawn) -> bool:
    """`<MobileNav />`, or links that are for small screens alone, whichever component draws them."""
    return bool(_PHONES.search(element.tag)) or (
        any(map(_SMALL_ONLY.search, element.tokens)) and _links(element) > 1
    )


def _brings_back(one: Drawn, hidden: Drawn) -> bool:
    """Whether an element is for small screens alone, or a drawer that has some of the hidden links; a list of them may be the same."""
    if any(map(_SMALL_ONLY.search, one.tokens)):
        return True
    return _DRAWERS.search(one.tag) is not None and bool(_targets(one) & _targets(hidden))


def _targets(element: Drawn) -> set[str]:
    """Where the links within lead to, '' for what is computed."""
    return {
        one.attribute("to") or one.attribute("href") or "" for one in element.below() if one.tag in _LINKS
    }


def _is_hidden(tokens: frozenset[str]) -> bool:
    return "hidden" in tokens and any(map(_WIDE.match, tokens))


def _links(element: Drawn) -> int:
    return sum(3 if one.listed else 1 for one in element.below() if one.tag in _LINKS)


def gone_in_page(app: App, page: HtmlPage) -> Iterator[tuple[HtmlElement, str]]:
    """The same of a page's markup: by Tailwind's classes, Bootstrap's, or the page's own style sheet."""
    hidden = app.view(_never_shown)
    for number, element in enumerate(page.elements):
        links = sum(one.tag == "a" for one in page.inside(number))
        if links < 2:
            continue
        place = str(page.place(element))
        if _is_hidden(element.classes) and links >= _FEW and not _opens(page):
            yield element, _said(place)
        elif {"collapse", "navbar-collapse"} <= element.classes and "navbar-toggler" not in page.text:
            yield (
                element,
                f"the links at {place} are folded on small screens, and no toggler of the bar unfolds them",
            )
        elif element.classes & hidden and ".style.display" not in page.text:
            yield element, _said(place)


def _opens(page: HtmlPage) -> bool:
    """Whether something of the page that is for small screens alone does anything: it has a handler or a link, or a script knows its name."""
    for number, element in enumerate(page.elements):
        if not any(map(_SMALL_ONLY.search, element.classes)):
            continue
        for one in (element, *page.inside(number)):
            named = one.attribute("id")
            known = named and page.text.count(named) > 1
            acts = any(name.startswith(("on", "@", "x-", "v-on", "data-")) for name, _ in one.attributes)
            if known or acts or one.tag == "a":
                return True
    return False


def _never_shown(app: App) -> frozenset[str]:
    """Classes that a rule for small screens hides and that no rule shows again in some state (`.links.open`). A view."""
    hidden: set[str] = set()
    shown: set[str] = set()
    for rule in app.view(rules):
        for selector in rule.selectors.split(","):
            names = _CLASS.findall(selector)
            if rule.value("display") == "none" and _NARROW.search(rule.media) and len(names) == 1:
                hidden.add(names[0])
            elif _shows(rule) and (len(names) > 1 or ":" in selector or "[" in selector):
                shown |= set(names)
    scripts = "\n".join(app.text(path) for path in app.modules if path.endswith((".js", ".ts")))
    return frozenset(name for name in hidden - shown if _NAVIGATION.search(name) and name not in scripts)


def _shows(rule: Rule) -> bool:
    display = rule.value("display")
    return (display is not None and display != "none") or any(
        rule.value(name) is not None for name in ("left", "right", "transform", "max-height", "top", "height")
    )


def _said(place: str) -> str:
    return f"the links at {place} are hidden on small screens, and nothing shows them there"
