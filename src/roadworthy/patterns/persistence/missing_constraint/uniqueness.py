"""Uniqueness that code takes for granted: pairs, rows that are looked for first, keys given by services."""

from __future__ import annotations

from roadworthy.app import App, Column, Endpoint, Query, Table
from roadworthy.patterns.persistence.missing_constraint.adding import is_added_to, is_kept, rows_added
from roadworthy.patterns.persistence.missing_constraint.emptied_keys import emptied_key, never_met
from roadworthy.patterns.persistence.missing_constraint.finding import UNIQUE, MissingConstraint
from roadworthy.patterns.persistence.missing_constraint.kept_times import taken_times
from roadworthy.patterns.persistence.missing_constraint.sign_in_names import signed_in_by
from roadworthy.regex import regex
from roadworthy.views.code.awaiting import awaiting
from roadworthy.views.data.absences import absence_check
from roadworthy.views.data.inserts import left_out, pair_columns
from roadworthy.views.data.numbered import numbered_columns
from roadworthy.views.pages.served import asking
from roadworthy.views.people.people import owner_of, privileged

_EXTERNAL = regex(
    r"^(stripe|paypal|google|github|apple|external|provider|square|razorpay)_\w*_?id$|^(external|provider)_id$"
)
_RATED = regex(r"(^|_)(rating|stars|score)(_|$)")


def missing_unique(app: App, table: Table) -> MissingConstraint | None:
    """The unique key that the code takes for granted and a table lacks."""
    pair = pair_columns(table)
    if pair and not table.is_unique(set(pair)) and is_added_to(app, table):
        return MissingConstraint(UNIQUE, table, columns=pair)
    for endpoint in asking(app):
        for query in endpoint.queries:
            columns = _conflicting(table, query)
            if columns:
                column = table.column(columns[0]) if len(columns) == 1 else None
                return MissingConstraint(UNIQUE, table, column, columns, endpoint=endpoint)
            empty = never_met(app, table, query)
            if empty:
                columns = tuple(query.conflict.split(","))
                return MissingConstraint(UNIQUE, table, None, columns, endpoint=endpoint, empty=empty)
    for endpoint, query in rows_added(app, table):
        looked_for = _looked_for(app, endpoint, query, table)
        if looked_for:
            column = table.column(looked_for[0]) if len(looked_for) == 1 else None
            nothing = tuple(sorted(left_out(table, query) & set(looked_for)))
            if nothing and table.is_unique(set(looked_for)):
                # The key is there, and holds for rows alone in which none of it is empty.
                return MissingConstraint(UNIQUE, table, None, looked_for, empty=nothing)
            return MissingConstraint(UNIQUE, table, column, looked_for, endpoint=endpoint)
        for name in numbered_columns(query):
            if table.column(name) is not None and not table.is_unique({name}):
                return MissingConstraint(UNIQUE, table, table.column(name), (name,), endpoint=endpoint)
        named = _external_key(table, query)
        if named is not None:
            return MissingConstraint(UNIQUE, table, named, (named.name,), endpoint=endpoint)
    return (
        _rated_once(app, table)
        or taken_times(app, table)
        or signed_in_by(app, table)
        or emptied_key(app, table)
    )


def _conflicting(table: Table, query: Query) -> tuple[str, ...]:
    """The columns that an upsert names as its key and no unique key covers: the database refuses every one of them."""
    if query.table != table.name or query.operation != "upsert":
        return ()
    columns = tuple(name for name in query.conflict.split(",") if table.column(name) is not None)
    named = columns and len(columns) == len(query.conflict.split(","))
    return columns if named and not table.is_unique(set(columns)) else ()


def _looked_for(app: App, endpoint: Endpoint, query: Query, table: Table) -> tuple[str, ...]:
    """The columns that code looks for before it inserts, where no unique key backs the look."""
    check = absence_check(endpoint, query)
    if check is None or (
        check.limit is None and any(h.kind in ("find", "filter") for h in check.flow.handled)
    ):
        return ()  # looked for among the rows of a list, by what the query does not say
    columns = tuple(
        dict.fromkeys(f.column for f in check.filters if f.operator in ("=", "ilike") and not f.optional)
    )
    columns = columns or _open_way(table, query, check)
    if _many_times(app, query, check):
        return ()  # looked for once and then added many times: the rows that are made share what was looked for
    if all(privileged(column) for column in columns):
        return ()  # whether there is an administrator yet is asked once, and there may be several
    if columns and _of_some_states(check, columns):
        return ()  # one at a time: what is over and done with may have been there before
    written = {write.column for write in query.writes} | (
        {c.name for c in table.columns} if query.spreads else set()
    )
    # What a page holds may be nothing at first, and its handlers are for when it is there.
    empty: set[str] = set() if endpoint.kind == "component" else left_out(table, query)
    if not columns or not set(columns) <= written or table.is_unique(set(columns) - empty):
        return ()
    if any(one.type.endswith("[]") for name in columns if (one := table.column(name)) is not None):
        return ()  # a key over a list holds for each of its elements
    asked = {f.column for f in check.filters if f.operator in ("=", "ilike")}
    if table.is_unique(asked - empty):
        # Where the rest of the key is not given, there is nothing to look for.
        return ()
    return columns


def _many_times(app: App, query: Query, check: Query) -> bool:
    """Whether a loop is around an insert and not around the look before it."""
    spans = app.view(awaiting)
    return query.loops > check.loops or (spans.looped(query.location) and not spans.looped(check.location))


def _of_some_states(check: Query, columns: tuple[str, ...]) -> bool:
    """Whether a look is for rows in some of their states only (`status in ('queued', 'running')`, `status != 'done'`)."""
    return any(
        item.column not in columns
        and item.operator in ("=", "in", "!=")
        and (item.optional or item.operator != "=")
        and any(leaf.kind == "constant" and leaf.value is not None for leaf in item.value.leaves())
        for item in check.filters
    )


def _open_way(table: Table, query: Query, check: Query) -> tuple[str, ...]:
    """Of a look for either of two (`username == ... or email == ...`), the one that no unique key backs."""
    for ways in check.alternatives():
        for way in ways:
            columns = tuple(dict.fromkeys(f.column for f in way if f.operator in ("=", "ilike")))
            if (
                columns
                and len(columns) == len(way)
                and not table.is_unique(set(columns) - left_out(table, query))
            ):
                return columns
    return ()


def _external_key(table: Table, query: Query) -> Column | None:
    """A service's own key of what a row stands for, given when the row is made."""
    for write in query.writes:
        column = table.column(write.column)
        given = column is not None and _EXTERNAL.search(column.name) and write.value.kind != "constant"
        if given and column is not None and not is_kept(table, column.name) and column.references is None:
            return column
    return None


def _rated_once(app: App, table: Table) -> MissingConstraint | None:
    """A person's rating of a thing, of which there is one by its meaning."""
    owner = owner_of(app, table.name)
    rated = any(_RATED.search(column.name) for column in table.columns)
    things = [
        c.name
        for c in table.columns
        if c.references is not None and owner is not None and c.name != owner.column
    ]
    if owner is None or owner.through or not rated or len(things) != 1 or not is_added_to(app, table):
        return None
    thing = table.column(things[0])
    columns = (owner.column, things[0])
    if thing is None or thing.nullable or table.is_unique(set(columns)):
        return None
    return MissingConstraint(UNIQUE, table, columns=columns)
