"""What can only be done with a mouse: clicks on what no key reaches, dragging without another way, controls that wait for a hover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import bound, dotted, last_name
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.pages.drawn import Drawing, Drawn, drawings, with_parents
from roadworthy.views.pages.html_pages import html_pages
from roadworthy.views.pages.keyed import by_a_key
from roadworthy.views.pages.library_boxes import library_boxes

_INTERACTIVE = frozenset(
    ["a", "button", "input", "select", "textarea", "label", "option", "summary", "audio", "iframe"]
)
_PLAIN = frozenset(
    [
        "div",
        "span",
        "p",
        "li",
        "ul",
        "ol",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "td",
        "th",
        "tr",
        "tbody",
        "table",
        "img",
        "svg",
        "path",
        "g",
        "rect",
        "circle",
        "video",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "i",
        "b",
        "strong",
        "em",
        "small",
        "figure",
        "figcaption",
        "dl",
        "dt",
        "dd",
        "pre",
        "code",
        "canvas",
    ]
)
_CONTROL = re.compile(
    r"Button|Link|Trigger|Input|Select|Checkbox|Radio|Switch|Toggle|Slider|(Menu|Select|Command|Dropdown|Nav|Radio)Item$|Tab$|Textarea|Picker|Upload|Anchor|Combobox"
)
_KEYS = ("onKeyDown", "onKeyUp", "onKeyPress", "tabIndex", "role", "href", "to", "contentEditable")
_ICON_PACKAGES = (
    "lucide-react",
    "react-icons",
    "@heroicons",
    "react-feather",
    "@tabler/icons",
    "@radix-ui/react-icons",
    "@mui/icons-material",
    "phosphor-react",
)
_COVER = frozenset({"fixed", "absolute"})
_WIDE_PREFIX = re.compile(r"^(sm|md|lg|xl|2xl|hover|pointer-fine|\[@media):")
_FOCUS = re.compile(r"focus|pointer-coarse|touch|max-(sm|md|lg):opacity")
_HANDLE = ("onDragStart", "onDragEnd")


class PointerOnly(Struct, frozen=True):
    """`kind` is click, drag, hover or menu; `fact` says what is so. `tag` is what the browser gets ('' where that is not known), `words`
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
    found += _on_cells(app)
    return tuple(found)


def _judged(app: App, drawing: Drawing, element: Drawn, above: tuple[Drawn, ...]) -> Iterator[PointerOnly]:
    for kind, fact in (
        ("click", _click(app, element, above)),
        ("drag", _drag(drawing, element)),
        ("hover", _hover(element, above)),
        ("menu", _menu(element)),
        ("double", _double(element)),
    ):
        if fact:
            tag = app.view(_wrappers).get(element.tag, element.tag.split(".")[-1])
            words = " ".join(element.text.split())
            yield PointerOnly(
                kind,
                drawing.owner.subject,
                drawing.owner.anchor,
                element.opening,
                fact,
                tag if tag.islower() else "",
                words,
                tuple(sorted(element.classes)),
            )


# --- clicks ------------------------------------------------------------------------------------------


def _click(app: App, element: Drawn, above: tuple[Drawn, ...]) -> str:
    handler = element.value("onClick")
    if handler is None or not _is_plain(app, element) or _only_stops(handler):
        return ""
    if element.has(*_KEYS, "aria-hidden", "disabled") and not (
        element.has("role") and not element.has("tabIndex", "onKeyDown")
    ):
        return ""
    if any(_is_control(app, one) for one in above) or _is_cover(element):
        return ""
    if element.tag in ("div", "span") and not element.text and not element.node.children:
        return ""
    if above and by_a_key(app, above[0], handler):
        return ""
    inner = [
        (one, around)
        for one, around in with_parents(element)
        if one is not element and (_is_control(app, one) or one.tag == "Link") and not _is_hidden(one)
    ]
    if any(not (_does_else(one, handler) or _is_walled(one, around, handler)) for one, around in inner):
        return ""
    tag = element.tag
    return f"<{tag}> at {element.location} acts on a click, and no key reaches it: no button, no tabIndex, no key handler"


def _is_hidden(element: Drawn) -> bool:
    """The file input behind a picture of itself: no key reaches what is not displayed."""
    shown_none = dict(element.style).get("display") == "none"
    return element.tag == "input" and ("hidden" in element.classes or shown_none or element.has("hidden"))


_ACTS = ("onClick", "onChange", "onCheckedChange", "onValueChange", "onSelect")


def _does_else(control: Drawn, outer: form.Expr) -> bool:
    """Whether a control within does something of its own: it keeps its click from the element around it (`stopPropagation`,
    itself or in the function that is handed the event) and calls nothing of what that one calls."""
    if _leads_out(control):
        return True
    handlers = [given for name in _ACTS if (given := control.value(name)) is not None]
    typed = control.tag.lower() in ("input", "textarea") and control.attribute("type") not in (
        "checkbox",
        "radio",
    )
    if control.has("href", "to") or not handlers or not (typed or any(map(_keeps_to_itself, handlers))):
        return False
    return not any(_functions_of(given) & _functions_of(outer) for given in handlers)


_OUT = re.compile(r"(tel|sms|mailto):|https?://(wa\.me|api\.whatsapp)")


def _leads_out(control: Drawn) -> bool:
    """Whether a link opens another program: it calls the number or writes to the address in a row, and does not open the row."""
    target = control.value("href")
    first = target.parts[0] if isinstance(target, form.Template) and target.parts else target
    return isinstance(first, form.Literal) and _OUT.match(str(first.value)) is not None


def _is_walled(control: Drawn, around: tuple[Drawn, ...], outer: form.Expr) -> bool:
    """Whether a part between a control and the element around both keeps every click to itself (a cell with buttons in a row that
    opens something), and the control calls nothing of what the element calls."""
    stopped = any(
        given is not None and _only_stops(given) for one in around if (given := one.value("onClick"))
    )
    handlers = [given for name in _ACTS if (given := control.value(name)) is not None]
    return stopped and not any(_functions_of(given) & _functions_of(outer) for given in handlers)


def _keeps_to_itself(handler: form.Expr) -> bool:
    if any(
        isinstance(node, form.Call) and last_name(node.callee) == "stopPropagation"
        for node in below((handler,))
    ):
        return True
    given = (
        handler.parameters[0].target if isinstance(handler, form.Function) and handler.parameters else None
    )
    event = given.name if isinstance(given, form.Name) else ""
    return bool(event) and any(
        isinstance(node, form.Call)
        and any(isinstance(inner, form.Name) and inner.name == event for inner in node.arguments)
        for node in below((handler,))
    )


def _functions_of(handler: form.Expr) -> set[str]:
    """The functions that a handler calls, or the one that it is."""
    named = {last_name(node.callee) for node in below((handler,)) if isinstance(node, form.Call)}
    return (named or {last_name(handler)}) - {"stopPropagation", "preventDefault", ""}


def _is_plain(app: App, element: Drawn) -> bool:
    """Drawn as something that a browser gives no focus: a plain tag, an icon, or the app's own wrapper around one."""
    tag = (
        element.tag.split(".")[-1] if element.tag.startswith(("motion.", "m.", "animated.")) else element.tag
    )
    if tag == "a":
        return element.attribute("href") is None and not element.spread
    if tag in _PLAIN:
        return not element.spread
    root = app.view(_wrappers).get(element.tag)
    if root == "a":
        return not element.has("href", "asChild")
    boxes = app.view(library_boxes).get(element.location.path, frozenset())
    plain = root is not None or element.tag in app.view(_icons) or element.tag in boxes
    return plain and not element.has("asChild", "component", "as", "onPress", "isPressable")


def _is_control(app: App, element: Drawn) -> bool:
    if element.tag in _INTERACTIVE and not (element.tag == "a" and not element.has("href")):
        return True
    if element.has("role") and element.attribute("role") in (
        "button",
        "link",
        "tab",
        "menuitem",
        "checkbox",
        "radio",
        "switch",
    ):
        return True
    return (
        element.tag[:1].isupper()
        and _CONTROL.search(element.tag) is not None
        and element.tag not in app.view(_wrappers)
        and element.tag not in app.view(_icons)
    )


def _is_cover(element: Drawn) -> bool:
    """The darkened page behind a dialog: a click beside it closes it, as Escape and its button do."""
    inset = any(token.startswith("inset-") or token in ("top-0", "left-0") for token in element.tokens)
    styled = dict(element.style).get("position") == "fixed"
    named = any(re.search(r"overlay|backdrop|modal|scrim", token, re.I) for token in element.tokens)
    return (bool(_COVER & element.tokens) and inset) or styled or named


def _only_stops(handler: form.Expr) -> bool:
    """`event => event.stopPropagation()` does nothing by itself."""
    calls = [node for node in below((handler,)) if isinstance(node, form.Call)]
    return bool(calls) and all(
        last_name(call.callee) in ("stopPropagation", "preventDefault", "stopImmediatePropagation")
        for call in calls
    )


def _wrappers(app: App) -> dict[str, str]:
    """The app's own components that are one plain element with whatever they are handed: Card, Badge, PaginationLink. A view."""
    found: dict[str, str] = {}
    for drawing in app.view(drawings):
        root = drawing.root
        name = _component_name(app, drawing)
        if name and root.spread and (root.tag in _PLAIN or root.tag == "a"):
            found.setdefault(name, root.tag)
        elif name and root.spread and root.tag[:1].isupper():
            found.pop(name, None)
    return found


def _component_name(app: App, drawing: Drawing) -> str:
    if drawing.owner.kind in ("component", "function") and drawing.owner.subject[:1].isupper():
        return drawing.owner.subject
    return app.view(_defined).get((drawing.root.location.path, drawing.root.location.start), "")


def _defined(app: App) -> dict[tuple[str, int], str]:
    """For every element inside `const Card = forwardRef(...)`, that name."""
    found: dict[tuple[str, int], str] = {}
    for spot in spots(app, form.Define):
        node = spot.node
        assert isinstance(node, form.Define)
        name = next(iter(bound(node.target)), "")
        if name[:1].isupper() and isinstance(node.value, form.Call) and not spot.functions:
            for inner in below((node.value,)):
                if isinstance(inner, form.Element):
                    found.setdefault((spot.path, inner.span.start), name)
    return found


def _icons(app: App) -> frozenset[str]:
    """Names of icons that are imported. A view."""
    found: set[str] = set()
    for spot in spots(app, form.Import):
        node = spot.node
        assert isinstance(node, form.Import)
        if node.source.startswith(_ICON_PACKAGES):
            found |= {name.local for name in node.names if name.local[:1].isupper()}
    return frozenset(found)


# --- the rest ----------------------------------------------------------------------------------------


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


_HIDDEN = re.compile(r"(^|\s)(opacity-0|invisible|hidden)(\s|$)")


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
    name = _called(element.value("onClick"))
    if not name or element.tag in _INTERACTIVE:
        return ""
    for one in element.below():
        inner = one.value("onCheckedChange") or one.value("onChange")
        if one is not element and _called(inner) == name and one.value("onClick") is None:
            return f"<{element.tag}> at {element.location} and the {one.tag} inside it both call {name}: by keyboard it runs twice"
    return ""


def _called(handler: form.Expr | None) -> str:
    """The one function that a handler calls."""
    if isinstance(handler, form.Name):
        return handler.name
    calls = (
        [node for node in below((handler,)) if isinstance(node, form.Call)]
        if isinstance(handler, form.Function)
        else []
    )
    return dotted(calls[0].callee) if len(calls) == 1 else ""


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
                    yield PointerOnly("click", page.path, "cells", Location(page.path, line, line + 14), fact)
