"""The HTTP client of a trial: single requests, and many that arrive in the same instant."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from socket import IPPROTO_TCP, TCP_NODELAY, socket
from typing import Any
from urllib.parse import urlencode

import h11
import httpx

from roadworthy.trial.actor import Actor
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.session import learn_cookies, request_headers

LARGEST_BODY = 64 << 20
TOO_LARGE = f"the answer is larger than {LARGEST_BODY >> 20} MB"
# A stream of events that a page opens (WHATWG HTML, 9.2: always by GET) has no end of its own: it is read until nothing comes
# for a while, and no longer than this.
_QUIET_SECONDS, _LISTENS_SECONDS = 1.0, 5.0
_EVENTS = "text/event-stream"


class Client:
    """`connect` makes a socket to the app inside the sandbox, in the event loop; `reached_at` is where it is reached from outside when
    that is not where it believes to be (`base_url`)."""

    def __init__(self, base_url: str, connect: Callable[[], Awaitable[socket]], reached_at: str = "") -> None:
        self._reached_at = reached_at or base_url
        self._host = base_url.removeprefix("http://")
        self._connect = connect
        # Requests without an answer since somebody set it to 0.
        self.unanswered = 0
        # Whether the app closed the last connection without an answer, as one does that is about to end.
        self.let_go = False
        # A connection for each request: one kept open may be closed by the app just as it is used again.
        self._transport = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0), retries=0)

    def send(
        self,
        actor: Actor,
        request: Request,
        *,
        files: Mapping[str, Any] | None = None,
        timeout: float = 10.0,
    ) -> Response:
        """Send one request, follow no redirects. A failure to get an answer is a Response with status 0 and `error`."""
        began = time.monotonic()
        headers = request_headers(actor, self._host, request.headers)
        body: dict[str, Any] = {"files": files, "data": request.data}
        if not files:
            content, kind = encoded_body(request)
            body = {"content": content} if content else {}
            if kind:
                headers.setdefault("content-type", kind)
        message = httpx.Request(
            request.method,
            self._reached_at + request.path,
            headers=headers,
            extensions={"timeout": {name: timeout for name in ("connect", "read", "write", "pool")}},
            **body,
        )
        try:
            answer = self._transport.handle_request(message)
            if request.method.upper() == "GET" and _streams(answer.headers.get("content-type", "")):
                data, still_open = _read_events(answer, message)
            else:
                data, still_open = _read(answer, began + timeout), False
        except (httpx.HTTPError, OSError) as error:
            self.unanswered += 1
            self.let_go = not isinstance(error, httpx.TimeoutException)
            return _failure(error, began)
        self.let_go = False
        learn_cookies(actor, answer.headers.get_list("set-cookie"))
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Response(
            status=answer.status_code,
            headers=headers,
            body=data,
            seconds=time.monotonic() - began,
            still_open=still_open,
        )

    async def together(self, requests: Sequence[tuple[Actor, Request]], timeout: float) -> list[Response]:
        """Send all requests so that they are complete in the same instant: everything but the last byte of each goes
        ahead, then the last bytes go at once (Kettle, "Smashing the state machine", 2023)."""
        messages = [self._wire(actor, request) for actor, request in requests]
        opened = await asyncio.gather(
            *(self._prepare(message) for message in messages), return_exceptions=True
        )
        # Long enough for the app to have read the first parts, which makes it wait for the last bytes.
        await asyncio.sleep(0.05)
        began = time.monotonic()
        for connection, message in zip(opened, messages, strict=True):
            if isinstance(connection, socket):
                _release(connection, message[-1:])
        answers = await asyncio.gather(
            *(
                _receive(connection, request.method, began, timeout)
                for connection, (_actor, request) in zip(opened, requests, strict=True)
            )
        )
        for (actor, _request), (_response, set_cookie) in zip(requests, answers, strict=True):
            learn_cookies(actor, set_cookie)
        self.unanswered += sum(response.status == 0 for response, _set_cookie in answers)
        return [response for response, _set_cookie in answers]

    async def _prepare(self, message: bytes) -> socket:
        connection = await self._connect()
        connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_sendall(connection, message[:-1])
        return connection

    def _wire(self, actor: Actor, request: Request) -> bytes:
        body, kind = encoded_body(request)
        headers = request_headers(actor, self._host, request.headers)
        if kind:
            headers.setdefault("content-type", kind)
        if body or request.method.upper() in ("POST", "PUT", "PATCH"):
            headers["content-length"] = str(len(body))
        headers["connection"] = "close"
        lines = [
            f"{request.method.upper()} {request.path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def close(self) -> None:
        self._transport.close()


def encoded_body(request: Request) -> tuple[bytes, str]:
    """The body's bytes and its content type ('' for none)."""
    if request.json is not None:
        # Keys and moments come from rows as the database driver gives them.
        return json.dumps(request.json, default=str).encode(), "application/json"
    if isinstance(request.data, Mapping):
        return urlencode(request.data).encode(), "application/x-www-form-urlencoded"
    if isinstance(request.data, str):
        return request.data.encode(), ""
    return request.data or b"", ""


def _read(answer: httpx.Response, deadline: float) -> bytes:
    data = bytearray()
    try:
        for part in answer.iter_bytes():
            data += part
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("the answer did not end in time")
            if len(data) > LARGEST_BODY:
                raise httpx.ReadError(TOO_LARGE)
    finally:
        answer.close()
    return bytes(data)


def _streams(kind: str) -> bool:
    return kind.startswith(_EVENTS)


def _read_events(answer: httpx.Response, message: httpx.Request) -> tuple[bytes, bool]:
    """What came over a stream of events until it fell silent, and whether it was still open then."""
    message.extensions["timeout"]["read"] = _QUIET_SECONDS
    data, ends = bytearray(), time.monotonic() + _LISTENS_SECONDS
    try:
        for part in answer.iter_bytes():
            data += part
            if time.monotonic() > ends or len(data) > LARGEST_BODY:
                return bytes(data), True
    except httpx.ReadTimeout:
        return bytes(data), True
    finally:
        answer.close()
    return bytes(data), False


def _failure(error: BaseException, began: float) -> Response:
    text = f"{type(error).__name__}: {error}".rstrip(": ")
    return Response(status=0, headers={}, body=b"", seconds=time.monotonic() - began, error=text)


def _release(connection: socket, last: bytes) -> None:
    try:
        connection.send(last)
    except OSError:
        # The reader reports what is wrong with this connection.
        return


async def _receive(
    connection: socket | BaseException, method: str, began: float, timeout: float
) -> tuple[Response, list[str]]:
    if isinstance(connection, BaseException):
        return _failure(connection, began), []
    try:
        return await asyncio.wait_for(_read_answer(connection, method, began), timeout)
    except (TimeoutError, OSError, h11.RemoteProtocolError) as error:
        return _failure(error, began), []
    finally:
        connection.close()


async def _read_answer(connection: socket, method: str, began: float) -> tuple[Response, list[str]]:
    parser = h11.Connection(h11.CLIENT)
    parser.send(h11.Request(method=method.upper(), target="/", headers=[("host", "x")]))
    parser.send(h11.EndOfMessage())
    loop = asyncio.get_running_loop()
    status, headers, set_cookie, body = 0, dict[str, str](), list[str](), bytearray()
    while True:
        event = parser.next_event()
        if event is h11.NEED_DATA:
            parser.receive_data(await loop.sock_recv(connection, 1 << 16))
        elif isinstance(event, h11.Response):
            status = event.status_code
            headers = {name.decode(): value.decode("latin-1") for name, value in event.headers}
            set_cookie = [value.decode("latin-1") for name, value in event.headers if name == b"set-cookie"]
        elif isinstance(event, h11.Data):
            body += event.data
        opened = bool(body) and method.upper() == "GET" and _streams(headers.get("content-type", ""))
        if opened or isinstance(event, (h11.EndOfMessage, h11.ConnectionClosed)):
            seconds = time.monotonic() - began
            return Response(status=status, headers=headers, body=bytes(body), seconds=seconds), set_cookie
