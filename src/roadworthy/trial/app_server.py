"""The app's own process in the sandbox: its steps, its start and its end."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import Mapping

from roadworthy.errors import AppError
from roadworthy.regex import regex
from roadworthy.trial.environment import SECRET_NAME
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.keeper import Command
from roadworthy.trial.log import Log
from roadworthy.trial.patience import Patience
from roadworthy.trial.sandbox import Sandbox

# An app that was told a port but listens on another gets this long to open the right one too.
_OTHER_PORT_AFTER_SECONDS = 1.5


# Where Postgres, MongoDB, MySQL and Redis are reached inside the sandbox: whoever listens there is not the app.
DATABASE_PORTS = frozenset({5432, 27017, 3306, 6379})
# nodemon goes on running when the app has ended, and starts it again when somebody has changed a file.
_ENDED_UNDER_NODEMON = "app crashed - waiting for file changes"


_TELLING = 16
_FIRST_BYTES = 1 << 16
_PUBLIC = regex(r"PUBLIC|PUBLISHABLE|ANON|^(VITE|REACT_APP)_")


class AppServer:
    """`port` is where the app was found listening inside the sandbox (0 before its first start)."""

    def __init__(
        self, loop: EventLoop, sandbox: Sandbox, *, cwd: str, environment: Mapping[str, str], ports: list[int]
    ) -> None:
        self._loop = loop
        self._sandbox = sandbox
        self._cwd = cwd
        self._environment = environment
        self._wanted = ports
        self._command: Command | None = None
        self._answered = False
        self.port = 0
        self.log = Log()
        self._said = self.log

    def said(self) -> str:
        """What the last command, or the app while it started, printed."""
        return self._said.since(0)[-20_000:]

    def secrets(self) -> dict[str, str]:
        """The variables that hold what nobody else may know. Short values could stand anywhere by chance."""
        return {
            name: value
            for name, value in self._environment.items()
            if SECRET_NAME.search(name.upper())
            and len(value) >= _TELLING
            and not _PUBLIC.search(name.upper())
        }

    def run(self, step: str, command: str, timeout: float) -> str:
        """Run one of the app's own commands to its end and return what it printed.

        Raises AppError when it fails or takes longer than `timeout` seconds; nothing of it is left running."""
        code, log = self._run(command, self._environment, timeout)
        if code != 0:
            raise AppError(f"`{command}` failed ({code}): {log.last_lines()}", where=step)
        return log.since(0)

    def attempt(self, command: str, timeout: float) -> tuple[int, str]:
        """Run a command that may fail, beside the app and with its environment and `BASE_URL`; its exit code and what
        it printed. Raises AppError when it takes longer than `timeout` seconds."""
        environment = {**self._environment, "BASE_URL": f"http://127.0.0.1:{self.port}"}
        code, log = self._run(command, environment, timeout)
        return code, log.since(0)

    def _run(self, command: str, environment: Mapping[str, str], timeout: float) -> tuple[int, Log]:
        argv = ["/bin/sh", "-c", command]
        keeper = self._sandbox.keeper
        self._said = Log()
        return self._loop.wait(
            keeper.run(argv, cwd=self._cwd, env=environment, timeout=timeout, log=self._said)
        )

    def start(self, command: str, timeout: float, extra: Mapping[str, str] | None = None) -> None:
        """Start the app and wait until it answers HTTP; `extra` is added to its environment this once. Raises AppError
        with its last words."""
        self._said = self.log
        simple = f"exec {command}" if _is_simple(command) else command
        self._loop.wait(self._start(simple, timeout, {**self._environment, **(extra or {})}))

    def launch(self, command: str) -> None:
        """Start the app and wait for nothing; `answers` tells whether it is there."""
        simple = f"exec {command}" if _is_simple(command) else command
        self._loop.wait(self._launch(simple, self._environment))

    def answers(self) -> bool:
        """Whether it answers HTTP now."""
        return self.alive() and self._loop.wait(self._answers(_OTHER_PORT_AFTER_SECONDS + 1))

    async def _launch(self, command: str, environment: Mapping[str, str]) -> Command:
        argv = ["/bin/sh", "-c", command]
        self._answered = False
        self._command = await self._sandbox.keeper.start(argv, cwd=self._cwd, env=environment, log=self.log)
        return self._command

    async def _start(self, command: str, timeout: float, environment: Mapping[str, str]) -> None:
        if await self._is_alive():
            return
        if self._command is not None and self._command.running:
            await self._stop(0)
        mark = self.log.mark()
        patience = Patience(self._sandbox.process.pid, timeout)
        self._command = await self._launch(command, environment)
        began = time.monotonic()
        while not await self._answers(time.monotonic() - began):
            if _ENDED_UNDER_NODEMON in self.log.since(mark):
                await self._stop(0)
            if not self._command.running:
                raise AppError(
                    f"the app ended while starting ({self._command.ended.result()}): {self.log.last_lines()}",
                    where="start",
                    remedy="set environment or start in [trial] of roadworthy.toml",
                )
            if patience.is_over():
                await self._stop(0)
                raise AppError(
                    f"no answer within {timeout:.0f} s: {self.log.last_lines()}",
                    where="start",
                    remedy="set port or start_seconds in [trial] of roadworthy.toml",
                )
            await asyncio.sleep(0.05)

    async def _answers(self, elapsed: float) -> bool:
        listening = await self._sandbox.keeper.listening()
        wanted = [port for port in self._wanted if port in listening]
        others = [port for port in listening if port not in wanted and port not in DATABASE_PORTS]
        for port in wanted or (others if elapsed > _OTHER_PORT_AFTER_SECONDS else []):
            if await self._speaks_http(port):
                self.port, self._answered = port, True
                return True
        return False

    async def _speaks_http(self, port: int) -> bool:
        try:
            connection = await self._sandbox.keeper.connect(port)
        except ConnectionError:
            return False
        loop = asyncio.get_running_loop()
        with contextlib.closing(connection):
            request = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
            try:
                await loop.sock_sendall(connection, request.encode())
                return (await asyncio.wait_for(loop.sock_recv(connection, 5), 10)) == b"HTTP/"
            except (TimeoutError, OSError):
                return False

    def serves_pages(self) -> bool:
        """Whether `/` is a page of the app's own server."""
        head, _, body = self._loop.wait(self._first_page()).partition(b"\r\n\r\n")
        return b" 200 " in head[:16] and b"text/html" in head.lower() and b"<script" in body.lower()

    async def _first_page(self) -> bytes:
        try:
            connection = await self._sandbox.keeper.connect(self.port)
        except ConnectionError:
            return b""
        reader, writer = await asyncio.open_connection(sock=connection)
        asked = f"GET / HTTP/1.0\r\nHost: 127.0.0.1:{self.port}\r\nAccept: text/html\r\n\r\n"
        with contextlib.closing(writer):
            writer.write(asked.encode())
            try:
                return await asyncio.wait_for(reader.readexactly(_FIRST_BYTES), 10)
            except asyncio.IncompleteReadError as whole:
                return whole.partial
            except (TimeoutError, OSError):
                return b""

    def stop(self, patience: float = 1.0) -> None:
        """End the app: politely for `patience` seconds, then every process it left behind is killed."""
        self._loop.wait(self._stop(patience))

    async def _stop(self, patience: float) -> None:
        if self._command is not None and not self._sandbox.keeper.gone.is_set():
            await self._sandbox.keeper.stop(self._command, patience)
            await self._sandbox.keeper.kill_all()

    def alive(self) -> bool:
        """Whether the app runs. What watches its files (nodemon, ts-node-dev, `node --watch`) runs on when the app itself has
        ended: an app that answered once has ended when nobody listens where it did."""
        return self._loop.wait(self._is_alive())

    async def _is_alive(self) -> bool:
        if self._command is None or not self._command.running:
            return False
        try:
            return not self._answered or self.port in await self._sandbox.keeper.listening()
        except ConnectionError:
            return False  # the sandbox has ended, and the app with it

    async def connect(self) -> socket.socket:
        return await self._sandbox.keeper.connect(self.port)


def _is_simple(command: str) -> bool:
    """Whether the shell may be replaced by the command, so that signals reach the app itself."""
    first = command.split(maxsplit=1)[0]
    return "=" not in first and not any(mark in command for mark in ("&&", "||", ";", "|", "\n", "&"))
