"""Requests that wait for each other before a page shows anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.component import Component
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, chain, dotted, last_name, names_in, without_functions
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.catches import asks_as_written
from roadworthy.views.pages.endless import endless
from roadworthy.views.pages.late_children import late_children
from roadworthy.views.pages.loads import Load, loads
from roadworthy.views.pages.query_hooks import QUERIES
from roadworthy.views.pages.repeated import OPENED
from roadworthy.views.pages.screens import component_of
from roadworthy.views.pages.session_first import after_session
from roadworthy.views.pages.stepwise import LONG, stepwise
from roadworthy.views.pages.submitting import path_shape
from roadworthy.views.pages.twice_at_start import twice_at_start

_WHO = regex(r"\.auth\.getUser(\(\))?$")
_LOADING = frozenset({"query", "effect", "render"})


class RoundTrips(Struct, frozen=True):
    """`kind`: session (asks who is signed in first), chain, late (waits for another load it does not use), twice (the same asked twice),
    endless (an effect starts itself again), queue (server actions run one by one), empty-page (the server's page asks for nothing), providers (two caches)."""

    kind: str
    subject: str
    anchor: str
    locations: tuple[Location, ...]
    fact: str


def round_trips(app: App) -> tuple[RoundTrips, ...]:
    """Every such wait of the app's pages. A view."""
    return (
        *_of_loads(app),
        *_late_children(app),
        *(_one(one.kind, one.owner, one.places, one.fact) for one in app.view(stepwise)),
        *(_one("session", one.owner, one.places, one.fact) for one in app.view(after_session)),
        *(_one("endless", one.owner, one.places, one.fact) for one in app.view(endless)),
        *_asked_twice(app),
        *(_one("twice", one.owner, one.places, one.fact) for one in app.view(twice_at_start)),
        *_queued(app),
        *_empty_pages(app),
        *_two_caches(app),
    )


# --- effects -----------------------------------------------------------------------------------------


def _of_loads(app: App) -> Iterator[RoundTrips]:
    for load in app.view(loads):
        for function in load.runs:
            yield from _session_first(load, function)
            yield from _chained(load, function)
        yield from _late(app, load)


def _asked(function: form.Function) -> list[form.Await]:
    """The requests that a function itself awaits, in order."""
    return [
        node
        for node in without_functions(function.body)
        if isinstance(node, form.Await) and asks_as_written(node)
    ]


def _asked_by(load: Load) -> list[form.Node]:
    """The requests of an effect, whether it waits for them or goes on in `then`."""
    return [node for function in load.runs for node in (*_asked(function), *_followed(function))]


def _followed(function: form.Function) -> list[form.Call]:
    """The requests that a function makes and goes on with in `then`, without waiting itself."""
    found = []
    for statement in below(function.body):
        value = statement.value if isinstance(statement, form.Evaluate) else None
        calls = list(chain(value)) if isinstance(value, form.Call) else []
        if any(last_name(call.callee) == "then" for call in calls) and asks_as_written(calls[-1]):
            found.append(calls[0])
    return found


def _session_first(load: Load, function: form.Function) -> Iterator[RoundTrips]:
    awaits = [node for node in without_functions(function.body) if isinstance(node, form.Await)]
    who = next(
        (node for node in awaits if any(_WHO.search(dotted(call.callee)) for call in chain(node))), None
    )
    later = [node for node in _asked(function) if who is not None and node.span.start > who.span.end]
    if (
        who is not None
        and later
        and any(".from" in dotted(call.callee) for node in later for call in chain(node))
    ):
        fact = f"every load first asks the auth server who is signed in at {load.path}:{who.span.line}, then for the data at line {later[0].span.line}"
        yield _one("session", load.owner, (at(load.path, who), at(load.path, later[0])), fact)


def _chained(load: Load, function: form.Function) -> Iterator[RoundTrips]:
    asked = [node for node in _asked(function) if "Promise.all" not in dotted(node.value)]
    steps = [node for node in asked if not _elsewhere(function, node, asked)]
    if len(steps) >= LONG:
        lines = ", ".join(str(node.span.line) for node in steps)
        fact = f"{len(steps)} requests one after the other at {load.path}, lines {lines}, before the page is ready"
        yield _one("chain", load.owner, tuple(at(load.path, node) for node in steps), fact)


def _elsewhere(function: form.Function, node: form.Await, asked: list[form.Await]) -> bool:
    """Whether a request stands in a branch or a handler of its own, so that it is not one more step of the others."""
    for inner in without_functions(function.body):
        branches: tuple[tuple[form.Statement, ...], ...] = ()
        if isinstance(inner, form.If) and inner.otherwise:
            branches = (inner.otherwise,)
        elif isinstance(inner, form.Try):
            branches = tuple(handler.body for handler in inner.handlers)
        if any(node is one for branch in branches for one in below(branch)):
            return True
    return False


def _late(app: App, load: Load) -> Iterator[RoundTrips]:
    """An effect that waits for what another load brings, and whose request does not use it."""
    for name in load.waits_for or ():
        earlier = _load_that_sets(app, load, name)
        asked = _asked_by(load)
        if earlier is None or not asked or any(name in names_in(node) for node in asked):
            continue
        if not any(
            isinstance(node, form.If) and name in names_in(node.test) for node in below(load.runs[0].body)
        ):
            continue
        first = _asked_by(earlier)[0]
        if first is asked[0]:
            # The next page of the same list, once the one before is there.
            continue
        fact = f"the request at {load.path}:{asked[0].span.line} starts only after '{name}' has come, and does not use it"
        yield _one("late", load.owner, (at(earlier.path, first), at(load.path, asked[0])), fact)


def _load_that_sets(app: App, load: Load, name: str) -> Load | None:
    """Another effect of the same component that fetches something and puts it into this state."""
    setter = f"set{name[:1].upper()}{name[1:]}"
    for other in app.view(loads):
        if other.around is not load.around or other is load:
            continue
        asked = _asked_by(other)
        # What is set before the request, or without it (`setMounted(true)`), has not come with its answer.
        sets = any(
            _sets(node, setter) and node.span.end > asked[0].span.start
            for one in other.runs
            for node in below(one.body)
            if asked
        )
        if sets:
            return other
    return None


def _sets(node: form.Node, setter: str) -> bool:
    """Whether a piece of code calls the setter, or hands it on to be called with an answer: `.then(setPost)`."""
    if not isinstance(node, form.Call):
        return False
    handed = last_name(node.callee) == "then" and any(dotted(one) == setter for one in node.arguments[:1])
    return handed or dotted(node.callee) == setter


def _late_children(app: App) -> Iterator[RoundTrips]:
    for late in app.view(late_children):
        fact = f"{late.child} is drawn at {late.drawn} only after the request at {late.first} has come back, and what it asks for at {late.asks} needs nothing of it"
        yield _one("late", late.owner, (late.first, late.drawn, late.asks), fact)


# --- the same twice ----------------------------------------------------------------------------------


def _asked_twice(app: App) -> Iterator[RoundTrips]:
    by_name = {component.name: component for component in app.components}
    keys = app.view(_query_keys)
    for component in app.components:
        own = _first_loads(component)
        for name in component.renders:
            child = by_name.get(name) if not OPENED.search(name) else None
            for path, location in (
                _first_loads(child).items() if child is not None and child is not component else ()
            ):
                mine = own.get(path)
                if mine is None or mine == location or _key(keys, mine) == _key(keys, location) != "":
                    continue
                fact = f"{component.name} at {mine} and {name} at {location} each ask for {path} when the page is shown"
                yield RoundTrips("twice", component.name, component.location.path, (mine, location), fact)


def _first_loads(component: Component) -> dict[str, Location]:
    found: dict[str, Location] = {}
    for fetch in component.fetches:
        if (
            fetch.method == "GET"
            and fetch.trigger in _LOADING
            and fetch.path.startswith("/")
            and fetch.location.path == component.location.path
        ):
            found.setdefault(path_shape(fetch.path).split("*?")[0].removesuffix("*"), fetch.location)
    return found


def _query_keys(app: App) -> dict[str, list[tuple[int, int, str]]]:
    """The stretches of query hooks, each with its key as written."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if last_name(call.callee) not in QUERIES:
            continue
        for record in call.arguments:
            for entry in record.entries if isinstance(record, form.Record) else ():
                if isinstance(entry.key, form.Literal) and entry.key.value == "queryKey":
                    text = app.read(spot.path)[entry.value.span.start : entry.value.span.end].decode(
                        "utf-8", "replace"
                    )
                    found.setdefault(spot.path, []).append(
                        (call.span.start, call.span.end, re.sub(r"\s|['\"]", "", text))
                    )
    return found


def _key(keys: dict[str, list[tuple[int, int, str]]], place: Location) -> str:
    return next((text for start, end, text in keys.get(place.path, ()) if start <= place.start < end), "")


# --- server actions ----------------------------------------------------------------------------------


def _queued(app: App) -> Iterator[RoundTrips]:
    """Reads by server actions: Next runs the actions of one browser one after the other."""
    asking = app.view(_action_loads)
    pages = {(page.file, page.component) for page in app.pages}
    by_name = {component.name: component for component in app.components}
    drawn = {
        name
        for component in app.components
        if (component.location.path, component.name) in pages and component.name not in asking
        for name in component.renders
    }
    for component in app.components:
        if (component.location.path, component.name) not in pages and component.name not in drawn:
            continue
        own = asking.get(component.name, [])
        shown = [name for name in component.renders if name in by_name and not OPENED.search(name)]
        below = [one for name in shown for one in asking.get(name, [])]
        places = tuple(dict.fromkeys([*own, *below]))
        if own and len(places) >= 2:
            fact = (
                f"{len(places)} server actions load the page, and the browser sends them one after the other"
            )
            yield RoundTrips("queue", component.name, component.location.path, places, fact)


def _action_loads(app: App) -> dict[str, list[Location]]:
    """For each component, where it starts a query whose function is a server action. Own hooks are looked through."""
    actions = _action_names(app)
    hooks: dict[str, bool] = {}
    direct: list[tuple[Owner, Location]] = []
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if last_name(call.callee) in QUERIES and names_in(call.arguments) & actions:
            owner = owner_of(app, spot)
            if owner.kind == "component":
                direct.append((owner, at(spot.path, call)))
            elif owner.subject.startswith("use"):
                hooks[owner.subject] = True
    direct += _in_effects(app, actions)
    found: dict[str, list[Location]] = {}
    for owner, place in direct:
        found.setdefault(owner.subject, []).append(place)
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if isinstance(call.callee, form.Name) and call.callee.name in hooks:
            owner = owner_of(app, spot)
            if owner.kind == "component":
                found.setdefault(owner.subject, []).append(at(spot.path, call))
    return found


def _in_effects(app: App, actions: set[str]) -> Iterator[tuple[Owner, Location]]:
    """Where an effect of a component waits for a server action as soon as it is shown."""
    for load in app.view(loads):
        if load.waits_for is None or load.owner.kind != "component":
            continue
        for function in load.runs:
            waits = [node for node in without_functions(function.body) if isinstance(node, form.Await)]
            for node in without_functions(tuple(waits)):
                if isinstance(node, form.Call) and last_name(node.callee) in actions:
                    yield load.owner, at(load.path, node)


def _action_names(app: App) -> set[str]:
    names: set[str] = set()
    for module in app.modules.values():
        if "use server" in module.directives:
            for node in module.body:
                if isinstance(node, form.Function):
                    names.add(node.name)
                elif isinstance(node, form.Define):
                    names |= bound(node.target)
    return names


# --- pages -------------------------------------------------------------------------------------------


def _empty_pages(app: App) -> Iterator[RoundTrips]:
    """A page of the server that asks for nothing and hands its key to a component which then asks from the browser."""
    by_name = {component.name: component for component in app.components}
    loading = {
        load.owner.subject: load
        for load in app.view(loads)
        if load.waits_for is not None and any(_asked(one) for one in load.runs)
    }
    for page in app.pages:
        module = app.modules.get(page.file)
        component = component_of(app, page)
        if (
            module is None
            or component is None
            or not re.search(r"(^|/)app/.*page\.[jt]sx?$", page.file)
            or "use client" in module.directives
        ):
            continue
        if (
            component.queries
            or component.fetches
            or component.services
            or _asks_anything(module)
            or len(component.renders) != 1
        ):
            continue
        load = loading.get(component.renders[0])
        child = by_name.get(component.renders[0])
        if load is None or child is None or not ({"id", "slug"} & set(load.waits_for or ())):
            continue
        fact = f"{page.file} asks for nothing on the server; {child.name} asks from the browser at {load.path}:{load.effect.span.line}, after its script has run"
        yield RoundTrips(
            "empty-page",
            child.name,
            child.location.path,
            (at(load.path, load.effect), component.location),
            fact,
        )


def _asks_anything(module: form.Module) -> bool:
    return any(isinstance(node, form.Await) and asks_as_written(node) for node in below(module.body))


def _two_caches(app: App) -> Iterator[RoundTrips]:
    """The provider of the query cache in a layout and again in a layout inside it: what one loaded, the other loads again."""
    makers = {
        owner_of(app, spot).subject
        for spot in spots(app, form.Call)
        if isinstance(spot.node, form.Call) and last_name(spot.node.callee) == "QueryClient"
    }
    layouts: list[tuple[str, Location]] = []
    for spot in spots(app, form.Element):
        element = spot.node
        assert isinstance(element, form.Element)
        if re.search(r"(^|/)layout\.[jt]sx?$", spot.path) and (
            element.tag in makers or element.tag == "QueryClientProvider"
        ):
            layouts.append((spot.path.rsplit("/", 1)[0], at(spot.path, element)))
    for folder, place in layouts:
        outer = next((other for above, other in layouts if folder.startswith(above + "/")), None)
        if outer is not None:
            yield RoundTrips(
                "providers",
                place.path,
                "providers",
                (place, outer),
                f"a second query cache at {place} inside the one at {outer}: what is loaded in one is loaded again in the other",
            )


def _one(kind: str, owner: Owner, places: tuple[Location, ...], fact: str) -> RoundTrips:
    return RoundTrips(kind, owner.subject, owner.anchor, places, fact)
