"""Middleware that puts requests through a schema by a library that is not read."""

from __future__ import annotations

import re

from roadworthy.app import Endpoint
from roadworthy.regex import regex

_READ = frozenset(("express-validator", "celebrate", "zod", "joi", "yup", "express"))
_CHECKS = regex(r"validat|celebrate|schema", re.I)


def unread_schema(endpoint: Endpoint) -> str:
    """The name of what checks the request in a way that nobody read, '' for nothing."""
    names = (
        one.name for one in endpoint.middleware if one.library not in _READ and _CHECKS.search(one.library)
    )
    return next(names, "")
