"""Compresses what is sent, and says how long it keeps."""

from __future__ import annotations

import posixpath

from roadworthy.app import App, Location
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, NewFile, Package, Review
from roadworthy.edits.express import ending, in_language, server_folder
from roadworthy.edits.static_files import replace_static_class, set_headers, use_compression, use_gzip
from roadworthy.edits.template import fill
from roadworthy.errors import RepairRefused
from roadworthy.patterns.network.uncached_responses.finding import CacheGap

_COMPRESSION = Package("compression", "^1.8.0", "npm")
_COMPRESSION_TYPES = Package("@types/compression", "^1.8.0", "npm", dev=True)


def fix(gap: Gap, app: App) -> Edits | Brief:
    """Compression before the files, a lifetime on those whose name changes with their content."""
    found: CacheGap = gap.details
    if not found.mounts:
        return _brief_of_reads(gap, found)
    framework = found.mounts[0].framework
    try:
        if framework == "express":
            changes, files, packages = _express(found, app)
        elif framework == "fastapi":
            changes, files, packages = _fastapi(found, app)
        else:
            return _brief()
    except RepairRefused as refused:
        return _brief(str(refused))
    return Edits(
        title="Compress the app's files and let browsers keep them",
        why=f"{gap.message}. Hashed files now keep for a year, the page is asked for again on every visit.",
        review=Review.READ,
        changes=tuple(changes),
        files=tuple(files),
        packages=tuple(packages),
    )


def _brief_of_reads(gap: Gap, found: CacheGap) -> Brief:
    """How long an answer may be kept is for the people who know how often it changes."""
    names = ", ".join(read.endpoint.subject for read in found.reads[:6])
    return Brief(
        title="Keep what is the same for every visitor",
        task=f"{gap.message}. Let the server keep the answers of {names}: read them outside the session "
        "(no cookies, no headers), with `revalidate` or a cache tag, in a page or a GET instead of a server action.",
        constraints=(
            "what depends on who is signed in is kept for nobody else",
            "a change is seen within the time stated, or at once by revalidating the tag where it is made",
        ),
        acceptance=("a second visit makes no query", "the app's own tests pass"),
    )


Parts = tuple[list[Change], list[NewFile], list[Package]]


def _express(found: CacheGap, app: App) -> Parts:
    changes: list[Change] = []
    files: list[NewFile] = []
    packages: list[Package] = []
    for application in _applications(found):
        changes += use_compression(app, application)
        typed = application.path.endswith((".ts", ".mts", ".cts"))
        packages += [_COMPRESSION, *([_COMPRESSION_TYPES] if typed else [])]
    if found.uncached:
        module = posixpath.join(server_folder(app), f"static-headers{ending(app)}")
        files = [NewFile(module, in_language(app, fill(_room(), "static-headers.ts")))]
        for mount in found.uncached:
            changes += set_headers(app, mount, "cacheHeaders", module)
    return list(dict.fromkeys(changes)), files, list(dict.fromkeys(packages))


def _fastapi(found: CacheGap, app: App) -> Parts:
    changes: list[Change] = []
    files: list[NewFile] = []
    for application in _applications(found):
        changes += use_gzip(app, application)
    for mount in found.uncached:
        module = posixpath.join(posixpath.dirname(mount.location.path), "cached_static_files.py")
        files.append(NewFile(module, fill(_room(), "cached_static_files.py")))
        changes += replace_static_class(app, mount, "CachedStaticFiles", module)
    return list(dict.fromkeys(changes)), list(dict.fromkeys(files)), []


def _applications(found: CacheGap) -> list[Location]:
    places = [mount.application for mount in found.mounts if not mount.compressed]
    return list(dict.fromkeys(place for place in places if place is not None))


def _room() -> str:
    return __package__ or ""


def _brief(why: str = "") -> Brief:
    return Brief(
        title="Compress the app's files and let browsers keep them",
        task=f"Compress answers and give hashed files a lifetime of a year. {why}".strip(),
        constraints=("The page itself is revalidated on every visit.", "Private answers stay uncached."),
        acceptance=("A second visit transfers no hashed file again.", "Text is sent with content-encoding."),
    )
