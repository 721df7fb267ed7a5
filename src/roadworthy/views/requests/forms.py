"""Endpoints that pages send their forms to."""

from __future__ import annotations

import re

from roadworthy.app.endpoint import Endpoint
from roadworthy.regex import regex

# Frameworks whose pages are made by the server and send forms back to it.
PAGE_FRAMEWORKS = frozenset({"flask", "django"})
FORM_LIBRARIES = frozenset({"wtforms", "django forms"})
_FORM_PARSERS = frozenset({"express.urlencoded()", "body-parser.urlencoded()"})
_JSON_PARSERS = frozenset({"express.json()", "body-parser.json()", "body-parser()"})
_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def reads_form(endpoint: Endpoint) -> bool:
    """Whether the endpoint takes a form's fields, as a page sends them, and no JSON."""
    if endpoint.framework not in PAGE_FRAMEWORKS or endpoint.method not in _CHANGES:
        return False
    bodies = [item for item in endpoint.inputs if item.part == "body"]
    if any(item.form for item in bodies) or any(c.library in FORM_LIBRARIES for c in endpoint.checks):
        return True
    return not bodies and endpoint.method == "POST" and leads_to_page(endpoint)


def takes_form(endpoint: Endpoint) -> bool:
    """Whether a body must come as the fields of a form, whoever sends it: pages' forms, and parameters that FastAPI reads from one
    (`Form()`, OAuth's password form). What brings a file is of several parts."""
    bodies = [item for item in endpoint.inputs if item.part == "body"]
    files = any(item.part == "files" for item in endpoint.inputs)
    # FastAPI takes no other body beside a form; who looks at the bytes as well (to tell a request from its repetition) gets a form.
    typed = endpoint.framework == "fastapi" and any(item.form for item in bodies) and not files
    # A button alone in its form: nothing is typed, and a page is led on to.
    pressed = endpoint.framework == "fastapi" and endpoint.method == "POST" and not bodies and not files
    of_express = _is_form_of_express(endpoint) and not files
    return typed or of_express or (pressed and leads_to_page(endpoint)) or reads_form(endpoint)


def _is_form_of_express(endpoint: Endpoint) -> bool:
    """Whether Express reads the body as a form's alone, or reads either and answers with a page."""
    names = {one.name for one in endpoint.middleware}
    if endpoint.method not in _CHANGES or not names & _FORM_PARSERS:
        return False
    return not names & _JSON_PARSERS or leads_to_page(endpoint)


def acts_by_link(endpoint: Endpoint) -> bool:
    """Whether a link to it changes rows and sends people on: `GET /notes/3/drop`."""
    writes = any(query.operation not in ("select", "raw") for query in endpoint.queries)
    led = any(300 <= answer.status < 400 for answer in endpoint.answers)
    return endpoint.method == "GET" and endpoint.kind == "http" and writes and led


def leads_to_page(endpoint: Endpoint) -> bool:
    """Whether people see a page afterwards: it is answered, or they are sent on to one."""
    return any(answer.page or 300 <= answer.status < 400 for answer in endpoint.answers)


_SIGN_IN = regex(r"(^|[/_-])(log-?in|sign-?in)/?$", re.IGNORECASE)
_SIGN_UP = regex(r"(^|[/_-])(register|registration|sign-?up)/?$", re.IGNORECASE)


def entrance_page(endpoints: tuple[Endpoint, ...], *, register: bool) -> Endpoint | None:
    """The page on which people sign in (or register), by its path: the views of a framework's own that serve it are not
    read."""
    wanted = _SIGN_UP if register else _SIGN_IN
    found = [
        endpoint
        for endpoint in endpoints
        if endpoint.method == "POST"
        and endpoint.framework in PAGE_FRAMEWORKS
        and wanted.search(endpoint.path)
        and (not endpoint.inputs or reads_form(endpoint))
        and not re.search(r"(^|/)(api|admin)/", endpoint.path)
    ]
    return min(found, key=lambda endpoint: (len(endpoint.path), endpoint.path), default=None)
