"""The code of a package is read where a workspace keeps it; only what no part of the app asks for is gone."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, cast

import pytest

from roadworthy.patterns.network.oversized_bundle.package_texts import texts_of
from roadworthy.trial import Trial

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")


class _Shell:
    """What of a trial runs a command in the app's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, command: str, timeout: float) -> tuple[int, str]:
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self._folder,
            timeout=timeout,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout


def _texts(folder: Path) -> tuple[str, ...] | None:
    return texts_of(cast(Trial, cast(Any, _Shell(folder))), "charts")


def _part(folder: Path, **dependencies: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(json.dumps({"name": folder.name, "dependencies": dependencies}))
    return folder


def _install(folder: Path) -> None:
    kept = folder / "node_modules" / "charts"
    kept.mkdir(parents=True)
    (kept / "index.js").write_text('throw new Error("A chart needs at least two points");')


def test_a_package_beside_the_app_is_read(tmp_path: Path) -> None:
    _install(_part(tmp_path, charts="1.0.0"))
    assert _texts(tmp_path) == ("A chart needs at least two points",)


def test_a_part_of_a_workspace_keeps_its_own(tmp_path: Path) -> None:
    _part(tmp_path)
    _install(_part(tmp_path / "apps" / "web", charts="1.0.0"))
    assert _texts(tmp_path) == ("A chart needs at least two points",)


def test_what_is_asked_for_and_lies_elsewhere_is_not_gone(tmp_path: Path) -> None:
    _part(tmp_path)
    _part(tmp_path / "apps" / "web", charts="1.0.0")
    assert _texts(tmp_path) == ()


def test_what_nobody_asks_for_is_gone(tmp_path: Path) -> None:
    _part(tmp_path)
    _part(tmp_path / "apps" / "web", other="1.0.0")
    assert _texts(tmp_path) is None
