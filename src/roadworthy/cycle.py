"""The whole way: audit, prove, fix, verify, hand over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from roadworthy.app import App
from roadworthy.audit import Audit, AuditedGap, audit_folder
from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.proof.reproduction import Reproduction

if TYPE_CHECKING:
    from roadworthy.repair import Bench, Worktree
    from roadworthy.report.certificate import Certificate
    from roadworthy.settings import Settings

Progress = Callable[[str, float], None]
BRANCH = "roadworthy/repairs"


class Hardened(msgspec.Struct, frozen=True):
    """What the whole way came to: `before` is the proven audit of the app as it was, `audit` the same gaps with what
    became of them and the checklist of the repaired app; `branch` holds the repairs."""

    audit: Audit
    before: Audit
    certificate: Certificate | None
    branch: str
    documents: tuple[str, ...]


def _silent(stage: str, seconds: float) -> None:
    """Nobody watches."""


# --- prove -------------------------------------------------------------------------------------------


def prove_app(
    root: Path,
    audit: Audit,
    *,
    settings: Settings,
    gap_ids: Sequence[str] = (),
    budget_minutes: float | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Boots the app and runs the reproduction of every gap (or of `gap_ids`), most urgent first.

    `budget_minutes` bounds the whole of it, the start of the app included; what it does not reach stays `suspected`. An app that
    cannot be run leaves all its gaps `untestable`, with the reason.
    """
    wanted = [gap for gap in audit.gaps if not gap_ids or gap.id in gap_ids]
    ends = time.monotonic() + budget_minutes * 60 if budget_minutes else None
    proven = _proven(root, audit.app, wanted, settings, ends, progress or _silent)
    gaps = tuple(proven.gaps.get(gap.id, gap) for gap in audit.gaps)
    return msgspec.structs.replace(audit, gaps=gaps, trial=proven.notes)


class Proven(msgspec.Struct, frozen=True):
    """The gaps that were tried, by id, and what the trial says of itself."""

    gaps: dict[str, AuditedGap]
    notes: tuple[str, ...]


def _proven(
    root: Path,
    app: App,
    gaps: Sequence[AuditedGap],
    settings: Settings,
    ends: float | None,
    tell: Progress,
) -> Proven:
    """The gaps, each with its reproduction on the app in `root`; none is begun after `ends`, in monotonic seconds."""
    from roadworthy.proof.doors import plan_trial
    from roadworthy.proof.running import prove_gaps, proved
    from roadworthy.proof.second_trial import second_trial
    from roadworthy.trial import Trial, open_trial

    def alone(gap: AuditedGap, trial: Trial) -> AuditedGap:
        return proved(gap, trial, app, ends)

    shown: dict[str, AuditedGap] = {}
    notes: tuple[str, ...] = ()
    try:
        plan = plan_trial(app, settings.trial)
        with (
            second_trial(root, plan, gaps, alone) as second,
            open_trial(root, plan, progress=tell) as trial,
        ):
            notes = tuple(trial.notes)
            for gap in prove_gaps(gaps, trial, app, ends, second):
                shown[gap.id] = gap
                took = gap.reproduction.seconds if gap.reproduction is not None else 0.0
                tell(f"{gap.state}: {gap.subject}: {gap.message}", took)
    except (AppError, TrialUnavailable) as error:
        reason = str(error)
        tell(f"the app could not be run: {reason}", 0.0)
        shown.update({gap.id: _untestable(gap, reason) for gap in gaps if gap.id not in shown})
    return Proven(shown, notes)


def _untestable(gap: AuditedGap, reason: str) -> AuditedGap:
    return msgspec.structs.replace(
        gap, state="untestable", reproduction=Reproduction("untestable", "", reason)
    )


# --- fix ---------------------------------------------------------------------------------------------


def fix_app(
    root: Path,
    audit: Audit,
    *,
    settings: Settings,
    gap_ids: Sequence[str] = (),
    agent: str | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Repairs gaps (all, or `gap_ids`) on a branch in a worktree, one commit each. The working tree stays as it is."""
    from roadworthy.repair import open_worktree

    tell = progress or _silent
    wanted = [gap for gap in audit.gaps if (not gap_ids or gap.id in gap_ids) and gap.state != "accepted"]
    with open_worktree(root, BRANCH) as worktree:
        repaired = _repaired(worktree, wanted, settings, agent, tell)
        if worktree.head != worktree.base:
            tell(f"repairs are on branch {worktree.branch}", 0.0)
    return msgspec.structs.replace(audit, gaps=tuple(repaired.get(gap.id, gap) for gap in audit.gaps))


def _repaired(
    worktree: Worktree,
    gaps: Iterable[AuditedGap],
    settings: Settings,
    agent: str | None,
    tell: Progress,
) -> dict[str, AuditedGap]:
    from roadworthy.repair import repair_all

    results: dict[str, AuditedGap] = {}
    titles = {gap.id: f"{gap.subject}: {gap.message}" for gap in gaps}
    for event in repair_all(
        worktree, [gap for gap in gaps if gap.state != "cleared"], _bench(settings, agent)
    ):
        if event.result is not None:
            results[event.gap] = event.result
            tell(f"{event.outcome}: {titles.get(event.gap, event.gap)}", event.seconds)
        elif event.outcome != "started":
            about = f" ({titles[event.gap]})" if event.gap in titles else ""
            reason = f": {event.reason}" if event.reason else ""
            tell(f"{event.stage} {event.outcome}{about}{reason}", event.seconds)
    return results


def _bench(settings: Settings, agent: str | None) -> Bench:
    from roadworthy.proof.doors import plan_trial
    from roadworthy.repair import Bench

    return Bench(
        audit=lambda folder: _audit(folder, settings),
        plan=lambda _, app: plan_trial(app, settings.trial),
        agent=agent,
    )


def _audit(folder: Path, settings: Settings) -> Audit:
    from roadworthy.report.acceptance import accept

    return accept(audit_folder(folder, select=settings.select, ignore=settings.ignore))


# --- verify ------------------------------------------------------------------------------------------


def verify_app(root: Path, *, settings: Settings, progress: Progress | None = None) -> Audit:
    """Audits the app again, against its first checklist, and replays every reproduction on it.

    A gap of the first run that is neither found nor reproduced any more is `fixed`; one that is reproduced is `proven`,
    whatever the source looks like. Where the first state of the code is no longer at hand, what is gone from the
    checklist is said to be gone, without a replay.
    """
    tell = progress or _silent
    audit = _audit(root, settings)
    earlier = _first_gaps(root, settings, {gap.id for gap in audit.gaps})
    proven = _proven(root, audit.app, [*audit.gaps, *earlier], settings, None, tell)
    gone = [_settled(proven.gaps.get(gap.id, gap)) for gap in earlier]
    gaps = tuple(proven.gaps.get(gap.id, gap) for gap in audit.gaps)
    return msgspec.structs.replace(audit, gaps=(*gaps, *gone), trial=proven.notes)


def _settled(gap: AuditedGap) -> AuditedGap:
    """A gap that the source shows no longer: fixed when its reproduction passes."""
    return msgspec.structs.replace(gap, state="fixed") if gap.state == "cleared" else gap


def _first_gaps(root: Path, settings: Settings, present: set[str]) -> list[AuditedGap]:
    """The gaps of the first run that the present audit does not find, with the findings that their reproductions need:
    taken from an audit of the commit that the first run saw."""
    from roadworthy.repair.history import folder_at
    from roadworthy.store import open_store

    with open_store(root, lambda _: None) as store:
        first = store.first_run()
    if first is None or not first.app.commit:
        return []
    wanted = {gap.id for gap in first.gaps} - present
    if not wanted:
        return []
    with folder_at(root, first.app.commit) as folder:
        return [gap for gap in _audit(folder, settings).gaps if gap.id in wanted] if folder else []


# --- hand over, and all of it ------------------------------------------------------------------------


def hand_over(
    root: Path, audit: Audit, name: str = "", *, progress: Progress | None = None
) -> tuple[str, ...]:
    """Writes the documents that the app leaves with; their paths. `name` is the app's where `root` is a copy of it."""
    from roadworthy.handoff import hand_over as write

    begun = time.monotonic()
    paths = write(root, audit, name)
    (progress or _silent)("hand over", time.monotonic() - begun)
    return paths


def harden_app(
    root: Path, *, settings: Settings, agent: str | None = None, progress: Progress | None = None
) -> Hardened:
    """Audit, prove, fix, verify and hand over, the repairs and documents on a branch of their own."""
    from roadworthy.measure import certificate, measure_app
    from roadworthy.repair import open_worktree

    tell = progress or _silent
    before = prove_app(root, _audit(root, settings), settings=settings, progress=tell)
    measured = measure_app(root, before.app, settings.trial, progress=tell)
    with open_worktree(root, BRANCH) as worktree:
        wanted = [gap for gap in before.gaps if gap.state != "accepted"]
        repaired = _repaired(worktree, wanted, settings, agent, tell)
        gaps = [repaired.get(gap.id, gap) for gap in before.gaps]
        after = _verified(worktree.folder, gaps, settings, tell)
        documents = hand_over(worktree.folder, after, before.app.deployment.name, progress=tell)
        if documents:
            worktree.commit(
                "Hand the app over", "Architecture, data map and runbooks, from the audit's own inventory."
            )
        again = measure_app(worktree.folder, after.app, settings.trial, progress=tell)
        branch = worktree.branch
    paper = certificate(measured, again, branch=branch, documents=documents)
    return Hardened(after, before, paper, branch, documents)


def _verified(folder: Path, gaps: Sequence[AuditedGap], settings: Settings, tell: Progress) -> Audit:
    """The repaired app audited again and every reproduction replayed on it, on a boot of its own: repairs were judged
    in batches, and a later one may have undone an earlier."""
    audit = _audit(folder, settings)
    replayable = [
        gap for gap in gaps if gap.reproduction is not None and gap.state in ("fixed", "fix-failed")
    ]
    proven = _proven(folder, audit.app, replayable, settings, None, tell)
    known = {gap.id for gap in gaps}
    new = [gap for gap in audit.gaps if gap.id not in known]
    final = [_replayed(gap, proven.gaps.get(gap.id)) for gap in gaps]
    return msgspec.structs.replace(audit, gaps=(*final, *new), trial=proven.notes)


def _replayed(gap: AuditedGap, shown: AuditedGap | None) -> AuditedGap:
    """A repaired gap stays `fixed` unless its reproduction fails again."""
    if shown is None or shown.reproduction is None:
        return gap
    if gap.state == "fixed" and shown.state in ("proven", "flaky"):
        return msgspec.structs.replace(gap, state="fix-failed", reproduction=shown.reproduction)
    if gap.state == "fixed" and shown.state == "cleared":
        return msgspec.structs.replace(gap, reproduction=shown.reproduction)
    return gap
