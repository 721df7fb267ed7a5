"""Judges what is done with the rights of a Supabase project's service key, past every policy, for whoever asks."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.app.other_tongues import spelled
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import AccessGap
from roadworthy.patterns.malicious_input.broken_access.keys import chosen_key, writes_what_is_asked
from roadworthy.regex import regex
from roadworthy.views.data.inserts import is_record
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access, refuses
from roadworthy.views.people.attributes import is_office
from roadworthy.views.people.people import ACCOUNTS, privileged
from roadworthy.views.people.row_access import ADMIN, NONE, row_access
from roadworthy.views.people.row_access import OWNER as OWNERS
from roadworthy.views.people.row_access import SIGNED_IN as MEMBERS
from roadworthy.views.requests.signed import is_signed, knows_secret

# What shows that the person themselves asks: what was sent to them.
_PROOF = regex(r"token|code|otp|pin|nonce|hash|key|secret|signature", re.I)


def judge_service_key(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that hands the service key's rights to whoever asks; None elsewhere."""
    if is_signed(endpoint) or knows_secret(endpoint) or _asks_proof(endpoint):
        return None
    access = Access(endpoint)
    if SIGNED_IN not in access.anywhere() and refuses(endpoint):
        return None
    for query in endpoint.queries:
        guards = access.at_query(query)
        if query.rights != "service" or ROLE in guards or OWNER in guards:
            continue
        signed_in = SIGNED_IN in guards
        verdict = (
            _account(endpoint, access, query, signed_in)
            if query.table == ACCOUNTS
            else _office(app, endpoint, query, signed_in) or _kept_for_a_role(app, endpoint, query, signed_in)
        )
        if verdict is not None:
            return verdict
    return None


def _asks_proof(endpoint: Endpoint) -> bool:
    return any(_PROOF.search(one.name) for one in endpoint.inputs if one.name.lower() != "authorization")


def _account(endpoint: Endpoint, access: Access, query: Query, signed_in: bool) -> Verdict | None:
    """An account that is made with rights, or changed or taken away for whoever names it."""
    if query.operation == "insert":
        given = next((w for w in query.writes if privileged(w.column)), None)
        if given is None:
            return None
        which = repr(given.value.value) if given.value.kind == "constant" else "of their choice"
        what = f"make an account with {given.column} {which}"
        return _told(endpoint, query, what, "role" if signed_in else "sign-in", "")
    if query.operation not in ("update", "delete"):
        return None
    chosen = chosen_key(endpoint, access, query)
    column = chosen[0] if chosen is not None else _found_as_asked(endpoint, access, query)
    if not column:
        return None
    done = "delete anybody's account" if query.operation == "delete" else "change anybody's account"
    return _told(endpoint, query, done, "role" if signed_in else "sign-in", column)


def _found_as_asked(endpoint: Endpoint, access: Access, query: Query) -> str:
    """The column by which the account is named where the request names a row that tells it: a profile by its address. '' for none."""
    earlier = {one.number: one for one in endpoint.queries if one.number not in access.own_rows}
    for item in query.filters:
        for leaf in item.value.leaves():
            found = earlier.get(leaf.query) if leaf.kind == "row" else None
            if found is not None and any(one.value.from_request for one in found.filters):
                return item.column
    return ""


_STAFF = regex(r"admin|super|staff|moderator", re.I)


def _office(app: App, endpoint: Endpoint, query: Query, signed_in: bool) -> Verdict | None:
    """An office of the app's own people that is given to whoever asks, in a row beside the account."""
    table = app.table(query.table)
    if table is None or query.operation not in ("insert", "upsert"):
        return None
    given = next((w for w in query.writes if is_office(w.column) and _is_staffs(w.value)), None)
    keyed = any(c.references is not None and c.references.table == ACCOUNTS for c in table.columns)
    if given is None or not keyed or _asks_who_holds_it(endpoint, query, given.column):
        return None
    what = f"have {query.table}.{given.column} {given.value.value!r} written for them"
    return _told(endpoint, query, what, "role" if signed_in else "sign-in", "")


def _is_staffs(value: Origin) -> bool:
    return value.kind == "constant" and isinstance(value.value, str) and bool(_STAFF.search(value.value))


def _asks_who_holds_it(endpoint: Endpoint, query: Query, column: str) -> bool:
    """Whether it is looked before whether anybody holds the office: the first has to come from somewhere."""
    return any(
        other.number < query.number
        and other.operation == "select"
        and other.table == query.table
        and any(item.column == column for item in other.filters)
        for other in endpoint.queries
    )


def _kept_for_a_role(app: App, endpoint: Endpoint, query: Query, signed_in: bool) -> Verdict | None:
    """New rows of a table for which the database itself has a rule: that only people with a role add to it."""
    reached = row_access(app, query.table)
    if signed_in or query.operation != "insert" or reached is None or not writes_what_is_asked(query):
        return None
    mere = {reached.of("insert", who).rows for who in (MEMBERS, OWNERS)}
    role = reached.of("insert", ADMIN)
    meant = [one for one in role.policies if one.command == "insert"]
    if mere != {NONE} or not meant or is_record(spelled(query.table), app.table(query.table)):
        return None
    what = f"add to {query.table}, which “{meant[0].name}” at {meant[0].location} keeps for a role"
    return _told(endpoint, query, what, "sign-in", "")


def _told(endpoint: Endpoint, query: Query, what: str, missing: str, column: str) -> Verdict:
    who = "Anyone without an account" if missing == "sign-in" else "Any signed-in user"
    return gap(
        endpoint.subject,
        f"{who} can {what}",
        impact="Whoever finds the address does what only the app's own people should: it runs with the service key, past every policy",
        locations=(query.location, endpoint.location),
        evidence=(
            f"{query.location} is done with the rights of the service key",
            "a sign-in is all that stands before it; no role is asked for"
            if missing == "role"
            else "nothing on the way to it asks who is there: the key that every page holds is let in",
        ),
        severity=Severity.CRITICAL,
        details=AccessGap(endpoint, query, missing, key_column=column),
        cwe="CWE-862" if missing == "role" else "CWE-306",
    )
