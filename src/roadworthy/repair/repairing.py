"""Repairs gaps one after the other, each held to the gate, each one commit."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import msgspec

from roadworthy.audit import AuditedGap, FixRecord
from roadworthy.edits import Brief
from roadworthy.errors import RoadworthyError
from roadworthy.proof import Reproduction
from roadworthy.repair.agent import run_agent
from roadworthy.repair.bench import Bench, RepairEvent
from roadworthy.repair.candidate import Candidate, concerns, message, record
from roadworthy.repair.examination import Examination, Findings, measure
from roadworthy.repair.gate import Baseline, Gate, GateResult
from roadworthy.repair.stack import Refusal, Stack
from roadworthy.repair.worktree import Worktree
from roadworthy.trial.run_folder import run_folder

# So many repairs share one boot: more save little, and one that fails takes the others' boot with it.
BATCH = 16


def repair_gap(worktree: Worktree, gap: AuditedGap, bench: Bench) -> AuditedGap:
    """Repairs one gap; the gap with what became of it. Raises as `repair_all` does."""
    results = [event.result for event in repair_all(worktree, [gap], bench) if event.result is not None]
    return results[-1]


def repair_all(worktree: Worktree, gaps: Sequence[AuditedGap], bench: Bench) -> Iterator[RepairEvent]:
    """Repairs gaps in order of priority, telling what happens as it happens.

    Each gap ends with one event that has it in `result`: state `fixed` or `fix-failed` with the reason, or unchanged with
    a brief. What is on the branch at any moment has passed the gate, except for the repairs being judged. Gaps whose
    reproduction was `cleared` are none: they are passed over. Raises AppError or UsageError when the unrepaired
    app cannot be audited.
    """
    with run_folder() as folder:
        kept = folder / "kept"
        kept.mkdir()
        yield from _Run(worktree, bench, kept).repair(gaps)


class _Run:
    def __init__(self, worktree: Worktree, bench: Bench, kept: Path) -> None:
        self._worktree = worktree
        self._passed = worktree.head
        self._bench = bench
        self._kept = kept
        self._ends = time.monotonic() + bench.seconds if bench.seconds is not None else None
        # What repairs that stay are about: its answers may differ from before.
        self._subjects: set[str] = set()
        self._left_over: list[tuple[AuditedGap, Brief | Refusal]] = []

    def repair(self, gaps: Sequence[AuditedGap]) -> Iterator[RepairEvent]:
        ranked = sorted(gaps, key=lambda gap: (-gap.priority, gap.pattern, gap.subject, gap.id))
        pending = deque((yield from self._begin(ranked)))
        try:
            while pending:
                batch = yield from self._put_batch(pending)
                yield from self._settle(batch)
            for gap, why in self._left_over:
                yield from self._end_without_repair(gap, why)
        finally:
            # However the run ends, no repair stays that has not passed the gate.
            self._worktree.revert_to(self._passed)

    # --- beginning ---------------------------------------------------------------------------------------

    def _begin(self, gaps: list[AuditedGap]) -> Generator[RepairEvent, None, list[AuditedGap]]:
        begun = time.monotonic()
        yield RepairEvent("", "baseline", "started")
        audit = Stack(self._worktree, self._bench, Gate(Baseline())).audit()
        unseen = [gap for gap in gaps if gap.reproduction is None]
        beginning = measure(self._worktree.folder, audit.app, self._bench, self._kept, unseen)
        gate = Gate(beginning.baseline)
        self._stack = Stack(self._worktree, self._bench, gate)
        self._examination = Examination(
            self._worktree.folder, self._bench, gate, self._kept, beginning.unrunnable
        )
        outcome = "failed" if beginning.unrunnable else "passed"
        yield RepairEvent("", "baseline", outcome, beginning.unrunnable, time.monotonic() - begun)
        seen = [_with(gap, beginning.shown) for gap in gaps]
        for gap in seen:
            if gap.state == "cleared":
                yield RepairEvent(gap.id, "reproduction", "passed", "the app behaves", result=gap)
        return [gap for gap in seen if gap.state != "cleared"]

    # --- a batch -----------------------------------------------------------------------------------------

    def _put_batch(self, pending: deque[AuditedGap]) -> Generator[RepairEvent, None, list[Candidate]]:
        batch: list[Candidate] = []
        while pending and len(batch) < BATCH:
            gap = pending.popleft()
            candidate = yield from self._put(gap)
            if candidate is not None:
                batch.append(candidate)
        return batch

    def _put(self, gap: AuditedGap) -> Generator[RepairEvent, None, Candidate | None]:
        begun = time.monotonic()
        yield RepairEvent(gap.id, "fix", "started")
        if self._ends is not None and begun > self._ends:
            self._left_over.append((gap, Refusal("fix", "not tried: the time for repairs was over")))
            return None
        answer = self._stack.put(gap)
        if isinstance(answer, Candidate):
            yield RepairEvent(gap.id, "audit", "passed", seconds=time.monotonic() - begun)
            return answer
        if isinstance(answer, Refusal):
            yield RepairEvent(gap.id, answer.stage, "failed", answer.reason, time.monotonic() - begun)
        self._left_over.append((gap, answer))
        return None

    def _settle(self, batch: list[Candidate]) -> Iterator[RepairEvent]:
        """Runs the app with the batch on it until what is left passes; each round takes out at least one repair."""
        while batch:
            begun = time.monotonic()
            yield RepairEvent("", "boot", "started", f"{len(batch)} repairs")
            findings = self._examination.all(self._stack.audit().app, batch, self._left_out(batch))
            yield from _told(findings, time.monotonic() - begun)
            culprits = self._culprits(batch, findings)
            if not culprits:
                yield from self._keep(batch, findings)
                return
            for candidate in batch:
                if candidate.gap.id in culprits:
                    refusal = culprits[candidate.gap.id]
                    yield RepairEvent(candidate.gap.id, refusal.stage, "failed", refusal.reason)
                    self._left_over.append((candidate.gap, refusal))
            batch = yield from self._without(batch, set(culprits))

    def _left_out(self, batch: Sequence[Candidate]) -> frozenset[str]:
        return frozenset(self._subjects.union(*(concerns(candidate) for candidate in batch)))

    def _culprits(self, batch: Sequence[Candidate], findings: Findings) -> dict[str, Refusal]:
        """The repairs to take out, with why: those whose reproduction fails, and the one that breaks the whole."""
        culprits = {
            candidate.gap.id: Refusal("reproduction", reason, candidate.title, candidate.review)
            for candidate in batch
            if (reason := findings.failed.get(candidate.gap.id))
        }
        if findings.broken is not None and not culprits:
            found, result = self._breaker(batch, findings.broken)
            if found is not None:
                refusal = Refusal(result.stage, result.reason, found.title, found.review)
                culprits[found.gap.id] = refusal
        return culprits

    def _breaker(self, batch: Sequence[Candidate], broken: GateResult) -> tuple[Candidate | None, GateResult]:
        """The first repair from which on the app is broken, by halving, and how it is broken there.

        None when every repair of the batch only says that an earlier one closed it: nothing can be taken out.
        """
        suspects = [candidate for candidate in batch if candidate.commit]
        if len(suspects) < 2:
            return (suspects[0] if suspects else None), broken
        top, low, high = self._worktree.head, 0, len(suspects) - 1
        while low < high:
            middle = (low + high) // 2
            self._worktree.revert_to(suspects[middle].commit)
            app = self._stack.audit().app
            result = self._examination.stage(app, broken.stage, self._left_out(batch))
            if result.passed:
                low = middle + 1
            else:
                high, broken = middle, result
        self._worktree.revert_to(top)
        return suspects[low], broken

    def _without(
        self, batch: Sequence[Candidate], out: set[str]
    ) -> Generator[RepairEvent, None, list[Candidate]]:
        """The batch again without some repairs: the branch goes back to before the first of them, and those after it
        are made anew."""
        committed = [candidate for candidate in batch if candidate.commit]
        first = next(
            (place for place, candidate in enumerate(committed) if candidate.gap.id in out), len(committed)
        )
        kept = committed[:first]
        if first < len(committed):
            self._worktree.revert_to(f"{committed[first].commit}^")
        placed = {candidate.gap.id for candidate in kept}
        again = [candidate for candidate in batch if candidate.gap.id not in placed | out]
        for candidate in again:
            made = yield from self._put(candidate.gap)
            if made is not None:
                kept.append(made)
        return kept

    # --- ends --------------------------------------------------------------------------------------------

    def _keep(self, batch: Sequence[Candidate], findings: Findings) -> Iterator[RepairEvent]:
        committed = [candidate for candidate in batch if candidate.commit]
        texts = [message(candidate, findings.after.get(candidate.gap.id)) for candidate in committed]
        hashes = self._worktree.reword(
            [(candidate.commit, text) for candidate, text in zip(committed, texts, strict=True)]
        )
        self._passed = self._worktree.head
        final = dict(zip((candidate.gap.id for candidate in committed), hashes, strict=True))
        for candidate in batch:
            kept = msgspec.structs.replace(candidate, commit=final.get(candidate.gap.id, ""))
            gap = candidate.gap
            self._subjects |= concerns(candidate)
            after = findings.after.get(gap.id)
            unverified = (
                "" if after is not None and after.state == "cleared" else self._examination.unrunnable
            )
            if after is not None and after.state != "cleared":
                unverified = after.observed
            result = msgspec.structs.replace(
                gap,
                state="fixed",
                reproduction=after or gap.reproduction,
                before=gap.reproduction,
                fix=record(kept, self._worktree, unverified),
            )
            yield RepairEvent(gap.id, "commit", "fixed", result=result)

    def _end_without_repair(self, gap: AuditedGap, why: Brief | Refusal) -> Iterator[RepairEvent]:
        if self._bench.agent is not None:
            left = yield from self._by_agent(gap, why)
            if left is None:
                return
        if isinstance(why, Brief):
            fix = FixRecord("brief", why.title, task=why.task, acceptance=why.acceptance)
            result = msgspec.structs.replace(gap, fix=fix)
            yield RepairEvent(gap.id, "fix", "brief", result=result)
            return
        fix = FixRecord("fix-failed", why.title, why.review, f"{why.stage}: {why.reason}")
        result = msgspec.structs.replace(gap, state="fix-failed", fix=fix)
        yield RepairEvent(gap.id, why.stage, "fix-failed", why.reason, result=result)

    def _by_agent(
        self, gap: AuditedGap, why: Brief | Refusal
    ) -> Generator[RepairEvent, None, Brief | Refusal | None]:
        """Lets the user's agent try; None when its repair passed the gate, else why there is still none."""
        assert self._bench.agent is not None
        begun = time.monotonic()
        yield RepairEvent(gap.id, "agent", "started")
        before = self._worktree.head
        self._stack.audit()
        reason = why if isinstance(why, Brief) else why.reason
        try:
            commit = run_agent(
                self._worktree, gap, reason, self._bench.agent, seconds=self._bench.agent_seconds
            )
        except RoadworthyError as error:
            self._worktree.revert_to(before)
            yield RepairEvent(gap.id, "agent", "failed", str(error), time.monotonic() - begun)
            return why
        title = why.title or f"{gap.subject}: {gap.message}"
        candidate = Candidate(gap, title, "Written by the agent.", "think", commit, by_agent=True)
        return (yield from self._judge_agent(candidate, before, why))

    def _judge_agent(
        self, candidate: Candidate, before: str, why: Brief | Refusal
    ) -> Generator[RepairEvent, None, Brief | Refusal | None]:
        judged = self._stack.judge(candidate, before)
        if isinstance(judged, Candidate):
            findings = self._examination.all(self._stack.audit().app, [judged], self._left_out([judged]))
            culprits = self._culprits([judged], findings)
            if not culprits:
                yield from self._keep([judged], findings)
                return None
            judged = culprits[judged.gap.id]
            self._worktree.revert_to(before)
        yield RepairEvent(candidate.gap.id, "agent", "failed", f"{judged.stage}: {judged.reason}")
        return why


def _told(findings: Findings, seconds: float) -> Iterator[RepairEvent]:
    broken = findings.broken
    if broken is not None:
        yield RepairEvent("", broken.stage, "failed", broken.reason, seconds)
    else:
        yield RepairEvent("", "boot", "passed", seconds=seconds)
    for gap, shown in findings.after.items():
        outcome = "failed" if gap in findings.failed else "passed"
        yield RepairEvent(gap, "reproduction", outcome, shown.observed, shown.seconds)


def _with(gap: AuditedGap, shown: dict[str, Reproduction]) -> AuditedGap:
    found = shown.get(gap.id)
    return msgspec.structs.replace(gap, state=found.state, reproduction=found) if found else gap
