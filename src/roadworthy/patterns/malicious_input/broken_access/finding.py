"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint, Query


class AccessGap(Struct, frozen=True):
    """`missing` is ownership, role or sign-in. `query` is the query that reaches too far, `key` the request's part that chooses the
    row as (part, name), `owner_column` the column that ties the row to its owner ('' when it is the row's own table
    of people), `role` the value that other guards of the app ask for."""

    endpoint: Endpoint
    query: Query
    missing: str
    key: tuple[str, str] = ("", "")
    key_column: str = ""
    owner_column: str = ""
    through: str = ""
