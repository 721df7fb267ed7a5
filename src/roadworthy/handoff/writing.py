"""Puts the documents beside what the app has already."""

from __future__ import annotations

import posixpath
from pathlib import Path

from roadworthy.audit import Audit
from roadworthy.edits.draft import Draft
from roadworthy.edits.edit import NewFile
from roadworthy.handoff.documents import documents

_OURS = "-roadworthy"


def hand_over(root: Path, audit: Audit, name: str = "") -> tuple[str, ...]:
    """Writes the documents of an audit under `root`; the paths written, relative to it, sorted. `name`: see `documents`.

    A file that is there already stays: ours then gets the name with `-roadworthy`, which is Roadworthy's own and is
    renewed each time. What would not change is not written. Raises RepairRefused for a folder that leads out of
    the app through a link, or that cannot be written.
    """
    draft = Draft(root)
    for document in documents(audit, name):
        _put(draft, document)
    return draft.save()


def _put(draft: Draft, document: NewFile) -> None:
    present = draft.read(document.path)
    if present is None or present.replace(b"\r\n", b"\n") == document.text.encode():
        draft.write_text(document.path, document.text)
        return
    stem, ending = posixpath.splitext(document.path)
    draft.write_text(f"{stem}{_OURS}{ending}" if not stem.endswith(_OURS) else document.path, document.text)
