"""One HTTP exchange with the app: what an actor asks and what came back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from roadworthy.trial.actor import Actor


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request to send. `path` starts with a slash; `json` and `data` exclude each other (None sends no body)."""

    actor: Actor | str
    method: str
    path: str
    json: Any = None
    data: bytes | str | Mapping[str, str] | None = None
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What came back. `status` is 0 and `error` says why when no answer came; header names are lower case. `accepted` is
    set where a form was sent: then a redirect may be success, and the form shown again with 200 is a refusal. `still_open`:
    `body` is what came over a stream of events that goes on."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    error: str | None = None
    accepted: bool | None = None
    still_open: bool = False

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def ok(self) -> bool:
        """Whether it was done: by the status, or as people see it where a form was sent."""
        return 200 <= self.status < 300 if self.accepted is None else self.accepted

    def json(self) -> Any:
        """The body as JSON, or None when it is not JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None
