"""A trial: the app running in isolation, with its database, its users and its network in our hands."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from roadworthy.errors import TrialUnavailable, UsageError
from roadworthy.trial.action_shape import ACTION
from roadworthy.trial.actor import Actor
from roadworthy.trial.app_server import AppServer
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.browser import BrowserPage, Browsers
from roadworthy.trial.client import Client
from roadworthy.trial.clock import Clock, Progress
from roadworthy.trial.database import Database
from roadworthy.trial.doubles import Doubles
from roadworthy.trial.engines.found import Engine, engines
from roadworthy.trial.engines.page import EnginePage
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.form_data import FormData, with_files
from roadworthy.trial.forms import Forms, with_redirect_judged
from roadworthy.trial.html_form import form_encoded
from roadworthy.trial.install import INSIDE_APP
from roadworthy.trial.lines import Kind, Line, open_line
from roadworthy.trial.next_copy import forget_answers
from roadworthy.trial.page_entry import FORM
from roadworthy.trial.procedures import Procedures
from roadworthy.trial.redis import Redis
from roadworthy.trial.server_actions import ServerActions
from roadworthy.trial.session import (
    as_seen_elsewhere,
    forgery_token,
    headers_from_elsewhere,
    headers_of_link,
    session_texts,
)
from roadworthy.trial.sessions import Sessions
from roadworthy.trial.supabase.function_calls import at_functions, body_bytes, names_function
from roadworthy.trial.supabase.service import Supabase

START = "start"
# A process that has let go of its connections ends within this.
_ENDING_SECONDS = 1.0


class Trial:
    """See `open_trial`. `sandbox` names the kind of isolation, `notes` say what could not be set up and why. `base_url` is the app's
    address as it and its pages know it, `reached_at` where it is on this machine: the same but for a second trial."""

    def __init__(
        self,
        *,
        loop: EventLoop,
        plan: BootPlan,
        folder: Path,
        base_url: str,
        reached_at: str,
        sandbox: str,
        server: AppServer,
        doubles: Doubles,
        browsers: Browsers,
    ) -> None:
        self.base_url = base_url
        self.reached_at = reached_at
        self.plan = plan
        self.sandbox = sandbox
        self.doubles = doubles
        self.database: Database | None = None
        self.supabase: Supabase | None = None
        self.redis: Redis | None = None
        self.actors: dict[str, Actor] = {}
        self.notes: list[str] = []
        self._loop = loop
        self._folder = folder
        self._server = server
        self._browsers = browsers
        self._client = Client(base_url, server.connect, reached_at)
        self._form_data = FormData(plan.form_data)
        self._forms = Forms(plan.form_routes, lambda: self.plan.doors, plan.link_routes, self._form_data)
        self._actions = _server_actions(plan, folder)
        self._procedures = Procedures(plan.procedures)
        self._known_writes = 0
        self.sessions = Sessions(lambda actor, path: self.send(actor, "GET", path))

    def actor(self, who: Actor | str) -> Actor:
        """An actor by name. Raises TrialUnavailable when the app let nobody of that name in."""
        if isinstance(who, Actor):
            return who
        if who not in self.actors:
            why = next((one for one in self.notes if one.startswith(who)), f"there is no {who} in this trial")
            raise TrialUnavailable(why, remedy="set doors or admin in [trial] of roadworthy.toml")
        return self.actors[who]

    def send(
        self,
        actor: Actor | str,
        method: str,
        path: str,
        *,
        json: Any = None,
        data: bytes | str | Mapping[str, str] | None = None,
        files: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 10.0,
    ) -> Response:
        """One request as somebody; the method ACTION calls a server action by its name. Redirects are not followed; no
        answer within `timeout` seconds is a Response with status 0 and `error`. `files` is httpx's: {field: (file name, bytes, content type)}."""
        self._forget_copies()
        who = self.actor(actor)
        request = Request(
            actor=who, method=method, path=path, json=json, data=data, headers=dict(headers or {})
        )
        if files and path.startswith("/"):
            sent = self._client.send(
                who, self._forms.beside(who, request, files), files=files, timeout=timeout
            )
            return with_redirect_judged(request, sent)
        if self.supabase is not None and method != ACTION and names_function(path, self.supabase, self.notes):
            called = at_functions(with_files(request, files) if files else self._form_data.encoded(request))
            return self.supabase.send(
                who,
                method,
                called.path,
                json=called.json,
                data=body_bytes(called.data),
                headers=called.headers,
                timeout=timeout,
            )
        send = partial(self._client.send, timeout=timeout)
        if method == ACTION:
            return self._actions.judged(request, send(who, self._actions.encoded(request)))
        called = self._procedures.encoded(request)
        return self._procedures.judged(request, self._forms.sent(send, who, called))

    def send_written(self, actor: Actor, request: Request) -> Response:
        """One request that is written already, as whoever brings people in at doors sends them."""
        return self.send(
            actor, request.method, request.path, json=request.json, data=request.data, headers=request.headers
        )

    def send_from_elsewhere(
        self, actor: Actor | str, method: str, path: str, fields: Mapping[str, object]
    ) -> Response:
        """A form that a page of another site has the actor's browser send."""
        who = as_seen_elsewhere(self.actor(actor))
        headers = {"content-type": FORM, **headers_from_elsewhere()}
        request = Request(actor=who, method=method, path=path, data=form_encoded(fields), headers=headers)
        return self._client.send(who, request)

    def follow_from_elsewhere(self, actor: Actor | str, path: str) -> Response:
        """A link on a page of another site that the actor follows: the browser goes there, and takes the cookies along that it keeps
        from what another site merely has it load."""
        who = as_seen_elsewhere(self.actor(actor), followed=True)
        return self._client.send(who, Request(actor=who, method="GET", path=path, headers=headers_of_link()))

    @contextlib.contextmanager
    def line(self, actor: Actor | str, path: str, kind: Kind) -> Iterator[Line]:
        """A socket to the app as somebody, open as long as the block lasts. Raises TurnedAway when the app refuses it."""
        with open_line(self.base_url, self.reached_at, self.actor(actor), path, kind) as line:
            yield line

    def together(self, requests: Sequence[Request], timeout: float = 30.0) -> list[Response]:
        """All requests in the same instant (last-byte synchronised), answers in the order of the requests."""
        if self.supabase is not None and any(
            one.method != ACTION and names_function(one.path, self.supabase, self.notes) for one in requests
        ):
            written = [self._form_data.encoded(request) for request in requests]
            return self.supabase.together([(self.actor(r.actor), at_functions(r)) for r in written], timeout)
        people = [self.actor(request.actor) for request in requests]
        called = [self._procedures.encoded(self._actions.encoded(one)) for one in requests]
        pairs = [(who, self._forms.encoded(who, one)) for who, one in zip(people, called, strict=True)]
        answers = self._loop.wait(self._client.together(pairs, timeout))
        judged = [self._forms.judged(one, answer) for one, answer in zip(requests, answers, strict=True)]
        told = [self._procedures.judged(one, answer) for one, answer in zip(requests, judged, strict=True)]
        return [self._actions.judged(one, answer) for one, answer in zip(requests, told, strict=True)]

    def action_id(self, name: str) -> str:
        """By what this build of the app knows a server action. Raises TrialUnavailable where no page can call it."""
        return self._actions.encoded(Request(actor="anonymous", method=ACTION, path=name)).headers[
            "next-action"
        ]

    def on_the_wire(self, request: Request) -> Request:
        """A call of a procedure as the request that it is."""
        return self._procedures.encoded(request)

    def action_command(self, request: Request) -> str:
        """The call of a server action as a line to paste."""
        return self._actions.command(request, self.actor(request.actor).name)

    def form_files(self, method: str, path: str) -> tuple[str, ...] | None:
        """The fields that are files where the app reads a form of several parts: then `json` is sent as such a form; None
        elsewhere."""
        return self._form_data.files(method, path)

    def asks_for_token(self, request: Request) -> bool:
        """Whether a request was sent with a token against forged requests, which the app gave to whoever sent it."""
        changes = request.method.upper() not in ("GET", "HEAD", ACTION)
        return changes and bool(forgery_token(self.actor(request.actor)))

    def reads_form(self, method: str, path: str) -> bool:
        """Whether the app takes a form's fields here: then `json` is sent as those."""
        return self._forms.reads(method, path)

    def leads_on(self, method: str, path: str) -> bool:
        """Whether the answer is a page that people are led on to, whether what they did was done or not."""
        return self._forms.leads_on(method, path)

    @contextlib.contextmanager
    def browser(self, actor: Actor | str = "anonymous", *, phone: bool = False) -> Iterator[BrowserPage]:
        """A fresh Chromium profile with the actor signed in. Raises TrialUnavailable when there is no browser."""
        self._forget_copies()
        with self._browsers.page(self.actor(actor), phone=phone) as page:
            yield page

    def other_browsers(self) -> tuple[Engine, ...]:
        """Firefox and WebKit, where this machine has them."""
        return engines()

    @contextlib.contextmanager
    def page_in(
        self, engine: Engine, actor: Actor | str = "anonymous", *, phone: bool = False
    ) -> Iterator[EnginePage]:
        """A fresh profile of another browser with the actor signed in. Raises TrialUnavailable when it does not start."""
        self._forget_copies()
        with self._browsers.other(engine, self.actor(actor), phone=phone) as page:
            yield page

    def devtools(self) -> str:
        """The address of the trial's Chromium for tools that drive it themselves; its network holds the app and the
        doubles alone. Raises TrialUnavailable when there is no browser."""
        return self._browsers.endpoint()

    def forget_pages(self, *, built: bool = False) -> None:
        """Pages beside the app's server that another server renders keep nothing of what the first one answered so far; with
        `built` those that were made when the site was built are made anew as well, as a new deployment would."""
        self._browsers.forget_pages(built=built)

    def discard_browser(self) -> None:
        """Ends the browser, and what drives it, by force: the next page gets new ones."""
        self._browsers.discard()

    def log_mark(self) -> int:
        return self._server.log.mark()

    def log_since(self, mark: int) -> str:
        """What the app printed after a mark."""
        return self._server.log.since(mark)

    def start(self, extra: Mapping[str, str] | None = None) -> None:
        """Start the app and wait for its first answer; `extra` are environment variables for this start alone. Raises
        AppError with the app's last words when no answer comes."""
        self._server.start(self.plan.start, self.plan.start_seconds, extra)
        self.sessions.ended()

    def launch(self) -> None:
        """Start the app and wait for nothing, as a machine does that starts everything at once."""
        self._server.launch(self.plan.start)
        self.sessions.ended()

    def answers(self) -> bool:
        """Whether the app answers HTTP now."""
        return self._server.answers()

    def secrets(self) -> dict[str, str]:
        """The keys and passwords that the app was given through its environment, by the names of their variables."""
        return self._server.secrets()

    def stop(self) -> None:
        """End the app and everything it started; its database and the doubles stay."""
        self._server.stop()

    def restart(self) -> None:
        self.stop()
        self.start()

    def while_stopped(self, work: Callable[[], None]) -> None:
        """Do something while the app does not run; it runs again afterwards if it did before."""
        was_running = self.alive()
        self.stop()
        work()
        if was_running:
            self.start()

    def run(self, command: str, timeout: float) -> tuple[int, str]:
        """A shell command beside the app, in its folder and with its environment; `BASE_URL` is its address. The exit
        code and what it printed. Raises AppError when it takes longer than `timeout` seconds."""
        return self._server.attempt(command, timeout)

    def alive(self) -> bool:
        """Whether the app's process runs. One that let go of a connection may be about to end, and is given a moment for it."""
        ends = time.monotonic() + _ENDING_SECONDS
        while self._client.let_go and self._server.alive() and time.monotonic() < ends:
            time.sleep(0.05)
        self._client.let_go = False
        return self._server.alive()

    def remember(self) -> None:
        """Make the present state the one `reset` returns to."""
        if self.database is not None:
            self.database.snapshot(START)
        plan = self.plan
        private = (*((plan.private_page,) if plan.private_page else ()), *plan.private_reads)
        self.sessions.keep(self.actors, private)
        if self.redis is not None:
            self.redis.remember(self._known_by())

    def _known_by(self) -> str:
        """Whatever of the actors their sessions could be found by."""
        texts = (text for actor in self.actors.values() for text in session_texts(actor))
        return "\n".join(texts)

    def _forget_copies(self) -> None:
        """What the app keeps in Redis of rows that have been changed behind its back since it was last asked is forgotten."""
        if self.redis is None or self.database is None or self.database.writes == self._known_writes:
            return
        self._known_writes = self.database.writes
        self.redis.forget_copies()

    def reset(self) -> None:
        """Back to the state after the actors were made: rows, sessions, obedient doubles; the app runs and answers."""
        if self.database is not None:
            self.database.restore(START)
            self.database.clear_statements()
            self._client.let_go = self._client.let_go or self.database.cut
        if self.redis is not None:
            self.redis.restore()
        self.doubles.clear()
        forget_answers(self.file(self.plan.cwd))
        self.sessions.restore(self.actors)
        if not self.alive():
            self.start()
        elif self._client.unanswered:
            # What it was asked may keep it for ever: each of its threads waits for somebody.
            self.restart()
        self.sessions.renew(self.actors)
        if self.sessions.prolong(self.actors) and self.database is not None:
            # What the app wrote of it belongs to the state to return to.
            self.database.snapshot(START)
        self._client.unanswered = 0

    def file(self, path: str) -> Path:
        """A file of the app's running copy, e.g. an upload. Raises UsageError for a path that leads out of it."""
        top = (self._folder / "app").resolve()
        found = (top / path.lstrip("/")).resolve()
        if not found.is_relative_to(top):
            raise UsageError("leads out of the app's copy", where=path)
        return found

    def close(self) -> None:
        self._client.close()
        self._browsers.close()
        if self.database is not None:
            self.database.close()


def _server_actions(plan: BootPlan, folder: Path) -> ServerActions:
    inside = str(PurePosixPath(INSIDE_APP, plan.cwd))
    return ServerActions(plan.actions, folder / "app" / plan.cwd, inside, "" if plan.cwd == "." else plan.cwd)


@contextlib.contextmanager
def open_trial(
    copy: Path,
    plan: BootPlan,
    *,
    progress: Progress | None = None,
    deadline: float | None = None,
    base_url: str = "",
) -> Iterator[Trial]:
    """Run the app of `copy` as `plan` says, for the length of the `with` block.

    `copy` is only read: the app runs on a copy of it made here. `progress(step, seconds)` is told after each of
    packages, database, sandbox, schema, build, seed, start, actors. `deadline` limits the opening, in seconds. `base_url` is that of
    another trial of the same copy, when this is to be a second one: the app believes to be there as well, so that what was
    built for the one serves the other. Raises AppError (which step, the app's last words, the remedy) or TrialUnavailable
    (what this machine lacks).
    """
    from roadworthy.trial.opening import Opening

    opening = Opening(copy, plan, Clock(progress, deadline), base_url)
    try:
        yield opening.open()
    finally:
        opening.close()
