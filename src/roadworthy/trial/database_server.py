"""A database server other than Postgres: looked for on this machine, run or reached, and shown to the app at its usual port."""

from __future__ import annotations

import abc
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from roadworthy.errors import UnsafeTarget
from roadworthy.trial.database import Database
from roadworthy.trial.environment import LOOPBACK
from roadworthy.trial.keeper import Keeper
from roadworthy.trial.sandbox import SYSTEM_FOLDERS, Mount

# Where Debian keeps servers, and a person's own PATH often does not look.
_MORE_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/usr/libexec")
WhileStopped = Callable[[Callable[[], None]], None]


class DatabaseServer(abc.ABC):
    """What a trial needs of a server: `open` comes first and raises TrialUnavailable where this machine has none."""

    @abc.abstractmethod
    def open(self) -> None:
        """Start it, or make sure that it is there, with nothing of the app's in it."""

    @abc.abstractmethod
    def address(self, scheme: str) -> dict[str, str]:
        """How the app finds it: url, host, port, user, password and name of the database."""

    @abc.abstractmethod
    def serve(self, keeper: Keeper) -> None:
        """Let whatever runs in another sandbox reach it, at the usual port of that sandbox's loopback."""

    @abc.abstractmethod
    def database(self, snapshots: Path, while_stopped: WhileStopped) -> Database:
        """The app's database, once the app has made what it makes as it starts."""

    @abc.abstractmethod
    def close(self) -> None:
        """End whatever was begun."""

    notes: tuple[str, ...] = ()
    """What a person should know who repeats what was done."""

    def mounts(self) -> tuple[Mount, ...]:
        """What of it is shown where the app runs."""
        return ()

    def revived(self) -> bool:
        """Whether it stood still, once the app ran, and was started anew: what the app asked it meanwhile is lost."""
        return False

    def made_named(self, said: str) -> bool:
        """Whether databases were made of which an app was told that they do not exist, as its own code names them: `said` is what it
        printed. Their tables are to be made then."""
        return False

    def apply_sql(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Run SQL files in order; what was refused, in one line each."""
        return ()


def on_path(program: str) -> Path | None:
    """Where a server's program lies; also in the folders of programs for administrators, and beside Roadworthy's own Python,
    where pip puts them. A link in a folder of one's own (pipx, Homebrew) leads to an installation, which is what a sandbox is shown."""
    more = ":".join((*_MORE_FOLDERS, str(Path(sys.executable).parent)))
    found = shutil.which(program) or shutil.which(program, path=more)
    if found is None:
        return None
    return Path(found) if found.startswith(SYSTEM_FOLDERS) else Path(found).resolve()


def shown(program: Path) -> list[Mount]:
    """What a program needs to be seen of a folder that is not the system's: an installation has bin, lib and the rest."""
    if str(program).startswith(SYSTEM_FOLDERS):
        return []
    prefix = program.parent.parent
    return [Mount(prefix, str(prefix))]


def loopback(url: str) -> SplitResult:
    """The parts of the address of a server that a person runs. Raises UnsafeTarget for one that is not on this machine."""
    parts = urlsplit(url)
    if (parts.hostname or "") not in LOOPBACK:
        raise UnsafeTarget(
            f"the database server is on {parts.hostname}, not on this machine",
            where="[trial] database_server",
            remedy="give the address of a server on 127.0.0.1, or leave it out",
        )
    return parts
