"""Clicks on what no key reaches and no other control does as well."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, dotted, last_name
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.pages.cells import drawn_through
from roadworthy.views.pages.drawn import Drawing, Drawn, drawings, with_parents
from roadworthy.views.pages.keyed import by_a_key
from roadworthy.views.pages.library_boxes import library_boxes

INTERACTIVE = frozenset(
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
_CONTROL = regex(
    r"Button|Link|Trigger|Input|Select|Checkbox|Radio|Switch|Toggle|Slider|(Menu|Select|Command|Dropdown|Nav|Radio)Item$|Tab$|Textarea|Picker|Upload|Anchor|Combobox"
)
_KEYS = ("onKeyDown", "onKeyUp", "onKeyPress", "href", "to", "contentEditable")
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


def mouse_click(app: App, element: Drawn, above: tuple[Drawn, ...]) -> str:
    """What is so where only a mouse clicks on an element; '' where a key or another control does as well."""
    handler = element.value("onClick")
    if handler is None or not _is_plain(app, element) or _only_stops(handler):
        return ""
    if element.has(*_KEYS, "aria-hidden", "disabled"):
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
    if any(_does_same(one, handler) for one in drawn_through(app, element) if _is_control(app, one)):
        return ""
    tag = element.tag
    if element.has("tabIndex"):
        return f"<{tag}> at {element.location} acts on a click, and no key does the same: it takes the focus and hears no key"
    return f"<{tag}> at {element.location} acts on a click, and no key reaches it: no button, no tabIndex, no key handler"


def _does_same(control: Drawn, outer: form.Expr) -> bool:
    handlers = [given for name in _ACTS if (given := control.value(name)) is not None]
    return any(_functions_of(given) & _functions_of(outer) for given in handlers)


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


_OUT = regex(r"(tel|sms|mailto):|https?://(wa\.me|api\.whatsapp)")


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
    root = app.view(wrappers).get(element.tag)
    if root == "a":
        return not element.has("href", "asChild")
    boxes = app.view(library_boxes).get(element.location.path, frozenset())
    plain = root is not None or _is_icon(app, element) or element.tag in boxes
    return plain and not element.has("asChild", "component", "as", "onPress", "isPressable")


def _is_control(app: App, element: Drawn) -> bool:
    if element.tag in INTERACTIVE and not (element.tag == "a" and not element.has("href")):
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
        and element.tag not in app.view(wrappers)
        and not _is_icon(app, element)
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


def wrappers(app: App) -> dict[str, str]:
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


def _is_icon(app: App, element: Drawn) -> bool:
    """Whether its name is that of an icon in its own file: elsewhere `Menu` may be a library's list of entries."""
    return element.tag in app.view(_icons).get(element.location.path, ())


def _icons(app: App) -> dict[str, set[str]]:
    """Names of icons that each file imports. A view."""
    found: dict[str, set[str]] = {}
    for spot in spots(app, form.Import):
        node = spot.node
        assert isinstance(node, form.Import)
        if node.source.startswith(_ICON_PACKAGES):
            names = {name.local for name in node.names if name.local[:1].isupper()}
            found.setdefault(spot.path, set()).update(names)
    return found


def called(handler: form.Expr | None) -> str:
    """The one function that a handler calls."""
    if isinstance(handler, form.Name):
        return handler.name
    calls = (
        [node for node in below((handler,)) if isinstance(node, form.Call)]
        if isinstance(handler, form.Function)
        else []
    )
    return dotted(calls[0].callee) if len(calls) == 1 else ""
