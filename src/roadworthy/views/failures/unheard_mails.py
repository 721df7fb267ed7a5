"""Mails whose failure is only written down, while somebody is told that all went well: the person who waits for the mail, or the queue
that would have tried again. Which mails these are: docs/decisions/0030-only-logged.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, structs

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.app.service import ServiceCall
from roadworthy.app.work import Work
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.awaiting import awaiting
from roadworthy.views.code.dotted import is_log, last_name, without_functions
from roadworthy.views.code.owner import Owner
from roadworthy.views.code.spots import spots
from roadworthy.views.failures.catches import Catch, catches, says_nothing
from roadworthy.views.failures.outside_attempts import MAIL, kind_of

# What an answer says of a mail, or of a message that goes out as one.
_SAYS_SENT = regex(
    r"\b(e-?mails?|mail|inbox|codes?|links?|otp|invitations?|invites?|messages?|inquiry|enquiry)\b[^.!?]*\b(re)?sent\b"
    r"|\b(re)?sent\b[^.!?]*\b(e-?mails?|mail|inbox|codes?|links?|otp|invitations?|messages?)\b"
    r"|\b(check|see) (your|the) (e-?mail|mail|inbox)|\bget back to you\b",
    re.I,
)
# `If there is an account, a link was sent`: answered alike whatever happened, so that nobody learns who has one.
_WHATEVER = regex(r"\bif\b", re.I)
# What people cannot go on without, by the name of the function that sends it. A forgotten password is answered alike on purpose.
_AWAITED = regex(
    r"otp|verif|confirm_?(e_?)?mail|confirmation|activat|invit|magic_?link|one_?time|two_?fa", re.I
)
_PURPOSE = regex(r"appoint|booking|order|payment|purchase|reservation", re.I)
_TELLS = frozenset({"json", "send", "flash", "success", "info", "add_message", "render", "jsonify"})
_BESIDE = regex(r"log|audit|activit|event|metric|session|token|attempt|cache", re.I)
SAID, ALONE, TASK = "said", "alone", "task"


class UnheardMail(Struct, frozen=True):
    """The catch at `location`, and who hears that it worked: `why` is said (an answer tells of the mail at `told`), alone (the
    mail is all that the request does) or task (a queue counts it as done)."""

    owner: Owner
    location: Location
    tried: Location
    why: str
    subject: str
    told: Location | None = None


def unheard_mails(app: App) -> tuple[UnheardMail, ...]:
    """Each such catch, once. A view."""
    mails = [
        (work, call)
        for work in app.works
        if work.side == "server" and work.kind in ("endpoint", "job")
        for call in work.services
        if kind_of(call) == MAIL
    ]
    return tuple(
        one for caught in (app.view(catches) if mails else ()) for one in _unheard(app, caught, mails)
    )


def _unheard(app: App, caught: Catch, mails: list[tuple[Work, ServiceCall]]) -> Iterator[UnheardMail]:
    if caught.owner.side != "server" or not _keeps_quiet(caught):
        return
    answering = _answers(app, caught)
    for work, call in mails:
        told = _told(app, caught, work, call) if _is_tried(caught, call) else None
        if told is not None and answering:
            # Who drops the answer is who goes on as if all had gone well.
            yield from _dropped(app, answering, work, told)
        elif told is not None:
            yield told
            return


def _keeps_quiet(caught: Catch) -> bool:
    """Whether nothing is done but to write it down, and nobody says why that is enough."""
    return (
        caught.broad
        and says_nothing(caught)
        and not caught.documented
        and caught.outcome in ("", "no")
        and not caught.looped
        and caught.kind != "middleware"
    )


def _is_tried(caught: Catch, call: ServiceCall) -> bool:
    if caught.kind == "callback":
        return call.location.holds(caught.location)
    return any(caught.tried.holds(place) for place in (call.location, *call.calls))


def _answers(app: App, caught: Catch) -> str:
    """The name of the function around where it answers something by which its caller may tell; '' where it does not."""
    function = app.view(awaiting).function_at(caught.tried)
    if function is None or caught.owner.kind == "endpoint":
        return ""
    inner = without_functions(function.body)
    gives = any(isinstance(node, form.Return) and node.value is not None for node in inner)
    return function.name if gives else ""


def _dropped(app: App, name: str, work: Work, told: UnheardMail) -> Iterator[UnheardMail]:
    """Where an endpoint asks such a function by a statement of its own, and does not look at what it answers."""
    endpoint = next((one for one in app.endpoints if one.subject == work.subject), None)
    for place in app.view(_statements).get(name, ()):
        if endpoint is not None and endpoint.handler.holds(place):
            owner = Owner(endpoint.subject, "endpoint", "server", endpoint.handler, endpoint)
            yield structs.replace(told, owner=owner, location=place)


def _statements(app: App) -> dict[str, tuple[Location, ...]]:
    """Where functions are called by a statement that keeps nothing, by name."""
    found: dict[str, list[Location]] = {}
    for spot in spots(app, form.Evaluate):
        assert isinstance(spot.node, form.Evaluate)
        value = spot.node.value
        call = value.value if isinstance(value, form.Await) else value
        if isinstance(call, form.Call):
            found.setdefault(last_name(call.callee), []).append(at(spot.path, spot.node))
    return {name: tuple(places) for name, places in found.items()}


def _told(app: App, caught: Catch, work: Work, call: ServiceCall) -> UnheardMail | None:
    def found(why: str, told: Location | None = None) -> UnheardMail:
        return UnheardMail(caught.owner, caught.location, caught.tried, why, work.subject, told)

    if work.kind == "job":
        return found(TASK) if work.subject.startswith("task ") else None
    endpoint = next((one for one in app.endpoints if one.subject == work.subject), None)
    if endpoint is None or endpoint.method == "GET":
        return None
    said = _said(app, endpoint)
    if said is not None:
        return found(SAID, said)
    function = app.view(awaiting).function_at(call.location)
    name = function.name if function is not None else ""
    awaited = bool(_AWAITED.search(name)) and not _PURPOSE.search(name)
    return found(ALONE) if awaited or _is_all(endpoint, caught) else None


def _is_all(endpoint: Endpoint, caught: Catch) -> bool:
    """Whether the request does nothing but what failed."""
    changes = [one for one in endpoint.queries if one.operation != "select" and not _BESIDE.search(one.table)]
    others = [one for one in endpoint.services if not _is_tried(caught, one)]
    return not changes and not others


def _said(app: App, endpoint: Endpoint) -> Location | None:
    """Where an endpoint's own handler says that a mail was sent."""
    places = app.view(_sayings).get(endpoint.handler.path, ())
    return next((place for place in places if endpoint.handler.holds(place)), None)


def _sayings(app: App) -> dict[str, tuple[Location, ...]]:
    """The statements of each file that answer so."""
    found: dict[str, list[Location]] = {}
    for spot in (*spots(app, form.Return), *spots(app, form.Evaluate)):
        node = spot.node
        if not isinstance(node, (form.Return, form.Evaluate)) or node.value is None or not _tells(node):
            continue
        words = [
            str(one.value)
            for one in without_functions((node.value,))
            if isinstance(one, form.Literal) and isinstance(one.value, str)
        ]
        if any(map(_SAYS_SENT.search, words)) and not any(map(_WHATEVER.search, words)):
            found.setdefault(spot.path, []).append(at(spot.path, node))
    return {path: tuple(places) for path, places in found.items()}


def _tells(node: form.Return | form.Evaluate) -> bool:
    if isinstance(node, form.Return):
        return True
    call = node.value.value if isinstance(node.value, form.Await) else node.value
    return isinstance(call, form.Call) and not is_log(call) and last_name(call.callee) in _TELLS
