"""What a pattern says of itself."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """How bad it is when it happens."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Effort(StrEnum):
    """How much work the remedy is: S up to 2 hours, M up to 8, L more."""

    S = "S"
    M = "M"
    L = "L"


class Kind(StrEnum):
    """The class a gap is repaired in; they come in this order."""

    SECURITY = "security"
    PERFORMANCE = "performance"
    RELIABILITY = "reliability"
    OPERATIONS = "operations"


class Pattern(Struct, frozen=True):
    """One of the 47 ways an app fails.

    `fails` and `holds` are the titles of a gap and of a clear verdict ("A second click creates a second order");
    `hurts` says in a sentence who is hurt and how; `kind` decides when it is repaired; `severity` and `effort` are
    defaults that a gap's own facts may change; `cwe` and `references` name the field's own words for it (the CWE
    number as 'CWE-639'; addresses of public pages). `whole_app` when it concerns the app and not a place in it; `takes_apart` when its experiment stops the app and makes
    its database or its build anew; `waits` when it sees how long somebody waits for what does not come. `together`
    is the remedy where many places share the gap: a change of the app's structure and not a patch in each. `worsens` are
    patterns that do more harm where this one is open as well.
    """

    fails: str
    holds: str
    hurts: str
    kind: Kind
    severity: Severity
    effort: Effort
    cwe: str = ""
    references: tuple[str, ...] = ()
    whole_app: bool = False
    takes_apart: bool = False
    waits: bool = False
    together: str = ""
    worsens: tuple[str, ...] = ()
