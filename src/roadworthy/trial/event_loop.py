"""The thread in which everything that serves the trial from outside lives: bridges, doubles, logs."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")
_log = logging.getLogger(__name__)


class EventLoop:
    """An asyncio loop in a thread of its own. The sandboxes are started from this thread, because the kernel ends
    them when the *thread* that started them ends."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        # What peers do to connections (the app is hostile) is no fault of ours: only --debug shows it.
        self.loop.set_exception_handler(lambda _loop, context: _log.debug("%s", context))
        self._thread = threading.Thread(target=self._run, name="roadworthy-trial", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def wait(self, work: Coroutine[Any, Any, Result], timeout: float | None = None) -> Result:
        """Run a coroutine in the loop and wait for it. Raises TimeoutError (and cancels it) after `timeout` seconds."""
        future = asyncio.run_coroutine_threadsafe(work, self.loop)
        try:
            return future.result(timeout)
        except BaseException:
            future.cancel()
            raise

    def call(self, function: Callable[[], Result]) -> Result:
        """Run a plain function in the loop's thread and wait for its result."""

        async def work() -> Result:
            return function()

        return self.wait(work())

    def close(self) -> None:
        if self.loop.is_closed():
            return
        self.wait(_cancel_all())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
        self.loop.close()


async def _cancel_all() -> None:
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=2) if tasks else None
