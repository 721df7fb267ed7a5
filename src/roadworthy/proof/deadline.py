"""A bound on one proof: what waits for something that never comes is ended from outside."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from roadworthy.errors import RoadworthyError

# The longest proof of a real app took 70 seconds on two busy cores.
PROOF_SECONDS = 300.0
# What a proof does to clean up after itself may hang too; it gets this long before it is ended in turn.
_CLEANING_SECONDS = 15.0


class Overdue(RoadworthyError):
    """A proof did not end in its time."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raises Overdue inside when `seconds` have passed, whatever is being waited for. Only in the main thread, where
    signals arrive; elsewhere nothing is bounded."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise Overdue(f"the proof did not end within {seconds:.0f} seconds", remedy="repeat it alone")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _CLEANING_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
