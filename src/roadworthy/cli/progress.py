"""Progress on standard error: what was done and how long it took."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from roadworthy.source.visible import visible

_WIDEST = 78


class ProgressLines:
    """Tells stages as they end. Shown when standard error is a terminal or when it was asked for; with neither, silent."""

    def __init__(self, *, wanted: bool, quiet: bool) -> None:
        self._shown = (wanted or sys.stderr.isatty()) and not quiet
        self._begun = time.monotonic()

    def __call__(self, stage: str, seconds: float) -> None:
        if self._shown:
            whole = time.monotonic() - self._begun
            line = f"{whole:7.1f} s  {visible(stage)}" + (f" ({seconds:.1f} s)" if seconds >= 0.05 else "")
            print(line[:_WIDEST], file=sys.stderr, flush=True)


class Interruption:
    """Turns a polite request to end (SIGTERM) into the same as Ctrl-C, so that everything is cleaned up."""

    def __enter__(self) -> Self:
        import signal

        self._before = signal.signal(signal.SIGTERM, _interrupt)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import signal

        signal.signal(signal.SIGTERM, self._before)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


Progress = Callable[[str, float], None]
