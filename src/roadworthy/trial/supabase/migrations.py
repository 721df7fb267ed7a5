"""Applies a project's SQL files to a database prepared as the service prepares one: statement by statement, as `postgres`."""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
import pglast
import psycopg
from pglast.parser import ParseError

from roadworthy.regex import regex
from roadworthy.trial.extensions import missing_extension
from roadworthy.trial.supabase.laid_out import lay_out, secure
from roadworthy.trial.supabase.stated_tables import StatedTable

Connection = psycopg.Connection[dict[str, Any]]
_PREPARED = ("01_roles", "02_schemas", "03_auth", "04_storage", "05_extensions")
_META = regex(r"^\\[^\n]*$", re.M)
_COPIED = regex(r"^COPY\b[^;\n]*FROM stdin;\n.*?^\\\.$", re.M | re.S | re.I)
_LEADING = regex(r"(\s+|--[^\n]*(\n|\Z)|/\*.*?\*/)+", re.S)
# A file that fails half-way would otherwise lose all of it.
_TRANSACTION = regex(r"^(begin|commit|end|rollback|start\s+transaction|savepoint|release)\b[^;]{0,60}$", re.I)
_EXTENSION = regex(
    r'^(create|drop|alter|comment\s+on)\s+extension\s+(if\s+(not\s+)?exists\s+)?"?([\w-]+)"?', re.I
)
# Given by our own stand-ins, or by the service's own parts.
_STAND_INS = frozenset(
    {
        "pgcrypto",
        "uuid-ossp",
        "pg_cron",
        "pg_net",
        "supabase_vault",
        "vault",
        "pgsodium",
        "pg_graphql",
        "plpgsql",
    }
    | {"pg_stat_statements", "pgjwt", "pg_stat_monitor"}
)
_SHAPE = regex(r"(alter\s+table\b.*\badd\s+column|create\s+(unique\s+)?(table|index))\b", re.I | re.S)
_MISSING = regex(r'(?:relation|type) "(?:public\.)?(\w+)" does not exist')
_PATIENCE = "60s"


class Applied(msgspec.Struct, frozen=True):
    """`succeeded` of `statements` were applied; `notes` says of each other one where it stands and what the database said;
    `laid_out` are the tables that no file makes. `broke` tells the same of all that failed when the files ran in their order,
    before anything was laid out or tried again."""

    statements: int
    succeeded: int
    notes: tuple[str, ...]
    laid_out: tuple[StatedTable, ...] = ()
    broke: tuple[str, ...] = ()


def prepare(connection: Connection, grants: Literal["given", "withheld"]) -> None:
    """Makes what a hosted project has before its first migration. Needs the superuser."""
    for name in (*_PREPARED, f"grants_{grants}"):
        text = importlib.resources.files(__package__).joinpath(f"sql/{name}.sql").read_text()
        with connection.transaction():
            connection.execute(text)
        connection.execute("RESET ALL")
        connection.execute("RESET ROLE")


def apply(
    root: Path,
    files: tuple[str, ...],
    as_postgres: Callable[[], Connection],
    owner: Connection,
    stated: tuple[StatedTable, ...] = (),
) -> Applied:
    """Runs the files' statements in order, as the role `postgres`; extensions are made by the owner, which the service lets
    `postgres` do. What fails is noted and the rest goes on; tables, columns and indexes that came too early are made when
    all is through, as whoever ran the files by hand did. So is what waits for a table that no file makes, once those that are
    `stated` elsewhere are laid out."""
    # As `postgres` has it; ours begins with a schema of our own.
    owner.execute("SET search_path = public, extensions")
    count, failed = 0, list[_Failed]()
    for path in files:
        text = _blanked((root / path).read_text(encoding="utf-8-sig", errors="replace"))
        with as_postgres() as connection:
            connection.execute(f"SET statement_timeout = '{_PATIENCE}'")
            parts = [(line, part) for line, part in statements(text) if not _TRANSACTION.match(part)]
            tried = [(f"{path}:{line}", part, _run(part, connection, owner)) for line, part in parts]
        count += len(tried)
        failed += [_Failed(*one) for one in tried if one[2]]
    with as_postgres() as connection:
        made = lay_out(connection, stated)
        left = [one for one in failed if not one.comes(made) or _run(one.statement, connection, owner)]
        secure(connection, made)
    notes, broke = (tuple(f"{one.place}: {one.reason}" for one in some) for some in (left, failed))
    return Applied(count, count - len(left), notes, made, broke)


class _Failed(msgspec.Struct, frozen=True):
    place: str
    statement: str
    reason: str

    @property
    def was_early(self) -> bool:
        """Rights are left as the files' order makes them: a later file may have taken back what this one gives."""
        return bool(_SHAPE.match(self.statement)) and "does not exist" in self.reason

    def comes(self, made: tuple[StatedTable, ...]) -> bool:
        """Whether it may be done now that these tables are there. All that is about such a table failed, so that the order of
        what the files say of it stays."""
        missing = _MISSING.search(self.reason)
        return self.was_early or (missing is not None and missing[1] in [table.name for table in made])


def _run(statement: str, connection: Connection, owner: Connection) -> str:
    """Runs one; what the database said against it, '' when it was done."""
    extension = _EXTENSION.match(statement)
    if extension is not None and extension[4].lower() in _STAND_INS:
        return ""
    reason = _tried(statement, owner if extension is not None else connection)
    missing = missing_extension(reason)
    if missing and not _tried(f'CREATE EXTENSION IF NOT EXISTS "{missing}" WITH SCHEMA extensions', owner):
        reason = _tried(statement, connection)
    return reason


def _tried(statement: str, connection: Connection) -> str:
    try:
        connection.execute(statement.encode())
    except psycopg.Error as error:
        return str(error).splitlines()[0]
    return ""


def statements(text: str) -> Iterator[tuple[int, str]]:
    """The statements of a file with the lines they begin in."""
    try:
        slices = pglast.split(text, with_parser=False, only_slices=True)
    except (ParseError, UnicodeError, ValueError):
        slices = (slice(0, len(text)),)
    for one in slices:
        written = text[one]
        leading = _LEADING.match(written)
        begin = leading.end() if leading is not None else 0
        statement = written[begin:].rstrip().rstrip(";").rstrip()
        if statement:
            yield text.count("\n", 0, one.start + begin) + 1, statement


def _blanked(text: str) -> str:
    """Without what only psql reads."""
    for pattern in (_COPIED, _META):
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    return text
