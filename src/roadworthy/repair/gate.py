"""The gate: what every repair must pass to stay. It compares with the app as it was."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from roadworthy.languages.reading import READERS
from roadworthy.repair.normal_flow import FlowStep, NormalFlow, broken, record
from roadworthy.repair.own_tests import TestRun, own_tests, worse
from roadworthy.repair.type_check import TypeErrors, type_errors
from roadworthy.repair.workshop import open_workshop
from roadworthy.source.language import language_of
from roadworthy.trial import BootPlan, Trial


class GateResult(Struct, frozen=True):
    """Whether a stage was passed; `reason` says why not in a sentence, `files` whose change it concerns (() unknown)."""

    passed: bool
    stage: str
    reason: str = ""
    seconds: float = 0.0
    files: tuple[str, ...] = ()


class Baseline(Struct, frozen=True):
    """The app before any repair: its type errors, its own tests, its normal flow. None was not measured, and is
    not compared."""

    types: TypeErrors | None = None
    tests: TestRun | None = None
    flow: NormalFlow | None = None


class Gate:
    """Holds repairs to what was measured before them. `kept` is a folder for what the app's tools remember between runs."""

    def __init__(self, before: Baseline, kept: Path) -> None:
        self.before = before
        self._kept = kept

    def parse(self, files: Sequence[tuple[str, bytes | None, bytes | None]]) -> GateResult:
        """Files as (path, content before, content now): none has more stretches that do not parse than it had."""
        begun = time.monotonic()
        for path, before, now in files:
            if now is not None and _damage(path, now) > (_damage(path, before) if before is not None else 0):
                return _result("parse", f"{path} no longer parses", begun, (path,))
        return _result("parse", "", begun)

    def tools(self, root: Path, plan: BootPlan) -> GateResult:
        """No new type errors, and the app's own tests no worse. Raises AppError when packages cannot be installed."""
        begun = time.monotonic()
        types, tests = measure_tools(root, plan, self._kept, tests=self.before.tests is not None)
        new = types.new_since(self.before.types) if self.before.types is not None else []
        if new:
            shown = f"{new[0][0]}: {new[0][1]}" if new[0][0] else new[0][1]
            return _result("type-check", shown, begun, tuple(sorted({file for file, _ in new if file})))
        return _result("tests", worse(self.before.tests, tests), begun)

    def flow(self, trial: Trial, left_out: frozenset[str]) -> GateResult:
        """The normal flow works as before, but for the subjects that repairs are about."""
        begun = time.monotonic()
        if self.before.flow is None:
            return _result("normal flow", "", begun)
        after = record(trial, tuple(self.before.flow.outcomes))
        return _result("normal flow", broken(self.before.flow, after, left_out), begun)


def measure_tools(
    root: Path, plan: BootPlan, kept: Path, *, tests: bool = True
) -> tuple[TypeErrors, TestRun | None]:
    """Type errors and own tests of the app in `root`, in the sandbox. Raises AppError, TrialUnavailable."""
    with open_workshop(root, plan, kept) as workshop:
        return type_errors(workshop, root), own_tests(workshop, root, plan) if tests else None


def measure_flow(trial: Trial, steps: Sequence[FlowStep]) -> NormalFlow:
    """The normal flow, walked twice: what differs by itself (a clock, a random order) is left out of comparisons."""
    first, second = record(trial, steps), record(trial, steps)
    steady = {step: was for step, was in first.outcomes.items() if second.outcomes.get(step) == was}
    return NormalFlow(first.people, steady)


def _damage(path: str, content: bytes) -> int:
    if PurePosixPath(path).suffix == ".json":
        return _fails(lambda: json.loads(content.decode("utf-8-sig")))
    reader = READERS.get(language_of(path))
    return len(reader(path, content).errors) if reader is not None else 0


def _fails(read: Callable[[], object]) -> int:
    try:
        read()
    except ValueError:
        return 1
    return 0


def _result(stage: str, reason: str, begun: float, files: tuple[str, ...] = ()) -> GateResult:
    return GateResult(not reason, stage, reason, round(time.monotonic() - begun, 3), files)
