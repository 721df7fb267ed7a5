"""Runs an experiment step by step and writes it down as it goes."""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from roadworthy.errors import TrialUnavailable
from roadworthy.proof.page_text import said
from roadworthy.proof.pasted import at_once, folded
from roadworthy.proof.reproduction import Measurement, Picture, Reproduction, Step
from roadworthy.trial import Actor, Database, Request, Response, Trial
from roadworthy.trial.action_shape import ACTION
from roadworthy.trial.form_data import form_options

if TYPE_CHECKING:
    from roadworthy.proof.replay import Replay

SHOWN = 300


class Experiment:
    """One experiment on a trial. `expect` is what a sound app does.

    Every request and query goes through here, so that the steps people read are the steps that ran. End it with
    `proven`, `cleared` or `untestable`.
    """

    def __init__(self, trial: Trial, expect: str) -> None:
        self.trial = trial
        self.expect = expect
        self.tries = 1
        self._steps: list[Step] = []
        self._measurements: list[Measurement] = []
        self._pictures: list[Picture] = []
        self._begun = time.monotonic()

    # --- steps --------------------------------------------------------------------------------------

    def note(self, kind: str, says: str, command: str = "", shows: str = "") -> None:
        """Writes down a step that was done by other means (a browser, the clock)."""
        self._steps.append(Step(kind, says, command, shorten(shows)))

    def said(self, beginning: str) -> bool:
        """Whether a step was written down that begins so."""
        return any(step.says.startswith(beginning) for step in self._steps)

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
        timeout: float = 10.0,
    ) -> Response:
        """Sends one request as an actor."""
        response = self.trial.send(actor, method, path, json=json, headers=headers, timeout=timeout)
        request = Request(actor=actor, method=method, path=path, json=json, headers=dict(headers or {}))
        self.note(kind, says, self._command(request), summary(response))
        return response

    def together(self, requests: Sequence[Request], *, says: str, timeout: float = 30.0) -> list[Response]:
        """Sends requests at the same instant."""
        responses = self.trial.together(requests, timeout=timeout)
        lines = [self._command(request) for request in requests]
        statuses = ", ".join(str(response.status) for response in responses)
        self.note("act", says, at_once(lines), statuses)
        return responses

    def _command(self, request: Request) -> str:
        return command_of(self.trial, request)

    def rows(
        self, sql: str, params: Sequence[Any] = (), *, says: str, kind: str = "observe"
    ) -> list[dict[str, Any]]:
        """Asks the database."""
        database = database_of(self.trial)
        found = database.query(sql, params)
        self.note(
            kind,
            says,
            database.spelled(sql, params) or sql_line(sql, params),
            json.dumps(found[:3], default=str),
        )
        return found

    def measure(self, name: str, value: float, unit: str, series: Sequence[tuple[float, float]] = ()) -> None:
        """Keeps a number that the experiment took."""
        self._measurements.append(Measurement(name, value, unit, tuple(series)))

    def picture(self, path: str, caption: str) -> None:
        """Keeps a screenshot that was saved at `path`."""
        self._pictures.append(Picture(Path(path).name, caption, Path(path).read_bytes()))

    # --- outcome ------------------------------------------------------------------------------------

    def proven(self, observed: str, replay: Replay | None = None) -> Reproduction:
        """The app failed, as `observed`. `replay` shows it again without Roadworthy."""
        return msgspec.structs.replace(self._end("proven", observed), replay=replay)

    def cleared(self, observed: str) -> Reproduction:
        """It ran, and the app behaved."""
        return self._end("cleared", observed)

    def untestable(self, why: str) -> Reproduction:
        """The experiment could not be made."""
        return self._end("untestable", why)

    def _end(self, state: str, observed: str) -> Reproduction:
        return Reproduction(
            state,
            self.expect,
            observed,
            tuple(self._steps),
            tuple(self._measurements),
            tuple(self._pictures),
            round(time.monotonic() - self._begun, 3),
            self.tries,
        )


def _name(actor: Actor | str) -> str:
    return actor if isinstance(actor, str) else actor.name


def database_of(trial: Trial) -> Database:
    """The trial's database. Raises TrialUnavailable when it has none."""
    if trial.database is None:
        raise TrialUnavailable("the app has no database that a trial can run")
    return trial.database


def command_of(trial: Trial, request: Request) -> str:
    """A request as a line to paste: a server action as its page calls it, a form as a form."""
    if request.method == ACTION:
        return trial.action_command(request)
    if not request.path.startswith("/") and trial.supabase is None:
        request = trial.on_the_wire(request)
    typed = isinstance(request.data, Mapping)
    form = typed or trial.reads_form(request.method, request.path)
    files = trial.form_files(request.method, request.path)
    body = request.data if typed else request.json
    who = _name(request.actor)
    line = curl(who, request.method, request.path, body, request.headers, form=form, files=files)
    return _with_token(line, who) if trial.asks_for_token(request) else line


def _with_token(line: str, who: str) -> str:
    """The line with the token against forged requests that the app asks for, beside the cookies that it goes by."""
    own = "" if who != "anonymous" else ' -H "$VISITOR"'
    return line.replace("curl -s", f'curl -s{own} -H "X-CSRFToken: $CSRF"', 1)


def curl(
    actor: str,
    method: str,
    path: str,
    body: Any,
    headers: Mapping[str, str] | None = None,
    *,
    form: bool = False,
    files: tuple[str, ...] | None = None,
) -> str:
    """The request as a line to paste; `$BASE` and the actors' headers stand for what differs between runs. `form` sends the
    body's fields as a page does, and so does `files`, the names of those that are files."""
    parts = ["curl -s"]
    if method != "GET":
        parts.append(f"-X {method}")
    if actor != "anonymous":
        parts.append(f'-H "${actor.upper()}"')
    for name, value in (headers or {}).items():
        parts.append(f"-H {shlex.quote(f'{name}: {value}')}")
    if files is not None:
        parts += form_options(body, files)
    elif form and isinstance(body, Mapping):
        parts += [
            f"--data-urlencode {shlex.quote(f'{name}={_in_form(value)}')}" for name, value in body.items()
        ]
    elif body is not None:
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"-d {shlex.quote(json.dumps(body, default=str))}")
    # An edge function has a name in place of a path, and the project's address in front of it.
    parts.append(f'"$BASE{path}"' if path.startswith("/") else f'"$PROJECT/functions/v1/{path}"')
    return folded(" ".join(parts))


def _in_form(value: Any) -> str:
    """A field's value as a page's script puts it there."""
    return json.dumps(value, default=str) if isinstance(value, (Mapping, list)) else str(value)


def sql_line(sql: str, params: Sequence[Any]) -> str:
    """The query as a line to paste into psql, its parameters filled in for reading."""
    line = " ".join(sql.split())
    for value in params:
        shown = str(value) if isinstance(value, (int, float)) else "'" + str(value).replace("'", "''") + "'"
        line = line.replace("%s", shown, 1)
    return line


def summary(response: Response) -> str:
    """A response in one line."""
    if response.error:
        return f"no answer after {response.seconds:.1f} s: {response.error}"
    return f"{response.status} {said(response)}"


def shorten(text: str) -> str:
    """At most 300 characters, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
