"""The one exception tree. Each error reads as one line: what happened, where, and what to do about it."""

from __future__ import annotations


class RoadworthyError(Exception):
    """A fault that a person can act on. `str(error)` is one line: what, where, remedy."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(
            ": ".join(part for part in (where, what) if part) + (f" ({remedy})" if remedy else "")
        )


class UsageError(RoadworthyError):
    """The command was given something it cannot work with (exit code 2)."""


class AppError(RoadworthyError):
    """The audited app cannot be read, installed or started (exit code 3)."""


class TrialUnavailable(RoadworthyError):
    """Something a proof needs is missing; the gap is `untestable` with this reason."""


class UnsafeTarget(RoadworthyError):
    """A database that is not loopback or a live key was given; refused."""


class RepairRefused(RoadworthyError):
    """A repair did not pass the gate and was undone."""
