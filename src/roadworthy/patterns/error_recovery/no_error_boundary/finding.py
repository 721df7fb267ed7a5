"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Location


class BoundaryGap(Struct, frozen=True):
    """`root` is the element handed to createRoot, `routes` the pages that need no value, to be opened. `folder` is
    where Next.js looks for the files that it shows in place of what failed ('' for other apps), `bare` are the routes of its
    pages that have no such file; `rendered_by_server` when the pages are templates, and `root` the first of their views."""

    root: Location
    root_name: str
    routes: tuple[str, ...]
    folder: str = ""
    bare: tuple[str, ...] = ()
    rendered_by_server: bool = False
