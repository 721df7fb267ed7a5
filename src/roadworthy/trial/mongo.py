"""MongoDB for an app that needs it: a server found on the PATH, in a sandbox of its own.

No package brings one along. `mongod` is looked for first, then SecantusDB's server, which speaks the same protocol. Proofs
that look at rows speak SQL and cannot look into it; those that watch answers, pages, outages and restarts can.
"""

from __future__ import annotations

import asyncio
import shutil
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.trial.bridge import open_bridge
from roadworthy.trial.database import Database, StoredColumn
from roadworthy.trial.database_server import DatabaseServer, WhileStopped, on_path, shown
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.keeper import Command, Keeper
from roadworthy.trial.log import Log
from roadworthy.trial.sandbox import HOME, Mount, Sandbox, free_user, give, open_sandbox

PORT = 27017
DATABASE = "app"
URL = f"mongodb://127.0.0.1:{PORT}/{DATABASE}"
_DATA = "/run/mongo/data"
_STARTS_SECONDS = 30.0


class Server(msgspec.Struct, frozen=True):
    """A program that speaks MongoDB's protocol, and how it is told where to keep its data and listen."""

    program: str
    arguments: tuple[str, ...]


# mongodb.com/docs/manual/reference/program/mongod; `secantusd-py --help` of SecantusDB 0.7.
SERVERS = (
    Server("mongod", ("--dbpath", _DATA, "--port", str(PORT), "--bind_ip", "127.0.0.1", "--nounixsocket")),
    Server("secantusd-py", ("--storage-path", _DATA, "--port", str(PORT), "--host", "127.0.0.1")),
)


class Mongo(DatabaseServer):
    """One server on an empty folder."""

    def __init__(self, loop: EventLoop, run_folder: Path, given: str = "") -> None:
        if given:
            raise TrialUnavailable(
                "an address of a MongoDB server is not taken yet", remedy="put mongod on the PATH"
            )
        self._loop = loop
        self._run_folder = run_folder
        self.folder = run_folder / "mongo"
        self.log = Log()
        self._sandbox: Sandbox | None = None
        self._command: Command | None = None

    def open(self) -> None:
        """Raises TrialUnavailable when this machine has no server, AppError when it does not start."""
        server, program = found_server()
        data = self.folder / "data"
        data.mkdir(parents=True, mode=0o755)
        self.user = free_user()
        give(self.folder, self.user)
        self._argv = [str(program), *server.arguments]
        mounts = [Mount(self.folder, "/run/mongo", True), *shown(program)]
        self._sandbox = self._loop.wait(open_sandbox(self._run_folder, "mongodb", mounts, user=self.user))
        self.start()

    def start(self) -> None:
        """Start the server and wait until it takes connections. Does nothing when it runs."""
        if self._sandbox is not None and not self.running:
            self._loop.wait(self._start(self._sandbox.keeper))

    async def _start(self, keeper: Keeper) -> None:
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": HOME, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        self._command = await keeper.start(self._argv, cwd="/run/mongo", env=environment, log=self.log)
        ends = time.monotonic() + _STARTS_SECONDS
        while True:
            try:
                (await keeper.connect(PORT)).close()
            except ConnectionError as error:
                if time.monotonic() > ends or not self._command.running:
                    raise AppError(
                        f"MongoDB does not start: {self.log.last_lines()}", where="database"
                    ) from error
                await asyncio.sleep(0.05)
            else:
                return

    def address(self, scheme: str) -> dict[str, str]:
        place = {"url": URL, "host": "127.0.0.1", "port": str(PORT)}
        return {**place, "user": "", "password": "", "name": DATABASE}

    def database(self, snapshots: Path, while_stopped: WhileStopped) -> Database:
        return MongoDatabase(self, snapshots)

    def serve(self, keeper: Keeper) -> None:
        self._loop.wait(self._serve(keeper))

    async def _serve(self, keeper: Keeper) -> None:
        if self._sandbox is None:
            raise AppError("MongoDB is not open", where="database")
        inner = self._sandbox.keeper
        self._door = await open_bridge(await keeper.listen("127.0.0.1", PORT), lambda: inner.connect(PORT))

    def stop(self) -> None:
        """Every connection is cut."""
        if self._sandbox is not None and self._command is not None:
            self._loop.wait(self._sandbox.keeper.stop(self._command, 10, signal.SIGINT))

    @property
    def running(self) -> bool:
        return self._command is not None and self._command.running

    def close(self) -> None:
        if self._sandbox is not None:
            self._loop.wait(self._sandbox.close())
            self._sandbox = None


def found_server() -> tuple[Server, Path]:
    """The first server that this machine has. Raises TrialUnavailable."""
    for server in SERVERS:
        found = on_path(server.program)
        if found is not None:
            return server, found
    raise TrialUnavailable("needs mongod on the PATH", remedy="install MongoDB's server and prove again")


class MongoDatabase(Database):
    """The state of the whole server, kept and put back as files."""

    kind = "mongodb"
    tests_can_be_written = False

    def __init__(self, server: Mongo, snapshots: Path) -> None:
        self._server = server
        self._snapshots = snapshots

    def query(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        raise _no_rows()

    def execute(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        raise _no_rows()

    def explain(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> dict[str, Any]:
        raise _no_rows()

    def tables(self) -> list[str]:
        return []

    def columns(self, table: str) -> list[StoredColumn]:
        return []

    def quoted(self, table: str) -> str:
        return table

    def fill(self, table: str, rows: int, *, fixed: Mapping[str, Any] | None = None) -> int:
        raise _no_rows()

    def snapshot(self, name: str) -> None:
        self._at_rest(self._copy, name)

    def restore(self, name: str) -> None:
        self._at_rest(lambda data, kept: self._copy(kept, data), name)

    def _at_rest(self, work: Callable[[Path, Path], None], name: str) -> None:
        """Only a stopped server's files are whole; the app's driver finds its way back."""
        self._server.stop()
        work(self._server.folder / "data", self._snapshots / name)
        self._server.start()

    def _copy(self, source: Path, target: Path) -> None:
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
        if self._server.user is not None:
            give(target, self._server.user)

    def stop(self) -> None:
        self._server.stop()

    def start(self) -> None:
        self._server.start()


def _no_rows() -> TrialUnavailable:
    return TrialUnavailable("what MongoDB holds is not looked into: proofs ask for rows in SQL")
