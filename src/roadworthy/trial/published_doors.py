"""The doors of an app whose library brings them (fastapi-users), as the running app itself publishes them: FastAPI's /openapi.json."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from roadworthy.regex import regex
from roadworthy.source.data_files import section
from roadworthy.trial.actor import Actor
from roadworthy.trial.door import Door, Doors
from roadworthy.trial.exchange import Request
from roadworthy.trial.page_entry import FORM, SIGN_UP
from roadworthy.trial.people import role_of
from roadworthy.trial.sending import Send

_SIGN_IN = regex(r"/(log-?in|sign-?in|token)/?$", re.IGNORECASE)
_ADDRESS = "/openapi.json"
_JSON = "application/json"


def published_doors(send: Send, visitor: Actor) -> Doors:
    """The shortest address at which anybody may sign up, and sign in, with a password."""
    document = send(visitor, Request(actor=visitor, method="GET", path=_ADDRESS)).json()
    doors = sorted(_with_password(document), key=lambda door: (len(door.path), door.path))
    return Doors(
        register=next((door for door in doors if SIGN_UP.search(door.path)), None),
        login=next((door for door in doors if _SIGN_IN.search(door.path)), None),
    )


def _with_password(document: Any) -> Iterator[Door]:
    for path, methods in section(document, "paths").items():
        post = section(methods, "post")
        if not post or "security" in post or "{" in path:
            continue
        for kind in (_JSON, FORM):
            fields = _required(document, section(post, "requestBody", "content", kind, "schema"))
            if "password" in fields.values():
                yield Door(method="POST", path=path, fields=fields, form=kind == FORM)


def _required(document: Any, schema: Mapping[str, Any]) -> dict[str, str]:
    """The fields that must be there, with what each means."""
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    required = (section(document, "components", "schemas", name) if name else schema).get("required")
    return {str(field): role_of(str(field)) for field in (required if isinstance(required, list) else ())}
