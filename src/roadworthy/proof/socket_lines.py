"""Sockets that an experiment opens, written down as lines to paste."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from roadworthy.app import Endpoint
from roadworthy.proof.experiment import Experiment
from roadworthy.trial.lines import Heard, Kind, Line, TurnedAway, settled

_TURNED_AWAY = (401, 403)


class Listener:
    """Somebody who opened a socket, or was turned away with `status`."""

    def __init__(self, experiment: Experiment, who: str, line: Line | None, status: int = 0) -> None:
        self._experiment, self.who, self._line, self.status = experiment, who, line, status

    @property
    def refused(self) -> bool:
        """Whether the app said that it may not be opened: by its answer, or by ending the line at once."""
        return self._line is None and self.status in _TURNED_AWAY

    @property
    def open(self) -> bool:
        return self._line is not None and not self._line.closed.is_set()

    @property
    def count(self) -> int:
        """How much was heard so far."""
        return len(self._line.heard) if self._line is not None else 0

    def wait(self, seconds: float) -> None:
        """Let time pass while the line is open."""
        if self._line is not None:
            self._line.wait(seconds)

    def say(self, message: Any, event: str, says: str) -> None:
        """Send something over the line."""
        if self._line is not None:
            self._line.say(message, event)
            shown = message if isinstance(message, str) else json.dumps(message, default=str)
            self._experiment.note("act", says, f"> {event + ' ' if event else ''}{shown}")

    def since(self, before: int, seconds: float, says: str) -> list[Heard]:
        """What was heard after the first `before`, at the latest when `seconds` have passed."""
        found = settled(self._line, before, seconds) if self._line is not None else []
        shown = " · ".join(f"{one.event} {one.text}".strip() for one in found[:3])
        self._experiment.note("observe", says, shows=shown or "nothing")
        return found


def kind_of(endpoint: Endpoint) -> Kind:
    """Which protocol is spoken there: Socket.IO's paths and namespaces are told by the library."""
    named = endpoint.framework == "socket.io" or "socket.io" in endpoint.path
    return "socket.io" if named else "websocket"


def messages(endpoint: Endpoint, value: Callable[[str], Any]) -> Iterator[tuple[Any, str]]:
    """What the app may take: the fields that it reads with a `value` for each name, by event where they have one, then plain text."""
    names = [item.name for item in endpoint.inputs if item.part == "body" and item.name]
    if kind_of(endpoint) == "socket.io":
        events = list(dict.fromkeys(name.partition(".")[0] for name in names))
        for event in events:
            fields = [
                rest for name in names if (rest := name.partition(".")[2]) and name.startswith(f"{event}.")
            ]
            yield ({field: value(field) for field in fields} if fields else value(event)), event
        return
    fields = [name for name in names if "." not in name]
    if fields:
        yield {name: value(name) for name in fields}, ""
    yield value(""), ""


@contextlib.contextmanager
def listening(experiment: Experiment, who: str, path: str, kind: Kind, says: str) -> Iterator[Listener]:
    """Opens a socket as somebody, for as long as the block lasts."""
    command = opening(who, path, kind)
    with contextlib.ExitStack() as stack:
        try:
            line = stack.enter_context(experiment.trial.line(who, path, kind))
        except TurnedAway as refused:
            experiment.note("act", says, command, str(refused))
            listener = Listener(experiment, who, None, refused.status)
        else:
            experiment.note("act", says, command, "open")
            listener = Listener(experiment, who, line)
        yield listener


def opening(who: str, path: str, kind: Kind) -> str:
    """The line to paste: wscat of npm, or two lines of python-socketio."""
    if kind == "socket.io":
        own = "" if path.startswith("/socket.io") else f", namespaces=['{path}']"
        header = "" if who == "anonymous" else f", headers=dict([os.environ['{who.upper()}'].split(': ')])"
        return (
            'pip install "python-socketio[client]"; python -c "import os, socketio; c = socketio.Client(); '
            f"c.on('*', print); c.connect(os.environ['BASE']{header}{own}); c.wait()\""
        )
    header = "" if who == "anonymous" else f' -H "${who.upper()}"'
    return f'npx wscat{header} -c "${{BASE/http/ws}}{path}"'
