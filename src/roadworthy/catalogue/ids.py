"""The 47 patterns by dimension, built or not: what coverage is measured against.

The one list of patterns there is. Nothing loads a pattern from it (rooms are found by their folders); a test holds the
rooms against it, and `docs/coverage.md` shows what is not built yet.
"""

from __future__ import annotations

NAMES: dict[str, tuple[str, ...]] = {
    "concurrency": (
        "sequential-calls",
        "unpooled-connections",
        "lost-update",
        "double-submit",
        "blocking-work",
    ),
    "data-volume": (
        "missing-index",
        "unbounded-list",
        "in-memory-query",
        "scan-search",
    ),
    "network": (
        "request-waterfall",
        "heavy-images",
        "uncached-responses",
        "oversized-bundle",
    ),
    "browsers": (
        "websocket-reconnect",
        "unsupported-features",
        "pointer-only",
        "unguarded-api",
    ),
    "malicious-input": (
        "injection",
        "cross-site-scripting",
        "unvalidated-input",
        "unlimited-requests",
        "unrestricted-upload",
        "broken-access",
    ),
    "uptime": (
        "no-health-check",
        "crash-without-recovery",
        "fragile-dependency",
        "no-retry",
        "no-circuit-breaker",
    ),
    "persistence": (
        "no-backup",
        "irreversible-migration",
        "hard-delete",
        "missing-constraint",
        "untested-recovery",
    ),
    "error-recovery": (
        "no-error-boundary",
        "swallowed-errors",
        "no-client-retry",
        "untraceable-errors",
    ),
    "compliance": (
        "no-consent",
        "no-export",
        "no-erasure",
        "exposed-sensitive-data",
        "no-audit-trail",
    ),
    "operations": (
        "no-architecture-docs",
        "no-runbooks",
        "no-monitoring",
        "no-safe-deploy",
        "no-incident-process",
    ),
}
"""Dimension to the names of its patterns, in the order of the dimensions."""

IDS: tuple[str, ...] = tuple(f"{dimension}/{name}" for dimension, names in NAMES.items() for name in names)
"""`dimension/name` of all."""
