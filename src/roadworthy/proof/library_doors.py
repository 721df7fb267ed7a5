"""Doors that a library brings: no code of the app says at which address people register and sign in."""

from __future__ import annotations

from roadworthy.app import Endpoint
from roadworthy.trial import BootPlan, Door, Doors
from roadworthy.trial.authjs_entry import AUTHJS, USUAL_PATH

_TYPED = {"email": "email", "password": "password"}


def by_authjs(endpoint: Endpoint, door: Door) -> Door:
    """The door behind a catch-all route that signs in: Auth.js has its own endpoints below it."""
    path, caught, _ = endpoint.path.partition("/[...")
    if not caught or endpoint.framework != "nextjs":
        return door
    return Door(method="POST", path=path, fields=door.fields, library=AUTHJS)


def library_doors(doors: Doors, plan: BootPlan) -> Doors:
    """The doors, those of a library in place of what is missing."""
    if "better-auth" in plan.libraries and doors.login is None:
        return Doors(
            register=Door(
                method="POST", path=f"{USUAL_PATH}/sign-up/email", fields={**_TYPED, "name": "name"}
            ),
            login=Door(method="POST", path=f"{USUAL_PATH}/sign-in/email", fields=dict(_TYPED)),
        )
    if "next-auth" in plan.libraries and doors.login is None:
        login = Door(method="POST", path=USUAL_PATH, fields=dict(_TYPED), library=AUTHJS)
        return Doors(register=doors.register, login=login)
    return doors
