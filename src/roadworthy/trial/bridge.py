"""The bridge: a port on this machine's loopback that leads to the app in the sandbox."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

Connect = Callable[[], Awaitable[socket.socket]]
Passed = Callable[[asyncio.StreamReader, bytes], AsyncIterator[bytes]]
"""What a client said first and what follows, in the parts in which it may go on."""
_LIMIT = 1 << 18
# A client that begins with TLS sends a handshake record of version 3 (RFC 8446, 5.1).
_TLS_BEGINS = b"\x16\x03"
_kept: set[asyncio.Task[object]] = set()
# Below the range the kernel hands out by itself, so that a stable choice is usually free.
_PORTS = range(20000, 30000)


def stable_number(text: str) -> int:
    """The same number for the same text, in every process."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def free_port(preferred: int) -> socket.socket:
    """A listening socket on a loopback port, the same for the same `preferred` number where it is free.

    A stable port keeps builds that contain the app's address the same from one trial to the next.
    """
    for step in range(len(_PORTS)):
        port = _PORTS[(preferred + step) % len(_PORTS)]
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(512)
        except OSError:
            listener.close()
            continue
        listener.setblocking(False)
        return listener
    raise OSError("no free port on loopback")


async def open_bridge(
    listener: socket.socket,
    connect: Connect,
    tls: ssl.SSLContext | None = None,
    passed: Passed | None = None,
) -> asyncio.Server:
    """Serve a listening socket: each connection is carried to one that `connect` makes; refused when it cannot. Where `tls` is
    given, whoever connects speaks first, and is answered in TLS if that is what they begin with. `passed` hears what clients say,
    TLS taken away, and says when it goes on."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.read(_LIMIT) if tls is not None else b""
        if tls is not None and first.startswith(_TLS_BEGINS):
            await _carry(reader, writer, lambda: _unwrapped(connect, tls, passed), first)
        else:
            await _carry(reader, writer, connect, first, passed)

    return await asyncio.start_server(carry, sock=listener, limit=_LIMIT)


async def unix_stream(path: str) -> socket.socket:
    """A connection to a unix socket, for `open_bridge`."""
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(made, path)
    except OSError:
        made.close()
        raise
    return made


async def _carry(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    connect: Connect,
    first: bytes = b"",
    passed: Passed | None = None,
) -> None:
    try:
        inner_reader, inner_writer = await asyncio.open_connection(sock=await connect(), limit=_LIMIT)
    except OSError:
        writer.transport.abort()
        return
    try:
        said = (passed or _as_it_comes)(reader, first)
        await asyncio.gather(_pump(said, inner_writer), _pump(_as_it_comes(inner_reader), writer))
    except asyncio.CancelledError:
        # The trial ends while somebody is connected.
        return
    finally:
        writer.transport.abort()
        inner_writer.transport.abort()


async def _unwrapped(connect: Connect, tls: ssl.SSLContext, passed: Passed | None) -> socket.socket:
    """One end of a pair whose other end speaks TLS, and carries what was said to the connection that `connect` makes."""
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    ours.setblocking(False)

    def speaking() -> asyncio.StreamReaderProtocol:
        reader = asyncio.StreamReader(limit=_LIMIT)
        return asyncio.StreamReaderProtocol(
            reader, lambda near, far: _carry(near, far, connect, passed=passed)
        )

    # It waits for the handshake, whose first bytes have yet to be written to our end.
    task: asyncio.Task[object] = loop.create_task(_accept(loop, theirs, speaking, tls))
    _kept.add(task)
    task.add_done_callback(_kept.discard)
    return ours


async def _accept(
    loop: asyncio.AbstractEventLoop,
    end: socket.socket,
    speaking: Callable[[], asyncio.StreamReaderProtocol],
    tls: ssl.SSLContext,
) -> None:
    # A handshake that comes to nothing is the client's to tell.
    with contextlib.suppress(OSError):
        await loop.connect_accepted_socket(speaking, end, ssl=tls)


async def _as_it_comes(reader: asyncio.StreamReader, first: bytes = b"") -> AsyncIterator[bytes]:
    data = first or await reader.read(_LIMIT)
    while data:
        yield data
        data = await reader.read(_LIMIT)


async def _pump(said: AsyncIterator[bytes], writer: asyncio.StreamWriter) -> None:
    try:
        async for data in said:
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
    except OSError:
        with contextlib.suppress(OSError):
            writer.transport.abort()
