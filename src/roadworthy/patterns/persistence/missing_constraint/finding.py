"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Column, Endpoint, Table

UNIQUE = "unique"
RANGE = "range"
VALUES = "values"
FLOAT = "float"
REFERENCE = "reference"
ZONE = "zone"
DISK = "disk"
MEMORY = "memory"
REPLACED = "replaced"
ORDER = "order"


class MissingConstraint(Struct, frozen=True):
    """A rule that the database does not know. `kind` is unique (over `columns`), range (`low`, `high`; `strict` when
    `low` itself is refused), values (the column's `values`), float (money in binary fractions; may have a range too),
    reference (to `target`, a table and its key), zone (times without one), disk (a file beside the database), memory (a variable of the process),
    order (of `columns` the first must not be more than the second) or replaced (the rows of `endpoint` are gone before the new ones are written).
    `also` are other columns of the table that must not be less than 0; `empty` those of a unique key that rows may have nothing in,
    which collide with nothing. `slot` when the key is over the time at which somebody is busy."""

    kind: str
    table: Table | None = None
    column: Column | None = None
    columns: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    strict: bool = False
    values: tuple[str, ...] = ()
    target: tuple[str, str] = ("", "")
    endpoint: Endpoint | None = None
    also: tuple[Column, ...] = ()
    empty: tuple[str, ...] = ()
    slot: bool = False
