"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.failures.faults import Fault


class RunbookGap(Struct, frozen=True):
    """`missing` are the faults without a runbook; `known` are the paths of the runbooks that the app has for others."""

    missing: tuple[Fault, ...]
    known: tuple[str, ...] = ()
