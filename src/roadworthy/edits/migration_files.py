"""Writes schema changes as files of the app's own migration tool."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import uuid
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import Any

from roadworthy.edits.django_migrations import write_django
from roadworthy.edits.draft import Draft
from roadworthy.edits.edit import Migration
from roadworthy.edits.migration_sql import outside_transaction, statements
from roadworthy.errors import RepairRefused
from roadworthy.regex import regex

_FIRST_WHEN = 1_700_000_000_000
# Drizzle applies a migration when its `when` is later than that of the last one applied.
_WHEN_STEP = 1_000
_COLON = regex(r"(?<![:\w\\]):(?=\w)")
_HEAD = regex(r"^(revision|down_revision)\s*(?::[^=\n]+)?=\s*(.+?)\s*$", re.MULTILINE)


def add_migrations(draft: Draft, migrations: Sequence[Migration]) -> None:
    """Adds migrations behind the last one of the app's tool: Django, Drizzle, Alembic, Prisma or numbered SQL files.

    An app without a folder of migrations gets none: it pushes its schema. One that is there already (the same
    statements) is left alone. Raises RepairRefused when the folder has no single end to add to.
    """
    for migration in migrations:
        if migration.operations:
            write_django(draft, migration)
            continue
        for find, write in _TOOLS:
            place = find(draft)
            if place is not None:
                write(draft, place, migration)
                break


def _slug(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if not slug:
        raise RepairRefused(f"a migration cannot be named {name!r}")
    return slug


def _is_there(draft: Draft, folder: str, migration: Migration, pattern: str) -> bool:
    wanted = _bare(migration.up)
    return any(_bare(draft.text(path)) == wanted for path in draft.find(f"{folder}/{pattern}"))


def _bare(sql: str) -> str:
    without_comments = re.sub(r"--[^\n]*", " ", sql)
    return " ".join(without_comments.replace(";", " ").split())


# --- Drizzle ---------------------------------------------------------------------------------------------


def _drizzle(draft: Draft) -> str | None:
    found = draft.find("**/meta/_journal.json")
    return PurePosixPath(found[0]).parent.parent.as_posix() if found else None


def _write_drizzle(draft: Draft, folder: str, migration: Migration) -> None:
    if _is_there(draft, folder, migration, "*.sql"):
        return
    journal_path = f"{folder}/meta/_journal.json"
    journal = _json(draft, journal_path)
    entries: list[dict[str, Any]] = journal.setdefault("entries", [])
    number = 1 + max((entry["idx"] for entry in entries), default=-1)
    tag = f"{number:04d}_{_slug(migration.name)}"
    entry = {
        "idx": number,
        "version": entries[-1]["version"] if entries else str(journal.get("version", "7")),
        "when": max((entry["when"] for entry in entries), default=_FIRST_WHEN) + _WHEN_STEP,
        "tag": tag,
        "breakpoints": True,
    }
    entries.append(entry)
    separator = ";\n--> statement-breakpoint\n"
    draft.write_text(f"{folder}/{tag}.sql", separator.join(statements(migration.up)) + ";\n")
    draft.write_text(journal_path, _as_before(draft.text(journal_path), journal))
    _write_snapshot(draft, folder, number, tag)


def _write_snapshot(draft: Draft, folder: str, number: int, tag: str) -> None:
    """The previous snapshot under a new id, as `drizzle-kit generate --custom` leaves it."""
    before = draft.find(f"{folder}/meta/*_snapshot.json")
    if not before:
        return
    last = max(before)
    snapshot = _json(draft, last)
    snapshot["prevId"] = snapshot.get("id", "")
    snapshot["id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{snapshot['prevId']}/{tag}"))
    draft.write_text(f"{folder}/meta/{number:04d}_snapshot.json", _as_before(draft.text(last), snapshot))


def _json(draft: Draft, path: str) -> Any:
    try:
        return json.loads(draft.text(path))
    except ValueError as error:
        raise RepairRefused(f"is not JSON: {error}", where=path) from error


def _as_before(text: str, value: Any) -> str:
    indent = re.search(r"\n([ \t]+)", text)
    end = "\n" if text.endswith("\n") else ""
    return json.dumps(value, indent=indent[1] if indent else None, ensure_ascii=False) + end


# --- Alembic ---------------------------------------------------------------------------------------------


def _alembic(draft: Draft) -> str | None:
    for path in draft.find("**/alembic.ini"):
        location = re.search(r"^script_location\s*=\s*(\S+)", draft.text(path), re.MULTILINE)
        # Flask-Migrate keeps the file inside the folder that it would name.
        usual = "." if draft.find(f"{PurePosixPath(path).parent.as_posix()}/env.py") else "alembic"
        written = (location[1] if location else usual).replace("%(here)s", ".").replace(":", "/")
        folder = PurePosixPath(path).parent / written / "versions"
        if draft.find(f"{folder.as_posix()}/*.py"):
            return folder.as_posix()
    return None


def _write_alembic(draft: Draft, folder: str, migration: Migration) -> None:
    paths = draft.find(f"{folder}/*.py")
    if any(_calls(migration.up) in draft.text(path) for path in paths):
        return
    head = _head({path: _revision(draft.text(path)) for path in paths}, folder)
    revision = _next_revision(head, migration)
    path = f"{folder}/{revision}_{_slug(migration.name)}.py"
    draft.write_text(path, _alembic_text(migration, revision, head))


def _revision(text: str) -> tuple[str, tuple[str, ...]]:
    """A version's own name and the names it follows; ('', ()) for a file that is no version."""
    values: dict[str, Any] = {}
    for name, written in _HEAD.findall(text):
        try:
            values[name] = ast.literal_eval(written.split("  #")[0])
        except (ValueError, SyntaxError):
            return "", ()
    before = values.get("down_revision")
    follows = (before,) if isinstance(before, str) else tuple(before or ())
    return str(values.get("revision", "")), follows


def _head(revisions: dict[str, tuple[str, tuple[str, ...]]], folder: str) -> str:
    followed = {name for _, follows in revisions.values() for name in follows}
    heads = sorted(name for name, _ in revisions.values() if name and name not in followed)
    if len(heads) != 1:
        raise RepairRefused(
            f"has {len(heads)} heads, a migration must follow one", where=folder, remedy="alembic merge heads"
        )
    return heads[0]


def _next_revision(head: str, migration: Migration) -> str:
    """The next number where versions are numbered, else 12 hex digits as Alembic makes them."""
    if head.isdigit() and len(head) <= 6:
        return str(int(head) + 1).zfill(len(head))
    return hashlib.blake2b(f"{head}/{migration.name}/{migration.up}".encode(), digest_size=6).hexdigest()


def _alembic_text(migration: Migration, revision: str, head: str) -> str:
    title = migration.name.replace("_", " ").replace('"', "'").replace("\\", "/")
    return (
        f'"""{title}\n\nRevision ID: {revision}\nRevises: {head}\n"""\n\n'
        f"from alembic import op\n\n"
        f'revision = "{revision}"\ndown_revision = "{head}"\nbranch_labels = None\ndepends_on = None\n\n\n'
        f"def upgrade() -> None:\n{_calls(migration.up)}\n\n"
        f"def downgrade() -> None:\n{_calls(migration.down)}"
    )


def _calls(sql: str) -> str:
    return "".join(_call(statement) for statement in statements(sql)) or "    pass\n"


def _call(statement: str) -> str:
    # op.execute reads `:name` as a parameter unless the colon is escaped.
    text = json.dumps(_COLON.sub(r"\\:", statement), ensure_ascii=False)
    if "\n" in statement:
        text = (
            '"""'
            + _COLON.sub(r"\\:", statement).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
            + '\n    """'
        )
    if outside_transaction(statement):
        return f"    with op.get_context().autocommit_block():\n        op.execute({text})\n"
    return f"    op.execute({text})\n"


# --- Prisma ----------------------------------------------------------------------------------------------


def _prisma(draft: Draft) -> str | None:
    found = draft.find("**/migrations/*/migration.sql")
    return PurePosixPath(found[0]).parent.parent.as_posix() if found else None


def _write_prisma(draft: Draft, folder: str, migration: Migration) -> None:
    if _is_there(draft, folder, migration, "*/migration.sql"):
        return
    names = [PurePosixPath(path).parent.name for path in draft.find(f"{folder}/*/migration.sql")]
    stamp = max((int(found[0]) for name in names if (found := re.match(r"\d+", name))), default=0) + 1
    name = f"{stamp:014d}_{_slug(migration.name)}"
    draft.write_text(f"{folder}/{name}/migration.sql", ";\n".join(statements(migration.up)) + ";\n")


# --- SQL files in order ----------------------------------------------------------------------------------


def _sql_files(draft: Draft) -> str | None:
    for folder in ("supabase/migrations", "migrations", "db/migrations", "drizzle"):
        if any(re.match(r"\d+", PurePosixPath(path).name) for path in draft.find(f"{folder}/*.sql")):
            return folder
    return None


def _write_sql_file(draft: Draft, folder: str, migration: Migration) -> None:
    if _is_there(draft, folder, migration, "*.sql"):
        return
    names = [PurePosixPath(path).name for path in draft.find(f"{folder}/*.sql")]
    numbers = [found[0] for name in names if (found := re.match(r"\d+", name))]
    last = max(numbers, key=int)
    stem = f"{int(last) + 1:0{len(last)}d}_{_slug(migration.name)}"
    # golang-migrate, dbmate and the like keep the way back in a second file.
    two_ways = any(name.endswith(".up.sql") for name in names)
    up = f"{stem}.up.sql" if two_ways else f"{stem}.sql"
    draft.write_text(f"{folder}/{up}", ";\n".join(statements(migration.up)) + ";\n")
    if two_ways:
        draft.write_text(f"{folder}/{stem}.down.sql", ";\n".join(statements(migration.down)) + ";\n")


_TOOLS: tuple[tuple[Callable[[Draft], str | None], Callable[[Draft, str, Migration], None]], ...] = (
    (_drizzle, _write_drizzle),
    (_alembic, _write_alembic),
    (_prisma, _write_prisma),
    (_sql_files, _write_sql_file),
)
