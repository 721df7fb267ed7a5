"""Tables of people that a class gets from fastapi-users or Flask-Security: their columns stand in the library."""

from __future__ import annotations

from roadworthy.frameworks.sqlalchemy.tables import DeclaredColumn, TableModel
from roadworthy.interpret import ClassValue, External
from roadworthy.regex import regex

_OF_FASTAPI_USERS = regex(r"^fastapi_users(_db_sqlalchemy|\.db)?\b.*\.SQLAlchemyBaseUserTable(UUID)?\b")
_OF_FLASK_SECURITY = regex(r"^flask_security\.models\.fsqla\w*\.Fs(User|Role)Mixin\b")
# fastapi-users-db-sqlalchemy, `SQLAlchemyBaseUserTable`: name, type, whether it is unique, default.
_COLUMNS = (
    ("email", "varchar(320)", True, ""),
    ("hashed_password", "varchar(1024)", False, ""),
    ("is_active", "boolean", False, "true"),
    ("is_superuser", "boolean", False, "false"),
    ("is_verified", "boolean", False, "false"),
)
# flask_security.models.fsqla and its later versions: what each of them has.
_SECURED = (
    ("email", "varchar(255)", True, ""),
    ("password", "varchar(255)", False, ""),
    ("active", "boolean", False, ""),
    ("fs_uniquifier", "varchar(64)", True, ""),
)
_ROLES = (("name", "varchar(80)", True, ""),)
_MAY_BE_EMPTY = {
    "User": (("username", "varchar(255)"),),
    "Role": (("description", "varchar(255)"),),
}


def brings_people(kind: ClassValue) -> str:
    """The base class by which a library brings the table, '' for none."""
    paths = (base.path for base in kind.ancestors() if isinstance(base, External))
    return next(
        (path for path in paths if _OF_FASTAPI_USERS.search(path) or _OF_FLASK_SECURITY.search(path)), ""
    )


def brought_name(kind: ClassValue) -> str:
    """What such a table is called where the class does not say it, '' for every other class."""
    base = brings_people(kind)
    if not base:
        return ""
    return "user" if _OF_FASTAPI_USERS.search(base) else kind.name.lower()


def add_brought(table: TableModel, kind: ClassValue) -> None:
    """Adds the library's columns to a table."""
    base = brings_people(kind)
    secured = _OF_FLASK_SECURITY.search(base)
    if secured is not None:
        _add(table, kind, "id", "integer", primary=True)
        for name, sql, unique, default in _SECURED if secured[1] == "User" else _ROLES:
            _add(table, kind, name, sql, unique=unique, default=default)
        for name, sql in _MAY_BE_EMPTY[secured[1]]:
            _add(table, kind, name, sql, nullable=True)
    elif base:
        if "UUID" in base:
            _add(table, kind, "id", "uuid", primary=True)
        for name, sql, unique, default in _COLUMNS:
            _add(table, kind, name, sql, unique=unique, default=default)


def _add(
    table: TableModel,
    kind: ClassValue,
    name: str,
    sql: str,
    *,
    nullable: bool = False,
    primary: bool = False,
    unique: bool = False,
    default: str = "",
) -> None:
    column = DeclaredColumn(
        name, name, sql, table.path, kind.node, nullable=nullable, primary=primary, unique=unique
    )
    column.default = default
    table.columns[name] = column
