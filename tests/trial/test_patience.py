"""An app on a busy machine gets the time that other work took from it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from roadworthy.trial.patience import Patience

_SECONDS = 2.0
_WORKS = (
    "import os\nos.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\nprint(flush=True)\nwhile True: pass"
)
_SLEEPS = "import time\nprint(flush=True)\ntime.sleep(600)"


@contextmanager
def _beside(program: str, how_many: int) -> Iterator[None]:
    """Processes that run beside each other, on one core where they work, from when each of them has begun."""
    argv = [sys.executable, "-c", program]
    running = [subprocess.Popen(argv, stdout=subprocess.PIPE) for _ in range(how_many)]
    try:
        for one in running:
            assert one.stdout is not None
            one.stdout.readline()
        yield
    finally:
        for one in running:
            one.kill()
            one.communicate()


def _is_over(seconds: float, program: str, how_many: int) -> bool:
    with _beside(program, how_many):
        patience = Patience(os.getpid(), seconds)
        time.sleep(_SECONDS + 0.1)
        return patience.is_over()


def test_what_has_to_share_its_core_is_waited_for() -> None:
    assert not _is_over(_SECONDS, _WORKS, 6)


def test_what_sleeps_is_not() -> None:
    assert _is_over(_SECONDS, _SLEEPS, 1)


def test_nothing_is_waited_for_without_end() -> None:
    assert _is_over(_SECONDS / 10, _WORKS, 6)
