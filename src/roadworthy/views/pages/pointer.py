"""What can only be done with a mouse: clicks on what no key reaches, dragging without another way, controls that wait for a hover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted
from roadworthy.views.code.syntax import below
from roadworthy.views.pages.drawn import Drawing, Drawn, drawings, with_parents
from roadworthy.views.pages.hidden_files import hidden_files, hidden_files_in
from roadworthy.views.pages.hover_menus import hover_menu, hover_menus_in
from roadworthy.views.pages.html_pages import html_pages
from roadworthy.views.pages.markup_clicks import MARKUP, mouse_only
from roadworthy.views.pages.mouse_clicks import INTERACTIVE, called, mouse_click, wrappers

_WIDE_PREFIX = regex(r"^(sm|md|lg|xl|2xl|hover|pointer-fine|\[@media):")
_FOCUS = regex(r"focus|pointer-coarse|touch|max-(sm|md|lg):opacity")
_HANDLE = ("onDragStart", "onDragEnd")

CELLS = "cells"
"""The anchor of what a page's own script listens to."""


class PointerOnly(Struct, frozen=True):
    """`kind` is click, deaf (it takes the focus and hears no key), drag, hover, menu, file or double; `fact` says what is so. `tag` is what the browser gets ('' where that is not known), `words`
    what the element itself says ('' for what is computed), `classes` those that it is given."""

    kind: str
    subject: str
    anchor: str
    location: Location
    fact: str
    tag: str = ""
    words: str = ""
    classes: tuple[str, ...] = ()

    @property
    def identified(self) -> bool:
        """Whether the element can be told from others of its kind."""
        return bool(self.words or self.classes)


def pointer_only(app: App) -> tuple[PointerOnly, ...]:
    """Every place. A view."""
    found: list[PointerOnly] = []
    for drawing in app.view(drawings):
        for element, above in with_parents(drawing.root):
            found += _judged(app, drawing, element, above)
        found += (_place(app, drawing, "file", one, fact) for one, fact in hidden_files(drawing.root))
    found += _on_cells(app)
    found += _in_markup(app)
    return tuple(found)


def _judged(app: App, drawing: Drawing, element: Drawn, above: tuple[Drawn, ...]) -> Iterator[PointerOnly]:
    for kind, fact in (
        ("deaf" if element.has("tabIndex") else "click", mouse_click(app, element, above)),
        ("drag", _drag(drawing, element)),
        ("hover", _hover(element, above)),
        ("menu", _menu(element) or hover_menu(element, above)),
        ("double", _double(element)),
    ):
        if fact:
            yield _place(app, drawing, kind, element, fact)


def _place(app: App, drawing: Drawing, kind: str, element: Drawn, fact: str) -> PointerOnly:
    tag = app.view(wrappers).get(element.tag, element.tag.split(".")[-1])
    return PointerOnly(
        kind,
        drawing.owner.subject,
        drawing.owner.anchor,
        element.opening,
        fact,
        tag if tag.islower() else "",
        " ".join(element.text.split()),
        tuple(sorted(element.classes)),
    )


def _drag(drawing: Drawing, element: Drawn) -> str:
    if element.attribute("draggable") is None or not element.has(*_HANDLE):
        return ""
    everything = list(drawing.root.below())
    touch = any(
        one.has("onTouchStart", "onTouchMove", "onPointerDown", "onPointerMove") for one in everything
    )
    words = " ".join(
        f"{one.text} {one.attribute('aria-label') or ''} {one.attribute('title') or ''}" for one in everything
    )
    if touch or re.search(r"\bmove|\bup\b|\bdown\b", words, re.I):
        return ""
    return f"<{element.tag}> at {element.location} is moved by HTML drag and drop alone, which phones and keyboards do not have"


def _hover(element: Drawn, above: tuple[Drawn, ...]) -> str:
    around = (*above, element)
    if element.tag not in ("button", "Button", "IconButton") or not element.has("onClick"):
        return ""
    held = _held_by_mouse(element, above)
    if held:
        return held
    hidden = next((one for one in around if "opacity-0" in one.classes or "invisible" in one.classes), None)
    if hidden is None or not any(
        re.match(r"^group-hover(/\w+)?:(opacity|visible)|^hover:opacity", token) for token in hidden.tokens
    ):
        return ""
    if any(_FOCUS.search(token) for one in (hidden, element) for token in one.tokens):
        return ""
    return f"the button at {element.location} shows only while a mouse hovers: on a touch screen nobody knows of it"


_HIDDEN = regex(r"(^|\s)(opacity-0|invisible|hidden)(\s|$)")


def _held_by_mouse(element: Drawn, above: tuple[Drawn, ...]) -> str:
    """The button of a part that is only seen while a state says that the mouse is over something around it."""
    for outer in above:
        opens = outer.value("onMouseEnter") or outer.value("onMouseOver")
        if opens is None or outer.has("onFocus", "onTouchStart", "onPointerEnter", "onKeyDown"):
            continue
        for state in _set_by(opens):
            inside = [one for one in (*above, element) if outer.node.span.start < one.node.span.start]
            if any(_hidden_until(one, state) for one in inside) or _drawn_if(outer, element, state):
                return f"the button at {element.location} shows only while a mouse is over <{outer.tag}>: no key and no finger brings it up"
    return ""


def _set_by(handler: form.Expr) -> Iterator[str]:
    """`() => setHovered(true)`: the state's name."""
    for node in below((handler,)):
        if isinstance(node, form.Call) and isinstance(node.callee, form.Name) and len(node.arguments) == 1:
            first, name = node.arguments[0], node.callee.name
            if isinstance(first, form.Literal) and first.value is True and name.startswith("set"):
                yield name[3:4].lower() + name[4:]


def _hidden_until(element: Drawn, state: str) -> bool:
    classes = element.value("className")
    return any(
        isinstance(node, form.Conditional)
        and _is_named(node.test, state)
        and any(
            isinstance(inner, form.Literal) and _HIDDEN.search(str(inner.value))
            for inner in below((node.otherwise,))
        )
        for node in below((classes,) if classes is not None else ())
    )


def _drawn_if(outer: Drawn, element: Drawn, state: str) -> bool:
    """`{hovered && <button>...}`."""
    place = element.node.span
    for node in below((outer.node,)):
        test = (
            node.test
            if isinstance(node, form.Conditional)
            else node.operands[0]
            if isinstance(node, form.Operation) and node.operator == "and"
            else None
        )
        if test is not None and _is_named(test, state) and node.span.start <= place.start < node.span.end:
            return True
    return False


def _is_named(test: form.Expr, state: str) -> bool:
    return isinstance(test, form.Name) and test.name == state


def _menu(element: Drawn) -> str:
    opens = element.value("onMouseEnter") or element.value("onMouseOver")
    if opens is None or element.has("onClick", "onFocus", "onKeyDown", "onPointerEnter", "onTouchStart"):
        return ""
    names = [dotted(node.callee) for node in below((opens,)) if isinstance(node, form.Call)]
    if not any(re.match(r"^set\w*(Open|Menu|Dropdown|Show)", name) for name in names) or not element.has(
        "onMouseLeave"
    ):
        return ""
    if any(one.tag in ("button", "Button") and one.has("onClick") for one in element.below()):
        return ""
    return f"what <{element.tag}> at {element.location} opens, opens on hover alone"


def _double(element: Drawn) -> str:
    """A row and the switch inside it that do the same: activating the switch does it twice."""
    name = called(element.value("onClick"))
    if not name or element.tag in INTERACTIVE:
        return ""
    for one in element.below():
        inner = one.value("onCheckedChange") or one.value("onChange")
        if one is not element and called(inner) == name and one.value("onClick") is None:
            return f"<{element.tag}> at {element.location} and the {one.tag} inside it both call {name}: by keyboard it runs twice"
    return ""


def _in_markup(app: App) -> Iterator[PointerOnly]:
    """`<span onclick="toggleMenu()">` in a page or template, files that no key chooses, and menus that wait for a mouse."""
    for page in app.view(html_pages):
        found = [
            ("click" if element.attribute("tabindex") is None else "deaf", element, fact)
            for element, fact in mouse_only(page)
        ]
        found += [("file", *one) for one in hidden_files_in(page)]
        found += [("menu", *one) for one in hover_menus_in(app, page)]
        for kind, element, fact in found:
            named = tuple(sorted(element.classes))
            yield PointerOnly(
                kind, page.path, MARKUP, page.place(element), fact, element.tag, element.text, named
            )


def _on_cells(app: App) -> Iterator[PointerOnly]:
    """`document.querySelectorAll('th').forEach(cell => cell.addEventListener('click', ...))` in a page's script."""
    for page in app.view(html_pages):
        for found in re.finditer(
            r"querySelectorAll\(\s*['\"][^'\"]*\b(th|td|tr|li|div)\b[^'\"\s]*['\"]\s*\)", page.text
        ):
            rest = page.text[found.end() : found.end() + 400]
            if (
                re.search(r"addEventListener\(\s*['\"]click['\"]", rest.split("querySelector")[0])
                and "keydown" not in page.text
            ):
                line = page.text.count("\n", 0, found.start()) + 1
                cells = [one for one in page.elements if one.tag == found[1]]
                if cells and not any(one.attribute("tabindex") or one.attribute("role") for one in cells):
                    fact = f"a click on <{found[1]}> does something from {page.path}:{line} on, and no key reaches it"
                    place = Location(page.path, line, line + 14)
                    yield PointerOnly("click", page.path, CELLS, place, fact, tag=found[1])
