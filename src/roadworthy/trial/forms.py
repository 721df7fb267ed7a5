"""Requests that the app reads as a form: sent as a browser sends one, and their answers judged as a person would."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qsl

import msgspec

from roadworthy.errors import TrialUnavailable
from roadworthy.regex import regex
from roadworthy.trial.actor import Actor
from roadworthy.trial.door import Doors
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.form_data import FormData, fields_beside, route_pattern, with_pictures
from roadworthy.trial.html_form import form_encoded, read_page
from roadworthy.trial.page_entry import FORM, SIGN_IN, keep_tokens, local_path, look
from roadworthy.trial.sending import Send
from roadworthy.trial.session import hidden_fields

_PARAMETER = regex(r"<[^>]+>|:\w+\??|\{[^}]+\}")
# What Flask-WTF, Django and REST framework answer to a missing or stale token.
_FORGERY = regex(rb"csrf|forgery", re.IGNORECASE)
_FORGERY_STATUSES = (400, 403, 419)


class Forms:
    """`routes` are the app's routes that read forms, as `POST /notes/<int:id>/edit`; `doors` tells where people come in: a
    library's own page is no route that the app's code reads a form on. `links` are those that do something when they are followed,
    as `GET /notes/<int:id>/drop`, and lead on to a page. `form_data` knows those that bring files along."""

    def __init__(
        self,
        routes: Sequence[str],
        doors: Callable[[], Doors] = Doors,
        links: Sequence[str] = (),
        form_data: FormData | None = None,
    ) -> None:
        self._routes = [route_pattern(route) for route in routes]
        self._links = [route_pattern(route) for route in links]
        self._doors = doors
        self._form_data = form_data or FormData({})

    def reads(self, method: str, path: str) -> bool:
        """Whether the app takes a form here."""
        line = f"{method.upper()} {path.split('?')[0]}"
        doors = self._doors()
        pages = [door for door in (doors.register, doors.login) if door is not None and door.form]
        return any(route.fullmatch(line) for route in self._routes) or any(
            line == f"{door.method} {door.path}" for door in pages
        )

    def leads_on(self, method: str, path: str) -> bool:
        """Whether people are led on to a page afterwards, be it that what they did was done or that it was not."""
        line = f"{method.upper()} {path.split('?')[0]}"
        return self.reads(method, path) or any(route.fullmatch(line) for route in self._links)

    def encoded(self, actor: Actor, request: Request) -> Request:
        """The request with its fields as a form's, beside those that every form carries: a token that the app reads like any other
        field is the page's, not one that was made up."""
        given = request.json if request.data is None else request.data
        if not self.reads(request.method, request.path) or not isinstance(given, Mapping | None):
            return self._form_data.encoded(request)
        hidden = hidden_fields(actor)
        fields = {**hidden, **(given or {}), **hidden}
        files = self._form_data.files(request.method, request.path)
        if files is not None:
            return with_pictures(msgspec.structs.replace(request, json=fields, data=None), files)
        headers = {"content-type": FORM, **{name.lower(): value for name, value in request.headers.items()}}
        data = form_encoded(fields)
        return msgspec.structs.replace(request, json=None, data=data, headers=headers)

    def beside(self, actor: Actor, request: Request, files: Mapping[str, object]) -> Request:
        """The request with the fields that a form has beside these files, as text."""
        fields = {**hidden_fields(actor), **fields_beside(request.json, files)}
        return msgspec.structs.replace(request, json=None, data=fields)

    def sent(self, send: Send, actor: Actor, request: Request) -> Response:
        """Sends a request. A refusal for a stale token is answered with the token of the form's own page, once. Raises
        TrialUnavailable when the app refuses that too: it says nothing of what else the request would have met."""
        if request.method.upper() in ("GET", "HEAD"):
            return self.judged(request, send(actor, request))
        answer = send(actor, self.encoded(actor, request))
        if _is_forgery(answer):
            answer = self._with_token(send, actor, request)
            if _is_forgery(answer):
                raise TrialUnavailable(
                    f"{request.method} {request.path} asks {actor.name} for a token against forged requests that no page shows"
                )
        return self.judged(request, answer)

    def _with_token(self, send: Send, actor: Actor, request: Request) -> Response:
        """The request with the token of its own page and of the front page, else of a page above its own: the list of users has the
        forms that delete one."""
        for path in (request.path, "/"):
            keep_tokens(actor, look(send, actor, path).page)
        answer = send(actor, self.encoded(actor, request))
        for path in _above(request.path):
            if not _is_forgery(answer):
                break
            page = look(send, actor, path).page
            if page is not None and page.tokens:
                keep_tokens(actor, page)
                answer = send(actor, self.encoded(actor, request))
        return answer

    def judged(self, request: Request, answer: Response) -> Response:
        """The answer to a form, or to a link that does something, with whether it was accepted."""
        if not self.leads_on(request.method, request.path):
            return answer
        if request.method.upper() == "GET" and not 300 <= answer.status < 400:
            return answer
        return msgspec.structs.replace(
            answer, accepted=_accepted(request, answer, signs_up=self._signs_up(request))
        )

    def _signs_up(self, request: Request) -> bool:
        door = self._doors().register
        return door is not None and door.path.rstrip("/") == request.path.split("?")[0].rstrip("/")


def with_redirect_judged(request: Request, answer: Response) -> Response:
    """The answer to an upload: pages send people on afterwards, and those who must sign in first were refused."""
    if answer.accepted is not None or not 300 <= answer.status < 400:
        return answer
    return msgspec.structs.replace(answer, accepted=_accepted(request, answer, signs_up=False))


def _accepted(request: Request, answer: Response, *, signs_up: bool) -> bool:
    if answer.status == 0 or answer.status >= 400:
        return False
    if answer.status >= 300:
        led = local_path(answer.headers.get("location", ""), request.path).split("?")[0]
        # Whoever has an account now is led on to sign in with it; who has none, back to where they came from.
        return led != request.path.split("?")[0] if signs_up else not SIGN_IN.search(led)
    if "html" not in answer.headers.get("content-type", ""):
        return True
    asked = _names(request)
    page, here = read_page(answer.text, request.path), request.path.split("?")[0]
    return not any(asked & form.names and form.action.split("?")[0] == here for form in page.forms)


def _names(request: Request) -> set[str]:
    """The fields that a request sends."""
    given = request.json if request.data is None else request.data
    if isinstance(given, str):
        return {name for name, _ in parse_qsl(given, keep_blank_values=True)}
    return set(given) if isinstance(given, Mapping) else set()


def _is_forgery(answer: Response) -> bool:
    return answer.status in _FORGERY_STATUSES and bool(_FORGERY.search(answer.body[:20_000]))


def _above(path: str) -> list[str]:
    """`/users/3`, `/users` for `/users/3/delete`, the nearest first."""
    parts = path.partition("?")[0].strip("/").split("/")
    return ["/" + "/".join(parts[:number]) for number in range(len(parts) - 1, 0, -1)]
