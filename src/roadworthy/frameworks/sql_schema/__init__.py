"""SQL files: migrations replayed in order, dumps, scripts run by hand. Tables, and what the database decides itself.

`reading` loads the parser of Postgres, a tenth of a second: only where there is SQL to read.
"""

from roadworthy.frameworks.sql_schema.register import register

__all__ = ["register"]
