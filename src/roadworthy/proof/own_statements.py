"""The app's own statements as the database saw them, with their parameters filled in again so that they can be explained."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from roadworthy.regex import regex
from roadworthy.trial import Database
from roadworthy.trial.database import StoredStatement

_PARAMETER = regex(r"\$\d+(?:::[\w ]+?(?=[\s),]|$))?")
_JOINED = regex(r"(like\s+)\$\d+(?:::\w+)?\s*\|\|\s*\$\d+(?:::\w+)?\s*\|\|\s*\$\d+(?:::\w+)?", re.I)
_READS = regex(r"\s*(select|with)\b|db\.getCollection\('[^']*'\)\.(find|aggregate|count|distinct)\(", re.I)
_PAGE = 20
_SOURCE = "WITH pgrst_source AS ("
_BUSY = "select count(*) as n from pg_stat_activity where usename <> current_user and state in ('active', 'idle in transaction')"
_LAST = """select query from pg_stat_activity
where usename <> current_user and datname = current_database() order by query_start desc"""
# An app that ends its transaction only after the answer has done so long before this.
_SETTLED_SECONDS = 3.0


def settled_statements(database: Database) -> list[StoredStatement]:
    """The statements of the requests that were answered. Postgres counts a transaction's last statement when it ends, which for
    many apps is after the answer: this waits for it."""
    _settle(database)
    return database.statements()


def forget_statements(database: Database) -> None:
    """Begins the count anew, with nothing of earlier requests still to come."""
    _settle(database)
    database.clear_statements()


def asked_in_full(database: Database, ask: Callable[[], object]) -> list[str]:
    """What the app asks the database while `ask` runs: with its values, but for Postgres, where `filled_in` puts some in again."""
    told = database.told_while(ask)
    if told is not None:
        return told
    forget_statements(database)
    ask()
    return [one.query for one in settled_statements(database)]


def _settle(database: Database) -> None:
    ends = time.monotonic() + _SETTLED_SECONDS
    while database.kind == "postgres" and time.monotonic() < ends:
        if int(database.query(_BUSY)[0]["n"]) == 0:
            return
        time.sleep(0.01)


def only_reads(statement: str) -> bool:
    """Whether a statement that the database saw reads: SELECT, also with locks, or what MongoDB is asked to find."""
    return _READS.match(statement) is not None


def own_query(statement: str) -> str:
    """What PostgREST asks of the tables, out of the statement that makes one text of the answer; any other statement as it is."""
    if not statement.startswith(_SOURCE):
        return statement
    depth = 1
    for place in range(len(_SOURCE), len(statement)):
        depth += {"(": 1, ")": -1}.get(statement[place], 0)
        if depth == 0:
            return statement[len(_SOURCE) : place].strip()
    return statement


def last_statements(database: Database) -> list[str]:
    """What each of the app's connections ran last, as it came: with its constants, which `statements()` leaves out."""
    found = database.query(_LAST) if database.kind == "postgres" else []
    return [str(row["query"]) for row in found]


def filled_in(
    statement: str, columns: Mapping[str, Any], pattern: str, dictionary: str = "simple"
) -> str | None:
    """A statement of `pg_stat_statements` (its constants are $1, $2, ...) with values: those of `columns` where a column equals
    one, `pattern` behind LIKE and ILIKE and as the words of a tsquery (made with `dictionary`), the first page behind LIMIT and
    OFFSET. None when one is for something else."""
    text = _JOINED.sub(lambda match: match[1] + _literal(pattern), statement)
    done, place = "", 0
    for match in _PARAMETER.finditer(text):
        before = text[: match.start()].rstrip()
        value = _value(before, columns, pattern, dictionary)
        if value is None:
            return None
        done += text[place : match.start()] + value
        place = match.end()
    return done + text[place:]


def _value(before: str, columns: Mapping[str, Any], pattern: str, dictionary: str) -> str | None:
    word = before.lower()
    if re.search(r"ts(vector|query)\($", word):
        return _literal(dictionary)
    # Django folds both sides for `icontains`: UPPER(title::text) LIKE UPPER($2).
    if re.search(r"like(?: (?:upper|lower)\()?$|tsquery\([^()]*,$", word):
        return _literal(pattern)
    if word.endswith("limit"):
        return str(_PAGE)
    if word.endswith("offset"):
        return "0"
    compared = re.search(r'"?(\w+)"?\s*=$', before)
    if compared and compared[1] in columns:
        return _literal(columns[compared[1]])
    return None


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else "'" + str(value).replace("'", "''") + "'"
