"""The keeper of a sandbox: the first process in it, run by path with nothing but the standard library.

It starts and kills commands for Roadworthy and makes sockets *inside* the sandbox's network that Roadworthy then
uses from outside (a socket belongs to the network it was made in, whoever holds it). So nothing in the sandbox ever
holds a way out, and no bytes pass through this process except the database's.

One message is one packet on the control socket: JSON, with file descriptors beside it. When the control socket
closes, because Roadworthy ended or was killed, the keeper ends, and with it every process in the sandbox.
"""

from __future__ import annotations

import array
import asyncio
import ctypes
import json
import os
import resource
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

LARGEST_MESSAGE = 1 << 20
# PostgreSQL's SSLRequest: length 8, code 80877103 (protocol documentation, "Message Formats").
SSL_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")
VERSION_3 = (3 << 16).to_bytes(4, "big")
# A bundler of today reserves more than it uses; half of the machine is enough to end an app that fills memory.
MEMORY = max(6 << 30, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)
LIMITS = {
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NPROC: 512,
    resource.RLIMIT_NOFILE: 8192,
    resource.RLIMIT_FSIZE: 1 << 30,
    resource.RLIMIT_DATA: MEMORY,
}
PR_SET_DUMPABLE = 4
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4


class Keeper:
    def __init__(self, control: socket.socket, user: int | None, alone: bool) -> None:
        self.control = control
        self.user = user
        self.alone = alone
        self.loop = asyncio.get_running_loop()
        self.commands: dict[int, subprocess.Popen[bytes]] = {}
        self.forwards: dict[int, asyncio.Server] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.ended = asyncio.Event()

    def read(self) -> None:
        data, ancillary, _flags, _address = self.control.recvmsg(LARGEST_MESSAGE, socket.CMSG_SPACE(16 * 4))
        if not data:
            self.ended.set()
            return
        task = self.loop.create_task(self.answer(json.loads(data), descriptors_in(ancillary)))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def answer(self, message: dict[str, Any], descriptors: list[int]) -> None:
        handle = getattr(self, f"do_{message['do']}")
        try:
            result, made = await handle(descriptors, **message["with"])
            reply = {"id": message["id"], "result": result}
        except (TimeoutError, OSError, subprocess.SubprocessError, ValueError) as error:
            reply, made = {"id": message["id"], "error": f"{type(error).__name__}: {error}"}, None
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        self.tell(reply, made)

    def tell(self, message: dict[str, Any], made: socket.socket | None = None) -> None:
        ancillary = []
        if made is not None:
            ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [made.fileno()]))]
        self.control.sendmsg([json.dumps(message).encode()], ancillary)
        if made is not None:
            made.close()

    async def do_run(
        self, descriptors: list[int], number: int, argv: list[str], cwd: str, env: dict[str, str]
    ) -> tuple[int, None]:
        """Start a command whose output goes to the one descriptor given; its end is told as an event."""
        identity: dict[str, Any] = {}
        if self.user is not None:
            identity = {"user": self.user, "group": self.user, "extra_groups": []}
        command = subprocess.Popen(
            argv,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=descriptors[0],
            stderr=descriptors[0],
            start_new_session=True,
            preexec_fn=apply_limits,
            **identity,
        )
        self.commands[number] = command
        watch = os.pidfd_open(command.pid)
        self.loop.add_reader(watch, self.report_end, number, watch)
        return command.pid, None

    def report_end(self, number: int, watch: int) -> None:
        self.loop.remove_reader(watch)
        os.close(watch)
        self.tell({"ended": number, "code": self.commands.pop(number).wait()})

    async def do_signal(self, _descriptors: list[int], number: int, signal_number: int) -> tuple[bool, None]:
        command = self.commands.get(number)
        if command is None:
            return False, None
        try:
            os.killpg(command.pid, signal_number)
        except ProcessLookupError:
            return False, None
        return True, None

    async def do_kill_all(self, _descriptors: list[int]) -> tuple[int, None]:
        """Kill every process of the sandbox but this one, also those that left their process group."""
        if not self.alone:
            for command in list(self.commands.values()):
                os.killpg(command.pid, signal.SIGKILL)
            return 0, None
        for round_number in range(100):
            try:
                os.kill(-1, signal.SIGKILL)
            except ProcessLookupError:
                return round_number, None
            await asyncio.sleep(0.01)
        raise OSError("processes keep coming back")

    async def do_listen(
        self, _descriptors: list[int], address: str, port: int, kind: str
    ) -> tuple[None, socket.socket]:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((address, port))
        if kind == "tcp":
            made.listen(512)
        return None, made

    async def do_connect(self, _descriptors: list[int], port: int) -> tuple[None, socket.socket]:
        """A connection to the app, on IPv4 loopback or else IPv6 loopback."""
        try:
            return None, await self.connected(socket.AF_INET, "127.0.0.1", port)
        except ConnectionRefusedError:
            return None, await self.connected(socket.AF_INET6, "::1", port)

    async def connected(self, family: int, address: str, port: int) -> socket.socket:
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setblocking(False)
        try:
            await asyncio.wait_for(self.loop.sock_connect(made, (address, port)), 5)
        except BaseException:
            made.close()
            raise
        return made

    async def do_listening(self, _descriptors: list[int]) -> tuple[list[int], None]:
        """Ports on which the app listens: not the forwards, not the addresses given to outside services."""
        ports: set[int] = set()
        for table in ("/proc/net/tcp", "/proc/net/tcp6"):
            lines = Path(table).read_text().splitlines()[1:] if Path(table).exists() else []
            ports.update(port for line in lines if (port := listening_port(line)) is not None)
        return sorted(ports - set(self.forwards)), None

    async def do_forward(
        self,
        _descriptors: list[int],
        port: int,
        path: str,
        certificate: str | None,
        addresses: list[str],
        guest: tuple[str, str] | None = None,
    ) -> tuple[None, None]:
        """Carry TCP connections on a port of some addresses to a unix socket: the database. Who comes by another name than that of
        `guest`, its role and database, has both written into the code, and is let in as that one."""
        context = None
        if certificate is not None:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate)

        async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await carry_to_unix(reader, writer, path, context, guest)

        self.forwards[port] = await asyncio.start_server(carry, addresses, port, limit=1 << 18)
        return None, None

    async def do_unforward(self, _descriptors: list[int], port: int) -> tuple[None, None]:
        server = self.forwards.pop(port, None)
        if server is not None:
            server.close()
        return None, None


async def carry_to_unix(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    path: str,
    context: ssl.SSLContext | None,
    guest: tuple[str, str] | None,
) -> None:
    try:
        first = await reader.readexactly(8)
        if first == SSL_REQUEST and context is not None:
            writer.write(b"S")
            await writer.drain()
            await writer.start_tls(context)
            first = b""
        if guest is not None:
            first = first or await reader.readexactly(8)
            first = as_guest(first + await reader.readexactly(int.from_bytes(first[:4], "big") - 8), guest)
        unix_reader, unix_writer = await asyncio.open_unix_connection(path, limit=1 << 18)
        unix_writer.write(first)
        await asyncio.gather(pump(reader, unix_writer), pump(unix_reader, writer))
    except (OSError, asyncio.IncompleteReadError):
        writer.transport.abort()


def as_guest(startup: bytes, guest: tuple[str, str]) -> bytes:
    """A client's first message, in the name of `guest` if it comes in another: length, version 3.0, then names and values that end
    in zeros (PostgreSQL's StartupMessage). A request to cancel, which has another code, stays as it is."""
    words = startup[8:].split(b"\0")
    told = dict(zip(words[::2], words[1::2], strict=False))
    role, database = (name.encode() for name in guest)
    if startup[4:8] != VERSION_3 or told.get(b"user") in (None, role):
        return startup
    told |= {b"user": role, b"database": database}
    said = b"".join(name + b"\0" + value + b"\0" for name, value in told.items() if name) + b"\0"
    return (len(said) + 8).to_bytes(4, "big") + VERSION_3 + said


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(1 << 18):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


def listening_port(line: str) -> int | None:
    """The port of a listening socket in a line of /proc/net/tcp, unless it is one of the doubles' (127.77.x.x)."""
    fields = line.split()
    address, port = fields[1].split(":")
    if fields[3] != "0A" or address.endswith("4D7F"):
        return None
    return int(port, 16)


def apply_limits() -> None:
    """What every command starts with: bounded, and without the keeper's right to bind low ports."""
    ctypes.CDLL(None).prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    limits = dict(LIMITS)
    if os.geteuid() != 0 and os.getuid() == Path("/proc/1").stat().st_uid:
        # Older kernels count all processes of the person who runs us, not those in here alone.
        limits[resource.RLIMIT_NPROC] = 4096
    for kind, value in limits.items():
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


def descriptors_in(ancillary: list[tuple[int, int, bytes]]) -> list[int]:
    found = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            found.frombytes(data[: len(data) - len(data) % found.itemsize])
    return list(found)


def in_own_process_space(outside: str) -> bool:
    """Whether this process lives in a process namespace other than `outside`: only then may it kill all it sees."""
    return str(Path("/proc/self/ns/pid").readlink()) != outside and os.getpid() < 10


async def keep(control: socket.socket, user: int | None, alone: bool) -> None:
    keeper = Keeper(control, user, alone)
    keeper.loop.add_reader(control.fileno(), keeper.read)
    keeper.tell({"ready": alone})
    await keeper.ended.wait()
    await keeper.do_kill_all([])


def main() -> None:
    descriptor, user, outside = sys.argv[1:4]
    # The app may run as the same user: without this it could read the keeper's memory and descriptors.
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.set_inheritable(int(descriptor), False)
    control = socket.socket(fileno=int(descriptor))
    asyncio.run(keep(control, int(user) if user != "-" else None, in_own_process_space(outside)))


if __name__ == "__main__":
    main()
