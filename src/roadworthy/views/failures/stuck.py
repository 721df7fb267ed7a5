"""Signs of waiting that a failed request leaves on for ever."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, chain, dotted, is_empty, last_name, without_functions
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot
from roadworthy.views.failures.fetch_calls import is_fetch
from roadworthy.views.failures.left_alone import actions_alone, left_alone
from roadworthy.views.failures.unheard_requests import fetching

# The state by which a component says that it is at work, by the name of what sets it.
_WAITING = regex(
    r"^set\w*(Loading|Submitting|Saving|Pending|Busy|Sending|Processing|Deleting|Updating|Creating|Uploading|Posting|InFlight)(Id|Key|Item)?$"
)


# What asks Firestore, and throws where it is refused or cut off.
_DOCUMENTS = regex(r"^(getDocs?(FromServer)?|getCountFromServer|(add|set|update|delete)Doc)$")


class Stuck(Struct, frozen=True):
    """`setter` turns the sign on before the request at `location` and off after it; a failure leaves between the two."""

    owner: Owner
    setter: str
    location: Location


def stuck(app: App) -> tuple[Stuck, ...]:
    """Every sign of waiting in the pages that only an answer turns off. A view."""
    found: dict[tuple[str, int, str], Stuck] = {}
    for spot in spots(app, form.Await):
        for one in _stuck(app, spot):
            function = spot.functions[0]
            found.setdefault((spot.path, function.span.start, one.setter), one)
    return tuple(found.values())


def _stuck(app: App, spot: Spot) -> Iterator[Stuck]:
    node = spot.node
    assert isinstance(node, form.Await)
    if not spot.functions or spot.is_tried or not _asks(app, spot.path, node):
        return
    owner = owner_of(app, spot)
    if owner.side != "client":
        return
    turned = [*_on_at_first(spot), *_turns(spot.functions[0])]
    for setter in sorted({name for name, on, start in turned if on and start < node.span.start}):
        if any(name == setter and not on and start > node.span.start for name, on, start in turned):
            yield Stuck(owner, setter, at(spot.path, node))


def _on_at_first(spot: Spot) -> Iterator[tuple[str, bool, int]]:
    """The signs that the component around begins with: `const [loading, setLoading] = useState(true)`."""
    for node in (node for function in spot.functions[1:] for node in function.body):
        if not isinstance(node, form.Define) or not isinstance(node.target, form.SequenceTarget):
            continue
        value = node.value
        if isinstance(value, form.Call) and last_name(value.callee) == "useState":
            names = sorted(bound(node.target.items[-1])) if any(map(_is_true, value.arguments)) else []
            yield from ((name, True, -1) for name in names if _WAITING.match(name))


def _is_true(value: form.Node) -> bool:
    return isinstance(value, form.Literal) and value.value is True


def _asks(app: App, path: str, node: form.Await) -> bool:
    """Whether it waits for a request that throws when the server cannot be reached."""
    calls = list(chain(node.value))
    if not calls or any(last_name(call.callee) == "catch" for call in calls):
        return False
    known = (
        is_fetch(calls[-1])
        or dotted(calls[-1].callee) in app.view(fetching)
        or _DOCUMENTS.match(last_name(calls[-1].callee))
    )
    alone = app.view(left_alone) | app.view(actions_alone)
    return bool(known) or any((path, call.span.start) in alone for call in calls)


def _turns(function: form.Function) -> Iterator[tuple[str, bool, int]]:
    """Each `setLoading(true)` of a function itself: the setter, whether it turns on, and where."""
    for node in without_functions(function.body):
        if not isinstance(node, form.Call) or len(node.arguments) != 1:
            continue
        value = node.arguments[0]
        name = node.callee.name if isinstance(node.callee, form.Name) else ""
        if not _WAITING.match(name):
            continue
        if isinstance(value, form.Literal) and isinstance(value.value, bool):
            yield name, value.value, node.span.start
        elif name.endswith(("Id", "Key", "Item")):
            # Which of a list is at work: `setDeletingId(note.id)`, and `setDeletingId(null)` after it.
            yield name, not is_empty(value), node.span.start
