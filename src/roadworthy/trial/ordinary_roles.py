"""Which of an app's roles people have who are like any other.

Words of more rights than others have are rather one too many here: who is thought to be plain and is not would prove what is no gap.
Who is surely in charge is another question, which `views/people/rights.py` asks of the App.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from roadworthy.regex import regex

PRIVILEGED = regex(
    r"admin|super|owner|root|manager|staff|moderator|(^|[_-])mod$|editor|head|lead", re.IGNORECASE
)
# Who may do least first, where everybody works there.
_RANKS = (
    regex(r"^staff$", re.I),
    regex(r"^(editor|moderator)$", re.I),
    regex(r"^(manager|lead)$", re.I),
    regex(r"^(admin|owner)$", re.I),
)
_ORDINARY = regex(r"user|member|customer|client|viewer|employee|student|guest|basic", re.IGNORECASE)


def plainest(roles: Sequence[str]) -> str | None:
    """Of the roles that an app knows the one with the fewest rights: that of its customers, else, where all work there (owner, staff), the
    lowest of those. None where that is not known."""
    plain = [role for role in roles if not PRIVILEGED.search(role)]
    if plain:
        return next((role for role in plain if _ORDINARY.search(role)), plain[-1])
    ranked = [role for rank in _RANKS for role in roles if rank.search(role)]
    return ranked[0] if len(set(ranked)) > 1 else None


def first_plain(options: Sequence[str]) -> str | None:
    """Of the words that a form lets people choose from the first that gives nobody more rights than others: lists of roles begin with
    the plainest. Where all of them do, the lowest."""
    plain = next((option for option in options if not PRIVILEGED.search(option)), None)
    return plain or plainest(options)
