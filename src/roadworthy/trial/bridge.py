"""The bridge: a port on this machine's loopback that leads to the app in the sandbox."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable

Connect = Callable[[], Awaitable[socket.socket]]
_LIMIT = 1 << 18
# Below the range the kernel hands out by itself, so that a stable choice is usually free.
_PORTS = range(20000, 30000)


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


async def open_bridge(listener: socket.socket, connect: Connect) -> asyncio.Server:
    """Serve a listening socket: each connection is carried to one that `connect` makes; refused when it cannot."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner_reader, inner_writer = await asyncio.open_connection(sock=await connect(), limit=_LIMIT)
        except OSError:
            writer.transport.abort()
            return
        try:
            await asyncio.gather(_pump(reader, inner_writer), _pump(inner_reader, writer))
        except asyncio.CancelledError:
            # The trial ends while somebody is connected.
            return
        finally:
            writer.transport.abort()
            inner_writer.transport.abort()

    return await asyncio.start_server(carry, sock=listener, limit=_LIMIT)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(_LIMIT):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
    except OSError:
        with contextlib.suppress(OSError):
            writer.transport.abort()
