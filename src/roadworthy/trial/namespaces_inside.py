"""The part of bubblewrap that the sandbox needs, for machines without it: run by path, standard library only.

It takes the same options, makes the namespaces and mounts with the kernel's own calls, and then becomes the first
process inside. A mount that cannot be made ends it: there is no sandbox with holes. Needs Linux 5.12.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import platform
import signal
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
MS_BIND, MS_REC, MS_PRIVATE, MS_NOSUID, MS_NODEV, MS_NOEXEC = 0x1000, 0x4000, 0x40000, 2, 4, 8
NEW_MOUNTS, NEW_NAMES, NEW_IPC, NEW_USERS, NEW_PROCESSES, NEW_NETWORK = (
    0x20000,
    0x4000000,
    0x8000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
UNSHARES = {
    "--unshare-pid": NEW_PROCESSES,
    "--unshare-ipc": NEW_IPC,
    "--unshare-uts": NEW_NAMES,
    "--unshare-net": NEW_NETWORK,
    "--unshare-user": NEW_USERS,
}
# <linux/prctl.h>
SET_PDEATHSIG, CAPBSET_DROP, SET_NO_NEW_PRIVS, CAP_AMBIENT, CAP_AMBIENT_RAISE = 1, 24, 38, 47, 2
MOUNT_SETATTR, AT_FDCWD, AT_RECURSIVE, ATTR_RDONLY, ATTR_NOSUID, ATTR_NODEV = 442, -100, 0x8000, 1, 2, 4
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
CAPABILITIES = {"CAP_KILL": 5, "CAP_SETGID": 6, "CAP_SETUID": 7, "CAP_NET_BIND_SERVICE": 10}
LAST_CAPABILITY = 40
# How many values each option takes; the others take none.
VALUES = {
    "--ro-bind": 2,
    "--ro-bind-try": 2,
    "--bind": 2,
    "--dev-bind": 2,
    "--symlink": 2,
    "--proc": 1,
    "--dev": 1,
    "--tmpfs": 1,
    "--dir": 1,
    "--perms": 1,
    "--size": 1,
    "--remount-ro": 1,
    "--chdir": 1,
    "--hostname": 1,
    "--cap-drop": 1,
    "--cap-add": 1,
}


def must(result: int, what: str) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), what)


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    must(LIBC.mount(source.encode(), target.encode(), kind.encode(), flags, data.encode()), f"mount {target}")


def set_attributes(target: str, attributes: int) -> None:
    """Change a mount and all below it at once."""
    wanted = ctypes.create_string_buffer(struct.pack("QQQQ", attributes, 0, 0, 0))
    result = LIBC.syscall(MOUNT_SETATTR, AT_FDCWD, target.encode(), AT_RECURSIVE, wanted, 32)
    must(result, f"mount_setattr {target}")


def parsed(arguments: list[str]) -> tuple[list[tuple[str, list[str]]], list[str]]:
    """The options in order, and the command after them."""
    options: list[tuple[str, list[str]]] = []
    rest = iter(arguments)
    for word in rest:
        if not word.startswith("--"):
            return options, [word, *rest]
        options.append((word, [next(rest) for _ in range(VALUES.get(word, 0))]))
    raise ValueError("no command")


class Root:
    """The new file tree, built under `top` before it becomes `/`."""

    def __init__(self, top: str) -> None:
        self.top = top
        self.mode = 0o755
        self.size = ""

    def apply(self, option: str, values: list[str]) -> None:
        if option == "--perms":
            self.mode = int(values[0], 8)
        elif option == "--size":
            self.size = values[0]
        elif option in ("--ro-bind", "--bind", "--dev-bind", "--ro-bind-try"):
            self.bind(option, *values)
        elif option == "--symlink":
            Path(self.top + values[1]).symlink_to(values[0])
        elif option == "--dir":
            self.folder(values[0])
        elif option == "--tmpfs":
            self.memory(values[0])
        elif option == "--proc":
            mount("proc", self.folder(values[0]), "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
        elif option == "--dev":
            self.devices(values[0])

    def folder(self, path: str) -> str:
        target = Path(self.top + path)
        if not target.is_dir():
            target.mkdir(parents=True)
            target.chmod(self.mode)
        self.mode = 0o755
        return str(target)

    def memory(self, path: str) -> None:
        mode, target = self.mode, self.folder(path)
        size = f",size={self.size}" if self.size else ""
        mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, f"mode={mode:o}{size}")
        self.size = ""

    def bind(self, option: str, source: str, path: str) -> None:
        if not Path(source).exists():
            if option == "--ro-bind-try":
                return
            raise FileNotFoundError(source)
        target = Path(self.top + path)
        target.parent.mkdir(parents=True, exist_ok=True)
        if Path(source).is_dir():
            target.mkdir(exist_ok=True)
        else:
            target.touch()
        mount(source, str(target), "", MS_BIND | MS_REC)
        read_only = ATTR_RDONLY if option.startswith("--ro") else 0
        set_attributes(str(target), ATTR_NOSUID | read_only | (0 if option == "--dev-bind" else ATTR_NODEV))

    def devices(self, path: str) -> None:
        for name in ("null", "zero", "full", "random", "urandom"):
            self.bind("--dev-bind", f"/dev/{name}", f"{path}/{name}")
        for number, name in enumerate(("stdin", "stdout", "stderr")):
            Path(f"{self.top}{path}/{name}").symlink_to(f"/proc/self/fd/{number}")
        Path(f"{self.top}{path}/fd").symlink_to("/proc/self/fd")
        self.mode = 0o1777
        self.memory(f"{path}/shm")


def make_root(options: list[tuple[str, list[str]]]) -> None:
    mount("none", "/", "", MS_REC | MS_PRIVATE)
    # A folder that every Linux has and nothing here is taken from, so that none need be made.
    top = "/sys"
    mount("tmpfs", top, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755")
    root = Root(top)
    for option, values in options:
        root.apply(option, values)
    if ("--remount-ro", ["/"]) in options:
        must(
            LIBC.mount(b"none", top.encode(), None, MS_BIND | 32 | 1 | MS_NOSUID | MS_NODEV, None),
            "remount /",
        )
    os.chdir(top)
    must(LIBC.syscall(PIVOT_ROOT[platform.machine()], b".", b"."), "pivot_root")
    must(LIBC.umount2(b".", 2), "umount")
    os.chdir("/")


def kept_capabilities(options: list[tuple[str, list[str]]]) -> Iterator[int]:
    yield from (CAPABILITIES[values[0]] for option, values in options if option == "--cap-add")


def limit_capabilities(kept: set[int]) -> None:
    for capability in range(LAST_CAPABILITY + 1):
        if capability not in kept:
            LIBC.prctl(CAPBSET_DROP, capability, 0, 0, 0)
    mask = sum(1 << capability for capability in kept)
    header = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0))
    sets = ctypes.create_string_buffer(struct.pack("IIIIII", mask, mask, mask, 0, 0, 0))
    must(LIBC.capset(header, sets), "capset")
    for capability in kept:
        must(LIBC.prctl(CAP_AMBIENT, CAP_AMBIENT_RAISE, capability, 0, 0), "ambient")
    must(LIBC.prctl(SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def end_with_parent() -> None:
    LIBC.prctl(SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        # SIOCSIFFLAGS with IFF_UP | IFF_RUNNING, <linux/sockios.h>
        fcntl.ioctl(sock, 0x8914, struct.pack("16sh14x", b"lo", 0x41))


def become_user(user: int, group: int) -> None:
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def first_process(options: list[tuple[str, list[str]]], command: list[str]) -> None:
    end_with_parent()
    make_root(options)
    keeper = os.fork()
    if keeper == 0:
        end_with_parent()
        limit_capabilities(set(kept_capabilities(options)))
        os.execve(command[0], command, {})
    while True:
        ended, status = os.wait()
        if ended == keeper:
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def main() -> None:
    options, command = parsed(sys.argv[1:])
    end_with_parent()
    user, group = os.geteuid(), os.getegid()
    flags = NEW_MOUNTS
    for option, _values in options:
        flags |= UNSHARES.get(option, 0)
    must(LIBC.unshare(flags), "unshare")
    if flags & NEW_USERS:
        become_user(user, group)
    if flags & NEW_NETWORK:
        loopback_up()
    first = os.fork()
    if first == 0:
        first_process(options, command)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]) & 0xFF)


if __name__ == "__main__":
    main()
