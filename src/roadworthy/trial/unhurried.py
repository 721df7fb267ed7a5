"""Time that a proof is not charged for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unhurried() -> Iterator[None]:
    """For what is made once for all proofs and has bounds of its own: the alarm that ends the present proof stands still meanwhile.
    Alarms arrive in the main thread alone; elsewhere there is none."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    left, again = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left, again)
