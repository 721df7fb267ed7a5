"""The project's edge functions, run by Deno beside the app."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import sys
import tomllib
from pathlib import Path
from socket import socket

import h11

from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.cache_folder import cache_folder, keep_copy
from roadworthy.trial.doubles import Doubles
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.keeper import Keeper
from roadworthy.trial.log import Log
from roadworthy.trial.registry import machine_registry
from roadworthy.trial.sandbox import FREE_USERS, HOME, Mount, Sandbox, free_user, give, open_sandbox
from roadworthy.trial.supabase.answer import Answer, as_json
from roadworthy.trial.supabase.callers import Keys, claims_of
from roadworthy.trial.supabase.gateway import forward
from roadworthy.trial.supabase.imports import INSIDE_HOST, import_map, written

PORT = 9999
# The database as the service gives it to every function (`SUPABASE_DB_URL`).
DATABASE_PORT, INSIDE_SOCKET = 5432, "/run/postgres"
INSIDE_DENO, INSIDE_CACHE, INSIDE_MAP = (
    "/opt/roadworthy/deno",
    "/opt/roadworthy/deno-cache",
    "/opt/roadworthy/deno-map",
)
_HOST_FILES = ("functions_host.ts", "functions_serve.ts", "functions_nothing.ts")
_OWN_HEADERS = frozenset(
    {"connection", "host", "content-length", "transfer-encoding", "keep-alive", "upgrade"}
)


def deno() -> Path | None:
    """Deno of the wheel that stands beside this Python, or from PATH; None when there is none."""
    beside = Path(sys.executable).parent / "deno"
    found = beside if beside.exists() else shutil.which("deno")
    return Path(found).resolve() if found else None


class EdgeFunctions:
    """`names` are the functions that a folder of the app's copy holds. They print into `log`. `notes` says what could not be had."""

    def __init__(
        self, loop: EventLoop, run_folder: Path, copy: Path, folder: str, keys: Keys, log: Log
    ) -> None:
        self._loop, self._run_folder = loop, run_folder / "functions"
        self._folder, self._inside, self._keys = copy / folder, f"/app/{folder}", keys
        self.names = sorted(
            one.parent.name for one in self._folder.glob("*/index.ts") if one.parent.name[0] not in "._"
        )
        self._open_to_all = _unverified(self._folder.parent / "config.toml")
        self._keeper: Keeper | None = None
        self._sandbox: Sandbox | None = None
        self._mounts: list[Mount] = []
        self.notes: list[str] = []
        self.log = log

    def fetch(self, timeout: float) -> None:
        """Gets the packages that the functions import. Nothing of the app's runs meanwhile."""
        program = deno()
        if program is None or not self.names:
            self.notes.append("edge functions are not run: there is no Deno (pip install deno)")
            self.names = []
            return
        self._run_folder.mkdir(mode=0o755)
        (self._run_folder / "map").mkdir(mode=0o755)
        file = self._run_folder / "map" / "import_map.json"
        file.write_text(written(import_map(self._folder)))
        host = [Mount(Path(__file__).with_name(name), f"{INSIDE_HOST}/{name}") for name in _HOST_FILES]
        shown = [Mount(program, f"{INSIDE_DENO}/deno"), Mount(file.parent, INSIDE_MAP), *host]
        kept = cache_folder("deno") / self._key(file)
        if not kept.is_dir():
            self._download(kept, [*shown, Mount(self._folder, self._inside)], timeout)
        os.utime(kept)
        # Deno writes beside what it reads; nothing that a function writes may reach the next trial.
        shutil.copytree(kept, self._run_folder / "cache", symlinks=True)
        self._mounts = [*shown, Mount(self._run_folder / "cache", INSIDE_CACHE, True)]

    def _key(self, file: Path) -> str:
        digest = hashlib.sha256(file.read_bytes())
        for source in sorted(self._folder.rglob("*.ts")):
            if source.is_file():
                digest.update(str(source.relative_to(self._folder)).encode() + source.read_bytes())
        return digest.hexdigest()[:32]

    def _download(self, kept: Path, mounts: list[Mount], timeout: float) -> None:
        made = self._run_folder / "made"
        made.mkdir(mode=0o755)
        user = FREE_USERS.start - 1 if os.geteuid() == 0 else None
        give(made, user)
        registry = machine_registry()
        npmrc = self._run_folder / "npmrc"
        npmrc.write_text(registry.npmrc)
        npmrc.chmod(0o644)
        everything = [
            *mounts,
            Mount(made, INSIDE_CACHE, True),
            Mount(npmrc, "/opt/roadworthy/npmrc/.npmrc"),
            *registry.mounts,
        ]
        self._loop.wait(self._cache(everything, user, registry.environment, timeout))
        keep_copy(made, kept)

    async def _cache(
        self, mounts: list[Mount], user: int | None, registry: dict[str, str], timeout: float
    ) -> None:
        environment = {
            **registry,
            **_environment(),
            "HOME": "/opt/roadworthy/npmrc",
            "PATH": f"{INSIDE_DENO}:/usr/bin:/bin",
        }
        sandbox = await open_sandbox(self._run_folder, "install", mounts, user=user, network=True)
        try:
            for name in ("", *self.names):
                source = f"{self._inside}/{name}/index.ts" if name else f"{INSIDE_HOST}/functions_host.ts"
                argv = [
                    f"{INSIDE_DENO}/deno",
                    "cache",
                    "--quiet",
                    f"--import-map={INSIDE_MAP}/import_map.json",
                    source,
                ]
                code, log = await sandbox.keeper.run(
                    argv, cwd="/opt/roadworthy/npmrc", env=environment, timeout=timeout
                )
                if code != 0:
                    self.notes.append(f"function {name}: {log.last_lines(2)}")
        finally:
            await sandbox.close()

    def start(
        self, doubles: Doubles, mounts: list[Mount], environment: dict[str, str], timeout: float
    ) -> None:
        """Starts them, in a sandbox of their own that the app's end does not reach, and waits until they listen."""
        if self.names:
            self._loop.wait(self._start(doubles, mounts, {**environment, **_environment()}, timeout))

    async def _start(
        self, doubles: Doubles, mounts: list[Mount], environment: dict[str, str], timeout: float
    ) -> None:
        everything = [*self._mounts, Mount(self._folder, self._inside), *mounts]
        give(self._run_folder / "cache", user := free_user())
        self._sandbox = await open_sandbox(self._run_folder, "functions", everything, user=user)
        self._keeper = keeper = self._sandbox.keeper
        await doubles.attach(keeper)
        await keeper.ask(
            "forward",
            port=DATABASE_PORT,
            path=f"{INSIDE_SOCKET}/.s.PGSQL.{DATABASE_PORT}",
            certificate=None,
            addresses=["127.0.0.1"],
        )
        before = self.log.mark()
        rights = ("--allow-net", "--allow-env", "--allow-read", "--allow-sys")
        argv = [f"{INSIDE_DENO}/deno", "run", "--quiet", "--cached-only", "--no-prompt", *rights,
                f"--import-map={INSIDE_MAP}/import_map.json", f"{INSIDE_HOST}/functions_host.ts", self._inside, str(PORT),
                *self.names]  # fmt: skip
        command = await keeper.start(argv, cwd=HOME, env=environment, log=self.log)
        for _attempt in range(int(timeout / 0.1)):
            if PORT in await keeper.listening():
                self.notes += [
                    line for line in self.log.since(before).splitlines() if "does not load" in line
                ]
                return
            if not command.running:
                break
            await asyncio.sleep(0.1)
        self.notes.append(f"the edge functions do not start: {self.log.last_lines()}")
        self.names = []

    def close(self) -> None:
        """Ends them."""
        if self._sandbox is not None:
            self._loop.wait(self._sandbox.close())
            self._sandbox = None

    async def answer(self, request: DoubleRequest, path: str) -> Answer:
        """The answer to a request below `/functions/v1`: with a token that counts, unless the function takes any."""
        name = path.strip("/").partition("/")[0].partition("?")[0]
        if name not in self.names or self._keeper is None:
            return as_json(404, {"code": "NOT_FOUND", "message": "Requested function was not found"})
        if name not in self._open_to_all and claims_of(request.headers, self._keys) is None:
            return as_json(401, {"code": 401, "message": "Invalid JWT"})
        headers = {key: value for key, value in request.headers.items() if key not in _OWN_HEADERS}
        try:
            return await forward(
                self._connect, request.method, path, {**headers, "host": "functions"}, request.body
            )
        except (OSError, h11.RemoteProtocolError) as error:
            return as_json(503, {"code": "BOOT_ERROR", "message": str(error)})

    async def _connect(self) -> socket:
        assert self._keeper is not None
        return await self._keeper.connect(PORT)


def _environment() -> dict[str, str]:
    return {"DENO_DIR": INSIDE_CACHE, "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1", "DENO_NO_PROMPT": "1"}


def _unverified(config: Path) -> frozenset[str]:
    """The functions for which the project's settings switch off the check of the token."""
    try:
        told = tomllib.loads(config.read_text(encoding="utf-8-sig")).get("functions", {})
    except (OSError, ValueError):
        # Without settings every function asks for a token.
        return frozenset()
    return frozenset(n for n, one in told.items() if isinstance(one, dict) and one.get("verify_jwt") is False)
