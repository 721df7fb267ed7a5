"""An answer whose failure nobody looks at."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.languages import form
from roadworthy.views.code.dotted import chain, last_name
from roadworthy.views.code.owner import Owner


class Unchecked(Struct, frozen=True):
    """`kind` is fetch, result, promise (nobody hears when it fails), early (success is told before it is known), settled (what fails of
    several requests is left out) thunk (of Redux), store (kept there and
    not read) or refusal (a library's way of signing in says no); `write` when it changes something; `logged` when the failure is only logged; `dropped` when nothing
    at all is kept of the answer; `changes` when rows that are there already are changed; `decides` when a row that did not come
    makes it insert one; `optional` when only some requests ask for it; `refusals` when people are told what the server refused;
    `emptied` when an answer of success has an empty list in its place.
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
    emptied: bool = False


def asked_for(call: form.Call) -> str:
    """The table, procedure or function that was asked."""
    for one in chain(call):
        if (
            last_name(one.callee) in ("from", "rpc", "invoke")
            and one.arguments
            and isinstance(one.arguments[0], form.Literal)
        ):
            return str(one.arguments[0].value)
        if isinstance(one.callee, form.Member) and last_name(one.callee.object) == "auth":
            return one.callee.name
    return ""
