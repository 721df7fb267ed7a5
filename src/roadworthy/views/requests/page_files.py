"""Files that a page takes in and keeps by itself: read whole into the text of a row, or sent to a bucket that no file of the repository makes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, dotted, last_name, names_in
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below

_SETS = regex(r"^set[A-Z]")
_STORES = regex(
    r"^(mutate|mutateAsync|(insert|update|upsert|add|create|save|store|submit|register)([A-Z]\w*)?)$"
)
# Own helpers that say by their names that they look at a file, or make another of it.
_LOOKS = regex(r"valid|compress|resize|crop|(check|accept|allow)\w*(file|image|photo|size|type)", re.I)
_STEPS = 2


class TakenFile(Struct, frozen=True):
    """A file that code of the page takes in at `place`, of which it asks nothing; `kept` is where it goes."""

    owner: Owner
    place: Location
    kept: Location


def kept_as_text(app: App) -> Iterator[TakenFile]:
    """Files that become part of a row: `reader.readAsDataURL(file)`, and what was read stands in what is stored."""
    for spot in spots(app, form.Call):
        if not isinstance(spot.node, form.Call) or last_name(spot.node.callee) != "readAsDataURL":
            continue
        owner = owner_of(app, spot)
        if owner.side != "client" or not spot.functions or is_looked_at(spot):
            continue
        whole = spot.functions[-1]
        stored = _stored(whole, _read(whole, _reader(spot)))
        if stored is not None:
            yield TakenFile(owner, at(spot.path, spot.node), at(spot.path, stored))


def sent_unasked(app: App, bucket: str) -> Iterator[TakenFile]:
    """Where pages send files to a bucket without asking how large they are or of what kind."""
    for spot in spots(app, form.Call):
        call = spot.node
        if not isinstance(call, form.Call) or not dotted(call).endswith(".storage.from().upload()"):
            continue
        owner = owner_of(app, spot)
        asked = is_looked_at(spot) or _is_looked_at_before(app, owner)
        if owner.side == "client" and _bucket_of(app, spot) == bucket and not asked:
            yield TakenFile(owner, at(spot.path, call), at(spot.path, call))


def named_buckets(app: App) -> tuple[str, ...]:
    """The buckets that code of the page sends files to, by the names that are written out."""
    found = (
        _bucket_of(app, spot)
        for spot in spots(app, form.Call)
        if isinstance(spot.node, form.Call)
        and dotted(spot.node).endswith(".storage.from().upload()")
        and owner_of(app, spot).side == "client"
    )
    return tuple(sorted({name for name in found if name}))


def _bucket_of(app: App, spot: Spot) -> str:
    """The bucket that a call sends files to: by its name, or by that of a constant of the file. '' where neither tells."""
    callee = spot.node.callee if isinstance(spot.node, form.Call) else None
    inner = callee.object if isinstance(callee, form.Member) else None
    first = inner.arguments[0] if isinstance(inner, form.Call) and inner.arguments else None
    if isinstance(first, form.Name):
        first = next((value for name, value in _constants(app, spot.path) if name == first.name), None)
    return first.value if isinstance(first, form.Literal) and isinstance(first.value, str) else ""


def _constants(app: App, path: str) -> Iterator[tuple[str, form.Expr | None]]:
    for node in app.modules[path].body:
        if isinstance(node, form.Define) and isinstance(node.target, form.Name):
            yield node.target.name, node.value


def _is_looked_at_before(app: App, owner: Owner) -> bool:
    """Whether what calls such a function of the app's own asks, wherever it does."""
    return owner.kind == "function" and any(
        isinstance(spot.node, form.Call)
        and last_name(spot.node.callee) == owner.subject
        and is_looked_at(spot)
        for spot in spots(app, form.Call)
    )


def is_looked_at(spot: Spot) -> bool:
    """Whether the code around asks for the size of what it takes, or hands it to what says that it does."""
    return any(
        (isinstance(node, form.Member) and node.name == "size")
        or (isinstance(node, form.Call) and _LOOKS.search(last_name(node.callee)))
        for node in below(spot.functions[-1].body if spot.functions else ())
    )


def _reader(spot: Spot) -> form.Function:
    """The function of the component that reads, with what it does when the file was read."""
    return spot.functions[-2] if len(spot.functions) > 1 else spot.functions[-1]


def _read(whole: form.Function, reader: form.Function) -> set[str]:
    """The states that what was read is put into: `setPhoto(reader.result)`."""
    results = {
        name
        for node in below(reader.body)
        if isinstance(node, form.Define) and _is_result(node.value)
        for name in bound(node.target)
    }
    setters = {
        dotted(node.callee)
        for node in below(reader.body)
        if isinstance(node, form.Call)
        and _SETS.match(dotted(node.callee))
        and any(_is_result(one) or results & names_in(one) for one in node.arguments)
    }
    pairs = [
        node.target.items
        for node in below(whole.body)
        if isinstance(node, form.Define) and isinstance(node.target, form.SequenceTarget)
    ]
    return {
        name
        for items in pairs
        if len(items) > 1 and bound(items[1]) & setters
        for name in bound(items[0])
    }  # fmt: skip


def _is_result(node: form.Node | None) -> bool:
    return any(isinstance(one, form.Member) and one.name == "result" for one in below((node,)))


def _stored(whole: form.Function, states: set[str]) -> form.Call | None:
    """The call that stores one of these, by itself or in a record that was put together before."""
    known = set(states)
    for _ in range(_STEPS if states else 0):
        for node in below(whole.body):
            if (
                isinstance(node, form.Define)
                and isinstance(node.value, form.Record)
                and known & names_in(node.value)
            ):
                known |= bound(node.target)
    return next(
        (
            node
            for node in below(whole.body)
            if isinstance(node, form.Call)
            and _STORES.match(last_name(node.callee))
            and any(known & names_in(one) for one in node.arguments)
        ),
        None,
    )
