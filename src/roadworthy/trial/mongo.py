"""MongoDB for an app that needs it: a server found on the PATH, in a sandbox of its own.

`mongod` is looked for first, then SecantusDB's server, which speaks the same protocol.
"""

from __future__ import annotations

import os
import signal
import socket
import ssl
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.trial.bridge import open_bridge
from roadworthy.trial.collection import Collection
from roadworthy.trial.database import Database
from roadworthy.trial.database_server import DatabaseServer, WhileStopped, on_path, shown
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.keeper import Keeper
from roadworthy.trial.log import Log
from roadworthy.trial.own_server import OwnServer
from roadworthy.trial.sandbox import HOME, Mount, free_user, give, open_sandbox
from roadworthy.trial.starting import until_it_answers

PORT = 27017
DATABASE = "app"
URL = f"mongodb://127.0.0.1:{PORT}/{DATABASE}"
_DATA = "/run/mongo/data"
_STARTS_SECONDS = 30.0
_RESPONDS_MILLISECONDS = 15_000


class Server(msgspec.Struct, frozen=True):
    """A program that speaks MongoDB's protocol, and how it is told where to keep its data and listen."""

    program: str
    arguments: tuple[str, ...]


# mongodb.com/docs/manual/reference/program/mongod; `secantusd-py --help` of SecantusDB 0.7.
SERVERS = (
    Server("mongod", ("--dbpath", _DATA, "--port", str(PORT), "--bind_ip", "127.0.0.1", "--nounixsocket")),
    Server("secantusd-py", ("--storage-path", _DATA, "--port", str(PORT), "--host", "127.0.0.1")),
)


class Mongo(OwnServer, DatabaseServer):
    """One server on an empty folder."""

    def __init__(
        self,
        loop: EventLoop,
        run_folder: Path,
        given: str = "",
        collections: Sequence[Collection] = (),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        # Read where it is needed: it brings the driver along.
        from roadworthy.trial.mongo_told import ToldMongo

        self._tls = tls
        if given:
            raise TrialUnavailable(
                "an address of a MongoDB server is not taken yet", remedy="put mongod on the PATH"
            )
        self._collections = collections
        super().__init__(loop)
        self._run_folder = run_folder
        self.folder = run_folder / "mongo"
        self.log = Log()
        self.told = ToldMongo()

    def open(self) -> None:
        """Raises TrialUnavailable when this machine has no server, AppError when it does not start."""
        server, program = found_server()
        data = self.folder / "data"
        data.mkdir(parents=True, mode=0o755)
        self.user = free_user()
        give(self.folder, self.user)
        own = self._run_folder / "mongo-door"
        own.mkdir(mode=0o700)
        self._entry = os.open(own, os.O_RDONLY | os.O_DIRECTORY)
        self._argv = [str(program), *server.arguments]
        mounts = [Mount(self.folder, "/run/mongo", True), *shown(program)]
        self._sandbox = self._loop.wait(open_sandbox(self._run_folder, "mongodb", mounts, user=self.user))
        self._loop.wait(self._open_door(self._sandbox.keeper))
        self.start()

    def start(self) -> None:
        """Start the server and wait until it takes connections. Does nothing when it runs."""
        if self._sandbox is None or self.running:
            return
        keeper = self._sandbox.keeper
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": HOME, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        self._command = self._loop.wait(
            keeper.start(self._argv, cwd="/run/mongo", env=environment, log=self.log)
        )
        until_it_answers(
            lambda: self._loop.wait(keeper.connect(PORT)).close(),
            ConnectionError,
            self._command,
            self.log,
            "MongoDB",
            _STARTS_SECONDS,
        )

    def address(self, scheme: str) -> dict[str, str]:
        place = {"url": URL, "host": "127.0.0.1", "port": str(PORT)}
        return {**place, "user": "", "password": "", "name": DATABASE}

    def database(self, snapshots: Path, while_stopped: WhileStopped) -> Database:
        from roadworthy.trial.mongo_database import MongoDatabase

        return MongoDatabase(self, DATABASE, self._collections)

    @property
    def own_address(self) -> str:
        """How Roadworthy itself reaches it: by a socket in its folder."""
        return f"mongodb://{quote(f'/proc/self/fd/{self._entry}/mongo.sock', safe='')}"

    async def _open_door(self, keeper: Keeper) -> None:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(f"/proc/self/fd/{self._entry}/mongo.sock")
        listener.listen(64)
        listener.setblocking(False)
        self._own_door = await open_bridge(listener, lambda: keeper.connect(PORT))

    def serve(self, keeper: Keeper) -> None:
        self._loop.wait(self._serve(keeper))

    async def _serve(self, keeper: Keeper) -> None:
        if self._sandbox is None:
            raise AppError("MongoDB is not open", where="database")
        inner = self._sandbox.keeper
        listener = await keeper.listen("127.0.0.1", PORT)
        # Hosted servers insist on TLS, and so do many apps.
        self._door = await open_bridge(listener, lambda: inner.connect(PORT), self._tls, self.told.passed)

    def stop(self) -> None:
        """Every connection is cut."""
        if self._sandbox is not None and self._command is not None:
            self._loop.wait(self._sandbox.keeper.stop(self._command, 10, signal.SIGINT))

    def revived(self) -> bool:
        """SecantusDB 0.7 at times stands still for ever where an app makes several collections at once as it starts."""
        if self.responds():
            return False
        self.stop()
        self.start()
        return True

    def responds(self) -> bool:
        """Whether it tells of its databases within some seconds."""
        import pymongo
        from pymongo.errors import PyMongoError

        client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
            self.own_address, directConnection=True, timeoutMS=_RESPONDS_MILLISECONDS
        )
        try:
            client.list_database_names()
        except PyMongoError:
            return False
        finally:
            client.close()
        return True


def found_server() -> tuple[Server, Path]:
    """The first server that this machine has. Raises TrialUnavailable."""
    for server in SERVERS:
        found = on_path(server.program)
        if found is not None:
            return server, found
    raise TrialUnavailable(
        "needs mongod on the PATH", remedy="install MongoDB's server, or pip install secantusdb"
    )
