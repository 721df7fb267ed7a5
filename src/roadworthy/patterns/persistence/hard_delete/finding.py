"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.data.deletions import Deletion
from roadworthy.views.people.ties import Tie


class DeleteGap(Struct, frozen=True):
    """Either a `deletion` that a subject makes, or `ties` by which records go with a person."""

    deletion: Deletion | None = None
    ties: tuple[Tie, ...] = ()
