"""Has the pictures of a list wait until they are about to be seen."""

from __future__ import annotations

import re

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, Review
from roadworthy.edits.source import SourceFile
from roadworthy.patterns.network.heavy_images.finding import PictureGap
from roadworthy.views.pages.pictures import Picture

_TAG = "<img"


def fix(gap: Gap, app: App) -> Edits | Brief:
    """`loading="lazy"` on every picture of the component that is one of a list; a brief for heavy files and for originals of
    other servers, which somebody has to make smaller."""
    found: PictureGap = gap.details
    changes = [_lazy(app, one) for one in found.pictures if one.kind == "list"]
    made = tuple(change for change in changes if change is not None)
    if len(made) != len(found.pictures):
        return _brief(gap, found)
    return Edits(
        title=f"Load pictures of {gap.subject} when they come into view"[:72],
        why=f"{gap.message}. The browser asks for a lazy picture shortly before it is scrolled into view, and not at all if nobody gets there.",
        review=Review.READ,
        changes=made,
        notes=(
            "A picture without width and height takes no room until it is there: give both where the layout does not.",
        ),
    )


def _lazy(app: App, picture: Picture) -> Change | None:
    place = picture.location
    if place.end <= place.start or not picture.location.path.endswith((".tsx", ".jsx", ".js", ".ts")):
        return None
    source = SourceFile(app, place.path)
    text = source.text(place)
    if not text.startswith(_TAG):
        return None
    # Attributes that stand one below the other get one more of them.
    below = re.match(r"[ \t]*\r?\n([ \t]+)", text[len(_TAG) :])
    lead = f"\n{below[1]}" if below else " "
    return source.insert(place.start + len(_TAG), f'{lead}loading="lazy"')


def _brief(gap: Gap, found: PictureGap) -> Brief:
    places = ", ".join(str(one.location) for one in found.pictures[:4])
    return Brief(
        title=f"Send pictures of {gap.subject} in the size that they are shown in"[:72],
        task=f"{gap.message}, at {places}. Encode files anew (WebP or AVIF) in the size that they are shown in, ask other servers for a size, "
        'and have what is far below the screen wait (loading="lazy", with width and height).',
        constraints=(
            "The first picture on the screen is not lazy.",
            "Pictures look as before at the size that they are shown in.",
        ),
        acceptance=(
            "On a phone no picture of more than 200 kB is transferred, and none that lies far below the screen.",
        ),
    )
