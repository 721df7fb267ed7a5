"""A database server that was begun is waited for until it answers."""

from __future__ import annotations

import time
from collections.abc import Callable

from roadworthy.errors import AppError
from roadworthy.trial.keeper import Command
from roadworthy.trial.log import Log

_AGAIN_SECONDS = 0.03


def until_it_answers(
    ask: Callable[[], object], refused: type[Exception], command: Command, log: Log, name: str, seconds: float
) -> None:
    """Asks until nothing is refused any more. Raises AppError when the server has ended, or after so many seconds."""
    ends = time.monotonic() + seconds
    while True:
        try:
            ask()
        except refused as error:
            if time.monotonic() > ends or not command.running:
                raise AppError(f"{name} does not start: {log.last_lines()}", where="database") from error
            time.sleep(_AGAIN_SECONDS)
        else:
            return
