"""The sandbox: a place with its own files, processes and network, gone when Roadworthy is."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from roadworthy.errors import TrialUnavailable
from roadworthy.trial import disk_room
from roadworthy.trial.keeper import Keeper

# Accounts that systemd hands out for a moment and that no file belongs to (systemd.io/UIDS-GIDS, DynamicUser=).
FREE_USERS = range(61184, 65519)
HOME = "/home/app"
INSIDE = Path(__file__).with_name("bridge_inside.py")
NAMESPACES = Path(__file__).with_name("namespaces_inside.py")
KEEPER_CAPABILITIES = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_NET_BIND_SERVICE")
SYSTEM_FOLDERS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store")
# What programs need of /etc to run: the linker's cache, certificates, types, zones. Nothing about this machine's users.
SYSTEM_FILES = (
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/ssl",
    "/etc/pki",
    "/etc/ca-certificates",
    "/etc/alternatives",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/fonts",
    "/etc/protocols",
    "/etc/services",
)


class Mount(msgspec.Struct, frozen=True):
    """A folder or file of this machine shown in the sandbox at `inside`."""

    outside: Path
    inside: str
    writable: bool = False


class Sandbox(msgspec.Struct, frozen=True, kw_only=True):
    """A running sandbox. `user` is the account its commands run as (None: the account in the namespace); `watches` looks after the
    room that it fills on the disk."""

    kind: str
    keeper: Keeper
    process: subprocess.Popen[bytes]
    user: int | None
    watches: asyncio.Task[None] | None = None

    async def close(self) -> None:
        if self.watches is not None:
            self.watches.cancel()
        self.keeper.close()
        for _wait in range(40):
            if self.process.poll() is not None:
                return
            await asyncio.sleep(0.05)
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(5)


def sandbox_kind() -> str:
    """Which kind of sandbox this machine offers: bubblewrap, or the kernel's namespaces by our own hand.

    Raises TrialUnavailable when it offers none: the app then does not run."""
    if shutil.which("bwrap") is not None:
        return "bubblewrap"
    if sys.platform == "linux":
        return "namespaces"
    raise TrialUnavailable("nothing here can isolate the app", remedy="run it on Linux with bubblewrap")


def _program(kind: str) -> list[str]:
    if kind == "bubblewrap":
        return [shutil.which("bwrap") or "bwrap"]
    return [_python(), "-I", "-S", str(NAMESPACES)]


def free_user() -> int | None:
    """An account of its own for the commands of one sandbox when we are root; None when we are not."""
    return FREE_USERS.start + secrets.randbelow(len(FREE_USERS)) if os.geteuid() == 0 else None


def give(folder: Path, user: int | None) -> None:
    """Make a tree belong to a sandbox's user, so that it can write there and nowhere else."""
    if user is None:
        return
    os.chown(folder, user, user, follow_symlinks=False)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(f"{parent}/{name}", user, user, follow_symlinks=False)


async def open_sandbox(
    run_folder: Path, name: str, mounts: Sequence[Mount], *, user: int | None, network: bool = False
) -> Sandbox:
    """Start a sandbox whose files are the system's programs, `mounts`, and empty folders.

    `run_folder` receives its log and the few files of /etc made for it. With `network` it shares this machine's
    network: for installing packages only. Raises TrialUnavailable when the sandbox does not start.
    """
    kind = sandbox_kind()
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [
        *_program(kind),
        *_namespaces(user, network),
        *_files(_etc_of(run_folder / f"{name}-etc", user, network), mounts, user is not None),
        *("--chdir", "/", "--clearenv"),
        *(_python(), "-I", "-S", str(INSIDE), str(theirs.fileno())),
        *("-" if user is None else str(user), str(Path("/proc/self/ns/pid").readlink())),
    ]
    log = run_folder / f"{name}.log"
    with theirs, log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={},
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    keeper = Keeper(ours)
    try:
        alone = await asyncio.wait_for(asyncio.shield(keeper.ready), 20)
    except TimeoutError:
        alone = False
    if not alone:
        keeper.close()
        process.kill()
        process.wait(5)
        said = log.read_text(errors="replace").strip().splitlines()[-1:]
        raise TrialUnavailable(
            f"the sandbox does not start: {' '.join(said)}",
            where=kind,
            remedy="install bubblewrap, or allow unprivileged user namespaces",
        )
    # What is written elsewhere are the package managers' own stores, which are tidied by their size.
    written = [one.outside for one in mounts if one.writable and one.outside.is_relative_to(run_folder)]
    watches = asyncio.create_task(disk_room.watch(written, keeper.end_all)) if written else None
    return Sandbox(kind=kind, keeper=keeper, process=process, user=user, watches=watches)


def _namespaces(user: int | None, network: bool) -> Iterable[str]:
    yield from ("--die-with-parent", "--new-session", "--unshare-pid", "--unshare-ipc", "--unshare-uts")
    yield from ("--unshare-cgroup-try", "--hostname", "trial")
    if not network:
        yield "--unshare-net"
    if user is None:
        yield "--unshare-user"
    yield from ("--cap-drop", "ALL")
    for capability in KEEPER_CAPABILITIES if user is not None else ("CAP_NET_BIND_SERVICE",):
        yield from ("--cap-add", capability)


def _devices(as_root: bool) -> Iterable[str]:
    """bwrap's own /dev has terminals, for which it nests a second user namespace when we are not root; the keeper
    could then not bind ports 53, 80 and 443. So that one is made by hand, without terminals."""
    # bwrap leaves the folder of shared memory to root alone: no lock between processes could be made.
    shared = ("--perms", "1777", "--size", str(1 << 30), "--tmpfs", "/dev/shm")
    if as_root:
        yield from ("--dev", "/dev", *shared)
        return
    for name in ("null", "zero", "full", "random", "urandom"):
        yield from ("--dev-bind", f"/dev/{name}", f"/dev/{name}")
    yield from ("--symlink", "/proc/self/fd", "/dev/fd", "--symlink", "/proc/self/fd/1", "/dev/stdout")
    yield from ("--symlink", "/proc/self/fd/2", "/dev/stderr", "--symlink", "/proc/self/fd/0", "/dev/stdin")
    yield from shared


def _files(etc: Path, mounts: Sequence[Mount], as_root: bool) -> Iterable[str]:
    yield from ("--perms", "0755", "--dir", "/etc")
    for folder in SYSTEM_FOLDERS:
        path = Path(folder)
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), folder)
        elif path.exists():
            yield from ("--ro-bind", folder, folder)
    for file in SYSTEM_FILES:
        yield from ("--ro-bind-try", file, file)
    for made in etc.iterdir():
        yield from ("--ro-bind", str(made), f"/etc/{made.name}")
    yield from ("--proc", "/proc")
    yield from _devices(as_root)
    yield from ("--perms", "1777", "--size", str(1 << 30), "--tmpfs", "/tmp")
    yield from (
        "--perms",
        "0755",
        "--dir",
        "/home",
        "--perms",
        "0777",
        "--size",
        str(1 << 30),
        "--tmpfs",
        HOME,
    )
    own = [Mount(Path(sys.base_prefix), sys.base_prefix), Mount(INSIDE, str(INSIDE))]
    for mount in (*own, *mounts):
        if not mount.writable and mount.inside.startswith(SYSTEM_FOLDERS):
            continue
        for parent in reversed(Path(mount.inside).parents[:-1]):
            if not str(parent).startswith(("/usr", "/home/app", "/tmp")):
                yield from ("--perms", "0755", "--dir", str(parent))
        yield from ("--bind" if mount.writable else "--ro-bind", str(mount.outside), mount.inside)
    yield from ("--remount-ro", "/")


def _etc_of(folder: Path, user: int | None, network: bool) -> Path:
    """The files of /etc that are made for the sandbox: one user, names answered by us (or by this machine's server)."""
    folder.mkdir(mode=0o755)
    number = os.geteuid() if user is None else user
    (folder / "passwd").write_text(f"root:x:0:0::/:/bin/sh\napp:x:{number}:{number}::{HOME}:/bin/sh\n")
    (folder / "group").write_text(f"root:x:0:\napp:x:{number}:\n")
    (folder / "nsswitch.conf").write_text("passwd: files\ngroup: files\nhosts: files dns\n")
    if network:
        for name in ("resolv.conf", "hosts"):
            shutil.copy(f"/etc/{name}", folder / name)
        return folder
    (folder / "hosts").write_text("127.0.0.1 localhost trial\n::1 localhost\n")
    (folder / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:2 attempts:1\n")
    return folder


def _python() -> str:
    return str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}")
