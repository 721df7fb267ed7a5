"""A sandbox for the app's own tools: its compiler and its tests, on a copy, without a network."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from roadworthy.errors import AppError
from roadworthy.trial import BootPlan
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.install import INSIDE_APP, Packages, install_packages
from roadworthy.trial.run_folder import run_folder
from roadworthy.trial.runtime import INSIDE_VENV, search_path
from roadworthy.trial.sandbox import HOME, Mount, Sandbox, free_user, give, open_sandbox
from roadworthy.trial.working_copy import copy_app

INSTALL_SECONDS = 900.0
INSIDE_KEPT = "/run/workshop"


class Ran(Struct, frozen=True):
    """How a command ended: its exit code (None when it did not end in time) and what it printed."""

    code: int | None
    output: str


class Workshop:
    """Runs commands in the app's copy with its packages installed. `kept` is a folder (inside: /run/workshop) that
    outlives the workshop, for what tools remember between runs."""

    def __init__(self, loop: EventLoop, sandbox: Sandbox, packages: Packages) -> None:
        self._loop = loop
        self._sandbox = sandbox
        self._packages = packages

    def run(self, command: str, timeout: float, folder: str = ".") -> Ran:
        """Runs a shell line in a folder of the app, at most `timeout` seconds."""
        environment = {
            "PATH": search_path(self._packages.path),
            "HOME": HOME,
            "TMPDIR": "/tmp",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "CI": "1",
            "NO_COLOR": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        running = self._sandbox.keeper.run(
            ["/bin/sh", "-c", command],
            cwd=(PurePosixPath(INSIDE_APP) / folder).as_posix(),
            env=environment,
            timeout=timeout,
        )
        try:
            code, log = self._loop.wait(running)
        except AppError as late:
            return Ran(None, late.what)
        return Ran(code, log.since(0))

    def tool(self, name: str, folder: str = ".") -> str | None:
        """The path inside the sandbox of a tool that the app's packages bring, seen from a folder; None when absent."""
        above = [PurePosixPath(INSIDE_APP, folder), *PurePosixPath(INSIDE_APP, folder).parents]
        for mount in self._packages.mounts:
            inside = PurePosixPath(mount.inside)
            if inside.name == "node_modules" and inside.parent in above:
                place = (mount.outside / ".bin" / name, inside / ".bin" / name)
            elif mount.inside == INSIDE_VENV:
                place = (mount.outside / "bin" / name, inside / "bin" / name)
            else:
                continue
            if place[0].exists() or place[0].is_symlink():
                return shlex.quote(place[1].as_posix())
        return None


@contextlib.contextmanager
def open_workshop(source: Path, plan: BootPlan, kept: Path) -> Iterator[Workshop]:
    """A workshop on a copy of `source`, which is only read.

    Raises AppError when the packages cannot be installed, TrialUnavailable when nothing here isolates.
    """
    with run_folder() as folder, contextlib.ExitStack() as stack:
        loop = EventLoop()
        stack.callback(loop.close)
        app = copy_app(source, folder / "app")
        packages = install_packages(loop, app, plan, folder, INSTALL_SECONDS)
        user = free_user()
        for owned in (app, kept, folder / "scratch"):
            if owned.exists():
                give(owned, user)
        mounts = [Mount(app, INSIDE_APP, True), Mount(kept, INSIDE_KEPT, True), *packages.mounts]
        sandbox = loop.wait(open_sandbox(folder, "workshop", mounts, user=user))
        stack.callback(lambda: loop.wait(sandbox.close()))
        yield Workshop(loop, sandbox, packages)
