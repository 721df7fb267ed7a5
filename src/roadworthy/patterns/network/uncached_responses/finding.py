"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.static_files import StaticFiles


class CacheGap(Struct, frozen=True):
    """`mounts` are the folders of the app's own files that are served badly; `uncompressed` when no compression stands
    before them, `uncached` are those of them that are sent without a lifetime."""

    mounts: tuple[StaticFiles, ...]
    uncompressed: bool
    uncached: tuple[StaticFiles, ...]
