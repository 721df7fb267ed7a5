"""Runs inside the app, before it: what SQLite is asked is written down as SQLite itself tells it, with its values."""

import json
import os

_PLACE = os.environ.get("ROADWORTHY_STATEMENTS", "")
# What is longer carries a file or a list, and says no more by its end.
_LONGEST = 4_000


def _watch(sqlite, place):
    connect = sqlite.connect
    file = os.open(place, os.O_WRONLY | os.O_APPEND)

    def told(statement):
        # A trigger's own statements come as comments.
        if not statement.startswith("--"):
            os.write(file, json.dumps(statement[:_LONGEST]).encode() + b"\n")

    def watched(*arguments, **named):
        connection = connect(*arguments, **named)
        connection.set_trace_callback(told)
        return connection

    sqlite.connect = sqlite.dbapi2.connect = watched


if _PLACE:
    try:
        import sqlite3
        import sqlite3.dbapi2

        _watch(sqlite3, _PLACE)
    except (ImportError, OSError):
        # A Python without SQLite has nothing to tell.
        pass
