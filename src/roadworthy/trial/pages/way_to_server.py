"""The way from an app's pages to its server, at whose end a double stands while the server is to fail."""

from __future__ import annotations

import contextlib
import socket
import weakref

from roadworthy.trial.bridge import Connect
from roadworthy.trial.doubles import APP_SERVER, Doubles


class WayToServer:
    """`doubles.tell(APP_SERVER, ...)` says how the server behaves to its pages; to everybody else it stays as it is."""

    def __init__(self, connect: Connect, doubles: Doubles) -> None:
        self._connect = connect
        self._doubles = doubles
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        doubles.follow(self)

    async def connect(self) -> socket.socket:
        """Raises ConnectionError when the app does not listen."""
        fails = self._doubles.orders(APP_SERVER)
        made = await (self._doubles.connected(APP_SERVER) if fails else self._connect())
        self._open.add(made)
        return made

    async def apply(self) -> None:
        """Ends the connections that the pages keep: the next ones lead to whoever is to answer now."""
        for kept in list(self._open):
            with contextlib.suppress(OSError):
                kept.shutdown(socket.SHUT_RDWR)
        self._open.clear()
