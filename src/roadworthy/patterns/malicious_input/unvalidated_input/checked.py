"""Whether a value was looked at enough before it is stored: what the words of its schema, or tests on the way, make sure of."""

from __future__ import annotations

import re

from roadworthy.regex import regex
from roadworthy.views.data.request_fields import RequestField

_RANGE = regex(
    r"\b(min|max|gt|gte|ge|lt|lte|le|positive|nonnegative|negative|enum|literal|Literal|refine|regex|pattern|multipleOf"
    r"|range|any|validated|checked)\b"
)
# What gives a text a form; a `min` or `max` of a text is its length.
_FORMED = regex(
    r"\b(regex|pattern|refine|superRefine|transform|pipe|coerce|datetime|date|iso|enum|literal|Literal|any|unknown)\b"
)

_ASKED = regex(r"\b(validated|checked)\b")

# A field that is a date by its name; others get into a date only as part of the record they came in.
_TIMELY = regex(r"date|time|day|when|until|deadline|due|expir|birth|start|end|at$|_on$", re.I)


def is_checked(field: RequestField, harm: str, trusted: bool) -> bool:
    """Whether a field cannot do its harm any more. Of the operator's own people (`trusted`) a number's size is believed, its being one
    is not."""
    if harm == "date" and not _TIMELY.search(field.path[-1]):
        return True
    if field.rules is None:
        return harm == "date" or (field.bounded if harm in ("range", "choice") else field.compared)
    if field.bounded and harm in ("range", "choice"):
        return True
    if harm == "choice" and _is_any_text(field.rules):
        return field.compared
    if harm == "date" or (harm == "range" and _is_text(field.rules) and not _is_derived(field)):
        return not _is_text(field.rules) or bool(_FORMED.search(field.rules)) or field.compared
    # A schema says the type; numbers still want a range where they are counted or paid with.
    return harm != "range" or trusted or bool(_RANGE.search(field.rules)) or not _counts(field)


def _is_any_text(rules: str) -> bool:
    """Whether a schema takes any word where the code knows a few."""
    return _is_text(rules) and not (_FORMED.search(rules) or _ASKED.search(rules))


def _is_text(rules: str) -> bool:
    return rules.split(" ", 1)[0] in ("str", "string")


def _is_derived(field: RequestField) -> bool:
    """A schema made of the table itself says text for a decimal column, and nobody wrote that."""
    return field.rules in ("string", "string optional")


def _counts(field: RequestField) -> bool:
    number = re.search(r"\b(number|int|float|decimal|Decimal|finite|bigint|coerce)\b", field.rules or "")
    return bool(number) and not re.search(
        r"^(lat|lon|lng)|itude$|position|order|index|year", field.column.name
    )
