"""Looks for the app's own files sent without a lifetime or without compression."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.app.static_files import StaticFiles
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.network.uncached_responses.finding import CacheGap
from roadworthy.regex import regex
from roadworthy.views.data.public_reads import PublicRead, public_reads

# What people put there themselves is private or changes under one name.
_UPLOADS = regex(r"(^|/)(uploads?|media|user[-_]?files?|attachments?|avatars?|pictures?|storage)(/|$)", re.I)
# A minute of caching spares nobody the next visit.
_WORTHWHILE_SECONDS = 3600


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for the app."""
    mounts = tuple(mount for mount in app.statics if not is_upload(mount))
    if (reads := public_reads(app)) and not mounts:
        yield _reads(reads)
        return
    if not mounts:
        yield not_applicable("app", "the app's own server sends no files")
        return
    uncompressed = any(not mount.compressed for mount in mounts)
    uncached = tuple(mount for mount in mounts if (mount.max_age or 0) < _WORTHWHILE_SECONDS)
    if not uncompressed and not uncached:
        yield clear("app", "files are compressed and kept by the browser")
        return
    yield _gap(CacheGap(mounts, uncompressed, uncached))


def _reads(reads: tuple[PublicRead, ...]) -> Verdict:
    first = reads[0]
    asked = [read.asked for read in reads if read.asked is not None]
    return gap(
        "app",
        f"{first.endpoint.subject} is the same for everybody and is read from the database again on each visit",
        impact="Running cost: every visitor waits for, and pays the database for, what has not changed since the last one",
        locations=tuple(dict.fromkeys([*(read.endpoint.location for read in reads), *asked])),
        evidence=tuple(f"{read.endpoint.subject}: {read.why}" for read in reads[:6]),
        severity=Severity.LOW if all(read.slight for read in reads) else Severity.MEDIUM,
        details=CacheGap((), False, (), reads),
        anchor="public reads",
    )


def is_upload(mount: StaticFiles) -> bool:
    """Whether a folder holds what people uploaded."""
    return bool(_UPLOADS.search(mount.mount) or _UPLOADS.search(mount.folder))


def _gap(found: CacheGap) -> Verdict:
    worst = found.uncached or found.mounts
    applications = [mount.application for mount in worst if mount.application is not None]
    return gap(
        "app",
        _message(found),
        impact="Lost users: on a phone each visit waits for, and pays for, files that have not changed",
        locations=tuple(dict.fromkeys([*(mount.location for mount in worst), *applications])),
        evidence=_evidence(found),
        severity=Severity.MEDIUM if found.uncached else Severity.LOW,
        details=found,
    )


def _message(found: CacheGap) -> str:
    if not found.uncached:
        return "The app's files are sent uncompressed"
    how = " and uncompressed" if found.uncompressed else ""
    return f"Every visit asks for the app's files again: they are sent without a lifetime{how}"


def _evidence(found: CacheGap) -> tuple[str, ...]:
    facts = [
        f"{mount.mount} is served at {mount.location} without a Cache-Control lifetime"
        for mount in found.uncached
    ]
    if found.uncompressed:
        facts.append(
            "no compression stands before the files, so text goes out at three to four times its size"
        )
    return tuple(facts)
