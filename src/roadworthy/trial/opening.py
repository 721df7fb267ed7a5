"""Opening a trial, step by step, and closing whatever was opened, last first."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from roadworthy.errors import AppError
from roadworthy.trial import neon
from roadworthy.trial.app_server import AppServer
from roadworthy.trial.authjs_entry import own_address
from roadworthy.trial.beside import server_beside
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.bridge import free_port, open_bridge, stable_number
from roadworthy.trial.browser import Browsers
from roadworthy.trial.build_cache import built
from roadworthy.trial.certificates import Certificates
from roadworthy.trial.clock import Clock
from roadworthy.trial.database import Database
from roadworthy.trial.database_address import DATABASE_PORT, address_of_postgres, address_of_sqlite
from roadworthy.trial.database_server import DatabaseServer
from roadworthy.trial.demands import demanded_values
from roadworthy.trial.doubles import Doubles
from roadworthy.trial.engines.room import Room
from roadworthy.trial.environment import example_values, made_environment
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.install import INSIDE_APP, Packages, install_packages
from roadworthy.trial.known_authorities import replaced_authorities
from roadworthy.trial.making_actors import make_actors
from roadworthy.trial.making_tables import make_tables
from roadworthy.trial.next_environment import next_environment
from roadworthy.trial.pages.server import PagesServer, Surroundings
from roadworthy.trial.postgres import APP_DATABASE, APP_ROLE, TOOLS_PATH, Postgres, tools
from roadworthy.trial.postgres_database import PostgresDatabase
from roadworthy.trial.prepared_copy import prepare_copy
from roadworthy.trial.python_plan import INSIDE_FILES
from roadworthy.trial.redis import NONE_HERE as NO_REDIS
from roadworthy.trial.redis import SERVICES, Redis
from roadworthy.trial.redis import found_server as redis_program
from roadworthy.trial.run_folder import run_folder
from roadworthy.trial.runtime import search_path
from roadworthy.trial.sandbox import HOME, Mount, Sandbox, free_user, give, open_sandbox
from roadworthy.trial.sqlite_database import SqliteDatabase
from roadworthy.trial.supabase.service import Supabase
from roadworthy.trial.told_statements import Told
from roadworthy.trial.trial import Trial
from roadworthy.trial.working_copy import copy_app
from roadworthy.trial.written_addresses import point_hosts, point_next_at_itself

_MOST_DEMANDS = 5
INSIDE_SOCKET = "/run/postgres"
INSIDE_CERTIFICATES = "/run/certificates"


class Opening:
    """One trial from its first step to its end."""

    def __init__(self, copy: Path, plan: BootPlan, clock: Clock, base_url: str = "") -> None:
        self._copy = copy
        self._plan = plan
        self._clock = clock
        self._base_url = base_url
        self._stack = contextlib.ExitStack()
        self._supabase: Supabase | None = None

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
        self._certificates = Certificates(self._folder / "certificates", neon.HOST)
        self._told = Told(self._folder, plan)
        self._app = copy_app(self._copy, self._folder / "app")
        prepared = prepare_copy(self._app, plan)
        server = self._beside()
        with clock.step("packages"):
            packages = install_packages(self._loop, self._app, plan, self._folder, clock.allows(900))
        self._postgres = self._open_postgres() if plan.database == "postgres" else None
        if server is not None:
            with clock.step("database"):
                server.open()
        self._redis = self._open_redis()
        with clock.step("sandbox"):
            trial = self._open_sandbox(packages)
        trial.redis = self._redis
        if self._redis is None and plan.redis:
            trial.notes.append(NO_REDIS)
        trial.notes.extend((*packages.notes, *(server.notes if server else ()), *prepared))
        with clock.step("schema"):
            self._insist(trial, lambda: self._make_schema(trial))
            self._open_supabase(trial)
        with clock.step("build"):
            self._insist(trial, lambda: self._build(packages.key))
        with clock.step("seed"):
            self._seed(trial)
        with clock.step("start"):
            start, seconds = trial.plan.start, trial.plan.start_seconds
            self._insist(trial, lambda: self._server.start(start, clock.allows(seconds)))
            if self._made_named():
                self._make_schema(trial)
                trial.restart()
            trial.database = self._database(trial)
            if self._server_beside is not None and self._server_beside.revived():
                trial.restart()
        with clock.step("actors"):
            make_actors(trial, self._app, self._supabase, self._environment)
        return trial

    def close(self) -> None:
        self._stack.close()

    def _open_postgres(self) -> Postgres:
        with self._clock.step("database"):
            postgres = Postgres(self._loop, self._folder)
            self._stack.callback(postgres.close)
            postgres.open()
            if self._plan.supabase is not None:
                self._supabase = Supabase(self._loop, self._folder, postgres, self._plan.supabase)
                self._supabase.prepare()
            return postgres

    def _open_redis(self) -> Redis | None:
        program = redis_program() if self._plan.redis else None
        if program is None:
            return None
        with self._clock.step("redis"):
            redis = Redis(self._loop, self._folder, program)
            self._stack.callback(redis.close)
            redis.open()
            return redis

    def _beside(self) -> DatabaseServer | None:
        """The server that the app's database needs where that is not Postgres. Raises TrialUnavailable before anything is
        installed."""
        self._server_beside = server_beside(self._loop, self._folder, self._plan, self._certificates)
        if self._server_beside is not None:
            self._stack.callback(self._server_beside.close)
        return self._server_beside

    def _point_pages(self, base_url: str) -> tuple[str, ...]:
        folder = self._app / self._plan.cwd
        online = point_hosts(folder, base_url, self._plan.hosts)
        return tuple(dict.fromkeys((*point_next_at_itself(folder, base_url), *online)))

    def _open_sandbox(self, packages: Packages) -> Trial:
        certificates = self._certificates
        listener = free_port(stable_number(str(self._copy.resolve())))
        self._stack.callback(listener.close)
        self._reached_at = f"http://127.0.0.1:{listener.getsockname()[1]}"
        base_url = self._base_url or self._reached_at
        port = int(base_url.rpartition(":")[2])
        pointed = () if self._plan.pages else self._point_pages(base_url)
        user = free_user()
        mounts = [
            Mount(self._app, INSIDE_APP, True),
            Mount(certificates.authority.parent, INSIDE_CERTIFICATES),
            Mount(Path(__file__).parent / "files", INSIDE_FILES),
            *packages.mounts,
            *replaced_authorities(packages.mounts, certificates.authority),
            *self._told.mounts(user),
            *([Mount(self._postgres.socket_folder, INSIDE_SOCKET), *tools()] if self._postgres else []),
            *(self._server_beside.mounts() if self._server_beside else ()),
        ]
        give(self._app, user)
        if (self._folder / "scratch").exists():
            give(self._folder / "scratch", user)
        sandbox = self._loop.wait(open_sandbox(self._folder, "app", mounts, user=user))
        self._stack.callback(lambda: self._loop.wait(sandbox.close()))
        self._sandbox = sandbox
        self._environment = self._made_environment(base_url, packages)
        ports = [port, *([self._plan.port] if self._plan.port else [])]
        cwd = str(Path(INSIDE_APP, self._plan.cwd))
        self._server = AppServer(self._loop, sandbox, cwd=cwd, environment=self._environment, ports=ports)
        self._forward(True)
        if self._server_beside is not None:
            self._server_beside.serve(sandbox.keeper)
        self._loop.wait(open_bridge(listener, self._server.connect))
        doubles = Doubles(self._loop, certificates)
        self._stack.callback(doubles.close)
        if self._postgres is not None and self._plan.serverless_driver:
            neon.serve(doubles, self._postgres)
        if self._redis is not None:
            doubles.addresses.update(SERVICES)
            self._redis.serve(sandbox.keeper)
        doubles.open(sandbox.keeper)
        pages = self._pages(base_url, doubles)
        room = Room(self._folder, base_url, self._server.connect, doubles, pages)
        browsers = Browsers(self._loop, room)
        trial = self._trial(base_url, sandbox, doubles, browsers)
        trial.notes.extend(f"{file}: the address of the app itself in it is the trial's" for file in pointed)
        return trial

    def _pages(self, base_url: str, doubles: Doubles) -> PagesServer | None:
        plan = self._plan.pages
        if plan is None:
            return None
        around = Surroundings(
            base_url,
            self._environment,
            self._server.connect,
            self._server.serves_pages,
            doubles,
            (Mount(self._folder / "certificates", INSIDE_CERTIFICATES),),
            self._plan.hosts,
        )
        pages = PagesServer(self._loop, self._folder, self._copy, plan, around)
        self._stack.callback(pages.close)
        return pages

    def _trial(self, base_url: str, sandbox: Sandbox, doubles: Doubles, browsers: Browsers) -> Trial:
        trial = Trial(
            loop=self._loop,
            plan=self._plan_with_port(base_url),
            folder=self._folder,
            base_url=base_url,
            reached_at=self._reached_at,
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

    def _settings(self, base_url: str, names: tuple[str, ...]) -> dict[str, str]:
        """Values for variables of these names, as far as any fits."""
        examples = {**example_values(self._app), **example_values(self._app / self._plan.cwd)}
        plan = msgspec.structs.replace(self._plan, environment_names=names)
        database: dict[str, str] = {}
        if self._postgres is not None:
            database = address_of_postgres(plan, APP_ROLE if self._supabase is None else "postgres")
        elif self._server_beside is not None:
            database = self._server_beside.address(plan.database_scheme)
        elif plan.database == "sqlite":
            database = address_of_sqlite(plan, examples)
        port = int(base_url.rpartition(":")[2])
        return {
            **made_environment(plan, base_url=base_url, port=port, database=database, examples=examples),
            **(self._supabase.environment(names) if self._supabase else {}),
        }

    def _made_environment(self, base_url: str, packages: Packages) -> dict[str, str]:
        authority = f"{INSIDE_CERTIFICATES}/authority.pem"
        return {
            **self._settings(base_url, self._plan.environment_names),
            **own_address(self._plan.doors, base_url),
            "PATH": search_path((*([TOOLS_PATH] if self._postgres else []), *packages.path)),
            "HOME": HOME,
            "TMPDIR": "/tmp",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            **self._told.environment(),
            **next_environment(),
            **{
                name: authority
                for name in ("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
            },
        }

    def _forward(self, open_it: bool) -> None:
        """Let the app reach the database, or not."""
        if self._postgres is None:
            return
        keeper = self._sandbox.keeper
        if open_it:
            where: dict[str, Any] = {
                "path": f"{INSIDE_SOCKET}/.s.PGSQL.5432",
                "certificate": f"{INSIDE_CERTIFICATES}/database.pem",
                "addresses": ["127.0.0.1", *([neon.ADDRESS] if self._plan.serverless_driver else [])],
            }
            # The roles of a Supabase project are different people.
            guest = (APP_ROLE, APP_DATABASE) if self._supabase is None else None
            self._loop.wait(keeper.ask("forward", port=DATABASE_PORT, guest=guest, **where))
        else:
            self._loop.wait(keeper.ask("unforward", port=DATABASE_PORT))

    def _insist(self, trial: Trial, do: Callable[[], None]) -> None:
        """Do a step; while it fails for want of a variable that the app names, give that a value and do it again."""
        for _ in range(_MOST_DEMANDS):
            try:
                return do()
            except AppError:
                if self._made_named():
                    continue
                wanted = demanded_values(
                    self._server.said(), self._plan.environment_names, self._environment, trial.base_url
                )
                if not wanted:
                    raise
                unknown = tuple(name for name in wanted if name not in self._environment)
                known = self._settings(trial.base_url, unknown)
                self._environment.update(wanted | {name: known[name] for name in unknown if name in known})
                names = ", ".join(sorted(wanted))
                trial.notes.append(
                    f"{names}: given a value of the trial's, as the app does not start without"
                )
        return do()

    def _make_schema(self, trial: Trial) -> None:
        folder = self._app / self._plan.cwd
        database = self._postgres or self._server_beside
        notes = make_tables(self._server, database, self._plan, folder, self._clock.allows)
        # A tool may end well, though its database was not there.
        again = self._made_named()
        trial.notes.extend(
            make_tables(self._server, database, self._plan, folder, self._clock.allows) if again else notes
        )

    def _made_named(self) -> bool:
        """Whether the app's code names a database that was not there, and that was made for it."""
        return self._server_beside is not None and self._server_beside.made_named(self._server.said())

    def _open_supabase(self, trial: Trial) -> None:
        if self._supabase is None:
            return
        self._supabase.migrate(self._app)
        self._stack.callback(self._supabase.close)
        port = stable_number(f"{self._copy.resolve()} supabase")
        self._supabase.open(trial.doubles, port, self._clock.allows(300))
        trial.supabase = self._supabase
        shown = [Mount(self._folder / "certificates", INSIDE_CERTIFICATES)]
        self._supabase.open_functions(
            self._app,
            trial.doubles,
            shown,
            self._environment,
            self._clock.allows(180),
            self._server.log,
        )
        trial.notes.extend(self._supabase.notes)

    def _build(self, packages_key: str) -> None:
        if not self._plan.build:
            return
        built(
            self._app,
            self._plan.build,
            packages_key,
            self._environment,
            lambda command: self._server.run("build", command, self._clock.allows(600)),
            self._sandbox.user,
        )

    def _seed(self, trial: Trial) -> None:
        for command in self._plan.seed:
            try:
                self._server.run("seed", command, self._clock.allows(60))
            except AppError as error:
                trial.notes.append(str(error))

    def _database(self, trial: Trial) -> Database | None:
        if self._postgres is not None:
            return PostgresDatabase(
                self._postgres,
                self._folder / "snapshots",
                while_stopped=trial.while_stopped,
                forward=self._forward,
            )
        if self._server_beside is not None:
            return self._server_beside.database(self._folder / "snapshots", trial.while_stopped)
        if self._plan.database == "sqlite":
            return SqliteDatabase.find(self._app, self._plan, self._folder / "snapshots", self._told.file)
        return None
