"""Additions to a table's declaration, whatever declares it."""

from __future__ import annotations

from collections.abc import Sequence

from roadworthy.app import App, Table
from roadworthy.edits import django_schema, drizzle_schema, prisma_schema, sql_migrations, sqlalchemy_schema
from roadworthy.edits.edit import Change, Migration
from roadworthy.errors import RepairRefused

_LIBRARIES = ("drizzle", "sqlalchemy", "django", "prisma")


def can_edit(table: Table) -> bool:
    """Whether additions to this table can be written."""
    return table.library in _LIBRARIES or sql_migrations.is_migrated(table)


def add_index(
    app: App, table: Table, columns: Sequence[str], name: str = ""
) -> tuple[list[Change], Migration]:
    """An index over columns (database names). Raises RepairRefused where the declaration cannot be added to."""
    if table.library == "drizzle":
        return drizzle_schema.add_index(app, table, columns, name)
    if sql_migrations.is_migrated(table):
        return [], sql_migrations.add_index(table, columns, name)
    if table.library == "prisma":
        return prisma_schema.add_index(app, table, columns, name)
    if table.library == "django":
        return django_schema.add_index(app, table, columns, name)
    _refuse_others(table)
    return sqlalchemy_schema.add_index(app, table, columns, name)


def add_unique(
    app: App, table: Table, columns: Sequence[str], name: str = ""
) -> tuple[list[Change], Migration]:
    """A unique key over columns (database names); rows that repeat an earlier one are deleted by the migration.
    Raises RepairRefused where the declaration cannot be added to."""
    if table.library == "drizzle":
        return drizzle_schema.add_unique(app, table, columns, name)
    if sql_migrations.is_migrated(table):
        return [], sql_migrations.add_unique(table, columns, name)
    if table.library == "prisma":
        return prisma_schema.add_unique(app, table, columns, name)
    if table.library == "django":
        return django_schema.add_unique(app, table, columns, name)
    _refuse_others(table)
    return sqlalchemy_schema.add_unique(app, table, columns, name)


def add_check(app: App, table: Table, expression: str, name: str) -> tuple[list[Change], Migration]:
    """A check, its expression in SQL. Raises RepairRefused where the declaration cannot be added to."""
    if table.library == "drizzle":
        return drizzle_schema.add_check(app, table, expression, name)
    if sql_migrations.is_migrated(table):
        return [], sql_migrations.add_check(table, expression, name)
    if table.library == "prisma":
        raise RepairRefused("a Prisma schema declares no checks", where=table.name)
    if table.library == "django":
        return django_schema.add_check(app, table, expression, name)
    _refuse_others(table)
    return sqlalchemy_schema.add_check(app, table, expression, name)


def _refuse_others(table: Table) -> None:
    if not can_edit(table):
        raise RepairRefused(
            f"tables declared with {table.library or 'an unknown tool'} are not edited", where=table.name
        )
