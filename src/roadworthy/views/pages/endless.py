"""Effects that start themselves again: one that waits for a list and puts a new one in its place asks the server for ever.

https://react.dev/reference/react/useEffect#my-effect-keeps-re-running-in-an-infinite-cycle
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import bound, dotted, is_empty, last_name, names_in
from roadworthy.views.code.owner import Owner
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.catches import asks_as_written
from roadworthy.views.pages.loads import Load, loads


class Endless(Struct, frozen=True):
    """An effect, and in words what it waits for and sets itself."""

    owner: Owner
    places: tuple[Location, ...]
    fact: str


def endless(app: App) -> tuple[Endless, ...]:
    """Every such effect. A view."""
    filled = app.view(_filled)
    return tuple(
        found for load in app.view(loads) for found in (*_of_load(load), *_through_store(load, filled))
    )


def _of_load(load: Load) -> Iterator[Endless]:
    awaited = set(load.waits_for or ())
    asked = [node for run in load.runs for node in below(run.body) if asks_as_written(node)]
    if not awaited or not asked:
        return
    for setter, state in _held(load.around):
        if state not in awaited or _asks_first(load, state):
            continue
        put = [
            call
            for run in load.runs
            for call in below(run.body)
            if isinstance(call, form.Call) and dotted(call.callee) == setter and _is_new(call)
        ]
        if put:
            place = at(load.path, load.effect)
            fact = f"the effect at {place} asks the server each time {state} changes, and changes it with the answer: it never ends"
            yield Endless(load.owner, (place,), fact)
            return


def _through_store(load: Load, filled: dict[str, frozenset[str]]) -> Iterator[Endless]:
    """`useEffect(() => { dispatch(load()) }, [store.items])`, where a reducer puts what `load` brought into `items`."""
    for waited in load.waits_for or ():
        name = waited.rsplit(".", 1)[-1]
        if "." not in waited or _asks_first(load, waited.split(".", 1)[0]):
            continue
        started = {
            last_name(given.callee)
            for run in load.runs
            for call in below(run.body)
            if isinstance(call, form.Call) and last_name(call.callee) == "dispatch"
            for given in call.arguments
            if isinstance(given, form.Call)
        }
        if any(name in filled.get(thunk, ()) for thunk in started):
            place = at(load.path, load.effect)
            fact = f"the effect at {place} asks the server each time {waited} changes, and what comes is put there: it never ends"
            yield Endless(load.owner, (place,), fact)
            return


def _filled(app: App) -> dict[str, frozenset[str]]:
    """By the thunks of Redux Toolkit, the fields that their reducers put what came into. A view."""
    found: dict[str, frozenset[str]] = {}
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        case = call.arguments[0] if last_name(call.callee) == "addCase" and len(call.arguments) > 1 else None
        if not isinstance(case, form.Member) or case.name != "fulfilled":
            continue
        found[last_name(case.object)] = frozenset(
            last_name(one.target)
            for one in below(call.arguments[1])
            if isinstance(one, form.Assignment) and last_name(one.value) == "payload"
        )
    return found


def _held(component: form.Function) -> Iterator[tuple[str, str]]:
    """The setters and states that begin as a list or a record: what is put into them is never the same as before."""
    for node in component.body:
        if not isinstance(node, form.Define) or not isinstance(node.target, form.SequenceTarget):
            continue
        made, names = node.value, [bound(item) for item in node.target.items]
        first = made.arguments[0] if isinstance(made, form.Call) and made.arguments else None
        kept = isinstance(made, form.Call) and last_name(made.callee) == "useState"
        if kept and isinstance(first, (form.Sequence, form.Record)) and len(names) == 2:
            yield next(iter(names[1]), ""), next(iter(names[0]), "")


def _is_new(call: form.Call) -> bool:
    """Whether something that came is put there: no empty list, no value that is written out, nothing made of what was there."""
    given = call.arguments[0] if len(call.arguments) == 1 else None
    return given is not None and not is_empty(given) and not isinstance(given, (form.Literal, form.Function))


def _asks_first(load: Load, state: str) -> bool:
    """Whether something is asked of the state before the request: `if (items.length === 0) load()`."""
    return any(
        isinstance(node, (form.If, form.Conditional)) and state in names_in(node.test)
        for run in load.runs
        for node in below(run.body)
    )
