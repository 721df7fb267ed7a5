"""Neon's and Vercel's serverless drivers, which reach Postgres over a WebSocket or by HTTP: the other end of both.

Over the WebSocket (`wss://HOST/v2`) travels Postgres' own protocol; by HTTP (`https://api.HOST/sql`) single statements as
JSON. Both end in the trial's Postgres (github.com/neondatabase/serverless, README and src/httpQuery.ts, release 1.0).
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import h11
import psycopg
from psycopg import pq
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, TextMessage

from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.double_parts import Part
from roadworthy.trial.doubles import Doubles
from roadworthy.trial.postgres import APP_ROLE, Postgres

# In a domain reserved for tests (RFC 2606); `-pooler` is what Vercel's driver looks for.
HOST = "database-pooler.trial.test"
# Where the name leads inside the sandbox: one of the doubles' addresses, on which the database listens as well.
ADDRESS = "127.77.255.250"
_HANDSHAKE = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
_CHUNK = 1 << 16

OpenDatabase = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]
ConnectDatabase = Callable[[], psycopg.Connection[dict[str, Any]]]


def serve(doubles: Doubles, postgres: Postgres) -> None:
    """Let the app's serverless driver reach Postgres; to be said before the doubles open."""

    def connect() -> psycopg.Connection[dict[str, Any]]:
        return postgres.connect(user=APP_ROLE)

    async def carrier(
        request: DoubleRequest,
        parser: h11.Connection,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        await carry_websocket(request, parser, reader, writer, postgres.open_stream)

    async def statement(request: DoubleRequest) -> Part:
        return await answer_sql(request, connect)

    doubles.carry(HOST, ADDRESS, carrier)
    doubles.host(re.compile(rf"^api\.{re.escape(HOST.partition('.')[2])}$"), statement)


class Startup:
    """The app's side of a connection, less the password that the driver sends unasked behind its startup message: the
    trial's Postgres asks for none, and takes one for a mistake."""

    def __init__(self) -> None:
        self._held: bytearray | None = bytearray()

    def passed(self, data: bytes) -> bytes:
        """What of the bytes received so far goes on to the database now."""
        if self._held is None:
            return data
        self._held += data
        length = int.from_bytes(self._held[:4], "big")
        if len(self._held) < max(length, 4) + 5:
            return b""
        startup, rest = bytes(self._held[:length]), bytes(self._held[length:])
        password = 1 + int.from_bytes(rest[1:5], "big") if rest[:1] == b"p" else 0
        if len(rest) < password:
            return b""
        self._held = None
        return startup + rest[password:]


async def carry_websocket(
    request: DoubleRequest,
    parser: h11.Connection,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    open_database: OpenDatabase,
) -> None:
    """Accept the app's WebSocket and carry what it holds to the database until either side ends."""
    try:
        database_reader, database_writer = await open_database()
    except OSError:
        # The database is stopped: the app sees its connection cut.
        writer.transport.abort()
        return
    key = request.headers.get("sec-websocket-key", "").encode()
    accept = base64.b64encode(hashlib.sha1(key + _HANDSHAKE).digest())
    headers = [("upgrade", "websocket"), ("connection", "upgrade"), ("sec-websocket-accept", accept.decode())]
    writer.write(parser.send(h11.InformationalResponse(status_code=101, headers=headers)) or b"")
    frames = Connection(ConnectionType.SERVER, trailing_data=parser.trailing_data[0])
    ways = (_inward(frames, reader, writer, database_writer), _outward(frames, database_reader, writer))
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        database_writer.transport.abort()
        writer.transport.abort()


async def _inward(
    frames: Connection,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    database: asyncio.StreamWriter,
) -> None:
    startup = Startup()
    while True:
        for event in frames.events():
            if isinstance(event, BytesMessage):
                database.write(startup.passed(bytes(event.data)))
            elif isinstance(event, TextMessage):
                database.write(startup.passed(event.data.encode()))
            elif isinstance(event, Ping):
                writer.write(frames.send(event.response()))
            elif isinstance(event, CloseConnection):
                with contextlib.suppress(OSError):
                    writer.write(frames.send(event.response()))
                return
        await database.drain()
        data = await reader.read(_CHUNK)
        if not data:
            return
        frames.receive_data(data)


async def _outward(frames: Connection, database: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await database.read(_CHUNK):
        writer.write(frames.send(BytesMessage(data=bytearray(data))))
        await writer.drain()


async def answer_sql(request: DoubleRequest, connect: ConnectDatabase) -> Part:
    """The answer to `POST /sql`: one statement, or several in one transaction."""
    return await asyncio.to_thread(_answer, request, connect)


def _answer(request: DoubleRequest, connect: ConnectDatabase) -> Part:
    as_rows = request.headers.get("neon-array-mode", "false") == "true"
    try:
        asked = json.loads(request.body or b"{}")
        with connect() as connection, connection.transaction():
            if "queries" in asked:
                answer: Any = {"results": [_run(connection, one, as_rows) for one in asked["queries"]]}
            else:
                answer = _run(connection, asked, as_rows)
    except (psycopg.Error, ValueError) as error:
        return Part(400, "application/json", json.dumps(_refusal(error)).encode())
    return Part(200, "application/json", json.dumps(answer).encode())


def _run(
    connection: psycopg.Connection[dict[str, Any]], asked: dict[str, Any], as_rows: bool
) -> dict[str, Any]:
    """One statement, its values as text both ways: the driver parses them by their types."""
    values = [_text(value) for value in asked.get("params") or ()]
    result = connection.pgconn.exec_params(str(asked.get("query", "")).encode(), values)
    if result.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        raise psycopg.errors.error_from_result(result)
    fields = [_field(result, number) for number in range(result.nfields)]
    rows = [
        [_value(result, row, column) for column in range(result.nfields)] for row in range(result.ntuples)
    ]
    names = [field["name"] for field in fields]
    return {
        "command": (result.command_status or b"").decode().split(" ")[0],
        "rowCount": result.command_tuples,
        "rowAsArray": as_rows,
        "fields": fields,
        "rows": rows if as_rows else [dict(zip(names, row, strict=True)) for row in rows],
    }


def _text(value: Any) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, (dict, list, bool)):
        return json.dumps(value).encode()
    return str(value).encode()


def _field(result: pq.abc.PGresult, number: int) -> dict[str, Any]:
    return {
        "name": (result.fname(number) or b"").decode(),
        "dataTypeID": result.ftype(number),
        "tableID": result.ftable(number),
        "columnID": result.ftablecol(number),
        "dataTypeSize": result.fsize(number),
        "dataTypeModifier": result.fmod(number),
        "format": "text",
    }


def _value(result: pq.abc.PGresult, row: int, column: int) -> str | None:
    value = result.get_value(row, column)
    return None if value is None else value.decode("utf-8", "replace")


def _refusal(error: Exception) -> dict[str, Any]:
    about = error.diag if isinstance(error, psycopg.Error) else None
    return {
        "message": str(error).splitlines()[0] if str(error) else type(error).__name__,
        "code": about.sqlstate if about else None,
        "detail": about.message_detail if about else None,
        "severity": about.severity if about else "ERROR",
        "constraint": about.constraint_name if about else None,
        "table": about.table_name if about else None,
        "column": about.column_name if about else None,
    }
