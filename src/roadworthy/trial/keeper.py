"""Roadworthy's end of a sandbox's control socket (the other end is bridge_inside.py)."""

from __future__ import annotations

import array
import asyncio
import itertools
import json
import os
import signal
import socket
from collections.abc import Mapping, Sequence
from typing import Any

from roadworthy.errors import AppError
from roadworthy.trial.log import Log

LARGEST_MESSAGE = 1 << 20
# From here on output is read slowly, so that a command that prints for ever does not occupy us.
UNHURRIED_AFTER_BYTES = 32 << 20
_ANSWERS_SECONDS = 60.0


class Command:
    """A command running in the sandbox."""

    def __init__(self, number: int, log: Log, ended: asyncio.Future[int]) -> None:
        self.number = number
        self.log = log
        self.ended = ended

    @property
    def running(self) -> bool:
        return not self.ended.done()


class Keeper:
    """All methods that are coroutines run in the trial's event loop."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._control.setblocking(False)
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[tuple[Any, socket.socket | None]]] = {}
        self._commands: dict[int, Command] = {}
        self._loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[bool] = self._loop.create_future()
        self.gone = asyncio.Event()
        self._loop.add_reader(control.fileno(), self._read)

    def _read(self) -> None:
        try:
            data, ancillary, _flags, _address = self._control.recvmsg(
                LARGEST_MESSAGE, socket.CMSG_SPACE(16 * 4)
            )
        except BlockingIOError:
            return
        except OSError:
            data, ancillary = b"", []
        if not data:
            self.close()
            return
        self._take(json.loads(data), _sockets_in(ancillary))

    def _take(self, message: dict[str, Any], made: list[socket.socket]) -> None:
        if "ready" in message:
            self.ready.set_result(bool(message["ready"]))
        elif "ended" in message:
            command = self._commands.pop(message["ended"], None)
            if command is not None and not command.ended.done():
                command.ended.set_result(message["code"])
        else:
            self._settle(message, made)

    def _settle(self, message: dict[str, Any], made: list[socket.socket]) -> None:
        answer = self._asked.pop(message["id"], None)
        if answer is None or answer.done():
            for orphan in made:
                orphan.close()
        elif "error" in message:
            answer.set_exception(ConnectionError(message["error"]))
        else:
            answer.set_result((message["result"], made[0] if made else None))

    async def ask(
        self, do: str, descriptors: Sequence[int] = (), **arguments: Any
    ) -> tuple[Any, socket.socket | None]:
        """Send one request and wait. Raises ConnectionError with the keeper's reason, or when the sandbox is gone or does not
        answer: whatever it is asked, it begins at once."""
        if self.gone.is_set():
            raise ConnectionError("the sandbox has ended")
        number = next(self._numbers)
        answer: asyncio.Future[tuple[Any, socket.socket | None]] = self._loop.create_future()
        self._asked[number] = answer
        message = json.dumps({"id": number, "do": do, "with": arguments}).encode()
        rights = (
            [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
        )
        self._control.sendmsg([message], rights)
        try:
            return await asyncio.wait_for(answer, _ANSWERS_SECONDS)
        except TimeoutError as error:
            raise ConnectionError(f"the sandbox gave no answer to '{do}'") from error

    async def start(
        self, argv: Sequence[str], *, cwd: str, env: Mapping[str, str], log: Log | None = None
    ) -> Command:
        log = log if log is not None else Log()
        number = next(self._numbers)
        command = Command(number, log, self._loop.create_future())
        self._commands[number] = command
        read_end, write_end = os.pipe()
        try:
            await self.ask("run", [write_end], number=number, argv=list(argv), cwd=cwd, env=dict(env))
        except BaseException:
            self._commands.pop(number, None)
            os.close(read_end)
            raise
        finally:
            os.close(write_end)
        self._follow(read_end, log)
        return command

    def _follow(self, read_end: int, log: Log) -> None:
        os.set_blocking(read_end, False)

        def read() -> None:
            try:
                data = os.read(read_end, 1 << 16)
            except BlockingIOError:
                return
            if not data:
                self._loop.remove_reader(read_end)
                os.close(read_end)
                return
            log.append(data)
            if log.mark() > UNHURRIED_AFTER_BYTES:
                self._loop.remove_reader(read_end)
                self._loop.call_later(0.05, self._loop.add_reader, read_end, read)

        self._loop.add_reader(read_end, read)

    async def run(
        self,
        argv: Sequence[str],
        *,
        cwd: str,
        env: Mapping[str, str],
        timeout: float,
        log: Log | None = None,
    ) -> tuple[int, Log]:
        """Run a command to its end. Everything in the sandbox is killed and AppError raised after `timeout` seconds."""
        command = await self.start(argv, cwd=cwd, env=env, log=log)
        try:
            code = await asyncio.wait_for(asyncio.shield(command.ended), timeout)
        except (TimeoutError, asyncio.CancelledError) as late:
            await self.ask("signal", number=command.number, signal_number=signal.SIGKILL)
            if isinstance(late, asyncio.CancelledError):
                raise
            raise AppError(
                f"took longer than {timeout:.0f} s; its last words: {command.log.last_lines()}",
                where=" ".join(argv[-1:])[:80],
            ) from late
        # The last output may still be in the pipe when the end is reported.
        await asyncio.sleep(0.02)
        return code, command.log

    async def stop(self, command: Command, patience: float, first: int = signal.SIGTERM) -> None:
        """Ask a command to end, wait `patience` seconds, then kill its process group."""
        if command.running:
            await self.ask("signal", number=command.number, signal_number=first)
            await asyncio.wait([command.ended], timeout=patience)
        if command.running:
            await self.ask("signal", number=command.number, signal_number=signal.SIGKILL)
            await asyncio.wait([command.ended], timeout=5)

    async def kill_all(self) -> None:
        await self.ask("kill_all")

    async def end_all(self, reason: str) -> None:
        """Ends all that runs; the last words of each are the reason."""
        for command in self._commands.values():
            command.log.append(f"\n{reason}\n".encode())
        if not self.gone.is_set():
            await self.kill_all()

    async def connect(self, port: int) -> socket.socket:
        """A socket connected to a port inside the sandbox. Raises ConnectionError when nobody listens."""
        return _made(await self.ask("connect", port=port))

    async def listen(self, address: str, port: int, kind: str = "tcp") -> socket.socket:
        return _made(await self.ask("listen", address=address, port=port, kind=kind))

    async def listening(self) -> list[int]:
        ports, _none = await self.ask("listening")
        return [int(port) for port in ports]

    def close(self) -> None:
        """Close the control socket, which ends the sandbox."""
        if self.gone.is_set():
            return
        self.gone.set()
        self._loop.remove_reader(self._control.fileno())
        self._control.close()
        lost = ConnectionError("the sandbox has ended")
        for answer in self._asked.values():
            if not answer.done():
                answer.set_exception(lost)
        if not self.ready.done():
            self.ready.set_result(False)
        for command in self._commands.values():
            if not command.ended.done():
                command.ended.set_result(-signal.SIGKILL)


def _made(answer: tuple[Any, socket.socket | None]) -> socket.socket:
    if answer[1] is None:
        raise ConnectionError("the sandbox sent no socket")
    answer[1].setblocking(False)
    return answer[1]


def _sockets_in(ancillary: list[tuple[int, int, bytes]]) -> list[socket.socket]:
    found = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            found.frombytes(data[: len(data) - len(data) % found.itemsize])
    return [socket.socket(fileno=descriptor) for descriptor in found]
