"""Administrators whom a project keeps in a table of its own, with a function of its database as their door: its pages then keep a
token in localStorage, and the project's accounts know nothing of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import psycopg

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.actor import Actor
from roadworthy.trial.database import Database
from roadworthy.trial.kept_in_pages import kept_names, kept_values
from roadworthy.trial.people import ADDRESSES, PEOPLE, Person, role_of
from roadworthy.trial.supabase.service import Supabase

_PASSWORD = re.compile(r"^(hashed_?|encrypted_?)?pass(word|wd)?(_?(hash|digest|hashed|crypt))?$", re.I)
_ENTRANCE = re.compile(r"log_?in|sign_?in|authenticate", re.I)
# Who is let in is an administrator by what the table or the function is called; other people have accounts of the project.
_ADMINISTRATORS = re.compile(r"admin|staff|manager|operator|owner", re.I)
_PREFIX = re.compile(r"^(p|in|_p|arg|param)_|^_")
_FUNCTIONS = """
SELECT p.proname::text AS name, p.proargnames::text[] AS names, p.pronargs AS number, p.prosrc AS source
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND has_function_privilege('anon', p.oid, 'execute') ORDER BY p.proname"""


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
        actor = _let_in(supabase, copy, person, f"/rest/v1/rpc/{function['name']}", fields, row)
        if actor is not None:
            return {actor.name: actor}
    return {}


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
    hashed = "SELECT crypt(%s, gen_salt('bf')) AS hash"
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
    supabase: Supabase, copy: Path, person: Person, path: str, fields: dict[str, str], row: dict[str, Any]
) -> Actor | None:
    visitor = Actor(name="anonymous", role="anonymous", address=ADDRESSES["anonymous"])
    typed = {name: str(person.value(role)) for name, role in fields.items()}
    answer = supabase.send(visitor, "POST", path, json=typed)
    kept = kept_values(kept_names(copy), answer.json()) if answer.ok else {}
    if not kept:
        return None
    return Actor(
        name=person.name,
        role="admin",
        address=ADDRESSES[person.name],
        identity=row,
        credentials={role: str(person.value(role)) for role in (*fields.values(), "email")},
        storage=kept,
    )
