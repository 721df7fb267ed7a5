"""Layouts that do not fit a phone, as far as class names and style sheets tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.code.extensions import of_extension
from roadworthy.views.pages.centred_forms import centred_form
from roadworthy.views.pages.drawn import Drawing, Drawn, drawings, with_parents
from roadworthy.views.pages.fixed_widths import too_wide_for_phones
from roadworthy.views.pages.html_pages import HtmlPage, html_pages
from roadworthy.views.pages.long_dialogs import too_long
from roadworthy.views.pages.markup_sidebars import always_beside
from roadworthy.views.pages.phone_navigation import gone_in_page, gone_on_phones
from roadworthy.views.pages.pinned_windows import frames_pages, too_wide
from roadworthy.views.pages.style_sheets import Rule, rules

_FULL_HEIGHT = regex(r"^h-(screen|\[(100|9\d)vh\])$")
_HONEST_HEIGHT = regex(r"^(h-(dvh|svh|lvh|\[\d+[dsl]vh\])|supports-\[)")
_WIDE_PREFIX = regex(r"^(sm|md|lg|xl|2xl|tablet|desktop|min-\[[^\]]+\]):")
_SIDEBAR_WIDTH = regex(r"^(w|min-w)-(48|52|56|60|64|72|80|\[(1[89]|2\d|3[0-4])\dpx\]|\[1[2-9]rem\])$")
# Room of that width at the side of the content, and what else may say how much there is of it.
_ROOM = regex(r"^(ml|pl|ms|ps)-(48|52|56|60|64|72|80|\[(1[89]|2\d|3[0-4])\dpx\]|\[1[2-9]rem\])$")
_OTHER_ROOM = regex(r":(m|p)[lsx]?-")
_SCROLLS = frozenset(
    {"overflow-x-auto", "overflow-auto", "overflow-scroll", "overflow-x-scroll", "table-responsive"}
)
_LINKS = frozenset({"a", "Link", "NavLink", "button", "Button"})
_DRAWERS = regex(r"Sheet|Drawer|Dialog|Modal|Offcanvas|Popover|Dropdown|Disclosure|Transition|Collapsible")
_CLASS_IN_SELECTOR = regex(r"\.(-?[_a-zA-Z][\w-]*)")
_TOGGLE = regex(
    r"toggl|hamburger|burger|menu-?btn|menu-?button|mobile|offcanvas|navbar-expand|collapse", re.I
)
# What only darkens or covers the page may be cut off.
_COVER = regex(r"overlay|backdrop|modal|loader|loading|spinner|splash|preloader", re.I)
# Scripts that draw something else on a small screen.
_ASKS_WIDTH = regex(
    r"\bisMobile\b|useMediaQuery|matchMedia\(|useBreakpoint|isSmallScreen|useIsMobile|innerWidth\s*<"
)
# Columns that a phone of 375 px has no room for.
_COLUMNS = 5
_TABS = 5
# What a row of tabs has of a phone, a letter of 14 px type, and the padding of a tab, in px.
_ROW, _LETTER, _PADDING = 335, 7, 24
_NAV_ITEMS = 5


class Misfit(Struct, frozen=True):
    """`kind` is height, centred, sidebar, table, navigation, gone, tabs, dialog, window, width or viewport; `subject` is the component or the file; `fact` says what is so."""

    kind: str
    subject: str
    anchor: str
    location: Location
    fact: str


def misfits(app: App) -> tuple[Misfit, ...]:
    """Everything that does not fit. A view."""
    found: list[Misfit] = []
    tucked = _tucked_away(app)
    for drawing in app.view(drawings):
        for element, above in with_parents(drawing.root):
            found += _of_element(app, drawing, element, above, tucked)
    if not any(one.kind == "sidebar" for one in found):
        found += _kept_free(app)
    found += (
        Misfit("gone", drawing.owner.subject, drawing.owner.anchor, place, fact)
        for drawing, place, fact in gone_on_phones(app)
    )
    found += _of_sheets(app)
    for page in app.view(html_pages):
        found += _of_page(app, page)
    return tuple(found)


def _of_element(
    app: App, drawing: Drawing, element: Drawn, above: tuple[Drawn, ...], tucked: frozenset[str]
) -> Iterator[Misfit]:
    around = (*above, element)
    if any(_only_wide(one) for one in around):
        return
    for kind, fact in (
        ("height", _too_high(app, element)),
        ("sidebar", "" if drawing.owner.subject in tucked else _always_beside(drawing, element, around)),
        ("table", _clipped(element, above)),
        ("navigation", _long_row(element, above)),
        ("tabs", _crowded(element)),
        ("dialog", too_long(app, element)),
        ("window", too_wide(element)),
        ("width", too_wide_for_phones(element, above)),
        ("centred", centred_form(app, element)),
    ):
        if fact and not (kind == "navigation" and _adapts_by_script(app, drawing)):
            yield Misfit(kind, drawing.owner.subject, drawing.owner.anchor, element.opening, fact)


def _only_wide(element: Drawn) -> bool:
    """Hidden on small screens (`hidden lg:flex`)."""
    return bool({"hidden", "max-md:hidden", "max-lg:hidden", "max-sm:hidden"} & element.tokens)


# --- elements ----------------------------------------------------------------------------------------


def _too_high(app: App, element: Drawn) -> str:
    named = next((token for token in element.classes if _FULL_HEIGHT.match(token)), "")
    style = dict(element.style)
    inline = style.get("height", "") in ("100vh", "95vh", "90vh")
    if (not named and not inline) or any(_HONEST_HEIGHT.match(token) for token in element.tokens):
        return ""
    if {"items-center", "justify-center"} <= element.tokens or style.get("justify-content") == "center":
        return ""
    framed = (
        {"overflow-hidden", "fixed"} & element.tokens
        or "overflow" in style
        or style.get("position") == "fixed"
    )
    inner = any(_scrolls_inside(one) for one in element.below() if one is not element)
    if not (framed or inner or frames_pages(app, element)):
        return ""
    return f"{named or 'height: ' + style['height']} cuts its lower end off under the bar of a phone's browser at {element.location}"


def _scrolls_inside(element: Drawn) -> bool:
    """A part that scrolls, or that takes what is left of the height and lets nothing out."""
    fills = {"flex-1", "grow", "flex-grow", "min-h-0"} & element.tokens
    return bool({"overflow-y-auto", "overflow-auto"} & element.tokens) or bool(
        fills and "overflow-hidden" in element.tokens
    )


def _always_beside(drawing: Drawing, element: Drawn, around: tuple[Drawn, ...]) -> str:
    width = next((token for token in element.classes if _SIDEBAR_WIDTH.match(token)), "")
    named = element.tag in ("aside",) or (
        element is drawing.root and re.search(r"side_?(bar|nav)", drawing.owner.subject, re.I)
    )
    if not width or not named:
        return ""
    if any(_DRAWERS.search(one.tag) for one in around) or any(
        _steps_aside(token) for one in around for token in one.tokens
    ):
        return ""
    if any(
        token.startswith(("w-", "translate", "-translate", "ml-", "-ml-")) or token == "hidden"
        for token in element.sometimes
    ):
        return ""
    return f"{width} beside the content at {element.location}, with nothing that puts it away on a phone"


def _kept_free(app: App) -> Iterator[Misfit]:
    """Room that the content always leaves for a sidebar that is pinned beside it: `<main className="ml-64">`."""
    for drawing in app.view(drawings):
        for element, above in with_parents(drawing.root):
            room = next((token for token in element.classes if _ROOM.match(token)), "")
            if not room or element.tag != "main" or any(map(_only_wide, (*above, element))):
                continue
            folds = any(token.startswith(room[:3]) for token in element.sometimes)
            if folds or any(map(_OTHER_ROOM.search, element.tokens)):
                continue
            if not _adapts_by_script(app, drawing):
                fact = f"{room} at {element.location} leaves the content a third of a phone, beside what is pinned there"
                yield Misfit("sidebar", drawing.owner.subject, drawing.owner.anchor, element.opening, fact)


def _steps_aside(token: str) -> bool:
    return bool(_WIDE_PREFIX.match(token)) or token.startswith(
        ("-translate-x", "translate-x", "max-md:", "max-lg:", "max-sm:")
    )


def _clipped(element: Drawn, above: tuple[Drawn, ...]) -> str:
    if element.tag != "table":
        return ""
    tokens = [one.tokens for one in (*above, element)]
    if any(_SCROLLS & some for some in tokens) or not any("overflow-hidden" in some for some in tokens):
        return ""
    if any("overflow" in dict(one.style) or "overflow-x" in dict(one.style) for one in above):
        return ""
    columns = sum(2 if one.listed else 1 for one in element.below() if one.tag == "th")
    if columns < _COLUMNS or any(
        _WIDE_PREFIX.match(token)
        for one in element.below()
        for token in one.tokens
        if "hidden" in token or "cell" in token
    ):
        return ""
    return f"a table of {columns} columns is cut off by overflow-hidden at {element.location}, and nothing scrolls it sideways"


def _long_row(element: Drawn, above: tuple[Drawn, ...]) -> str:
    if element.tag not in ("nav", "header") or any(one.tag in ("aside", "nav") for one in above):
        return ""
    if "flex" not in element.tokens and not any("flex" in one.tokens for one in element.children):
        return ""
    if {"flex-col", "fixed", "grid"} & element.tokens or any(
        token.startswith("space-y") for token in element.tokens
    ):
        return ""
    inside = list(element.below())
    if any(
        _WIDE_PREFIX.match(token) or token in ("flex-wrap", "hidden", *_SCROLLS)
        for one in inside
        for token in one.tokens
    ):
        return ""
    items = [one for one in inside if one.tag in _LINKS]
    if sum(3 if one.listed else 1 for one in items) < _NAV_ITEMS:
        return ""
    return f"{len(items)} links and buttons stand in one row at {element.location} that never wraps and has no form for small screens"


def _adapts_by_script(app: App, drawing: Drawing) -> bool:
    """Whether the component asks how wide the screen is."""
    return _ASKS_WIDTH.search(app.text(drawing.root.location.path)) is not None


def _crowded(element: Drawn) -> str:
    if element.tag != "TabsList":
        return ""
    columns = next(
        (
            re.match(r"^grid-cols-(\d+)$", token)
            for token in element.classes
            if re.match(r"^grid-cols-(\d+)$", token)
        ),
        None,
    )
    if columns is None or any(_WIDE_PREFIX.match(token) for token in element.tokens):
        return ""
    number = int(columns[1])
    worded = [one for one in element.below() if one.tag == "TabsTrigger" and len(one.text) > 3]
    needed = sum(_LETTER * len(one.text) + _PADDING for one in worded)
    many = number >= _TABS and len(worded) >= _TABS
    if not many and (number < len(worded) or needed <= _ROW):
        return ""
    return (
        f"{number} worded tabs share one row at {element.location}, about {_ROW // number} px each on a phone"
    )


def _tucked_away(app: App) -> frozenset[str]:
    """Components that are put into something hidden on small screens, or into a drawer."""
    found: set[str] = set()
    for drawing in app.view(drawings):
        for element, above in with_parents(drawing.root):
            if element.tag[:1].isupper() and any(
                _only_wide(one) or _DRAWERS.search(one.tag) for one in (*above, element)
            ):
                found.add(element.tag)
    return frozenset(found)


# --- style sheets and pages --------------------------------------------------------------------------


def _of_sheets(app: App) -> Iterator[Misfit]:
    used: frozenset[str] | None = None
    places: dict[str, Rule] = {}
    for rule in app.view(rules):
        if rule.value("height") not in ("100vh",) or "min-width" in rule.media or rule.supports:
            continue
        fixed = rule.value("position") in ("fixed", "sticky") or "overflow" in {
            name for name, _ in rule.declarations
        }
        names = set(_CLASS_IN_SELECTOR.findall(rule.selectors))
        if (
            not fixed
            or not names
            or _COVER.search(rule.selectors)
            or rule.value("justify-content") == "center"
            or rule.value("display") == "none"
        ):
            continue
        used = used if used is not None else app.view(_used_classes)
        if names <= used and not _shrinks_later(app, rule):
            subject = places.setdefault(rule.selectors, rule).location.path
            yield Misfit(
                "height",
                subject,
                "css",
                rule.location,
                f"{rule.selectors} is 100vh high at {rule.location}: its lower end lies under the bar of a phone's browser",
            )


def _shrinks_later(app: App, rule: Rule) -> bool:
    """Whether a later rule for the same selector says it in `dvh`, or lets it be as high as it needs on a phone."""
    return any(
        other.selectors == rule.selectors
        and other is not rule
        and re.search(r"dvh|svh|auto|fill-available", other.value("height") or "")
        for other in app.view(rules)
    )


def _used_classes(app: App) -> frozenset[str]:
    found: set[str] = set()
    for drawing in app.view(drawings):
        for element in drawing.root.below():
            found |= element.tokens
    for page in app.view(html_pages):
        for one in page.elements:
            found |= one.classes
    return frozenset(found)


# What another file puts into a page, its head too.
_INCLUDES = regex(r"\{%-?\s*include|\{\{>|<%-?\s*include|<%~|@include|<\?php")


def _says_something(page: HtmlPage) -> bool:
    """Whether somebody reads it: a page of a script alone closes a window, or draws what has a head of its own."""
    return any(one.text for one in page.elements if one.tag not in ("title", "script", "style", "noscript"))


def _of_page(app: App, page: HtmlPage) -> Iterator[Misfit]:
    document = page.whole and not page.extends and not of_extension(app, page.path)
    if document and any(one.tag == "body" for one in page.elements):
        names = {(one.attribute("name") or "").lower() for one in page.elements if one.tag == "meta"}
        if "viewport" not in names and not _INCLUDES.search(page.text) and _says_something(page):
            head = next(one for one in page.elements if one.tag == "head")
            yield Misfit(
                "viewport",
                page.path,
                "viewport",
                page.place(head),
                f"{page.path} has no viewport meta: phones draw it as on a desk, tiny",
            )
    for kind, found in (("gone", gone_in_page(app, page)), ("sidebar", always_beside(app, page))):
        for element, fact in found:
            yield Misfit(kind, page.path, kind, page.place(element), fact)
    for number, element in enumerate(page.elements):
        if element.tag == "nav":
            fact = _long_html_row(app, page, number)
            if fact:
                inside = page.inside(number)
                yield Misfit(
                    "navigation",
                    page.path,
                    "navigation",
                    page.place(element, max(one.line for one in inside)),
                    fact,
                )


def _long_html_row(app: App, page: HtmlPage, number: int) -> str:
    inside = page.inside(number)
    links = [one for one in inside if one.tag in ("a", "button")]
    classes = frozenset().union(page.elements[number].classes, *(one.classes for one in inside))
    if len(links) < _NAV_ITEMS or any(one.tag in ("ul", "ol", "aside") for one in inside):
        return ""
    everything = frozenset().union(*(one.classes for one in page.elements))
    if any(_TOGGLE.search(token) or _WIDE_PREFIX.match(token) for token in everything):
        return ""
    mentioned = [
        rule for rule in app.view(rules) if classes & set(_CLASS_IN_SELECTOR.findall(rule.selectors))
    ]
    flexed = any(rule.value("display") == "flex" and not rule.media for rule in mentioned)
    stacked = any("column" in (rule.value("flex-direction") or "") and not rule.media for rule in mentioned)
    adapts = any(_adapts(rule) for rule in mentioned)
    if not flexed or adapts or stacked:
        return ""
    line = page.elements[number].line
    return f"{len(links)} links stand in one row at {page.path}:{line} that never wraps, and no rule changes it on a small screen"


def _adapts(rule: Rule) -> bool:
    """Whether a rule lets a row wrap or scroll, or lays it out anew on some screens."""
    if "wrap" in (rule.value("flex-wrap") or "") or rule.value("overflow-x"):
        return True
    changed = {name for name, _ in rule.declarations} & {
        "display",
        "flex-direction",
        "position",
        "grid-template-columns",
    }
    return bool(rule.media) and "print" not in rule.media and bool(changed)
