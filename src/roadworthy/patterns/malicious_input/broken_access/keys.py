"""By what a query picks its rows: a key that the request holds, an owner, or nothing in particular."""

from __future__ import annotations

import re

from roadworthy.app import App, Column, Endpoint, Filter, Origin, Query, Table
from roadworthy.app.origin import REQUEST_KINDS
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Write
from roadworthy.patterns.malicious_input.broken_access.public_pages import has_a_page
from roadworthy.regex import regex
from roadworthy.views.people.access import OWNER, Access
from roadworthy.views.people.people import Owner, users_table
from roadworthy.views.people.private_tables import is_confidential

# `jti` is a token's own id (RFC 7519, 4.1.7): one that nobody else has, and that nobody counts up to.
_SECRET = regex(
    r"(^|_)(token|jti|licen[cs]e_?key|secret|nonce|signature|otp|slug|share_?(id|code|key)|public_?id|short_?(id|code|url)"
    r"|(invite|invitation|join|access|verif\w+|confirm\w+|reset|tracking|activation)_?(code|id|number|key))(_?hash(ed)?)?$|Token(_?hash(ed)?)?$",
    re.I,
)
_KEYS = regex(
    r"(api|access|licen[cs]e|activation|client)_?keys?$|(^|_)(tokens?|secrets?|credentials?)$|Tokens?$"
    # What people type in to get what it gives.
    r"|(^|_)(coupons?|vouchers?|gift_?cards?|invit(es?|ations?)|(promo(tion)?|discount|referral|invite|access)_?codes?)$",
    re.I,
)
_KEY = regex(r"^(key|code|value|key_?(value|code))(_?hash)?$|hashed_?key", re.I)
# What is told to those who are to come along.
_JOINED = regex(
    r"(rooms?|lobb(y|ies)|games?|match(es)?|class(es|rooms?)?|groups?|teams?|part(y|ies)|sessions?|quiz(zes)?|leagues?|households?|famil(y|ies)|clubs?)$",
    re.I,
)
_JOIN_CODE = regex(r"^([a-z]+_?)?(code|pin)$", re.I)
COUNTED = regex(r"(big|small)?(int|serial)", re.I)
# A request of its own that hands a row over sets little else; one that writes so much takes whatever is sent.
_WHOLE_RECORD = 4
_RAW = REQUEST_KINDS - {"parsed"}
_VOUCHING = regex(
    r"^(stripe|razorpay|paypal|square|mollie|paddle|lemonsqueezy|svix|standardwebhooks)\b.*\(\)|constructEvent|unwrapWebhook"
    r"|verifyAuthenticationResponse\(\)"
    r"|simplejwt\.tokens\.\w*Token\(\)"
    r"|\.unsign\(\)|signing\.loads|Serializer\(\)\.loads"
)
_DIGEST = regex(r"digest|hmac|make_token|check_token|get_token|sign", re.I)


def names_a_row(app: App, name: str, column: str, owner: Owner | None) -> bool:
    """Whether a column picks a person's row, or a person's rows: by its key or by its owner. Rows picked by another
    key (the members of a club) are part of that other thing, which may be there for all. Who knows a secret that was
    sent out (an invitation's token) has the right that it gives."""
    if opens_by_itself(column, name):
        return False
    table = app.table(name)
    # A collection knows no unique key; what an app calls `id` in it is one all the same.
    if (
        table is None
        or column == "id"
        or table.is_unique({column})
        or (owner is not None and column == owner.column)
        or _is_named_after(table, column)
    ):
        return True
    return _within_a_whole(app, table, column)


def _is_named_after(table: Table, column: str) -> bool:
    """Whether a column is the key of a table that the repository does not declare, by its name: `order_id` of `orders`."""
    return table.partial and spelled(column) == f"{spelled(table.name).rstrip('s')}_id"


def _within_a_whole(app: App, table: Table, column: str) -> bool:
    """Whether a column picks what was said or kept within something that is somebody's own, all of which is for those it is
    about: the messages of a conversation, whoever sent each."""
    found = table.column(column)
    whole = app.table(found.references.table) if found is not None and found.references is not None else None
    return (
        whole is not None
        and whole.name != table.name
        and is_confidential(app, table)
        and is_confidential(app, whole)
    )


def opens_by_itself(column: str, table: str) -> bool:
    """Whether who knows the key was given it to come in by: the token of an invitation, an API key."""
    joined = _JOINED.search(table) and _JOIN_CODE.search(column)
    return bool(_SECRET.search(column) or joined or (_KEYS.search(table) and _KEY.search(column)))


# What people share something by, and what they bound that with.
_SHARED_BY = regex(r"(^|_)((share|shared|public)_?)?links?$|(^|_)shares?$", re.I)
_BOUND = regex(
    r"^(expir\w+|valid_?until|password\w*|pass_?code|max_?(views|downloads|uses)|allow_?download)$", re.I
)


_INVITED = regex(r"(^|_)invit(es?|ations?)$", re.I)


def is_handed_out(app: App, name: str, column: str) -> bool:
    """Whether a column is the key of what something is shared by (a link that expires, that has a password) or somebody was
    invited by, and no key that can be counted up to: whoever has it was sent it."""
    table = app.table(name)
    found = table.column(column) if table is not None else None
    if table is None or found is None or not found.primary or COUNTED.match(found.type):
        return False
    shared = _SHARED_BY.search(spelled(name)) is not None
    bound = shared and any(_BOUND.match(one.name) for one in table.columns)
    return bound or _INVITED.search(spelled(name)) is not None


def is_ticket(app: App, name: str, column: str) -> bool:
    """Whether a column is a second, random key beside the primary one: it is there to be handed out, and who has it
    (a service that calls back about one message) may use it."""
    table = app.table(name)
    found = table.column(column) if table is not None else None
    return (
        found is not None and not found.primary and found.type.startswith("uuid") and found.references is None
    )


_UNDER_WAY = regex(
    r"(^|_)(responses?|answers?|submissions?|drafts?|attempts?|visits?|views?|displays?)$", re.I
)


def is_under_way(app: App, endpoint: Endpoint, query: Query, column: str) -> bool:
    """Whether a visitor goes on with what they began without an account (the answers to a survey), by the random key that they
    were given then, or looks at the page of something that was handed around by its name."""
    if has_a_page(endpoint, query, column):
        return True
    table = app.table(query.table)
    found = table.column(column) if table is not None else None
    return (
        query.operation == "update"
        and found is not None
        and found.primary
        and not COUNTED.match(found.type)
        and bool(_UNDER_WAY.search(spelled(query.table)))
    )


def reckoned_with(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether what a visitor leaves under something (an answer to a survey) is weighed against what else hangs on it (its quotas),
    so that of the whole list the answer is one or none."""
    if query.operation != "select" or query.one or endpoint.method == "GET":
        return False
    under = {
        (column.references.table, str(item.value))
        for item in query.filters
        if item.operator == "=" and item.value.from_request
        if (column := _column(app, query.table, item.column)) is not None and column.references is not None
    }
    return any(
        column is not None
        and column.references is not None
        and (column.references.table, str(write.value)) in under
        for other in endpoint.queries
        if other.operation == "insert" and other.table != query.table
        for write in other.writes
        if (column := _column(app, other.table, write.column)) is not None
    ) and not _told_whole(endpoint, query)


def _column(app: App, table: str, name: str) -> Column | None:
    found = app.table(table)
    return found.column(name) if found is not None else None


def _told_whole(endpoint: Endpoint, query: Query) -> bool:
    """Whether a successful answer is the list, or something made of each of it."""
    return any(
        leaf.kind == "row" and leaf.query == query.number and "[]" in leaf.path
        for answer in endpoint.answers
        if answer.status < 300
        for leaf in answer.body.leaves()
    )


def chosen_key(endpoint: Endpoint, access: Access, query: Query) -> tuple[str, Origin] | None:
    """The column by which the client picks the row and the part of the request that holds it: directly, or
    through a row of the same table that was read before (`update ... where id = order.id`)."""
    own = chosen_by_request(query)
    if own is not None:
        return own.column, next(leaf for leaf in own.value.sources() if leaf.kind in _RAW)
    read = {
        leaf.query
        for item in query.filters
        if item.operator == "="
        for leaf in item.value.leaves()
        if leaf.kind == "row" and leaf.table == query.table
    }
    for other in endpoint.queries:
        # A query that was run again, with the row that it found, is not read before itself.
        earlier = other.number < query.number
        if earlier and other.number in read and other.number not in access.own_rows:
            return chosen_key(endpoint, access, other)
    return None


_FROM_WHERE = regex(r"(^|_)(ip|ip_?addr(ess)?|remote_?addr)$", re.I)


def chosen_by_request(query: Query) -> Filter | None:
    """The filter by which the client picks the row; None when rows are picked otherwise, or also by a value that the server
    made up."""
    if any(item.operator == "=" and not item.optional and _made_up(item.value) for item in query.filters):
        return None
    for item in query.filters:
        if _FROM_WHERE.search(item.column) and all(leaf.kind != "body" for leaf in item.value.leaves()):
            continue  # the row of the address that the request comes from
        asked = item.operator in ("=", "in") and item.value.from_request
        asked = asked and not _told_by_service(item.value) and not _told_by_database(item.value)
        if asked and (not item.table or item.table == query.table):
            return item
    return None


def _made_up(origin: Origin) -> bool:
    leaves = list(origin.leaves())
    return bool(leaves) and all(leaf.kind == "random" for leaf in leaves)


def vouched_for(query: Query) -> bool:
    """Whether a service was asked about the very key that picks the row, and the row is reached only when it answered well:
    a payment session that is paid."""
    keys = {str(leaf) for item in query.filters for leaf in item.value.leaves() if leaf.kind in _RAW}
    for fact in query.facts:
        sides = [side for side in (fact.left, fact.right) if side is not None]
        if (
            fact.holds
            and fact.operator == "=="
            and any(map(_is_digest, sides))
            and any(s.from_request for s in sides)
        ):
            return True
        if fact.holds and any(
            _told_by_service(s) and keys & {str(leaf) for leaf in s.leaves()} for s in sides
        ):
            return True
    return False


def _is_digest(origin: Origin) -> bool:
    """A secret mark of a row that the app itself made, such as a mail's link carries."""
    own = origin.kind == "computed" and bool(_DIGEST.search(origin.operation))
    return own and any(leaf.kind == "row" for leaf in origin.leaves())


def _told_by_service(origin: Origin) -> bool:
    """Whether a value is what a payment service or a signature answered for: the client sent only what it was asked with."""
    if origin.kind != "computed":
        return False
    return bool(_VOUCHING.search(origin.operation)) or any(_told_by_service(one) for one in origin.inputs)


# How query builders are sent off: what comes back are the rows that a question found, and not what it was asked with.
_SENT_OFF = regex(r"(^|\.)execute(TakeFirst(OrThrow)?)?(\(\))?$")


# What a store of keys and values holds under a name, the server put there (a code that pairs a device, for five minutes).
_OF_A_STORE = regex(
    r"(redis|valkey|memcache|django\.core\.cache|cachetools|node-cache)[\w.()@/-]*\.(get|getdel|getex|get_many|hget|hgetall|hmget|mget)(\(\))?$",
    re.I,
)


def _told_by_database(origin: Origin) -> bool:
    """Whether a value is read from rows that were found by another question, in whatever words, or from what a store keeps."""
    if origin.kind != "computed":
        return False
    kept = _SENT_OFF.search(origin.operation) or _OF_A_STORE.search(origin.operation)
    return bool(kept) or any(map(_told_by_database, origin.inputs))


def as_sent(value: Origin) -> str:
    """What names a part of the request, also where a schema handed it on: a guard asks by `request.data["group"]`, and what is stored
    is the serializer's `group`."""
    raw = value.inputs[0] if value.kind == "parsed" and value.inputs else None
    if raw is None or raw.kind not in _RAW:
        return str(value)
    return str(Origin(raw.kind, (*raw.path, *value.path)))


def checked_before(endpoint: Endpoint, access: Access, query: Query) -> bool:
    """Whether the same row was already found to be the person's own: by an earlier query with the same key."""
    keys = {as_sent(f.value) for f in query.filters if f.value.kind != "constant"}
    for other in endpoint.queries:
        same = other.number < query.number and (
            keys & {as_sent(f.value) for f in other.filters} or _leads_to(other, query)
        )
        # `where: { id, ...(notAdmin && { userId: me }) }`: everybody but the staff finds only what is theirs.
        mine = other.one and any(f.optional and access.is_own(f.value) for f in other.filters)
        if same and (mine or OWNER in access.at_query(other) or OWNER in access.guards(query.facts)):
            return True
    return False


def _leads_to(other: Query, query: Query) -> bool:
    """Whether a query picks the row that another one found."""
    return query.table == other.table and any(
        leaf.kind == "row" and leaf.query == other.number
        for item in query.filters
        for leaf in item.value.leaves()
    )


def is_bound(app: App, query: Query, owner: Owner | None) -> bool:
    """Whether a list is of one thing's rows: those of a key. A status or a search word leaves everybody's in it."""
    table = app.table(query.table)
    for item in query.filters:
        column = table.column(item.column) if table is not None else None
        keyed = (
            column is None
            or column.references is not None
            or names_a_row(app, query.table, column.name, owner)
        )
        if not item.optional and item.value.kind != "constant" and keyed:
            return True
    return False


def writes_what_is_asked(query: Query) -> bool:
    """Whether a new row holds anything of the request: the app's own defaults are nobody's say."""
    return bool(query.spreads) or any(write.value.from_request for write in query.writes)


def only_ties(access: Access, query: Query) -> bool:
    """`data: { followers: { connect: { id: me } } }`, `$addToSet: { followers: { user: me } }, $inc: { count: 1 }`: nothing of the row is
    changed but who is tied to it, and how many are; what is tied to it elsewhere is told by the rows that tie."""
    # `SET ${fields.join(", ")}` sets whatever the text says.
    put_together = not query.writes and any(item.operator == "sql" for item in query.filters)
    if query.operation != "update" or query.spreads or put_together:
        return False
    ties = [write for write in query.writes if _names_me(access, write.value) or _puts_me_in(access, write)]
    counts = [
        write
        for write in query.writes
        if write.arithmetic and all(leaf.kind == "constant" for leaf in write.value.leaves())
    ]
    return not query.writes or (bool(ties) and len(ties) + len(counts) == len(query.writes))


def _names_me(access: Access, value: Origin) -> bool:
    """Whether a value is a record by which whoever asks is tied to something; `{ by: me.id, ...req.body }` may say another, and changes
    no more of the row."""
    named = (inner for _, field in value.fields for inner in _either(field))
    return value.operation == "record" and any(
        one.kind in ("session", "row") and access.is_own(one) for one in named
    )


def _either(value: Origin) -> tuple[Origin, ...]:
    return value.inputs if value.operation == "choice" else (value,)


def _puts_me_in(access: Access, write: Write) -> bool:
    """`data: { memberIds: { push: me.id } }`: a list gets the key of whoever asks, and nobody else's."""
    one = write.value
    return (
        write.arithmetic
        and one.kind in ("session", "row")
        and one.path[-1:] in (("id",), ("_id",), ("uid",), ("sub",))
        and access.is_own(one)
    )


def given_away(app: App, access: Access, query: Query) -> str:
    """The column by which the row was found to be the person's own, where the sender writes it too, among all else that a
    form or a serializer takes: what I wrote appears as somebody else's. '' for none, and for the person's own row: whoever is known by
    an address may have another one."""
    people = users_table(app)
    own_row = people is not None and people.name == query.table
    if query.operation != "update" or len(query.writes) < _WHOLE_RECORD or own_row:
        return ""
    for item in query.filters:
        # A booking is mine as its customer or as its employee: a new employee does not take it from the customer.
        own = item.operator == "=" and not item.optional and access.is_own(item.value)
        written = query.written(item.column) if own else None
        if (
            written is not None
            and written.from_request
            and all(leaf.kind in REQUEST_KINDS for leaf in written.leaves())
        ):
            return item.column
    return ""
