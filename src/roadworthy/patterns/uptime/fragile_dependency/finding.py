"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint, Location, ServiceCall
from roadworthy.app.cache_client import CacheClient
from roadworthy.app.pool import DatabasePool
from roadworthy.views.data.hosted_waits import HostedWait
from roadworthy.views.pages.blocking_scripts import BlockingScript


class FragileGap(Struct, frozen=True):
    """Either an `endpoint` that waits for `call` (and for `others`, further calls of it without a bound), or `pools` of the app's database that wait for ever (with the `unanswered`, which give up waiting for a connection and never for an answer). `seconds` is what the
    client waits by itself (None: for ever). `notice` is where a mere notice is sent after the action was stored, so
    that its failure need not be the action's. `hosted` instead of all that is a client of a hosted database,
    `pages` where pages make the client that they wait for the server through, `scripts` those of other hosts that a document
    waits for, `alike` those of the documents that wait for the very same (`drawn` when a module of the app's own draws it), `caches` clients of a Redis that wait for ever; `itself` when the calls go to the app's own server."""

    endpoint: Endpoint | None = None
    call: ServiceCall | None = None
    others: tuple[ServiceCall, ...] = ()
    pools: tuple[DatabasePool, ...] = ()
    unanswered: tuple[DatabasePool, ...] = ()
    seconds: float | None = None
    notice: Location | None = None
    hosted: HostedWait | None = None
    pages: tuple[Location, ...] = ()
    scripts: tuple[BlockingScript, ...] = ()
    alike: tuple[BlockingScript, ...] = ()
    drawn: bool = False
    caches: tuple[CacheClient, ...] = ()
    itself: bool = False
