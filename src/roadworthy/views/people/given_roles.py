"""Roles that everybody has: a trigger gives them to each new account."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.policy import DatabaseFunction, DatabaseRules, Rule
from roadworthy.regex import regex

_COMMENT = regex(r"--[^\n]*|/\*.*?\*/", re.S)
# Into a table of roles, or into that of the people with what their role is.
_GIVES = regex(
    r"\binsert\s+into\s+(?:\w+\.)?\"?(?:\w*roles?\w*\"?\b|\w+\"?\s*\([^)]*\b(?:user_)?role\b[^)]*\))[^;]*",
    re.I,
)
# The first account, an address of the firm's: then some get it and others do not.
_CHOOSES = regex(r"\b(if|elsif|case|exists|count|where|select)\b", re.I)
_WORD = regex(r"'([^']+)'")


def held_by_everybody(rules: DatabaseRules, rule: Rule) -> bool:
    """Whether a policy asks for a role that whoever makes an account is given."""
    asked = set(_WORD.findall(rule.text))
    return bool(asked) and any(asked & roles for roles in _given(rules))


def _given(rules: DatabaseRules) -> Iterator[set[str]]:
    for trigger in rules.triggers:
        if trigger.table == "auth.users" and "insert" in trigger.events:
            function = rules.function(trigger.function.rsplit(".", 1)[-1])
            yield from _roles_in(function) if function is not None else ()


def _roles_in(function: DatabaseFunction) -> Iterator[set[str]]:
    body = _COMMENT.sub(" ", function.body)
    if not _CHOOSES.search(body):
        yield from (set(_WORD.findall(statement)) for statement in _GIVES.findall(body))
