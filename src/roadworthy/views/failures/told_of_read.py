"""Whether what a component says of a failure can be about one read of it: words behind `error &&` speak of what sets that error."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, last_name, names_in
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import FIELDS, below
from roadworthy.views.failures.failure_text import says_so, telling_texts

# States that say what goes on, whatever failed.
_GOES_ON = regex(r"load|pending|busy|submitting|saving|fetching|open|show|mode|tab\b|step|mounted|active")
_DEPTH = 3


class _Component(Struct, frozen=True):
    """A function that has states: `setters` are their names by those of what sets them, `behind` the conditions (names) under which
    each place in it is shown, `made` what its other values are made of."""

    function: form.Function
    setters: dict[str, str]
    made: dict[str, frozenset[str]]


def says_so_of(app: App, place: Location, read: Location) -> bool:
    """Whether the component at a place says that something failed, in words that a failure of this read can bring up."""
    if not says_so(app, place):
        return False
    component = _component(app, read)
    if component is None:
        return True
    states = frozenset(component.setters.values())
    touched = frozenset(
        component.setters[name] for name in _called_around(app, component, read) if name in component.setters
    )
    for start in app.view(telling_texts).get(place.path, ()):
        if not place.start <= start < place.end:
            continue
        shown_by = _expanded(component, _conditions(component.function, start)) & states
        shown_by = frozenset(name for name in shown_by if not _GOES_ON.search(name.lower()))
        if not shown_by or shown_by & touched:
            return True
    return False


def _component(app: App, read: Location) -> _Component | None:
    """The outermost function around a read that has states, known once."""
    for function in _around(app, read):
        known = app.view(_known)
        key = (read.path, function.span.start)
        if key not in known:
            known[key] = _made(function)
        if known[key].setters:
            return known[key]
    return None


def _known(app: App) -> dict[tuple[str, int], _Component]:
    """Filled function by function."""
    return {}


def _around(app: App, read: Location) -> list[form.Function]:
    """The functions around a place, the outermost first."""
    found = [
        function
        for function in app.view(_functions).get(read.path, ())
        if function.span.start <= read.start and read.end <= function.span.end
    ]
    return sorted(found, key=lambda one: one.span.start)


def _functions(app: App) -> dict[str, list[form.Function]]:
    found: dict[str, list[form.Function]] = {}
    for spot in spots(app, form.Function):
        if isinstance(spot.node, form.Function):
            found.setdefault(spot.path, []).append(spot.node)
    return found


def _made(function: form.Function) -> _Component:
    setters: dict[str, str] = {}
    made: dict[str, frozenset[str]] = {}
    for node in function.body:
        if not isinstance(node, form.Define) or node.value is None:
            continue
        names = [bound(item) for item in getattr(node.target, "items", ())]
        state = isinstance(node.value, form.Call) and last_name(node.value.callee) == "useState"
        if state and len(names) == 2 and len(names[0]) == len(names[1]) == 1:
            setters[next(iter(names[1]))] = next(iter(names[0]))
        else:
            made |= {name: frozenset(names_in(node.value)) for name in bound(node.target)}
    return _Component(function, setters, made)


def _called_around(app: App, component: _Component, read: Location) -> set[str]:
    """What is called in the outermost function of the component around the read: where its answer is put."""
    inner = [one for one in _around(app, read) if one.span.start > component.function.span.start]
    if not inner:
        return set(component.setters)
    return {
        one.name
        for one in below(inner[0].body)
        if isinstance(one, form.Name) and one.name in component.setters
    }


def _expanded(component: _Component, names: set[str]) -> frozenset[str]:
    found = set(names)
    for _ in range(_DEPTH):
        found |= {inner for name in found for inner in component.made.get(name, ())}
    return frozenset(found)


def _conditions(function: form.Function, start: int) -> set[str]:
    """The names that are asked on the way to what begins at an offset."""
    return set().union(*(names_in(test) for test in _tests(function.body, start)))


def _tests(node: object, start: int) -> Iterator[form.Expr]:
    if isinstance(node, tuple):
        for one in node:
            yield from _tests(one, start)
        return
    span = getattr(node, "span", None)
    if type(node) not in FIELDS or (span is not None and not span.start <= start < span.end):
        return
    if isinstance(node, (form.If, form.Conditional)) and not _holds(node.test, start):
        yield node.test
    if isinstance(node, form.Operation) and node.operator in ("and", "or"):
        yield from (one for one in node.operands if one.span.end <= start)
    for name in FIELDS[type(node)]:
        yield from _tests(getattr(node, name), start)


def _holds(node: form.Node, start: int) -> bool:
    return node.span.start <= start < node.span.end
