"""What is drawn: the elements of every component as a tree, with their classes, styles and handlers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import FIELDS

_NUMBER = regex(r"^-?\d+(\.\d+)?$")


class Drawn(Struct, frozen=True):
    """An element. `classes` are those it always has, `sometimes` those that a condition adds; `style` is its inline style, by the
    CSS name of the property; `attributes` has the texts of its literal attributes ('' for a value that is computed); `spread` when
    more are handed on; `listed` when it is drawn once for each item of a list; `text` is what it says itself."""

    tag: str
    location: Location
    opening: Location
    classes: frozenset[str]
    sometimes: frozenset[str]
    style: tuple[tuple[str, str], ...]
    attributes: tuple[tuple[str, str], ...]
    node: form.Element
    spread: bool = False
    listed: bool = False
    text: str = ""
    children: tuple[Drawn, ...] = ()

    def attribute(self, name: str) -> str | None:
        """The text of an attribute, '' for a computed one, None where it has none."""
        return dict(self.attributes).get(name)

    def has(self, *names: str) -> bool:
        """Whether it has one of these attributes."""
        return any(name in names for name, _ in self.attributes)

    def value(self, name: str) -> form.Expr | None:
        """The expression of an attribute."""
        for entry in self.node.attributes:
            if isinstance(entry.key, form.Literal) and entry.key.value == name:
                return entry.value
        return None

    @property
    def tokens(self) -> frozenset[str]:
        """All classes it may have."""
        return self.classes | self.sometimes

    def below(self) -> Iterator[Drawn]:
        """It and everything inside it."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(element.children[::-1])


class Drawing(Struct, frozen=True):
    """An outermost element of a component and whose it is."""

    owner: Owner
    root: Drawn


def drawings(app: App) -> tuple[Drawing, ...]:
    """Every piece of markup in the app's components, outermost first. A view."""
    found: list[Drawing] = []
    reached: dict[str, int] = {}
    for spot in spots(app, form.Element):
        # Elements come in the order of the source, an outer one before those inside it.
        if spot.node.span.start < reached.get(spot.path, -1):
            continue
        reached[spot.path] = spot.node.span.end
        assert isinstance(spot.node, form.Element)
        found.append(Drawing(owner_of(app, spot), _drawn(spot.path, spot.node, False)))
    return tuple(found)


def with_parents(root: Drawn, above: tuple[Drawn, ...] = ()) -> Iterator[tuple[Drawn, tuple[Drawn, ...]]]:
    """Every element of a tree with what it stands in, the nearest last."""
    # A loop over a stack, as in `form.descend`: a generator for each level hands every element through all of them.
    waiting = [(root, above)]
    while waiting:
        element, around = waiting.pop()
        yield element, around
        if element.children:
            inner = (*around, element)
            waiting.extend((child, inner) for child in element.children[::-1])


def _drawn(path: str, node: form.Element, listed: bool) -> Drawn:
    always: set[str] = set()
    sometimes: set[str] = set()
    attributes: list[tuple[str, str]] = []
    style: tuple[tuple[str, str], ...] = ()
    for entry in node.attributes:
        name = entry.key.value if isinstance(entry.key, form.Literal) else None
        if not isinstance(name, str):
            continue
        if name in ("className", "class"):
            _classes(entry.value, always, sometimes, False)
        if name == "style":
            style = _style(entry.value)
        attributes.append((name, _text_of(entry.value)))
    children = tuple(
        _drawn(path, inner, repeated)
        for holder in (node.children, tuple(entry.value for entry in node.attributes))
        for inner, repeated in _inner(holder, False)
    )
    said = " ".join(
        str(child.value)
        for child in node.children
        if isinstance(child, form.Literal) and isinstance(child.value, str)
    )
    last = max((entry.span.end_line for entry in node.attributes), default=node.span.line)
    opening = Location(path, node.span.line, last, node.span.start, node.span.end)
    spread = any(entry.key is None for entry in node.attributes)
    return Drawn(
        node.tag,
        at(path, node),
        opening,
        frozenset(always),
        frozenset(sometimes),
        style,
        tuple(attributes),
        node,
        spread,
        listed,
        said,
        children,
    )


def _inner(nodes: object, listed: bool) -> Iterator[tuple[form.Element, bool]]:
    """The outermost elements inside expressions, with whether they are drawn for each item of a list."""
    for item in nodes if isinstance(nodes, tuple) else (nodes,):
        if isinstance(item, form.Element):
            yield item, listed
        elif isinstance(item, tuple):
            yield from _inner(item, listed)
        elif isinstance(item, form.Call):
            repeats = isinstance(item.callee, form.Member) and item.callee.name in ("map", "flatMap", "from")
            yield from _inner(item.arguments, listed or repeats)
            yield from _inner(item.callee, listed)
        else:
            for name in FIELDS.get(type(item), ()):
                yield from _inner(getattr(item, name), listed)


def _text_of(value: form.Expr) -> str:
    return "" if not isinstance(value, form.Literal) or value.value is None else str(value.value)


def _classes(value: form.Node, always: set[str], sometimes: set[str], maybe: bool) -> None:
    """Sorts the class names of an attribute: always there, or only sometimes."""
    if isinstance(value, form.Literal):
        names = str(value.value).split() if isinstance(value.value, str) else []
        (sometimes if maybe else always).update(names)
    elif isinstance(value, form.Member) and isinstance(value.object, form.Name):
        # A class of a CSS module: `styles.sidebar`.
        (sometimes if maybe else always).add(value.name)
    for part, only_maybe in _class_parts(value):
        _classes(part, always, sometimes, maybe or only_maybe)


def _class_parts(value: form.Node) -> Iterator[tuple[form.Node, bool]]:
    """What a value of class names is put together from, with whether a condition decides on it."""
    if isinstance(value, form.Template):
        yield from ((part, not isinstance(part, form.Literal)) for part in value.parts)
    elif isinstance(value, form.Conditional):
        yield from ((value.then, True), (value.otherwise, True))
    elif isinstance(value, form.Operation):
        yield from ((operand, value.operator != "+") for operand in value.operands)
    elif isinstance(value, form.Call):
        yield from ((argument, False) for argument in value.arguments)
    elif isinstance(value, form.Record):
        yield from ((entry.key, True) for entry in value.entries if entry.key is not None)
    elif isinstance(value, form.Sequence):
        yield from ((item, False) for item in value.items)


def _style(value: form.Expr) -> tuple[tuple[str, str], ...]:
    found = []
    for entry in value.entries if isinstance(value, form.Record) else ():
        if isinstance(entry.key, form.Literal) and isinstance(entry.value, form.Literal):
            name = re.sub(r"[A-Z]", lambda capital: "-" + capital[0].lower(), str(entry.key.value))
            text = str(entry.value.value)
            found.append((name, f"{text}px" if _NUMBER.match(text) and text != "0" else text))
    return tuple(found)
