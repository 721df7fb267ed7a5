"""What a sound value of a column is: the limits that its type, its name and the app's own words give."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.table import Column, Table
from roadworthy.regex import regex
from roadworthy.views.data.vocabulary import words_of

MAX_INTEGER = 2_147_483_647
MAX_SMALLINT = 32_767
# The largest integer that JavaScript and JSON carry exactly.
MAX_SAFE = 9_007_199_254_740_991
# The longest mail address (RFC 5321, 4.5.3.1).
_MAIL = 254
_LINE, _PARAGRAPHS = 500, 10_000

_RATING = regex(r"(^|_)(rating|stars)$", re.I)
_COUNT = regex(r"quantity|qty|(^|_)(count|seats|guests|number_of\w*|units)$", re.I)
_SIGNED = regex(
    r"(^|_)(lat|lng|lon|latitude|longitude|offset|delta|change|adjustment|temperature|balance|x|y|z|utc\w*|score)$",
    re.I,
)
_CHOICE = regex(
    r"(^|_)(status|state|type|kind|role|priority|visibility|mode|stage|level|plan|tier|currency|unit)$", re.I
)
_LONG = regex(
    r"body|content|comment|message|description|bio|notes?$|text|details|instruction|summary|about|review|reason|answer"
    r"|question|feedback|html|markdown|json|data|tags|customi[sz]ation|image|picture|avatar|photo",
    re.I,
)


class Limits(Struct, frozen=True):
    """`kind` is number, text, choice, boolean, time, list or json. Numbers lie in `low`..`high` (both included);
    texts have at most `longest` characters; choices are `words`. `whole` for integers."""

    kind: str
    low: float = 0
    high: float = 0
    whole: bool = False
    longest: int = 0
    words: tuple[str, ...] = ()


def limits_of(app: App, table: Table, column: Column) -> Limits:
    """The limits of a column's values."""
    head = column.type.partition("(")[0].strip()
    if column.type.endswith("[]"):
        return Limits("list", longest=_LINE)
    if column.numeric or head in ("int", "float", "double", "real", "number"):
        return _number(column, head)
    if head == "boolean" or head == "bool":
        return Limits("boolean")
    if head.startswith(("timestamp", "date", "time")):
        return Limits("time")
    if head.startswith("json"):
        return Limits("json", longest=_PARAGRAPHS)
    if column.values:
        return Limits("choice", words=column.values)
    return _text(app, table, column)


def _number(column: Column, head: str) -> Limits:
    whole = head in ("integer", "bigint", "smallint", "int")
    high = {"smallint": MAX_SMALLINT, "bigint": MAX_SAFE}.get(
        head, MAX_INTEGER if whole else _decimal(column.type)
    )
    if column.primary or column.references is not None:
        return Limits("number", 1, high, whole)
    if _RATING.search(column.name) and whole:
        return Limits("number", 1, 5, whole)
    if _COUNT.search(column.name):
        return Limits("number", 1, min(high, 1000), whole)
    low = -high if _SIGNED.search(column.name) else 0
    return Limits("number", low, high, whole)


def _decimal(kind: str) -> float:
    """The largest value of `numeric(10,2)`, without its fraction; a million million where nothing is said."""
    sizes = re.search(r"\((\d+)(?:\s*,\s*(\d+))?\)", kind)
    return 10 ** (int(sizes.group(1)) - int(sizes.group(2) or 0)) - 1 if sizes else 10**12


def _text(app: App, table: Table, column: Column) -> Limits:
    if _CHOICE.search(column.name):
        words = words_of(app, table, column)
        if len(words) > 1:
            return Limits("choice", words=words)
    return Limits("text", longest=_length(column))


def _length(column: Column) -> int:
    size = column.type.partition("(")[2].rstrip(")")
    if size.isdigit():
        return int(size)
    if re.search(r"e?mail", column.name, re.I):
        return _MAIL
    return _PARAGRAPHS if _LONG.search(column.name) else _LINE
