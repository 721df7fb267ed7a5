"""Playwright's driver: one for each thread, since its synchronous interface belongs to the one that started it."""

from __future__ import annotations

import contextlib
import threading

import psutil
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Playwright, sync_playwright


class Drivers:
    """The drivers of a trial, started when a thread first asks for its own."""

    def __init__(self) -> None:
        self._playwrights: dict[int, Playwright] = {}
        self._processes: dict[int, list[psutil.Process]] = {}

    def own(self) -> Playwright:
        """This thread's own."""
        thread = threading.get_ident()
        if thread not in self._playwrights:
            before = set(psutil.Process().children())
            self._playwrights[thread] = sync_playwright().start()
            self._processes[thread] = [
                one for one in psutil.Process().children() if one not in before and _is_driver(one)
            ]
        return self._playwrights[thread]

    def kill(self) -> None:
        """Ends this thread's own by force, which lets go what waits for it."""
        for process in self._processes.pop(threading.get_ident(), []):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    def stop(self) -> None:
        own = self._playwrights.pop(threading.get_ident(), None)
        if own is not None:
            with contextlib.suppress(PlaywrightError):
                own.stop()


def _is_driver(process: psutil.Process) -> bool:
    try:
        return "run-driver" in process.cmdline()
    except psutil.NoSuchProcess:
        return False
