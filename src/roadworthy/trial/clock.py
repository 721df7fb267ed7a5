"""How long the steps of a trial's opening take."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

Progress = Callable[[str, float], None]


class Clock:
    """Tells each step how long it may take, and whoever watches how long it took."""

    def __init__(self, progress: Progress | None, deadline: float | None) -> None:
        self._progress = progress
        self._end = time.monotonic() + deadline if deadline is not None else None

    def allows(self, usual: float) -> float:
        """Seconds for a step that may usually take `usual`."""
        return usual if self._end is None else max(1.0, min(usual, self._end - time.monotonic()))

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        if self._progress is not None:
            self._progress(name, time.monotonic() - began)
