"""The parsers that stand before an endpoint: which of those that are set up, and whether it asks who is there only after them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.requests.nest_uploads import is_module_of
from roadworthy.views.requests.upload_parsers import Setup, is_parser, parser_of, parser_setups

# What middleware that asks who is there is called.
_ASKS = regex(
    r"auth|protect|signed_?in|logged_?in|login|(require|check|is|verify|validate)_?(user|token|jwt|session|admin)|current_?user|jwt|guard",
    re.I,
)


def own_setups(app: App, endpoint: Endpoint) -> list[Setup]:
    """The parsers that may stand before an endpoint: those that it names, where several are set up."""
    path, put_in = endpoint.handler.path, endpoint.location
    near = [
        setup
        for setup in app.view(parser_setups)
        if setup.place.path == path
        or any(m.location.path == setup.place.path for m in endpoint.middleware)
        or speaks_of(app, endpoint, setup.place.path)
        or is_module_of(app, endpoint, setup.place)
    ]
    written = app.source(put_in)
    named = [
        setup
        for setup in near
        if put_in.holds(setup.place)
        or _stands_over(endpoint, setup.place)
        or (setup.name and re.search(rb"\b" + re.escape(setup.name.encode()) + rb"\b", written))
    ]
    return named or near


def _stands_over(endpoint: Endpoint, place: Location) -> bool:
    """Whether something is among the decorators of a handler."""
    put_in, handler = endpoint.location, endpoint.handler
    return (
        put_in.path == place.path == handler.path
        and min(put_in.start, handler.start) <= place.start <= handler.start
    )


def speaks_of(app: App, endpoint: Endpoint, path: str) -> bool:
    """Whether the file of an endpoint speaks of the file that sets the parser up."""
    name = path.rsplit("/", 1)[-1].rsplit(".", 1)[0].encode()
    return name in app.read(endpoint.location.path) or name in app.read(endpoint.handler.path)


def is_before_asking(app: App, endpoint: Endpoint) -> bool:
    """Whether multer keeps what anybody sends (https://github.com/expressjs/multer, "Storage"), and the endpoint refuses whoever is
    not signed in only after that."""
    parser = parser_of(app, endpoint)
    if parser is None or endpoint.framework != "express":
        return False
    place = next(number for number, one in enumerate(endpoint.middleware) if one == parser)
    before = [one for one in endpoint.middleware[:place] if not is_parser(one) and _ASKS.search(one.name)]
    asks = bool(Access(endpoint).anywhere() & {SIGNED_IN, OWNER, ROLE})
    # What middleware behind the parser made sure of holds for the handler as well: it has to be named for it.
    behind = any(_ASKS.search(one.name) for one in endpoint.middleware[place + 1 :])
    late = behind or not Access(endpoint).guards(endpoint.facts)
    setups = own_setups(app, endpoint)
    return asks and late and not before and bool(setups) and all(keeps_files(app, one) for one in setups)


def keeps_files(app: App, setup: Setup) -> bool:
    """Whether a parser is told to keep files on the disk."""
    return kept_on_disk(app, setup) is not None


def kept_on_disk(app: App, setup: Setup) -> Location | None:
    """Where a parser is told to keep files on the disk; None where it is not."""
    module = app.modules[setup.place.path]
    for node in form.walk(module.body, form.Call):
        if isinstance(node, form.Call) and at(setup.place.path, node) == setup.place:
            options = node.arguments[0] if node.arguments else None
            entries = options.entries if isinstance(options, form.Record) else ()
            said = (_names_disk(module, one) for one in entries)
            return next((at(setup.place.path, one) for one in said if one is not None), None)
    return None


def _names_disk(module: form.Module, entry: form.Entry) -> form.Expr | None:
    """`dest: "uploads"`, `storage: multer.diskStorage(...)`, or the name of such a store."""
    key = entry.key.value if isinstance(entry.key, form.Literal) else ""
    if key != "storage":
        return entry.value if key == "dest" else None
    value: form.Expr | None = entry.value
    if isinstance(value, form.Name):
        value = next((one.value for one in _defined(module) if _target(one) == value.name), None)
    return value if isinstance(value, form.Call) and last_name(value.callee) == "diskStorage" else None


def _defined(module: form.Module) -> Iterator[form.Define]:
    for node in form.walk(module.body, form.Define):
        if isinstance(node, form.Define):
            yield node


def _target(node: form.Define) -> str:
    return node.target.name if isinstance(node.target, form.Name) else ""
