"""An app's pages, built and served beside its server: one address for both, as a browser sees them in production."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from socket import socket

import msgspec

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.trial.absent_files import fill_absent
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.bridge import Connect, open_bridge
from roadworthy.trial.build_cache import built
from roadworthy.trial.doubles import Doubles
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.install import INSIDE_APP, Packages, install_packages
from roadworthy.trial.keeper import Command, Keeper
from roadworthy.trial.letter_case import respell_imports
from roadworthy.trial.log import Log
from roadworthy.trial.next_copy import prepare_next
from roadworthy.trial.pages.plan import PagesPlan
from roadworthy.trial.pages.way_to_server import WayToServer
from roadworthy.trial.python_plan import INSIDE_FILES
from roadworthy.trial.runtime import search_path
from roadworthy.trial.sandbox import Mount, Sandbox, free_user, give, open_sandbox
from roadworthy.trial.unhurried import unhurried
from roadworthy.trial.working_copy import copy_app
from roadworthy.trial.written_addresses import point_at, point_hosts

_DOOR_PORT, _NEXT_PORT = 4173, 4174
_NEXT_START = f"exec next start -H 127.0.0.1 -p {_NEXT_PORT}"
# What Next.js keeps of a page that it rendered when it was built; where it puts later ones differs between its versions.
_RENDERED = frozenset({".html", ".rsc", ".meta"})
_ENDS_SECONDS = 1.0
_INSTALL_SECONDS, _BUILD_SECONDS, _START_SECONDS = 600.0, 300.0, 60.0


class Surroundings(msgspec.Struct, frozen=True):
    """What the pages stand beside: the app at `base_url`, reached by `connect`, with its environment and the doubles.

    `serves_pages` tells whether the app's server answers `/` with a page of its own: then nothing is built here.
    `mounts` are shown to the pages as to the app; `hosts` are where their code says that the app is online.
    """

    base_url: str
    environment: Mapping[str, str]
    connect: Connect
    serves_pages: Callable[[], bool]
    doubles: Doubles
    mounts: tuple[Mount, ...]
    hosts: tuple[str, ...] = ()


class PagesServer:
    """Opened when the first page is asked for. `connect` makes a connection to whatever serves the pages."""

    def __init__(
        self,
        loop: EventLoop,
        run_folder: Path,
        source: Path,
        plan: PagesPlan,
        around: Surroundings,
    ) -> None:
        self._loop = loop
        self._folder = run_folder / "pages"
        self._source = source
        self._plan = plan
        self._around = around
        self._own: bool | None = None
        self._failure: TrialUnavailable | None = None
        self._sandbox: Sandbox | None = None
        addresses = {name: around.base_url + path for name, path in plan.addresses.items()}
        self._environment = {**around.environment, **addresses}
        self._next: Command | None = None
        self._built: frozenset[Path] = frozenset()
        self._way = WayToServer(around.connect, around.doubles)
        self.log = Log()

    def open(self) -> None:
        """Build and serve them, once. Raises TrialUnavailable with the reason, the same whenever it is asked."""
        if self._own is None:
            self._own = self._around.serves_pages()
        if self._failure is not None:
            raise self._failure
        if not self._own and self._sandbox is None:
            self._try_to_open()

    def _try_to_open(self) -> None:
        try:
            # The first proof that asks for a page is not the one that must build it in its own time.
            with unhurried():
                self._open()
        except (AppError, ConnectionError, OSError) as error:
            self._failure = TrialUnavailable(f"its pages are not served: {error}", where=self._plan.cwd)
            raise self._failure from error

    def _open(self) -> None:
        self._folder.mkdir(mode=0o755)
        copy = copy_app(self._source, self._folder / "app")
        # As the copy beside it, whose changes it does not have: see prepared_copy.
        fill_absent(copy)
        respell_imports(copy)
        prepare_next(copy / self._plan.cwd)
        point_at(copy / self._plan.cwd, self._around.base_url)
        point_hosts(copy / self._plan.cwd, self._around.base_url, self._around.hosts)
        boot = BootPlan(runtime="node", start="", cwd=self._plan.cwd, install=self._plan.install)
        packages = install_packages(self._loop, copy, boot, self._folder, _INSTALL_SECONDS)
        self._environment["PATH"] = search_path(packages.path)
        user = free_user()
        files = Mount(Path(__file__).parents[1] / "files", INSIDE_FILES)
        mounts = [Mount(copy, INSIDE_APP, True), files, *self._around.mounts]
        for folder in (copy, self._folder / "scratch"):
            if folder.exists():
                give(folder, user)
        opened = open_sandbox(self._folder, "pages", [*mounts, *packages.mounts], user=user)
        self._sandbox = self._loop.wait(opened)
        self._loop.wait(self._reach_app(self._sandbox.keeper))
        self._build(copy, packages, user)
        self._loop.wait(self._serve(self._sandbox.keeper, copy))

    async def _reach_app(self, keeper: Keeper) -> None:
        await open_bridge(await keeper.listen("127.0.0.1", self._port), self._way.connect)
        await self._around.doubles.attach(keeper)

    @property
    def _port(self) -> int:
        return int(self._around.base_url.rpartition(":")[2])

    @property
    def _inside(self) -> str:
        return str(Path(INSIDE_APP, self._plan.cwd))

    def _build(self, copy: Path, packages: Packages, user: int | None) -> None:
        def run(command: str) -> None:
            self._loop.wait(self._run(command))

        built(copy, self._plan.build, packages.key, self._environment, run, user)

    async def _run(self, command: str) -> None:
        assert self._sandbox is not None
        argv, keeper = ["/bin/sh", "-c", command], self._sandbox.keeper
        code, log = await keeper.run(argv, cwd=self._inside, env=self._environment, timeout=_BUILD_SECONDS)
        if code != 0:
            raise AppError(f"`{command}` failed ({code}): {log.last_lines()}", where="build")

    async def _serve(self, keeper: Keeper, copy: Path) -> None:
        folder = copy / self._plan.cwd
        built = next((name for name in self._plan.output if (folder / name / "index.html").is_file()), None)
        if built is not None:
            served = str(Path(self._inside, built))
        elif self._plan.next:
            self._built = frozenset(_files(self._next_folder))
            self._next = await self._start(keeper, _NEXT_START, _NEXT_PORT)
            served = f"next:{_NEXT_PORT}"
        else:
            raise AppError("the build left no index.html", where=" or ".join(self._plan.output))
        await self._start(
            keeper, f"exec node {INSIDE_FILES}/pages_door.mjs {_DOOR_PORT} {self._port} {served}", _DOOR_PORT
        )

    async def _start(self, keeper: Keeper, command: str, port: int) -> Command:
        """Start a server and wait until it listens."""
        argv = ["/bin/sh", "-c", command]
        running = await keeper.start(argv, cwd=self._inside, env=self._environment, log=self.log)
        ends = time.monotonic() + _START_SECONDS
        while port not in await keeper.listening():
            if not running.running or time.monotonic() > ends:
                raise AppError(f"`{command}` does not listen: {self.log.last_lines()}", where="start")
            await asyncio.sleep(0.05)
        return running

    def forget(self, *, built: bool) -> None:
        """Pages that a server renders forget what they kept of the app's answers, so that each is made anew when it is next asked
        for; with `built` also those that were made once and for all when the site was built. Raises TrialUnavailable, or AppError
        when they do not start again."""
        self.open()
        if self._next is not None:
            self._loop.wait(self._forget(built))

    async def _forget(self, built: bool) -> None:
        assert self._sandbox is not None and self._next is not None
        keeper = self._sandbox.keeper
        await keeper.stop(self._next, _ENDS_SECONDS)
        for file in _files(self._next_folder):
            own = file.relative_to(self._next_folder)
            if file not in self._built or _is_answer(own) or (built and _is_page(own)):
                file.unlink()
        self._next = await self._start(keeper, _NEXT_START, _NEXT_PORT)

    @property
    def _next_folder(self) -> Path:
        return self._folder / "app" / self._plan.cwd / ".next"

    async def connect(self) -> socket:
        """Raises ConnectionError when nothing serves them."""
        if self._own:
            return await self._around.connect()
        if self._sandbox is None:
            raise ConnectionError("the pages are not served")
        return await self._sandbox.keeper.connect(_DOOR_PORT)

    def close(self) -> None:
        if self._sandbox is not None:
            self._loop.wait(self._sandbox.close())
            self._sandbox = None


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() or file.is_symlink()]


def _is_answer(file: Path) -> bool:
    """Whether Next.js keeps an answer of the app's in it."""
    return file.parts[:2] == ("cache", "fetch-cache")


def _is_page(file: Path) -> bool:
    """Whether Next.js keeps a page in it that it made while it was built."""
    return file.parts[:2] == ("server", "app") and file.suffix in _RENDERED and not file.name.startswith("_")
