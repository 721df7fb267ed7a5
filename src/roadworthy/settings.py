"""Settings of an app: `roadworthy.toml`, or `[tool.roadworthy]` in `pyproject.toml`."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from roadworthy.errors import UsageError
from roadworthy.source.data_files import parsed_toml, section


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """`select` and `ignore` name dimensions or patterns; `fail_on` is as on the command line ('' for none); `trial` is
    handed to the trial's plan as it stands."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = ""
    trial: dict[str, Any] = {}


FAIL_ON = ("critical", "high", "medium", "low", "proven")


def read_settings(root: Path) -> Settings:
    """The settings of the app in `root`; all defaults when it has none. `roadworthy.toml` wins over `pyproject.toml`.

    Raises UsageError for a file that does not parse, a key that does not exist (naming the nearest), or a value of
    the wrong type.
    """
    own, shared = root / "roadworthy.toml", root / "pyproject.toml"
    if own.is_file():
        return _settings(_table(own), own)
    if _speaks_of_us(shared):
        return _settings(section(_table(shared), "tool").get("roadworthy", {}), shared)
    return Settings()


def _speaks_of_us(shared: Path) -> bool:
    """Whether a pyproject.toml can have settings for us: a broken one that has none must not stop an audit."""
    try:
        return b"roadworthy" in shared.read_bytes()
    except OSError:
        return False


def _table(path: Path) -> dict[str, Any]:
    try:
        return parsed_toml(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"does not parse: {error}", where=str(path), remedy="correct the file") from error
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path)) from error


def _settings(table: Any, path: Path) -> Settings:
    for key in table if isinstance(table, dict) else ():
        if key not in Settings.__struct_fields__:
            raise UsageError(f"has no setting '{key}'", where=str(path), remedy=_nearest(key))
    try:
        settings = msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise UsageError(str(error), where=str(path), remedy="see `roadworthy audit --help`") from error
    if settings.fail_on and settings.fail_on not in FAIL_ON:
        raise UsageError(
            f"fail_on cannot be '{settings.fail_on}'", where=str(path), remedy=f"one of {', '.join(FAIL_ON)}"
        )
    return settings


def _nearest(key: str) -> str:
    names = Settings.__struct_fields__
    near = difflib.get_close_matches(key.replace("-", "_"), names, n=1, cutoff=0.5)
    return f"did you mean '{near[0]}'?" if near else f"one of {', '.join(names)}"
