"""Finds the rooms: a folder under `patterns/<dimension>/<pattern>` is the whole pattern, nothing registers it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from roadworthy.app import App
from roadworthy.catalogue.dimension import DIMENSIONS
from roadworthy.catalogue.gap import Gap, Verdict
from roadworthy.catalogue.pattern import Pattern
from roadworthy.edits import Brief
from roadworthy.errors import RoadworthyError, UsageError

PARTS = ("detect", "prove", "fix")


class BrokenRoom(Exception):
    """A pattern's folder does not declare what a pattern must; a fault of Roadworthy, not of the app."""


class NoExperiment(RoadworthyError):
    """The pattern has no experiment: what it finds stays a suspicion."""


class Room:
    """A pattern with its parts. `detect`, `prove` and `fix` are loaded when first asked for, so that an audit
    imports nothing that only a trial needs."""

    def __init__(self, identifier: str, folder: Path) -> None:
        self.id = identifier
        self.folder = folder
        self._package = "roadworthy.patterns." + identifier.replace("-", "_").replace("/", ".")

    @property
    def pattern(self) -> Pattern:
        """What the pattern says of itself."""
        declared = getattr(importlib.import_module(self._package), "PATTERN", None)
        if not isinstance(declared, Pattern):
            raise BrokenRoom(f"{self.id}: __init__.py does not declare PATTERN")
        return declared

    @property
    def dimension(self) -> str:
        """The dimension's id."""
        return self.id.split("/")[0]

    @property
    def names(self) -> frozenset[str]:
        """What people may call the pattern: its id, with or without the dimension."""
        return frozenset({self.id, self.id.removeprefix(f"{self.dimension}/")})

    def detect(self, app: App) -> Iterable[Verdict]:
        """The pattern's verdicts on an app."""
        return self._part("detect")(app)  # type: ignore[no-any-return]

    def still_open(self, finding: Gap, app: App) -> Gap | None:
        """A gap that `detect` no longer reports on a repaired app and that is open all the same, with fresh places: a pattern says
        so by a `still_open(finding, app)` beside its `detect`. None where it says nothing."""
        ask = getattr(importlib.import_module(f"{self._package}.detect"), "still_open", None)
        return ask(finding, app) if ask is not None else None

    def has(self, part: str) -> bool:
        """Whether the room has a part."""
        return find_spec(f"{self._package}.{part}") is not None

    def _part(self, name: str) -> Callable[..., Any]:
        module = importlib.import_module(f"{self._package}.{name}")
        part: Callable[..., Any] | None = getattr(module, name, None)
        if part is None:
            raise BrokenRoom(f"{self.id}: {name}.py does not define {name}()")
        return part

    @property
    def prove(self) -> Callable[..., Any]:
        """`prove(gap, trial, app) -> Reproduction`. Raises NoExperiment where the room has none."""
        if not self.has("prove"):
            raise NoExperiment(
                "it is known from the source alone", remedy="read the evidence; no experiment shows it yet"
            )
        return self._part("prove")

    @property
    def fix(self) -> Callable[..., Any]:
        """`fix(gap, app) -> Edits | Brief`; where the room has no repair of its own, a brief made of what it found."""
        return self._part("fix") if self.has("fix") else self._brief

    def _brief(self, finding: Gap, app: App) -> Brief:
        pattern = self.pattern
        return Brief(pattern.holds, f"{finding.message}. {finding.impact}", acceptance=(pattern.holds,))


@cache
def load_rooms() -> tuple[Room, ...]:
    """Every room, in the order of the dimensions and by name."""
    base = Path(__file__).parent.parent / "patterns"
    rooms = []
    for dimension in DIMENSIONS:
        folder = base / dimension.id.replace("-", "_")
        for inner in sorted(folder.iterdir()) if folder.is_dir() else ():
            if (inner / "__init__.py").is_file():
                rooms.append(Room(f"{dimension.id}/{inner.name.replace('_', '-')}", inner))
    return tuple(rooms)


def room(identifier: str) -> Room:
    """One room by a name of its pattern. Raises UsageError with the nearest ids when there is none."""
    import difflib

    rooms = load_rooms()
    named = next((found for found in rooms if identifier in found.names), None)
    if named is not None:
        return named
    near = difflib.get_close_matches(identifier, [found.id for found in rooms], n=3, cutoff=0.4)
    remedy = f"did you mean {' or '.join(near)}?" if near else "`roadworthy explain` lists all patterns"
    raise UsageError(f"there is no pattern '{identifier}'", remedy=remedy)
