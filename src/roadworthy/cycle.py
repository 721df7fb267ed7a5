"""The whole way: audit, prove, fix, verify, hand over."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from roadworthy.audit import Audit, AuditedGap
from roadworthy.errors import AppError, TrialUnavailable

if TYPE_CHECKING:
    from roadworthy.cli.settings import Settings

Progress = Callable[[str, float], None]


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

    `budget_minutes` bounds the proofs; what it does not reach stays `suspected`. An app that cannot be run leaves all
    its gaps `untestable`, with the reason among `errors`.
    """
    from roadworthy.proof.doors import plan_trial
    from roadworthy.proof.running import prove_gaps
    from roadworthy.trial import open_trial

    tell = progress or _silent
    wanted = [gap for gap in audit.gaps if not gap_ids or gap.id in gap_ids]
    proven: dict[str, AuditedGap] = {}
    try:
        plan = plan_trial(audit.app, settings.trial)
        with open_trial(root, plan, progress=tell) as trial:
            ends = time.monotonic() + budget_minutes * 60 if budget_minutes else None
            for gap in prove_gaps(wanted, trial, audit.app, ends):
                proven[gap.id] = gap
                seconds = gap.reproduction.seconds if gap.reproduction is not None else 0.0
                tell(f"{gap.state}: {gap.message}", seconds)
    except (AppError, TrialUnavailable) as error:
        reason = str(error)
        proven.update({gap.id: untestable(gap, reason) for gap in wanted if gap.id not in proven})
    gaps = tuple(proven.get(gap.id, gap) for gap in audit.gaps)
    return msgspec.structs.replace(audit, gaps=gaps)


def untestable(gap: AuditedGap, reason: str) -> AuditedGap:
    """A gap whose reproduction could not be run, and why."""
    from roadworthy.proof import Reproduction

    return msgspec.structs.replace(
        gap, state="untestable", reproduction=Reproduction("untestable", "", reason)
    )


def _silent(stage: str, seconds: float) -> None:
    """Nobody watches."""


