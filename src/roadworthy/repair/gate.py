"""The gate: what every repair must pass to stay. It compares with the app as it was."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from roadworthy.languages.reading import READERS
from roadworthy.repair.normal_flow import FlowStep, NormalFlow, broken, record
from roadworthy.repair.own_tests import TestRun, own_tests, worse
from roadworthy.repair.type_check import TypeErrors, type_errors
from roadworthy.repair.workshop import Workshop
from roadworthy.source.language import language_of
from roadworthy.trial import BootPlan

if TYPE_CHECKING:
    from roadworthy.trial import Trial


class GateResult(Struct, frozen=True):
    """Whether a stage was passed; `reason` says why not in a sentence."""

    passed: bool
    stage: str
    reason: str = ""
    seconds: float = 0.0


class Baseline(Struct, frozen=True):
    """The app before any repair: its type errors, its own tests, its normal flow. None was not measured, and is
    not compared. `refused` are the statements of its SQL files that the database did not take."""

    types: TypeErrors | None = None
    tests: TestRun | None = None
    flow: NormalFlow | None = None
    refused: frozenset[str] = frozenset()


class Gate:
    """Holds repairs to what was measured before them."""

    def __init__(self, before: Baseline) -> None:
        self.before = before

    def parse(self, files: Sequence[tuple[str, bytes | None, bytes | None]]) -> GateResult:
        """Files as (path, content before, content now): none has more stretches that do not parse than it had."""
        begun = time.monotonic()
        for path, before, now in files:
            if now is not None and _damage(path, now) > (_damage(path, before) if before is not None else 0):
                return _result("parse", f"{path} no longer parses", begun)
        return _result("parse", "", begun)

    def tools(self, workshop: Workshop, root: Path, plan: BootPlan) -> GateResult:
        """No new type errors, and the app's own tests no worse."""
        begun = time.monotonic()
        if self.before.types is not None:
            new = type_errors(workshop, root).new_since(self.before.types)
            if new:
                return _result("type-check", new[0], begun)
        tests = own_tests(workshop, root, plan) if self.before.tests is not None else None
        return _result("tests", worse(self.before.tests, tests), begun)

    def flow(self, trial: Trial, left_out: frozenset[str]) -> GateResult:
        """The normal flow works as before, but for the subjects that repairs are about."""
        begun = time.monotonic()
        new = sorted(refused_statements(trial) - self.before.refused)
        if new:
            return _result("normal flow", f"a statement of its migration fails: {new[0]}", begun)
        if self.before.flow is None:
            return _result("normal flow", "", begun)
        after = record(trial, self.before.flow.steps)
        return _result("normal flow", broken(self.before.flow, after, left_out), begun)


def refused_statements(trial: Trial) -> frozenset[str]:
    """The statements of the app's SQL files that the database did not take, where they are applied one by one: a repair's migration
    that is one of them would stop the service's own tool."""
    return trial.supabase.refused if trial.supabase is not None else frozenset()


def measure_flow(trial: Trial, steps: Sequence[FlowStep]) -> NormalFlow:
    """The normal flow, its requests made twice: what differs by itself (a clock, a random order) is not compared."""
    first = record(trial, steps)
    second = record(trial, [step for step in steps if not step.page])
    steady = {
        step: was for step, was in first.outcomes.items() if step.page or second.outcomes.get(step) == was
    }
    return NormalFlow(first.people, first.steps, steady)


def _damage(path: str, content: bytes) -> int:
    if PurePosixPath(path).suffix == ".json":
        return _fails(lambda: json.loads(content.decode("utf-8-sig")))
    reader = READERS.get(language_of(path))
    if reader is None:
        return 0
    try:
        return len(reader(path, content).errors)
    except Exception:
        # A file on which its reader fails is as bad as one that does not parse anywhere; it must not stop the run.
        return len(content)


def _fails(read: Callable[[], object]) -> int:
    try:
        read()
    except ValueError:
        return 1
    return 0


def _result(stage: str, reason: str, begun: float) -> GateResult:
    return GateResult(not reason, stage, reason, round(time.monotonic() - begun, 3))
