"""The sandbox of a browser: its network holds the app, the doubles and nothing else."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import msgspec

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.bridge import open_bridge
from roadworthy.trial.doubles import Doubles
from roadworthy.trial.keeper import Command, Keeper
from roadworthy.trial.pages.server import PagesServer
from roadworthy.trial.sandbox import HOME, SYSTEM_FOLDERS, Mount, Sandbox, free_user, open_sandbox

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": HOME, "LANG": "C.UTF-8", "TZ": "UTC"}
# Without what the machine knows of its fonts a browser reads them all before its first page.
_FONTS = Path("/var/cache/fontconfig")
_LOOKS_EVERY_SECONDS = 0.05


class Room(msgspec.Struct, frozen=True):
    """What the sandbox of every browser of a trial is made of."""

    run_folder: Path
    base_url: str
    connect: Callable[[], Awaitable[socket.socket]]
    doubles: Doubles
    pages: PagesServer | None

    def prepare(self) -> None:
        """Pages in a folder of their own are built. Raises TrialUnavailable when they cannot be."""
        if self.pages is not None:
            self.pages.open()

    async def open(self, mounts: Sequence[Mount]) -> Sandbox:
        """A sandbox in which the app's address leads to its pages, and whatever they ask of its server."""
        fonts = [Mount(_FONTS, str(_FONTS))] if _FONTS.is_dir() else []
        name = f"browser-{os.urandom(3).hex()}"
        sandbox = await open_sandbox(self.run_folder, name, [*mounts, *fonts], user=free_user())
        try:
            port = int(self.base_url.rpartition(":")[2])
            pages = self.pages.connect if self.pages is not None else self.connect
            await open_bridge(await sandbox.keeper.listen("127.0.0.1", port), pages)
            await self.doubles.attach(sandbox.keeper)
        except BaseException:
            await sandbox.close()
            raise
        return sandbox


def shown(program: Path) -> list[Mount]:
    """What has to be mounted for a program and what lies beside it to be there."""
    folder = program.parent
    return [] if str(folder).startswith(SYSTEM_FOLDERS) else [Mount(folder, str(folder))]


async def reached(keeper: Keeper, command: Command, port: int, name: str) -> int:
    """The port on this machine that leads to one that a command in the sandbox opens. Raises TrialUnavailable when it ends
    before."""
    while port not in await keeper.listening():
        if not command.running:
            raise TrialUnavailable(f"{name} ends at once: {command.log.last_lines()}")
        await asyncio.sleep(_LOOKS_EVERY_SECONDS)
    outside = socket.create_server(("127.0.0.1", 0))
    outside.setblocking(False)

    async def connect() -> socket.socket:
        return await keeper.connect(port)

    await open_bridge(outside, connect)
    return int(outside.getsockname()[1])
