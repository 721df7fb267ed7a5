"""Requests that follow each other through `then`, through the state that one effect sets for the next, and through queries that wait."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, chain, dotted, last_name, names_in
from roadworthy.views.code.owner import Owner
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.catches import asks_as_written
from roadworthy.views.pages.late_children import PLAIN, WHO, derived, set_by
from roadworthy.views.pages.loads import Load, loads
from roadworthy.views.pages.query_hooks import QUERIES

# Steps in a row before anything can be seen, from which the wait is the sum and not a detail.
LONG = 3
_WHO_ASKS = regex(r"\.auth\.getUser(\(\))?$")
_NAMED = regex(r"^(get|fetch|load|list)[A-Z]")


class Steps(Struct, frozen=True):
    """Requests of one component that wait for each other. `kind` as in `RoundTrips`: chain, late or session."""

    kind: str
    owner: Owner
    places: tuple[Location, ...]
    fact: str


def stepwise(app: App) -> tuple[Steps, ...]:
    """Every such row of requests. A view."""
    return (*_of_thens(app), *_of_states(app), *_of_queries(app))


# --- then --------------------------------------------------------------------------------------------


def _of_thens(app: App) -> Iterator[Steps]:
    for load in app.view(loads):
        for node in (node for function in load.runs for node in function.body):
            value = node.value if isinstance(node, (form.Evaluate, form.Return)) else None
            steps = _steps(value) if isinstance(value, form.Call) else []
            places = tuple(at(load.path, one) for one in steps)
            lines = ", ".join(str(one.span.line) for one in steps)
            if len(steps) >= LONG:
                fact = (
                    f"{len(steps)} requests one after the other at {load.path}, lines {lines}, each in `then`"
                )
                yield Steps("chain", load.owner, places, fact)
            elif steps and any(_WHO_ASKS.search(dotted(one.callee)) for one in chain(value)):
                fact = f"every load first asks the auth server who is signed in at {load.path}:{node.span.line}, then for the data at line {lines}"
                yield Steps("session", load.owner, (at(load.path, node), *places), fact)


def _steps(call: form.Call) -> list[form.Call]:
    """The requests that a chain of `then` makes one after the other: its first, and those that its functions go on with."""
    calls = list(chain(call))[::-1]
    first = next((one for one in calls if _is_request(one)), None)
    found = [first] if first is not None else []
    for one in calls:
        if last_name(one.callee) == "then" and one.arguments:
            found += _followed(one.arguments[0])
    return found


def _followed(callback: form.Expr) -> list[form.Call]:
    body = callback.body if isinstance(callback, form.Function) else ()
    values = [node.value for node in body if isinstance(node, (form.Evaluate, form.Return))]
    ways = [_steps(value) for value in values if isinstance(value, form.Call)]
    return max(ways, key=len, default=[])


def _is_request(call: form.Call) -> bool:
    return asks_as_written(call) or (
        isinstance(call.callee, form.Name) and _NAMED.search(call.callee.name) is not None
    )


# --- the state that one sets for the next ------------------------------------------------------------


def _of_states(app: App) -> Iterator[Steps]:
    """Effects of one component that each wait for what the one before has set."""
    for inside in _by_component(app).values():
        effects = [one for one in inside if one.waits_for is not None and _request_of(one) is not None]
        for row in _rows({id(one): _set_before(one, effects) for one in effects}, effects):
            yield _row(row, "each effect waits for the state that the one before has set")


def _set_before(load: Load, effects: list[Load]) -> list[Load]:
    names = {name.split(".")[0] for name in load.waits_for or ()}
    return [one for one in effects if one is not load and names & set_by(one)]


# --- queries that wait -------------------------------------------------------------------------------


def _of_queries(app: App) -> Iterator[Steps]:
    """`useQuery({ enabled: !!team })`: queries that wait for each other, and those that wait for one whose answer they do not use."""
    given = {
        id(spot.node.value): frozenset(bound(spot.node.target))
        for spot in spots(app, form.Define)
        if isinstance(spot.node, form.Define) and isinstance(spot.node.value, form.Call)
    }
    for inside in _by_component(app).values():
        queries = [one for one in inside if last_name(one.effect.callee) in QUERIES]
        own = {id(one): given.get(id(one.effect), frozenset()) for one in queries}
        all_own = frozenset().union(*own.values())
        # What the next query gives is made of the answer, too, but is its own.
        brought = {id(one): derived(one.around, own[id(one)]) - (all_own - own[id(one)]) for one in queries}
        before = {id(one): _waited_for(one, queries, brought) for one in queries}
        yield from (
            _row(row, "each query is enabled by the answer of the one before")
            for row in _rows(before, queries)
        )
        for later in queries:
            for first in before[id(later)]:
                names = brought[id(first)]
                if not before[id(first)] and _is_apart(later, names) and not any(map(WHO.search, names)):
                    yield _late(first, later)


def _waited_for(load: Load, queries: list[Load], brought: dict[int, set[str]]) -> list[Load]:
    """The queries without whose answers this one is not enabled, where nothing else decides."""
    named = names_in(_option(load, "enabled")) - PLAIN
    if not named or not named <= set().union(*brought.values()):
        return []
    return [one for one in queries if one is not load and named & brought[id(one)]]


def _is_apart(load: Load, names: set[str]) -> bool:
    """Whether neither what it asks nor the key that it is kept under has anything of these."""
    asked = names_in(_option(load, "queryFn")) | names_in(_option(load, "queryKey"))
    return bool(asked) and not names & asked


def _option(load: Load, name: str) -> form.Expr | None:
    return next(
        (
            entry.value
            for one in load.effect.arguments
            if isinstance(one, form.Record)
            for entry in one.entries
            if isinstance(entry.key, form.Literal) and entry.key.value == name
        ),
        None,
    )


def _late(first: Load, later: Load) -> Steps:
    fact = f"the query at {later.path}:{later.effect.span.line} starts only after that at line {first.effect.span.line} has come, and does not use it"
    return Steps("late", later.owner, (at(first.path, first.effect), at(later.path, later.effect)), fact)


# --- rows of them ------------------------------------------------------------------------------------


def _by_component(app: App) -> dict[int, list[Load]]:
    found: dict[int, list[Load]] = {}
    for load in app.view(loads):
        found.setdefault(id(load.around), []).append(load)
    return found


def _request_of(load: Load) -> form.Node | None:
    return next(
        (
            node
            for function in load.runs
            for node in below(function.body)
            if isinstance(node, (form.Await, form.Call)) and asks_as_written(node)
        ),
        None,
    )


def _rows(before: dict[int, list[Load]], inside: list[Load]) -> Iterator[list[Load]]:
    """The longest row that ends with each load after which nothing waits, where it is long."""
    waited = {id(one) for earlier in before.values() for one in earlier}
    for last in inside:
        row = [last]
        while (further := [one for one in before[id(row[0])] if one not in row]) and len(row) < len(inside):
            row.insert(0, further[0])
        if len(row) >= LONG and id(last) not in waited:
            yield row


def _row(row: list[Load], says: str) -> Steps:
    lines = ", ".join(str(one.effect.span.line) for one in row)
    fact = f"{len(row)} requests one after the other at {row[0].path}, lines {lines}: {says}"
    return Steps("chain", row[-1].owner, tuple(at(one.path, one.effect) for one in row), fact)
