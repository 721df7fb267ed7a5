"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint, Query, ServiceCall
from roadworthy.views.pages.submitting import Sender


class Repeat(Struct, frozen=True):
    """What a repeated request does again: `insert` is the row it adds, `charge` the payment it starts (either may be
    None), `key` the columns that together would be unique by the row's meaning (empty where nothing but an
    idempotency key tells a repeat apart). `update` is the number that it reckons with once more, where it adds no row.
    `unguarded` are the controls that can be pressed again meanwhile. `anybodys` where the rows are counted whoever they belong to."""

    endpoint: Endpoint
    insert: Query | None = None
    charge: ServiceCall | None = None
    key: tuple[str, ...] = ()
    unguarded: tuple[Sender, ...] = ()
    update: Query | None = None
    anybodys: bool = False
