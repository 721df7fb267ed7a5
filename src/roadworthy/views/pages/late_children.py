"""Components that are drawn only once their page's own request has come back, and then ask for something that needs nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, dotted, last_name, names_in, without_functions
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.catches import asks_as_written
from roadworthy.views.pages.loads import Load, loads
from roadworthy.views.pages.query_hooks import QUERIES
from roadworthy.views.pages.repeated import OPENED

# What draws its inside when somebody asks for it, or elsewhere.
_LATER = regex(
    r"Tab|Dialog|Modal|Sheet|Drawer|Accordion|Popover|Collaps|Suspense|Lazy|Dropdown|Tooltip|Hover|Portal"
)
# The frame of every page, which stands beside what the page is about.
_FRAME = regex(
    r"Layout|Side|Nav|Header|Footer|Menu|Bar$|Bell|Provider|Guard|Toast|Banner|Nudge|Spotlight|Boundary"
)
# Who is there and what they may see: what comes after must wait for it.
WHO = regex(
    r"user|profile|role|session|auth|admin|permi|access|allowed|plan|subscri|tenant|organi[sz]|workspace|onboard|membership|tier|staff|owner|entitl|licen[cs]e|^can[A-Z]|^useCan",
    re.I,
)

PLAIN = frozenset({"isNaN", "Boolean", "Number", "undefined"})


class LateChild(Struct, frozen=True):
    """`child`, drawn at `drawn`, asks at `asks` only after the request of its page at `first` has come back."""

    owner: Owner
    child: str
    first: Location
    drawn: Location
    asks: Location


class _Asked(Struct, frozen=True):
    """A request that a component makes by itself: `brought` are the names that tell what came of it, `asks` whether it is made as
    soon as the component is there, `by_id` whether it looks a row up by the id it was given, `hook` the app's own hook that makes it."""

    owner: Owner
    around: form.Function
    place: Location
    brought: frozenset[str]
    asks: bool
    by_id: bool = False
    hook: str = ""


def late_children(app: App) -> tuple[LateChild, ...]:
    """Every such component. A view."""
    everything = [*_of_loads(app), *_of_hooks(app)]
    asking = {one.owner.subject: one for one in everything if one.asks}
    return tuple(found for one in everything for found in _waiting(app, one, asking))


def _of_loads(app: App) -> Iterator[_Asked]:
    given = {
        id(spot.node.value): frozenset(bound(spot.node.target))
        for spot in spots(app, form.Define)
        if isinstance(spot.node, form.Define) and isinstance(spot.node.value, form.Call)
    }
    for load in app.view(loads):
        if load.owner.kind == "component" and (load.waits_for is not None or _is_query(load)):
            brought = given.get(id(load.effect), frozenset()) if _is_query(load) else set_by(load)
            yield _Asked(
                load.owner, load.around, at(load.path, load.effect), brought, _asks(load), _by_id(load)
            )


def _of_hooks(app: App) -> Iterator[_Asked]:
    """What a hook of the app's own asks for the component that uses it."""
    hooks = {load.around.name: load for load in app.view(loads) if load.around.name.startswith("use")}
    for spot in spots(app, form.Define):
        node = spot.node
        call = node.value if isinstance(node, form.Define) else None
        load = (
            hooks.get(call.callee.name)
            if isinstance(call, form.Call) and isinstance(call.callee, form.Name)
            else None
        )
        if (
            load is None
            or not isinstance(call, form.Call)
            or not isinstance(node, form.Define)
            or not spot.functions
        ):
            continue
        owner = owner_of(app, spot)
        named = any(
            isinstance(one, form.Name) and re.search(r"id$", one.name, re.I) for one in call.arguments
        )
        if owner.kind == "component" and (_is_query(load) or _asks(load)):
            brought, place = frozenset(bound(node.target)), at(spot.path, node)
            yield _Asked(
                owner,
                spot.functions[-1],
                place,
                brought,
                _asks(load),
                named or _by_id(load),
                load.around.name,
            )


def _is_query(load: Load) -> bool:
    return last_name(load.effect.callee) in QUERIES


def _asks(load: Load) -> bool:
    """Whether it asks as soon as its component is there: an effect that awaits an answer, a query that is not told to wait."""
    if _is_query(load):
        return not _is_held_back(load)
    return load.waits_for is not None and any(
        isinstance(node, (form.Await, form.Call)) and asks_as_written(node)
        for function in load.runs
        for node in without_functions(function.body)
    )


def _is_held_back(load: Load) -> bool:
    """Whether a query waits for something (`enabled: !!user`) that is not simply what its hook or its component was given."""
    given = set().union(*(bound(one.target) for one in load.around.parameters)) | PLAIN
    switches = (
        one.value
        for one in below((load.effect,))
        if isinstance(one, form.Entry) and isinstance(one.key, form.Literal) and one.key.value == "enabled"
    )
    return any(names_in(value) - given for value in switches)


def _waiting(app: App, own: _Asked, asking: dict[str, _Asked]) -> Iterator[LateChild]:
    """The children of a component that leaves with a sign of waiting as long as this request has brought nothing."""
    gate = next((one for one in own.around.body if _waits(one, own.brought)), None)
    if gate is None or any(map(WHO.search, (own.hook, *own.brought))):
        return
    known = derived(own.around, own.brought)
    after = [one for one in own.around.body if one.span.start > gate.span.start]
    for element in (found for one in after if isinstance(one, form.Return) for found in _drawn(one.value)):
        child = asking.get(element.tag)
        if (
            child is None
            or child.around is own.around
            or element.children
            or not _is_meant(app, own, element, child)
        ):
            continue
        if not any(
            names_in(one.value) & known and not _is_known(own, one.value) for one in element.attributes
        ):
            drawn = at(own.place.path, element)
            yield LateChild(own.owner, element.tag, own.place, drawn, child.place)


def _is_meant(app: App, own: _Asked, element: form.Element, child: _Asked) -> bool:
    """Whether an element is part of what the page is about, and its name stands for this very component."""
    if OPENED.search(element.tag) or _FRAME.search(element.tag) or _LATER.search(element.tag):
        return False
    module = app.modules[own.place.path]
    imports = [one for one in module.body if isinstance(one, form.Import)]
    source = next(
        (one.source for one in imports if any(name.local == element.tag for name in one.names)), None
    )
    if source is None:
        return child.place.path == own.place.path
    return (
        child.place.path.rsplit(".", 1)[0]
        .removesuffix("/index")
        .endswith(source.lstrip("./@~").removesuffix(".tsx"))
    )


def set_by(load: Load) -> frozenset[str]:
    """The state that an effect sets."""
    called = {
        dotted(node.callee) for one in load.runs for node in below(one.body) if isinstance(node, form.Call)
    }
    called |= {
        dotted(node.arguments[0])
        for one in load.runs
        for node in below(one.body)
        if isinstance(node, form.Call) and last_name(node.callee) == "then" and node.arguments
    }
    return frozenset(name[3:4].lower() + name[4:] for name in called if re.match(r"set[A-Z]", name))


def _waits(statement: form.Statement, brought: frozenset[str]) -> bool:
    """`if (loading) return <Spinner />`, `if (!movie) return null`."""
    leaves = isinstance(statement, form.If) and statement.then and isinstance(statement.then[-1], form.Return)
    return bool(leaves) and isinstance(statement, form.If) and bool(names_in(statement.test) & brought)


def derived(function: form.Function, brought: frozenset[str]) -> set[str]:
    """These names, and those that are made of them."""
    known = set(brought)
    for node in function.body:
        if isinstance(node, form.Define) and node.value is not None and names_in(node.value) & known:
            known |= bound(node.target)
    return known


def _drawn(node: object) -> Iterator[form.Element]:
    """The elements that are always drawn: not by a condition, for each of a list, or in what somebody opens."""
    if isinstance(node, form.Element):
        yield node
        if not _LATER.search(node.tag):
            for inner in node.children:
                yield from _drawn(inner)


def _is_known(own: _Asked, value: form.Expr) -> bool:
    """`order.id` where the order was asked for by its id, which was there before."""
    return (
        own.by_id
        and isinstance(value, form.Member)
        and value.name == "id"
        and isinstance(value.object, form.Name)
    )


def _by_id(load: Load) -> bool:
    """`.eq("id", id)`."""
    return any(
        isinstance(node, form.Call)
        and last_name(node.callee) == "eq"
        and [getattr(one, "value", None) for one in node.arguments[:1]] == ["id"]
        and isinstance(node.arguments[-1], form.Name)
        for function in load.runs
        for node in below(function.body)
    )
