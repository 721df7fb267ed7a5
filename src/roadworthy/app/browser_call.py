"""What code in the page asks of the browser and of the server."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.flow import Flow
from roadworthy.app.location import Location
from roadworthy.app.origin import Fact, Origin


class BrowserCall(Struct, frozen=True):
    """A use of a browser interface that may be missing, blocked or refused (`localStorage.getItem`,
    `navigator.clipboard.writeText`). `trigger` is what runs it: render, effect, an event's name, module (at load).
    `caught` when a failure is caught; `tested` when its presence is tested first. `statement` is the whole
    statement around it."""

    api: str
    location: Location
    component: str
    trigger: str
    caught: bool
    tested: bool
    awaited: bool = False
    calls: tuple[Location, ...] = ()


class ClientFetch(Struct, frozen=True):
    """A request that the page makes. `path` has `:name` for the parts that vary; `through` is fetch, axios, or the app's own wrapper;
    `trigger` as in BrowserCall; `hook` is useQuery, useMutation, ... or ''; `pending_guard` when the control
    that starts it is disabled while it runs. `host` is where the page says that the app's own server is online
    (`https://my-shop.onrender.com`), '' where it does not. `timeout` when it is bounded; `handled` when a failure is shown."""

    method: str
    path: str
    location: Location
    component: str
    trigger: str = ""
    hook: str = ""
    body: Origin | None = None
    headers: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    calls: tuple[Location, ...] = ()
    timeout: bool = False
    caught: bool = False
    flow: Flow = Flow()
    host: str = ""
