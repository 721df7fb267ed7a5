"""What creating a row means: whether a repeat of the request is told apart, and what was looked up before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Query, Write
from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.data.numbered import numbered_columns
from roadworthy.views.data.partial_keys import holds_for
from roadworthy.views.data.sign_in_sessions import is_meeting, keeps_visits

# Tables that keep what happened, where a second row is another true record or harms nobody.
_RECORDS = regex(
    r"(^|_)(logs?|logging|loggings|audit|events?|analytics|history|histories|tokens?|otps?|metrics?|visits?|views?"
    r"|notifications?|outbox|attempts?|migrations?|cache)(_|$)|(^|_)sessions?$"
)
_LIMITER = regex(r"token_?bucket|rate_?limit|throttl", re.I)
_TALK = regex(r"(^|_)(comments?|messages?|reviews?|feedbacks?|notes?|posts?|replies|reactions?|chats?)(_|$)")
_BOOKED = regex(
    r"(^|_)(orders?|payments?|invoices?|transactions?|purchases?|sales?|expenses?|refunds?|transfers?|payouts?|bookings?"
    r"|ledgers?|stock_?movements?|inventory_?movements?|adjustments?|journal_?entr(y|ies)|deposits?|withdrawals?)$"
)
_AMOUNT = regex(r"^(amount|total|total_amount|grand_total|paid_amount|subtotal)$|^(amount|total)[A-Z]", re.A)
_OPTIONAL = regex(r"\b(optional|nullable|nullish)\b")
_KEYED = regex(r"idempot|client_?(token|request_?id)|dedup", re.I)
# When a row was made or changed (`createdAt`, `joined_on`, `date_added`), not the time that it is about (`date`, `start_time`).
_TIMES = regex(
    r"(^|_)(at|on|timestamp|since)$|[a-z](At|On)$|(ed|created|updated)_?(at|on|date|time)?$|^date_?\w*(ed|joined)$",
)


# Those who come to an event, and what they bring along: `event_signups` are no events.
_COMING = regex(
    r"(^|_)events?_(sign_?ups?|registrations?|registrants?|attend\w*|participants?|participations?|rsvps?|tickets?|bookings?|reservations?|guests?"
    r"|invit\w*|members?|enrol\w*|volunteers?|orders?|payments?|comments?|reviews?)$"
)


# What somebody is about to pay for.
_BOUGHT = regex(r"(^|_)(checkout|check_out|payment|order|purchase|cart)_?sessions?$")


def is_record(name: str, table: Table | None = None) -> bool:
    """Whether a table is a log of what happened: audit records, events, sessions. Its columns tell sessions of people who are
    signed in from lessons."""
    if table is not None and (is_meeting(table) or _is_occasion(table)):
        return False
    visits = table is not None and (keeps_visits(table) or _tells_deeds(table))
    words = table.words if table is not None else spelled(name)
    return visits or bool(_RECORDS.search(words) and not _COMING.search(words) and not _BOUGHT.search(words))


# What is looked for by whom it is for, and used again: two of one kind are no two true records.
_USED_AGAIN = regex(r"(^|_)(tokens?|otps?|codes?)(_|$)")


def is_used_again(table: Table) -> bool:
    """Whether a record is one that a person has one of (a token for the new password), where the code looks for it before it makes
    one."""
    return _USED_AGAIN.search(table.words) is not None


_DEEDS = regex(r"(^|_)(activit(y|ies)|timelines?)$")
_DEED = regex(r"^(action|verb|event|activity)(_?(type|name))?$")
_TO_WHAT = regex(
    r"^(target|entity|object|resource|subject|details?|description|message|meta(data)?)(_?(type|id|name))?$"
)


def _tells_deeds(table: Table) -> bool:
    """Whether each row says what somebody did to what (`action`, `target`): an app's own diary, not what people plan to do."""
    names = [spelled(column.name) for column in table.columns]
    return (
        bool(_DEEDS.search(table.words)) and any(map(_DEED.match, names)) and any(map(_TO_WHAT.match, names))
    )


_OCCASION = regex(r"(^|_)events?$")
_ANNOUNCED = regex(r"^(title|slug|venue|location|description|capacity|banner\w*|cover\w*)$")
_HELD = regex(r"^(start|begin|end|event|held)s?(_?(at|on|date|time|day))*$|^(date|day)$")


def _is_occasion(table: Table) -> bool:
    """Whether what a table calls events is something that people come to, told by what is announced of it, not what happened."""
    names = [spelled(column.name) for column in table.columns]
    announced = sum(1 for name in names if _ANNOUNCED.match(name))
    return bool(_OCCASION.search(table.words)) and announced > 1 and any(map(_HELD.match, names))


def is_limiter(table: str) -> bool:
    """Whether a table counts requests to slow them down, for which about right is right enough."""
    return bool(_LIMITER.search(table))


def is_talk(table: str) -> bool:
    """Whether a table holds what people say, where a repeat is seen and deleted rather than paid for."""
    return bool(_TALK.search(spelled(table)))


def pair_columns(table: Table) -> tuple[str, ...]:
    """The keys of other tables that a joining table consists of ('user 3 likes product 7'); empty for others."""
    keys = tuple(column.name for column in table.columns if column.references is not None)
    others = [
        column
        for column in table.columns
        if column.references is None and not column.primary and not _TIMES.search(column.name)
    ]
    return keys if len(keys) >= 2 and not others else ()


def steady_columns(app: App, query: Query) -> set[str]:
    """The columns of an insert that hold the same values when the same request comes again."""
    table = app.table(query.table)
    days = {c.name for c in table.columns if c.type == "date"} if table is not None else set()
    moving = {w.column for w in query.writes if not _steady(w.value, w.column in days)}
    moving |= set(numbered_columns(query))
    names = {write.column for write in query.writes} - moving
    for spread in query.spreads:
        fields = {name for name, _ in spread.schema if name}
        known = (
            {c.name for c in table.columns if not c.primary and not c.default} if table is not None else set()
        )
        names |= {c for c in known if not fields or _field(table, c) in fields}
    return names - moving


def _field(table: Table | None, column: str) -> str:
    known = table.column(column) if table is not None else None
    return known.field if known is not None else column


def _steady(value: Origin, day: bool = False) -> bool:
    """Neither time nor chance decide it, nor a service that answers something new each time. The day stays the same for a
    repeat."""
    if value.kind == "constant":
        return value.value is not None
    moving = ("random", "unknown") if day else ("clock", "random", "unknown")
    return not any(leaf.kind in moving for leaf in value.leaves()) and not _is_made(value)


def _is_made(value: Origin) -> bool:
    return "hash" in value.operation or "create" in value.operation


def refuses_repeats(app: App, query: Query) -> bool:
    """Whether a second insert of the same request meets a unique key."""
    table = app.table(query.table)
    if table is None:
        return False
    keys = [set(index.columns) for index in table.indexes if index.unique and holds_for(index, query, table)]
    keys += [
        {column.name} for column in table.columns if column.unique or (column.primary and not column.default)
    ]
    if table.primary_key and len(table.primary_key) > 1:
        keys.append(set(table.primary_key))
    steady = steady_columns(app, query) - left_out(table, query)
    return any(key and key <= steady for key in keys)


def stores_anew(app: App, query: Query) -> bool:
    """Whether a query stores something of its own with each request: neither a line of what happened nor the one row of settings."""
    made = query.operation == "insert" and bool(query.table)
    return made and not is_record(query.table, app.table(query.table)) and not is_the_one_row(app, query)


def is_the_one_row(app: App, query: Query) -> bool:
    """Whether the code itself names the key of what it stores (`Settings(id=1)`): a row that is there once for all, and says nothing of
    what else a request stores."""
    table = app.table(query.table)
    keys = table.primary_key if table is not None else ()
    return len(keys) == 1 and any(
        write.column == keys[0] and write.value.kind == "constant" and write.value.value is not None
        for write in query.writes
    )


def left_out(table: Table, query: Query) -> set[str]:
    """Columns of an insert that may hold nothing: a unique key lets any number of rows with nothing in it pass."""
    return {
        write.column
        for write in query.writes
        if (column := table.column(write.column)) is not None
        and column.nullable
        and _may_be_nothing(write.value)
    }


def _may_be_nothing(value: Origin) -> bool:
    if value.kind == "constant" and value.value is None:
        return True
    if _is_missing_field(value):
        return True
    if value.kind == "computed" and value.operation in ("or", "??", "choice"):
        return any(one.kind == "constant" and one.value is None for one in value.inputs) or any(
            _may_be_nothing(one) for one in value.inputs
        )
    # The schema of one field has no name for it.
    rules = dict(value.schema) if value.kind == "parsed" else {}
    return bool(_OPTIONAL.search(rules.get(".".join(value.path), "") or rules.get("", "")))


def _is_missing_field(value: Origin) -> bool:
    """`given.variant` of a record that is written out and has no such field."""
    whole = value.inputs[0] if value.kind == "computed" and len(value.inputs) == 1 else None
    if whole is None or whole.operation != "record" or whole.inputs or not value.operation.startswith("."):
        return False
    return value.operation[1:] not in dict(whole.fields)


def refused_by_state(endpoint: Endpoint, insert: Query) -> bool:
    """Whether an insert waits for a state that the endpoint itself leaves, so that the next request is refused: `only a
    draft is posted`, and then it is posted. (Two at the same moment are another matter: a lost update.) What the request itself
    says may leave the state as it is: only a refund of all that was paid closes the order."""
    left = {
        (query.table, write.column): write.value.value
        for query in endpoint.queries
        if query.operation == "update" and not _client_chooses(query, insert)
        for write in query.writes
        if write.value.kind == "constant"
    }
    return any(_waits_for(fact, left) or _differs_no_more(fact, endpoint, insert) for fact in insert.facts)


def _client_chooses(query: Query, insert: Query) -> bool:
    """Whether a value of the request decides if a change is made along with an insert."""
    known = set(map(str, insert.facts))
    return query is not insert and any(
        side is not None and side.from_request
        for fact in query.facts
        if str(fact) not in known
        for side in (fact.left, fact.right)
    )


def _differs_no_more(fact: Fact, endpoint: Endpoint, insert: Query) -> bool:
    """`if new != old`, and the update leaves the new one: the next request finds no difference."""
    if fact.operator != "==" or fact.holds or fact.right is None:
        return False
    for old, new in ((fact.left, fact.right), (fact.right, fact.left)):
        columns = {(leaf.table, leaf.path[-1]) for leaf in old.leaves() if leaf.kind == "row" and leaf.path}
        written = {
            (query.table, write.column)
            for query in endpoint.queries
            for write in query.writes
            if query.operation in ("update", "insert", "upsert")
            and query is not insert
            and _has(write.value, new)
        }
        if columns & written and new.from_request:
            return True
    return False


def _has(value: Origin, part: Origin) -> bool:
    return str(value) == str(part) or (
        value.operation == "choice" and any(_has(one, part) for one in value.inputs)
    )


def _waits_for(fact: Fact, left: Mapping[tuple[str, str], object]) -> bool:
    if fact.operator not in ("==", "truthy"):
        return False
    sides = [side for side in (fact.left, fact.right) if side is not None]
    known = next((side.value for side in sides if side.kind == "constant"), None)
    for side in sides:
        key = (side.table, side.path[-1] if side.path else "")
        if side.kind == "row" and key in left:
            becomes = left[key]
            holds_then = becomes == known if fact.operator == "==" else bool(becomes)
            return holds_then != fact.holds
    return False


def is_booked(table: Table) -> bool:
    """Whether rows of a table are counted up or paid: a second one of the same is a wrong sum, whoever entered it."""
    return bool(_BOOKED.search(table.words)) or any(
        _AMOUNT.search(column.name) and column.numeric for column in table.columns
    )


def knows_repeats(endpoint: Endpoint) -> bool:
    """Whether an endpoint tells a repeated request by a key that came with it."""
    if any(_KEYED.search(item.name) for item in endpoint.inputs if item.part in ("headers", "body")):
        return True
    if any(_KEYED.search(middleware.name) for middleware in endpoint.middleware):
        return True
    return any(
        _KEYED.search(query.table) or any(_KEYED.search(name) for name in (*_columns(query), query.conflict))
        for query in endpoint.queries
    )


def _columns(query: Query) -> Iterator[str]:
    for item in query.filters:
        yield item.column
    for write in query.writes:
        yield write.column


def taken_by_update(endpoint: Endpoint, query: Query) -> bool:
    """Whether a query runs only for the one request whose update found a row still in the state that it leaves."""
    claims = {
        update.number
        for update in endpoint.queries
        if update.operation in ("update", "delete") and update.number < query.number and _is_claim(update)
    }
    return any(
        leaf.kind == "row" and leaf.query in claims
        for fact in query.facts
        for side in (fact.left, fact.right)
        if side is not None and (fact.holds or fact.operator != "truthy")
        for leaf in side.leaves()
    )


def _is_claim(query: Query) -> bool:
    """Whether an update leaves the state that it asks for. One less of several (`stock > 0`) leaves the rest to the next
    request."""
    written = {write.column for write in query.writes if not _is_step(write, query.table)}
    return query.operation == "delete" or any(item.column in written for item in query.filters)


def _is_step(write: Write, table: str) -> bool:
    """Whether a column is counted up or down from where it stands."""
    column, value = write.column, write.value
    stands = any(
        leaf.kind == "row" and leaf.table == table and leaf.path[-1:] == (column,) for leaf in value.leaves()
    )
    return write.arithmetic or (value.kind == "computed" and value.operation in ("+", "-") and stands)
