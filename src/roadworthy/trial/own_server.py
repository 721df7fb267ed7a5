"""A server that a trial starts in a sandbox of its own."""

from __future__ import annotations

import os

from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.keeper import Command
from roadworthy.trial.sandbox import Sandbox


class OwnServer:
    """Whoever inherits opens the sandbox and starts the command. `_entry` is the open folder of its unix socket, whose path holds 107
    bytes: through the descriptor it is short wherever the folder lies."""

    def __init__(self, loop: EventLoop) -> None:
        self._loop = loop
        self._sandbox: Sandbox | None = None
        self._command: Command | None = None
        self._entry: int | None = None

    @property
    def running(self) -> bool:
        """Whether its process runs."""
        return self._command is not None and self._command.running

    def close(self) -> None:
        """End the server."""
        if self._sandbox is not None:
            self._loop.wait(self._sandbox.close())
            self._sandbox = None
        if self._entry is not None:
            os.close(self._entry)
            self._entry = None
