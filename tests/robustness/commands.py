"""The command `roadworthy`, run as a user runs it: the installed script, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

SCRIPT = str(Path(sys.executable).with_name("roadworthy"))
PATIENCE = 300.0
"""Seconds for a command on a machine that several people share; each takes a few on its own."""


def roadworthy(
    *arguments: str | Path,
    cwd: Path,
    environment: Mapping[str, str] | None = None,
    through: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    """Runs one command to its end; `through` is a program that runs it."""
    return subprocess.run(
        [*through, SCRIPT, *map(str, arguments)],
        cwd=cwd,
        env=_environment(environment),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


class Watched:
    """A running command whose progress can be waited for."""

    def __init__(
        self, *arguments: str | Path, cwd: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.process = subprocess.Popen(
            [SCRIPT, *map(str, arguments), "--progress"],
            cwd=cwd,
            env=_environment(environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self.lines: list[str] = []
        self._told = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._told:
                self.lines.append(line.rstrip("\n"))
                self._told.notify_all()
        with self._told:
            self._told.notify_all()

    def wait_for(self, words: str) -> None:
        """Waits until a line of progress has `words`; fails when the command ends first."""
        ends = time.monotonic() + PATIENCE
        with self._told:
            while not any(words in line for line in self.lines):
                assert self._reader.is_alive(), f"ended before '{words}': {self.lines}"
                assert time.monotonic() < ends, f"never said '{words}': {self.lines}"
                self._told.wait(1)

    def end(self) -> int:
        """Waits for the end; the exit code."""
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        assert self.process.stderr is not None
        self.process.stderr.close()
        return code


def _environment(changes: Mapping[str, str] | None) -> dict[str, str]:
    return {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", **(changes or {})}
