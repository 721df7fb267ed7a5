"""What a component of the page loads by itself when it is shown: in effects and queries, and in the functions these call."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import bound, dotted, last_name
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.pages.query_hooks import QUERIES

_EFFECTS = frozenset({"useEffect", "useLayoutEffect"})
_DEPTH = 3


class Load(Struct, frozen=True):
    """An effect or a query hook, with every function that runs because of it. `waits_for` are the names of an effect's dependencies;
    None for one that runs at every drawing and for a query. `around` is the function of the component or hook, `local` those that it
    defines for itself."""

    owner: Owner
    path: str
    effect: form.Call
    around: form.Function
    runs: tuple[form.Function, ...]
    waits_for: tuple[str, ...] | None
    local: dict[str, form.Function]


def loads(app: App) -> tuple[Load, ...]:
    """Every effect and every query hook of the page's code. A view."""
    found = []
    known: dict[int, dict[str, form.Function]] = {}
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        callback = _callback(call) if spot.functions else None
        if callback is not None:
            found.append(_load(app, spot, callback, known))
    return tuple(found)


def _callback(call: form.Call) -> form.Expr | None:
    """What an effect runs, or what fetches for a query (`queryFn` of its options, else the second argument)."""
    name = last_name(call.callee)
    if name in _EFFECTS:
        return call.arguments[0] if call.arguments else None
    if name not in QUERIES:
        return None
    for one in call.arguments:
        for entry in one.entries if isinstance(one, form.Record) else ():
            if isinstance(entry.key, form.Literal) and entry.key.value == "queryFn":
                return entry.value
    return call.arguments[1] if len(call.arguments) > 1 else None


def _load(app: App, spot: Spot, callback: form.Expr, known: dict[int, dict[str, form.Function]]) -> Load:
    call = spot.node
    assert isinstance(call, form.Call)
    around = spot.functions[-1]
    if id(around) not in known:
        known[id(around)] = local_functions(around)
    local = known[id(around)]
    runs: list[form.Function] = [callback] if isinstance(callback, form.Function) else []
    if isinstance(callback, form.Name) and callback.name in local:
        runs.append(local[callback.name])
    for _ in range(_DEPTH):
        runs += [one for one in _at_once(runs) if not any(one is other for other in runs)]
        running = {id(one) for one in runs}
        called = {
            dotted(node.callee) for one in runs for node in below(one.body) if isinstance(node, form.Call)
        }
        runs += [
            function for name, function in local.items() if name in called and id(function) not in running
        ]
    waits_for = _dependencies(call) if last_name(call.callee) in _EFFECTS else None
    return Load(owner_of(app, spot), spot.path, call, around, tuple(runs), waits_for, local)


def _at_once(runs: list[form.Function]) -> list[form.Function]:
    """`(async () => { ... })()`: what is called where it is written."""
    return [
        node.callee
        for one in runs
        for node in below(one.body)
        if isinstance(node, form.Call) and isinstance(node.callee, form.Function)
    ]


def _dependencies(call: form.Call) -> tuple[str, ...] | None:
    listed = call.arguments[1] if len(call.arguments) > 1 else None
    if not isinstance(listed, form.Sequence):
        return None
    return tuple(name for item in listed.items if (name := dotted(item)))


def local_functions(around: form.Function) -> dict[str, form.Function]:
    """The functions that a component or hook defines for itself, by name."""
    found: dict[str, form.Function] = {}
    for name, function in _defined(around):
        found.setdefault(name, function)
    return found


def _defined(around: form.Function) -> Iterator[tuple[str, form.Function]]:
    for node in below(around.body):
        if isinstance(node, form.Function) and node.name:
            yield node.name, node
        elif isinstance(node, form.Define):
            value = node.value
            if isinstance(value, form.Call) and last_name(value.callee) == "useCallback" and value.arguments:
                value = value.arguments[0]
            if isinstance(value, form.Function):
                for name in bound(node.target):
                    yield name, value
