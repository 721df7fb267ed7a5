"""How an app is entered and booted, told from its App."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from roadworthy.app import App, Endpoint
from roadworthy.trial import BootPlan, Door, Doors, plan_boot
from roadworthy.trial.environment import example_values
from roadworthy.views.people.access import Access
from roadworthy.views.people.entry import body_fields, registers, signs_in
from roadworthy.views.people.people import users_table
from roadworthy.views.people.rights import administrator

__all__ = ["administrator", "doors_of", "outside_addresses", "plan_trial", "role_of"]

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
    found["environment"] = {**outside_addresses(app), **plan.environment}
    return msgspec.structs.replace(plan, **found)


def outside_addresses(app: App) -> dict[str, str]:
    """Addresses for services that the app finds by an environment variable alone: hosts of their own, which the
    doubles answer. Without one such a service would seem not to be set up."""
    examples = example_values(app.root)
    names = {name.name for name in app.deployment.environment}
    called = {call.service for endpoint in app.endpoints for call in endpoint.services} & names
    return {
        name: f"https://{name.lower().replace('_', '-')}.example.test"
        for name in sorted(called)
        if not examples.get(name)
    }


def doors_of(app: App) -> Doors:
    """The endpoints through which people register and sign in; None where there is none."""
    register = [endpoint for endpoint in app.endpoints if registers(app, endpoint)]
    login = [e for e in app.endpoints if signs_in(app, e) and e not in register]
    return Doors(register=_door(_best(register)), login=_door(_best(login)))


def _best(endpoints: list[Endpoint]) -> Endpoint | None:
    """Of several, the one that needs no sign-in and whose path says it best."""
    words = re.compile(r"regist|sign-?up|log-?in|sign-?in|token|session", re.I)
    ranked = sorted(
        endpoints, key=lambda e: (bool(Access(e).anywhere()), not words.search(e.path), len(e.path))
    )
    return ranked[0] if ranked else None


def _door(endpoint: Endpoint | None) -> Door | None:
    if endpoint is None:
        return None
    optional = {
        name for check in endpoint.checks for name, rule in check.fields if "optional" in rule.split()
    }
    fields = {name: role_of(name) for name in body_fields(endpoint) if name not in optional}
    form = any("form" in name.lower() for name in endpoint.calls) and endpoint.framework == "fastapi"
    return Door(method=endpoint.method, path=endpoint.path, fields=fields, form=form)


def role_of(field: str) -> str:
    """What a field of a registration means, by its name."""
    last = field.split(".")[-1].lower()
    return next((role for pattern, role in _ROLES if re.search(pattern, last)), "unknown")
