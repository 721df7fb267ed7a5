"""Server actions as the trial needs them to be told, from the App."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint
from roadworthy.proof.reached import reached
from roadworthy.regex import regex
from roadworthy.trial.action_shape import ACTION, ActionArgument, ActionShape
from roadworthy.views.requests.reading import only_looks_up

_SIGNS_OUT = regex(r"(?:log|sign)[-_]?(?:out|off)(?![a-z])", re.I)
_RENEWS = regex(r"(?:^|[/_-])(?:refresh|renew)(?:[-_]?(?:token|session))?(?:/|$)", re.I)
_WITH_BODY = ("POST", "PUT", "PATCH", ACTION)


def actions_of(app: App) -> tuple[ActionShape, ...]:
    """The exported server actions. Those that stand inside a component have no name that a build would keep."""
    return tuple(_shape(endpoint) for endpoint in reached(app) if endpoint.kind == "action")


def _shape(endpoint: Endpoint) -> ActionShape:
    arguments = tuple(ActionArgument(one.name, one.form) for one in endpoint.arguments)
    # A name that two files have in common is told apart by the file behind it.
    exported = endpoint.path.partition(" (")[0]
    return ActionShape(endpoint.path, endpoint.location.path, exported, arguments)


def takes_body(endpoint: Endpoint) -> bool:
    """Whether a request to it carries fields; a DELETE does where its handler reads them (`req.body.postId`), and a procedure's query
    where it has an input."""
    reads_fields = any(item.part == "body" and item.name for item in endpoint.inputs)
    asks = endpoint.method == "DELETE" or (endpoint.kind == "rpc" and endpoint.method == "GET")
    return endpoint.method in _WITH_BODY or (asks and reads_fields)


def signs_out(path: str) -> bool:
    """Whether whoever asks this is nobody afterwards: in apps of pages a plain GET, as `/logout`."""
    return _SIGNS_OUT.search(path) is not None


def renews_session(path: str) -> bool:
    """Whether whoever asks this is given a new session for the old one, which is spent: `/auth/refresh`."""
    return _RENEWS.search(path) is not None


def reads(endpoint: Endpoint) -> bool:
    """Whether a request to it only reads: a GET, that of a page included, or a POST or a server action that writes no rows
    and asks nobody outside."""
    if endpoint.kind in ("http", "page", "rpc") and endpoint.method == "GET":
        return True
    if endpoint.kind != "action" and (endpoint.kind != "http" or endpoint.method != "POST"):
        return False
    if endpoint.kind == "http":
        return only_looks_up(endpoint)
    return not endpoint.services and all(query.operation == "select" for query in endpoint.queries)


__all__ = ["ACTION", "actions_of", "reads", "renews_session", "signs_out", "takes_body"]
