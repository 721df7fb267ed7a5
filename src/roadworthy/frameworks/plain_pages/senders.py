"""What of a page sends requests: its forms, its buttons, and what scripts listen to."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app import Form, Location
from roadworthy.app.location import at, of_span
from roadworthy.frameworks.events import FetchSeen
from roadworthy.frameworks.plain_pages.addresses import PlainPage
from roadworthy.frameworks.plain_pages.markup import PageElement
from roadworthy.frameworks.plain_pages.running import PageRun, SwitchedOff
from roadworthy.interpret.trace import Called
from roadworthy.languages import form
from roadworthy.regex import regex

_ACTS = frozenset(("submit", "click", "dblclick", "change"))
_FINDS = frozenset(("getElementById", "querySelector", "$", "jQuery"))
_OFF = regex(r"\.(setAttribute|toggleAttribute|attr|prop|button)$")
_ID = regex(r"#([\w-]+)$")


class _Sent(Struct):
    """What one thing that people do sends; `off` when it was switched off before it sent something that changes anything."""

    trigger: str
    place: Location
    element: PageElement | None
    pairs: list[tuple[str, str]]
    off: bool


def forms_of(page: PlainPage, made: PageRun) -> tuple[Form, ...]:
    """The forms and buttons of a page, with what each sends."""
    sent = [*_by_attribute(made), *_by_listening(page, made)]
    forms = [_form(page, one) for one in sent if one.pairs]
    taken = {one.location for one in forms}
    plain = (
        element
        for element in page.markup.elements
        if element.tag == "form" and element.location not in taken and "action" in element.attributes
    )
    return (*forms, *(_plain_form(page, element) for element in plain))


def _form(page: PlainPage, sent: _Sent) -> Form:
    element = sent.element
    if element is None:
        return Form(sent.place, sent.place, "", sent.trigger, sent.off, tuple(dict.fromkeys(sent.pairs)))
    around = page.markup.elements[element.form] if element.submits and element.form >= 0 else element
    control = page.markup.submit_of(around) if around.tag == "form" else element
    return Form(
        around.location,
        control.location,
        control.label,
        "onSubmit" if around.tag == "form" else sent.trigger,
        sent.off,
        tuple(dict.fromkeys(sent.pairs)),
        tuple(dict.fromkeys(around.names)),
    )


def _plain_form(page: PlainPage, element: PageElement) -> Form:
    """`<form action="/book" method="post">` that the browser sends by itself."""
    control = page.markup.submit_of(element)
    pair = (element.attributes.get("method", "get").upper(), element.attributes["action"])
    return Form(
        element.location,
        control.location,
        control.label,
        "onSubmit",
        "disabled" in element.attributes.get("onsubmit", ""),
        (pair,),
        tuple(dict.fromkeys(element.names)),
    )


# --- who set it off ----------------------------------------------------------------------------------


def _by_attribute(made: PageRun) -> Iterator[_Sent]:
    for acted in made.acted:
        place = acted.element.location if acted.element is not None else at(acted.path, acted.node)
        yield _sent(made, acted.trigger, place, acted.element, range(acted.begin, acted.end))


def _by_listening(page: PlainPage, made: PageRun) -> Iterator[_Sent]:
    """What `element.addEventListener("submit", ...)` sets off: the events under that call."""
    elements = {one.attributes["id"]: one for one in page.markup.elements if "id" in one.attributes}
    of_acts = {number for acted in made.acted for number in range(acted.begin, acted.end)}
    heard = {
        at(path, call): (event, _element(call, elements, named))
        for path, module in made.modules.items()
        for named in [_named_elements(module)]
        for call, event in _listening(module)
    }
    under: dict[Location, list[int]] = {}
    for number, one in enumerate(made.run.trace.events):
        context = getattr(one, "context", None)
        if number in of_acts or context is None:
            continue
        # What one listener sets up for others to press is theirs.
        sites = [of_span(site.path, site.span) for site in context.calls]
        last = next((site for site in reversed(sites) if site in heard), None)
        if last is not None:
            under.setdefault(last, []).append(number)
    for place, numbers in under.items():
        event, element = heard[place]
        if element is not None and element.tag == "form" and event != "submit":
            element = None
        yield _sent(made, f"on{event}", place, element, numbers)


def _listening(module: form.Module) -> Iterator[tuple[form.Call, str]]:
    for node in form.walk(module.body, form.Call):
        if not isinstance(node, form.Call) or not isinstance(node.callee, form.Member):
            continue
        first = node.arguments[0] if node.arguments else None
        name = node.callee.name
        if name in ("addEventListener", "on") and isinstance(first, form.Literal) and first.value in _ACTS:
            yield node, str(first.value)
        elif name in _ACTS and _is_jquery(node.callee.object):
            yield node, name


def _is_jquery(node: form.Expr) -> bool:
    return isinstance(node, form.Call) and isinstance(node.callee, form.Name) and node.callee.name in _FINDS


def _element(call: form.Call, elements: dict[str, PageElement], named: dict[str, str]) -> PageElement | None:
    assert isinstance(call.callee, form.Member)
    owner = call.callee.object
    found = named.get(owner.name, "") if isinstance(owner, form.Name) else _found(owner)
    return elements.get(found)


def _named_elements(module: form.Module) -> dict[str, str]:
    """The ids of elements by the names that a script keeps them under."""
    found: dict[str, str] = {}
    for node in form.walk(module.body, form.Define):
        if isinstance(node, form.Define) and isinstance(node.target, form.Name) and node.value is not None:
            known = _found(node.value)
            if known:
                found.setdefault(node.target.name, known)
    return found


def _found(node: form.Expr) -> str:
    """The id by which an expression finds an element: `document.getElementById("book")`, `$("#book")`."""
    if not isinstance(node, form.Call) or not node.arguments:
        return ""
    callee, first = node.callee, node.arguments[0]
    name = callee.name if isinstance(callee, (form.Name, form.Member)) else ""
    if name not in _FINDS or not isinstance(first, form.Literal) or not isinstance(first.value, str):
        return ""
    if name == "getElementById":
        return first.value
    return known.group(1) if (known := _ID.match(first.value)) is not None else ""


# --- whether it can be pressed again -----------------------------------------------------------------


def _sent(
    made: PageRun, trigger: str, place: Location, element: PageElement | None, numbers: range | list[int]
) -> _Sent:
    events = made.run.trace.events
    asked = [(n, one) for n in numbers if isinstance(one := events[n], FetchSeen)]
    changes = [n for n, one in asked if one.method not in ("GET", "HEAD")]
    off = bool(changes) and (
        any(n < changes[0] and _switches_off(events[n]) for n in numbers)
        or all(_is_flagged(made, one) for _, one in asked if one.method not in ("GET", "HEAD"))
    )
    return _Sent(trigger, place, element, [(one.method, one.url) for _, one in asked], off)


def _switches_off(event: object) -> bool:
    if isinstance(event, SwitchedOff):
        return True
    if not isinstance(event, Called) or _OFF.search(event.target) is None:
        return False
    return any(getattr(one, "value", None) in ("disabled", "loading") for one in event.args.positional[:1])


def _is_flagged(made: PageRun, sent: FetchSeen) -> bool:
    """`if (busy) return; busy = true;` in a function on the way to the request."""
    ways = [(site.path, site.span) for site in sent.context.calls] + [(sent.path, sent.node.span)]
    for path, module in made.modules.items():
        for function in form.walk(module.body, form.Function):
            inside = any(p == path and function.span.start <= s.start < function.span.end for p, s in ways)
            if inside and isinstance(function, form.Function) and _keeps_flag(function):
                return True
    return False


def _keeps_flag(function: form.Function) -> bool:
    asked: set[str] = set()
    for statement in function.body:
        if isinstance(statement, form.If) and any(isinstance(one, form.Return) for one in statement.then):
            asked |= {n.name for n in form.walk((statement.test,), form.Name) if isinstance(n, form.Name)}
    if not asked:
        return False
    for node in form.walk(function.body, form.Assignment, form.Define):
        value = getattr(node, "value", None)
        target = getattr(node, "target", None)
        flagged = isinstance(target, form.Name) and target.name in asked
        if flagged and isinstance(value, form.Literal) and value.value is True:
            return True
    return False
