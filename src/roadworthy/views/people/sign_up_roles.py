"""Triggers that give each new account the role it names itself: whoever signs up writes `raw_user_meta_data` as they like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.policy import DatabaseFunction, Trigger
from roadworthy.app.table import Column
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.syntax import below
from roadworthy.views.people.people import privileged

_COMMENT = regex(r"--[^\n]*|/\*.*?\*/", re.S)
_NAMED = regex(r"raw_user_meta_data\s*->>?\s*'(\w*(?:role|is_?admin|user_?type|account_?type)\w*)'", re.I)
_INSERT = regex(
    r"\binsert\s+into\s+(?:public\.)?\"?(\w+)\"?\s*\(([^)]*)\)\s*(?:values|select)\b([^;]*)", re.I
)
_ADMIN = regex(
    r"^((super|site|sys(tem)?|app|main)?[_ -]?admin(istrator)?|super_?user|staff|owner|moderator|manager)$",
    re.I,
)
_KEPT = r"[^;]{0,80}?(\b(not\s+)?in\s*\(|<>|!=|=\s*any\b|\bbetween\b)|\bcase\b[^;]{0,200}?%s"


class SignUpRole(Struct, frozen=True):
    """`column` of `table` gets what a new account says of itself under the name `said`, by the trigger's function."""

    trigger: Trigger
    function: DatabaseFunction
    said: str
    table: str
    column: Column


def sign_up_roles(app: App) -> Iterator[SignUpRole]:
    """Each trigger on new accounts that takes an administrator's role from the account itself."""
    for trigger in app.database.triggers:
        function = app.database.function(trigger.function.rsplit(".", 1)[-1])
        if trigger.table != "auth.users" or "insert" not in trigger.events or function is None:
            continue
        body = _COMMENT.sub(" ", function.body)
        named = _NAMED.search(body)
        if named is None or _is_bounded(body, named):
            continue
        into = next(_given(app, body, named), None)
        if into is not None:
            yield SignUpRole(trigger, function, named.group(1), *into)


def _is_bounded(body: str, named: re.Match[str]) -> bool:
    """Whether the role is held against what is allowed before it is kept, as it stands or by the name it is given."""
    names = [re.escape(named.group(0)), *(rf"\b{name}\b" for name in _variables(body, named))]
    return any(re.search(one + _KEPT % one, body, re.I) for one in names)


def _variables(body: str, named: re.Match[str]) -> list[str]:
    """What the role is called further on: `chosen := new.raw_user_meta_data ->> 'role'`."""
    given = re.findall(rf"\b(\w+)\s+(?:\w+(?:\.\w+)?\s+)?:=[^;]*{re.escape(named.group(0))}", body, re.I)
    return [str(name) for name in given]


def _given(app: App, body: str, named: re.Match[str]) -> Iterator[tuple[str, Column]]:
    """The table and the column that get the role, where an administrator's is one that the column can hold."""
    spoken = [named.group(0).lower(), *(name.lower() for name in _variables(body, named))]
    for insert in _INSERT.finditer(body):
        table = app.table(insert.group(1).lower())
        names = [name.strip().strip('"').lower() for name in insert.group(2).split(",")]
        rights = [
            column
            for name in names
            if privileged(name) and table is not None and (column := table.column(name))
        ]
        said = insert.group(3).lower()
        taken = table is not None and rights and any(one in said for one in spoken)
        if table is not None and taken and _holds_admin(app, rights[0], table.checks):
            yield table.name, rights[0]


def _holds_admin(app: App, column: Column, checks: tuple[str, ...]) -> bool:
    listed = list(column.values)
    for check in checks:
        if re.search(rf"\b{re.escape(column.name)}\b", check):
            listed += re.findall(r"'(\w+)'", check)
    if listed:
        return any(map(_ADMIN.match, listed))
    return column.type == "boolean" or _is_asked_for(app)


def _is_asked_for(app: App) -> bool:
    """Whether the app's policies, functions or code compare anything with an administrator's role."""
    texts = [f"{policy.using} {policy.check}" for policy in app.database.policies]
    texts += [function.body for function in app.database.functions]
    if any(_ADMIN.match(word) for text in texts for word in re.findall(r"=\s*'(\w+)'", text)):
        return True
    return any(map(_asks_admin, (node for module in app.modules.values() for node in below(module.body))))


def _asks_admin(node: form.Node) -> bool:
    """`profile.role === "admin"`."""
    return (
        isinstance(node, form.Operation)
        and node.operator in ("==", "!=")
        and any(isinstance(one, form.Literal) and _ADMIN.match(str(one.value)) for one in node.operands)
    )
