"""What the database keeps."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.other_tongues import spelled
from roadworthy.regex import regex


class ForeignKey(Struct, frozen=True):
    """A reference to a column of another table; `on_delete` is cascade, set null, restrict or ''. `emulated`: the library
    holds it, and the database knows nothing of it. `name` is the constraint's where it is told, `beside` other references of the
    same column (one key that rows of several tables share)."""

    table: str
    column: str
    on_delete: str = ""
    emulated: bool = False
    name: str = ""
    beside: tuple[ForeignKey, ...] = ()


class Column(Struct, frozen=True):
    """A column. `name` is the database's; `field` what the code calls it. `type` is SQL's, lower-case
    (integer, bigint, text, varchar(20), numeric(10,2), real, double precision, boolean, timestamp,
    timestamptz, jsonb, uuid, enum:NAME). `default` is '' for none, 'generated' for identities and serials. `stored` are the words by
    which the database knows `values`, in their order, where a library keeps others (the names of an enumeration's members)."""

    name: str
    field: str
    type: str
    location: Location
    nullable: bool = True
    primary: bool = False
    unique: bool = False
    default: str = ""
    references: ForeignKey | None = None
    values: tuple[str, ...] = ()
    stored: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Its name as English words in small letters."""
        return spelled(self.name)

    @property
    def numeric(self) -> bool:
        """Whether it holds a number."""
        head = self.type.split("(")[0]
        return head in {
            "integer",
            "bigint",
            "smallint",
            "numeric",
            "decimal",
            "real",
            "double precision",
            "float",
        }


_HAS_VALUE = regex(r"\(*\"?(\w+)\"?\s+is\s+not\s+null\)*", re.I)


class Index(Struct, frozen=True):
    """An index or unique key over columns, in order ('' for an expression, which stands in `expression`). `where` for a partial one;
    `method` and operator class where they are not the usual ones ('gin gin_trgm_ops', 'gist')."""

    columns: tuple[str, ...]
    location: Location
    unique: bool = False
    name: str = ""
    where: str = ""
    method: str = ""
    expression: str = ""

    @property
    def whole(self) -> bool:
        """Whether it holds every row that it could: those without a value in it, which a partial one may leave out, collide
        with nothing and are found by no value."""
        parts = re.split(r"\s+and\s+", self.where.strip(" ()"), flags=re.I) if self.where else []
        named = [_HAS_VALUE.fullmatch(part.strip()) for part in parts]
        return all(found is not None and found[1] in self.columns for found in named)


class Table(Struct, frozen=True):
    """A table. `symbol` is the code's name for it (`orderItems`, `OrderItem`); `checks` are CHECK expressions;
    `indexes` include unique keys of several columns, not the primary key (`primary_key`). `partial` when the repository tells
    only parts of it (it was made by hand): what is missing here may be there all the same. `elements` are the fields of the
    records that a column holds a list of (embedded documents), dotted: `items.quantity`."""

    name: str
    symbol: str
    location: Location
    columns: tuple[Column, ...] = ()
    indexes: tuple[Index, ...] = ()
    checks: tuple[str, ...] = ()
    primary_key: tuple[str, ...] = ()
    library: str = ""
    schema: str = ""
    partial: bool = False
    elements: tuple[Column, ...] = ()

    @property
    def words(self) -> str:
        """Its name as words in small letters. Where a framework ran the words of a class together (Django's
        `shop_orderitem` of `OrderItem`), the class still tells them apart."""
        squeezed = self.symbol.lower()
        at = self.name.rfind(squeezed) if squeezed else -1
        if at < 0 or len(self.name) - at - len(squeezed) > 2:
            return spelled(self.name)
        return spelled(self.name[:at]) + spelled(self.symbol) + self.name[at + len(squeezed) :]

    def column(self, name: str) -> Column | None:
        """A column, or a field of the records in one, by its database name or by the code's."""
        found = next((c for c in self.columns if name in (c.name, c.field)), None)
        return found or next((c for c in self.elements if name in (c.name, c.field)), None)

    def database_name(self, name: str) -> str:
        """What a column is called in the database; a name that is none of its columns as it is."""
        known = self.column(name)
        return known.name if known is not None else name

    def leads_to(self, name: str) -> str:
        """The table whose key a column holds; '' for a column that holds none, and for one that is not there."""
        column = self.column(name)
        return column.references.table if column is not None and column.references is not None else ""

    def is_unique(self, columns: set[str]) -> bool:
        """Whether a unique key lies within these columns, so that they name at most one row."""
        keys = [set(self.primary_key)] if self.primary_key else []
        # A column of a key over several is marked as primary, too, and names many rows.
        keys += [{c.name} for c in self.columns if c.unique or (c.primary and len(self.primary_key) < 2)]
        keys += [set(index.columns) for index in self.indexes if index.unique and index.whole]
        return any(key and key <= columns for key in keys)

    def indexed(self, column: str) -> bool:
        """Whether some index or key starts with a column, so that looking it up needs no scan."""
        leading = [
            index.columns[0]
            for index in self.indexes
            if index.columns and index.whole and index.method in ("", "btree", "hash", "brin")
        ]
        leading += [self.primary_key[0]] if self.primary_key else []
        known = self.column(column)
        alone = known is not None and known.primary and len(self.primary_key) < 2
        return column in leading or alone or (known is not None and known.unique)
