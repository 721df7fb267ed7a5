"""Tells which calls open a connection to a database."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.python_sql.connections import opener
from roadworthy.interpret import Args, External, Library, Run, Value
from roadworthy.languages import form

_OPENS = {
    "sqlite3.connect": "sqlite3",
    "aiosqlite.connect": "aiosqlite",
    "psycopg.connect": "psycopg",
    "psycopg.AsyncConnection.connect": "psycopg",
    "psycopg2.connect": "psycopg2",
    "psycopg2.pool.SimpleConnectionPool": "psycopg2",
    "psycopg2.pool.ThreadedConnectionPool": "psycopg2",
    "psycopg_pool.ConnectionPool": "psycopg",
    "psycopg_pool.AsyncConnectionPool": "psycopg",
    "asyncpg.connect": "asyncpg",
    "asyncpg.create_pool": "asyncpg",
    "mysql.connector.connect": "mysql",
    "mysql.connector.pooling.MySQLConnectionPool": "mysql",
    "pymysql.connect": "pymysql",
    "MySQLdb.connect": "MySQLdb",
    "aiomysql.connect": "aiomysql",
    "aiomysql.create_pool": "aiomysql",
    "flask_mysqldb.MySQL": "MySQLdb",
    "flaskext.mysql.MySQL": "pymysql",
    "pyodbc.connect": "pyodbc",
    "cs50.SQL": "cs50",
}


def register(library: Library, found: Found) -> None:
    """Tells which calls open a connection to a database."""
    for path, driver in _OPENS.items():
        connect = opener(found, driver)

        def opened(run: Run, target: External, args: Args, node: form.Node, connect=connect) -> Value | None:  # type: ignore[no-untyped-def]
            # JavaScript has a driver of some of these names as well.
            return connect(run, target, args, node) if run.program.language(run.module) == "python" else None

        library.on_call(path)(opened)
