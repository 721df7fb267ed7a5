"""The doors of an app whose people are in no table: a list in its memory, a file of its own."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint
from roadworthy.regex import regex
from roadworthy.views.people.access import Access
from roadworthy.views.people.entry import asks_password
from roadworthy.views.people.people import users_table

_REGISTERS = regex(r"regist|sign-?up|create-?account", re.I)
_SIGNS_IN = regex(r"log-?in|sign-?in|authenticate|sessions?$|token", re.I)


def unkept_doors(app: App) -> tuple[Endpoint | None, Endpoint | None]:
    """Where people register and where they sign in, by what the endpoints are called and that they ask for a password; None for
    both where a table keeps people, or where nobody can register: its settings may name the one account."""
    if users_table(app) is not None:
        return None, None
    open_ones = [
        one
        for one in app.endpoints
        if one.method == "POST" and asks_password(one) and not Access(one).anywhere()
    ]
    register = next((one for one in open_ones if _REGISTERS.search(one.path)), None)
    login = next((one for one in open_ones if one is not register and _SIGNS_IN.search(one.path)), None)
    return (register, login) if register is not None else (None, None)
