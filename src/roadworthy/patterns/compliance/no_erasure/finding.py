"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint


class ErasureGap(Struct, frozen=True):
    """`endpoint` is the way to delete an account that there is, None for none; `missed` are the tables that it leaves
    alone, each with the reason; `people` is the table of people."""

    people: str
    endpoint: Endpoint | None = None
    missed: tuple[tuple[str, str], ...] = ()
