"""A disk that takes its time, for an app on Node: each operation on a file takes a stated time longer, the asynchronous ones too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources

from roadworthy.errors import TrialUnavailable
from roadworthy.trial import Trial

_LOADED = "roadworthy-slow-disk.cjs"
_SWITCH = "roadworthy-slow-disk.on"
_ASK_SECONDS = 10.0


class SlowDisk:
    """`on()` makes it slow for the length of a `with` block."""

    def __init__(self, trial: Trial) -> None:
        self._switch = trial.file(_SWITCH)

    @contextmanager
    def on(self) -> Iterator[None]:
        """Every operation on a file takes longer meanwhile."""
        self._switch.touch()
        try:
            yield
        finally:
            self._switch.unlink(missing_ok=True)


@contextmanager
def slow_disk(trial: Trial, milliseconds: int) -> Iterator[SlowDisk]:
    """The app started anew on such a disk; afterwards it runs as before. Raises TrialUnavailable for other runtimes than Node."""
    if trial.plan.runtime != "node":
        raise TrialUnavailable("only for an app on Node can the disk be made slow")
    code, said = trial.run("pwd", _ASK_SECONDS)
    if code != 0:
        raise TrialUnavailable(f"the app's folder cannot be told: {said[-80:]}")
    # The program's own folder need not be the app's top: the copy of the switch and of what reads it lie at the top.
    top = said.strip().removesuffix(trial.plan.cwd if trial.plan.cwd != "." else "").rstrip("/")
    trial.file(_LOADED).write_text(
        resources.files("roadworthy.proof").joinpath("files", "slow_disk.cjs").read_text()
    )
    trial.stop()
    trial.start(
        {
            "NODE_OPTIONS": f"--require={top}/{_LOADED}",
            "ROADWORTHY_SLOW_MS": str(milliseconds),
            "ROADWORTHY_SLOW_SWITCH": f"{top}/{_SWITCH}",
        }
    )
    try:
        yield SlowDisk(trial)
    finally:
        trial.restart()
        trial.file(_LOADED).unlink(missing_ok=True)
