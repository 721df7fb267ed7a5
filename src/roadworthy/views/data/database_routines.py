"""What functions in the database do for whoever calls them, read from their source."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.policy import DatabaseFunction
from roadworthy.regex import regex

_COMMENT = regex(r"--[^\n]*|/\*.*?\*/", re.S)
_ASKS = regex(r"auth\s*\.\s*(uid|jwt|email|role)\s*\(|request\.jwt|\bsession_user\b|\bcurrent_user\b", re.I)
# Asking only whether there is somebody.
_WHETHER = regex(
    r"auth\s*\.\s*(?:uid|role)\s*\(\s*\)\s*(?:is\s+(?:not\s+)?null|(?:=|<>|!=)\s*'(?:authenticated|anon)')",
    re.I,
)
_WRITE = regex(
    r"\b(insert\s+into|update|delete\s+from|truncate(?:\s+table)?)\s+(?:only\s+)?\"?(?:(\w+)\"?\.\"?)?(\w+)\"?",
    re.I,
)
_READ = regex(r"\b(?:from|join)\s+(?:only\s+)?\"?(?:(\w+)\"?\.\"?)?(\w+)\b\"?(?!\s*[(.])", re.I)
_NOT_TABLES = {"set", "of", "nowait", "skip", "unnest", "generate_series", "select", "lateral", "values", "jsonb_array_elements",
               "json_array_elements", "now", "old", "new", "excluded", "strict", "jsonb_to_recordset", "pg_catalog"}  # fmt: skip
_CREDENTIAL = regex(r"token|session|secret|passw|(^|_)pin$|signature|otp|api_?key|(^|_)code$|hash", re.I)
_COUNTER = regex(r"\bset\s+\"?(\w+)\"?\s*=\s*(?:coalesce\s*\(\s*)?(?:\w+\.)?\"?\1\"?\b", re.I)
_COUNTED = regex(r"view|like|click|visit|play|download|share|impression|read|hit|use|usage|upvote|vote", re.I)


class Routine(Struct, frozen=True):
    """A function of the database. `writes` are (what, table), `reads` tables, its own and those of the functions it calls;
    `asks` when it looks at who calls; `credential` names a parameter that it compares with something stored (a token);
    `anyone` when all it asks of the caller is to be signed in; `counter` when all it does is to count something up; `tidies` when it only deletes what has run out; `asked_by_policies` when
    policies or other functions rest on it."""

    function: DatabaseFunction
    writes: tuple[tuple[str, str], ...] = ()
    reads: tuple[str, ...] = ()
    asks: bool = False
    credential: str = ""
    counter: bool = False
    tidies: bool = False
    anyone: bool = False
    asked_by_policies: bool = False


def routines(app: App) -> tuple[Routine, ...]:
    """Every function, in the order of the files. A view."""
    return app.view(_routines)


def _routines(app: App) -> tuple[Routine, ...]:
    return tuple(_routine(app, one, 0) for one in app.database.functions)


def _routine(app: App, function: DatabaseFunction, depth: int) -> Routine:
    body = _plain(function)
    writes = {(_verb(m.group(1)), _table(m.group(2), m.group(3))): None for m in _written(body)}
    tables = {_table(m.group(1), m.group(2)): None for m in _READ.finditer(body)}
    asks = bool(_ASKS.search(body))
    anyone = asks and not _ASKS.search(_WHETHER.sub(" ", body))
    credential = _credential(function, body)
    for other in app.database.functions if depth < 3 else ():
        if other.name != function.name and re.search(rf"\b{re.escape(other.name)}\s*\(", body):
            inner = _routine(app, other, depth + 1)
            writes |= dict.fromkeys(inner.writes)
            tables |= dict.fromkeys(inner.reads)
            asks, anyone = asks or inner.asks, (anyone or not asks) and (inner.anyone or not inner.asks)
            credential = credential or _handed_on(function, inner, body)
    known = [name for name in tables if name.split(".")[-1].lower() not in _NOT_TABLES]
    return Routine(
        function,
        tuple(writes),
        tuple(known),
        asks,
        credential,
        _counts(body, list(writes)),
        _tidies(function, body),
        asks and anyone,
        _asked_by_policies(app, function),
    )


_DELETED = regex(r"\bdelete\s+from\b.*?(?:;|\Z)", re.S | re.I)
_RUN_OUT = regex(
    r"\b\w*(expires?|expired|expiry|until|valid_to|ends?_at)\w*\s*<=?\s*(?:now\s*\(|current_timestamp|timezone|clock_timestamp)",
    re.I,
)


def _tidies(function: DatabaseFunction, body: str) -> bool:
    """Whether all that it changes is to delete rows that have run out anyway."""
    deleted = _DELETED.findall(body)
    changed = [match for match in _written(body) if _verb(match.group(1)) != "delete"]
    return (
        bool(deleted)
        and not changed
        and not function.arguments
        and all(_RUN_OUT.search(text) for text in deleted)
    )


def _asked_by_policies(app: App, function: DatabaseFunction) -> bool:
    named = re.compile(rf"\b{re.escape(function.name)}\s*\(")
    return any(named.search(policy.using) or named.search(policy.check) for policy in app.database.policies)


def _plain(function: DatabaseFunction) -> str:
    body = _COMMENT.sub(" ", function.body)
    # `FOR UPDATE` and `DO UPDATE SET` change nothing by themselves that is not named elsewhere.
    return re.sub(r"\b(for\s+(no\s+key\s+)?update|do\s+update\s+set|on\s+conflict)\b", " ", body, flags=re.I)


def _written(body: str) -> list[re.Match[str]]:
    return [m for m in _WRITE.finditer(body) if m.group(3).lower() not in _NOT_TABLES]


def _verb(text: str) -> str:
    return text.split()[0].lower()


def _table(schema: str | None, name: str) -> str:
    return name if schema in (None, "public") else f"{schema}.{name}"


def _credential(function: DatabaseFunction, body: str) -> str:
    """A parameter that must match something stored: a session's token, a password."""
    for argument in function.arguments:
        compared = re.search(
            rf"=\s*(?:\w+\s*\(\s*)?{re.escape(argument.name)}\b|crypt\s*\(\s*{re.escape(argument.name)}\b",
            body,
            re.I,
        )
        if argument.name and _CREDENTIAL.search(argument.name) and compared:
            return argument.name
    return ""


def _handed_on(function: DatabaseFunction, inner: Routine, body: str) -> str:
    """A credential that is handed to another function, which compares it."""
    if not inner.credential:
        return ""
    for argument in function.arguments:
        if argument.name and re.search(
            rf"\b{re.escape(inner.function.name)}\s*\([^)]*\b{re.escape(argument.name)}\b", body, re.I
        ):
            return argument.name
    return ""


def _counts(body: str, writes: list[tuple[str, str]]) -> bool:
    """Whether all it does is to count something up that everybody counts (views)."""
    counted = _COUNTER.search(body)
    return (
        len(writes) == 1
        and writes[0][0] == "update"
        and counted is not None
        and bool(_COUNTED.search(counted.group(1)))
    )
