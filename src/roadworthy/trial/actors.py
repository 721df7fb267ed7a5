"""Making the actors: through the app's own doors, the administrator promoted in the database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from roadworthy.trial.actor import Actor
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.database import Database
from roadworthy.trial.door import Door
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.people import ADDRESSES, Person, filled_form, role_of

Send = Callable[[Actor, Request], Response]
_TOKEN = re.compile(r"^(access_?token|token|id_?token|jwt|auth_?token|session_?token|bearer)$", re.IGNORECASE)
_USER_TABLE = re.compile(r"(^|\.)(app_?)?(users?|accounts?|members?|profiles?|customers?)$", re.IGNORECASE)
_VERIFIED = re.compile(
    r"^(is_?)?(e?mail_?)?(verified|confirmed|active|activated|approved)(_?at)?$", re.IGNORECASE
)
_ADMIN_FLAG = re.compile(r"^(is_?)?(admin|superuser|staff)$", re.IGNORECASE)
_STORED = re.compile(
    r"""localStorage\.getItem\(\s*["'`]([\w.:-]*(?:token|auth|jwt|session)[\w.:-]*)["'`]""", re.I
)
_TRIED_NAMES = ("alice", "bob", "admin")


class ActorMaker:
    """`notes` collects, one line each, what could not be done and how the app answered."""

    def __init__(self, plan: BootPlan, send: Send, database: Database | None, copy: Path) -> None:
        self._plan = plan
        self._send = send
        self._database = database
        self._storage_names = stored_token_names(copy)
        self.notes: list[str] = []

    def make(self) -> dict[str, Actor]:
        """'anonymous' always; the others where the doors let them in."""
        actors = {"anonymous": Actor(name="anonymous", role="anonymous", address=ADDRESSES["anonymous"])}
        if self._plan.doors.register is None and self._plan.doors.login is None:
            self.notes.append("no endpoint that registers or signs in was found, so everybody is anonymous")
            return actors
        for number, name in enumerate(_TRIED_NAMES, 1):
            actor = self._enter(Person(name, number))
            if actor is not None:
                actors[name] = actor
        return actors

    def _enter(self, person: Person) -> Actor | None:
        actor = Actor(
            name=person.name, role="user", address=ADDRESSES[person.name], credentials=_typed(person)
        )
        register, login = self._plan.doors.register, self._plan.doors.login
        entered = self._knock(actor, register, person) if register is not None else None
        if entered is not None and not entered.ok and not 300 <= entered.status < 400:
            self.notes.append(_refusal(person.name, "register", register, entered))
            return None
        if person.name == "admin" and not self._promote(person):
            return None
        if login is not None:
            entered = self._sign_in(actor, login, person)
        if entered is None or not actor.signed_in:
            self.notes.append(_refusal(person.name, "sign in", login or register, entered))
            return None
        role = "admin" if person.name == "admin" else "user"
        return Actor(
            name=actor.name,
            role=role,
            address=actor.address,
            identity=self.identity(person) or {},
            credentials=actor.credentials,
            headers=actor.headers,
            cookies=actor.cookies,
            storage=actor.storage,
        )

    def _sign_in(self, actor: Actor, login: Door, person: Person) -> Response:
        answer = self._knock(actor, login, person)
        if answer.status in (401, 403) and self._verify(person):
            answer = self._knock(actor, login, person)
        return answer

    def _knock(self, actor: Actor, door: Door, person: Person) -> Response:
        """Try the door in the ways a form may be meant, until one is accepted."""
        answer = None
        for form in _attempts(door, person):
            request = Request(actor=actor, method=door.method, path=door.path, **form)
            answer = self._send(actor, request)
            if answer.ok or 300 <= answer.status < 400:
                self._take_token(actor, answer)
                return answer
            if answer.status not in (400, 401, 415, 422, 500):
                return answer
        assert answer is not None
        return answer

    def _take_token(self, actor: Actor, answer: Response) -> None:
        token = token_in(answer.json())
        if token is None:
            return
        actor.headers["authorization"] = f"Bearer {token}"
        actor.storage.update({name: token for name in self._storage_names or ["token"]})

    def identity(self, person: Person) -> dict[str, Any] | None:
        """The person's row in the users table, or None."""
        found = self._row(person)
        return found[2] if found else None

    def _row(self, person: Person) -> tuple[str, str, dict[str, Any]] | None:
        """(table, column that identifies, row)."""
        if self._database is None:
            return None
        for table in self._user_tables():
            names = [column.name for column in self._database.columns(table)]
            for column in names:
                role = role_of(column, "unknown")
                if role not in ("email", "username"):
                    continue
                sql = f'SELECT * FROM {self._database.quoted(table)} WHERE "{column}" = %s'
                wanted = [person.value(role), person.email]
                for value in wanted:
                    rows = self._database.query(sql, (value,))
                    if rows:
                        return table, column, rows[0]
        return None

    def _user_tables(self) -> list[str]:
        assert self._database is not None
        tables = self._database.tables()
        named = [
            table for table in (self._plan.user_table, self._plan.admin and self._plan.admin[0]) if table
        ]
        return [
            *(table for table in named if table in tables),
            *(table for table in tables if _USER_TABLE.search(table) and table not in named),
        ]

    def _set(self, person: Person, column: str, value: Any) -> bool:
        found = self._row(person)
        if found is None or self._database is None:
            return False
        table, key, row = found
        sql = f'UPDATE {self._database.quoted(table)} SET "{column}" = %s WHERE "{key}" = %s'
        return self._database.execute(sql, (value, row[key])) > 0

    def _promote(self, person: Person) -> bool:
        column, value = (self._plan.admin[1], self._plan.admin[2]) if self._plan.admin else (None, True)
        if column is None:
            column = self._column(person, _ADMIN_FLAG, "bool")
        if column is None or not self._set(person, column, value):
            self.notes.append("no column was found that makes a user an administrator")
            return False
        return True

    def _verify(self, person: Person) -> bool:
        """Do in the database what clicking the link in the confirmation mail would do."""
        flag = self._column(person, _VERIFIED, "bool")
        moment = self._column(person, _VERIFIED, "time")
        done = self._set(person, flag, True) if flag else False
        return (self._set(person, moment, "2026-01-01T00:00:00Z") if moment else False) or done

    def _column(self, person: Person, pattern: re.Pattern[str], kind: str) -> str | None:
        found = self._row(person)
        if found is None or self._database is None:
            return None
        columns = self._database.columns(found[0])
        return next((c.name for c in columns if pattern.match(c.name) and kind in c.type.lower()), None)


def _typed(person: Person) -> dict[str, str]:
    return {role: str(person.value(role)) for role in ("email", "username", "password", "name")}


def _attempts(door: Door, person: Person) -> Iterator[dict[str, Any]]:
    """Bodies to try in turn: all fields, only the understood ones, the user name as an address; JSON and form."""
    full = filled_form(person, door.fields, unknown=True)
    understood = filled_form(person, door.fields, unknown=False)
    by_address = {
        name: person.email if role_of(name, door.fields[name]) == "username" else value
        for name, value in full.items()
    }
    tried: list[dict[str, Any]] = []
    for kind in ("data", "json") if door.form else ("json", "data"):
        for body in (full, understood, by_address):
            attempt = {kind: body if kind == "json" else _as_text(body)}
            if attempt not in tried:
                tried.append(attempt)
                yield attempt


def _as_text(body: Mapping[str, Any]) -> dict[str, str]:
    return {name: "true" if value is True else str(value) for name, value in body.items()}


def _refusal(name: str, verb: str, door: Door | None, answer: Response | None) -> str:
    where = f"{door.method} {door.path}" if door else "no door"
    said = f"{answer.status} {answer.error or answer.text[:160]}" if answer else "nothing"
    return f"{name} could not {verb}: {where} answered {said}"


def token_in(value: Any, depth: int = 4) -> str | None:
    """The bearer token in a JSON answer, wherever it is nested (at most `depth` deep)."""
    if not isinstance(value, Mapping) or depth == 0:
        return None
    for name, inner in value.items():
        if isinstance(inner, str) and _TOKEN.match(name) and len(inner) > 8:
            return inner
    return next((found for inner in value.values() if (found := token_in(inner, depth - 1))), None)


def stored_token_names(copy: Path) -> list[str]:
    """The localStorage keys under which the app's pages look for a token."""
    found: dict[str, None] = {}
    for suffix in ("ts", "tsx", "js", "jsx", "html", "vue", "svelte"):
        for file in copy.rglob(f"*.{suffix}"):
            if file.is_file() and not file.is_symlink() and file.stat().st_size < 400_000:
                found.update(dict.fromkeys(_STORED.findall(file.read_text(errors="replace"))))
    return list(found)
