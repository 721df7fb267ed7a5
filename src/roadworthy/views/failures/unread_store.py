"""Failures that a reducer keeps in the store (`state.error = action.payload`), and that the page which asked does not read."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, dotted, is_empty, is_log, last_name
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.unchecked_answer import Unchecked
from roadworthy.views.failures.unshown_state import unshown_setters

_SELECTS = regex(r"^use\w*Selector$")
_ERROR = regex(r"err|fail|message|status")


def unread_store(app: App) -> Iterator[Unchecked]:
    """Each component that starts a thunk of Redux Toolkit, whose failure it neither waits for nor reads from the store."""
    kept = _kept(app)
    readers = _readers(app) if kept else {}
    if not kept or _reads_for_all(app, readers):
        return
    told: set[tuple[str, str]] = set()
    for spot in spots(app, form.Evaluate):
        node = spot.node
        assert isinstance(node, form.Evaluate)
        for name in _started(node.value):
            owner = owner_of(app, spot) if name in kept else None
            if owner is None or owner.kind != "component" or (owner.anchor, name) in told:
                continue
            if not any(
                owner.location.start <= start < owner.location.end for start in readers.get(spot.path, ())
            ):
                told.add((owner.anchor, name))
                yield Unchecked(owner, "store", at(spot.path, node), False, target=name)
                yield Unchecked(owner, "store", kept[name], False, target=name)


def _started(value: form.Expr | None) -> list[str]:
    """`load` of the statement `dispatch(load())`, waited for or not, and both of `edits ? dispatch(change()) : dispatch(add())`; what
    is chained to it (`.unwrap()`) hears of a failure."""
    if isinstance(value, form.Conditional):
        return [*_started(value.then), *_started(value.otherwise)]
    call = value.value if isinstance(value, form.Await) else value
    if not isinstance(call, form.Call) or last_name(call.callee) != "dispatch" or len(call.arguments) != 1:
        return []
    given = call.arguments[0]
    return [last_name(given.callee)] if isinstance(given, form.Call) else []


def _kept(app: App) -> dict[str, Location]:
    """The thunks of which all that a reducer does with a failure is to keep it in the store, each with where it does."""
    telling = _telling(app)
    return {
        call.arguments[0].object.name: at(spot.path, call)
        for spot in spots(app, form.Call)
        if isinstance(call := spot.node, form.Call)
        if last_name(call.callee) == "addCase" and len(call.arguments) > 1
        if isinstance(call.arguments[0], form.Member) and call.arguments[0].name == "rejected"
        if isinstance(call.arguments[0].object, form.Name) and _only_keeps(call.arguments[1])
        if call.arguments[0].object.name not in telling
    }


def _telling(app: App) -> frozenset[str]:
    """The thunks that tell people of a failure themselves before they hand it on: `catch (error) { toast.error(...); throw error }`."""
    return frozenset(
        name
        for spot in spots(app, form.Define)
        if isinstance(node := spot.node, form.Define)
        if isinstance(node.value, form.Call) and last_name(node.value.callee) == "createAsyncThunk"
        if any(
            isinstance(one, form.Evaluate) and isinstance(one.value, form.Call) and not is_log(one.value)
            for handler in below(node.value.arguments)
            if isinstance(handler, form.Handler)
            for one in below(handler.body)
        )
        for name in bound(node.target)
    )


def _only_keeps(handler: form.Expr) -> bool:
    if not isinstance(handler, form.Function):
        return False
    inner = list(below(handler.body))
    tells = any(isinstance(one, form.Call) and not is_log(one) for one in inner)
    return not tells and any(
        isinstance(one, form.Assignment)
        and isinstance(one.target, form.Member)
        and _ERROR.search(one.target.name)
        and not is_empty(one.value)
        for one in inner
    )


def _readers(app: App) -> dict[str, list[int]]:
    """Where each file reads from the store what says that something failed."""
    found: dict[str, list[int]] = {}
    for spot in spots(app, form.Define):
        node = spot.node
        assert isinstance(node, form.Define)
        if not isinstance(node.value, form.Call) or not _SELECTS.match(last_name(node.value.callee)):
            continue
        names = (
            {field.key for field in node.target.fields}
            if isinstance(node.target, form.RecordTarget)
            else bound(node.target)
        )
        names |= {
            one.name for one in below(node.value.arguments) if isinstance(one, (form.Member, form.Name))
        }
        if isinstance(node.target, form.Name) and spot.functions:
            names |= _read_of(app, node.target.name, spot)
        if any(_ERROR.search(str(name)) for name in names):
            found.setdefault(spot.path, []).append(node.span.start)
    return found


def _read_of(app: App, name: str, spot: Spot) -> set[str]:
    """The fields of what a component keeps of the store, but for those that it only hands to a state which nothing shows."""
    function = spot.functions[-1]
    unshown = unshown_setters(app, spot)
    aside = {
        id(argument)
        for call in below(function.body)
        if isinstance(call, form.Call) and dotted(call.callee) in unshown
        for argument in call.arguments
    }
    return {
        one.name
        for one in below(function.body)
        if isinstance(one, form.Member)
        and isinstance(one.object, form.Name)
        and one.object.name == name
        and id(one) not in aside
    }


def _reads_for_all(app: App, readers: dict[str, list[int]]) -> bool:
    """Whether a component that starts nothing reads it: it may show the failures of all others."""
    starting = {spot.path for spot in spots(app, form.Evaluate) if _started(spot.node.value)}  # type: ignore[attr-defined]
    return any(path not in starting for path in readers)
