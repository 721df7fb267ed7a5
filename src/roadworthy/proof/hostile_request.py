"""A request that an endpoint accepts, with one part of it chosen by somebody who means harm."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import msgspec

from roadworthy.app import App, Endpoint, Origin
from roadworthy.proof.arrangement import parameters
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Response, Trial

_PARTS = ("query", "params", "body", "headers", "cookies")


class Chosen(msgspec.Struct, frozen=True):
    """The part: `place` is query, params, body, headers or cookies, `path` the names that lead to it."""

    place: str
    path: tuple[str, ...]


def chosen(part: Origin) -> Chosen | None:
    """Where in the request a value comes from; None where that cannot be told."""
    leaves = list(part.sources())
    raw = next((leaf for leaf in leaves if leaf.kind in _PARTS), None)
    if raw is None:
        return None
    path = next((leaf.path for leaf in leaves if leaf.path), ())
    return Chosen(raw.kind, path) if path and "[]" not in path else None


class HostileRequest:
    """Makes the request of `endpoint` with a value in the chosen part; the rest is as honest people send it."""

    def __init__(self, app: App, trial: Trial, endpoint: Endpoint, part: Chosen) -> None:
        self._app, self._endpoint, self._part = app, endpoint, part
        self.usual: ValidRequest = valid_request(app, trial, endpoint)

    def send(
        self, experiment: Experiment, value: Any, says: str, kind: str = "act", timeout: float = 10.0
    ) -> Response:
        """Sends it with `value`."""
        path, body, headers = self.usual.path, self.usual.body, {}
        name = self._part.path[-1]
        if self._part.place == "query":
            path = with_query(path, name, value)
        elif self._part.place == "params":
            path = self._in_path(path, name, str(value))
        elif self._part.place == "body":
            body = _with(body if isinstance(body, dict) else {}, self._part.path, value)
        else:
            headers = (
                {"Cookie": f"{name}={quote(str(value))}"}
                if self._part.place == "cookies"
                else {name: str(value)}
            )
        # A stranger stays one: a sign-in or a registration would make the next request another person's.
        session = experiment.trial.actor(self.usual.actor).cookies if self.usual.actor == "anonymous" else {}
        before = dict(session)
        answer = experiment.send(
            self.usual.actor,
            self.usual.method,
            path,
            says=says,
            kind=kind,
            json=body,
            headers=headers,
            timeout=timeout,
        )
        session.clear()
        session.update(before)
        return answer

    def _in_path(self, path: str, name: str, value: str) -> str:
        route, parts = self._endpoint.path.split("/"), path.partition("?")[0].split("/")
        for number, piece in enumerate(route):
            if name in parameters(piece) and number < len(parts):
                parts[number] = quote(value, safe="")
        return "/".join(parts)


def with_query(path: str, name: str, value: Any) -> str:
    """A path with a parameter of its query string set; a record's fields in brackets (`name[$ne]=x`), as qs reads them."""
    bare, _, query = path.partition("?")
    values = {key: one for key, one in parse_qsl(query, keep_blank_values=True) if key != name}
    given = (
        {f"{name}[{key}]": one for key, one in value.items()} if isinstance(value, dict) else {name: value}
    )
    return f"{bare}?{urlencode({**values, **given})}"


def _with(body: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    head, *rest = path
    inner = body.get(head)
    return {
        **body,
        head: _with(inner if isinstance(inner, dict) else {}, tuple(rest), value) if rest else value,
    }
