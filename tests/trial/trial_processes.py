"""Which processes run on this machine: whatever a trial leaves behind is a fault of the product."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path


def running(marker: str) -> list[str]:
    """Command lines of processes that mention a marker."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if marker in line:
            found.append(line)
    return found


def gone(marker: str, patience: float = 5.0) -> bool:
    """Whether all such processes end within `patience` seconds."""
    deadline = time.monotonic() + patience
    while running(marker):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def descendants(owner: int) -> set[int]:
    """All processes that a process started, directly or not."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found = {owner}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {owner}


def all_ended(processes: set[int], patience: float = 5.0) -> bool:
    """Whether all of them end within `patience` seconds."""
    deadline = time.monotonic() + patience
    while any(Path(f"/proc/{pid}").exists() for pid in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
