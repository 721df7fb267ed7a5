"""Tables of sessions: of people who are signed in, or of lessons, treatments, trainings that go by the same name."""

from __future__ import annotations

import re

from roadworthy.app.other_tongues import spelled
from roadworthy.app.table import Table
from roadworthy.regex import regex

_NAMED = regex(r"(^|_)sessions?$", re.I)
# What keeps somebody signed in, and what is noted of the browser that it was given to.
_SIGNED_IN = regex(
    r"^(sid|sess|session_?(key|data|token|id)|\w*token(_?hash)?|token_?\w+|expires?(_?(at|on|in|date))?|expiry(_?\w+)?|expiration\w*"
    r"|ip(_?addr\w*)?|user_?agent|last_?(active|seen|used|access)\w*|device\w*|revoked\w*|impersonated_?by)$",
    re.I,
)


def holds_sign_ins(table: Table) -> bool:
    """Whether a table keeps who is signed in, told by its name and, where they are known, its columns."""
    return bool(_NAMED.search(table.words)) and not is_meeting(table)


# By what a visitor's browser is known again.
_KNOWN_BY = regex(r"^(sid|sess|session_?(key|token|id))$", re.I)
_MADE = regex(r"^(created|updated|modified)(_?(at|on|date|time))?$", re.I)


def keeps_visits(table: Table) -> bool:
    """Whether a table keeps browsers apart, whatever it is called (`guest`): by a token for each and until when it holds, and
    nothing of what somebody entered."""
    names = [spelled(column.name) for column in table.columns if not column.primary and not column.references]
    known = any(map(_KNOWN_BY.match, names)) and any(name.startswith("expir") for name in names)
    return known and all(_SIGNED_IN.match(name) or _MADE.match(name) for name in names)


def is_meeting(table: Table) -> bool:
    """Whether what a table calls sessions is something that people do: none of its columns keeps anybody signed in."""
    named = bool(_NAMED.search(table.words))
    return named and bool(table.columns) and not any(_SIGNED_IN.match(spelled(c.name)) for c in table.columns)
