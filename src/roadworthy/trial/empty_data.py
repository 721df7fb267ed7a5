"""The empty data of a database server: made once by the server's own program in a sandbox, kept, and copied for each trial."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from roadworthy.errors import AppError
from roadworthy.trial.cache_folder import keep_copy
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.sandbox import Mount, free_user, give, open_sandbox


class Filling(msgspec.Struct, frozen=True):
    """How a folder is filled: the shell `line` finds it at `inside`, with `files` (name to text) in it and `mounts` beside it."""

    line: str
    inside: str
    mounts: tuple[Mount, ...]
    environment: dict[str, str]
    files: dict[str, str] = {}
    seconds: float = 120.0


def fill_once(loop: EventLoop, run_folder: Path, kept: Path, filling: Filling) -> None:
    """Makes `kept` unless it is there. Raises AppError with the program's last words."""
    if kept.is_dir():
        return
    made = run_folder / "empty-data"
    made.mkdir(mode=0o755)
    for name, text in filling.files.items():
        (made / name).write_text(text)
    user = free_user()
    give(made, user)
    loop.wait(_fill(run_folder, made, user, filling))
    keep_copy(made, kept, private=True)
    shutil.rmtree(made)


async def _fill(run_folder: Path, made: Path, user: int | None, filling: Filling) -> None:
    mounts = [Mount(made, filling.inside, True), *filling.mounts]
    sandbox = await open_sandbox(run_folder, made.name, mounts, user=user)
    try:
        argv = ["/bin/sh", "-c", filling.line]
        code, log = await sandbox.keeper.run(
            argv, cwd="/tmp", env=filling.environment, timeout=filling.seconds
        )
    finally:
        await sandbox.close()
    if code != 0:
        raise AppError(f"no empty database could be made: {log.last_lines()}", where="database")
