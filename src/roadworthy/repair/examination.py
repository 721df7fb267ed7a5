"""Runs a repaired app and says which repairs hold, which do not, and what else broke."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct

from roadworthy import trial as trials
from roadworthy.app import App
from roadworthy.audit import AuditedGap
from roadworthy.catalogue import Gap
from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.reached import UNREACHED
from roadworthy.proof.running import Prove, reproduce
from roadworthy.repair.bench import Bench
from roadworthy.repair.candidate import Candidate
from roadworthy.repair.gate import Baseline, Gate, GateResult, measure_flow, refused_statements
from roadworthy.repair.normal_flow import flow_steps
from roadworthy.repair.own_tests import own_tests
from roadworthy.repair.type_check import type_errors
from roadworthy.repair.workshop import open_workshop
from roadworthy.trial import BootPlan, Trial

BOOT_SECONDS = 900.0


class Findings(Struct, frozen=True):
    """`broken` is the first stage of the gate that the whole did not pass, None when it passed all; `failed` has the reason
    for each gap (by id) whose own reproduction does not pass; `after` the reproductions that were run again."""

    broken: GateResult | None
    failed: dict[str, str]
    after: dict[str, Reproduction]


class Beginning(Struct, frozen=True):
    """What was seen of the unrepaired app. `unrunnable` says why it could not be run, '' when it could."""

    baseline: Baseline
    shown: dict[str, Reproduction]
    unrunnable: str = ""


def measure(root: Path, app: App, bench: Bench, kept: Path, gaps: Sequence[AuditedGap]) -> Beginning:
    """Measures the baseline and runs the reproductions of `gaps`, those that had none yet."""
    if bench.plan is None:
        return Beginning(Baseline(), {}, "running the app was not asked for")
    types, tests, flow, shown, reason = None, None, None, {}, ""
    refused: frozenset[str] = frozenset()
    try:
        plan = bench.plan(root, app)
        with open_workshop(root, plan, kept) as workshop, ThreadPoolExecutor(1) as beside:
            checked = beside.submit(type_errors, workshop, root)
            tested = beside.submit(own_tests, workshop, root, plan)
            try:
                with trials.open_trial(root, plan, deadline=BOOT_SECONDS) as trial:
                    refused = refused_statements(trial)
                    flow = measure_flow(trial, flow_steps(app))
                    shown = {gap.id: reproduce(proof(bench, gap), gap.finding, trial, app) for gap in gaps}
            finally:
                types, tests = checked.result(), tested.result()
    except (AppError, TrialUnavailable) as error:
        reason = str(error)
    return Beginning(Baseline(types, tests, flow, refused), shown, reason)


def proof(bench: Bench, gap: AuditedGap) -> Prove:
    """A gap's proof. The room is asked for it when it is run, so that a fault of the room is that proof's outcome."""

    def run(finding: Gap, trial: Trial, app: App) -> Reproduction:
        endpoint = app.endpoint(finding.subject)
        if endpoint is not None and endpoint.framework in UNREACHED:
            experiment = Experiment(trial, f"{finding.subject} does what it should")
            return experiment.untestable(UNREACHED[endpoint.framework])
        shown: Reproduction = bench.room(gap.pattern).prove(finding, trial, app)
        return shown

    return run


class Examination:
    """Examines states of the worktree against one baseline. `kept` is a folder for what the app's tools remember
    between runs. An app that is `unrunnable` (why; '' when it is not) is checked by its tools alone."""

    def __init__(self, root: Path, bench: Bench, gate: Gate, kept: Path, unrunnable: str) -> None:
        self.unrunnable = unrunnable
        self._root = root
        self._bench = bench
        self._gate = gate
        self._kept = kept

    def all(self, app: App, candidates: Sequence[Candidate], left_out: frozenset[str]) -> Findings:
        """Everything: type-check and tests beside the boot, then the normal flow and each reproduction."""
        if self._bench.plan is None or (self.unrunnable and self._gate.before.types is None):
            return Findings(None, {}, {})
        begun = time.monotonic()
        failed: dict[str, str] = {}
        after: dict[str, Reproduction] = {}
        results: list[GateResult] = []
        try:
            plan = self._bench.plan(self._root, app)
            with open_workshop(self._root, plan, self._kept) as workshop, ThreadPoolExecutor(1) as beside:
                tools = beside.submit(self._gate.tools, workshop, self._root, plan)
                if not self.unrunnable:
                    booted, failed, after = self._boot(plan, app, candidates, left_out)
                    results.append(booted)
                results.insert(0, tools.result())
        except (AppError, TrialUnavailable) as error:
            results.append(GateResult(False, "packages", str(error), time.monotonic() - begun))
        return Findings(next((result for result in results if not result.passed), None), failed, after)

    def stage(self, app: App, stage: str, left_out: frozenset[str]) -> GateResult:
        """One stage alone, to find the repair that breaks it."""
        assert self._bench.plan is not None
        try:
            plan = self._bench.plan(self._root, app)
            if stage == "boot":
                with trials.open_trial(self._root, plan, deadline=BOOT_SECONDS):
                    return GateResult(True, stage)
            if stage == "normal flow":
                return self._boot(plan, app, (), left_out)[0]
            with open_workshop(self._root, plan, self._kept) as workshop:
                return self._gate.tools(workshop, self._root, plan)
        except (AppError, TrialUnavailable) as error:
            return GateResult(False, stage, str(error))

    def _boot(
        self, plan: BootPlan, app: App, candidates: Sequence[Candidate], left_out: frozenset[str]
    ) -> tuple[GateResult, dict[str, str], dict[str, Reproduction]]:
        begun = time.monotonic()
        failed: dict[str, str] = {}
        after: dict[str, Reproduction] = {}
        try:
            with trials.open_trial(self._root, plan, deadline=BOOT_SECONDS) as trial:
                flow = self._gate.flow(trial, left_out)
                for candidate in candidates:
                    gap = candidate.gap
                    shown = reproduce(proof(self._bench, gap), gap.finding, trial, app)
                    after[gap.id] = shown
                    if reason := objection(gap.reproduction, shown):
                        failed[gap.id] = reason
        except (AppError, TrialUnavailable) as error:
            return GateResult(False, "boot", str(error), time.monotonic() - begun), {}, {}
        return flow, failed, after


def objection(before: Reproduction | None, after: Reproduction) -> str:
    """Why a reproduction's outcome speaks against a repair, '' when it does not."""
    if after.state == "cleared":
        return ""
    if after.state in ("proven", "flaky"):
        return f"its reproduction still fails: {after.observed}"
    if before is not None and before.state == "proven":
        return f"its reproduction can no longer be run: {after.observed}"
    return ""
