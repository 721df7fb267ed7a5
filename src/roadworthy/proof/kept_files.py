"""The app's files put back after its own commands have run in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from roadworthy.trial import Trial
from roadworthy.trial.install import INSIDE_APP

_KEPT = "/tmp/roadworthy-kept.tar"
_SECONDS = 60.0


@contextmanager
def stopped_and_kept(trial: Trial) -> Iterator[None]:
    """Inside the block the app does not run. After it its files are as before, what steps and builds wrote over included,
    the rows are those of the start and it runs again."""
    trial.run(f"tar -C {INSIDE_APP} --exclude=node_modules -cf {_KEPT} .", _SECONDS)
    trial.stop()
    try:
        yield
    finally:
        trial.stop()
        trial.run(f"tar -C {INSIDE_APP} -xf {_KEPT} 2>/dev/null; rm -f {_KEPT}", _SECONDS)
        trial.reset()
