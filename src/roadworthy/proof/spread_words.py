"""Rows in all the states that the app knows: a page that shows what is done shows nothing of rows that are all new."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Any

from roadworthy.app import App, Column, Table
from roadworthy.proof.experiment import database_of
from roadworthy.regex import regex
from roadworthy.trial import Trial
from roadworthy.trial.refusals import REFUSED
from roadworthy.views.data.vocabulary import words_of
from roadworthy.views.people.people import users_table

# The words found first are the column's own; later ones may stand for something else.
_WORDS = 6
_TEXT = ("text", "varchar", "string", "char", "enum")
# What takes a row away from everybody's sight.
_GONE = regex(r"delet|remov|archiv|hidden|block|bann|disabl|suspend|draft|trash|cancel", re.I)


def spread_words(app: App, trial: Trial, table: str, fixed: Mapping[str, Any]) -> None:
    """Gives the rows of a table, those with `fixed` values kept as they are in these columns, one word after the other in each column
    of few values, yes and no included (`products.filter((one) => one.featured)`). What the database refuses stays as it is."""
    known, people = app.table(table), users_table(app)
    if known is None or len(known.primary_key) != 1 or (people is not None and people.name == table):
        return
    for column in known.columns:
        words: tuple[Any, ...] = words_of(app, known, column)[:_WORDS] if _has_words(column, fixed) else ()
        if _says_yes_or_no(column, fixed):
            words = (True, False)
        if len(words) > 1:
            with contextlib.suppress(*REFUSED):
                _spread(trial, known, column, words)


def _has_words(column: Column, fixed: Mapping[str, Any]) -> bool:
    key = column.primary or column.unique or column.references is not None
    return column.type.startswith(_TEXT) and not key and column.name not in fixed


def _says_yes_or_no(column: Column, fixed: Mapping[str, Any]) -> bool:
    return column.type.startswith("bool") and column.name not in fixed and not _GONE.search(column.name)


def _spread(trial: Trial, table: Table, column: Column, words: tuple[Any, ...]) -> None:
    database = database_of(trial)
    quoted, key = database.quoted(table.name), table.primary_key[0]
    numbered = f'select "{key}" as k, row_number() over (order by "{key}") as n from {quoted}'
    for number, word in enumerate(words):
        chosen = f"select k from ({numbered}) as one where n - n / {len(words)} * {len(words)} = {number}"
        database.execute(f'update {quoted} set "{column.name}" = %s where "{key}" in ({chosen})', (word,))
