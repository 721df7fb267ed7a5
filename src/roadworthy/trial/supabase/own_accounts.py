"""Administrators whom a project keeps in a table of its own, with a function of its database as their door: its pages then keep a
token in localStorage, and the project's accounts know nothing of it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg

from roadworthy.errors import TrialUnavailable
from roadworthy.regex import regex
from roadworthy.trial.actor import Actor
from roadworthy.trial.database import Database
from roadworthy.trial.kept_in_pages import kept_names, kept_values
from roadworthy.trial.people import ADDRESSES, PEOPLE, Person, role_of
from roadworthy.trial.supabase.service import Supabase

_PASSWORD = regex(r"^(hashed_?|encrypted_?)?pass(word|wd)?(_?(hash|digest|hashed|crypt))?$", re.I)
_ENTRANCE = regex(r"log_?in|sign_?in|authenticate", re.I)
# Who is let in is an administrator by what the table or the function is called; other people have accounts of the project.
_ADMINISTRATORS = regex(r"admin|staff|manager|operator|owner", re.I)
_PREFIX = regex(r"^(p|in|_p|arg|param)_|^_")
_FUNCTIONS = """
SELECT p.proname::text AS name, p.proargnames::text[] AS names, p.pronargs AS number, p.prosrc AS source
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND has_function_privilege('anon', p.oid, 'execute') ORDER BY p.proname"""

_TOKEN = regex(r"(^|_)(token|session_?(id|key))$", re.I)
# What only asks, and does not end the session.
_ASKS = regex(r"verif|valid|check|current|get|session|whoami", re.I)
_FORGETS = regex(r"log_?out|sign_?out|end|delete|revoke|close|destroy|clear|invalid|refresh", re.I)
_ENDS = regex(r"expir|valid_?(until|to)", re.I)
_LATER = "2099-01-01T00:00:00Z"
_HANGING = """
SELECT c.conrelid::regclass::text AS name, a.attname::text AS holder, k.attname::text AS key
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_attribute k ON k.attrelid = c.confrelid AND k.attnum = c.confkey[1]
WHERE c.contype = 'f' AND cardinality(c.conkey) = 1 AND c.confrelid = to_regclass(%s)"""
_HASHES = """
SELECT n.nspname::text AS place FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.proname = 'gen_salt'
UNION ALL SELECT 'public'"""


def own_administrator(supabase: Supabase, database: Database, copy: Path) -> dict[str, Actor]:
    """`admin`, put into the table and let in by the function; {} where the project has no such door, or it stays shut."""
    person = next(one for one in PEOPLE if one.name == "admin")
    for function in database.query(_FUNCTIONS):
        fields = _fields(function)
        table = _table(database, function["source"]) if fields else ""
        if not table or not _ADMINISTRATORS.search(f"{table} {function['name']}"):
            continue
        try:
            row = _planted(database, table, person)
        except (TrialUnavailable, psycopg.Error):
            # A row that cannot be made: nobody can be let in.
            continue
        kept = _let_in(supabase, copy, person, function["name"], fields)
        kept = kept or _with_session(supabase, database, copy, table, row)
        if kept:
            return {person.name: _actor(person, row, kept)}
    return {}


def never_ending(columns: Iterable[str]) -> dict[str, str]:
    """What the columns that say when a session ends hold of one that outlasts the trial."""
    return {name: _LATER for name in columns if _ENDS.search(name)}


def own_doors(database: Database) -> list[tuple[str, dict[str, str]]]:
    """The functions by which a project lets people in itself, with what each is given and the role of each."""
    found = [(str(function["name"]), _fields(function)) for function in database.query(_FUNCTIONS)]
    return [(name, fields) for name, fields in found if fields]


def _fields(function: dict[str, Any]) -> dict[str, str]:
    """What the function is given, with the role of each; {} where it asks for more or less than who comes and their password."""
    names = (function["names"] or [])[: function["number"]]
    fields = {name: role_of(_PREFIX.sub("", name), "unknown") for name in names}
    known = sorted(fields.values())
    return fields if _ENTRANCE.search(function["name"]) and known in (_BY_MAIL, _BY_NAME) else {}


_BY_MAIL, _BY_NAME = ["email", "password"], ["password", "username"]


def _table(database: Database, source: str) -> str:
    """The table of accounts that the function compares a hash of the password with."""
    if not re.search(r"\bcrypt\s*\(", source):
        return ""
    return next(
        (
            table
            for table in database.tables()
            if re.search(rf"\b{re.escape(table)}\b", source) and _word(database, table)
        ),
        "",
    )


def _word(database: Database, table: str) -> str:
    names = [column.name for column in database.columns(table)]
    return next((name for name in names if _PASSWORD.match(name)), "")


def _planted(database: Database, table: str, person: Person) -> dict[str, Any]:
    """The person's row, active and with the hash of their password."""
    word, fixed = _word(database, table), dict[str, Any]()
    # Projects keep the extension in a schema of its own or, older ones, in `public`.
    place = database.quoted(database.query(_HASHES)[0]["place"])
    hashed = f"SELECT {place}.crypt(%s, {place}.gen_salt('bf')) AS hash"
    fixed[word] = database.query(hashed, (str(person.value("password")),))[0]["hash"]
    for column in database.columns(table):
        role = role_of(column.name, "unknown")
        if role in ("email", "username", "name") and column.name != word:
            fixed[column.name] = str(person.value(role))
        elif column.type.startswith("bool"):
            fixed[column.name] = not re.search(r"delet|block|lock|ban|disab|suspend", column.name, re.I)
    if not database.fill(table, 1, fixed=fixed):
        raise TrialUnavailable(f"{table} takes no row")
    found = database.query(f'SELECT * FROM {database.quoted(table)} WHERE "{word}" = %s', (fixed[word],))
    return found[0]


def _let_in(
    supabase: Supabase, copy: Path, person: Person, function: str, fields: dict[str, str]
) -> dict[str, str]:
    """What the pages keep once the function let them in; {} where it did not."""
    typed = {name: str(person.value(role)) for name, role in fields.items()}
    answer = supabase.send(_visitor(), "POST", f"/rest/v1/rpc/{function}", json=typed)
    return kept_values(kept_names(copy), answer.json()) if answer.ok else {}


def _with_session(
    supabase: Supabase, database: Database, copy: Path, accounts: str, row: dict[str, Any]
) -> dict[str, str]:
    """The same with a session put where the door would put it, and known to a function that is asked by its token: a door may be
    shut for everybody (a hash that its search path does not lead to), and the pages behind it are there all the same."""
    token = secrets.token_hex(32)
    for held in database.query(_HANGING, (database.quoted(accounts),)):
        columns = [column.name for column in database.columns(held["name"])]
        named = next((name for name in columns if _TOKEN.search(name)), "")
        if not named:
            continue
        later = never_ending(columns)
        fixed = {held["holder"]: row[held["key"]], named: token, **later}
        try:
            made = database.fill(held["name"], 1, fixed=fixed)
        except (TrialUnavailable, psycopg.Error):
            continue
        if made and any(_knows(supabase, one, token) for one in database.query(_FUNCTIONS)):
            return kept_values(kept_names(copy), {"token": token})
    return {}


def _knows(supabase: Supabase, function: dict[str, Any], token: str) -> bool:
    """Whether a function that is given a token alone says something of this one, and nothing of another."""
    names = (function["names"] or [])[: function["number"]]
    asks = _ASKS.search(function["name"]) and not _FORGETS.search(function["name"])
    if len(names) != 1 or not asks or not _TOKEN.search(names[0]):
        return False
    path = f"/rest/v1/rpc/{function['name']}"
    own, other = (
        supabase.send(_visitor(), "POST", path, json={names[0]: word}) for word in (token, "nobody's")
    )
    return own.ok and bool(own.json()) and not (other.ok and other.json())


def _visitor() -> Actor:
    return Actor(name="anonymous", role="anonymous", address=ADDRESSES["anonymous"])


def _actor(person: Person, row: dict[str, Any], kept: dict[str, str]) -> Actor:
    return Actor(
        name=person.name,
        role="admin",
        address=ADDRESSES[person.name],
        identity=row,
        credentials={role: str(person.value(role)) for role in ("email", "username", "password")},
        storage=kept,
    )
