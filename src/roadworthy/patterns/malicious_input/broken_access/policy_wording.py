"""Says what is wrong with what the database lets through, about this app."""

from __future__ import annotations

import re

from roadworthy.app import App, Location, Table
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import DatabaseGap
from roadworthy.regex import regex
from roadworthy.views.people.joined_rows import Joined
from roadworthy.views.people.people import owner_of
from roadworthy.views.people.private_tables import is_private
from roadworthy.views.people.registration import offers_registration
from roadworthy.views.people.row_access import ANONYMOUS, Reach

_DOES = {"select": "read", "insert": "add", "update": "change", "delete": "delete"}
_DIRECT = "The tables of a Supabase project answer the internet directly, past the app's own pages"
_DOCUMENTS = (
    "Firestore answers the internet directly, past the app's own pages: firestore.rules are all that it asks"
)


def told(app: App, found: DatabaseGap) -> Verdict:
    """The verdict on a gap, in words."""
    subject = found.subject or _subject(found)
    message, impact = _words(found)
    return gap(
        subject,
        message,
        impact=impact,
        locations=_locations(found),
        evidence=_evidence(app, found),
        severity=_severity(app, found),
        details=found,
        cwe=_cwe(found),
    )


def _subject(found: DatabaseGap) -> str:
    if found.view is not None:
        return f"view {found.view.name}"
    if found.bucket is not None:
        return f"storage bucket {found.bucket.name}"
    return f"table {found.table.name}" if found.table is not None else f"RPC {found.routine.function.name}"  # type: ignore[union-attr]


def _who(reach: Reach | None) -> str:
    return "Anyone without an account" if reach is None or reach.who == ANONYMOUS else "Anyone who signs up"


def _listed(columns: tuple[str, ...], most: int = 3) -> str:
    more = f" and {len(columns) - most} more" if len(columns) > most else ""
    return ", ".join(columns[:most]) + more


def _words(found: DatabaseGap) -> tuple[str, str]:
    name = found.table.name if found.table is not None else ""
    who = _who(found.reach)
    if found.what == "open":
        return (
            f"Anyone without an account can read, change and delete every row of {name}",
            f"Data breach: the public key in the page is all it takes to empty {name}",
        )
    if found.what == "change":
        verb = _DOES[found.reach.operation] if found.reach is not None else "change"
        return (
            f"{who} can {verb} anyone's row in {name}",
            f"Strangers can {verb} rows of {name} that are not theirs",
        )
    if found.what == "read":
        of = f" with its {_listed(found.columns)}" if found.columns else ""
        which = "every row of" if found.kind != "shared" else "each row that somebody shares of"
        return (
            f"{who} can read {which} {name}{of}",
            f"Data breach: rows of {name} reach people they do not belong to",
        )
    if found.what == "forge":
        return (
            f"{who} can add rows to {name} in another person's name",
            f"Rows of {name} say of people what they never did",
        )
    if found.what == "add":
        return f"{who} can add rows to {name}", f"What the app shows from {name} can be written by strangers"
    if found.what == "decide":
        return _decided(found, name)
    if found.what == "move" and found.moved is not None:
        above, column = found.moved.parent, found.moved.column
        return (
            f"Who has a row in {name} can move it under any row of {above}: changing {column} asks for no right to it",
            f"People put what they like into {above} of others, where adding it is refused",
        )
    if found.what == "shadowed":
        verb = _DOES[found.reach.operation] if found.reach is not None else "read"
        return (
            f"Whoever has a row in {found.kind} can {verb} every row of {name}, of whichever {found.columns[0]}",
            f"Data breach: who belongs to one {found.columns[0]} reaches what is of all others",
        )
    if found.what == "join" and found.joined is not None:
        return _joined(found.joined, name)
    if found.what == "view":
        return (
            f"Anyone without an account can read the {_listed(found.columns)} of {name} through the view {found.view.name}",  # type: ignore[union-attr]
            f"Data breach: the view shows what the policies of {name} keep back",
        )
    return _of_routine(found) if found.what == "routine" else _of_files(found, who)


def _joined(joined: Joined, name: str) -> tuple[str, str]:
    if joined.opens:
        return (
            f"Anyone who signs up can add themselves to {name} of any row of {joined.parent}: nothing asks whose it is",
            f"Data breach: who adds themselves is let in by “{joined.opens}”",
        )
    return (
        f"Anyone who signs up can add to {name} under any row of {joined.parent}: {joined.column} is not asked about",
        f"People put what they like into {joined.parent} of others, which they may not even see",
    )


def _decided(found: DatabaseGap, name: str) -> tuple[str, str]:
    columns = _listed(found.columns)
    if found.kind in ("rights", "holding"):
        return (
            f"Any signed-in user can set their own {columns} in {name}",
            "People give themselves rights or what others pay for",
        )
    if found.kind == "approval":
        return (
            f"Any signed-in user can set {columns} of their own rows in {name}",
            "What somebody should look at first is shown to everyone at once",
        )
    if found.kind == "party":
        return (
            f"Who adds a row to {name} can write its {columns} as well, which is for the other person to decide",
            f"People accept in {name} what was never offered to them, at any price they write beside it",
        )
    if found.kind == "awaited":
        return (
            f"Who adds a row to {name} can write its {columns} as well, which others decide later",
            f"People confirm in {name} by themselves what somebody was to look at, or to be paid for, first",
        )
    if found.kind == "words":
        return (
            f"Who is sent a row of {name} can change its {columns}, which the other person wrote",
            f"People put words into each other's mouths in {name}, and neither can show what was said",
        )
    if found.kind == "state":
        return (
            f"The owner of a row in {name} can write its {columns}, which the app's staff decide",
            f"People approve in {name} what somebody else was to look at",
        )
    return (
        f"The owner of a row in {name} can write its {columns}, which only the server should",
        f"What {name} says of {columns} can be made up by the person it is held against",
    )


def _of_routine(found: DatabaseGap) -> tuple[str, str]:
    routine = found.routine
    assert routine is not None
    name = routine.function.name
    who = "Anyone who signs up" if routine.anyone else "Anyone with the page's public key"
    if routine.writes:
        verb, table = routine.writes[0]
        done = {"insert": "add rows to", "update": "change rows of", "delete": "delete rows of"}.get(
            verb, "empty"
        )
        return (
            f"{who} can call {name} and {done} {table}",
            f"Strangers change {table} of other people, past its policies",
        )
    what = f"of any {found.columns[0]}" if found.columns else "of everyone"
    return (
        f"Anyone with the page's public key can call {name} and read rows {what}",
        f"Data breach: {name} gives away what the policies of {', '.join(routine.reads[:2])} keep back",
    )


def _of_files(found: DatabaseGap, who: str) -> tuple[str, str]:
    name = found.bucket.name if found.bucket is not None else ""
    operation = found.reach.operation if found.reach is not None else "select"
    verb = {"select": "download", "insert": "upload", "update": "replace", "delete": "delete"}[operation]
    if operation == "insert":
        return (
            f"{who} can upload files to {name}",
            f"Strangers fill {name} with whatever they like, under the app's address",
        )
    if operation == "select":
        return (
            f"{who} can download every file of {name}",
            f"Data breach: files of {name} reach people they do not belong to",
        )
    return (
        f"{who} can {verb} every file of {name}",
        f"Strangers can {verb} files of {name} that are not theirs",
    )


def _locations(found: DatabaseGap) -> tuple[Location, ...]:
    places = [policy.location for policy in found.reach.policies] if found.reach is not None else []
    if found.routine is not None:
        places.append(found.routine.function.location)
    for record in (found.view, found.bucket, found.table):
        if record is not None:
            places.append(record.location)
    return tuple(dict.fromkeys(places))


def _evidence(app: App, found: DatabaseGap) -> tuple[str, ...]:
    facts = [found.reach.reason] if found.reach is not None else []
    if found.columns and found.what in ("read", "view"):
        facts.append(f"it holds {_listed(found.columns, 6)}")
    if found.what == "decide":
        facts.append(
            f"nothing keeps {_listed(found.columns, 6)} from being part of what is written: "
            + (
                "no rule looks at it"
                if app.database.documents
                else "no grant by column, no WITH CHECK, no trigger"
            )
        )
    if found.moved is not None:
        facts.append(
            f"“{found.moved.asked.name}” at {found.moved.asked.location} looks {found.moved.column} up in {found.moved.through} before a row is added"
        )
    if found.joined is not None:
        facts.append(
            f"rows of {found.joined.parent} are shown to those they belong to, and adding to {found.table.name if found.table else ''} asks only for the person's own key"
        )
    if found.view is not None:
        facts.append(
            "a view reads with the rights of its owner, whom no policy binds, unless it is made with security_invoker"
        )
    if found.routine is not None:
        function = found.routine.function
        facts += [
            f"{function.name} at {function.location} is SECURITY DEFINER: it runs past every policy",
            f"{' and '.join(function.executable)} may execute it, as every function made so may be until it is revoked",
            "it asks only whether somebody is signed in, not who"
            if found.routine.anyone
            else "it compares nothing with auth.uid() and asks for no secret",
        ]
    hosted = app.database.supabase and not app.view(offers_registration)
    if found.reach is not None and found.reach.who != ANONYMOUS and hosted:
        facts.append(
            "no page offers it, but Supabase lets anyone sign up with the public key unless that is switched off"
        )
    facts.append(_DOCUMENTS if app.database.documents else _DIRECT)
    return tuple(facts)


def _severity(app: App, found: DatabaseGap) -> Severity:
    anonymous = found.reach is None or found.reach.who == ANONYMOUS
    if found.what == "move":
        return Severity.MEDIUM
    if found.joined is not None:
        return Severity.HIGH if found.joined.opens else Severity.MEDIUM
    if found.what == "change" and not anonymous and found.table is not None:
        return _of_a_change(app, found.table)
    if found.what in ("open", "change"):
        return Severity.CRITICAL
    if found.what == "decide" and found.kind == "awaited":
        return Severity.MEDIUM
    if found.what == "decide":
        return Severity.CRITICAL if found.kind in ("rights", "holding") else Severity.HIGH
    if found.what == "read" and found.kind == "shared":
        # Nobody's, before they share it; what comes along then they may not mean to.
        return Severity.MEDIUM
    if found.what == "read":
        return Severity.CRITICAL if anonymous else Severity.HIGH
    if found.what in ("routine", "shadowed"):
        return Severity.HIGH
    return Severity.HIGH if anonymous else Severity.MEDIUM


# When a row was made says nothing of what it holds.
_MOMENT = regex(r"(^|_)(created|updated|inserted|modified)(_?at|_?on)?$", re.I)
# A word and its colour, a setting and its value.
_OF_A_WORD = 2


def _of_a_change(app: App, table: Table) -> Severity:
    """How grave it is that whoever signs up changes any row: what is about people can be turned against them; a list of words that all
    of them use is put right by the next one."""
    if owner_of(app, table.name) is not None or is_private(app, table):
        return Severity.CRITICAL
    said = [
        one for one in table.columns if one.name not in table.primary_key and not _MOMENT.search(one.name)
    ]
    words = len(said) <= _OF_A_WORD and all(one.references is None and not one.numeric for one in said)
    return Severity.MEDIUM if words else Severity.HIGH


def _cwe(found: DatabaseGap) -> str:
    if found.what == "decide":
        return "CWE-915"
    if found.what in ("open", "routine") or (found.reach is not None and found.reach.who == ANONYMOUS):
        return "CWE-306"
    return "CWE-862" if found.what in ("add", "files", "change") else "CWE-639"
