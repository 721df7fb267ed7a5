"""Adds the index, to the schema and as a migration of the app's own tool."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Edits, Review
from roadworthy.edits.table_edits import add_index, can_edit
from roadworthy.patterns.data_volume.missing_index.finding import CompositeGap, IndexGap
from roadworthy.views.data.lookups import CONTAINED


def fix(gap: Gap, app: App) -> Edits | Brief:
    """An index that starts with the column, and goes on with what its heaviest query orders by."""
    if isinstance(gap.details, CompositeGap):
        return _composite_brief(gap.details)
    found: IndexGap = gap.details
    table = app.table(found.table)
    inverted = bool(found.uses) and found.uses[0].kind == CONTAINED
    if table is None or not can_edit(table) or inverted:
        return _brief(found)
    changes, migration = add_index(app, table, found.columns)
    columns = ", ".join(found.columns)
    return Edits(
        title=_title(found.table, columns),
        why=f"{gap.message}. An index on ({columns}) finds them without reading the rest.",
        review=Review.GLANCE,
        changes=tuple(changes),
        migrations=(migration,),
        notes=(
            "Building an index takes a moment for each million rows; where the migration runs in a transaction, "
            "writes to the table wait meanwhile.",
        ),
    )


def _composite_brief(found: CompositeGap) -> Brief:
    fields = ", ".join(found.fields)
    return Brief(
        title=_title(found.table, fields),
        task=f"Declare a composite index on {found.table} ({fields}) in firestore.indexes.json, each field in the direction in which the "
        "query orders it, and name the file in firebase.json.",
        constraints=("No query changes.",),
        acceptance=("`firebase deploy --only firestore:indexes` builds it, and the query is answered.",),
    )


def _title(table: str, columns: str) -> str:
    title = f"Index {table} by {columns}"
    return title if len(title) <= 72 else title[:71] + "…"


def _brief(found: IndexGap) -> Brief:
    columns = ", ".join(found.columns)
    kind = "a GIN index" if found.uses and found.uses[0].kind == CONTAINED else "an index"
    return Brief(
        title=_title(found.table, columns),
        task=f"Add {kind} on {found.table} ({columns}) where the schema is declared, with a migration.",
        constraints=("On Postgres with rows in it, build the index CONCURRENTLY.", "No query changes."),
        acceptance=(f"EXPLAIN of the queries by {found.column} shows an index scan, not a sequential scan.",),
    )
