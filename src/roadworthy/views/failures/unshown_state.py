"""State of a component that is set and never read: what a failure's handler puts there, nobody sees."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import bound, last_name, without_functions
from roadworthy.views.code.syntax import Spot


def unshown_setters(app: App, spot: Spot) -> frozenset[str]:
    """The setters (`setError`) around a piece of code whose state is read nowhere in its component."""
    known = app.view(_known)
    found: set[str] = set()
    for function in spot.functions:
        place = (spot.path, function.span.start)
        if place not in known:
            known[place] = frozenset(_unshown(function))
        found |= known[place]
    return frozenset(found)


def _known(app: App) -> dict[tuple[str, int], frozenset[str]]:
    """Filled function by function."""
    return {}


def _unshown(component: form.Function) -> Iterator[str]:
    for node in component.body:
        if isinstance(node, form.Define) and isinstance(node.target, form.SequenceTarget):
            value, names = node.value, [bound(item) for item in node.target.items]
            made = isinstance(value, form.Call) and last_name(value.callee) == "useState"
            if made and len(names) == 2 and len(names[1]) == 1 and not _is_read(component, node, names[0]):
                yield from names[1]


def first_values(spot: Spot) -> dict[str, str]:
    """The setters around a piece of code whose state begins as a word (`useState("idle")`), each with that word."""
    found: dict[str, str] = {}
    for function in spot.functions:
        for node in function.body:
            if not isinstance(node, form.Define) or not isinstance(node.target, form.SequenceTarget):
                continue
            value, names = node.value, [bound(item) for item in node.target.items]
            given = value.arguments[0] if isinstance(value, form.Call) and value.arguments else None
            word = given.value if isinstance(given, form.Literal) else None
            if (
                isinstance(word, str)
                and word
                and len(names) == 2
                and last_name(getattr(value, "callee", None)) == "useState"
            ):
                found |= {name: word for name in names[1]}
    return found


def _is_read(component: form.Function, made: form.Define, names: set[str]) -> bool:
    """Whether the state's name is read outside of what gives the name another meaning (`catch (error)`)."""
    return any(not node.span.within(made.span) for node in meant(component, names))


def meant(component: form.Function, names: set[str]) -> list[form.Name]:
    """Where one of a function's names stands for what the function gave it, and not for what a part of it calls so too."""
    named = [node for node in form.walk(component.body) if isinstance(node, form.Name) and node.name in names]
    elsewhere = [
        node
        for node in form.walk(component.body, form.Handler, form.Function)
        if any(one.span.within(node.span) for one in named) and _binds(node) & names
    ]
    return [one for one in named if not any(one.span.within(other.span) for other in elsewhere)]


def _binds(part: form.Node) -> set[str]:
    if isinstance(part, form.Handler):
        return bound(part.target)
    if not isinstance(part, form.Function):
        return set()
    taken = [bound(one.target) for one in part.parameters]
    made = [
        bound(node.target)
        for node in without_functions(part.body)
        if isinstance(node, form.Define) and node.kind
    ]
    return set().union(*taken, *made)
