"""Tables of MySQL from SQL files, statement by statement where one of them is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pymysql
import sqlglot
from pymysql.connections import Connection
from sqlglot.errors import SqlglotError

QUOTES = "statements for MySQL are written with names in double quotes: `SET SESSION sql_mode = 'ANSI_QUOTES'` comes first"
_SHOWN = 80
# What a second run of the same statements meets: a database, table, column or key that is there.
_ALREADY = frozenset({1007, 1050, 1060, 1061, 1068, 1826})
_MISSES_TABLE = frozenset({1005, 1146, 1824})
# Files are written for a server with users; here everybody may do everything.
_OF_USERS = ("CREATE USER", "GRANT ", "FLUSH ", "ALTER USER", "DROP USER", "REVOKE ")


def apply_sql(connection: Connection, texts: Iterable[str]) -> tuple[str, ...]:
    """Run SQL files in order, in the dialect of the server. What it refuses for want of a table is run again when all are
    through; what it refuses then too is said in one line each."""
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'")
    refused = list(_refused(connection, [one for text in texts for one in statements(text)]))
    waiting = [statement for statement, error in refused if error.args[0] in _MISSES_TABLE]
    final = [one for one in refused if one[1].args[0] not in _MISSES_TABLE]
    again = list(_refused(connection, waiting))
    return tuple(
        f"the schema is without `{' '.join(statement.split())[:_SHOWN]}`: {error.args[-1]}"
        for statement, error in (*final, *again)
    )


def _refused(connection: Connection, parts: Iterable[str]) -> Iterator[tuple[str, pymysql.MySQLError]]:
    for statement in parts:
        if statement.upper().startswith(_OF_USERS):
            continue
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        except pymysql.MySQLError as error:
            if error.args and error.args[0] not in _ALREADY:
                yield statement, error


def statements(sql: str) -> list[str]:
    """The statements of a file, those between `DELIMITER` lines whole."""
    found: list[str] = []
    delimiter, waiting = ";", list[str]()
    for line in sql.splitlines():
        words = line.split()
        if words and words[0].upper() == "DELIMITER" and len(words) > 1:
            found += _split("\n".join(waiting), delimiter)
            delimiter, waiting = words[1], []
        else:
            waiting.append(line)
    return found + _split("\n".join(waiting), delimiter)


def _split(text: str, delimiter: str) -> list[str]:
    if delimiter != ";":
        return [part.strip() for part in text.split(delimiter) if part.strip()]
    return [part for part in _at_semicolons(text) if part]


def _at_semicolons(text: str) -> Iterator[str]:
    try:
        tokens = sqlglot.tokenize(text, read="mysql")
    except SqlglotError:
        yield from (part.strip() for part in text.split(";\n"))
        return
    start, said = 0, False
    for token in tokens:
        if token.token_type.name == "SEMICOLON":
            yield text[start : token.start].strip() if said else ""
            start, said = token.end + 1, False
        else:
            said = True
    yield text[start:].strip() if said else ""
