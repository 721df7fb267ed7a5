"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.data.lookups import Lookup


class IndexGap(Struct, frozen=True):
    """`column` of `table` that no index starts with. `uses` are the queries that lean on it, the heaviest first; `parent` is the
    (table, column) it refers to ('' for none), whose deletions search this table; `columns` are what an index for it
    holds."""

    table: str
    column: str
    uses: tuple[Lookup, ...]
    parent: tuple[str, str] = ("", "")
    columns: tuple[str, ...] = ()
    library: str = ""


class CompositeGap(Struct, frozen=True):
    """`fields` of a Firestore collection that a question asks for together, and no declared index holds."""

    table: str
    fields: tuple[str, ...]
