"""A call to something outside the app: payments, mail, AI, another server."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.flow import Flow
from roadworthy.app.location import Location
from roadworthy.app.origin import Fact, Origin


class ServiceCall(Struct, frozen=True):
    """One call to an outside service.

    `service` names it (a host such as api.resend.com, or an SDK: stripe, openai); `operation` is what is asked
    (`POST /emails`, `paymentIntents.create`); `client` is the library that makes the call (fetch, axios, httpx,
    requests, stripe); `timeout` is the bound on it in seconds as written (None: the client has none);
    `caught` when a failure of the call is caught; `calls` lead to it; `setup` is where the client is made.
    `detached` when nobody waits for it; `keyed` when it is made with a secret of the app's own (an API key in its headers or
    its address); `lent` says whose its key is where it is no setting of the app's: of a `row`, or of who sends the `request`.
    """

    service: str
    operation: str
    client: str
    location: Location
    number: int = 0
    method: str = ""
    url: str = ""
    timeout: Origin | None = None
    retries: Origin | None = None
    caught: bool = False
    detached: bool = False
    loops: int = 0
    arguments: tuple[Origin, ...] = ()
    facts: tuple[Fact, ...] = ()
    calls: tuple[Location, ...] = ()
    setup: Location | None = None
    function: str = ""
    transaction: str = ""
    flow: Flow = Flow()
    keyed: bool = False
    lent: str = ""
