"""MySQL on a server that a person runs on this machine: the trial makes a database and a user of its own there and takes both
away again. Nothing else in the server is looked at."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

import pymysql
from pymysql.connections import Connection

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.trial.bridge import open_bridge
from roadworthy.trial.database import Database
from roadworthy.trial.database_server import DatabaseServer, WhileStopped, loopback
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.keeper import Keeper
from roadworthy.trial.mysql import PORT, Mysql, connected, url_scheme
from roadworthy.trial.mysql_schema import QUOTES, apply_sql
from roadworthy.trial.mysql_snapshot import kept_beside

# Beside `%`, as servers have users without a name on localhost, who come first there.
_PLACES = ("%", "localhost")
_SESSIONS = "SELECT id FROM information_schema.processlist WHERE user = %s"


def mysql_server(loop: EventLoop, run_folder: Path, given: str) -> DatabaseServer:
    """The server at a given address, else one of the trial's own."""
    return GivenMysql(loop, given) if given else Mysql(loop, run_folder)


class GivenMysql(DatabaseServer):
    """A database of the trial's own in a server that runs already. To stop it is to shut the app's way there."""

    notes = (QUOTES,)
    is_ours = False

    def __init__(self, loop: EventLoop, url: str) -> None:
        self._loop = loop
        self._parts = loopback(url)
        self._host, self._port = self._parts.hostname or "127.0.0.1", self._parts.port or PORT
        self.app_database = self._user = f"roadworthy_{secrets.token_hex(4)}"
        self._password = secrets.token_urlsafe(16)
        self._made = False
        self.running = False

    def open(self) -> None:
        try:
            with self.connect("") as connection, connection.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{self.app_database}" CHARACTER SET utf8mb4')
                self._made = True
                for place in _PLACES:
                    who = (self._user, place)
                    cursor.execute("CREATE USER %s@%s IDENTIFIED BY %s", (*who, self._password))
                    cursor.execute(f'GRANT ALL ON "{self.app_database}".* TO %s@%s', who)
        except pymysql.MySQLError as error:
            raise TrialUnavailable(
                f"the MySQL server at {self._host}:{self._port} refuses: {error.args[-1]}",
                remedy="give an address with a user who may make databases and users",
            ) from error
        self.running = True

    def connect(self, database: str) -> Connection:
        """A connection of Roadworthy's own, in autocommit, rows as dicts."""
        user, password = unquote(self._parts.username or "root"), unquote(self._parts.password or "")
        return connected(user, password, database, host=self._host, port=self._port)

    def address(self, scheme: str) -> dict[str, str]:
        url = f"{url_scheme(scheme)}://{self._user}:{self._password}@127.0.0.1:{PORT}/{self.app_database}"
        place = {"url": url, "host": "127.0.0.1", "port": str(PORT)}
        return {**place, "user": self._user, "password": self._password, "name": self.app_database}

    def serve(self, keeper: Keeper) -> None:
        self._loop.wait(self._serve(keeper))

    async def _serve(self, keeper: Keeper) -> None:
        self._door = await open_bridge(await keeper.listen("127.0.0.1", PORT), self._stream)

    async def _stream(self) -> socket.socket:
        if not self.running:
            raise ConnectionRefusedError
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setblocking(False)
        await asyncio.get_running_loop().sock_connect(made, (self._host, self._port))
        return made

    def apply_sql(self, texts: Sequence[str]) -> tuple[str, ...]:
        with self.connect(self.app_database) as connection:
            return apply_sql(connection, texts)

    def database(self, snapshots: Path, while_stopped: WhileStopped) -> Database:
        from roadworthy.trial.mysql_database import MysqlDatabase

        return MysqlDatabase(self, self.app_database, while_stopped=while_stopped)

    def start(self) -> None:
        """Let the app in again."""
        self.running = True

    def stop(self) -> None:
        """Cut the app's connections and refuse new ones."""
        self.running = False
        with self.connect("") as connection, connection.cursor() as cursor:
            cursor.execute(_SESSIONS, (self._user,))
            for row in cursor.fetchall():
                with contextlib.suppress(pymysql.MySQLError):
                    cursor.execute(f"KILL {int(row['id'])}")

    def close(self) -> None:
        """Take away what was made."""
        if not self._made:
            return
        try:
            with self.connect("") as connection, connection.cursor() as cursor:
                for statement in (
                    f'DROP DATABASE IF EXISTS "{self.app_database}"',
                    f'DROP DATABASE IF EXISTS "{kept_beside(self.app_database)}"',
                    *(f"DROP USER IF EXISTS '{self._user}'@'{place}'" for place in _PLACES),
                ):
                    cursor.execute(statement)
        except pymysql.MySQLError as error:
            raise AppError(
                f"the database {self.app_database} could not be taken away: {error.args[-1]}",
                where="database",
            ) from error
        self._made = False
