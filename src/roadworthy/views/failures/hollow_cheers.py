"""Handlers of a page that say that something was done, and do nothing: what a builder of prototypes leaves where a request belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, is_empty, is_log, last_name
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.celebrated import is_cheer
from roadworthy.views.pages.query_hooks import EVENTS

# What changes nothing anywhere: words to people, waiting, tidying a form, texts in people's language.
_HARMLESS = frozenset(
    [
        "preventDefault",
        "stopPropagation",
        "persist",
        "setTimeout",
        "clearTimeout",
        "reset",
        "trim",
        "includes",
        "test",
        "some",
        "every",
        "toLowerCase",
        "toLocaleString",
        "resolve",
        "Promise",
        "t",
        "close",
        "startsWith",
        "endsWith",
        "isNaN",
        "Number",
        "String",
        "parseInt",
        "parseFloat",
        "safeParse",
        "validate",
        "validateForm",
    ]
)
_SAYS = regex(r"^(toast|notify|notification|enqueueSnackbar|showToast|addToast|alert|message|[sS]wal)\b")
_SETTER = regex(r"^(set[A-Z]\w*|on(Close|OpenChange))$")
# What a page does by itself, and what it says is still to come.
_BY_ITSELF = regex(
    r"cop(y|ied)|coming soon|soon\b|demo|theme|filter|select|select(ed|ion)|welcome|mode\b|clear|refresh|download|applied|logged|sign(ed)? ?(in|out)|language|"
    r"play|paus|connect|point|correct|congrat|won\b|level|complet|not (yet )?(available|implemented)",
    re.I,
)
# What is kept or sent elsewhere.
_ELSEWHERE = regex(
    r"sent\b|saved?\b|updat|added|submit|book|created|delet|remov|subscri|regist|publish|upload|schedul|receiv|get back to you|be in touch|contact you|enviad|guardad|envoy|gespeichert|gesendet",
    re.I,
)


class HollowCheer(Struct, frozen=True):
    """The handler `name`, and where it says that it did what it did not."""

    owner: Owner
    location: Location
    name: str


def hollow_cheers(app: App) -> tuple[HollowCheer, ...]:
    """Each such handler of an event. A view."""
    handlers, found = app.view(_handlers), []
    for spot in spots(app, form.Function):
        function = spot.node
        assert isinstance(function, form.Function)
        if (spot.path, function.name) not in handlers and (
            spot.path,
            str(function.span.start),
        ) not in handlers:
            continue
        cheer = _hollow(function)
        owner = owner_of(app, spot) if cheer is not None else None
        if cheer is not None and owner is not None and owner.side == "client":
            found.append(HollowCheer(owner, at(spot.path, cheer), function.name or "the handler"))
    return tuple(found)


def _hollow(function: form.Function) -> form.Call | None:
    """The word of success of a function that does nothing else."""
    inner = list(below(function.body))
    if any(isinstance(one, form.Assignment) for one in inner):
        return None
    calls = [one for one in inner if isinstance(one, form.Call)]
    cheers = [one for one in calls if _SAYS.search(dotted(one.callee)) and is_cheer(one)]
    told = next((one for one in cheers if _of_something_done(one)), None)
    return told if told is not None and all(map(_does_nothing, calls)) else None


def _of_something_done(call: form.Call) -> bool:
    words = " ".join(
        str(one.value)
        for one in below(call.arguments)
        if isinstance(one, form.Literal) and isinstance(one.value, str)
    )
    return bool(_ELSEWHERE.search(words)) and not _BY_ITSELF.search(words)


def _does_nothing(call: form.Call) -> bool:
    name = dotted(call.callee)
    if is_log(call) or _SAYS.search(name) or last_name(call.callee) in _HARMLESS:
        return True
    return _SETTER.match(name) is not None and all(map(_puts_back, call.arguments))


def _puts_back(value: form.Expr) -> bool:
    """`false`, `""`, `{ email: "", text: "" }`: a form that is empty again."""
    if isinstance(value, form.Record):
        return all(_puts_back(entry.value) for entry in value.entries)
    return is_empty(value) or isinstance(value, form.Literal)


def _handlers(app: App) -> frozenset[tuple[str, str]]:
    """The functions that an element is given for what the browser calls, by file and name, or by where they begin. What a component
    calls (`onComplete`) may come after its own work."""
    return frozenset(
        (spot.path, key)
        for spot in spots(app, form.Element)
        if isinstance(spot.node, form.Element)
        for entry in spot.node.attributes
        if isinstance(entry.key, form.Literal) and entry.key.value in EVENTS
        for key in _given(entry.value)
    )


def _given(value: form.Node | None) -> Iterator[str]:
    """`send`, `handleSubmit(send)`, `() => send(id)`, or a function written there."""
    if isinstance(value, form.Name):
        yield value.name
    elif isinstance(value, form.Call):
        yield from (one.name for one in value.arguments if isinstance(one, form.Name))
    elif isinstance(value, form.Function):
        yield str(value.span.start)
        yield from (
            one.callee.name
            for one in below(value.body)
            if isinstance(one, form.Call) and isinstance(one.callee, form.Name)
        )
