"""Rows that say how another server is reached."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.app.other_tongues import spelled
from roadworthy.regex import regex

_SERVER = regex(r"^(\w+_)?(host(_?name)?|server|port|smtp\w*|imap\w*)$", re.I)


def reaches_a_server(app: App, name: str) -> bool:
    """Whether a table holds the host, the name and the password of other servers: the app shows that password itself, so a hash of
    it would be of no use."""
    table = app.table(name)
    return table is not None and any(_SERVER.match(spelled(column.name)) for column in table.columns)
