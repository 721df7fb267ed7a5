"""A repair that is on the branch but has not passed the gate yet."""

from __future__ import annotations

import textwrap

from msgspec import Struct

from roadworthy.audit import AuditedGap, FixRecord
from roadworthy.edits import Edits
from roadworthy.proof import Reproduction
from roadworthy.regex import regex
from roadworthy.repair.worktree import GAP, Worktree

WIDTH = 100
_ENDPOINT = regex(r"[A-Z]+ /")
_ASKED = regex(r'"\$BASE(/[^"?]*)')
TITLE = 72


class Candidate(Struct, frozen=True):
    """`gap` as it was before any repair. `commit` is provisional until the gate is passed, '' when an earlier repair
    closed this gap too."""

    gap: AuditedGap
    title: str
    why: str
    review: str
    commit: str = ""
    notes: tuple[str, ...] = ()
    by_agent: bool = False


def of_edits(gap: AuditedGap, edits: Edits, commit: str) -> Candidate:
    """A candidate that a pattern's fix made."""
    return Candidate(gap, edits.title, edits.why, edits.review, commit, edits.notes)


def message(candidate: Candidate, after: Reproduction | None) -> str:
    """The commit's message: title, why, the evidence, what the reproduction showed before and after, and the gap's id."""
    gap = candidate.gap
    parts = [candidate.title[:TITLE], _wrapped(candidate.why)]
    if gap.evidence:
        parts.append("Evidence:\n" + "\n".join(_point(fact) for fact in gap.evidence))
    before = gap.reproduction
    if before is not None and before.state == "proven" and after is not None:
        seen = (f"Expected: {before.expect}", f"Before: {before.observed}", f"After: {after.observed}")
        parts.append("\n".join(_point(line) for line in seen))
    elif after is None or after.state != "cleared":
        parts.append("Not verified by running the app.")
    if candidate.notes:
        parts.append("\n".join(_point(note) for note in candidate.notes))
    parts.append(f"Review: {candidate.review}\nRoadworthy-Pattern: {gap.pattern}\n{GAP}: {gap.id}")
    return "\n\n".join(part for part in parts if part) + "\n"


def record(candidate: Candidate, worktree: Worktree, unverified: str) -> FixRecord:
    """What became of a candidate that stays. `unverified` says why its reproduction did not show that it works, if so."""
    reason = f"not verified by running the app: {unverified}" if unverified else ""
    if not candidate.commit:
        return FixRecord("fixed", candidate.title, reason="an earlier repair closed this gap too")
    parent = f"{candidate.commit}^"
    return FixRecord(
        "fixed",
        candidate.title,
        candidate.review,
        reason,
        candidate.commit,
        worktree.files(parent, candidate.commit),
        worktree.diff(parent, candidate.commit),
    )


def concerns(candidate: Candidate) -> set[str]:
    """The subjects whose answers a repair may change: the gap's own, and what the act of its reproduction asks for
    when that is no endpoint."""
    gap = candidate.gap
    subjects = {gap.subject}
    if gap.reproduction is not None and not _ENDPOINT.match(gap.subject):
        acts = [step.command for step in gap.reproduction.steps if step.kind == "act"]
        subjects |= {f"GET {path}" for command in acts for path in _ASKED.findall(command)}
    return subjects


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.fill(" ".join(line.split()), WIDTH) for line in text.strip().splitlines())


def _point(text: str) -> str:
    """One sentence as a list item. On one line before wrapping, so that what an app answered cannot pose as a trailer."""
    return textwrap.fill(" ".join(text.split())[:600], WIDTH, initial_indent="- ", subsequent_indent="  ")
