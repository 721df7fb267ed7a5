"""Writes what was proven as tests into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from roadworthy.errors import UsageError

if TYPE_CHECKING:
    from roadworthy.audit import Audit


def write_tests(audit: Audit, folder: Path) -> str:
    """One file for each proven gap that requests and rows can show; what was written, as a sentence. A file of the same name
    is one of ours, so it is written anew. Raises UsageError when the folder cannot be written."""
    from roadworthy.proof.standalone import standalone_test
    from roadworthy.report.version import version

    proven = [gap for gap in audit.gaps if gap.state == "proven"]
    written = [test for gap in proven if (test := standalone_test(audit.app, gap, version())) is not None]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for test in written:
            (folder / test.name).write_text(test.text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            f"cannot be written: {error.strerror}", where=str(folder), remedy="give --tests another folder"
        ) from error
    left = len(proven) - len(written)
    rest = (
        f"; {left} need more than requests and rows: `roadworthy prove --gap ID` repeats them" if left else ""
    )
    return f"{len(written)} of {len(proven)} proven gaps written as tests to {folder}{rest}"
