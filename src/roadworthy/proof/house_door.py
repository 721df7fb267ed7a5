"""The door of an app with one account, whose name and password its settings hold and no table."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint
from roadworthy.regex import regex
from roadworthy.trial import Door
from roadworthy.trial.people import PEOPLE, role_of
from roadworthy.views.people.entry import asks_password, body_fields

# FastAPI's ways to take one: `Form(...)`, `OAuth2PasswordRequestForm`, `await request.form()`; not a text's `format`.
TAKES_FORM = regex(r"Form\b|\.form\b")
_ENTRANCE = regex(r"log-?in|sign-?in|auth|token|session|admin|unlock", re.I)
_PASSWORD = regex(r"^(?P<whose>\w*?)_?(PASSWORD|PASSWD|PASS|PASSCODE)$")
_NAME = r"_?(USER|USERNAME|USER_NAME|LOGIN|EMAIL|NAME)$"
# Passwords with which the app itself asks others.
_ELSEWHERE = regex(
    r"^(\w+_)?(DB|DATABASE|SQL|PG|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|REDIS|SMTP|MAIL|EMAIL|IMAP|FTP|RABBITMQ|AMQP|KAFKA|ES"
    r"|ELASTIC|ELASTICSEARCH|PROXY|TEST|E2E|SSH|KEYSTORE|GMAIL)$"
)


def house_door(app: App) -> tuple[Door, dict[str, str]] | None:
    """The door, and settings with which alice is who the app knows; None where nothing speaks of one account."""
    names = [variable.name for variable in app.deployment.environment]
    password = next((name for name in names if _is_own_password(name)), "")
    door = next((one for one in app.endpoints if _is_entrance(one)), None)
    if not password or door is None:
        return None
    alice = PEOPLE[0]
    fields = {name: role_of(name, "unknown") for name in body_fields(door)}
    called = [role for role in fields.values() if role in ("email", "username")]
    match = _PASSWORD.match(password)
    account = re.compile(rf"^{re.escape(match['whose'] if match else '')}{_NAME}")
    known = {password: str(alice.value("password"))}
    known |= {name: str(alice.value(called[0])) for name in names if called and account.match(name)}
    form = any(TAKES_FORM.search(name) for name in door.calls)
    return Door(method=door.method, path=door.path, fields=fields, form=form), known


def _is_own_password(name: str) -> bool:
    match = _PASSWORD.match(name)
    return match is not None and not _ELSEWHERE.match(match["whose"])


def _is_entrance(endpoint: Endpoint) -> bool:
    writes = any(query.operation != "select" for query in endpoint.queries)
    return (
        endpoint.method == "POST"
        and not writes
        and bool(_ENTRANCE.search(endpoint.path))
        and asks_password(endpoint)
    )
