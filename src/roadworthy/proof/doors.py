"""How an app is entered and booted, told from its App."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from roadworthy.app import App, Endpoint, Fact
from roadworthy.app.access import ROLE, Access
from roadworthy.app.people import is_password, privileged, users_table
from roadworthy.trial import BootPlan, Door, Doors, plan_boot

_ROLES: tuple[tuple[str, str], ...] = (
    (r"e?mail", "email"),
    (r"(confirm|repeat|again|verify).*pass|pass.*(confirm|repeat|again|2)", "password_confirmation"),
    (r"pass(word|wd)?", "password"),
    (r"user_?name|login|handle|nick", "username"),
    (r"first_?name|given", "first_name"),
    (r"last_?name|surname|family", "last_name"),
    (r"name", "name"),
    (r"phone|mobile", "phone"),
    (r"birth|date", "date"),
    (r"accept|agree|terms|consent|remember|newsletter", "boolean"),
    (r"age|count|number", "number"),
)


def plan_trial(app: App, settings: Mapping[str, Any]) -> BootPlan:
    """How to boot an app, its doors and its administrator filled in. Raises AppError when nothing says how it starts."""
    names = [name.name for name in app.deployment.environment]
    plan = plan_boot(app.root, names, settings)
    found: dict[str, Any] = {}
    if plan.doors == Doors():
        found["doors"] = doors_of(app)
    if plan.admin is None:
        found["admin"] = administrator(app)
    people = users_table(app)
    if plan.user_table is None and people is not None:
        found["user_table"] = people.name
    return msgspec.structs.replace(plan, **found)


def doors_of(app: App) -> Doors:
    """The endpoints through which people register and sign in; None where there is none."""
    register = [endpoint for endpoint in app.endpoints if _registers(app, endpoint)]
    login = [e for e in app.endpoints if _signs_in(app, e) and e not in register]
    return Doors(register=_door(_best(register)), login=_door(_best(login)))


def _best(endpoints: list[Endpoint]) -> Endpoint | None:
    """Of several, the one that needs no sign-in and whose path says it best."""
    words = re.compile(r"regist|sign-?up|log-?in|sign-?in|token|session", re.I)
    ranked = sorted(
        endpoints, key=lambda e: (bool(Access(e).anywhere()), not words.search(e.path), len(e.path))
    )
    return ranked[0] if ranked else None


def _registers(app: App, endpoint: Endpoint) -> bool:
    people = users_table(app)
    if people is None or endpoint.method not in ("POST", "PUT"):
        return False
    inserts = [q for q in endpoint.queries if q.table == people.name and q.operation in ("insert", "upsert")]
    return bool(inserts) and any(is_password(name) for name in _field_names(endpoint))


def _signs_in(app: App, endpoint: Endpoint) -> bool:
    people = users_table(app)
    if people is None or endpoint.method != "POST":
        return False
    typed = any(is_password(name) for name in _field_names(endpoint))
    reads = any(q.table == people.name and q.operation == "select" for q in endpoint.queries)
    return typed and reads and not any(q.operation == "delete" for q in endpoint.queries)


def _field_names(endpoint: Endpoint) -> list[str]:
    names = [
        item.name for item in endpoint.inputs if item.part == "body" and item.name and "." not in item.name
    ]
    for check in endpoint.checks:
        if any(leaf.kind == "body" and not leaf.path for leaf in check.subject.sources()):
            names += [name for name, _ in check.fields]
    return list(dict.fromkeys(names))


def _door(endpoint: Endpoint | None) -> Door | None:
    if endpoint is None:
        return None
    optional = {
        name for check in endpoint.checks for name, rule in check.fields if "optional" in rule.split()
    }
    fields = {name: role_of(name) for name in _field_names(endpoint) if name not in optional}
    form = any("form" in name.lower() for name in endpoint.calls) and endpoint.framework == "fastapi"
    return Door(method=endpoint.method, path=endpoint.path, fields=fields, form=form)


def role_of(field: str) -> str:
    """What a field of a registration means, by its name."""
    last = field.split(".")[-1].lower()
    return next((role for pattern, role in _ROLES if re.search(pattern, last)), "unknown")


# --- the administrator -------------------------------------------------------------------------------


def administrator(app: App) -> tuple[str, str, Any] | None:
    """(table, column, value) that makes a person an administrator: what the app's own guards ask for."""
    people = users_table(app)
    if people is None:
        return None
    votes: dict[tuple[str, Any], int] = {}
    for endpoint in app.endpoints:
        access = Access(endpoint)
        facts = [*endpoint.facts, *(fact for query in endpoint.queries for fact in query.facts)]
        for fact in facts:
            for column, value in _role_facts(access, fact):
                known = people.column(column)
                if known is not None and privileged(known.name):
                    votes[(known.name, value)] = votes.get((known.name, value), 0) + 1
    if not votes:
        return None
    (column, value), _ = max(votes.items(), key=lambda item: ("admin" in str(item[0]).lower(), item[1]))
    return people.name, column, value


def _role_facts(access: Access, fact: Fact) -> list[tuple[str, Any]]:
    if fact.operator == "any":
        return [found for way in fact.any_of for inner in way for found in _role_facts(access, inner)]
    if ROLE not in access.guards([fact]):
        return []
    own, other = (fact.left, fact.right) if access.is_own(fact.left) else (fact.right, fact.left)
    leaf = next((leaf for leaf in own.leaves() if leaf.path), None) if own is not None else None
    if leaf is None:
        return []
    if other is None:
        return [(leaf.path[-1], True)]
    return [(leaf.path[-1], constant.value) for constant in other.leaves() if constant.kind == "constant"][:1]
