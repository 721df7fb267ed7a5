"""What the app prints: kept up to a limit, readable from a mark on."""

from __future__ import annotations

import threading

from roadworthy.regex import regex

# The newest part that is kept; an app that prints for ever fills no memory.
KEPT_BYTES = 4 << 20
# What a person reads of one line of an app that printed a whole bundle.
_SHOWN_CHARACTERS = 200
_COLOUR = regex(r"\x1b\[[0-9;]*m")
_CURSOR = regex(r"\x1b\[[0-9;?]*[A-Za-z]|\r(?!\n)")
# Frames of a stack, marks under a line of code, npm's own advertisements, signs that turn while something is waited for:
# none of it says what is wrong.
_NOISE = regex(
    r"^(\[?[\u2800-\u28ff]\]? |at \S|File \"|WARNING: |[\^~|-]+$|Node\.js v\d|Require stack:$|requireStack: \[|- /\S+$|'/\S+',?$|\[nodemon\] |\d+: 0x[0-9a-f]+ |[{}\])]+$|npm (error|ERR!) (aliases:|Run \"npm help|A complete log|Usage:|Options:|\[|npm \w+$|$))"
)


class Log:
    def __init__(self, kept: int = KEPT_BYTES) -> None:
        self._kept = kept
        self._data = bytearray()
        self._dropped = 0
        self._lock = threading.Lock()

    def append(self, data: bytes) -> None:
        with self._lock:
            self._data += data
            surplus = len(self._data) - self._kept
            if surplus > self._kept // 4:
                del self._data[:surplus]
                self._dropped += surplus

    def mark(self) -> int:
        """A position: how many bytes the app has printed so far."""
        with self._lock:
            return self._dropped + len(self._data)

    def since(self, mark: int) -> str:
        """What was printed after a mark; the oldest part is missing when there was more than is kept."""
        with self._lock:
            return bytes(self._data[max(0, mark - self._dropped) :]).decode("utf-8", "replace")

    def last_lines(self, count: int = 5) -> str:
        """The last lines that say something: of a stack trace what was raised, not through where."""
        printed = _CURSOR.sub("\n", _COLOUR.sub("", self.since(0)[-8000:]))
        lines = [line.strip() for line in printed.splitlines() if line.strip()]
        lines = [line for line in lines if not _NOISE.match(line)] or lines
        return " | ".join(line[:_SHOWN_CHARACTERS] for line in lines[-count:])
