"""Makes the actors of a trial through the project's own door, and signs them in where the app's pages look for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import psycopg

from roadworthy.errors import TrialUnavailable
from roadworthy.regex import regex
from roadworthy.trial.actor import Actor
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.database import Database
from roadworthy.trial.exchange import Response
from roadworthy.trial.first_steps import take_first_steps
from roadworthy.trial.people import ADDRESSES, Person, role_of
from roadworthy.trial.supabase.past_triggers import OWNERS, TRIGGER_FAILED, past_triggers
from roadworthy.trial.supabase.service import Supabase, session_text
from roadworthy.url_text import url_text

# Whoever comes first to an empty app is often made its administrator, so that is who comes first.
_NAMES = (("admin", 3), ("alice", 1), ("bob", 2))
_RIGHTS = regex(r"role|admin|is_?staff|user_?type|account_?type|level|permission", re.I)
_TOLD_OF = regex(r"raw_user_meta_data\s*->>?\s*'(\w+)'")
_PUT_IN = "the trial's people are put into the accounts while the project's own triggers on them rest"
# What @supabase/ssr allows one cookie to hold (its `MAX_CHUNK_SIZE`).
LARGEST_COOKIE = 3180
# What sign-up forms send along of a person; the app's own triggers read some of it.
_TOLD = ("name", "full_name", "display_name", "first_name", "last_name", "username", "phone")


def make_people(supabase: Supabase, plan: BootPlan, database: Database) -> tuple[dict[str, Actor], list[str]]:
    """The actors by name, and one line for each that could not be made."""
    actors = {"anonymous": Actor(name="anonymous", role="anonymous", address=ADDRESSES["anonymous"])}
    notes: list[str] = []
    for name, number in _NAMES:
        person = Person(name, number)
        answer = _sign_up(supabase, actors["anonymous"], person, ())
        if not answer.ok and (asked := _asked_by_triggers(database)):
            answer = _sign_up(supabase, actors["anonymous"], person, asked)
        if answer.status == TRIGGER_FAILED:
            said = f"nobody can register: POST /auth/v1/signup answered {answer.status} {answer.text[:160]}"
            notes.extend([said, _PUT_IN] if said not in notes else ())
            answer = past_triggers(
                database,
                plan,
                _tables_of_people(plan),
                person,
                partial(_sign_up, supabase, actors["anonymous"], person, ()),
            )
        session = answer.json()
        if not answer.ok or not isinstance(session, dict) or "access_token" not in session:
            said = f"POST /auth/v1/signup answered {answer.status} {answer.text[:160]}"
            notes.append(f"{name} could not register: {said}")
            continue
        key = str(session["user"]["id"])
        steps = _through_first_steps(database, plan, key)
        if steps and not any(steps in note for note in notes):
            notes.append(
                f"{steps} is set for everybody, as for somebody who has been through the first steps"
            )
        if name == "admin":
            _promote(database, plan, key)
        actors[name] = _signed_in(supabase, person, session, _identity(database, plan, key))
    if "admin" in actors and not _stands_out(database, plan, actors):
        del actors["admin"]
        notes.append("admin: no column was found that makes a user an administrator")
    return actors, notes


def _sign_up(supabase: Supabase, visitor: Actor, person: Person, more: Iterable[str]) -> Response:
    form = _form(person)
    form["data"] |= {name: person.value(role_of(name)) for name in more}
    return supabase.send(visitor, "POST", "/auth/v1/signup", json=form)


def _asked_by_triggers(database: Database) -> list[str]:
    """What the app's own triggers read of what a form sends along, less what would give rights: a column may want it."""
    sources = database.query(
        "SELECT prosrc AS text FROM pg_proc WHERE prosrc LIKE %s", ("%raw_user_meta_data%",)
    )
    names = {name for one in sources for name in _TOLD_OF.findall(one["text"])}
    return sorted(name for name in names if not _RIGHTS.search(name) and name not in _TOLD)


def _stands_out(database: Database, plan: BootPlan, actors: dict[str, Actor]) -> bool:
    """Whether the administrator has rights that alice does not have: in the person's row, or in a table of rights."""
    if "alice" not in actors:
        return plan.admin is not None
    own, other = actors["admin"].identity, actors["alice"].identity
    if any(own.get(name) != other.get(name) for name in own if _RIGHTS.search(name)):
        return True
    tables = [table for table in database.tables() if "." not in table and _RIGHTS.search(table)]
    rows = {
        name: [
            found[1] for table in tables if (found := _row(database, table, actors[name].credentials["id"]))
        ]
        for name in ("admin", "alice")
    }
    bare = {name: [_plain(row) for row in found] for name, found in rows.items()}
    return bare["admin"] != bare["alice"]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if _RIGHTS.search(name)}


def _form(person: Person) -> dict[str, Any]:
    roles = {"full_name": "name", "display_name": "name"}
    told = {field: person.value(roles.get(field, field)) for field in _TOLD}
    return {"email": person.email, "password": person.value("password"), "data": told}


def _signed_in(
    supabase: Supabase, person: Person, session: dict[str, Any], identity: dict[str, Any]
) -> Actor:
    text, keys = session_text(session), supabase.session_names
    return Actor(
        name=person.name,
        role="admin" if person.name == "admin" else "user",
        address=ADDRESSES[person.name],
        identity=identity,
        credentials={role: str(person.value(role)) for role in ("email", "password")}
        | {"id": session["user"]["id"]},
        headers={"authorization": f"Bearer {session['access_token']}"},
        cookies={name: value for key in keys for name, value in _cookies(key, text).items()},
        storage=dict.fromkeys(keys, text),
    )


def _cookies(key: str, text: str) -> dict[str, str]:
    """The session as @supabase/ssr keeps it: in one cookie, or in numbered ones."""
    value = "base64-" + url_text(text.encode())
    if len(value) <= LARGEST_COOKIE:
        return {key: value}
    pieces = range(0, len(value), LARGEST_COOKIE)
    return {f"{key}.{number}": value[start : start + LARGEST_COOKIE] for number, start in enumerate(pieces)}


def _tables_of_people(plan: BootPlan) -> list[str]:
    return [table for table in dict.fromkeys((plan.user_table, "profiles", "users")) if table]


def _through_first_steps(database: Database, plan: BootPlan, key: str) -> str:
    for table in _tables_of_people(plan):
        row = _row(database, table, key)
        if row is not None:
            return take_first_steps(database, table, row[0], key)
    return ""


def _identity(database: Database, plan: BootPlan, key: str) -> dict[str, Any]:
    """The person's row in the app's own table of people, else the account itself."""
    for table in _tables_of_people(plan):
        row = _row(database, table, key)
        if row is not None:
            return row[1]
    return database.query("SELECT id, email FROM auth.users WHERE id::text = %s", (key,))[0]


def _row(database: Database, table: str, key: str) -> tuple[str, dict[str, Any]] | None:
    """(column that holds the account's key, row)."""
    names = [column.name for column in database.columns(table)]
    for column in ("id", "user_id", "auth_id", "auth_user_id", "account_id"):
        if column not in names:
            continue
        rows = database.query(f'SELECT * FROM {database.quoted(table)} WHERE "{column}"::text = %s', (key,))
        if rows:
            return column, rows[0]
    return None


def _promote(database: Database, plan: BootPlan, key: str) -> bool:
    """Makes a person an administrator where the app keeps that: in the person's row, or in a row of roles."""
    if plan.admin is not None and database.columns(plan.admin[0]):
        return _put(database, *plan.admin, key)
    return any(_put(database, *office, key) for office in _offices(database))


def _put(database: Database, table: str, column: str, value: Any, key: str) -> bool:
    """Whether the person's row of a table holds the value now; a row is made where there is none."""
    found = _row(database, table, key)
    try:
        if found is None:
            names = [column.name for column in database.columns(table)]
            owner = next((name for name in OWNERS if name in names), None)
            return owner is not None and database.fill(table, 1, fixed={owner: key, column: value}) > 0
        sql = f'UPDATE {database.quoted(table)} SET "{column}" = %s WHERE "{found[0]}"::text = %s'
        return database.execute(sql, (value, key)) > 0
    except (TrialUnavailable, psycopg.Error):
        return False


def _offices(database: Database) -> Iterator[tuple[str, str, str]]:
    """(table, column, word) of each table that says who may do what, by the words that its column takes, or that the project's own
    policies and functions ask for: `has_role(auth.uid(), 'admin')`."""
    for table in database.tables():
        if "." in table or not _ROLES.search(table):
            continue
        for column in database.columns(table):
            words = [
                row["word"] for row in database.query(_WORDS, (column.type.rpartition(".")[2].strip('"'),))
            ]
            words = words or [row["word"] for row in database.query(_ASKED_FOR)]
            word = next((one for one in words if _OFFICE.match(one)), "")
            if word and _ROLE.match(column.name):
                yield table, column.name, word


_ROLES = regex(r"(^|_)(user_?roles?|roles?_users?|member_roles?|roles)$", re.I)
_ROLE = regex(r"^(user_|app_)?role(_name)?$", re.I)
_OFFICE = regex(r"^(super_?)?admin(istrator)?$", re.I)
_WORDS = """SELECT e.enumlabel AS word FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = %s
ORDER BY e.enumsortorder"""
_ASKED_FOR = """SELECT DISTINCT (regexp_matches(said, '''(\\w*admin\\w*)''', 'gi'))[1] AS word FROM (
SELECT coalesce(qual, '') || coalesce(with_check, '') AS said FROM pg_policies
UNION ALL SELECT prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public') AS texts"""
