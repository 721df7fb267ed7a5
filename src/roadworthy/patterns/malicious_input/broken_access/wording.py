"""Says what is wrong, about this app."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Query
from roadworthy.app.other_tongues import spelled
from roadworthy.catalogue import Severity, Verdict, gap, unknown
from roadworthy.patterns.malicious_input.broken_access.deciding import taken_from_services
from roadworthy.patterns.malicious_input.broken_access.filled_by import managed_tables, takes_out_by_role
from roadworthy.patterns.malicious_input.broken_access.finding import (
    GIVEN,
    MEMBERS,
    PEER,
    SHARED,
    TENANT,
    UNDER,
    WITHIN,
    AccessGap,
)
from roadworthy.patterns.malicious_input.broken_access.keys import COUNTED
from roadworthy.patterns.malicious_input.broken_access.open_apps import is_its_owners
from roadworthy.regex import regex
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, UNREAD, Access
from roadworthy.views.people.guard_facts import is_of
from roadworthy.views.people.people import owner_of, users_table
from roadworthy.views.people.private_tables import is_confidential, private_columns
from roadworthy.views.requests.known_people import knows_people

_DOES = {
    "select": "read",
    "update": "change",
    "delete": "delete",
    "insert": "add to",
    "raw": "reach",
    "upsert": "change",
}


def told(app: App, found: AccessGap) -> Verdict:
    """The verdict on a gap, in words."""
    endpoint, query = found.endpoint, found.query
    who = "Anyone without an account" if found.missing == "sign-in" else "Any signed-in user"
    listed = query.operation == "select" and (found.missing == "role" or not (found.key[1] or query.one))
    every = "every row of" if listed else "anyone's row in"
    if query.operation == "insert":
        every = ""
    if query.operation == "delete" and not query.filters and not found.key[1]:
        every = "every row of"
    if found.missing == MEMBERS:
        every = f"every {found.through}'s rows of"
    if found.missing == TENANT:
        every = "another firm's rows of"
    if found.missing == GIVEN:
        return _given_away(found)
    if found.missing == UNDER:
        return _put_under(found)
    if found.missing == WITHIN:
        return _reached_within(found)
    if found.missing == SHARED:
        return _changed_for_all(found)
    if found.missing == PEER:
        return _reached_by_peers(found)
    message = f"{who} can {_DOES[query.operation]} {every} {query.table}".replace("  ", " ")
    writes = query.operation != "select"
    return gap(
        endpoint.subject,
        message,
        impact=f"Data breach: rows of {query.table} reach people they do not belong to"
        if not writes
        else f"Strangers can {_DOES[query.operation]} rows of {query.table} that are not theirs",
        locations=(query.location, endpoint.location)
        if found.missing != "role"
        else (endpoint.location, query.location),
        evidence=_evidence(found),
        severity=_severity(app, found),
        details=found,
        cwe={
            "ownership": "CWE-639",
            "role": "CWE-862",
            "sign-in": "CWE-306",
            TENANT: "CWE-639",
            MEMBERS: "CWE-639",
        }[found.missing],
    )


def _severity(app: App, found: AccessGap) -> Severity:
    """Grave is what changes rows, and what tells more than a page for everybody may: that nobody is asked who they are is no breach
    where nothing of the row is of the kind that people keep to themselves."""
    if found.missing == "sign-in" and not app.view(knows_people) and _is_unguessed(app, found):
        # Without accounts the address of a thing, which nobody guesses, is what lets people in; whether that is meant is not known.
        return Severity.MEDIUM
    if found.missing == "sign-in" and is_its_owners(app):
        return Severity.MEDIUM
    if found.missing == "role" and _is_among_staff(app, found):
        return Severity.MEDIUM
    if taken_from_services(found.endpoint, found.query):
        return Severity.MEDIUM
    if found.query.operation == "update" and _only_counts(found.query):
        return Severity.MEDIUM
    if found.query.operation != "select":
        return Severity.CRITICAL
    if found.missing == "role" and not _is_kept(app, found) and owner_of(app, found.query.table) is None:
        # Every row of what is nobody's and holds nothing that people keep to themselves: texts, places, what was logged.
        return Severity.MEDIUM
    if found.missing != "sign-in":
        return Severity.MEDIUM if _is_list_of_members(app, found) else Severity.HIGH
    return Severity.CRITICAL if _is_kept(app, found) else Severity.MEDIUM


# How much there is of something, and when it was last there: reckoned anew with the next use, and nothing that people keep.
_COUNTED_ANEW = regex(
    r"(^|_)(tokens|views|clicks|visits|hits|downloads|(\w+_)?count)$|(^|_)(last_\w+|updated)(_at)?$"
)


def _only_counts(query: Query) -> bool:
    """Whether a change only writes down how much there is, or that something was used."""
    names = [spelled(write.column) for write in query.writes]
    return bool(names) and not query.spreads and all(map(_COUNTED_ANEW.search, names))


def _is_among_staff(app: App, found: AccessGap) -> bool:
    """Whether somebody whom others let in takes out what all of them work with, where elsewhere only a role may."""
    query = found.query
    kept = query.operation == "delete" and query.table not in app.view(managed_tables)
    return kept and app.view(takes_out_by_role)


def _is_list_of_members(app: App, found: AccessGap) -> bool:
    """Whether a page shows members to members, as it shows them: which of their columns, its template says."""
    people = users_table(app)
    pages = bool(found.endpoint.answers) and all(
        one.page or one.status >= 300 for one in found.endpoint.answers
    )
    return found.missing == "role" and pages and people is not None and people.name == found.query.table


def _is_unguessed(app: App, found: AccessGap) -> bool:
    """Whether the key by which the row is chosen is no number that can be counted up to."""
    table = app.table(found.query.table)
    column = table.column(found.key_column) if table is not None else None
    return column is not None and column.primary and not COUNTED.match(column.type)


def _is_kept(app: App, found: AccessGap) -> bool:
    """Whether what is read is no public matter: a page about a person, for whoever has its address, shows what they chose to show."""
    table = app.table(found.query.table)
    if table is None:
        return True
    if is_confidential(app, table):
        return True
    told = [a for a in found.endpoint.answers if any(is_of(leaf, found.query) for leaf in a.body.leaves())]
    return bool(private_columns(app, table)) and not (told and all(answer.page for answer in told))


def _given_away(found: AccessGap) -> Verdict:
    query = found.query
    new = query.operation == "insert"
    return gap(
        found.endpoint.subject,
        f"Any signed-in user can add to {query.table} in anybody's name"
        if new
        else f"Any signed-in user can make their row in {query.table} somebody else's",
        impact=f"What one person writes into {query.table} appears as another's",
        locations=(query.location, found.endpoint.location),
        evidence=(f"{query.location} takes {query.table}.{found.owner_column} from the request",),
        severity=Severity.HIGH if new else Severity.MEDIUM,
        details=found,
        cwe="CWE-915",
    )


# What sums are made of.
_OF_MONEY = regex(
    r"(^|_)(transactions?|payments?|sales?|invoices?|transfers?|expenses?|charges?|deposits?|entries)$", re.I
)


def _put_under(found: AccessGap) -> Verdict:
    query = found.query
    return gap(
        found.endpoint.subject,
        f"Any signed-in user can {'move' if query.operation == 'update' else 'put'} rows of {query.table} under anybody's row in {found.through}",
        impact=f"Strangers add to what is somebody else's in {found.through}, and see of it what its new part shows",
        locations=(query.location, found.endpoint.location),
        evidence=(
            f"{query.location} takes {query.table}.{found.key_column} from `{found.key[0]}.{found.key[1]}` of the request",
            f"nothing before it asks whether that row of {found.through} is the signed-in user's, as other endpoints do",
        ),
        # Nothing that is theirs is read or changed by it, but for what their money is reckoned from.
        severity=Severity.HIGH if _OF_MONEY.search(spelled(query.table)) else Severity.MEDIUM,
        details=found,
        cwe="CWE-639",
    )


def _reached_within(found: AccessGap) -> Verdict:
    query = found.query
    return gap(
        found.endpoint.subject,
        f"Whoever may use one row of {found.through} can {_DOES[query.operation]} rows of {query.table} of all others",
        impact=f"Rows of {query.table} are reached by people of another {found.through} row than theirs",
        locations=(query.location, found.endpoint.location),
        evidence=(
            f"the row is chosen by `{found.key[0]}.{found.key[1]}` of the request at {query.location}",
            f"the right that is asked for is to a row of {found.through}, and nothing compares {query.table}.{found.owner_column} with it",
        ),
        severity=Severity.HIGH,
        details=found,
        cwe="CWE-639",
    )


def _changed_for_all(found: AccessGap) -> Verdict:
    query = found.query
    return gap(
        found.endpoint.subject,
        f"The administrator of any firm can {_DOES[query.operation]} rows of {query.table}, which all firms use",
        impact=f"Whoever founds a firm of their own {_DOES[query.operation]}s what all others work with in {query.table}",
        locations=(query.location, found.endpoint.location),
        evidence=(
            f"rows of {query.table} are no firm's, and those of firms refer to them",
            "the role that is asked for is given to whoever founds a firm, without an account",
        ),
        severity=Severity.HIGH,
        details=found,
        cwe="CWE-863",
    )


def _reached_by_peers(found: AccessGap) -> Verdict:
    query = found.query
    does = _DOES[query.operation]
    return gap(
        found.endpoint.subject,
        f"Whoever has the role that is asked for can {does} the rows of {query.table} of all others who have it",
        impact=f"People of one office {does} what others keep in {query.table}, which elsewhere is each one's own",
        locations=(query.location, found.endpoint.location),
        evidence=(
            f"the row is chosen by `{found.key[0]}.{found.key[1]}` of the request at {query.location}",
            f"other endpoints for the same role compare {query.table}.{found.owner_column} with who is signed in; this one does not",
        ),
        # Whether people of one office work apart, no more than the other endpoints say.
        severity=Severity.MEDIUM,
        details=found,
        cwe="CWE-639",
    )


def _evidence(found: AccessGap) -> tuple[str, ...]:
    query = found.query
    facts = []
    if found.key[1]:
        facts.append(
            f"the row is chosen by `{found.key[0]}.{found.key[1]}` of the request at {query.location}"
        )
    if found.missing == "ownership":
        column = found.owner_column or "its key"
        facts.append(
            f"neither the query nor anything after it compares {query.table}.{column} with the signed-in user"
        )
    elif found.missing in (TENANT, MEMBERS):
        facts.append(
            f"nothing asks whether the person belongs to the {query.table}.{found.owner_column} they name"
        )
    elif found.missing == "role":
        facts.append("a sign-in is all that stands before it; no role is asked for")
    else:
        facts.append("nothing on the way to it asks who is there")
    return tuple(facts)


def untold(app: App, endpoint: Endpoint) -> Verdict | None:
    """Whose the rows are cannot be told where nothing that is read makes a table: migrations in code, of a tool that is not followed."""
    if app.tables or not any(query.table for query in endpoint.queries):
        return None
    return unknown(endpoint.subject, "no file that is read makes the tables that it asks")


def decided_below(endpoint: Endpoint) -> Verdict:
    """Of an endpoint whose database is told who asks (`set_config`), and decides by itself."""
    return unknown(
        endpoint.subject, "the database is told who asks, and what its policies let through was not read"
    )


def unread(found: AccessGap, access: Access) -> Verdict:
    """What could be a gap, if something on the way there that was not read asks for nothing."""
    name = access.unread(found.query)
    if UNREAD not in access.before(found.query):
        return unknown(
            found.endpoint.subject,
            f"the page's template was not found: what it shows of {found.query.table} is not known",
        )
    return unknown(
        found.endpoint.subject,
        f"`{name}` was not followed on the way to its rows: whether it asks for the right to them is not known",
    )


def reason(access: Access) -> str:
    """Why nothing is wrong with an endpoint, in words."""
    guards = access.anywhere()
    if ROLE in guards:
        return "a role is required before anything is read or changed"
    if OWNER in guards or access.own_rows:
        return "what it reads and changes is bound to the signed-in user"
    if SIGNED_IN in guards:
        return "it needs a sign-in, and what it reads belongs to nobody in particular"
    return "what it reads belongs to nobody in particular"
