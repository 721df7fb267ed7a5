"""A lockfile follows its package.json, or `npm ci` would refuse the repaired app."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repositories import write

from roadworthy.errors import RepairRefused
from roadworthy.repair.lockfile import _on_the_registry_of, update_lockfiles
from roadworthy.trial.registry import Registry

pytestmark = pytest.mark.trial
LOCK = {"name": "shop", "lockfileVersion": 3, "requires": True, "packages": {"": {"name": "shop"}}}


def app(root: Path, dependency: str) -> Path:
    manifest = {"name": "shop", "dependencies": {"local": dependency}}
    local = {"name": "local", "version": "1.2.3", "scripts": {"postinstall": "touch /app/ran"}}
    files = {"package.json": manifest, "package-lock.json": LOCK, "local/package.json": local}
    write(root, {path: json.dumps(content) for path, content in files.items()})
    return root


def test_a_new_dependency_is_resolved_into_the_lockfile(tmp_path: Path) -> None:
    root = app(tmp_path, "file:./local")
    assert update_lockfiles(root, ("package.json", "server.ts")) == ("package-lock.json",)
    packages = json.loads((root / "package-lock.json").read_text())["packages"]
    assert packages["local"]["version"] == "1.2.3"
    assert update_lockfiles(root, ("package.json",)) == ()
    assert update_lockfiles(root, ("server.ts",)) == ()
    assert sorted(path.name for path in root.iterdir()) == ["local", "package-lock.json", "package.json"]


def test_a_dependency_that_cannot_be_resolved_is_refused(tmp_path: Path) -> None:
    root = app(tmp_path, "file:./missing.tgz")
    before = (root / "package-lock.json").read_bytes()
    with pytest.raises(RepairRefused, match="`npm install"):
        update_lockfiles(root, ("package.json",))
    assert (root / "package-lock.json").read_bytes() == before


def test_the_mirror_of_this_machine_does_not_enter_the_lockfile() -> None:
    registry = Registry(npmrc="registry=https://mirror.test/npm\n", pip="", environment={}, mounts=())
    before = b'"resolved": "https://packages.test/@some/a/-/a-1.0.0.tgz"'
    made = b'"resolved": "https://mirror.test/npm/b/-/b-2.0.0.tgz"'
    assert (
        _on_the_registry_of(before, made, registry) == b'"resolved": "https://packages.test/b/-/b-2.0.0.tgz"'
    )
    assert _on_the_registry_of(b"", made, registry) == made
