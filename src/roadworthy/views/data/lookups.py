"""How queries find their rows: which column each one leans on, and whether a key or an index answers it."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.query import Filter, Query
from roadworthy.app.table import Column, Table
from roadworthy.app.work import Work
from roadworthy.regex import regex
from roadworthy.views.data.sign_in_sessions import holds_sign_ins
from roadworthy.views.pages.served import asking
from roadworthy.views.people.people import owner_of
from roadworthy.views.people.staff_tables import filled_by_a_role, is_arranged, names_writer

FILTER, RANGE, ORDER, JOIN, CONTAINED = "filter", "range", "order", "join", "contained"
_HOLDERS = {"json", "jsonb", "array"}
_RANGES = {"<", "<=", ">", ">="}
# Tables that stay tiny by what they are: a few dozen rows that only the owner of the app fills.
_TINY = regex(
    r"(^|_)(menus?|menu_items?|categor(y|ies)|settings?|configs?|configurations?|preferences|roles?|permissions?|plans?"
    r"|countries|currencies|languages|locales|regions|status(es)?|services|opening_hours|working_hours|banners?"
    r"|galler(y|ies)|gallery_images|faqs?(_items?)?|departments?|features?|feature_flags|themes?|migrations?|tiers?|units?"
    r"|types?|priorit(y|ies)|quick_entries|weekdays|holidays|tax_rates?|specialt(y|ies)|speciali[sz]ations?|coupons?|badges?|payment_gateways?|gateways?)(_masters?|_mst|_lookups?)?$",
    re.I,
)
_OF_PEOPLE = regex(r"(users?|profiles?|members?|accounts?|customers?|employees?)_", re.I)
# Columns with so few values that a plain index hardly narrows anything.
_FEW_VALUES = regex(
    r"^(is|has|can|allow|show)_|(^|_)(status|state|type|kind|role|gender|priority|level|tier|plan|active|enabled|deleted"
    r"|archived|published|approved|verified|visible|available|language|currency|region|age_group|modality|stock|rating|frequency)$"
    r"|_(flg|flag)$",
    re.I,
)


class Lookup(Struct, frozen=True):
    """One query leaning on one column of a table to find, narrow or order rows. `kind` is filter, range, order,
    join or contained (one of the values that a JSON column holds); `order` are further columns the rows come out by, so that one index can serve both; `partner` is a second
    column that is compared together with it."""

    table: str
    column: str
    kind: str
    query: Query
    endpoint: Endpoint
    order: tuple[str, ...] = ()
    partner: str = ""


def stays_tiny(table: Table) -> bool:
    """Whether a table holds a few dozen rows as its name has it, or only the sessions, which the session store keeps. Roles and
    settings of users are as many as the users."""
    name = table.words
    return (bool(_TINY.search(name)) and not _OF_PEOPLE.match(name)) or holds_sign_ins(table)


def stays_small(app: App, table: Table) -> bool:
    """The same, told by what the app does as well: lists to choose from are small, and what joins two tables when both are."""
    parents = _joined(app, table)
    if parents:
        return all(_is_small(app, parent) for parent in parents)
    return _is_small(app, table)


def _is_small(app: App, table: Table) -> bool:
    # Categories that each person makes for themselves are as many as the people.
    owner = owner_of(app, table.name)
    # Who of the staff wrote a row down makes it nobody's own.
    written = owner is not None and names_writer(owner.column) and table.name in app.view(filled_by_a_role)
    own = owner is not None and not written and not holds_sign_ins(table)
    return (stays_tiny(table) and not own) or table.name in app.view(_listings) or is_arranged(app, table)


def _joined(app: App, table: Table) -> list[Table]:
    """The tables that a table only joins; empty for one that holds something of its own."""
    keys = [column.references.table for column in table.columns if column.references is not None]
    own = [
        c for c in table.columns if c.references is None and not c.primary and not _DESCRIBES.match(c.name)
    ]
    known = [parent for name in keys if (parent := app.table(name)) is not None]
    tied = not own or _is_named_after(table, known)
    return known if len(keys) >= 2 and len(known) == len(keys) and tied else []


def _is_named_after(table: Table, parents: list[Table]) -> bool:
    """`FoodServingUnit` of Food and ServingUnit: as many as there are pairs of them, whatever else it says of each."""
    names = [parent.words.removesuffix("s") for parent in parents]
    name = table.words.removesuffix("s")
    return any(name == f"{one}_{other}" for one in names for other in names if one != other)


# What a list of things to choose from says of each: its name and how it is shown.
_DESCRIBES = regex(
    r"^(id|uuid|key|code|name|title|label|slug|value|description|icon|emoji|colou?r|image(_url)?|(display_|sort_)?order|position|rank|active|is_active"
    r"|(created|updated)_?at)$",
    re.I,
)


def _listings(app: App) -> frozenset[str]:
    """Tables that are lists to choose from: nothing of the app adds to them, they say no more than a name and how it is shown,
    and rows of other tables refer to them."""
    filled = {query.table for query in app.queries if query.operation in ("insert", "upsert")}
    chosen = {c.references.table for table in app.tables for c in table.columns if c.references is not None}
    return frozenset(
        table.name
        for table in app.tables
        if table.name in chosen - filled
        and table.symbol not in filled
        and len(table.columns) > 1
        and all(_DESCRIBES.match(column.name) for column in table.columns)
    )


def few_values(column: Column) -> bool:
    """Whether a column has so few different values that an index on it narrows little."""
    head = column.type.split("(")[0]
    return (
        head == "boolean"
        or head.startswith("enum")
        or bool(column.values)
        or bool(_FEW_VALUES.search(column.name))
    )


def lookups(app: App) -> tuple[Lookup, ...]:
    """Every column that a query of the app leans on and that no key or index answers, in the order of the endpoints."""
    return app.view(_lookups)


def _lookups(app: App) -> tuple[Lookup, ...]:
    found: dict[object, Lookup] = {}
    for endpoint in (*asking(app), *map(_as_asking, (work for work in app.works if work.kind == "job"))):
        for query in endpoint.queries:
            table = app.table(query.table)
            for lookup in _of_query(app, endpoint, query, table) if table is not None else ():
                found.setdefault((lookup.table, lookup.column, lookup.kind, query.location), lookup)
    return tuple(found.values())


def _as_asking(job: Work) -> Endpoint:
    """What runs by the clock asks the same tables, however large they have grown."""
    return Endpoint(
        "",
        job.subject,
        "job",
        "",
        job.location,
        job.location,
        job.body,
        job.subject,
        queries=job.queries,
    )


def _of_query(app: App, endpoint: Endpoint, query: Query, table: Table) -> list[Lookup]:
    if query.operation not in ("select", "update", "delete"):
        return []
    found: list[Lookup] = []
    names = dict.fromkeys((query.table, *(joined for joined, _, _ in query.joins)))
    for name in names:
        named = app.table(name)
        if named is not None:
            own = [f for f in query.filters if (f.table or query.table) in (named.name, named.symbol)]
            found += _by_filters(endpoint, query, named, [*own, *_by_policies(app, query, named)])
            found += _by_contents(endpoint, query, named, own)
    if not _narrowed(query, table) and not _by_policies(app, query, table):
        found += _by_order(endpoint, query, table)
    return [*found, *_by_joins(app, endpoint, query, table), *_within_policies(app, endpoint, query, table)]


def _by_policies(app: App, query: Query, table: Table) -> list[Filter]:
    """What row-level policies add to a question that is asked with a person's own rights: the database looks for their
    rows by the column that the policies compare."""
    if query.rights != "user":
        return []
    reads = [
        p.reads_rule()
        for p in app.database.of_table(table.name)
        if p.applies(query.operation, "authenticated")
    ]
    leaves = [leaf for rule in reads if rule is not None for leaf in rule.leaves()]
    plain = [
        leaf for leaf in leaves if leaf.kind == "owner" and not (leaf.table or leaf.function or leaf.claim)
    ]
    if len(plain) != len(leaves):
        return []
    session = Origin("session", ("user", "id"))
    return [Filter(leaf.column, "=", session, table.name, len(plain) > 1) for leaf in plain]


# Whose rows of another table a policy asks for: `vendor_id IN (SELECT id FROM vendors WHERE user_id = auth.uid())`. Asked by EXISTS, the
# row's own key finds the other.
_LISTED_FOR_PERSON = regex(
    r"\bIN \(SELECT\b.*?(?:\b(\w+)\.)?\b(\w+) = \(?(?:SELECT )?auth\.uid\(\)", re.I | re.S
)


def _within_policies(app: App, endpoint: Endpoint, query: Query, table: Table) -> list[Lookup]:
    """The rows of other tables that policies list for a person, once for each statement."""
    found: list[Lookup] = []
    for policy in app.database.of_table(table.name) if query.rights == "user" else ():
        rule = policy.reads_rule() if policy.applies(query.operation, "authenticated") else None
        for leaf in rule.leaves() if rule is not None else ():
            asked = _LISTED_FOR_PERSON.search(leaf.text) if leaf.kind == "owner" and leaf.table else None
            named = re.search(rf"\b(\w+) AS {asked[1]}\b", leaf.text, re.I) if asked and asked[1] else None
            other = app.table(named[1] if named is not None else leaf.table) if asked else None
            if asked is not None and other is not None:
                own = Filter(asked[2], "=", Origin("session", ("user", "id")), other.name)
                found += _by_filters(endpoint, query, other, [own])
    return found


def _by_contents(endpoint: Endpoint, query: Query, table: Table, own: list[Filter]) -> list[Lookup]:
    """`specialisms @> '["grief"]'`, which only an inverted index answers. Rows that a key has found already are few."""
    keyed = any(
        f.operator == "=" and not f.optional and _indexed(table, f) and _weight(table, f.column) > 1
        for f in own
    )
    inside = {name for index in table.indexes if "gin" in index.method for name in index.columns}
    found = []
    for item in own:
        column = table.column(item.column)
        if item.operator != "contains" or column is None or keyed or column.name in inside:
            continue
        if column.type.split("(")[0] in _HOLDERS or column.type.endswith("[]"):
            found.append(Lookup(table.name, column.name, CONTAINED, query, endpoint))
    return found


def _narrowed(query: Query, table: Table) -> bool:
    """Whether rows are chosen by equality in every case, so that only these few are put in order. What only leaves out a kind
    (`is_public`) leaves most of the table to be put in order for each page of it, unless an index goes on with the order."""
    always = [f for f in query.filters if f.operator in ("=", "in") and not f.optional]
    page = query.limit is not None and query.order
    columns = [table.column(f.column) for f in always]
    if page and not query.joins and all(c is not None and c.type == "boolean" for c in columns):
        return bool(always) and _answered(query, table, always)
    return bool(always)


def _by_filters(endpoint: Endpoint, query: Query, table: Table, filters: list[Filter]) -> list[Lookup]:
    always = [f for f in filters if f.operator in ("=", "in") and not f.optional]
    if table.is_unique({table.database_name(f.column) for f in always}) or _answered(query, table, always):
        return []
    if _goes_by_parent(query, table, always):
        return []
    order = _one_way(query, table) if table.name == query.table else ()
    if always:
        chosen = max(always, key=lambda f: _weight(table, f.column))
        span = _span_beside(table, filters) if _weight(table, chosen.column) == 1 else None
        if span is not None:
            return _lookup(endpoint, query, table, span, RANGE)
        partner = next((f.column for f in always if f.column != chosen.column), "")
        return _lookup(endpoint, query, table, chosen, FILTER, order, partner)
    found: list[Lookup] = []
    for item in filters:
        if _indexed(table, item) or _goes_by_parent(query, table, [item], certain=False):
            continue
        if item.operator in ("=", "in"):
            found += _lookup(endpoint, query, table, item, FILTER, order)
        elif item.operator in _RANGES and not item.optional and not _is_true_of_most(item, filters):
            found += _lookup(endpoint, query, table, item, RANGE)
    return found


def _is_true_of_most(item: Filter, filters: list[Filter]) -> bool:
    """`remaining > 0` beside `expires_at > now`: what is written in the code is true of most rows, and it is the other that narrows."""
    others = [one for one in filters if one is not item and one.operator in _RANGES and not one.optional]
    return item.value.kind == "constant" and any(one.value.kind != "constant" for one in others)


def _span_beside(table: Table, filters: list[Filter]) -> Filter | None:
    """The span that narrows what a word of a few leaves: `type = 'sale' and created_at >= ?`. Of what is written in the code (`stock > 0`)
    most rows are."""
    spans = [
        f
        for f in filters
        if f.operator in _RANGES and not f.optional and f.value.kind != "constant" and not _indexed(table, f)
    ]
    return next((one for one in spans if _weight(table, one.column) > 1), None)


def _answered(query: Query, table: Table, always: list[Filter]) -> bool:
    """Whether an index finds the rows. One of a column with few values leaves most of the table to be read, unless it goes on
    with what else is asked, or nothing better is asked."""
    asked = {table.database_name(item.column) for item in always}
    if not any(table.indexed(name) for name in asked):
        return False
    if any(table.indexed(name) and _weight(table, name) > 1 for name in asked):
        return True
    further = {table.database_name(item.column) for item in query.filters} | {name for name, _ in query.order}
    goes_on = any(
        index.columns and index.columns[0] in asked and further & set(index.columns[1:])
        for index in table.indexes
    )
    return goes_on or all(_weight(table, name) <= 1 for name in asked)


def _goes_by_parent(query: Query, table: Table, always: list[Filter], *, certain: bool = True) -> bool:
    """Whether the row above is looked for as well, and an index begins with the key of it and goes on with what is asked
    (`attribute.key = ? and value = ?` by (attribute_id, value)); `certain` when it is looked for in every case."""
    asked = {table.database_name(item.column) for item in always}
    above = {
        f.table
        for f in query.filters
        if f.operator in ("=", "in") and f.table and not (certain and f.optional)
    }
    for index in table.indexes:
        tied = table.leads_to(index.columns[0]) if len(index.columns) > 1 else ""
        if tied in above and index.columns[1] in asked:
            return True
    return False


def _lookup(
    endpoint: Endpoint,
    query: Query,
    table: Table,
    item: Filter,
    kind: str,
    order: tuple[str, ...] = (),
    partner: str = "",
) -> list[Lookup]:
    column = table.column(item.column)
    # A comparison with another column of the same row is answered by no plain index.
    if column is None or few_values(column) or _same_row(table, item):
        return []
    further = tuple(name for name in order if name != column.name and table.column(name) is not None)
    return [Lookup(table.name, column.name, kind, query, endpoint, further, partner)]


def _same_row(table: Table, item: Filter) -> bool:
    value = item.value
    return value.kind == "row" and value.table == table.name and value.query < 0


def _weight(table: Table, name: str) -> int:
    """How well a column narrows: a key of another row best, one with few values least."""
    column = table.column(name)
    if column is None:
        return 0
    return 1 if few_values(column) else (3 if column.references is not None else 2)


def _indexed(table: Table, item: Filter) -> bool:
    return table.indexed(table.database_name(item.column))


def _by_order(endpoint: Endpoint, query: Query, table: Table) -> list[Lookup]:
    """Rows in the order of a column, of the whole table or what is left of it."""
    column = table.column(query.order[0][0]) if query.order else None
    if column is None or table.indexed(column.name) or few_values(column):
        return []
    return [Lookup(table.name, column.name, ORDER, query, endpoint, _one_way(query, table)[1:])]


def _one_way(query: Query, table: Table) -> tuple[str, ...]:
    """The columns that rows are ordered by as long as the direction stays the same, which one index can follow.
    Behind a column with few values an index orders little."""
    names = []
    for name, descending in query.order:
        column = table.column(name)
        if descending != query.order[0][1] or column is None or few_values(column):
            break
        names.append(column.name)
    return tuple(names)


def _by_joins(app: App, endpoint: Endpoint, query: Query, table: Table) -> list[Lookup]:
    """A joined row is looked up by the join's column; where the joined table is the one narrowed, the other way round."""
    found = []
    for joined_name, near, far in query.joins:
        joined = app.table(joined_name)
        sides = [(joined, far)]
        if any(f.table == joined_name and f.operator == "=" for f in query.filters):
            sides.append((table, near))
        for side, name in sides:
            column = side.column(name) if side is not None else None
            if side is not None and column is not None and not side.indexed(column.name):
                found.append(Lookup(side.name, column.name, JOIN, query, endpoint))
    return found
