"""A second trial of the same app, in a process of its own, for experiments that mostly wait."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import NoReturn

import msgspec
import psutil

from roadworthy.audit import AuditedGap
from roadworthy.catalogue import room
from roadworthy.errors import RoadworthyError
from roadworthy.proof.reproduction import Reproduction
from roadworthy.trial import BootPlan, Trial, open_trial

Shown = Callable[[AuditedGap, Trial], AuditedGap]
"""A gap with what its reproduction came to on a trial."""

# A second app, its database and a second browser take so much memory at most, and a minute of starting that fewer waits do not pay.
_MEMORY_BYTES = 4 << 30
_WORTH = 6
_ENDS_SECONDS = 20.0
# <linux/prctl.h>
_SET_PDEATHSIG = 1
_READY = -1


class SecondTrial:
    """The end that the first trial's process holds. It proves one gap at a time, once it has been opened and says that it is ready."""

    def __init__(self, process: BaseProcess, line: Connection, gaps: Sequence[AuditedGap]) -> None:
        self._process, self._line, self._gaps = process, line, gaps
        self._numbers = {gap.id: number for number, gap in enumerate(gaps)}
        self._opened = self._ready = False
        self._busy: AuditedGap | None = None

    def open(self, base_url: str) -> None:
        """Begins to start the app, once; `base_url` is the first trial's."""
        if not self._opened:
            self._opened = True
            self._say(base_url)

    def ready(self, seconds: float = 0.0) -> bool:
        """Whether its app has started; waits for that so long."""
        if self._opened and not self._ready and self._line.poll(seconds):
            self._ready = self._hear() == _READY
        return self._ready

    def takes(self, gap: AuditedGap) -> bool:
        """Hands a gap over; False where it is not ready or has one under way."""
        if self._busy is not None or not self.ready():
            return False
        self._busy = gap
        self._say(self._numbers[gap.id])
        return True

    def done(self, seconds: float = 0.0) -> AuditedGap | None:
        """The gap that was handed over, with its state, when it is through within `seconds`; without a reproduction where the process
        has ended meanwhile."""
        gap = self._busy
        if gap is None or not self._line.poll(seconds):
            return None
        self._busy = None
        heard = self._hear()
        if not isinstance(heard, Reproduction):
            return msgspec.structs.replace(gap, reproduction=None)
        return msgspec.structs.replace(gap, state=heard.state, reproduction=heard)

    def end(self) -> None:
        """Ends the process and with it whatever it started."""
        self._process.terminate()
        self._process.join(_ENDS_SECONDS)
        self._process.kill()
        self._process.join()
        self._line.close()

    def _say(self, what: object) -> None:
        with contextlib.suppress(OSError):
            self._line.send(what)

    def _hear(self) -> object:
        try:
            return self._line.recv()
        except (EOFError, OSError):
            self._ready, self._opened = False, True
            return None


@contextlib.contextmanager
def second_trial(
    root: Path, plan: BootPlan, gaps: Sequence[AuditedGap], shown: Shown
) -> Iterator[SecondTrial | None]:
    """A process that can open a second trial of the app in `root`, made before the first is opened: it takes the audit along as it
    stands. None where it would not pay or could not be made: few experiments wait, one core, little memory, a database
    server that both would share, another thread."""
    if not _pays(plan, gaps):
        yield None
        return
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(here, there, root, plan, gaps, shown), daemon=True)
    process.start()
    there.close()
    second = SecondTrial(process, here, gaps)
    try:
        yield second
    finally:
        second.end()


def _pays(plan: BootPlan, gaps: Sequence[AuditedGap]) -> bool:
    waiting = sum(room(gap.pattern).pattern.waits for gap in gaps)
    roomy = psutil.virtual_memory().available >= _MEMORY_BYTES and len(os.sched_getaffinity(0)) > 1
    return waiting >= _WORTH and roomy and not plan.database_server and threading.active_count() == 1


def _serve(
    parents: Connection,
    line: Connection,
    root: Path,
    plan: BootPlan,
    gaps: Sequence[AuditedGap],
    shown: Shown,
) -> None:
    """Runs in a process of its own, which ends with its parent, however that ends."""
    ctypes.CDLL(None).prctl(_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    parents.close()
    # What a terminal sends to both is for the first, which ends the second.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    with contextlib.suppress(EOFError, OSError, RoadworthyError):
        base_url = line.recv()
        with open_trial(root, plan, base_url=base_url) as trial:
            line.send(_READY)
            while True:
                line.send(shown(gaps[line.recv()], trial).reproduction)


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    # Once: closing must not be interrupted.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(0)
