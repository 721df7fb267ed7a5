"""Marks in the rows that an endpoint reads, by which an answer is known to be made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from uuid import NAMESPACE_URL, uuid5

from roadworthy.app import App, Column, Endpoint, Table
from roadworthy.proof.experiment import database_of
from roadworthy.regex import regex
from roadworthy.trial import Database, Trial
from roadworthy.trial.refusals import REFUSED

_TEXT = ("text", "varchar", "char", "string")
# What lists show of a row.
_SHOWN = regex(r"name|title|subject|description|content|body|text|note|message|comment|address|city", re.I)
_LENGTH = len("rw-") + 12
_MOST_ROWS = 50


def mark_rows(app: App, trial: Trial, endpoint: Endpoint) -> dict[str, str]:
    """Puts a mark into every row of the tables that the endpoint reads, where they have a text that may be anything: its mark by
    table. Of a table whose texts are all unique the newest rows are marked, each a little differently."""
    database, marks = database_of(trial), dict[str, str]()
    there = set(database.tables())
    read = [query for query in endpoint.queries if query.operation == "select"]
    beside = [table for query in read for table, _, _ in query.joins]
    for table in dict.fromkeys([*(query.table for query in read), *beside]):
        known = app.table(table)
        if known is None or table not in there:
            continue
        if database.count(table) == 0:
            database.fill(table, 1)
        # The same every time: the same run gives the same report.
        mark = f"rw-{uuid5(NAMESPACE_URL, f'{endpoint.subject} {table}').hex[:12]}"
        if _marked(database, known, mark):
            marks[table] = mark
    return marks


def _marked(database: Database, table: Table, mark: str) -> bool:
    texts = [column for column in table.columns if _is_free(column)]
    plain = [column for column in texts if not column.unique]
    named = [column for column in plain if _SHOWN.search(column.name)] or plain[:1]
    if named:
        sets = ", ".join(f'"{column.name}" = %s' for column in named)
        database.execute(f"update {database.quoted(table.name)} set {sets}", [mark] * len(named))
        return True
    return bool(texts) and _marked_apart(database, table, texts, mark)


def _marked_apart(database: Database, table: Table, texts: Sequence[Column], mark: str) -> bool:
    """Each row's mark has its number behind it. Where the database refuses one, what others refer to is in it."""
    if len(table.primary_key) != 1:
        return False
    key, name, quoted = table.primary_key[0], texts[0].name, database.quoted(table.name)
    rows = database.query(f'select "{key}" as own from {quoted} order by "{key}" desc limit {_MOST_ROWS}')
    done = 0
    for number, row in enumerate(rows):
        with suppress(*REFUSED):
            values = (f"{mark}{number}", row["own"])
            done += database.execute(f'update {quoted} set "{name}" = %s where "{key}" = %s', values)
    return done > 0


def _is_free(column: Column) -> bool:
    """Whether a column takes any text as long as a mark and a number of two digits."""
    size = column.type.partition("(")[2].rstrip(")")
    return (
        column.type.split("(")[0] in _TEXT
        and not (column.primary or column.values or column.references)
        and column.name not in ("role", "status", "password", "type", "category")
        and (not size.isdigit() or int(size) >= _LENGTH + (2 if column.unique else 0))
    )
