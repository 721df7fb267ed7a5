"""People who have been through an app's first steps: else every page would lead them there."""

from __future__ import annotations

import re

from roadworthy.regex import regex
from roadworthy.trial.database import Database

_STEPS = regex(
    r"^(is_|has_)?(onboard(ing|ed)?|setup|profile)_?(is_)?(complete|completed|done|finished|status)?(_at)?$"
    r"|^(has_)?(completed|finished)_(onboarding|setup|profile)$",
    re.I,
)


def take_first_steps(database: Database, table: str, column: str, key: str) -> str:
    """Sets what says that somebody has finished them, in the row whose `column` holds `key`; the columns in words, '' for none."""
    found = [
        one
        for one in database.columns(table)
        if _STEPS.match(one.name) and one.type.startswith(("bool", "timestamp"))
    ]
    if not found:
        return ""
    values = ", ".join(
        f'"{one.name}" = {"true" if one.type.startswith("bool") else "now()"}' for one in found
    )
    database.execute(f'UPDATE {database.quoted(table)} SET {values} WHERE "{column}"::text = %s', (key,))
    return ", ".join(f"{table}.{one.name}" for one in found)
