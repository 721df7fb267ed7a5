"""People put into the users table as a seed would, where nobody registers by themselves. They sign in by the app's own door."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from typing import Any

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.database import Database, StoredColumn
from roadworthy.trial.people import Person, role_of

Run = Callable[[str, float], tuple[int, str]]
_MARK = "roadworthy-hash:"
_SECONDS = 30.0
_PASSWORD = re.compile(r"^(hashed_?|encrypted_?)?pass(word|wd)?_?(hash|digest|hashed)?$", re.IGNORECASE)
_SWITCH = re.compile(r"^(is_?)?(e?mail_?)?(active|enabled|verified|confirmed|approved)(_?at)?$", re.IGNORECASE)
_OFF = re.compile(r"(deleted|banned|blocked|locked|suspended|disabled|expires?|reset|otp|two_?factor)", re.IGNORECASE)
# Whichever of them the app has hashes the password as the app itself would.
_HASH = """
const word = process.argv[1];
const told = (hash) => console.log(%r + hash);
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
""" % _MARK


class PlantedPeople:
    """`said` tells why somebody could not be put there."""

    def __init__(self, plan: BootPlan, run: Run) -> None:
        self._plan, self._run = plan, run
        self.said = ""

    def make(self, person: Person, database: Database | None) -> bool:
        """Puts a row for the person into the users table."""
        table = self._plan.user_table
        if self._plan.runtime != "node" or database is None or table is None or table not in database.tables():
            return False
        columns = database.columns(table)
        names = [column for column in columns if role_of(column.name, "unknown") in ("email", "username")]
        word = next((column for column in columns if _PASSWORD.match(column.name)), None)
        if not names or word is None:
            self.said = f"{table} has no column for a password"
            return False
        hashed = self._hashed(str(person.value("password")))
        if hashed is None:
            self.said = "no library was found with which the app hashes passwords"
            return False
        return self._planted(person, database, table, columns, {word.name: hashed})

    def _planted(
        self, person: Person, database: Database, table: str, columns: list[StoredColumn], fixed: dict[str, Any]
    ) -> bool:
        for column in columns:
            value = _value(person, column)
            if value is not None and column.name not in fixed and not column.generated:
                fixed[column.name] = value
        try:
            made = database.fill(table, 1, fixed=fixed)
        except TrialUnavailable as error:
            self.said = str(error)
            return False
        return made > 0

    def _hashed(self, word: str) -> str | None:
        try:
            _, text = self._run(f"node -e {shlex.quote(_HASH)} {shlex.quote(word)}", _SECONDS)
        except AppError as error:
            self.said = str(error)
            return None
        line = next((line for line in text.splitlines() if line.startswith(_MARK)), None)
        return line.removeprefix(_MARK).strip() if line is not None else None


def _value(person: Person, column: StoredColumn) -> Any:
    """What a column of the users table holds of a person who may sign in; None for what is no matter of theirs."""
    role, kind = role_of(column.name, "unknown"), column.type.lower()
    if _OFF.search(column.name):
        return None
    if _SWITCH.match(column.name):
        return True if "bool" in kind else "2026-01-01T00:00:00Z" if "time" in kind else None
    textual = "char" in kind or "text" in kind
    return person.value(role) if textual and role in ("email", "username", "name", "first_name", "last_name") else None
