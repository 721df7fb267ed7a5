"""How the app is installed, built and started."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from roadworthy.trial.door import Doors


class BootPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Commands are shell lines run in `cwd` (relative to the copy) with node_modules/.bin or the venv first on PATH.

    `{port}` in a command is replaced by the port the app should listen on; an app has `start_seconds` to answer there.
    `schema_files` are SQL files applied by Roadworthy in order when the app has no tool of its own. `seed` may fail.
    `environment` overrides what is made from `environment_names`. `admin` is (table, column, value) that makes a user
    an administrator.
    """

    runtime: Literal["node", "python"]
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
    environment: dict[str, str] = msgspec.field(default_factory=dict)
    database: Literal["postgres", "sqlite"] | None = None
    database_url_name: str = "DATABASE_URL"
    database_scheme: str = "postgresql"
    sqlite_file: str | None = None
    doors: Doors = msgspec.field(default_factory=Doors)
    admin: tuple[str, str, Any] | None = None
    user_table: str | None = None
    install_scripts: bool = False
