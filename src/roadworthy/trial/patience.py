"""Waiting for an app on a machine that has other work: what its processes waited for a core is not held against it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

# However busy the machine is, nobody waits longer than so many times what was said.
_AT_MOST = 5
_NANOSECONDS = 1_000_000_000


class Patience:
    """Waits `seconds` for what the processes below `ancestor` begin now, without the time in which one of them wanted a core and had
    none."""

    def __init__(self, ancestor: int, seconds: float) -> None:
        self._ancestor, self._seconds = ancestor, seconds
        self._began = time.monotonic()
        self._before = dict(waited_for_cores(ancestor))

    def is_over(self) -> bool:
        elapsed = time.monotonic() - self._began
        if elapsed <= self._seconds or elapsed > self._seconds * _AT_MOST:
            return elapsed > self._seconds
        waits = waited_for_cores(self._ancestor)
        longest = max((waited - self._before.get(thread, 0.0) for thread, waited in waits), default=0.0)
        return elapsed - longest > self._seconds


def waited_for_cores(ancestor: int) -> Iterator[tuple[int, float]]:
    """Each thread of the processes below `ancestor`, with the seconds that it was ready to run and had to wait: the second number of
    its schedstat, in nanoseconds (kernel.org, Documentation/scheduler/sched-stats.rst). Nothing where the kernel keeps none."""
    for process in _children(ancestor):
        for thread in _threads(process):
            with contextlib.suppress(OSError, IndexError, ValueError):
                told = Path(f"/proc/{process}/task/{thread}/schedstat").read_text()
                yield thread, int(told.split()[1]) / _NANOSECONDS
        yield from waited_for_cores(process)


def _children(process: int) -> Iterator[int]:
    for thread in _threads(process):
        with contextlib.suppress(OSError):
            yield from map(int, Path(f"/proc/{process}/task/{thread}/children").read_text().split())


def _threads(process: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(thread.name) for thread in Path(f"/proc/{process}/task").iterdir()]
    return []
