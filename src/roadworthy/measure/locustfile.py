"""What each simulated visitor does. Locust runs this file in a process of its own; it takes its orders from the file
that ROADWORTHY_LOAD names, and writes there what it measured."""

from __future__ import annotations

import itertools
import json
import os
import time
from pathlib import Path
from typing import Any

import gevent  # type: ignore[import-untyped]
from locust import FastHttpUser, constant, events, task

ORDERS = Path(os.environ["ROADWORTHY_LOAD"])
ORDER = json.loads(ORDERS.read_text())
# Addresses set aside for measuring (RFC 2544): 198.18.0.0/15. A visitor asks for this many things and is gone; then
# another one comes. Without that a limit on each address would be all that is measured.
REQUESTS_OF_A_VISITOR = 20
ADDRESSES = 1 << 17
TOO_MANY_REQUESTS = 429

_requests = itertools.count()
_times: list[float] = []
_failures = 0
_limited = 0
_began = time.monotonic()


def address(number: int) -> str:
    """The address of a visitor."""
    place = number % ADDRESSES
    return f"198.{18 + (place >> 16)}.{place >> 8 & 255}.{place & 255}"


class Visitor(FastHttpUser):
    """Asks for one thing after the other without a pause."""

    wait_time = constant(0)
    connection_timeout = network_timeout = 15.0

    @task
    def visit(self) -> None:
        number = next(_requests)
        if number >= ORDER["most_requests"]:
            self.environment.runner.quit()
            return
        path = ORDER["paths"][number % len(ORDER["paths"])]
        headers = {
            **ORDER["headers"],
            "X-Forwarded-For": address(number // REQUESTS_OF_A_VISITOR),
            "X-Forwarded-Proto": "https",
        }
        with self.client.get(path, headers=headers, catch_response=True, allow_redirects=False) as response:
            response.success()
            note(response.status_code, response.request_meta["response_time"], self.environment.runner)


def note(status: int, milliseconds: float, runner: Any) -> None:
    """Keeps one answer. Status 0 is no answer."""
    global _failures, _limited
    if status == TOO_MANY_REQUESTS:
        _limited += 1
    elif 0 < status < 400:
        _times.append(milliseconds)
    else:
        _failures += 1


@events.spawning_complete.add_listener  # type: ignore[untyped-decorator]
def warm_up(**_: Any) -> None:
    """Forgets the first seconds, in which caches fill and code is compiled."""

    def forget() -> None:
        global _began, _failures, _limited
        _times.clear()
        _failures = _limited = 0
        _began = time.monotonic()

    gevent.spawn_later(ORDER["warm_up_seconds"], forget)


@events.quitting.add_listener  # type: ignore[untyped-decorator]
def write(**_: Any) -> None:
    """Leaves the numbers for the process that started this one."""
    measured = {
        "seconds": time.monotonic() - _began,
        "milliseconds": sorted(_times),
        "failures": _failures,
        "limited": _limited,
    }
    ORDERS.write_text(json.dumps(measured))
