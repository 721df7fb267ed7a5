"""Requests to the interface of a trial's Supabase project, written down as lines to paste."""

from __future__ import annotations

import json as json_text
import shlex
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from roadworthy.errors import TrialUnavailable
from roadworthy.proof.experiment import Experiment, summary
from roadworthy.proof.pasted import at_once, folded
from roadworthy.trial import Actor, Request, Response, Trial
from roadworthy.trial.supabase.service import Supabase

# The app's own server, whom no policy binds.
SERVER = "server"
ANONYMOUS = "anonymous"
_UPLOAD_SECONDS = 60.0


def project_of(trial: Trial) -> Supabase:
    """The trial's project. Raises TrialUnavailable when it has none."""
    if trial.supabase is None:
        raise TrialUnavailable("the trial runs no Supabase project for this app")
    return trial.supabase


class ProjectApi:
    """Asks the project as an actor, or as `SERVER`, and takes each request down in an experiment. `$PROJECT` stands for the
    project's address, `$PUBLIC_KEY` for the key that is in every page."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.trial = experiment.trial
        self.project = project_of(experiment.trial)

    def send(
        self,
        actor: str,
        method: str,
        path: str,
        *,
        says: str,
        kind: str = "act",
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """One request. `path` begins at the project's root."""
        sent = json_text.loads(json_text.dumps(json, default=str))
        response = self.project.send(self._actor(actor), method, path, json=sent, headers=headers)
        self.experiment.note(kind, says, curl(actor, method, path, sent, headers), summary(response))
        return response

    def upload(
        self, actor: str, path: str, name: str, content: bytes, kind: str, *, says: str, step: str = "act"
    ) -> Response:
        """A file put at `path` (`avatars/alice/me.png`) as supabase-js puts it, said to be of a media type."""
        headers = {"content-type": kind, "x-upsert": "true"}
        place = f"/storage/v1/object/{quote(path)}"
        response = self.project.send(
            self._actor(actor), "POST", place, data=content, headers=headers, timeout=_UPLOAD_SECONDS
        )
        line = f"{curl(actor, 'POST', place, None, headers)} --data-binary @{name}"
        self.experiment.note(step, says, line, summary(response))
        return response

    def quietly(
        self, actor: str, method: str, path: str, json: Any, headers: Mapping[str, str] | None = None
    ) -> Response:
        """One request that is not taken down: too long to read, or one of many."""
        sent = json_text.loads(json_text.dumps(json, default=str))
        return self.project.send(self._actor(actor), method, path, json=sent, headers=headers)

    def together(self, actor: str, requests: Sequence[Request], *, says: str) -> list[Response]:
        """Requests of one actor at the same instant."""
        answers = self.project.together([(self._actor(actor), request) for request in requests])
        lines = [curl(actor, one.method, one.path, one.json, one.headers) for one in requests]
        statuses = ", ".join(str(answer.status) for answer in answers)
        self.experiment.note("act", says, at_once(lines), statuses)
        return answers

    def _actor(self, name: str) -> Actor:
        return self.project.server() if name == SERVER else self.trial.actor(name)


def rows_path(table: str, where: Mapping[str, Any] | None = None, select: str = "") -> str:
    """The path of a table's rows: those whose columns have these values."""
    filters = [f"{quote(name)}=eq.{quote(str(value), safe='')}" for name, value in (where or {}).items()]
    parts = [*([f"select={quote(select, safe='*,:()')}"] if select else []), *filters]
    return f"/rest/v1/{quote(table)}" + (f"?{'&'.join(parts)}" if parts else "")


def curl(actor: str, method: str, path: str, body: Any, headers: Mapping[str, str] | None = None) -> str:
    """The request as a line to paste."""
    parts = ["curl -s", *([f"-X {method}"] if method != "GET" else []), '-H "apikey: $PUBLIC_KEY"']
    if actor == SERVER:
        parts.append('-H "Authorization: Bearer $SERVICE_ROLE_KEY"')
    elif actor != ANONYMOUS:
        parts.append(f'-H "${actor.upper()}"')
    parts += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in (headers or {}).items()]
    if body is not None:
        parts += [
            "-H 'Content-Type: application/json'",
            f"-d {shlex.quote(json_text.dumps(body, default=str))}",
        ]
    return folded(" ".join([*parts, f'"$PROJECT{path}"']))


def called(actor: str) -> str:
    """An actor in a sentence."""
    return {ANONYMOUS: "somebody without an account", SERVER: "the app's own server"}.get(actor, actor)
