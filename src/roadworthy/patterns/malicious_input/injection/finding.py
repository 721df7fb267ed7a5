"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint, Location, Origin


class InjectionGap(Struct, frozen=True):
    """`kind` is sql, nosql, pattern, search, command, code, deserialise, path, template, request or redirect; `part` what of the request reaches
    it; `api` what is called at `place`; `endpoint` None for a page; `within` when a request
    stays on the server that the app names; `route` shows such a page ('' where none is known);
    `bound` when an operator chooses only among rows that the sender could name (of one account or firm, or not found by a secret), or
    when who may ask was not all read."""

    kind: str
    api: str
    place: Location
    part: Origin
    endpoint: Endpoint | None = None
    subject: str = ""
    within: bool = False
    route: str = ""
    bound: bool = False
