"""SQL files: migrations replayed in order, dumps, scripts run by hand. Tables, and what the database decides itself."""

from roadworthy.frameworks.sql_schema.reading import SqlSchema, read_sql
from roadworthy.frameworks.sql_schema.register import register

__all__ = ["SqlSchema", "read_sql", "register"]
