"""Somebody without an account listens at a socket while others do what they do every day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from roadworthy.app import App, Endpoint
from roadworthy.errors import RoadworthyError
from roadworthy.patterns.malicious_input.broken_access.finding import SocketGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import signs_out
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.valid_request import send_valid, valid_request
from roadworthy.trial import BrowserPage, Trial
from roadworthy.views.people.entry import asks_password

_OPENS_MS = 5_000
# What a server says to whoever comes is said by then.
_GREETED_MS = 1_500
_HEARD_MS = 700
_TRIED = 12
_CHANGING = ("POST", "PUT", "PATCH", "DELETE")
_LISTEN = """path => {
  window.__heard = [];
  window.__line = new WebSocket(location.origin.replace(/^http/, 'ws') + path);
  window.__line.onmessage = event => window.__heard.push(String(event.data));
}"""
_OPEN = "() => window.__line.readyState === WebSocket.OPEN"
_HEARD = "() => window.__heard"


def prove_socket(trial: Trial, app: App, found: SocketGap) -> Reproduction:
    """Proven by a message that comes after another person's request, and not before."""
    path = Arrangement(app, trial).path(found.endpoint)
    experiment = Experiment(trial, f"Somebody without an account hears nothing of what others do at {path}")
    with trial.browser("anonymous") as page:
        if not _listens(page, path):
            return _turned_away(experiment, path)
        page.page.wait_for_timeout(_GREETED_MS)
        greeting = list(page.page.evaluate(_HEARD))
        experiment.note("arrange", f"somebody without an account connects to {path}", shows=str(greeting[:2]))
        asked = 0
        for endpoint in _changes(app):
            said = _sends(experiment, app, endpoint)
            if not said:
                continue
            asked += 1
            page.page.wait_for_timeout(_HEARD_MS)
            heard = list(page.page.evaluate(_HEARD))[len(greeting) :]
            if heard:
                experiment.note("observe", "what arrives at the socket", shows=heard[0])
                return experiment.proven(
                    f"somebody without an account heard of {said}'s {endpoint.subject}: {heard[0][:120]}"
                )
            if asked >= _TRIED:
                break
    return experiment.untestable(f"nothing was sent to who is connected after {asked} requests of others")


def _listens(page: BrowserPage, path: str) -> bool:
    """Whether the connection is taken."""
    page.open("/")
    page.page.evaluate(_LISTEN, path)
    waited = 0
    while waited < _OPENS_MS:
        if page.page.evaluate(_OPEN):
            return True
        page.page.wait_for_timeout(100)
        waited += 100
    return False


def _turned_away(experiment: Experiment, path: str) -> Reproduction:
    """It counts only where somebody with an account is let in."""
    with experiment.trial.browser("alice") as page:
        if not _listens(page, path):
            return experiment.untestable(f"{path} takes no connection of alice's either")
    return experiment.cleared(f"{path} takes alice's connection, and none of somebody without an account")


def _changes(app: App) -> Iterator[Endpoint]:
    """What people change, that of rows first which many look at: what exists and moves on."""
    able = [
        one
        for one in app.endpoints
        if one.kind == "http" and one.method in _CHANGING and one.queries and not asks_password(one)
    ]
    yield from sorted(
        (one for one in able if not signs_out(one.path)), key=lambda one: (one.method == "DELETE", one.path)
    )


def _sends(experiment: Experiment, app: App, endpoint: Endpoint) -> str:
    """Sends a request that the endpoint takes; who did, '' where it was refused."""
    try:
        request = valid_request(app, experiment.trial, endpoint)
    except RoadworthyError:
        return ""
    answer: Any = send_valid(experiment, request, f"{request.actor} uses {endpoint.subject}")
    return request.actor if answer.ok and request.actor != "anonymous" else ""
