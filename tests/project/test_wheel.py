"""The wheel, installed alone: what a person gets from `pip install roadworthy`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


def _run(*command: str | Path, cwd: Path) -> str:
    ended = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that the checkout stays clean."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, folder)
    shutil.copytree(PROJECT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "dist", ".", cwd=folder)
    return next((folder / "dist").glob("roadworthy-*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`roadworthy` of an environment that holds the wheel, what it depends on, and no extra."""
    folder = tmp_path_factory.mktemp("alone")
    venv.create(folder, with_pip=True)
    _run(folder / "bin/python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    return folder / "bin/roadworthy"


def test_it_holds_the_patterns_and_none_of_their_cases(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    room = "roadworthy/patterns/malicious_input/broken_access/"
    assert {f"{room}detect.py", f"{room}README.md"} <= set(names)
    assert not [name for name in names if "/cases/" in name]
    assert any("licenses/LICENSE" in name for name in names)


def test_it_explains_itself(command: Path, tmp_path: Path) -> None:
    assert "from prototype to production" in _run(command, "--help", cwd=tmp_path)
    assert "malicious-input/broken-access" in _run(command, "explain", cwd=tmp_path)
    assert "## What breaks" in _run(command, "explain", "malicious-input/broken-access", cwd=tmp_path)


def test_it_audits_an_app_without_the_trial_extra(command: Path, tmp_path: Path) -> None:
    app = tmp_path / "corner-shop"
    shutil.copytree(PROJECT / "examples/corner-shop", app, ignore=shutil.ignore_patterns("node_modules"))
    assert "malicious-input/broken-access" in _run(command, "audit", app, "--format", "json", cwd=tmp_path)


def test_a_proof_without_the_trial_extra_says_what_to_install(command: Path, tmp_path: Path) -> None:
    app = tmp_path / "corner-shop"
    shutil.copytree(PROJECT / "examples/corner-shop", app, ignore=shutil.ignore_patterns("node_modules"))
    ended = subprocess.run([command, "prove", app], cwd=tmp_path, capture_output=True, text=True)
    assert ended.returncode == 3
    assert "pip install 'roadworthy[trial]'" in ended.stdout + ended.stderr
