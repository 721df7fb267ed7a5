"""Has the SQL files read: before anything else in an app that uses Supabase, elsewhere when nothing else declares tables."""

from __future__ import annotations

import re

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.sql_schema.declared import SqlTable
from roadworthy.frameworks.sql_schema.documents import is_document, tables_told
from roadworthy.frameworks.sql_schema.files import is_supabase, sql_files
from roadworthy.interpret import Library, Program
from roadworthy.interpret.program import NotUnderstood
from roadworthy.regex import Regex, regex

_CLIENT = regex(r'"@supabase/(supabase-js|ssr|auth-helpers-[\w-]+)"')
# What asks in plain SQL and declares no tables.
_BARE = regex(
    r'"(pg|postgres|mysql2?|better-sqlite3|sqlite3?|@neondatabase/serverless|@vercel/postgres)"\s*:'
)
_OTHER_SCHEMA = regex(r"(^|/)(schema\.prisma|drizzle\.config\.\w+|alembic\.ini|manage\.py)$")


def register(library: Library, found: Found) -> None:
    """Puts the reading of SQL files among what is read besides modules."""

    def first(program: Program) -> None:
        if uses_supabase(program) and not _has_own_database(program):
            others = any(_OTHER_SCHEMA.search(path) for path in program.paths)
            found.stacks.add("supabase")
            _read(program, found, supabase=True, supabase_only=others)

    def last(program: Program) -> None:
        elsewhere = not uses_supabase(program) or _has_own_database(program)
        if not found.tables and sql_files(program.paths) and elsewhere:
            _read(program, found, supabase=False)
        elif not found.tables and _depends_on(program, _BARE):
            _read_documents(program, found)

    found.declarations.append(first)
    found.fallbacks.append(last)


def uses_supabase(program: Program) -> bool:
    """Whether the repository holds a Supabase project or a client of one."""
    if any(is_supabase(path) and path.endswith((".sql", "config.toml")) for path in program.paths):
        return True
    return _depends_on(program, _CLIENT)


# What a server reaches a database by that nobody else reaches.
_DRIVER = regex(
    r'"(pg|postgres|typeorm|sequelize|knex|kysely|slonik|mysql2?|pg-promise|@mikro-orm/core)"\s*:'
)
_OF_A_PROJECT = regex(r"row\s+level\s+security|create\s+policy|\bauth\.(uid|users|jwt|role)\b", re.I)


def _has_own_database(program: Program) -> bool:
    """Whether a project of Supabase only lets people in, and the tables are those of a server with a database of its own: no file
    stands in the project's folder or speaks of its people or its policies."""
    files = sql_files(program.paths)
    return (
        _depends_on(program, _DRIVER)
        and not any(map(is_supabase, files))
        and not any(_OF_A_PROJECT.search(program.text(path)) for path in files)
    )


def _depends_on(program: Program, packages: Regex[str]) -> bool:
    manifests = (path for path in program.paths if path.rsplit("/", 1)[-1] == "package.json")
    return any(packages.search(program.text(path)) for path in manifests)


def _read(program: Program, found: Found, *, supabase: bool, supabase_only: bool = False) -> None:
    from roadworthy.frameworks.sql_schema.reading import read_sql

    schema = read_sql(program.paths, program.text, supabase=supabase, supabase_only=supabase_only)
    found.tables.extend(SqlTable(table) for table in schema.tables)
    found.database = schema.rules
    if schema.tables:
        found.stacks.add("sql")
    program.unknown.extend(NotUnderstood(one.path, one.line, one.reason) for one in schema.unknown)


def _read_documents(program: Program, found: Found) -> None:
    """Where no file holds the schema, what a document tells everybody to type is it."""
    from roadworthy.frameworks.sql_schema.reading import read_told

    told = {path: tables_told(program.text(path)) for path in sorted(program.paths) if is_document(path)}
    made = read_told({path: text for path, text in told.items() if text})
    found.tables.extend(SqlTable(table) for table in made)
