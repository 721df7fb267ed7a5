"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.pages.pictures import Picture


class PictureGap(Struct, frozen=True):
    """The pictures of one component or file; `route` is a page that shows them ('' where none is known)."""

    pictures: tuple[Picture, ...]
    route: str
