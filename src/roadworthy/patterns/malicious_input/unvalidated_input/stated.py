"""What the model or the database itself says of a column's values, where somebody asks it before a row is there."""

from __future__ import annotations

import re

from roadworthy.regex import regex
from roadworthy.views.data.request_fields import RequestField

# What only the model knows, and the database takes all the same.
_MODELS = ("mongoose", "sequelize")
_BOUND = regex(r"[<>]|\bbetween\b|\bin\b", re.I)
_MEASURED = regex(r"length\(|valid\(|~|\bin\b", re.I)


def is_refused(field: RequestField, harm: str) -> bool:
    """Whether a value that does this harm in its column comes to no row: the library asks the model's rules first (a Mongoose
    `save`, `runValidators`, Django's `full_clean`), or the database has a CHECK whose failure is caught."""
    library, asked = field.table.library, field.query.validated
    if library == "django" and asked:
        return True
    stated = [check for check in field.table.checks if _speaks_of(check, field)]
    if library in _MODELS and not asked:
        return False
    if library not in _MODELS and not field.query.caught:
        return False  # the database refuses, and the request ends in a 500
    if harm == "range":
        return any(_BOUND.search(check) and "length" not in check for check in stated)
    if harm == "choice":
        return bool(stated)
    return harm == "length" and any(_MEASURED.search(check) for check in stated)


def takes_other_words(field: RequestField) -> bool:
    """Whether the values that the code lists for a column are nobody's rule when it is written: Django's choices, which forms ask
    and `save` does not, and an `enum` of Mongoose in an update without `runValidators`."""
    if field.column.type.startswith("enum") or field.query.validated:
        return False
    return field.table.library in ("django", "mongoose")


def _speaks_of(check: str, field: RequestField) -> bool:
    return re.search(rf"\b{re.escape(field.column.name)}\b", check) is not None
