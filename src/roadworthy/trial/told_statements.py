"""What an app asks of SQLite, written down inside the app by `files/watched`: no server could be asked for it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.python_plan import INSIDE_FILES
from roadworthy.trial.sandbox import Mount, give

_INSIDE = "/opt/roadworthy/statements"
# The app writes there: what is more says nothing new.
_MOST_BYTES = 20_000_000


class Told:
    """The file in which a run's statements are written down; `file` is None where the app's database is another."""

    def __init__(self, folder: Path, plan: BootPlan) -> None:
        self.file = folder / "statements" if plan.database == "sqlite" and plan.runtime == "python" else None
        if self.file is not None:
            self.file.touch()

    def mounts(self, user: int | None) -> list[Mount]:
        """The file alone, given to the app's user: the app cannot put another in its place."""
        if self.file is None:
            return []
        give(self.file, user)
        return [Mount(self.file, _INSIDE, True)]

    def environment(self) -> dict[str, str]:
        """What makes Python's apps write down what they ask."""
        shown = {"ROADWORTHY_STATEMENTS": _INSIDE, "PYTHONPATH": f"{INSIDE_FILES}/watched"}
        return shown if self.file is not None else {}


def told_statements(file: Path) -> list[str]:
    """In the order in which they were run; lines that are no statements are left out."""
    with file.open("rb") as told:
        lines = told.read(_MOST_BYTES).splitlines()
    found = []
    for line in lines:
        try:
            found.append(msgspec.json.decode(line, type=str))
        except msgspec.DecodeError:
            continue
    return found
