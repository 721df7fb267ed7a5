"""People put into the users table as a seed would, where nobody registers by themselves. They sign in by the app's own door."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from typing import Any

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.regex import regex
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.database import Database, StoredColumn
from roadworthy.trial.ordinary_roles import PRIVILEGED, plainest
from roadworthy.trial.people import Person, role_of
from roadworthy.trial.python_plan import INSIDE_FILES

Run = Callable[[str, float], tuple[int, str]]
_MARK = "roadworthy-hash:"
_SECONDS = 30.0
# Every database reads it so; MySQL takes no `T` and no zone.
MOMENT = "2026-01-01 00:00:00"
PASSWORD = regex(r"^(hashed_?|encrypted_?)?pass(word|wd)?_?(hash|digest|hashed)?$", re.IGNORECASE)
_SWITCH = regex(r"^(is_?)?(e?mail_?)?(active|enabled|verified|confirmed|approved)(_?at)?$", re.IGNORECASE)
_OFF = regex(
    r"(deleted|banned|blocked|locked|suspended|disabled|expires?|reset|otp|two_?factor)", re.IGNORECASE
)
_END = regex(r"expir|valid_?(until|to)|ends?_?(at|on|date)$", re.IGNORECASE)
_RIGHTS = regex(
    r"role|is_?(admin|staff|super)|admin$|permission|access_?level|user_?type|^type$", re.IGNORECASE
)
_NOT_TEXT = regex(r"time|date|int|bool|numeric|json|uuid|bytea", re.IGNORECASE)
_PARENTS = """
SELECT a.attname::text AS name, c.confrelid::regclass::text AS parent, k.attname::text AS key
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_attribute k ON k.attrelid = c.confrelid AND k.attnum = c.confkey[1]
WHERE c.contype = 'f' AND cardinality(c.conkey) = 1 AND c.conrelid = to_regclass(%s)"""
_LABELS = """
SELECT e.enumlabel::text AS label FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
WHERE t.typname = %s ORDER BY e.enumsortorder"""
# Whichever of them the app has hashes the password as the app itself would.
_HASH = """
const word = process.argv[1];
const told = (hash) => console.log("roadworthy-hash:" + hash);
const attempts = [
  async () => require("bcryptjs").hashSync(word, 10),
  async () => require("bcrypt").hashSync(word, 10),
  async () => require("@node-rs/bcrypt").hash(word, 10),
  async () => require("@node-rs/argon2").hash(word),
  async () => require("argon2").hash(word),
];
(async () => {
  for (const attempt of attempts) {
    try { return told(await attempt()); } catch {}
  }
})();
"""


class PlantedPeople:
    """`said` tells why somebody could not be put there."""

    def __init__(self, plan: BootPlan, run: Run) -> None:
        self._plan, self._run = plan, run
        self.said = ""
        self._homes: dict[tuple[str, str], Any] = {}

    def make(self, person: Person, database: Database | None, table: str | None = None) -> bool:
        """Puts a row for the person into the users table, or into another `table` of people."""
        table = table or self._plan.user_table
        if database is None or table is None or table not in database.tables():
            return False
        columns = database.columns(table)
        names = [column for column in columns if role_of(column.name, "unknown") in ("email", "username")]
        word = next((column for column in columns if PASSWORD.match(column.name)), None)
        if not names or word is None:
            self.said = f"{table} has no column for a password"
            return False
        hashed = self._hashed(str(person.value("password")))
        # An app without any such library keeps the word as it is.
        kept = hashed or str(person.value("password"))
        return self._planted(person, database, table, columns, {word.name: kept})

    def _planted(
        self,
        person: Person,
        database: Database,
        table: str,
        columns: list[StoredColumn],
        fixed: dict[str, Any],
    ) -> bool:
        for column in columns:
            value = _value(person, column)
            # What may be missing is, where the table itself says nothing else: a moment of deletion that is there at all would make the
            # person one who is gone.
            missing = value is None and (not column.nullable or column.default is not None)
            if not missing and column.name not in fixed and not column.generated:
                fixed[column.name] = value
        try:
            fixed |= self._tenancy(person, database, table, columns)
            for column in columns:
                if _RIGHTS.search(column.name) and column.name not in fixed and _must_be_given(column):
                    fixed[column.name] = self._plain_right(database, column)
                elif _RIGHTS.search(column.name) and fixed.get(column.name, "") is None:
                    # The column may be empty, and the app may know nobody of no role.
                    fixed[column.name] = plainest(self._known_values(database, column))
            made = database.fill(table, 1, fixed=fixed)
        except TrialUnavailable as error:
            self.said = str(error)
            return False
        return made > 0

    def _tenancy(
        self, person: Person, database: Database, table: str, columns: list[StoredColumn]
    ) -> dict[str, Any]:
        """An organisation, shop or whatever people belong to of the person's own, so that nobody is a colleague of whom they
        are to be kept from; the administrator belongs to alice's."""
        given = {column.name for column in columns if _must_be_given(column)}
        found: dict[str, Any] = {}
        for row in database.query(_PARENTS, (database.quoted(table),)) if database.kind == "postgres" else ():
            name, parent, key = row["name"], row["parent"], row["key"]
            if name not in given or parent.strip('"') == table:
                continue
            of = "alice" if person.name == "admin" else person.name
            if (of, name) not in self._homes:
                self._homes[of, name] = _new_row(database, parent.strip('"'), key)
            found[name] = self._homes[of, name]
        return found

    def _plain_right(self, database: Database, column: StoredColumn) -> Any:
        """A value that gives no special rights. Raises TrialUnavailable where none is known: people with more rights than
        they are thought to have would prove what is no gap."""
        allowed = self._plan.doors.register.allowed if self._plan.doors.register is not None else {}
        asked = next((value for name, value in allowed.items() if name.lower() == column.name.lower()), None)
        if asked is not None and not PRIVILEGED.search(asked):
            return asked
        if "bool" in column.type:
            return False
        least = plainest(self._known_values(database, column))
        if least is None:
            raise TrialUnavailable(f"no value of {column.name} is known to give no special rights")
        return least

    def _known_values(self, database: Database, column: StoredColumn) -> list[str]:
        """What a column of rights may hold: by its type, or as the app says."""
        kind = column.type.strip('"').rpartition(".")[2].strip('"')
        labels = database.query(_LABELS, (kind,)) if database.kind == "postgres" else []
        return [row["label"] for row in labels] or list(self._plan.rights.get(column.name, ()))

    def _hashed(self, word: str) -> str | None:
        try:
            is_node = self._plan.runtime == "node"
            program = (
                f"node -e {shlex.quote(_HASH)}" if is_node else f"python {INSIDE_FILES}/hash_password.py"
            )
            _, text = self._run(f"{program} {shlex.quote(word)}", _SECONDS)
        except AppError as error:
            self.said = str(error)
            return None
        line = next((line for line in text.splitlines() if line.startswith(_MARK)), None)
        return line.removeprefix(_MARK).strip() if line is not None else None


def _must_be_given(column: StoredColumn) -> bool:
    return not column.nullable and column.default is None and not column.generated


def _new_row(database: Database, table: str, key: str) -> Any:
    """The key of a row that was not there before."""
    quoted = database.quoted(table)
    before = {row["k"] for row in database.query(f'SELECT "{key}" AS k FROM {quoted}')}
    database.fill(table, 1)
    made = [
        row["k"] for row in database.query(f'SELECT "{key}" AS k FROM {quoted}') if row["k"] not in before
    ]
    if not made:
        raise TrialUnavailable(f"no row of {table} could be made")
    return made[0]


def _value(person: Person, column: StoredColumn) -> Any:
    """What a column of the users table holds of a person who may sign in; None for what is no matter of theirs."""
    role, kind = role_of(column.name, "unknown"), column.type.lower()
    if _END.search(column.name) and ("time" in kind or kind == "date"):
        return "2035-01-01 00:00:00"
    if _OFF.search(column.name):
        return None
    if _SWITCH.match(column.name):
        return True if "bool" in kind else MOMENT if "time" in kind else None
    textual = "char" in kind or "text" in kind
    return (
        person.value(role)
        if textual and role in ("email", "username", "name", "first_name", "last_name")
        else None
    )


def told_apart_by(columns: list[StoredColumn]) -> list[tuple[str, str]]:
    """The columns by which a person is found, each with its meaning: an address or a name of their own before a number."""
    texts = [(one.name, role_of(one.name, "unknown")) for one in columns if not _NOT_TEXT.search(one.type)]
    own = [one for one in texts if one[1] in ("email", "username")]
    return [*own, *(one for one in texts if one[1] == "phone")]
