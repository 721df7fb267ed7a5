"""The outside, as the app sees it: every name answers, every call is taken down, and nothing leaves the machine."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, cast

import h11

from roadworthy.errors import UsageError
from roadworthy.regex import Regex
from roadworthy.trial.behaviour import Behaviour, DoubleRequest, Steady
from roadworthy.trial.certificates import Certificates
from roadworthy.trial.double_answers import answer_like_the_service
from roadworthy.trial.double_fonts import font_part
from roadworthy.trial.double_mail import MAIL_HOST, MAIL_PORTS, TLS_FROM_START, MailDouble
from roadworthy.trial.double_names import answered_name
from roadworthy.trial.double_parts import Part, page_part
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.keeper import Keeper

Carrier = Callable[
    [DoubleRequest, h11.Connection, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]
]
Hosted = Callable[[DoubleRequest], Awaitable[Part]]
EVERYBODY = "*"
# The name by which the app's own server is told to fail for the pages that stand beside it.
APP_SERVER = "server.of.the.app"
PORTS = (80, 443)
KEPT_REQUESTS = 10_000
# Of what an app sends outside; a service of the trial's own takes files.
LARGEST_BODY, LARGEST_FILE = 8 << 20, 64 << 20
# A hung call is let go after this long, so that a forgotten one does not outlive everything.
LONGEST_HANG_SECONDS = 600.0


class Follower(Protocol):
    """Whoever has to act on what hosts are told."""

    async def apply(self) -> None: ...


class Doubles:
    """Each host name gets an address of its own in the sandbox (127.77.x.y), so that one host can refuse connections
    while the others answer."""

    def __init__(self, loop: EventLoop, certificates: Certificates) -> None:
        self._loop = loop
        self._certificates = certificates
        self._behaviours: dict[str, Behaviour] = {}
        self._calls: dict[str, int] = {}
        self._carriers: dict[str, Carrier] = {}
        self.addresses: dict[str, str] = {}
        self._hosted: list[tuple[Regex[str], Hosted]] = []
        self._requests: list[DoubleRequest] = []
        self._lock = threading.Lock()
        self._conversations: set[asyncio.Task[None]] = set()
        self._followers: list[Follower] = []

    def open(self, keeper: Keeper) -> None:
        """Answer names and calls in a sandbox."""
        self._loop.wait(self.attach(keeper))

    async def attach(self, keeper: Keeper) -> None:
        """As `open`, in the event loop."""
        outside = _Outside(keeper, self)
        await outside.open()
        self._followers.append(outside)

    def follow(self, follower: Follower) -> None:
        """Have somebody told whenever a host is told something."""
        self._followers.append(follower)

    def requests(self, host: str | None = None) -> list[DoubleRequest]:
        """What was asked so far, oldest first; of one host or of all."""
        with self._lock:
            return [request for request in self._requests if host is None or request.host == host]

    def tell(self, host: str, behaviour: Behaviour) -> None:
        """How a host ('*': every host without an order of its own) behaves from now on. Raises UsageError."""
        _check(behaviour)
        self._behaviours[host.lower()] = behaviour
        self._calls.clear()
        self._apply()

    def clear(self) -> None:
        """Every host answers again, and what was asked is forgotten."""
        had = bool(self._behaviours)
        self._behaviours.clear()
        with self._lock:
            self._requests.clear()
        if had:
            self._apply()

    def behaviour(self, host: str) -> Behaviour:
        return self._behaviours.get(host, self._behaviours.get(EVERYBODY, "answer"))

    def behaviour_now(self, host: str) -> Steady:
        """How a host behaves to the call that has just come."""
        behaviour = self.behaviour(host)
        if not isinstance(behaviour, tuple) or behaviour[0] != "first":
            return behaviour
        self._calls[host] = self._calls.get(host, 0) + 1
        return behaviour[2] if self._calls[host] <= behaviour[1] else "answer"

    def host(self, names: Regex[str], answer: Hosted) -> None:
        """Have the hosts of these names answered by a service of the trial's own, unless they are told otherwise."""
        self._hosted.append((names, answer))

    def carry(self, host: str, address: str, carrier: Carrier) -> None:
        """Have a host lead to an address of one's own choice (127.77.255.x) and its WebSockets carried by a service of the
        trial's own; to be said before `open`. It is no outside service: nothing of it is taken down."""
        self.addresses[host] = address
        self._carriers[host] = carrier

    def carrier(self, request: DoubleRequest) -> Carrier | None:
        asked = request.headers.get("upgrade", "").lower() == "websocket"
        return self._carriers.get(request.host) if asked else None

    def is_own(self, host: str) -> bool:
        """Whether a host is answered by a service of the trial's own."""
        return any(names.search(host) for names, _answer in self._hosted)

    async def hosted(self, request: DoubleRequest, behaviour: Steady) -> Part | None:
        """What the trial's own service behind a host answers; None where there is none, or the host is not to answer."""
        answer = next((answer for names, answer in self._hosted if names.search(request.host)), None)
        slow = isinstance(behaviour, tuple) and behaviour[0] == "slow"
        if answer is None or not (behaviour == "answer" or slow):
            return None
        if slow:
            await asyncio.sleep(float(behaviour[1]))
        return await answer(request)

    def context(self, host: str) -> ssl.SSLContext:
        return self._certificates.context(host)

    def record(self, request: DoubleRequest) -> None:
        with self._lock:
            self._requests.append(request)
            del self._requests[:-KEPT_REQUESTS]

    def _apply(self) -> None:
        for follower in self._followers:
            self._loop.wait(follower.apply())

    def orders(self, host: str) -> bool:
        """Whether a host was told something of its own."""
        return host in self._behaviours

    async def connected(self, host: str) -> socket.socket:
        """A connection to a host's double that no sandbox needs a name for."""
        near, far = socket.socketpair()
        near.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=far)
        task = asyncio.get_running_loop().create_task(_answered(self, host, reader, writer))
        self._conversations.add(task)
        task.add_done_callback(self._conversations.discard)
        return near

    def close(self) -> None:
        self._followers.clear()


def _check(behaviour: Behaviour) -> None:
    words = ("answer", "hang", "reset", "refuse")
    if behaviour in words:
        return
    if isinstance(behaviour, tuple) and behaviour and behaviour[0] in ("status", "slow", "answer", "first"):
        return
    raise UsageError(
        f"a double cannot {behaviour!r}", remedy=f"one of {', '.join(words)}, ('status', 503), ..."
    )


class _Outside:
    """The names and services of one sandbox."""

    def __init__(self, keeper: Keeper, doubles: Doubles) -> None:
        self._keeper = keeper
        self._doubles = doubles
        self._addresses = dict(doubles.addresses)
        self._numbers = itertools.count(1)
        self._servers: dict[str, list[asyncio.Server]] = {}
        self._opening: dict[str, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        sock = await self._keeper.listen("127.0.0.1", 53, "udp")
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: _Names(self), sock=sock)

    def answer_name(self, data: bytes, reply: Any) -> None:
        task = asyncio.get_running_loop().create_task(self._answer_name(data, reply))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer_name(self, data: bytes, reply: Any) -> None:
        answer = await answered_name(data, self.address_of)
        if answer is not None:
            reply(answer)

    async def address_of(self, host: str) -> str:
        if host not in self._addresses:
            number = next(self._numbers) % 65_000
            self._addresses[host] = f"127.77.{number // 250}.{number % 250 + 1}"
        await self._set(host)
        return self._addresses[host]

    async def apply(self) -> None:
        for host in list(self._addresses):
            await self._set(host)

    async def _set(self, host: str) -> None:
        """Listen for a host, or stop listening when it is to refuse."""
        async with self._opening.setdefault(host, asyncio.Lock()):
            refuses = self._doubles.behaviour(host) == "refuse"
            if refuses:
                for server in self._servers.pop(host, []):
                    server.close()
            elif host not in self._servers:
                ports = (*PORTS, *MAIL_PORTS) if MAIL_HOST.search(host) else PORTS
                self._servers[host] = [await self._serve(host, port) for port in ports]

    async def _serve(self, host: str, port: int) -> asyncio.Server:
        sock = await self._keeper.listen(self._addresses[host], port)

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if port in MAIL_PORTS:
                await _take_mail(self._doubles, host, reader, writer)
            else:
                await _answered(self._doubles, host, reader, writer)

        context = self._doubles.context(host) if port in (443, TLS_FROM_START) else None
        return await asyncio.start_server(handle, sock=sock, ssl=context)


class _Names(asyncio.DatagramProtocol):
    """A name server in which every name exists."""

    def __init__(self, outside: _Outside) -> None:
        self._outside = outside

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # asyncio's own datagram transport does not inherit from DatagramTransport.
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, address: Any) -> None:
        self._outside.answer_name(data, lambda answer: self._transport.sendto(answer, address))


async def _take_mail(
    doubles: Doubles, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    mail = MailDouble(host, reader, writer, doubles.context(host), doubles.record)
    try:
        await mail.serve(doubles.behaviour_now(host))
    except (OSError, asyncio.CancelledError):
        # The app hung up, or the trial ends.
        writer.transport.abort()
    finally:
        writer.close()


async def _answered(
    doubles: Doubles, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """One connection, to its end."""
    try:
        await _converse(doubles, host, reader, writer)
    except (OSError, h11.RemoteProtocolError, h11.LocalProtocolError, asyncio.CancelledError):
        # The app hung up, speaks no HTTP, or the trial ends.
        writer.transport.abort()
    finally:
        writer.close()


async def _converse(
    doubles: Doubles, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Answer the requests of one connection as the host is told to."""
    parser = h11.Connection(h11.SERVER)
    while True:
        largest = LARGEST_FILE if doubles.is_own(host) else LARGEST_BODY
        request = await next_request(parser, host, reader, largest)
        if request is None:
            return
        carrier = doubles.carrier(request)
        if carrier is not None:
            await carrier(request, parser, reader, writer)
            return
        # A browser's own question before a call across origins is no call of the app's, and one to the trial's own service is
        # none to the outside.
        if "access-control-request-method" not in request.headers and not doubles.is_own(host):
            doubles.record(request)
        behaviour = doubles.behaviour_now(host)
        part = await doubles.hosted(request, behaviour)
        if part is None:
            part = (font_part(request) or page_part(request)) if behaviour == "answer" else None
        if part is None:
            answer = await _behave(behaviour, request)
            if answer is None:
                _cut(writer)
                return
            part = _as_json(*answer)
        await write_part(parser, writer, part)
        if parser.our_state is not h11.DONE or parser.their_state is not h11.DONE:
            return
        parser.start_next_cycle()


async def _behave(behaviour: Steady, request: DoubleRequest) -> tuple[int, Any] | None:
    """The answer to give, or None to cut the connection."""
    match behaviour:
        case "answer":
            return answer_like_the_service(request)
        case "hang":
            await asyncio.sleep(LONGEST_HANG_SECONDS)
            return None
        case ("status", int(status)):
            return status, {
                "error": {"type": "api_error", "message": "The service is not available (trial)."}
            }
        case ("slow", float() | int() as seconds):
            await asyncio.sleep(seconds)
            return answer_like_the_service(request)
        case ("answer", int(status), body):
            return status, body
        case _:
            return None


async def next_request(
    parser: h11.Connection, host: str, reader: asyncio.StreamReader, largest: int
) -> DoubleRequest | None:
    """The next request of a connection with the first `largest` bytes of its body; None when there is no more."""
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = parser.next_event()
        if event is h11.NEED_DATA:
            parser.receive_data(await reader.read(1 << 16))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data[: largest - len(body)]
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            return _taken_down(head, host, bytes(body))
        else:
            return None


def _taken_down(head: h11.Request, host: str, body: bytes) -> DoubleRequest:
    return DoubleRequest(
        host=host,
        method=head.method.decode(),
        path=head.target.decode("latin-1"),
        headers={name.decode(): value.decode("latin-1") for name, value in head.headers},
        body=body,
        at=time.monotonic(),
    )


def _as_json(status: int, value: Any) -> Part:
    return Part(status, "application/json", b"" if value is None else json.dumps(value).encode())


async def write_part(parser: h11.Connection, writer: asyncio.StreamWriter, part: Part) -> None:
    """Send an answer."""
    own = part.headers
    if own is None:
        across = ("origin", "headers", "methods")
        own = (("content-type", part.kind), *((f"access-control-allow-{name}", "*") for name in across))
    headers = [*own, ("content-length", str(len(part.body)))]
    writer.write(parser.send(h11.Response(status_code=part.status, headers=headers)) or b"")
    if part.body:
        writer.write(parser.send(h11.Data(data=part.body)) or b"")
    writer.write(parser.send(h11.EndOfMessage()) or b"")
    await writer.drain()


def _cut(writer: asyncio.StreamWriter) -> None:
    """End with a TCP reset, not a goodbye."""
    sock: socket.socket | None = writer.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
