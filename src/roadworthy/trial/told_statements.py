"""What an app asks of SQLite, written down inside the app by `files/watched`: no server could be asked for it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.python_plan import INSIDE_FILES
from roadworthy.trial.sandbox import Mount, give

_INSIDE = "/opt/roadworthy/statements"
_WATCHED = f"{INSIDE_FILES}/watched"
# The app writes there: what is more says nothing new.
_MOST_BYTES = 20_000_000


class Told:
    """The file in which a run's statements are written down; `file` is None where the app's database is another."""

    def __init__(self, folder: Path, plan: BootPlan) -> None:
        self.file = folder / "statements" if plan.database == "sqlite" else None
        if self.file is not None:
            self.file.touch()

    def mounts(self, user: int | None) -> list[Mount]:
        """The file alone, given to the app's user: the app cannot put another in its place."""
        if self.file is None:
            return []
        give(self.file, user)
        return [Mount(self.file, _INSIDE, True)]

    def environment(self) -> dict[str, str]:
        """What makes apps of Python and of Node write down what they ask."""
        watched = {"PYTHONPATH": _WATCHED, "NODE_OPTIONS": f"--require={_WATCHED}/sqlite.cjs"}
        return {"ROADWORTHY_STATEMENTS": _INSIDE, **watched} if self.file is not None else {}


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
