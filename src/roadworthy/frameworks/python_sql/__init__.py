"""SQL from Python without an ORM: sqlite3, psycopg, MySQL's drivers, asyncpg, aiosqlite."""

from roadworthy.frameworks.python_sql.register import register

__all__ = ["register"]
