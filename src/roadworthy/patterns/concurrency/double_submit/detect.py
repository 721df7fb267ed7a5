"""Looks for requests that do their work again when they come again."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Endpoint, Query, ServiceCall
from roadworthy.catalogue import Verdict, clear, not_applicable
from roadworthy.patterns.concurrency.double_submit.buying import buys
from roadworthy.patterns.concurrency.double_submit.charges import is_charge
from roadworthy.patterns.concurrency.double_submit.counting import added_again, counted_again
from roadworthy.patterns.concurrency.double_submit.direct import detect_direct
from roadworthy.patterns.concurrency.double_submit.finding import Repeat
from roadworthy.patterns.concurrency.double_submit.recounting import recounted
from roadworthy.patterns.concurrency.double_submit.signing_up import is_signing_up
from roadworthy.patterns.concurrency.double_submit.wording import told
from roadworthy.views.data.absences import absence_check, is_made_once, needs_absence
from roadworthy.views.data.inserts import (
    is_booked,
    knows_repeats,
    pair_columns,
    refused_by_state,
    refuses_repeats,
    stores_anew,
    taken_by_update,
)
from roadworthy.views.data.lookups import stays_tiny
from roadworthy.views.data.used_up import uses_up
from roadworthy.views.pages.submitting import senders
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import ACCOUNTS, users_table


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint that can change something."""
    for endpoint in app.endpoints:
        if endpoint.method not in ("GET", "HEAD", "OPTIONS") or buys(endpoint):
            yield judge(app, endpoint)
    yield from detect_direct(app)


def judge(app: App, endpoint: Endpoint) -> Verdict:
    inserts = [q for q in endpoint.queries if stores_anew(app, q)]
    charges = [call for call in endpoint.services if is_charge(call)]
    again = counted_again(app, endpoint) if not inserts and not charges else None
    if again is not None and not knows_repeats(endpoint):
        return recounted(app, endpoint, again)
    added = added_again(app, endpoint) if not inserts and not charges else None
    if added is not None and not knows_repeats(endpoint):
        open_controls = tuple(s for s in senders(app, endpoint) if not s.form.disabled_while_pending)
        return told(app, Repeat(endpoint, unguarded=open_controls, update=added))
    if not inserts and not charges:
        return not_applicable(endpoint.subject, "it creates nothing, so that a repeat changes nothing more")
    if knows_repeats(endpoint):
        return clear(endpoint.subject, "a repeated request is known by the key that comes with it")
    found = _repeated(app, endpoint, inserts, charges)
    if found is None and not charges and all(_finds_itself(endpoint, query) for query in inserts):
        # The row is made where there is none yet (`get_or_create`), and what comes after happens with each request.
        again = counted_again(app, endpoint)
        if again is not None:
            return recounted(app, endpoint, again)
    if found is None:
        return clear(endpoint.subject, _reason(app, inserts))
    if _is_bearable(app, found):
        return clear(
            endpoint.subject,
            "only staff add to this short list of choices, and see there what was entered twice",
        )
    return told(app, found)


def _repeated(
    app: App, endpoint: Endpoint, inserts: list[Query], charges: list[ServiceCall]
) -> Repeat | None:
    known = senders(app, endpoint)
    unguarded = tuple(s for s in known if not s.form.disabled_while_pending)
    open_inserts = [q for q in inserts if _is_open(app, endpoint, q)]
    if known and not unguarded:
        # The pages wait for the answer, and a later repeat finds the row: what is left is a race, which is judged there.
        open_inserts = [q for q in open_inserts if not _finds_itself(endpoint, q)]
    open_inserts = [q for q in open_inserts if not is_made_once(endpoint, q)]
    # What hangs on a row that is refused the second time is refused with it; the person's own row, made where it is not there
    # yet (`upsert` of a buyer), refuses nothing.
    first = next((q for q in endpoint.queries if q in inserts or _may_refuse(endpoint, q)), None)
    if first is not None and first not in open_inserts and not _is_open(app, endpoint, first):
        open_inserts = [query for query in open_inserts if not _hangs_on(query, first)]
    charge = charges[0] if charges and not (inserts and not open_inserts) else None
    if not open_inserts and charge is None:
        return None
    insert = open_inserts[0] if open_inserts else None
    key = natural_key(app, endpoint, insert) if insert is not None else ()
    return Repeat(endpoint, insert, charge, key, unguarded)


def _may_refuse(endpoint: Endpoint, query: Query) -> bool:
    if query.operation != "upsert" or query.number in Access(endpoint).own_rows:
        return False
    key = [query.written(column) for column in query.conflict.split(",")]
    return not all(value is not None and value.kind == "session" for value in key)


def _finds_itself(endpoint: Endpoint, query: Query) -> bool:
    """Whether the very row was looked for first, and is only made where it was not there."""
    check = absence_check(endpoint, query)
    return check is not None and needs_absence(query, check)


def _hangs_on(query: Query, first: Query) -> bool:
    """Whether an insert is reached only by way of another, or holds its key. A row that is made where none was found is no
    such way."""
    if first.number > query.number:
        return False
    keyed = any(
        leaf.kind == "row" and leaf.query == first.number
        for write in query.writes
        for leaf in write.value.leaves()
    )
    return keyed or set(map(str, first.facts)) <= set(map(str, query.facts))


def _is_open(app: App, endpoint: Endpoint, query: Query) -> bool:
    people = users_table(app)
    # The service that keeps the accounts takes each address once.
    if query.table == ACCOUNTS:
        return False
    if (
        people is not None
        and query.table == people.name
        and people.is_unique({c.name for c in people.columns if not c.primary})
    ):
        return False
    if is_signing_up(app, endpoint, query):
        return False
    if refused_by_state(endpoint, query) or _is_the_only_one(endpoint, query) or uses_up(endpoint, query):
        return False
    if _looked_for(app, endpoint, query) or _replaces(endpoint, query):
        return False
    return not query.conflict and not refuses_repeats(app, query) and not taken_by_update(endpoint, query)


def _is_the_only_one(endpoint: Endpoint, query: Query) -> bool:
    """Whether a row is made only where the table has none at all (an app's settings): a repeat finds it, and what two at once make
    is judged as a race."""
    check = absence_check(endpoint, query)
    return check is not None and not check.filters and needs_absence(query, check)


def _replaces(endpoint: Endpoint, query: Query) -> bool:
    """Whether the rows that were there are taken out first: a repeat puts the same in their place."""
    return any(
        other.operation == "delete" and other.table == query.table and other.number < query.number
        for other in endpoint.queries
    )


def _looked_for(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether the request goes on only where another row was not there yet that it adds as well, under a unique key: a
    repeat finds it, and one at the same moment is refused by the key."""
    for other in endpoint.queries:
        table = app.table(other.table) if other.operation == "insert" and other.table != query.table else None
        check = absence_check(endpoint, other) if table is not None else None
        if table is None or check is None or not needs_absence(query, check):
            continue
        if table.is_unique({f.column for f in check.filters if f.operator == "=" and not f.optional}):
            return True
    return False


def natural_key(app: App, endpoint: Endpoint, insert: Query) -> tuple[str, ...]:
    """The columns that make a row what it is: the pair of a joining table, or what the code looks for before it
    inserts; empty where a person may well have two such rows."""
    table = app.table(insert.table)
    pair = pair_columns(table) if table is not None else ()
    if pair:
        return pair
    check = absence_check(endpoint, insert)
    if check is None or table is None:
        return ()
    written = {write.column for write in insert.writes}
    columns = tuple(f.column for f in check.filters if f.operator == "=" and not f.optional)
    return columns if columns and set(columns) <= written else ()


def _is_bearable(app: App, found: Repeat) -> bool:
    """In a short list of choices staff see and remove what was entered twice, unless a second click is all it takes."""
    table = app.table(found.insert.table) if found.insert is not None else None
    booked = table is not None and is_booked(table)
    guarded = ROLE in Access(found.endpoint).anywhere()
    choices = table is not None and stays_tiny(table)
    return found.charge is None and guarded and choices and not booked and not found.unguarded


def _reason(app: App, inserts: list[Query]) -> str:
    if inserts:
        return f"a second row of {inserts[0].table} meets a unique key or is told apart otherwise"
    return "the payment carries an idempotency key"
