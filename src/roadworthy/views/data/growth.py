"""How many rows a query may read: a handful by its nature, as many as a limit says, or as many as there will ever be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, structs

from roadworthy.app.location import whole_file
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.other_tongues import without_class
from roadworthy.app.query import Filter, Query
from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.data.asked_limits import client_decides, refused_above
from roadworthy.views.data.clientele import is_clientele
from roadworthy.views.data.groups import each_of
from roadworthy.views.data.lookups import stays_tiny
from roadworthy.views.data.parts import PEOPLE_KEY, is_part
from roadworthy.views.data.room_left import capped_tables
from roadworthy.views.data.seeded import seeded_tables
from roadworthy.views.data.sign_in_sessions import is_meeting
from roadworthy.views.data.time_spans import TIME, is_window
from roadworthy.views.people.people import owner_of
from roadworthy.views.people.staff_tables import is_arranged

# A limit above this bounds the memory of nobody's browser.
_MOST = 1_000
# Nobody looks at so many rows: they are read to make something else of them.
_WIDE = 500
# Further tables of which one organisation has a few dozen rows, however long it runs.
_FEW = regex(
    r"(^|_|[a-z])(locations?|warehouses?|branches|branch|stores?|bank_?accounts?|chart_?of_?accounts?|staff|brands?|sequences?"
    r"|algorithms?|thresholds?|gateways?|org(anization|anisation)s?|memberships?|teams?|workspaces?|availabilit(y|ies)|schedules?|slots"
    r"|vendors?|suppliers?|providers?|integrations?|webhooks?|domains?|sizes?|colou?rs?|currenc(y|ies)|sessions?|steps?|questions?|lookup|masters?"
    r"|versions?|templates?|models?|channels?|platforms?|(savings|loans?|deposits?|credit|mortgage)_?products?|rooms?|barbers?|stylists?|packages?|price_?lists?|zones?|metrics?|environments?|flags?|services?|prices?"
    r"|(team|org|organi[sz]ation|workspace|project|group|company|club)s?_?(members?|users?))$",
    re.I,
)
# Of these there are a few for a week that repeats itself, and more every week where each has a day of its own: a place in a team
# is held for good, and a membership of a gym begins and ends.
_PLANNED = regex(r"(schedules?|slots|availabilit(y|ies)|memberships?)$", re.I)
# Of a quiz there are a few; of those that people ask one another there are more every day.
_ASKED = regex(r"questions?$", re.I)
# What one person has a handful of.
_OWN_FEW = regex(
    r"(^|_|[a-z])(favou?rites?|payment_?methods?|cards?|address(es)?|carts?|cart_?items?|wish_?lists?|wish_?list_?items?|basket_?items?"
    r"|tokens?|api_?keys?|devices?|preferences?|settings?|subscriptions?|accounts?|wallets?|portfolios?|profiles?|identities|passkeys?|credentials?"
    r"|invitations?|likes?|bookmarks?|follows?|saved_?\w+|badges?|achievements?|goals?|roles?|streaks?|stats?|usages?|progress|notification_?channels?|onboarding_?sessions?)$",
    re.I,
)
# What policies let a person see only their own of.
_PRIVATE = regex(
    r"(^|_)(favou?rites?|bookmarks?|likes|carts?|cart_items|wish_?lists?|payment_methods?|api_keys?|tokens|saved_\w+|addresses|preferences)$",
    re.I,
)
_TENANT_KEY = regex(
    r"^(org|organi[sz]ation|tenant|company|shop|store|workspace|team|branch|account|business|clinic|school|agency|practice|hospital"
    r"|(\w+_)?firm)_?id$",
    re.I,
)
# Whom an organisation serves, told by the role that is asked for: there are more of them every year, unlike its staff.
_ROLE = regex(r"(^|_)(role|user_?type|account_?type|kind)$", re.I)
_CLIENTS = regex(r"^(clients?|customers?|patients?|students?|buyers?|guests?|subscribers?)$", re.I)
# Plans that people have many of, unlike the few that a service is sold by.
_MANY = regex(
    r"(installment|payment|meal|workout|lesson|treatment|care|travel|trip|study|training|event)_?plans?$|conversions?$",
    re.I,
)
_PEOPLE = regex(r"^(users?|staff|employees?|members?|profiles?)$", re.I)
# Of these one customer or order has a few, and a firm more every day.
_FIRM_WIDE = regex(
    r"(^|_)(contacts?|photos?|images?|files?|attachments?|candidates?|participants?|payments?|refunds?|items?)$",
    re.I,
)
_CAPPED = ("min", "Math.min", "clamp")


class Growth(Struct, frozen=True):
    """`open` when nothing bounds the rows that are read; `window` when only a span of time does; `uncapped` when the client
    chooses how many; `scope` is the column that narrows the rows to one parent's ('' for the whole table); `wide` when a
    limit bounds them at more than anybody looks at; `few` when a person has a handful of them; `each` when they are those of
    each of a few others that were read before; `reason` says what bounds them, or that nothing does."""

    open: bool
    reason: str
    window: bool = False
    uncapped: bool = False
    scope: str = ""
    wide: bool = False
    few: bool = False
    each: bool = False


def is_of_person(column: str) -> bool:
    """Whether a column tells whose a row is, by its name."""
    return bool(PEOPLE_KEY.search(column))


def growth_of(app: App, query: Query, others: tuple[Query, ...] = ()) -> Growth:
    """What bounds the rows that a query reads. `others` are the queries of the same run, whose rows it may ask about."""
    if query.operation != "select" or query.one:
        return Growth(False, "it reads one row at most")
    counted = query.grouped or any("(" in column for column in query.columns)
    if counted and query.limit is None and (each := each_of(app, query, tiny)):
        return Growth(True, f"it gives one row for each of {each}, and nothing bounds them")
    if counted:
        return Growth(False, "the database counts or sums, and no rows are read")
    limited = _limited(query.limit)
    if limited is not None and limited.uncapped and refused_above(query):
        return Growth(False, "a larger number is refused")
    if limited is not None:
        return limited
    if tiny(app, query.table):
        return Growth(False, f"{query.table} holds a few dozen rows by its nature")
    named = _named_by(app, query, others)
    return named if named is not None else _by_filters(app, query, app.table(query.table))


def _named_by(app: App, query: Query, others: tuple[Query, ...]) -> Growth | None:
    """`id in (...)` of the rows that another query read: as many as that one reads."""
    for one in query.filters:
        if one.operator != "in" or one.optional:
            continue
        sources = list(dict.fromkeys(_sources(query, one, others)))
        if sources:
            grown = [
                growth_of(app, source, tuple(o for o in others if o.number < source.number))
                for source in sources
            ]
            found = next((one for one in grown if one.open), None) or _of_each(app, query, one)
            return found or Growth(False, f"it reads rows that belong to the few of {sources[0].table}")
    return None


def _of_each(app: App, query: Query, named: Filter) -> Growth | None:
    """How many rows belong to one of those that are named, where there is no end to them (the bookings of a few rooms)."""
    table = app.table(query.table)
    column = table.column(named.column) if table is not None else None
    if table is None or column is None or column.references is None or table.is_unique({column.name}):
        return None
    if _one_for_each_of_few(app, table, column.name):
        return None
    one = structs.replace(named, operator="=")
    others = [item for item in query.filters if item is not named]
    found = _by_filters(app, structs.replace(query, filters=(one, *others)), table)
    return structs.replace(found, each=True) if found.open else None


def _sources(query: Query, named: Filter, others: tuple[Query, ...]) -> Iterator[Query]:
    """The queries whose rows name those of `query`. One that ran twice is kept once, under the number of its first run."""
    earlier = [other for other in others if other.number < query.number]
    for leaf in named.value.leaves():
        if leaf.kind == "row" and leaf.query >= 0:
            exact = [other for other in earlier if other.number == leaf.query]
            yield from exact or [other for other in earlier if other.table == leaf.table][-1:]


def _limited(limit: Origin | None) -> Growth | None:
    if limit is None:
        return None
    if limit.kind == "constant":
        most = limit.value
        bounded = not isinstance(most, (int, float)) or most <= _MOST
        wide = isinstance(most, int) and most >= _WIDE
        return Growth(False, f"it reads {most} rows at most", wide=wide) if bounded else None
    if client_decides(limit):
        return Growth(True, "the client says how many rows it wants, and nothing caps it", uncapped=True)
    return Growth(False, "a limit bounds it")


def tiny(app: App, name: str) -> bool:
    """Whether a table holds a few dozen rows by its nature, however long the app runs."""
    table = app.table(name)
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", without_class(name))
    if _MANY.search(plain):
        return False
    if table is None and (held := app.table(plain.rpartition("_")[2])) is not None:
        return tiny(app, held.name)  # a view of the rows of a table (`latest_memberships`)
    if table is not None and (ends := _joined(app, table)):
        return all(tiny(app, end) for end in ends)
    if is_lookup_table(app, name) or (name in seeded_tables(app) and not _of_somebody(table)):
        return True
    if table is not None and (stays_tiny(table) or is_arranged(app, table)):
        return True
    if table is not None and is_meeting(table) and (owner_of(app, table.name) is not None or _held(table)):
        return False
    if _PLANNED.search(plain) and table is not None and _held(table) and _of_somebody(table):
        return False
    unmade = table is None or table.partial
    if (unmade or _ASKED.search(plain)) and name in app.view(_of_people):
        return False
    return bool(_FEW.search(plain)) or (
        table is None and stays_tiny(Table(plain.lower(), plain, whole_file("")))
    )


def _joined(app: App, table: Table) -> tuple[str, ...]:
    """The two tables that a table joins, whose rows it may have as many as their product; none for an ordinary one."""
    ends = tuple(dict.fromkeys(c.references.table for c in table.columns if c.references is not None))
    named = all(end.rstrip("s").rsplit("_", 1)[-1] in table.name for end in ends)
    return ends if len(ends) == 2 and named and len(table.columns) <= 6 else ()


def _held(table: Table) -> bool:
    """Whether each row has a day of its own, apart from when it was made: there are more of them every week."""
    dates = [c.name for c in table.columns if c.type.startswith(("date", "timestamp"))]
    return any(
        not re.search(r"created|updated|modified|generated|deleted|joined|added|invited|accepted", name)
        for name in dates
    )


# What a table of choices has: a name for people, and nothing that happened at some time to somebody.
_CHOICE = regex(r"^(name|slug|label|title|code|key)$", re.I)
_LARGEST_CHOICE = 7
# Whoever is reached by it is somebody, and signs up elsewhere (a provider, another app) where no code of this one adds to them.
_REACHED = regex(r"^(e_?mail(_?address)?|phone(_?number)?|password(_?hash)?)$", re.I)


def is_lookup_table(app: App, name: str) -> bool:
    """Whether a table holds choices that come with the app: a few columns with a name, of nobody, and no code adds to it."""
    table = app.table(name)
    if (
        table is None
        or len(table.columns) > _LARGEST_CHOICE
        or not any(_CHOICE.match(c.name) for c in table.columns)
        or any(_REACHED.match(c.name) for c in table.columns)
    ):
        return False
    return not _of_somebody(table) and table.name not in app.view(_written)


def _of_somebody(table: Table | None) -> bool:
    """Whether its rows belong to something else, which there may be more and more of."""
    return table is None or any(
        c.references is not None or (PEOPLE_KEY.search(c.name) and c.name != "id") for c in table.columns
    )


def _written(app: App) -> frozenset[str]:
    """The tables that the app adds rows to."""
    return frozenset(q.table for q in app.queries if q.operation in ("insert", "upsert"))


def _of_people(app: App) -> frozenset[str]:
    """The tables to which the app adds rows that say whose they are."""
    adding = [query for query in app.queries if query.operation in ("insert", "upsert")]
    return frozenset(q.table for q in adding if any(is_of_person(write.column) for write in q.writes))


def _by_filters(app: App, query: Query, table: Table | None) -> Growth:
    """By what is asked for certain; of an either-or, the way that gives most decides."""
    certain = [f for f in query.filters if not f.optional]
    ways = next(iter(query.alternatives()), [])
    found = [_by_conditions(app, query, table, [*certain, *way]) for way in ways or [[]]]
    return max(found, key=lambda one: (one.open, not one.scope))


def _by_conditions(app: App, query: Query, table: Table | None, certain: list[Filter]) -> Growth:
    equal = {f.column for f in certain if f.operator == "="}
    if table is not None and table.is_unique({table.database_name(name) for name in equal}):
        return Growth(False, "a key names one row")
    if table is None and equal & {"id", "_id", "slug", "email", "pk"}:
        return Growth(False, "a key names one row")
    listed = next((f for f in certain if f.operator == "in"), None)
    if (
        listed is not None
        and not any(leaf.kind == "row" for leaf in listed.value.leaves())
        and (
            table is None
            or table.is_unique({table.database_name(listed.column)})
            or listed.column in ("id", "_id")
            or (equal and _names_others(listed))
        )
    ):
        return Growth(False, "it reads the rows that are named")
    return _scoped(app, query, table, certain, equal)


def _one_for_each_of_few(app: App, table: Table, column: str) -> bool:
    """Whether a key leaves one row for each of a few other things (the stock of an article at each of the shop's places)."""
    keys = [set(table.primary_key), *(set(index.columns) for index in table.indexes if index.unique)]
    others = (key - {column} for key in keys if column in key and len(key) == 2)
    parents = (table.leads_to(name) for other in others for name in other)
    return any(parent and tiny(app, parent) for parent in parents)


_KEY = regex(r"(^|_)id$|[a-z]Id$")


def _names_others(listed: Filter) -> bool:
    """Whether rows of one parent are named one by one by what they refer to (`where: { topicId, videoId: { in: ids } }`)."""
    leaves = listed.value.leaves()
    return bool(_KEY.search(listed.column)) and not all(leaf.kind == "constant" for leaf in leaves)


def _scoped(app: App, query: Query, table: Table | None, certain: list[Filter], equal: set[str]) -> Growth:
    keys = sorted(
        name
        for name in equal
        if re.search(r"(_id|Id|_by|By)$|^(user|owner|author|customer|post|parent)$", name)
        or (table is not None and table.leads_to(name))
    )
    scope = keys[0] if keys else ""
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", without_class(query.table))
    served = (table is not None and is_clientele(table)) or any(map(_asks_for_clients, certain))
    if _PEOPLE.search(plain) and not served and any(_TENANT_KEY.search(name) for name in equal):
        return Growth(False, "it reads the people of one organisation", scope=scope)
    # Django writes the app's name before the model's.
    own = table.symbol if table is not None and table.library == "django" else plain
    if (
        scope
        and (is_part(plain, scope) or is_part(own, scope))
        and not served
        and not _fills_a_firm(plain, scope, certain)
    ):
        return Growth(False, f"it reads what belongs to one {scope.removesuffix('_id')}", scope=scope)
    if scope and query.table in app.view(capped_tables):
        return Growth(False, f"rows of {query.table} are added below a set number", scope=scope)
    if _own(certain) and _OWN_FEW.search(plain):
        return Growth(False, "it reads the few rows of one person", scope=scope, few=True)
    if query.library.startswith("supabase") and not certain and _PRIVATE.search(plain):
        return Growth(False, "the policies leave the few rows of one person")
    if table is not None and _one_per(table, equal):
        return Growth(False, "a person has one row for each thing", scope=scope)
    if any(TIME.search(f.column) for f in certain if f.operator == "=" and not _is_nothing(f.value)):
        return Growth(False, "it reads the rows of one day", scope=scope)
    if is_window(certain):
        return Growth(True, "a span of time alone bounds it", window=True, scope=scope)
    says = (
        f"nothing bounds how many rows one {scope.removesuffix('_id')} may have"
        if scope
        else f"it reads all of {query.table}"
    )
    return Growth(True, says, scope=scope)


def _fills_a_firm(name: str, scope: str, certain: list[Filter]) -> bool:
    """Whether it is all that the asker's own firm has of what one customer or order has a handful of (`contacts` of `organizationId`)."""
    own = any(
        item.column == scope and any(_is_of_asker(leaf) for leaf in item.value.leaves()) for item in certain
    )
    return own and bool(_TENANT_KEY.search(scope)) and bool(_FIRM_WIDE.search(name))


def _is_of_asker(leaf: Origin) -> bool:
    return leaf.kind == "session" or (leaf.kind == "row" and bool(_PEOPLE.search(leaf.table)))


def _asks_for_clients(item: Filter) -> bool:
    return (
        bool(_ROLE.search(item.column))
        and item.operator == "="
        and bool(_CLIENTS.match(str(item.value.value)))
    )


def _is_nothing(value: Origin) -> bool:
    """`return_date IS NULL`: what has no such day yet is no day's rows."""
    return value.kind == "constant" and value.value is None


def _one_per(table: Table, equal: set[str]) -> bool:
    """Whether a unique key gives a person one row for each other thing (one review of each product)."""
    keys = [set(index.columns) for index in table.indexes if index.unique and not index.where] + [
        set(table.primary_key)
    ]
    for key in keys:
        people = {name for name in key & equal if PEOPLE_KEY.search(name) and name != "id"}
        if len(key) == 2 and people and all(name.lower().endswith("id") for name in key - people):
            return True
    return False


def _own(certain: list[Filter]) -> bool:
    return any(
        f.operator == "="
        and (PEOPLE_KEY.search(f.column) or any(leaf.kind == "session" for leaf in f.value.leaves()))
        for f in certain
    )
