"""What repairing needs from outside: how to audit, how to boot, where the patterns are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from roadworthy.app import App
from roadworthy.audit import Audit, AuditedGap
from roadworthy.catalogue import Gap, room
from roadworthy.trial import BootPlan


class Fixer(Protocol):
    """The part of a pattern's room that repairs use."""

    @property
    def fix(self) -> Callable[..., Any]:
        """`fix(gap, app) -> Edits | Brief`."""
        ...

    def still_open(self, finding: Gap, app: App) -> Gap | None:
        """A gap that is open though `detect` no longer reports it; see `catalogue.Room`."""
        ...

    @property
    def prove(self) -> Callable[..., Any]:
        """`prove(gap, trial, app) -> Reproduction`."""
        ...


class Bench(Struct, frozen=True):
    """`audit` audits a folder with (at least) the patterns of the gaps to repair; `plan` says how the app of a folder is
    booted, None when it must not be run: repairs are then held to parsing and the audit alone. `agent` is the
    user's command for what has no mechanical repair, `agent_seconds` its deadline. `seconds` bounds the whole run;
    what is left when it ends is reported as not tried."""

    audit: Callable[[Path], Audit]
    plan: Callable[[Path, App], BootPlan] | None
    room: Callable[[str], Fixer] = room
    agent: str | None = None
    agent_seconds: float = 900.0
    seconds: float | None = None


class RepairEvent(Struct, frozen=True):
    """Something happened. `gap` is its id ('' when it concerns all); `stage` is baseline, fix, parse, audit, boot,
    type-check, tests, normal flow, reproduction, commit or agent; `outcome` is started, passed, failed, or, at the end of a gap,
    fixed, fix-failed or brief, with the gap in `result`."""

    gap: str
    stage: str
    outcome: str
    reason: str = ""
    seconds: float = 0.0
    result: AuditedGap | None = None
