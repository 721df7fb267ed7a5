"""A bridge answers in TLS whoever begins with it, and others as they are."""

from __future__ import annotations

import asyncio
import socket
import ssl
from pathlib import Path

from roadworthy.trial.bridge import open_bridge
from roadworthy.trial.certificates import Certificates


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(100):
        writer.write(data.upper())
    writer.close()


async def heard(port: int, tls: ssl.SSLContext | None) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls)
    writer.write(b"hello")
    try:
        return await reader.readexactly(5)
    finally:
        writer.close()


async def both(certificates: Certificates) -> list[bytes]:
    server = await asyncio.start_server(echo, "127.0.0.1", 0)

    async def connect() -> socket.socket:
        made = socket.create_connection(server.sockets[0].getsockname())
        made.setblocking(False)
        return made

    outside = socket.create_server(("127.0.0.1", 0))
    outside.setblocking(False)
    door = await open_bridge(outside, connect, certificates.database_context())
    port = outside.getsockname()[1]
    trusting = ssl.create_default_context(cafile=str(certificates.authority))
    said = [await heard(port, None), await heard(port, trusting)]
    door.close()
    server.close()
    return said


def test_plain_and_tls_are_both_answered(tmp_path: Path) -> None:
    assert asyncio.run(both(Certificates(tmp_path / "certificates"))) == [b"HELLO", b"HELLO"]
