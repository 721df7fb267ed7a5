"""Making the actors: through the app's own doors, the administrator promoted in the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from roadworthy.regex import Regex, regex
from roadworthy.trial.actor import Actor, Entry
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.carrier import settle_carrier
from roadworthy.trial.coming_in import ask, enter_by_library, knock
from roadworthy.trial.database import Database
from roadworthy.trial.door import Door, learned
from roadworthy.trial.door_attempts import is_accepted, refusal, turned_away
from roadworthy.trial.environment import ADMIN_ADDRESS
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.found_doors import WITH_PAGES, found_doors
from roadworthy.trial.framework_people import FrameworkPeople
from roadworthy.trial.kept_in_pages import kept_names, kept_values, token_in
from roadworthy.trial.office import office_doors, office_paths, office_table
from roadworthy.trial.page_entry import TOO_MANY, Entered, enter, keep_tokens, look
from roadworthy.trial.people import ADDRESSES, PEOPLE, Person, typed_by
from roadworthy.trial.plain_rights import is_administrator, plain_value, still_says_so
from roadworthy.trial.planted_people import MOMENT, PlantedPeople, told_apart_by
from roadworthy.trial.sending import Send

_USER_TABLE = regex(r"(^|\.)(app_?)?(users?|accounts?|members?|profiles?|customers?)$", re.IGNORECASE)
_VERIFIED = regex(r"^(is_?)?(e?mail_?)?(verified|confirmed|active|activated|approved)(_?at)?$", re.IGNORECASE)
_CONFIRMED = regex(r"^(is_?)?(e?mail_?)?(verified|confirmed)(_?at)?$", re.IGNORECASE)
_ADMIN_FLAG = regex(r"^(is_?)?(admin|superuser|staff)$", re.IGNORECASE)


class ActorMaker:
    """`notes` collects, one line each, what could not be done and how the app answered. `tools` make people where the app
    has no door; `restart` empties what the app counts in its memory. `doors` are those that people came in by."""

    def __init__(
        self,
        plan: BootPlan,
        send: Send,
        database: Database | None,
        copy: Path,
        tools: FrameworkPeople,
        restart: Callable[[], None],
    ) -> None:
        self._plan = plan
        self._send = send
        self._database = database
        self._kept = kept_names(copy)
        self._tools = tools
        self._restart = restart
        self._planted = PlantedPeople(plan, tools.run)
        self.notes: list[str] = []
        self.doors = plan.doors
        self._without_session = False
        self._registered: set[str] = set()
        self._entries: dict[str, Entry] = {}
        self._office = ""
        self._office_door: Door | None = None

    @property
    def without_session(self) -> bool:
        """Whether somebody was let in and got nothing to show for it: neither a cookie nor a token."""
        return self._without_session

    def make(self) -> dict[str, Actor]:
        """'anonymous' always; the others where the doors let them in."""
        visitor = Actor(name="anonymous", role="anonymous", address=ADDRESSES["anonymous"])
        actors = {visitor.name: visitor}
        self.doors = found_doors(self._plan, self._send, visitor)
        if self.doors.register is None and self.doors.login is None and not self._tools.can:
            self.notes.append("no endpoint that registers or signs in was found, so everybody is anonymous")
            return actors
        for person in PEOPLE:
            actor = self._enter(person)
            if actor is not None:
                actors[person.name] = actor
        return actors

    def unasked(self) -> dict[str, Actor]:
        """The people of an app that let them in, gave them nothing to show for it, and asks nobody afterwards: each with their row."""
        found: dict[str, Actor] = {}
        for person in PEOPLE if self._without_session and self._plan.asks_nobody else ():
            # Nobody can tell an administrator from anybody else there.
            if person.name != "admin" and self._row(person) is not None:
                actor = Actor(
                    name=person.name,
                    role="user",
                    address=ADDRESSES[person.name],
                    credentials=typed_by(person),
                )
                found[person.name] = self._made(actor, "user", person)
        if found:
            failed = tuple(f"{name} could not sign in" for name in found)
            self.notes = [note for note in self.notes if not note.startswith(failed)]
            self.notes.append(
                f"{' and '.join(found)} came in and got nothing to show for it; no endpoint asks who sends a request"
            )
        return found

    def enter_again(self, actor: Actor) -> bool:
        """Whether somebody whom the app no longer knows is signed in once more, by the door they came in by."""
        person = next((one for one in PEOPLE if one.name == actor.name), None)
        login = self._office_door if actor.name == "admin" and self._office_door else self.doors.login
        if person is None or login is None:
            return False
        kept = [(part, dict(part)) for part in (actor.cookies, actor.headers)]
        for part, _ in kept:
            part.clear()
        inside = self._come_in(actor, login, person) or self._anew(actor, person)
        for part, before in () if inside else kept:
            part.update(before)
        return inside

    def _anew(self, actor: Actor, person: Person) -> bool:
        """Whether somebody is in whom the app forgot as it ended, since it keeps people in its memory alone: they register again."""
        login = self.doors.login
        if self._plan.user_table is not None or login is None:
            return False
        return self._register(actor, self.doors.register, person) and self._come_in(actor, login, person)

    def _enter(self, person: Person) -> Actor | None:
        actor = Actor(
            name=person.name, role="user", address=ADDRESSES[person.name], credentials=typed_by(person)
        )
        if person.name == "admin" and self._in_office(actor, person):
            return self._made(actor, "admin", person)
        register, login = self.doors.register, self.doors.login
        known = person.name in self._registered or self._register(actor, register, person)
        known = known or self._is_known_elsewhere(actor, login, person)
        if not known and self._tools.make(person) is None and not self._plant(person):
            self.notes.append(f"{self._why} {self._tools.said}{self._planted.said}".strip())
            return None
        if person.name == "admin" and not self._promote(person):
            return None
        if person.name != "admin" and not self._made_plain(actor, person):
            return None
        # Many an app lets people in before they have clicked the link in its mail, and then shows them nothing but that.
        self._verify(person, _CONFIRMED)
        inside = self._come_in(actor, login, person) if login is not None else known and actor.signed_in
        if not inside and known and self._row(person) is None and self._plant(person):
            # What was taken for a registration made nobody.
            inside = login is not None and self._come_in(actor, login, person)
        if not inside:
            inside = self._let_in(actor, person)
        if not inside:
            self.notes.append(self._why)
            return None
        return self._made(actor, "admin" if person.name == "admin" else "user", person)

    def _made(self, actor: Actor, role: str, person: Person) -> Actor:
        return Actor(
            name=actor.name,
            role=role,
            address=actor.address,
            identity=self.identity(person) or {},
            credentials={**actor.credentials, **typed_by(self._told_key(self.doors.login, person))},
            headers=actor.headers,
            cookies=actor.cookies,
            storage=actor.storage,
            form_fields=actor.form_fields,
            same_site=actor.same_site,
            # Who came in by registering cannot do so a second time.
            entry=self._entries.get(actor.name) if self.doors.login is not None else None,
        )

    def _in_office(self, actor: Actor, person: Person) -> bool:
        """Whether the administrator is in who is kept in a table of administrators: put there, and let in by the door of all or by
        one of their own."""
        table = office_table(self._plan, self._database)
        if self._database is None or not table or not self._planted.make(person, self._database, table):
            return False
        self._office, self._why = table, ""
        pages = (look(self._send, actor, path) for path in office_paths())
        own = office_doors(pages) if self._plan.framework in WITH_PAGES else iter(())
        for door in chain([self.doors.login] if self.doors.login is not None else [], own):
            if self._come_in(actor, door, person):
                self._office_door = door
                self.notes.append(f"{person.name} was put into {table}, as a seed would")
                return True
        self._office = ""
        return False

    def _register(self, actor: Actor, door: Door | None, person: Person) -> bool:
        """Whether the app took the person in."""
        self._why = f"{person.name} could not register: the app has no door for it"
        if door is None:
            return False
        entered = self._by_page(actor, door, person, register=True)
        if entered is not None:
            self._why = turned_away(person.name, "register", door, entered)
            return entered.accepted
        answer = self._knock(actor, door, person)
        self._why = refusal(person.name, "register", door, answer)
        taken = is_accepted(answer)
        if taken:
            self._registered.add(person.name)
            self.doors = msgspec.structs.replace(
                self.doors, register=learned(door, self._entries.get(actor.name))
            )
        return taken

    def _is_known_elsewhere(self, actor: Actor, login: Door | None, person: Person) -> bool:
        """Whether an app in which nobody registers knows this one: its settings name the one account, or a provider does."""
        if login is None or self.doors.register is not None:
            return False
        alone = self._plan.user_table is None or bool(login.library)
        return alone and self._come_in(actor, login, person)

    def _plant(self, person: Person) -> bool:
        """Whether the person has been put into the users table."""
        # Whoever registered half-way, for a confirmation that never comes, is there already.
        if self.doors.login is None:
            return False
        there = self._row(person) is not None
        done = there or self._planted.make(person, self._database)
        if done:
            self._verify(person)
            how = (
                "is in the users table already" if there else "was put into the users table, as a seed would"
            )
            self.notes.append(f"{self._why}; {person.name} {how}")
        return done

    def _come_in(self, actor: Actor, door: Door, person: Person) -> bool:
        """Whether the person is signed in now. What registering left behind, a session of less rights, is dropped."""
        person = self._told_key(door, person)
        if door.form:
            actor.cookies.clear()
        entered = self._by_page(actor, door, person, register=False)
        inside = entered is not None and entered.inside and self._is_known(actor)
        if entered is not None and not inside and self._verify(person):
            entered = self._by_page(actor, door, person, register=False)
            inside = entered is not None and entered.inside and self._is_known(actor)
        if entered is not None:
            self._why = turned_away(person.name, "sign in", door, entered)
            return inside
        answer = self._sign_in(actor, door, person)
        self._why = refusal(person.name, "sign in", door, answer)
        accepted = is_accepted(answer)
        self._without_session |= accepted and not actor.signed_in
        return accepted and actor.signed_in

    def _told_key(self, door: Door | None, person: Person) -> Person:
        """The person with the key by which the app lets them in, as it told them when they registered."""
        row = self.identity(person) if door is not None and door.key else None
        known = str(row.get(door.key, "")) if row is not None and door is not None else ""
        return msgspec.structs.replace(person, key=known)

    def _is_known(self, actor: Actor) -> bool:
        """Whether the app shows the person what it shows to nobody else, where such a page is known."""
        if not self._plan.private_page or (actor.name == "admin" and self._office):
            return True
        landing = look(self._send, actor, self._plan.private_page)
        return landing.answer.status not in (401, 403) and not landing.asks_who

    def _let_in(self, actor: Actor, person: Person) -> bool:
        """A session that the framework itself opens, as it would after a sign-in that takes more than a password."""
        cookies = self._tools.make(person)
        actor.cookies.update(cookies or {})
        if cookies and self.doors.login is not None:
            keep_tokens(actor, look(self._send, actor, "/").page)
        return bool(cookies)

    def _by_page(self, actor: Actor, door: Door, person: Person, *, register: bool) -> Entered | None:
        """Comes in through the door's page; None when it has no form to fill in. An app that counts attempts in its memory is
        started anew where the count is up."""
        if not door.form:
            return None
        entered = enter(self._send, actor, door, person, register=register)
        if entered is not None and entered.landing.answer.status == TOO_MANY:
            self._restart()
            entered = enter(self._send, actor, door, person, register=register)
        if entered is not None:
            keep_tokens(actor, entered.landing.page)
        return entered

    def _sign_in(self, actor: Actor, login: Door, person: Person) -> Response:
        answer = self._knock(actor, login, person, for_session=True)
        if answer.status in (401, 403) and self._verify(person):
            answer = self._knock(actor, login, person, for_session=True)
        return answer

    def _knock(self, actor: Actor, door: Door, person: Person, *, for_session: bool = False) -> Response:
        """What the door answers. `for_session`: to a form that gives something to show for it, where one does."""
        led = enter_by_library(self._send, actor, door, person)
        if led is not None:
            return led

        def enough(answer: Response) -> bool:
            self._take_token(actor, answer)
            return not for_session or actor.signed_in

        came = knock(self._send, actor, door, person, enough)
        if came.entry is not None:
            self._entries[actor.name] = came.entry
        return came.answer

    def _take_token(self, actor: Actor, answer: Response) -> None:
        said = answer.json()
        token = token_in(said)
        if token is None:
            return
        settle_carrier(actor, token, self._plan.private_reads, lambda path: self._status(actor, path))
        actor.storage.update(kept_values(self._kept, said))

    def _status(self, actor: Actor, path: str) -> int:
        return ask(self._send, actor, Request(actor=actor, method="GET", path=path)).status

    def identity(self, person: Person) -> dict[str, Any] | None:
        """The person's row in the users table, or None."""
        found = self._row(person)
        return found[2] if found else None

    def _row(self, person: Person) -> tuple[str, str, dict[str, Any]] | None:
        """(table, column that identifies, row)."""
        if self._database is None:
            return None
        of_office = [self._office] if person.name == "admin" and self._office else []
        for table in of_office or self._user_tables():
            columns = self._database.columns(table)
            for column, role in told_apart_by(columns):
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
        # SQLAlchemy stores the names of an enumeration's members, which are capitals, and not their values.
        if isinstance(value, str) and str(row.get(column)).isupper():
            value = value.upper()
        sql = f'UPDATE {self._database.quoted(table)} SET "{column}" = %s WHERE "{key}" = %s'
        return self._database.execute(sql, (value, row[key])) > 0

    def _made_plain(self, actor: Actor, person: Person) -> bool:
        """Whether the person has no more rights than anybody, be it that they are taken away."""
        found = self._row(person)
        if found is None or self._database is None or not is_administrator(self._plan, found[2]):
            return True
        value = plain_value(self._plan, self._database.columns(found[0]))
        column = self._plan.admin[1] if self._plan.admin is not None else ""
        # Who can sign in once more gets a token that says what holds by then.
        anew = self.doors.login is not None or not still_says_so(self._plan, actor)
        if value is not None and anew and self._set(person, column, value):
            self.notes.append(f"whoever registers is an administrator: {person.name} is made {value}")
            return True
        self.notes.append(
            f"whoever registers is an administrator, and what takes that from {person.name} again is not known"
        )
        return False

    def _promote(self, person: Person) -> bool:
        if self._plan.framework == "django" and self._plan.admin is None:
            return self._tools.make(person) is not None
        column, value = (self._plan.admin[1], self._plan.admin[2]) if self._plan.admin else (None, True)
        if column is None:
            column = self._column(person, _ADMIN_FLAG, "bool")
        if column is None and any(ADMIN_ADDRESS.search(name) for name in self._plan.environment_names):
            return True
        if column is None or not self._set(person, column, value):
            self.notes.append("no column was found that makes a user an administrator")
            return False
        return True

    def _verify(self, person: Person, named: Regex[str] = _VERIFIED) -> bool:
        """Do in the database what clicking the link in the confirmation mail would do."""
        flag, moment = self._column(person, named, "bool"), self._column(person, named, "time")
        done = self._set(person, flag, True) if flag else False
        return (self._set(person, moment, MOMENT) if moment else False) or done

    def _column(self, person: Person, pattern: Regex[str], kind: str) -> str | None:
        found = self._row(person)
        if found is None or self._database is None:
            return None
        columns = self._database.columns(found[0])
        return next((c.name for c in columns if pattern.match(c.name) and kind in c.type.lower()), None)
