"""The project's one address: it carries each request to the part that answers it, as the service's gateway does."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from socket import socket
from typing import Any

import h11
from msgspec import Struct

from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.supabase.answer import Answer, as_json
from roadworthy.trial.supabase.callers import Keys, bearer

Part = Callable[[DoubleRequest, str], Awaitable[Answer]]
_REST = "/rest/v1"
# Those that belong to one connection (RFC 9110, 7.6.1), and those that the gateway answers for.
_OWN_HEADERS = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "upgrade", "te", "apikey"}
    | {"authorization", "access-control-allow-origin", "cookie"}
)
_EXPOSED = (
    "content-range, content-location, location, x-supabase-api-version, content-profile, preference-applied"
)
_NO_FILTERS = frozenset({"select", "order", "limit", "offset", "columns", "on_conflict", "apikey"})
LARGEST_ANSWER = 64 << 20
_KEPT = 200
_LOOKS_SECONDS = 0.1


class Given(Struct, frozen=True):
    """Rows that the project handed out: the request's path with its conditions, and the answer."""

    method: str
    path: str
    status: int
    body: bytes


class ProjectFault(Struct, eq=False):
    """Reads (GET) below `path`, a table's or a part's own, are answered with `status` and `value`, or not at all when it `hangs`; only
    the first `times`, all when 0. `met` counts them."""

    path: str
    status: int = 200
    value: Any = None
    hangs: bool = False
    times: int = 0
    met: int = 0

    def meets(self, request: DoubleRequest) -> bool:
        """Whether a request is one of them."""
        bare = request.path.partition("?")[0]
        below = bare == self.path or bare.startswith(self.path + "/")
        return request.method == "GET" and below and (not self.times or self.met < self.times)


class Gateway:
    """`parts` answer below their prefix (`/auth/v1`): they get the request and the path after the prefix. `rest` connects to
    PostgREST. `given` holds its newest answers; `faults` are what is wrong with it just now."""

    def __init__(self, keys: Keys, rest: Callable[[], Awaitable[socket]], parts: Mapping[str, Part]) -> None:
        self._keys = keys
        self._rest = rest
        self._parts = parts
        self.given: deque[Given] = deque(maxlen=_KEPT)
        self.faults: list[ProjectFault] = []

    async def answer(self, request: DoubleRequest) -> Answer:
        """What the project answers, with what browsers need to hear it from another origin."""
        if request.method == "OPTIONS":
            return Answer(200, _across(request))
        found = await self._answer(request)
        return Answer(found.status, (*found.headers, *_across(request)), found.body)

    async def _answer(self, request: DoubleRequest) -> Answer:
        path = request.path
        fault = next((one for one in self.faults if one.meets(request)), None)
        if fault is not None:
            fault.met += 1
            return await self._wrong(fault)
        if path.startswith(_REST):
            return await self._ask_rest(request)
        for prefix, part in self._parts.items():
            if path.startswith(prefix + "/"):
                return await part(request, path[len(prefix) :])
        return as_json(404, {"message": "no Route matched with those values"})

    async def _wrong(self, fault: ProjectFault) -> Answer:
        while fault.hangs and fault in self.faults:
            await asyncio.sleep(_LOOKS_SECONDS)
        return as_json(503 if fault.hangs else fault.status, fault.value)

    async def _ask_rest(self, request: DoubleRequest) -> Answer:
        if not request.headers.get("apikey") and "apikey=" not in request.path:
            return as_json(401, {"message": "No API key found in request"})
        if _is_unbounded(request):
            verb = {"PATCH": "UPDATE", "DELETE": "DELETE"}[request.method]
            return as_json(400, {"code": "21000", "message": f"{verb} requires a WHERE clause"})
        path = request.path[len(_REST) :] or "/"
        headers = {name: value for name, value in request.headers.items() if name not in _OWN_HEADERS}
        headers |= {"host": "rest", "authorization": f"Bearer {bearer(request.headers, self._keys)}"}
        try:
            found = await forward(self._rest, request.method, path, headers, request.body)
        except (OSError, h11.RemoteProtocolError) as error:
            return as_json(503, {"message": f"The upstream server cannot be reached: {error}"})
        self.given.append(Given(request.method, request.path, found.status, found.body))
        return found


def _is_unbounded(request: DoubleRequest) -> bool:
    """Whether a request would change every row there is: the service's pg_safeupdate refuses that."""
    bare, _, query = request.path.partition("?")
    names = {pair.partition("=")[0] for pair in query.split("&") if pair}
    return request.method in ("PATCH", "DELETE") and "/rpc/" not in bare and not names - _NO_FILTERS


def _across(request: DoubleRequest) -> tuple[tuple[str, str], ...]:
    """`*` does not stand for Authorization (Fetch standard), so what was asked for is named."""
    asked = request.headers.get("access-control-request-headers", "*")
    return (
        ("access-control-allow-origin", "*"),
        ("access-control-allow-headers", asked),
        ("access-control-allow-methods", "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS"),
        ("access-control-expose-headers", _EXPOSED),
        ("access-control-max-age", "3600"),
    )


async def forward(
    connect: Callable[[], Awaitable[socket]], method: str, path: str, headers: dict[str, str], body: bytes
) -> Answer:
    """One request to a server inside a sandbox, and its answer. Raises OSError or h11.RemoteProtocolError when there is
    none."""
    reader, writer = await asyncio.open_connection(sock=await connect())
    parser = h11.Connection(h11.CLIENT)
    head = [*headers.items(), ("content-length", str(len(body))), ("connection", "close")]
    try:
        writer.write(parser.send(h11.Request(method=method, target=path, headers=head)) or b"")
        if body:
            writer.write(parser.send(h11.Data(data=body)) or b"")
        writer.write(parser.send(h11.EndOfMessage()) or b"")
        return await _received(parser, reader)
    finally:
        writer.close()


async def _received(parser: h11.Connection, reader: asyncio.StreamReader) -> Answer:
    status, headers, body = 0, tuple[tuple[str, str], ...](), bytearray()
    while True:
        event = parser.next_event()
        if event is h11.NEED_DATA:
            parser.receive_data(await reader.read(1 << 16))
        elif isinstance(event, h11.Response):
            status = event.status_code
            pairs = ((name.decode(), value.decode("latin-1")) for name, value in event.headers)
            headers = tuple((name, value) for name, value in pairs if name not in _OWN_HEADERS)
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > LARGEST_ANSWER:
                raise OSError("the answer is too large")
        elif isinstance(event, (h11.EndOfMessage, h11.ConnectionClosed)):
            return Answer(status, headers, bytes(body))
