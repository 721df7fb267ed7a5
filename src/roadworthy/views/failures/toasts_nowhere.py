"""Messages of a toast library that is mounted nowhere: what the app says, of failures too, appears on no page."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot

# Each needs its own element on the page (react-hot-toast.com/docs/toaster, sonner.emilkowal.ski/toaster, fkhadra.github.io/react-toastify).
_LIBRARIES = ("react-hot-toast", "sonner", "react-toastify")
_MOUNTS = regex(r"Toaster|ToastContainer|ToastProvider|Sonner|Notifications")
_FAILS = regex(r"^toast\.error$")
_PLACES = 5


class Unseen(Struct, frozen=True):
    """A place that tells people of a failure by a toast of `library` that nothing shows."""

    owner: Owner
    location: Location
    library: str


def toasts_nowhere(app: App) -> tuple[Unseen, ...]:
    """The first such place of each file, a few of them. A view."""
    imports = spots(app, form.Import)
    used = {spot.path: source for spot in imports if (source := _source(spot)) in _LIBRARIES}
    if not used or any(map(_mounts, imports)):
        return ()
    return tuple(_first_of_each(app, used))[:_PLACES]


def _source(spot: Spot) -> str:
    return spot.node.source if isinstance(spot.node, form.Import) else ""


def _mounts(spot: Spot) -> bool:
    names = spot.node.names if isinstance(spot.node, form.Import) else ()
    return any(_MOUNTS.search(f"{one.imported} {one.local}") for one in names)


def _first_of_each(app: App, used: dict[str, str]) -> Iterator[Unseen]:
    told: set[str] = set()
    owner: Owner | None = None
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if spot.path in used and spot.path not in told and _FAILS.match(dotted(call.callee)):
            told.add(spot.path)
            owner = owner or Owner("app", "component", "client", owner_of(app, spot).location)
            yield Unseen(owner, at(spot.path, call), used[spot.path])
