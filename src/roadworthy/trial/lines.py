"""Lines to the app that stay open: WebSockets, and those of Socket.IO. What comes over one is kept as it comes."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec
import socketio
import websocket

from roadworthy.trial.actor import Actor
from roadworthy.trial.session import request_headers

Kind = Literal["websocket", "socket.io"]
_OPENS_SECONDS = 5.0
_LARGEST = 1 << 20
# What a stranger could fill our memory with.
_MOST = 2_000


class TurnedAway(Exception):
    """The app did not open the line. `status` is its answer, 0 where there was none."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Heard(msgspec.Struct, frozen=True):
    """Something that came over a line: `event` is the name that Socket.IO gives it, '' on a plain one."""

    text: str
    event: str = ""


class Line:
    """An open line. It is closed when somebody ends it, the app included."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.closed = threading.Event()

    def take(self, text: str, event: str = "") -> None:
        if len(self.heard) < _MOST:
            self.heard.append(Heard(text[:_LARGEST], event))

    def say(self, message: Any, event: str = "") -> None:
        """Send something: text, or what is written as JSON."""
        raise NotImplementedError

    def wait(self, seconds: float) -> None:
        """Let time pass, at most until the line is closed."""
        self.closed.wait(seconds)


class _Plain(Line):
    def __init__(self, connection: websocket.WebSocket) -> None:
        super().__init__()
        self._connection = connection
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        # Whatever ends it, nothing more is heard.
        with contextlib.suppress(websocket.WebSocketException, OSError):
            while True:
                operation, data = self._connection.recv_data()
                if operation == websocket.ABNF.OPCODE_CLOSE:
                    break
                self.take(data.decode("utf-8", "replace"))
        self.closed.set()

    def say(self, message: Any, event: str = "") -> None:
        text = message if isinstance(message, str) else json.dumps(message, default=str)
        with contextlib.suppress(websocket.WebSocketException, OSError):
            self._connection.send(text)


class _Named(Line):
    def __init__(self, client: socketio.Client, namespace: str) -> None:
        super().__init__()
        self._client, self._namespace = client, namespace
        client.on("*", self._named, namespace=namespace)
        client.on("disconnect", lambda *_: self.closed.set(), namespace=namespace)

    def _named(self, event: str, *data: Any) -> None:
        self.take(json.dumps(data[0] if len(data) == 1 else data, default=str), event)

    def say(self, message: Any, event: str = "") -> None:
        with contextlib.suppress(socketio.exceptions.SocketIOError):
            self._client.emit(event or "message", message, namespace=self._namespace)


@contextlib.contextmanager
def open_line(
    base_url: str,
    reached_at: str,
    actor: Actor,
    path: str,
    kind: Kind,
    more: Mapping[str, str] | None = None,
) -> Iterator[Line]:
    """A line of an actor's; `base_url` and `reached_at` as a trial has them. Raises TurnedAway when the app refuses it, with the status
    of its answer."""
    headers = request_headers(actor, base_url.removeprefix("http://"), more or {})
    opened = (
        _named_line(reached_at, headers, path)
        if kind == "socket.io"
        else _plain_line(base_url, reached_at, headers, path)
    )
    with opened as line:
        yield line


@contextlib.contextmanager
def _plain_line(base_url: str, reached_at: str, headers: Mapping[str, str], path: str) -> Iterator[Line]:
    address = f"ws{reached_at.removeprefix('http')}{path}"
    sent = [f"{name}: {value}" for name, value in headers.items() if name not in ("host", "accept")]
    try:
        connection = websocket.create_connection(
            address, header=sent, host=headers["host"], origin=base_url, timeout=_OPENS_SECONDS
        )
    except websocket.WebSocketBadStatusException as refused:
        raise TurnedAway(refused.status_code, str(refused)) from refused
    except (websocket.WebSocketException, OSError) as refused:
        raise TurnedAway(0, f"{type(refused).__name__}: {refused}") from refused
    connection.settimeout(None)
    try:
        yield _Plain(connection)
    finally:
        connection.shutdown()  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def _named_line(reached_at: str, headers: Mapping[str, str], path: str) -> Iterator[Line]:
    """`path` is Socket.IO's own, or a namespace of it."""
    own = path if path.startswith("/socket.io") or path.count("/") > 1 else "/socket.io"
    namespace = "/" if own == path else path
    client = socketio.Client(reconnection=False)
    line = _Named(client, namespace)
    token = headers.get("authorization", "").removeprefix("Bearer ")
    try:
        client.connect(
            reached_at,
            headers={name: value for name, value in headers.items() if name not in ("host", "accept")},
            auth={"token": token} if token else None,
            transports=["websocket"],
            namespaces=[namespace],
            socketio_path=own,
            wait_timeout=int(_OPENS_SECONDS),
        )
    except (socketio.exceptions.SocketIOError, OSError) as refused:
        raise TurnedAway(0, str(refused) or type(refused).__name__) from refused
    try:
        yield line
    finally:
        client.disconnect()


def settled(line: Line, before: int, seconds: float) -> list[Heard]:
    """What came since `before` were heard, when something has, or `seconds` have passed."""
    ends = time.monotonic() + seconds
    while len(line.heard) <= before and time.monotonic() < ends and not line.closed.is_set():
        line.wait(0.05)
    # What belongs together comes together.
    line.wait(0.1)
    return line.heard[before:]
