"""By which errors databases refuse a statement, whichever they are: what proofs and trials catch."""

from __future__ import annotations

import sqlite3

import psycopg
import pymysql
from pymongo.errors import PyMongoError

from roadworthy.errors import TrialUnavailable

REFUSED: tuple[type[Exception], ...] = (
    psycopg.Error,
    sqlite3.Error,
    pymysql.MySQLError,
    PyMongoError,
)
"""The statement was not carried out."""
NOT_DONE: tuple[type[Exception], ...] = (TrialUnavailable, *REFUSED)
"""That, or nothing is known with which to do it."""

BREAKS_RULE: tuple[type[Exception], ...] = (
    psycopg.IntegrityError,
    psycopg.errors.InvalidTextRepresentation,
    sqlite3.IntegrityError,
    pymysql.IntegrityError,
)
"""A rule of the table, or the type of a column, is against the value."""

# dev.mysql.com/doc/mysql-errors: of a value that its column does not take, of a check and of a missing parent.
_MYSQL_RULES = frozenset({1048, 1062, 1264, 1265, 1292, 1366, 1406, 1452, 3819, 4025})
_MYSQL_NO_TABLE = frozenset({1054, 1146})
_MYSQL_TWICE = frozenset({1062, 1586})


def breaks_rule(refused: Exception) -> bool:
    """Whether a statement was refused for what the table or a column's type asks for."""
    if isinstance(refused, pymysql.MySQLError) and refused.args:
        return refused.args[0] in _MYSQL_RULES
    return isinstance(refused, BREAKS_RULE)


def is_twice(refused: Exception) -> bool:
    """Whether it was refused because such a row is there already."""
    if isinstance(refused, pymysql.MySQLError) and refused.args:
        return refused.args[0] in _MYSQL_TWICE
    unique = isinstance(refused, sqlite3.IntegrityError) and "UNIQUE" in str(refused)
    return unique or isinstance(refused, psycopg.errors.UniqueViolation)


def no_such_table(refused: Exception) -> bool:
    """Whether it named a table or a column that is not there."""
    if isinstance(refused, pymysql.MySQLError) and refused.args:
        return refused.args[0] in _MYSQL_NO_TABLE
    missing = (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn, sqlite3.OperationalError)
    return isinstance(refused, missing)


def is_still_named(refused: Exception, table: str) -> bool:
    """Whether a row was kept because rows of a table name it."""
    if isinstance(refused, psycopg.errors.ForeignKeyViolation):
        return refused.diag.table_name == table
    if isinstance(refused, pymysql.MySQLError) and refused.args:
        return refused.args[0] == 1451 and f"`{table}`" in str(refused)
    # SQLite does not say which rows.
    return isinstance(refused, sqlite3.IntegrityError) and "FOREIGN KEY" in str(refused)
