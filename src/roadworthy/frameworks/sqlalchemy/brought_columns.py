"""The table of people that a class gets from fastapi-users: its columns stand in the library."""

from __future__ import annotations

from roadworthy.frameworks.sqlalchemy.tables import DeclaredColumn, TableModel
from roadworthy.interpret import ClassValue, External
from roadworthy.regex import regex

_OF_FASTAPI_USERS = regex(r"^fastapi_users(_db_sqlalchemy|\.db)?\b.*\.SQLAlchemyBaseUserTable(UUID)?\b")
# fastapi-users-db-sqlalchemy, `SQLAlchemyBaseUserTable`: name, type, whether it is unique, default.
_COLUMNS = (
    ("email", "varchar(320)", True, ""),
    ("hashed_password", "varchar(1024)", False, ""),
    ("is_active", "boolean", False, "true"),
    ("is_superuser", "boolean", False, "false"),
    ("is_verified", "boolean", False, "false"),
)
BROUGHT_NAME = "user"


def brings_people(kind: ClassValue) -> str:
    """The base class by which the library brings the table, '' for none."""
    paths = (base.path for base in kind.ancestors() if isinstance(base, External))
    return next((path for path in paths if _OF_FASTAPI_USERS.search(path)), "")


def add_brought(table: TableModel, kind: ClassValue) -> None:
    """Adds the library's columns to a table."""
    base = brings_people(kind)
    if not base:
        return
    if "UUID" in base:
        key = DeclaredColumn("id", "id", "uuid", table.path, kind.node, nullable=False, primary=True)
        table.columns["id"] = key
    for name, sql, unique, default in _COLUMNS:
        column = DeclaredColumn(name, name, sql, table.path, kind.node, nullable=False, unique=unique)
        column.default = default
        table.columns[name] = column
