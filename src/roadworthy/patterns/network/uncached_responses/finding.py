"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.static_files import StaticFiles
from roadworthy.views.data.public_reads import PublicRead


class CacheGap(Struct, frozen=True):
    """`mounts` are the folders of the app's own files that are served badly; `uncompressed` when no compression stands
    before them, `uncached` are those of them that are sent without a lifetime. `reads` are pages and actions that are the
    same for everybody and are made anew on each visit."""

    mounts: tuple[StaticFiles, ...]
    uncompressed: bool
    uncached: tuple[StaticFiles, ...]
    reads: tuple[PublicRead, ...] = ()
