"""The doors of a running app: those that its plan names, as the app itself shows them."""

from __future__ import annotations

import msgspec

from roadworthy.trial.actor import Actor
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.door import Door, Doors
from roadworthy.trial.html_form import entrance, meanings
from roadworthy.trial.page_entry import find_door, keep_tokens, look
from roadworthy.trial.published_doors import published_doors
from roadworthy.trial.sending import Send

WITH_PAGES = ("flask", "django")


def found_doors(plan: BootPlan, send: Send, visitor: Actor) -> Doors:
    """The doors that the plan names, else the pages on which people of an app with pages come in, or what it publishes."""
    register, login = plan.doors.register, plan.doors.login
    if plan.framework in WITH_PAGES:
        login = _open_door(send, visitor, login, register=False)
        register = _open_door(send, visitor, register, register=True)
    elif plan.framework == "fastapi" and login is None:
        found = published_doors(send, visitor)
        return Doors(register=register or found.register, login=found.login)
    return Doors(register=register, login=login)


def _open_door(send: Send, visitor: Actor, door: Door | None, *, register: bool) -> Door | None:
    """The door, if its page shows a form; else another page that does."""
    landing = look(send, visitor, door.path) if door is not None and door.form else None
    shown = landing.page if landing is not None else None
    keep_tokens(visitor, shown)
    if door is not None and landing is None:
        return door
    form = entrance(shown, register=register) if shown is not None else None
    if door is not None and form is not None:
        return msgspec.structs.replace(door, fields=door.fields or meanings(form))
    return find_door(send, visitor, register=register) or door
