"""MySQL for an app that needs it: MariaDB's or MySQL's server found on this machine, in a sandbox of its own.

No package brings one along. Nothing is asked of whoever connects: apps have the user, the password and the name of the
database in their code, and all that is in it is the trial's.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pymysql
from pymysql.connections import Connection
from pymysql.cursors import DictCursor

from roadworthy.errors import TrialUnavailable
from roadworthy.regex import regex
from roadworthy.trial.bridge import open_bridge, unix_stream
from roadworthy.trial.cache_folder import cache_folder
from roadworthy.trial.database import Database
from roadworthy.trial.database_server import DatabaseServer, WhileStopped, on_path, shown
from roadworthy.trial.empty_data import Filling, fill_once
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.keeper import Keeper
from roadworthy.trial.log import Log
from roadworthy.trial.mysql_schema import QUOTES, apply_sql
from roadworthy.trial.own_server import OwnServer
from roadworthy.trial.sandbox import HOME, Mount, free_user, give, open_sandbox
from roadworthy.trial.starting import until_it_answers

PORT = 3306
APP_DATABASE = "app"
OWNER = "roadworthy"
"""The name under which Roadworthy itself connects, so that its own statements are told from the app's."""
SESSION = "ANSI_QUOTES,PIPES_AS_CONCAT,STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION"
"""How proofs are written: names in double quotes. The app's own sessions have the server's usual mode."""
_FILES = "/run/mysql"
# Where clients that are told `localhost` look for it.
_INSIDE_SOCKET = "/run/mysqld"
_SOCKET = "mysqld.sock"
_STARTS_SECONDS = 60.0
_UNCOUNTED = (
    "UPDATE performance_schema.threads SET INSTRUMENTED = 'NO' WHERE PROCESSLIST_ID = connection_id()"
)
# ER_BAD_DB_ERROR (1049), as MySQL and MariaDB say it.
_UNKNOWN = regex(r"Unknown database '([\w$-]+)'")
_LOG_SIZE = "--innodb-log-file-size=16M"
# Speed before safety: what is in it is thrown away after the trial. Statements are counted, those of Roadworthy's own not.
_ARGUMENTS = (
    f"--datadir={_FILES}/data",
    f"--socket={_FILES}/socket/{_SOCKET}",
    f"--pid-file={_FILES}/pid",
    "--skip-networking",
    "--skip-grant-tables",
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-buffer-pool-size=128M",
    _LOG_SIZE,
    "--max-connections=200",
    "--default-time-zone=+00:00",
    "--character-set-server=utf8mb4",
    f"--secure-file-priv={_FILES}/socket",
    "--performance-schema=ON",
    "--performance-schema-instrument=%=OFF",
    "--performance-schema-instrument=statement/%=ON",
    "--performance-schema-consumer-statements-digest=ON",
)


class Program(msgspec.Struct, frozen=True):
    """The server, and the shell line that makes an empty data folder."""

    path: Path
    makes: str


def found_program() -> Program:
    """The server of this machine. Raises TrialUnavailable when it has none."""
    maria = on_path("mariadbd")
    maker = on_path("mariadb-install-db") or on_path("mysql_install_db")
    own = f"--no-defaults --datadir={_FILES}/data {_LOG_SIZE}"
    if maria is not None and maker is not None:
        line = (
            f"{shlex.quote(str(maker))} {own} --skip-test-db --auth-root-authentication-method=normal --force"
        )
        return Program(maria, line)
    mysql = on_path("mysqld")
    if mysql is not None and maria is None:
        return Program(mysql, f"{shlex.quote(str(mysql))} {own} --initialize-insecure")
    raise TrialUnavailable(
        "needs a MySQL or MariaDB server", remedy="apt install mariadb-server-core, or brew install mariadb"
    )


class Mysql(OwnServer, DatabaseServer):
    """One server on an empty folder."""

    notes = (QUOTES,)
    # Whose settings and logs nobody else needs.
    is_ours = True

    def __init__(self, loop: EventLoop, run_folder: Path) -> None:
        super().__init__(loop)
        self._run_folder = run_folder
        self._folder = run_folder / "mysql"
        self.log = Log()
        # The database that the app's own code names, once it was told that there is none.
        self._named = ""

    def open(self) -> None:
        """Start the server on a fresh folder (copied from the cache: making one takes seconds)."""
        program = found_program()
        (self._folder / "socket").mkdir(parents=True, mode=0o755)
        self._entry = os.open(self._folder / "socket", os.O_RDONLY | os.O_DIRECTORY)
        user = free_user()
        kept = cache_folder("mysql") / f"{program.path.name}-{int(program.path.stat().st_mtime)}-2"
        filling = Filling(program.makes, _FILES, tuple(shown(program.path)), _environment())
        fill_once(self._loop, self._run_folder, kept, filling)
        shutil.copytree(kept / "data", self._folder / "data", symlinks=True)
        give(self._folder, user)
        self._argv = [str(program.path), "--no-defaults", *_ARGUMENTS]
        mounts = [Mount(self._folder, _FILES, True), *shown(program.path)]
        self._sandbox = self._loop.wait(open_sandbox(self._run_folder, "mysql", mounts, user=user))
        self.start()
        with self.connect("") as connection, connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{APP_DATABASE}"')
            cursor.execute(
                "UPDATE performance_schema.setup_consumers SET ENABLED = 'YES' WHERE NAME LIKE '%digest%'"
            )

    def start(self) -> None:
        """Start the server and wait until it answers. Does nothing when it runs."""
        if self._sandbox is None or self.running:
            return
        (self._folder / "socket" / _SOCKET).unlink(missing_ok=True)
        self._command = self._loop.wait(
            self._sandbox.keeper.start(self._argv, cwd=_FILES, env=_environment(), log=self.log)
        )
        until_it_answers(
            lambda: self.connect("").close(),
            pymysql.OperationalError,
            self._command,
            self.log,
            "MySQL",
            _STARTS_SECONDS,
        )

    def stop(self) -> None:
        """Every connection is cut."""
        if self._sandbox is not None and self._command is not None:
            self._loop.wait(self._sandbox.keeper.stop(self._command, 15))

    @property
    def _own_address(self) -> str:
        return f"/proc/self/fd/{self._entry}/{_SOCKET}"

    def connect(self, database: str = APP_DATABASE) -> Connection:
        """A connection of Roadworthy's own, in autocommit, rows as dicts."""
        return connected(OWNER, "", database, unix_socket=self._own_address)

    def address(self, scheme: str) -> dict[str, str]:
        url = f"{url_scheme(scheme)}://app:app@127.0.0.1:{PORT}/{APP_DATABASE}"
        place = {"url": url, "host": "127.0.0.1", "port": str(PORT)}
        return {**place, "user": "app", "password": "app", "name": APP_DATABASE}

    def mounts(self) -> tuple[Mount, ...]:
        return (Mount(self._folder / "socket", _INSIDE_SOCKET),)

    def serve(self, keeper: Keeper) -> None:
        self._loop.wait(self._serve(keeper))

    async def _serve(self, keeper: Keeper) -> None:
        listener = await keeper.listen("127.0.0.1", PORT)
        self._door = await open_bridge(listener, partial(unix_stream, self._own_address))

    def made_named(self, said: str) -> bool:
        missing = [name for name in _UNKNOWN.findall(said) if name != self._named]
        for name in dict.fromkeys(missing):
            with self.connect("") as connection, connection.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE IF NOT EXISTS "{name}"')
            self._named = name
        return bool(missing)

    def apply_sql(self, texts: Sequence[str]) -> tuple[str, ...]:
        with self.connect(self._named or APP_DATABASE) as connection:
            return apply_sql(connection, texts)

    def database(self, snapshots: Path, while_stopped: WhileStopped) -> Database:
        from roadworthy.trial.mysql_database import MysqlDatabase, with_tables

        with self.connect("") as connection:
            name = with_tables(connection, self._named or APP_DATABASE)
        return MysqlDatabase(self, name, while_stopped=while_stopped)


def url_scheme(scheme: str) -> str:
    """As the app's plan says, where that is one of MySQL's."""
    return scheme if scheme.startswith(("mysql", "mariadb")) else "mysql"


def connected(user: str, password: str, database: str, **place: Any) -> Connection:
    """A connection whose sessions read SQL as proofs write it."""
    made = pymysql.connect(
        user=user,
        password=password,
        database=database or None,
        charset="utf8mb4",
        autocommit=True,
        cursorclass=DictCursor,
        connect_timeout=5,
        init_command=f"SET SESSION sql_mode = '{SESSION}', time_zone = '+00:00'",
        **place,
    )
    with contextlib.suppress(pymysql.MySQLError), made.cursor() as cursor:
        cursor.execute(_UNCOUNTED)
    return made


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": HOME, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
