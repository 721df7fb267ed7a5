"""Functions that keep their failures to themselves, while whoever called them says that all went well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.awaiting import awaiting
from roadworthy.views.code.dotted import dotted, last_name, without_functions
from roadworthy.views.code.spots import spots
from roadworthy.views.failures.catches import SUCCESS_STATE, Catch
from roadworthy.views.failures.own_results import says_no

_SUCCESS = regex(r"\b(success\w*|saved|updated|created|deleted|added|removed|sent|done|completed?)\b", re.I)
_FAILED = regex(r"\b(fail\w*|error|could not|unable)\b", re.I)
_SAYS = regex(r"^(toast|notify|notification|enqueueSnackbar|showToast|alert|message|addToast|[sS]wal)\b")


def celebrated(app: App, caught: Catch) -> Location | None:
    """Where a page says that all went well after it waited for the function around a catch, which tells its caller nothing; None
    elsewhere."""
    function = app.view(awaiting).function_at(caught.location)
    if function is None or not function.name or caught.raises or caught.kind != "catch":
        return None
    if caught.owner.side == "server" or not (
        _tells_nothing(function) or caught.outcome or _answers_no(caught, function)
    ):
        return None
    places = app.view(_cheered).get(function.name, ())
    alone = app.view(_named)[function.name] == 1
    return next((place for place in places if alone), None)


def _tells_nothing(function: form.Function) -> bool:
    """Whether nothing that a caller could ask about comes back, however it ended."""
    return not any(
        isinstance(node, form.Return) and node.value is not None for node in without_functions(function.body)
    )


def _answers_no(caught: Catch, function: form.Function) -> bool:
    """Whether the catch answers that it failed (`{ ok: false }`), which whoever drops the answer does not hear."""
    inside = (
        node
        for node in without_functions(function.body)
        if caught.location.start <= node.span.start < caught.location.end
    )
    return any(map(says_no, inside))


def _named(app: App) -> Counter[str]:
    return Counter(
        spot.node.name
        for spot in spots(app, form.Function)
        if isinstance(spot.node, form.Function) and spot.node.name
    )


def _cheered(app: App) -> dict[str, tuple[Location, ...]]:
    """The functions that are waited for, by name, and where success is said right after."""
    found: dict[str, list[Location]] = {}
    for spot in spots(app, form.Function):
        assert isinstance(spot.node, form.Function)
        for name, node in _cheers(spot.node.body):
            found.setdefault(name, []).append(at(spot.path, node))
    return {name: tuple(places) for name, places in found.items()}


def _cheers(body: tuple[form.Statement, ...]) -> Iterator[tuple[str, form.Node]]:
    waited: list[str] = []
    for statement in body:
        if isinstance(statement, form.Try):
            yield from _cheers(statement.body)
            continue
        if not isinstance(statement, form.Evaluate):
            continue
        value = statement.value
        if isinstance(value, form.Await) and isinstance(value.value, form.Call):
            waited.append(last_name(value.value.callee))
        elif isinstance(value, form.Call) and is_cheer(value):
            yield from ((name, statement) for name in waited if name)


def is_cheer(call: form.Call) -> bool:
    """Whether a call tells people that something went well."""
    names = dotted(call.callee)
    if SUCCESS_STATE.match(names):
        return len(call.arguments) == 1 and getattr(call.arguments[0], "value", None) is True
    if not _SAYS.search(names):
        return False
    words = [str(node.value) for node in without_functions(call.arguments) if isinstance(node, form.Literal)]
    if any(map(_FAILED.search, words)):
        return False
    return names.endswith("success") or any(map(_SUCCESS.search, words))
