"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct


class MigrationGap(Struct, frozen=True):
    """`pushed` where a command makes the database like the code, with no migration between; `replayed` where
    the migrations themselves do not make the database."""

    pushed: bool = False
    replayed: bool = False
