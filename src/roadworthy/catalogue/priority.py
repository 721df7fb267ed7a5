"""In which order gaps deserve attention."""

from __future__ import annotations

from roadworthy.catalogue.pattern import Effort, Kind, Severity

# Security before performance before reliability before operations, whatever the severity: the classes are
# repaired in this order because a later repair is worth little while an earlier gap is open.
_CLASS = {Kind.SECURITY: 300.0, Kind.PERFORMANCE: 200.0, Kind.RELIABILITY: 100.0, Kind.OPERATIONS: 0.0}
_WEIGHT = {Severity.CRITICAL: 8.0, Severity.HIGH: 4.0, Severity.MEDIUM: 2.0, Severity.LOW: 1.0}
_HOURS = {Effort.S: 1.0, Effort.M: 1.5, Effort.L: 2.5}
# Keeps the rank inside one class below the distance between two classes.
_SCALE = 10.0


def priority(kind: Kind, severity: Severity, effort: Effort) -> float:
    """Higher is sooner: the class first, then severity over effort."""
    return round(_CLASS[kind] + _SCALE * _WEIGHT[severity] / _HOURS[effort], 2)
