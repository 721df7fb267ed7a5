"""An audit reads. It runs nothing of the app, reaches nothing, and writes only where it was told to."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bad_apps import ROUTES, manifest, quotes, write
from commands import roadworthy

WATCHED = str(Path(__file__).parent / "watched_python")


def files_in(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder with its time of change and content."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mtime_ns if path.is_file() else 0,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def trapped(root: Path, canary: Path) -> Path:
    """An app that makes a file, the canary, as soon as anything of it runs."""
    shell, python = f"touch {canary}", f"open({str(canary)!r}, 'w')\n"
    node = f"require('fs').writeFileSync({str(canary)!r}, '');\n"
    hook = f"#!/bin/sh\n{shell}\n"
    scripts = dict.fromkeys(
        ("preinstall", "install", "postinstall", "prepare", "build", "start", "test"), shell
    )
    shadows = ("json", "click", "tomllib", "roadworthy", "multiprocessing", "sitecustomize", "usercustomize")
    write(
        root,
        {
            "package.json": manifest(scripts=scripts),
            "server.ts": ROUTES,
            "setup.py": python,
            "conftest.py": python,
            "app.pth": f"import os; os.system('{shell}')\n",
            "main.py": f"{python}from fastapi import FastAPI\napp = FastAPI()\n",
            "Makefile": f"$(shell {shell})\n",
            ".envrc": shell,
            ".npmrc": f"script-shell={root}/hook\n",
            "hook": hook,
            **{f"{name}.py": python for name in shadows},
            **{
                f"{name}.config.js": node
                for name in ("vite", "next", "eslint", "drizzle", "tailwind", "jest")
            },
            "drizzle.config.ts": node,
            "alembic/env.py": python,
            "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "setup"\nbackend-path = ["."]\n',
        },
    )
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    for name in ("pre-commit", "post-checkout", "post-index-change", "fsmonitor-watchman"):
        (root / ".git/hooks" / name).write_text(hook)
        (root / ".git/hooks" / name).chmod(0o755)
    (root / "hook").chmod(0o755)
    with (root / ".git/config").open("a") as config:
        config.write(f"[core]\n\tfsmonitor = {root}/hook\n\tpager = {root}/hook\n")
    return root


def test_nothing_of_the_app_runs(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    app = trapped(tmp_path / "app", canary)
    result = roadworthy("audit", "-f", "json", cwd=app)
    assert result.returncode == 0
    assert json.loads(result.stdout)["app"]["stacks"] == ["express", "fastapi"]
    assert not canary.exists()


def test_no_connection_no_program_no_package_of_the_trial_no_node_no_git(tmp_path: Path) -> None:
    app = quotes(tmp_path / "app")
    (tmp_path / "bin").mkdir()
    usual = roadworthy("audit", "-f", "json", cwd=app)
    bare = roadworthy(
        "audit",
        *("-f", "json"),
        cwd=app,
        environment={"PATH": str(tmp_path / "bin"), "PYTHONPATH": WATCHED, "HOME": str(tmp_path)},
    )
    assert (bare.returncode, bare.stderr) == (0, "")
    assert without_timings(bare.stdout) == without_timings(usual.stdout)
    found = {gap["pattern"] for gap in json.loads(bare.stdout)["gaps"]}
    assert {"uptime/fragile-dependency", "uptime/no-retry"} <= found


def test_the_watch_itself_works(tmp_path: Path) -> None:
    """The test before this one would see a command that starts the app."""
    result = roadworthy(
        "prove", cwd=quotes(tmp_path / "app"), environment={"PYTHONPATH": WATCHED, "HOME": str(tmp_path)}
    )
    assert result.returncode == 3
    said = r"roadworthy: a trial needs the Python package \w+ \(pip install 'roadworthy\[trial\]'\)\n"
    assert re.fullmatch(said, result.stderr)


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="no bubblewrap")
def test_it_writes_in_its_own_folder_of_the_app_only(tmp_path: Path) -> None:
    """Everything but that folder is read-only, so another place could not even be tried without a word."""
    app = quotes(tmp_path / "app")
    (app / ".roadworthy").mkdir()
    before = files_in(tmp_path)
    kept = str(app / ".roadworthy")
    read_only = ("bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--bind", kept, kept, "--unshare-net", "--")
    result = roadworthy("audit", cwd=app, through=read_only)
    assert (result.returncode, result.stderr) == (0, "")
    after = files_in(tmp_path)
    assert {path for path in after.keys() - before.keys()} == {
        "app/.roadworthy/.gitignore",
        "app/.roadworthy/runs.db",
    }
    assert {path: after[path] for path in before} == before


def test_it_leaves_nothing_in_the_home_or_the_temporary_folder(tmp_path: Path) -> None:
    app = quotes(tmp_path / "app")
    places = {name: str(tmp_path / name) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "ROADWORTHY_CACHE")}
    for place in places.values():
        Path(place).mkdir()
    result = roadworthy("audit", "-o", tmp_path / "out.json", app, cwd=tmp_path, environment=places)
    assert result.returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"app", "out.json", *places}
    assert [list(Path(place).iterdir()) for place in places.values()] == [[]] * 4
    assert {path.name for path in app.iterdir()} - {".roadworthy"} == {
        "package.json",
        "server.ts",
        "start.cjs",
        "roadworthy.toml",
    }


def test_git_sees_no_change(tmp_path: Path) -> None:
    app = quotes(tmp_path / "app")
    subprocess.run(["git", "init", "--quiet"], cwd=app, check=True)
    subprocess.run(["git", "add", "--all"], cwd=app, check=True)
    seen = ["git", "status", "--porcelain"]
    before = subprocess.run(seen, cwd=app, capture_output=True, check=True).stdout
    assert roadworthy("audit", cwd=app).returncode == 0
    assert subprocess.run(seen, cwd=app, capture_output=True, check=True).stdout == before


def without_timings(text: str) -> str:
    report = json.loads(text)
    report.pop("timings")
    return json.dumps(report)
