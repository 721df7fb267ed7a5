"""People who are meant to be like any other, and whom the app's registration made administrators: their right is taken away again.

What two such people see of each other would else be proven as if anybody saw it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from roadworthy.regex import regex
from roadworthy.trial.actor import Actor
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.database import StoredColumn
from roadworthy.trial.ordinary_roles import PRIVILEGED, plainest
from roadworthy.trial.signed_tokens import claims_texts

_ABOVE_ALL = regex(r"super|root", re.I)


def is_administrator(plan: BootPlan, row: Mapping[str, Any] | None) -> bool:
    """Whether the person's row says so, where it is known how: by the word that makes one, or by one that stands above it (whoever
    comes first is `super_admin`)."""
    if plan.admin is None or row is None:
        return False
    held, wanted = row.get(plan.admin[1]), plan.admin[2]
    above = isinstance(held, str) and isinstance(wanted, str) and _ABOVE_ALL.search(held) is not None
    return held is not None and (above or str(held).lower() == str(wanted).lower())


def plain_value(plan: BootPlan, columns: list[StoredColumn]) -> Any:
    """What stands in that column of people without special rights; None when that is not known."""
    if plan.admin is None:
        return None
    column = next((one for one in columns if one.name == plan.admin[1]), None)
    if column is None:
        return None
    if "bool" in column.type.lower():
        return False
    allowed = plan.doors.register.allowed if plan.doors.register is not None else {}
    usual = re.match(r"'?(\w+)'?", column.default or "")
    values = (allowed.get(column.name), usual[1] if usual else None)
    plain = next((value for value in values if value and not PRIVILEGED.search(value)), None)
    return plain or plainest(plan.rights.get(column.name, ()))


def still_says_so(plan: BootPlan, actor: Actor) -> bool:
    """Whether a token that the actor was given names the right that was taken away since."""
    wanted = str(plan.admin[2]).lower() if plan.admin is not None else ""
    held = " ".join((*actor.cookies.values(), *actor.headers.values()))
    return any(wanted in text.lower() for text in claims_texts(held))
