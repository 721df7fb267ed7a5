"""One repair put on the branch: applied, parsed and audited again, its commit still provisional."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.audit import Audit, AuditedGap
from roadworthy.edits import Brief, Edits
from roadworthy.edits.apply import apply_edits
from roadworthy.errors import RoadworthyError
from roadworthy.repair.bench import Bench
from roadworthy.repair.candidate import TITLE, Candidate, of_edits
from roadworthy.repair.gate import Gate
from roadworthy.repair.lockfile import update_lockfiles
from roadworthy.repair.worktree import Worktree

KEPT_AUDITS = 3


class Refusal(Struct, frozen=True):
    """Why a repair was not even put on the branch: the stage and the reason. `title` is the repair's, when it got that far."""

    stage: str
    reason: str
    title: str = ""
    review: str = ""


class Stack:
    """Puts repairs on a branch one after the other, each computed on a fresh audit, because earlier ones move its places."""

    def __init__(self, worktree: Worktree, bench: Bench, gate: Gate) -> None:
        self.worktree = worktree
        self._bench = bench
        self._gate = gate
        self._audits: dict[str, Audit] = {}

    def audit(self) -> Audit:
        """The audit of the branch as it stands; made once for each state of it. Raises UsageError, AppError."""
        tree = self.worktree.tree("HEAD")
        if tree not in self._audits:
            # The last few are enough: a refused repair goes back to the commit before it.
            self._audits = dict([*self._audits.items()][-KEPT_AUDITS:])
            self._audits[tree] = self._bench.audit(self.worktree.folder)
        return self._audits[tree]

    def put(self, gap: AuditedGap) -> Candidate | Brief | Refusal:
        """Makes the mechanical repair of a gap. When it is refused the branch is as it was."""
        audit = self.audit()
        current = next((found for found in audit.gaps if found.id == gap.id), None)
        room = self._bench.room(gap.pattern)
        finding = current.finding if current is not None else room.still_open(gap.finding, audit.app)
        if finding is None:
            return Candidate(gap, f"{gap.subject}: {gap.message}"[:TITLE], "", "")
        try:
            answer = room.fix(finding, audit.app)
        except RoadworthyError as error:
            return Refusal("fix", str(error))
        except Exception as error:
            # A fault of one pattern must not end the run; it is reported with the gap.
            return Refusal("fix", f"its fix failed: {type(error).__name__}: {error}")
        if isinstance(answer, Brief):
            return answer
        return self._apply(gap, answer, reported=current is not None)

    def _apply(self, gap: AuditedGap, edits: Edits, *, reported: bool) -> Candidate | Refusal:
        before = self.worktree.head
        try:
            paths = apply_edits(self.worktree.folder, edits)
            paths += update_lockfiles(self.worktree.folder, paths)
            commit = self.worktree.commit(edits.title[:TITLE], paths=paths)
        except RoadworthyError as error:
            self.worktree.revert_to(before)
            return Refusal("apply", str(error), edits.title, edits.review)
        return self.judge(of_edits(gap, edits, commit), before, reported=reported)

    def judge(self, candidate: Candidate, before: str, *, reported: bool = True) -> Candidate | Refusal:
        """Holds a commit to the stages that need no running app: it parses, and the audit no longer finds the gap.

        `before` is the commit that a refused one is taken back to; it was audited. A gap that it did not report (`reported`
        False) cannot be seen to go: its reproduction alone will tell.
        """
        parsed = self._gate.parse(self.worktree.contents(before, candidate.commit))
        refusal = None if parsed.passed else Refusal("parse", parsed.reason)
        try:
            earlier = self._audits[self.worktree.tree(before)]
            refusal = refusal or _not_closed(candidate.gap, earlier, self.audit(), reported=reported)
        except RoadworthyError as error:
            refusal = Refusal("audit", str(error))
        if refusal is None:
            return candidate
        self.worktree.revert_to(before)
        return Refusal(refusal.stage, refusal.reason, candidate.title, candidate.review)


def _not_closed(gap: AuditedGap, before: Audit, after: Audit, *, reported: bool) -> Refusal | None:
    if any(found.id == gap.id for found in after.gaps):
        return Refusal("audit", "the audit still finds the gap after it")
    # A gap that only changed its name is not closed.
    same = [sum(found.pattern == gap.pattern for found in audit.gaps) for audit in (before, after)]
    if same[1] > same[0] or (reported and same[1] == same[0]):
        return Refusal("audit", f"the audit finds {same[1]} gaps of {gap.pattern} after it, {same[0]} before")
    faults = {(fault.pattern, fault.part) for fault in before.errors}
    new = next((fault for fault in after.errors if (fault.pattern, fault.part) not in faults), None)
    return Refusal("audit", f"{new.pattern} cannot be judged any more: {new.reason}") if new else None
