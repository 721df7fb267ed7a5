"""Serves the project's address over plain HTTP on this machine's loopback: for proofs, and for the lines people paste."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

import h11

from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.double_parts import Part
from roadworthy.trial.doubles import LARGEST_FILE, next_request, write_part


async def serve(
    listener: socket.socket, host: str, answer: Callable[[DoubleRequest], Awaitable[Part]]
) -> asyncio.Server:
    """Answer every request that comes in on a listening socket, as if it had been sent to `host`."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _converse(host, answer, reader, writer)
        except (OSError, h11.RemoteProtocolError, h11.LocalProtocolError, asyncio.CancelledError):
            # The other side hung up, speaks no HTTP, or the trial ends.
            writer.transport.abort()
        finally:
            writer.close()

    return await asyncio.start_server(handle, sock=listener, limit=1 << 18)


async def _converse(
    host: str,
    answer: Callable[[DoubleRequest], Awaitable[Part]],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    parser = h11.Connection(h11.SERVER)
    while True:
        request = await next_request(parser, host, reader, LARGEST_FILE)
        if request is None:
            return
        await write_part(parser, writer, await answer(request))
        if parser.our_state is not h11.DONE or parser.their_state is not h11.DONE:
            return
        parser.start_next_cycle()
