"""The `.roadworthy` folder of an audited app."""

from __future__ import annotations

from pathlib import Path

from roadworthy.errors import UsageError

NAME = ".roadworthy"


def own_folder(root: Path) -> Path:
    """The folder for what Roadworthy keeps about an app, made when missing and invisible to git.

    Raises UsageError when it cannot be written, or is a link: the app decides where a link leads.
    """
    folder = root / NAME
    if folder.is_symlink():
        raise UsageError(
            "is a link; nothing is written through it", where=str(folder), remedy="remove the link"
        )
    try:
        folder.mkdir(exist_ok=True)
        _hide(folder / ".gitignore")
    except OSError as error:
        raise UsageError(
            f"cannot be written: {error.strerror}", where=str(folder), remedy="runs are not kept without it"
        ) from error
    return folder


def _hide(ignore: Path) -> None:
    if not ignore.is_symlink() and not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
