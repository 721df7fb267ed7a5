"""Requests of Python's clients (httpx, requests) that change something elsewhere."""

from __future__ import annotations

import re

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted
from roadworthy.views.code.syntax import Spot

PYTHON_FETCH = regex(r"^(httpx|requests)\.(get|post|put|patch|delete|request)$")
_SENDS = regex(r"\.(post|put|patch|delete)$")
# What a function that tells others on the side is called.
_BESIDE = regex(r"notif|alert|webhook|slack|discord|ping|log|track|audit|metric|telegram", re.I)


def sends(call: form.Call) -> bool:
    """Whether one of Python's clients changes something by it."""
    return (
        _SENDS.search(dotted(call.callee)) is not None and PYTHON_FETCH.match(dotted(call.callee)) is not None
    )


def is_used(name: str, function: form.Function) -> bool:
    named = [
        node
        for node in form.walk(function.body, form.Name)
        if isinstance(node, form.Name) and node.name == name
    ]
    return len(named) > 1


def is_beside(spot: Spot) -> bool:
    return any(_BESIDE.search(function.name or "") for function in spot.functions)
