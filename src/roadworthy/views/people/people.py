"""Whose rows are whose: the table of people, and the columns that tie other tables to it."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.other_tongues import in_english
from roadworthy.app.table import Column, Table
from roadworthy.regex import regex

_PASSWORD = regex(
    r"pass(word|wd|phrase)?(_?(hash|digest))?$|hashed_password|password|(pwd|pswd|psswd|passwrd)(_?(hash|digest))?$",
    re.I,
)
_PEOPLE = {"user", "users", "account", "accounts", "profile", "profiles", "member", "members", "customer",
           "customers", "people", "person", "auth_user"}  # fmt: skip
# A firm keeps lists of customers and members, and of accounts with its bank, who never sign in.
_PERHAPS = {"account", "accounts", "member", "members", "customer", "customers", "people", "person"}
_OWNER = regex(
    r"^(user|owner|author|creator|created_by|customer|account|member|profile|sender)(_?id)?$", re.I
)
_PERSONAL = regex(
    r"e?mail|phone|(first|last|full|sur)_?name|^name$|address|birth|gender|ssn|passport|iban|card|password"
    r"|student_?id|lat(itude)?$|lon(gitude)?$|allerg|health|salary|ip_?address",
    re.I,
)
# How far ownership is followed: a message of a conversation about a property is three tables away from a person.
_GENERATIONS = 3
_PRIVILEGED = regex(
    r"^(role|roles|(user|account|member)_?type|is_?(admin|super_?admin|super_?user|staff|employee|manager|owner|verified|premium|moderator)|admin|permissions?|plan|tier"
    r"|balance|credits?|email_?verified|verified|status|stripe_?customer_?id|subscription\w*)$",
    re.I,
)


def users_table(app: App) -> Table | None:
    """The table of people who sign in: the one with a password, else one that is named so and has an e-mail."""
    return app.view(_users_table)


def _users_table(app: App) -> Table | None:
    scored = [(_likeness(table), table) for table in app.tables]
    likeness, best = max(scored, key=lambda pair: pair[0], default=(0, None))
    if best is None or likeness <= 1:
        return None
    return _whose_password(app, best) or best


def _whose_password(app: App, table: Table) -> Table | None:
    """The people whose passwords a table keeps without their addresses, one row for each way to sign in (Better Auth's
    `account` beside its `user`): its rows belong to them."""
    if any(_is_address(column) for column in table.columns):
        return None
    referred = (
        app.table(c.references.table) for c in table.columns if c.references is not None and not c.nullable
    )
    return next(
        (
            one
            for one in referred
            if one is not None
            and one is not table
            and _likeness(one) > 1
            and any(map(_is_address, one.columns))
        ),
        None,
    )


def _is_address(column: Column) -> bool:
    return "email" in in_english(column.name).lower()


def _likeness(table: Table) -> int:
    names = [in_english(column.name) for column in table.columns]
    password = any(_PASSWORD.search(name) for name in names)
    email = any(map(_is_address, table.columns))
    name = in_english(table.name.lower().removeprefix("tbl_"))
    named = name in _PEOPLE and (name not in _PERHAPS or email or password)
    return 3 * password + email + 2 * named + 2 * _extends_accounts(table)


# Where Supabase keeps who signs in; the app's own table of people has a row for each of its rows.
ACCOUNTS = "auth.users"


def _extends_accounts(table: Table) -> bool:
    return any(
        c.references is not None and c.references.table == ACCOUNTS and (c.primary or c.unique)
        for c in table.columns
    )


class Owner(Struct, frozen=True):
    """`column` of a table holds the key of a person; or (`through` set) of a row of another table that has an owner."""

    column: str
    through: str = ""


def owner_of(app: App, table_name: str) -> Owner | None:
    """What ties a table's rows to a person; None for tables that belong to nobody."""
    return app.view(_owners).get(table_name)


def _owners(app: App) -> dict[str, Owner]:
    people = users_table(app)
    owners: dict[str, Owner] = {}
    for table in app.tables:
        column = _direct_owner(app, table, people) or _by_policy(app, table)
        if column is not None and (people is None or table.name != people.name):
            owners[table.name] = Owner(column.name)
    # What belongs to a row that belongs to somebody is theirs too: messages of a conversation about a property.
    for _ in range(_GENERATIONS):
        found = {
            table.name: parent
            for table in app.tables
            if table.name not in owners
            and (people is None or table.name != people.name)
            and (parent := _parent(app, table, owners)) is not None
        }
        owners |= found
    return owners


def _direct_owner(app: App, table: Table, people: Table | None) -> Column | None:
    keyed = [c for c in table.columns if is_persons_key(c, people)]
    named = [column for column in keyed if _OWNER.match(in_english(column.name))]
    if named or keyed:
        return (named or keyed)[0]
    called = next(
        (
            column
            for column in table.columns
            if _OWNER.match(in_english(column.name))
            and not column.primary
            and not _is_a_name(app, table, column, people)
        ),
        None,
    )
    return called or _given_to_the_asker(app, table) or _found_by_the_asker(app, table)


_KEY = regex(r"([a-z]Id|_id)$")


def _given_to_the_asker(app: App, table: Table) -> Column | None:
    """Of a table that the repository does not declare, the column that new rows hold the key of whoever is signed in in (`buyer_id`)."""
    if not table.partial:
        return None
    for query in app.queries:
        if query.table != table.name or query.operation != "insert":
            continue
        for write in query.writes:
            column = table.column(write.column)
            own = write.value.kind == "session" and write.value.path[-1:] in (
                ("id",),
                ("userId",),
                ("sub",),
                ("uid",),
            )
            if own and column is not None and _KEY.search(column.name) and not column.primary:
                return column
    return None


# What a session says of who is signed in that tells them from all others, for the service that signed them in.
_TELLS_WHO = frozenset({"id", "userId", "user_id", "sub", "uid", "email"})


def _found_by_the_asker(app: App, table: Table) -> Column | None:
    """The column by which the app itself finds the rows of whoever is signed in, where another service keeps the accounts and no key
    says whose a row is (`where: { patientId: auth().userId }`, `where: { userEmail: session.user.email }`)."""
    for query in app.queries:
        if query.table != table.name or query.operation != "select" or query.one:
            continue
        for item in query.filters:
            mine = item.value.kind == "session" and item.value.path[-1:] and item.value.path[-1] in _TELLS_WHO
            column = (
                table.column(item.column) if mine and item.operator == "=" and not item.optional else None
            )
            if column is not None and column.references is None and not column.primary and not column.unique:
                return column
    return None


# How databases count; a name is no number.
_TEXT = regex(r"(text|varchar|character|string)", re.I)
_NUMBERS = regex(r"(big|small)?(int|serial)(eger)?\d?$", re.I)


def _is_a_name(app: App, table: Table, column: Column, people: Table | None) -> bool:
    """Whether a column is a name that somebody typed in (`owner: "J. Smith"`): accounts are numbered, it is a text, and who
    is signed in is never written into it or looked for in it."""
    key = people.column(people.primary_key[0]) if people is not None and people.primary_key else None
    typed = (
        key is not None
        and column.references is None
        and bool(_NUMBERS.match(key.type))
        and bool(_TEXT.match(column.type))
    )
    return typed and not any(
        query.table == table.name
        and (
            any(write.column == column.name and write.value.from_session for write in query.writes)
            or any(item.column == column.name and item.value.from_session for item in query.filters)
        )
        for query in app.queries
    )


def is_persons_key(column: Column, people: Table | None) -> bool:
    """Whether a column refers to a person: to the app's table of people, or to Supabase's accounts."""
    target = column.references.table if column.references is not None else ""
    return target == ACCOUNTS or (people is not None and target == people.name)


def _by_policy(app: App, table: Table) -> Column | None:
    """The column that the table's own policies compare with who is signed in."""
    for policy in app.database.of_table(table.name):
        for rule in (policy.using_rule, policy.check_rule):
            for leaf in rule.leaves() if rule is not None else ():
                if leaf.kind == "owner" and not (leaf.table or leaf.function or leaf.claim):
                    return table.column(leaf.column)
    return None


def _parent(app: App, table: Table, owners: dict[str, Owner]) -> Owner | None:
    """A key of a row that has an owner: a required one (deleting the parent takes this row along, or it must exist), or one
    by which the app itself finds a person's rows."""
    for column in table.columns:
        parent = column.references.table if column.references is not None else ""
        if parent in owners and parent != table.name:
            goes_along = column.references is not None and column.references.on_delete == "cascade"
            near = _is_near(app, owners, owners[parent])
            told = (not column.nullable or goes_along) and near
            if (
                told
                or (table.name, parent) in app.view(_found_through)
                or (table.name, parent) in app.view(_parts)
            ):
                return Owner(column.name, parent)
    return None


def _is_near(app: App, owners: dict[str, Owner], owner: Owner) -> bool:
    """Whether a person owns a row by themselves, or as what each person is one of (a buyer, a seller): a row of that table is
    the person, and what is the buyer's is not further away than what is the user's."""
    if not owner.through:
        return True
    part, own = app.table(owner.through), owners.get(owner.through)
    return part is not None and own is not None and not own.through and part.is_unique({own.column})


def _found_through(app: App) -> frozenset[tuple[str, str]]:
    """(table, parent) where a query picks rows of a table by who owns the parent: `join properties ... where properties.user_id = me`."""
    found = set()
    for query in app.queries:
        for item in query.filters:
            if item.table and item.table != query.table and not item.optional and item.value.from_session:
                found.add((query.table, item.table))
    return frozenset(found)


# What a thing is made of: who may not see the thing may not see these.
_PART = regex(
    r"(message|comment|note|item|line|entr(y|ie)|attachment|file|step|task|detail|part|log|histor|event|photo|image|payment|answer)s?$",
    re.I,
)


def _parts(app: App) -> frozenset[tuple[str, str]]:
    """(table, parent) where a table holds the parts of a parent and refers to nothing else."""
    found = set()
    for table in app.tables:
        parents = {c.references.table for c in table.columns if c.references is not None}
        if len(parents) == 1 and _PART.search(in_english(table.name)):
            found.add((table.name, next(iter(parents))))
    return frozenset(found)


def personal_columns(table: Table) -> tuple[str, ...]:
    """The columns that hold personal data, by their names."""
    return tuple(column.name for column in table.columns if _PERSONAL.search(in_english(column.name)))


def privileged(column: str) -> bool:
    """Whether a column decides what a person may do or owes, so that the person must not set it."""
    return bool(_PRIVILEGED.match(in_english(column)))


# What is noted about a password: when it was changed, how often somebody tried to.
_ABOUT_PASSWORD = regex(
    r"pass(word|wd)?_?(reset|retr|attempt|expir|changed|updated|hint|version|required|last)|token|_(at|on|count)$|(?-i:At$|Count$)",
    re.I,
)


def is_password(column: str) -> bool:
    """Whether a column holds a password or its hash."""
    name = in_english(column)
    return bool(_PASSWORD.search(name)) and not _ABOUT_PASSWORD.search(name)


def profile_tables(app: App) -> frozenset[str]:
    """The tables that hold one row for each person, beside the accounts. A view."""
    people = users_table(app)
    return frozenset(
        table.name
        for table in app.tables
        for column in table.columns
        if people is not None and table.name != people.name and (column.unique or column.primary)
        if column.references is not None and column.references.table == people.name
    )


def gives_rights(app: App, table: Table, column: str) -> bool:
    """Whether a column of a person's row decides what they may do. The `status` of a profile is what its person says of themselves."""
    people = users_table(app)
    account = people is not None and table.name == people.name
    return is_of_people(app, table) and privileged(column) and (account or column.lower() != "status")


def is_of_people(app: App, table: Table) -> bool:
    """Whether a table's rows are people: their accounts, or what is kept of each beside them."""
    people = users_table(app)
    return people is not None and (table.name == people.name or table.name in app.view(profile_tables))
