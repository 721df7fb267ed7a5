"""How the app is installed, built and started."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from roadworthy.trial.action_shape import ActionShape
from roadworthy.trial.collection import Collection
from roadworthy.trial.door import Doors
from roadworthy.trial.pages.plan import PagesPlan
from roadworthy.trial.prisma_plan import PrismaUse
from roadworthy.trial.procedures import ProcedurePlan
from roadworthy.trial.supabase.project import SupabaseProject


class BootPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Commands are shell lines run in `cwd` (relative to the copy) with node_modules/.bin or the venv first on PATH.

    `{port}` in a command is replaced by the port the app should listen on; an app has `start_seconds` to answer there.
    `schema_files` are SQL files applied by Roadworthy in order when the app has no tool of its own. `seed` may fail.
    `python` names a release (`3.12`) other than the one that runs Roadworthy. `form_routes` (`POST /notes/<int:id>`) are read as forms, those of `form_data` as forms of several parts with these fields as files; `link_routes` (`GET /notes/<int:id>/drop`) do something and lead on to a page. `private_page` is shown to people who are signed in alone, as is what `private_reads` (paths of GET) answer; `asks_nobody` who they are, where no endpoint does. `framework` (django, flask, ...) and `application`
    (`module:name`, with `()` for a factory) tell whose own tools make people where the app has no door for it.
    `redis`: packages of the app speak to one, and the trial brings it along where this machine has a server.
    `serverless_driver`: the app reaches Postgres by Neon's or Vercel's driver. `supabase` is the project whose database, accounts and interface the trial brings along.
    `defaulted_names` are those of `environment_names` for which the code has a value of its own.
    `database_server` is the address of a server on this machine in which the trial makes a database of its own, where none is on the PATH.
    `collections` are those of MongoDB, or the tables of SQLite, that the app's code declares: neither knows which words may stand in them.
    `hosts` are where the code of pages says that the server is online (`https://my-shop.onrender.com`).
    `database_parts` are variables that hold host, port, user, password or name of the database.
    `environment` overrides what is made from `environment_names`. `admin` is (table, column, value) that makes a user
    an administrator; `rights` are the values that the app's code allows in columns of the users table. `actions` are the server actions, `procedures` those of tRPC, which are called by name; `libraries`
    those that bring doors of their own. `pages`: where they live in a folder beside the server's.
    """

    runtime: Literal["node", "python"]
    python: str = ""
    start: str
    start_seconds: float = 60.0
    cwd: str = "."
    install: tuple[str, ...] = ()
    build: tuple[str, ...] = ()
    schema: tuple[str, ...] = ()
    schema_files: tuple[str, ...] = ()
    seed: tuple[str, ...] = ()
    port: int | None = None
    environment_names: tuple[str, ...] = ()
    defaulted_names: tuple[str, ...] = ()
    environment: dict[str, str] = msgspec.field(default_factory=dict)
    database: Literal["postgres", "sqlite", "mongodb", "mysql"] | None = None
    database_server: str = ""
    collections: tuple[Collection, ...] = ()
    database_url_name: str = "DATABASE_URL"
    database_scheme: str = "postgresql"
    database_parts: dict[str, str] = msgspec.field(default_factory=dict)
    redis: bool = False
    serverless_driver: bool = False
    sqlite_file: str | None = None
    doors: Doors = msgspec.field(default_factory=Doors)
    admin: tuple[str, str, Any] | None = None
    user_table: str | None = None
    rights: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    form_routes: tuple[str, ...] = ()
    form_data: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    link_routes: tuple[str, ...] = ()
    supabase: SupabaseProject | None = None
    private_page: str = ""
    private_reads: tuple[str, ...] = ()
    asks_nobody: bool = False
    framework: str = ""
    application: str = ""
    actions: tuple[ActionShape, ...] = ()
    procedures: ProcedurePlan = ProcedurePlan()
    prisma: PrismaUse | None = None
    pages: PagesPlan | None = None
    hosts: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    install_scripts: bool = False
