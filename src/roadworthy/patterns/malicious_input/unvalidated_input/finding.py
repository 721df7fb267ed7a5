"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Column, Endpoint, Location, Origin, Query, Table
from roadworthy.views.data.request_fields import RequestField


class Flaw(Struct, frozen=True):
    """A field that takes too much. `harm` is range (any number), choice (any word where a few make sense), length
    (text without end), overlong (text that a schema takes and the column does not), date (any text where a date is made of it), shape (anything, into a column of a table that the
    repository does not declare), or privilege (what the person must not decide)."""

    field: RequestField
    harm: str


class InputGap(Struct, frozen=True):
    """`spread` is the query that the request is written into as a whole, None when the columns are named; `settable`
    its columns (database names) that a client must not decide; `omitted` the fields taken out before. `guarded`
    when only a role gets there."""

    endpoint: Endpoint
    flaws: tuple[Flaw, ...] = ()
    spread: Query | None = None
    settable: tuple[str, ...] = ()
    omitted: tuple[str, ...] = ()
    guarded: bool = False


class DirectText(Struct, frozen=True):
    """Text that pages write into a table themselves: `columns` take any length, `queries` write them."""

    table: Table
    columns: tuple[Column, ...]
    queries: tuple[Query, ...]


class LimitGap(Struct, frozen=True):
    """A query whose number of rows the field `name` of the request decides."""

    endpoint: Endpoint
    query: Query
    name: str


class HarmGap(Struct, frozen=True):
    """A part of the request that does harm at `place` before anything is written."""

    endpoint: Endpoint
    part: Origin
    place: Location


class BlankGap(HarmGap, frozen=True):
    """A text that may not be empty and is stored empty in a column, as `part` is cut after its letters were counted."""

    table: str
    column: str


class SignGap(HarmGap, frozen=True):
    """A number of rows that may be negative, which the database refuses."""


class MissingGap(HarmGap, frozen=True):
    """A part without which the first row is found."""


class ChargedGap(HarmGap, frozen=True):
    """A part of the request that the payment at `place` is made out for."""
