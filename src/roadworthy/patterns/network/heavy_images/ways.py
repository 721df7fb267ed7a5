"""Which of a page's pictures are a component's own: by their classes, and where those of another look the same, by what they stand in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec import Struct

from roadworthy.app import App
from roadworthy.patterns.network.heavy_images.finding import PictureGap
from roadworthy.views.pages.drawn import Drawn, drawings, with_parents
from roadworthy.views.pages.screens import components_on


class Way(Struct, frozen=True):
    """How a component puts a picture in: its classes, and those of the element right around it (None for any, or unknown)."""

    classes: frozenset[str]
    around: frozenset[str] | None = None

    def is_that_of(self, shown: Mapping[str, Any]) -> bool:
        """Whether a picture of the page is put in so."""
        inside = self.around is None or self.around == set(shown["around"])
        return self.classes == set(shown["classes"]) and inside

    def is_like(self, other: Way) -> bool:
        """Whether pictures of both could not be told apart."""
        somewhere = self.around is None or other.around is None or self.around == other.around
        return self.classes == other.classes and somewhere


def own_ways(app: App, found: PictureGap) -> tuple[list[Way], list[str]]:
    """How the pictures are put in, and the other components of the page whose pictures look the same even so."""
    listed = [one for one in found.pictures if one.kind in ("list", "remote")]
    plain = [Way(frozenset(one.classes)) for one in listed]
    own = {one.subject for one in listed}
    others = {one.name for one in components_on(app, found.route)} - own
    if not _alike(plain, _drawn(app, others)):
        return plain, []
    known = {way.classes for way in plain}
    within = [way for ways in _drawn(app, own).values() for way in ways if way.classes in known] or plain
    return within, _alike(within, _drawn(app, others))


def _alike(ways: Iterable[Way], others: Mapping[str, Collection[Way]]) -> list[str]:
    own = list(ways)
    return sorted(name for name, theirs in others.items() if any(a.is_like(b) for a in own for b in theirs))


def _drawn(app: App, subjects: Collection[str]) -> dict[str, set[Way]]:
    """How each of these components puts its pictures in."""
    found: dict[str, set[Way]] = {}
    for drawing in app.view(drawings):
        for element, above in with_parents(drawing.root) if drawing.owner.subject in subjects else ():
            if element.tag == "img":
                found.setdefault(drawing.owner.subject, set()).add(Way(element.classes, _around(above)))
    return found


def _around(above: tuple[Drawn, ...]) -> frozenset[str] | None:
    """None for what a component of its own stands for, or has other classes now and then."""
    near = above[-1] if above else None
    plain = near is not None and near.tag.isalnum() and near.tag[0].islower()
    return near.classes if near is not None and plain and not (near.sometimes or near.spread) else None
