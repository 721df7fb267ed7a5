"""A row that holds a word which no other holds, among those that a page shows."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from roadworthy.app import App, Table
from roadworthy.proof import Experiment
from roadworthy.proof.page_lists import PageList
from roadworthy.trial.refusals import NOT_DONE
from roadworthy.views.data.open_lists import ListUse

# Letters and digits that the rows made for trials do not hold: a search for a number may look at the digits alone, and finds
# everything by a word without any.
RARE = "quokka8675"
TITLE = f"{RARE.capitalize()} at dawn"
_TEXT = ("text", "varchar", "char", "string", "citext", "character varying")
# Shorter texts stand on a page by chance.
_TELLING = 5
_LOOKED_THROUGH = 400


class RareWord:
    """Puts the word into rows of the list. `placed` once one has it."""

    def __init__(self, experiment: Experiment, app: App, shown: PageList, use: ListUse) -> None:
        self._experiment, self._app, self._shown = experiment, app, shown
        self._named = _named(app, use)
        self.placed = False

    def add_row(self) -> None:
        """One row that holds the word in all of its texts, as the page may show another one than it searches; else where the search
        looks for it, else in any text."""
        rows = self._shown.rows
        columns = _texts(self._app.table(rows.table), self._named)
        for taken in (columns, *([column] for column in columns)) if columns else ():
            words = dict.fromkeys(taken, TITLE)
            try:
                made = rows.database.fill(rows.table, 1, fixed={**rows.fixed, **words}) or self._put(words)
            except NOT_DONE:
                # A check wants something else there: the next column may be freer.
                continue
            if made:
                self._note(rows.table, taken)
                return

    def _put(self, words: dict[str, str]) -> bool:
        """Puts the words into a row that is there already: of some tables, one for each person say, there can be no other."""
        rows = self._shown.rows
        known = self._app.table(rows.table)
        key = _key(known)
        if not key:
            return False
        where = " and ".join(f'"{name}" = %s' for name in rows.fixed) or "true"
        sql = f'select "{key}" as k from {rows.database.quoted(rows.table)} where {where} limit 1'
        found = rows.database.query(sql, tuple(rows.fixed.values()))
        return bool(found) and self._changed(rows.table, key, found[0]["k"], words)

    def into_a_shown_row(self, text: str) -> bool:
        """Puts it into a row that the page shows: which rows it leaves out, for their owner or their state, only the app knows. What
        stands there may be a text of the row itself, or of a row that it refers to."""
        own, *above = self._tables()
        text = text.lower()
        # Of those that it refers to, what stands on the page most often: a firm's name stands at the top of every page.
        often = sorted(above, key=lambda table: -len(self._seen(table, text)))
        return any(self._placed_in(table, text) for table in (own, *often))

    def _seen(self, table: str, text: str) -> list[dict[str, Any]]:
        """The rows of which the page shows a text."""
        columns, database = _texts(self._app.table(table), self._named), self._shown.rows.database
        found = database.query(f"select * from {database.quoted(table)} limit {_LOOKED_THROUGH}")
        return [row for row in found if any(_stands(row.get(one), text) for one in columns)]

    def _placed_in(self, table: str, text: str) -> bool:
        columns, key = _texts(self._app.table(table), self._named), _key(self._app.table(table))
        row, seen = _most_told(self._seen(table, text), columns, text)
        return bool(key and seen) and self._taken(table, key, row[key], seen, columns)

    def _tables(self) -> list[str]:
        """The list's own table, and those that it refers to."""
        own = self._app.table(self._shown.rows.table)
        above = [one.references.table for one in own.columns if one.references] if own is not None else []
        there = self._shown.rows.database.tables()
        return [one for one in dict.fromkeys((self._shown.rows.table, *above)) if one in there]

    def _taken(self, table: str, key: str, value: Any, seen: list[str], columns: list[str]) -> bool:
        """Whether the row took the word where it is seen; of the list's own rows also where the search looks."""
        own = table == self._shown.rows.table
        searched = [one for one in columns if own and one in self._searched(table)]
        for taken in dict.fromkeys((tuple(dict.fromkeys((*seen, *searched))), tuple(seen))):
            try:
                if self._changed(table, key, value, dict.fromkeys(taken, TITLE)):
                    self._note(table, list(taken))
                    return True
            except NOT_DONE:
                # One of them may hold what a check lets through and nothing else.
                continue
        return False

    def _searched(self, table: str) -> list[str]:
        known = self._app.table(table)
        return [one.name for one in (known.columns if known is not None else ()) if one.field in self._named]

    def _changed(self, table: str, key: str, value: Any, words: dict[str, str]) -> bool:
        database = self._shown.rows.database
        changes = ", ".join(f'"{name}" = %s' for name in words)
        sql = f'update {database.quoted(table)} set {changes} where "{key}" = %s'
        return database.execute(sql, (*words.values(), value)) > 0

    def _note(self, table: str, columns: list[str]) -> None:
        self.placed = True
        names = " and its ".join(columns)
        self._experiment.note("arrange", f"a row of {table} has '{TITLE}' as its {names}")


def _named(app: App, use: ListUse) -> list[str]:
    """What the search looks at, as the code calls it."""
    place = use.handling.location
    source = app.source(place).decode("utf-8", "replace")
    return re.findall(r"\.(\w+)", source)


def _texts(known: Table | None, named: list[str]) -> list[str]:
    """The columns of free text, those first that the search looks at."""
    free = [
        column
        for column in (known.columns if known is not None else ())
        if column.type.split("(")[0] in _TEXT
        and not (column.primary or column.values or column.references or column.type.endswith("[]"))
    ]
    free.sort(key=lambda column: named.index(column.field) if column.field in named else len(named))
    return [column.name for column in free]


def _key(known: Table | None) -> str:
    return known.primary_key[0] if known is not None and len(known.primary_key) == 1 else ""


def _most_told(rows: list[dict[str, Any]], columns: list[str], text: str) -> tuple[dict[str, Any], list[str]]:
    """The row of which the page surely shows something, and its columns that are shown: what it says, no other row does."""
    held = Counter(row[one] for row in rows for one in columns if isinstance(row.get(one), str))
    best: tuple[int, dict[str, Any], list[str]] = (0, {}, [])
    for row in rows:
        seen = [one for one in columns if _stands(row.get(one), text) and held[row[one]] == 1]
        longest = max((len(row[one]) for one in seen), default=0)
        if longest > best[0]:
            best = (longest, row, seen)
    return best[1], best[2]


def _stands(value: Any, text: str) -> bool:
    return isinstance(value, str) and len(value) >= _TELLING and value.lower() in text
