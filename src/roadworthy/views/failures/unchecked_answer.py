"""An answer whose failure nobody looks at."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.views.code.owner import Owner


class Unchecked(Struct, frozen=True):
    """`kind` is fetch, result, promise (nobody hears when it fails), early (success is told before it is known), settled (what fails of
    several requests is left out) thunk (of Redux), store (kept there and
    not read) or refusal (a library's way of signing in says no); `write` when it changes something; `logged` when the failure is only logged; `dropped` when nothing
    at all is kept of the answer; `changes` when rows that are there already are changed; `decides` when a row that did not come
    makes it insert one; `optional` when only some requests ask for it; `refusals` when people are told what the server refused.
    `location` is the call."""

    owner: Owner
    kind: str
    location: Location
    write: bool
    logged: bool = False
    dropped: bool = False
    target: str = ""
    changes: bool = False
    decides: bool = False
    optional: bool = False
    refusals: bool = False
