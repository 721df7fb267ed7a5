"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct


class Unrecorded(Struct, frozen=True):
    """`subject` does something that has to be told afterwards; `kind` says what."""

    subject: str
    kind: str


class AuditGap(Struct, frozen=True):
    """The actions that leave no record; those of administrators and deletions first, sign-ins last."""

    actions: tuple[Unrecorded, ...]
