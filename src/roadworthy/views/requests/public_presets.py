"""Uploads that a page sends to Cloudinary by a preset alone: whoever reads the page's script uploads what they like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot

# An upload without a signature names its preset and nothing secret (https://cloudinary.com/documentation/upload_presets,
# "Unsigned upload considerations").
_PRESET = regex(r"^upload_?preset$", re.I)
_SENDS = regex(rb"api\.cloudinary\.com|createUploadWidget|openUploadWidget|CldUpload|cloudinary", re.I)
_SIGNED = regex(rb"signature", re.I)


def public_presets(app: App) -> Iterator[tuple[Owner, Location]]:
    """Where pages name the preset of an unsigned upload, with whose code it is."""
    for spot, key in (*_appended(app), *_entries(app)):
        text = app.read(spot.path)
        if not _PRESET.match(key) or not _SENDS.search(text) or _SIGNED.search(text):
            continue
        owner = owner_of(app, spot)
        if owner.side == "client":
            yield owner, at(spot.path, spot.node)


def _appended(app: App) -> Iterator[tuple[Spot, str]]:
    """`data.append("upload_preset", "photos")`."""
    for spot in spots(app, form.Call):
        node = spot.node
        if isinstance(node, form.Call) and last_name(node.callee) in ("append", "set") and node.arguments:
            first = node.arguments[0]
            yield spot, str(first.value) if isinstance(first, form.Literal) else ""


def _entries(app: App) -> Iterator[tuple[Spot, str]]:
    """`createUploadWidget({ uploadPreset: "photos" })`, `<CldUploadWidget uploadPreset="photos">`."""
    for spot in (*spots(app, form.Call), *spots(app, form.Element)):
        node = spot.node
        entries = node.attributes if isinstance(node, form.Element) else ()
        if isinstance(node, form.Call):
            entries = tuple(
                e for given in node.arguments if isinstance(given, form.Record) for e in given.entries
            )
        for entry in entries:
            yield spot, str(entry.key.value) if isinstance(entry.key, form.Literal) else ""
