"""Judges functions of the database that anybody can call and that run with their owner's rights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.catalogue import Verdict, clear, not_applicable
from roadworthy.patterns.malicious_input.broken_access.finding import DatabaseGap
from roadworthy.patterns.malicious_input.broken_access.policy_wording import told
from roadworthy.regex import regex
from roadworthy.views.data.database_routines import Routine, routines
from roadworthy.views.people.private_tables import is_private
from roadworthy.views.people.registration import open_registration
from roadworthy.views.people.row_access import ALL, ANONYMOUS, SIGNED_IN, row_access

_PERSON = regex(
    r"(^|_)(user|owner|profile|account|member|customer|client|person|employee|patient|auth)(_?id|_?uuid)?$",
    re.I,
)
# A function that refuses unless what it adds to is there for everybody: a form that is active, a page that is public.
_OPEN = regex(
    r"\b(is_)?(active|published|public|enabled|open)\s*=\s*true\b|\bstatus\s*=\s*'(active|published|open|live)'",
    re.I,
)
_REFUSES = regex(r"\braise\s+exception\b", re.I)
_ROWS = regex(r"^(setof|table|jsonb?|record)\b|\[\]$", re.I)


def detect_routines(app: App) -> Iterator[Verdict]:
    """One verdict for each function that requests from outside can call."""
    if not app.database.supabase:
        return
    seen: set[str] = set()
    for routine in routines(app):
        function = routine.function
        if function.trigger or function.schema != "public":
            continue
        subject = f"RPC {function.name}"
        if subject in seen:
            subject = f"RPC {function.name}({', '.join(a.name or a.type for a in function.arguments)})"
        seen.add(subject)
        yield _judge(app, routine, subject)


def _judge(app: App, routine: Routine, subject: str) -> Verdict:
    function = routine.function
    if not function.executable:
        return clear(subject, "no role from outside may call it")
    if not function.definer:
        return clear(
            subject, "it runs with the caller's own rights, within the policies of the tables it touches"
        )
    if not routine.writes and not routine.reads:
        return not_applicable(subject, "it touches no table")
    if routine.asks and not (routine.anyone and routine.writes and app.view(open_registration)):
        return clear(subject, "it looks at who calls it")
    if routine.credential:
        return clear(subject, f"it does nothing without a valid {routine.credential}")
    if routine.writes:
        return _writing(app, routine, subject)
    return _reading(app, routine, subject)


def _writing(app: App, routine: Routine, subject: str) -> Verdict:
    if routine.counter:
        return clear(subject, "it only counts something that everybody may count")
    if routine.tidies:
        return clear(subject, "it only deletes what has run out anyway")
    changed = [(verb, table) for verb, table in routine.writes if verb != "insert"]
    named = [a.name for a in routine.function.arguments if _PERSON.search(a.name)]
    inserts = tuple(table for verb, table in routine.writes if verb == "insert")
    if routine.anyone and not changed and not re.search(r"admin|staff|manage", routine.function.name, re.I):
        return clear(subject, "people who are signed in add rows through it, as they are meant to")
    if not changed and not named and not routine.anyone and (_leaves_own(app, inserts) or _is_log(inserts)):
        return clear(subject, "it only adds what visitors are meant to leave")
    body = routine.function.body
    if not changed and _leaves_own(app, inserts) and _OPEN.search(body) and _REFUSES.search(body):
        return clear(subject, "it only adds what visitors are meant to leave, to what is open to them")
    if (
        not changed
        and not named
        and not routine.anyone
        and routine.function.arguments
        and not _hidden_writes(app, inserts)
    ):
        return clear(subject, "it only adds rows that its caller could add directly")
    return told(app, DatabaseGap("routine", routine=routine, columns=tuple(named), subject=subject))


def _is_log(tables: tuple[str, ...]) -> bool:
    return bool(tables) and all(
        re.search(r"(log|logs|event|events|attempt|attempts|history|audit|views|analytics)$", name)
        for name in tables
    )


def _leaves_own(app: App, tables: tuple[str, ...]) -> bool:
    """Whether rows go where visitors leave theirs: bookings, messages."""
    wanted = re.compile(
        r"(^|_)(bookings?|appointments?|reservations?|messages?|contacts?|leads?|orders?|order_items|comments?|reviews?|customers?|subscribers|feedback|requests?|waitlist)$",
        re.I,
    )
    return bool(tables) and all(wanted.search(name) for name in tables)


def _hidden_writes(app: App, tables: tuple[str, ...]) -> bool:
    """Whether the policies would not let a stranger add such rows."""
    for name in tables:
        access = row_access(app, name)
        if (
            access is not None
            and access.of("insert", ANONYMOUS).rows != ALL
            and access.of("insert", SIGNED_IN).rows != ALL
        ):
            return True
    return False


def _reading(app: App, routine: Routine, subject: str) -> Verdict:
    function = routine.function
    if not _ROWS.match(function.returns):
        return clear(subject, "it answers with a single value and gives no rows away")
    if routine.asked_by_policies:
        return clear(subject, "policies rest on it, and what it tells is who belongs where")
    hidden = [name for name in routine.reads if _is_hidden(app, name)]
    if not hidden:
        return clear(subject, "what it reads is shown to everyone anyway")
    named = tuple(a.name for a in function.arguments if _PERSON.search(a.name))
    if not named and not _gives_rows(app, routine, hidden):
        return clear(subject, "it tells nothing of single people")
    return told(app, DatabaseGap("routine", routine=routine, columns=named, subject=subject))


def _is_hidden(app: App, name: str) -> bool:
    if name in ("storage.objects", "auth.users"):
        return True
    access = row_access(app, name)
    return access is not None and access.of("select", ANONYMOUS).rows != ALL


def _gives_rows(app: App, routine: Routine, hidden: list[str]) -> bool:
    tables = [table for name in hidden if (table := app.table(name)) is not None]
    aggregated = re.search(r"\b(count|sum|avg|min|max)\s*\(", routine.function.body, re.I)
    return any(is_private(app, table) for table in tables) and aggregated is None
