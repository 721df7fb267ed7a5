"""Adds an index for text, to the schema and as a migration of the app's own tool."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, Migration, Review
from roadworthy.edits.text_index import add_text_index
from roadworthy.errors import RepairRefused
from roadworthy.patterns.data_volume.scan_search.finding import SearchGap


def fix(gap: Gap, app: App) -> Edits | Brief:
    """A trigram index on the column that is searched; a brief for several, and for searches in the page."""
    found: SearchGap = gap.details
    searched = list(dict.fromkeys((one.query.table, name) for one in found.searches for name in one.columns))
    if len(searched) != 1:
        reason = "the page has to ask the server" if found.uses else "several columns are searched at once"
        return _brief(gap, reason)
    table_name, column = searched[0]
    table = app.table(table_name)
    try:
        if table is None:
            raise RepairRefused("the table's declaration is not seen", where=table_name)
        changes, migration = add_text_index(app, table, column)
    except RepairRefused as error:
        return _brief(gap, str(error))
    return _edits(gap, table_name, column, changes, migration)


def _edits(gap: Gap, table: str, column: str, changes: list[Change], migration: Migration) -> Edits:
    title = f"Index {table}.{column} for text anywhere within it"
    return Edits(
        title=title if len(title) <= 72 else title[:71] + "…",
        why=f"{gap.message}. A trigram index (pg_trgm) does, for words of three letters and more, and the query stays as it is.",
        review=Review.READ,
        changes=tuple(changes),
        migrations=(migration,),
        notes=(
            "The role that migrates needs CREATE on the database for the extension pg_trgm, which comes with Postgres.",
        ),
    )


def _brief(gap: Gap, reason: str) -> Brief:
    return Brief(
        title="Search without reading every row",
        task=f"{gap.message}, at {', '.join(str(place) for place in gap.locations[:3])}. By hand, because {reason}.",
        constraints=(
            "On Postgres: CREATE EXTENSION pg_trgm and a GIN index with gin_trgm_ops on each searched column, before the app starts.",
            "Where the query folds the case (Django's icontains: UPPER(column) LIKE UPPER(...)), the index stands on UPPER(column).",
            "A search in the page becomes a request with a limit, after a pause in the typing.",
        ),
        acceptance=("EXPLAIN of the search at 50,000 rows shows an index scan, not a sequential scan.",),
    )
