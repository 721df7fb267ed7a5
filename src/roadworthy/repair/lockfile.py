"""Brings a lockfile in line with a package.json that a repair added to."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from roadworthy.errors import RepairRefused
from roadworthy.regex import regex
from roadworthy.repair.workshop import INSTALL_SECONDS
from roadworthy.trial.cache_folder import cache_folder
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.install import INSIDE_APP, manifests
from roadworthy.trial.registry import Registry, machine_registry
from roadworthy.trial.run_folder import run_folder
from roadworthy.trial.runtime import node_runtime, search_path
from roadworthy.trial.sandbox import FREE_USERS, HOME, Mount, give, open_sandbox

# The address before a package's path in an entry: <registry>/@scope/name/-/name-1.0.0.tgz.
_REGISTRY = regex(rb'(https?://[^\s"]+?/)(?:@[^/\s"]+/)?[^/@\s"]+/-/')
_SETTINGS = "/opt/roadworthy/registry"
_NPM = "npm install --package-lock-only --ignore-scripts --no-audit --no-fund"
_COMMANDS = {
    "package-lock.json": _NPM,
    "npm-shrinkwrap.json": _NPM,
    "pnpm-lock.yaml": "pnpm install --lockfile-only --ignore-scripts",
    "yarn.lock": "yarn install --ignore-scripts",
}
_YARN_BERRY = "yarn install --mode=update-lockfile"


def update_lockfiles(root: Path, changed: tuple[str, ...]) -> tuple[str, ...]:
    """Resolves the lockfiles above changed package.json files anew; the paths that changed.

    The package manager runs in the sandbox, on manifests alone, without scripts. Raises RepairRefused with its last
    words when it fails, TrialUnavailable when nothing here isolates.
    """
    locks = {
        lock
        for path in changed
        if PurePosixPath(path).name == "package.json"
        if (lock := _lock_above(root, path))
    }
    return tuple(lock for lock in sorted(locks) if _update(root, lock))


def _lock_above(root: Path, manifest: str) -> str | None:
    for folder in PurePosixPath(manifest).parents:
        for name in _COMMANDS:
            if (root / folder / name).is_file():
                return (folder / name).as_posix()
    return None


def _update(root: Path, lock: str) -> bool:
    before = (root / lock).read_bytes()
    registry = machine_registry()
    with run_folder() as scratch:
        workspace = scratch / "tree"
        for manifest in manifests(root):
            target = workspace / manifest.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(manifest, target)
        # Whether entries name their registry stays as it is, whatever this machine is set up for.
        omit = "false" if b'"resolved"' in before else "true"
        settings = {**registry.environment, "npm_config_omit_lockfile_registry_resolved": omit}
        _run(scratch, workspace, lock, _command(lock, before), registry, settings)
        made = workspace / lock
        if made.is_symlink() or not made.is_file():
            raise RepairRefused("was removed by its package manager", where=lock)
        after = _on_the_registry_of(before, made.read_bytes(), registry)
    (root / lock).write_bytes(after)
    return after != before


def _command(lock: str, content: bytes) -> str:
    name = PurePosixPath(lock).name
    command = _YARN_BERRY if name == "yarn.lock" and b"__metadata:" in content else _COMMANDS[name]
    manager = command.split()[0]
    return command if shutil.which(manager) else f"npx --yes {command}"


def _run(
    scratch: Path, workspace: Path, lock: str, command: str, registry: Registry, settings: Mapping[str, str]
) -> None:
    runtime = node_runtime()
    user = FREE_USERS.start - 1 if os.geteuid() == 0 else None
    configuration = scratch / "registry"
    configuration.mkdir(mode=0o755)
    (configuration / "npmrc").write_text(registry.npmrc)
    give(workspace, user)
    downloads = cache_folder("downloads")
    if user is not None and downloads.stat().st_uid != user:
        give(downloads, user)
    mounts = [
        Mount(workspace, INSIDE_APP, True),
        Mount(downloads, f"{HOME}/.cache", True),
        Mount(configuration, _SETTINGS),
        *registry.mounts,
        *runtime.mounts,
    ]
    environment = {
        **settings,
        "PATH": search_path(runtime.path),
        "HOME": HOME,
        "CI": "1",
        "npm_config_userconfig": f"{_SETTINGS}/npmrc",
        "npm_config_cache": f"{HOME}/.cache/npm",
        "npm_config_prefer_offline": "true",
        "npm_config_update_notifier": "false",
    }
    loop = EventLoop()
    try:
        sandbox = loop.wait(open_sandbox(scratch, "lock", mounts, user=user, network=True))
        folder = (PurePosixPath(INSIDE_APP) / PurePosixPath(lock).parent).as_posix()
        running = sandbox.keeper.run(
            ["/bin/sh", "-c", command], cwd=folder, env=environment, timeout=INSTALL_SECONDS
        )
        code, log = loop.wait(running)
        loop.wait(sandbox.close())
    finally:
        loop.close()
    if code != 0:
        raise RepairRefused(f"`{command}` failed: {log.last_lines(2)}", where=lock)


def _on_the_registry_of(before: bytes, made: bytes, registry: Registry) -> bytes:
    """New entries name the registry that the old ones do, not the mirror that this machine is set up for."""
    old = _REGISTRY.search(before)
    if old is None:
        return made
    named = re.findall(r"^registry=(\S+)", registry.npmrc, re.MULTILINE)
    named += [value for name, value in registry.environment.items() if name.lower() == "npm_config_registry"]
    for address in named:
        made = made.replace(address.rstrip("/").encode() + b"/", old[1])
    return made
