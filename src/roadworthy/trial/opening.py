"""Opening a trial, step by step, and closing whatever was opened, last first."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import psycopg

from roadworthy.errors import AppError
from roadworthy.trial.actors import ActorMaker
from roadworthy.trial.app_server import AppServer
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.bridge import free_port, open_bridge
from roadworthy.trial.browser import Browsers
from roadworthy.trial.build_cache import build_key, keep_build, stamps, take_build
from roadworthy.trial.certificates import Certificates
from roadworthy.trial.doubles import Doubles
from roadworthy.trial.environment import example_values, made_environment
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.install import INSIDE_APP, Packages, install_packages
from roadworthy.trial.postgres import APP_DATABASE, APP_ROLE, Postgres
from roadworthy.trial.postgres_database import PostgresDatabase
from roadworthy.trial.run_folder import run_folder
from roadworthy.trial.sandbox import HOME, Mount, Sandbox, free_user, give, open_sandbox
from roadworthy.trial.sqlite_database import SqliteDatabase
from roadworthy.trial.trial import Clock, Trial, stable_number
from roadworthy.trial.working_copy import copy_app

DATABASE_PORT = 5432
INSIDE_SOCKET = "/run/postgres"
INSIDE_CERTIFICATES = "/run/certificates"


class Opening:
    """One trial from its first step to its end."""

    def __init__(self, copy: Path, plan: BootPlan, clock: Clock) -> None:
        self._copy = copy
        self._plan = plan
        self._clock = clock
        self._stack = contextlib.ExitStack()

    def open(self) -> Trial:
        """Raises AppError or TrialUnavailable; `close` must be called in any case."""
        try:
            return self._open()
        except ConnectionError as error:
            raise AppError(f"the sandbox did not go on: {error}", where="trial") from error

    def _open(self) -> Trial:
        plan, clock = self._plan, self._clock
        self._folder = self._stack.enter_context(run_folder())
        self._loop = EventLoop()
        self._stack.callback(self._loop.close)
        self._app = copy_app(self._copy, self._folder / "app")
        with clock.step("packages"):
            packages = install_packages(self._loop, self._app, plan, self._folder, clock.allows(900))
        self._postgres = self._open_postgres() if plan.database == "postgres" else None
        with clock.step("sandbox"):
            trial = self._open_sandbox(packages)
        with clock.step("schema"):
            self._make_schema()
        with clock.step("build"):
            self._build(packages.key)
        with clock.step("seed"):
            self._seed(trial)
        with clock.step("start"):
            self._server.start(trial.plan.start, clock.allows(trial.plan.start_seconds))
            trial.database = self._database(trial)
        with clock.step("actors"):
            self._make_actors(trial)
        return trial

    def close(self) -> None:
        self._stack.close()

    def _open_postgres(self) -> Postgres:
        with self._clock.step("database"):
            postgres = Postgres(self._loop, self._folder)
            self._stack.callback(postgres.close)
            postgres.open()
            return postgres

    def _open_sandbox(self, packages: Packages) -> Trial:
        certificates = Certificates(self._folder / "certificates")
        listener = free_port(stable_number(str(self._copy.resolve())))
        self._stack.callback(listener.close)
        port = int(listener.getsockname()[1])
        base_url = f"http://127.0.0.1:{port}"
        user = free_user()
        mounts = [
            Mount(self._app, INSIDE_APP, True),
            Mount(certificates.authority.parent, INSIDE_CERTIFICATES),
            *packages.mounts,
            *([Mount(self._postgres.socket_folder, INSIDE_SOCKET)] if self._postgres else []),
        ]
        give(self._app, user)
        if (self._folder / "scratch").exists():
            give(self._folder / "scratch", user)
        sandbox = self._loop.wait(open_sandbox(self._folder, "app", mounts, user=user))
        self._stack.callback(lambda: self._loop.wait(sandbox.close()))
        self._sandbox = sandbox
        self._environment = self._made_environment(base_url, port, packages)
        ports = [port, *([self._plan.port] if self._plan.port else [])]
        cwd = str(Path(INSIDE_APP, self._plan.cwd))
        self._server = AppServer(self._loop, sandbox, cwd=cwd, environment=self._environment, ports=ports)
        self._forward(True)
        self._loop.wait(open_bridge(listener, self._server.connect))
        doubles = Doubles(self._loop, certificates)
        self._stack.callback(doubles.close)
        doubles.open(sandbox.keeper)
        browsers = Browsers(self._loop, self._folder, base_url, self._server.connect, doubles)
        return self._trial(base_url, sandbox, doubles, browsers)

    def _trial(self, base_url: str, sandbox: Sandbox, doubles: Doubles, browsers: Browsers) -> Trial:
        trial = Trial(
            loop=self._loop,
            plan=self._plan_with_port(base_url),
            folder=self._folder,
            base_url=base_url,
            sandbox=sandbox.kind,
            server=self._server,
            doubles=doubles,
            browsers=browsers,
        )
        self._stack.callback(trial.close)
        self._plan = trial.plan
        return trial

    def _plan_with_port(self, base_url: str) -> BootPlan:
        port = base_url.rpartition(":")[2]
        return msgspec.structs.replace(self._plan, start=self._plan.start.replace("{port}", port))

    def _made_environment(self, base_url: str, port: int, packages: Packages) -> dict[str, str]:
        database: dict[str, str] = {}
        if self._postgres is not None:
            host, name = "127.0.0.1", APP_DATABASE
            url = f"{self._plan.database_scheme}://{APP_ROLE}:app@{host}:{DATABASE_PORT}/{name}"
            database = {"url": url, "host": host, "port": str(DATABASE_PORT), "user": APP_ROLE}
            database |= {"password": "app", "name": name}
        elif self._plan.database == "sqlite":
            database = dict.fromkeys(("host", "port", "user", "password"), "") | {"name": "/app/trial.db"}
            database["url"] = self._sqlite_url()
        examples = {**example_values(self._app), **example_values(self._app / self._plan.cwd)}
        authority = f"{INSIDE_CERTIFICATES}/authority.pem"
        return {
            **made_environment(
                self._plan, base_url=base_url, port=port, database=database, examples=examples
            ),
            "PATH": ":".join((*packages.path, "/usr/local/bin", "/usr/bin", "/bin")),
            "HOME": HOME,
            "TMPDIR": "/tmp",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "NEXT_TELEMETRY_DISABLED": "1",
            **{
                name: authority
                for name in ("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
            },
        }

    def _sqlite_url(self) -> str:
        """As the app's example writes it, else a file in the app's folder in its language's usual form."""
        examples = {**example_values(self._app), **example_values(self._app / self._plan.cwd)}
        example = examples.get(self._plan.database_url_name, "")
        if example.startswith(("sqlite", "file:")) or example.endswith((".db", ".sqlite", ".sqlite3")):
            return example
        return "file:/app/trial.db" if self._plan.runtime == "node" else "sqlite:////app/trial.db"

    def _forward(self, open_it: bool) -> None:
        """Let the app reach the database, or not."""
        if self._postgres is None:
            return
        keeper = self._sandbox.keeper
        if open_it:
            path = f"{INSIDE_SOCKET}/.s.PGSQL.5432"
            certificate = f"{INSIDE_CERTIFICATES}/database.pem"
            self._loop.wait(keeper.ask("forward", port=DATABASE_PORT, path=path, certificate=certificate))
        else:
            self._loop.wait(keeper.ask("unforward", port=DATABASE_PORT))

    def _make_schema(self) -> None:
        for command in self._plan.schema:
            self._server.run("schema", command, self._clock.allows(180))
        if self._plan.schema_files and self._postgres is not None:
            with self._postgres.connect() as connection:
                for file in self._plan.schema_files:
                    _apply(connection, self._app / self._plan.cwd / file)

    def _build(self, packages_key: str) -> None:
        if not self._plan.build:
            return
        key = build_key(self._app, self._plan.build, packages_key, self._environment)
        if take_build(self._app, key):
            give(self._app, self._sandbox.user)
            return
        before = stamps(self._app)
        for command in self._plan.build:
            self._server.run("build", command, self._clock.allows(600))
        keep_build(self._app, key, before)

    def _seed(self, trial: Trial) -> None:
        for command in self._plan.seed:
            try:
                self._server.run("seed", command, self._clock.allows(60))
            except AppError as error:
                trial.notes.append(str(error))

    def _database(self, trial: Trial) -> PostgresDatabase | SqliteDatabase | None:
        if self._postgres is not None:
            return PostgresDatabase(
                self._postgres,
                self._folder / "snapshots",
                while_stopped=_while_stopped(trial),
                forward=self._forward,
            )
        if self._plan.database == "sqlite":
            return SqliteDatabase.find(self._app, self._plan.sqlite_file, self._folder / "snapshots")
        return None

    def _make_actors(self, trial: Trial) -> None:
        maker = ActorMaker(
            self._plan,
            lambda actor, request: trial.send(
                actor, request.method, request.path, json=request.json, data=request.data
            ),
            trial.database,
            self._app,
        )
        trial.actors.update(maker.make())
        trial.notes.extend(maker.notes)
        if trial.database is not None:
            trial.database.clear_statements()
        trial.remember()


def _while_stopped(trial: Trial) -> Callable[[Callable[[], None]], None]:
    def run(work: Callable[[], None]) -> None:
        was_running = trial.alive()
        trial.stop()
        work()
        if was_running:
            trial.start()

    return run


def _apply(connection: psycopg.Connection[dict[str, object]], file: Path) -> None:
    try:
        with connection.transaction():
            connection.execute(f'SET LOCAL ROLE "{APP_ROLE}"')
            connection.execute(file.read_text())
    except psycopg.Error as error:
        raise AppError(str(error).splitlines()[0], where=file.name, remedy="set schema in [trial]") from error
