"""Installing the app's packages, once for each set of manifests."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec

from roadworthy.errors import AppError
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.cache_folder import beside, cache_folder, keep
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.kept_packages import make_room, size, take
from roadworthy.trial.python_requirements import PACKAGE_INSTALLER
from roadworthy.trial.registry import Registry, machine_registry
from roadworthy.trial.runtime import (
    INSIDE_VENV,
    Runtime,
    node_runtime,
    python_runtime,
    search_path,
    uv_mounts,
)
from roadworthy.trial.sandbox import FREE_USERS, HOME, Mount, give, open_sandbox

INSIDE_APP = "/app"
# Part of the key: raise it when what is kept changes form.
FORM = "6"
_MANIFESTS = frozenset(
    {
        "package.json",
        "package-lock.json",
        "npm-shrinkwrap.json",
        "pnpm-lock.yaml",
        "pnpm-workspace.yaml",
        "yarn.lock",
        ".yarnrc",
        ".yarnrc.yml",
        ".npmrc",
        "pyproject.toml",
        "setup.cfg",
    }
)
# Where the sandbox that installs packages shows files/packages.
_NATIVE_PACKAGES = f"{Path(PACKAGE_INSTALLER).parent}/packages/native_packages.mjs"
_BY_UV = f"{Path(PACKAGE_INSTALLER).parent}/by_uv.py"
_NOTES = "roadworthy-notes.txt"
_PYTHON_INSTALLER = ("install_packages.py", "by_uv.py", "plain_wheel.py")
# Tools write here while the rest of node_modules stays as it was installed.
WRITTEN = (".cache", ".vite", ".vite-temp", ".prisma", ".tmp")


class Packages(msgspec.Struct, frozen=True):
    """Installed packages: how the sandbox shows them, what goes first on PATH, and the key they are kept under. `notes` say
    what is installed otherwise than the app asks for."""

    key: str
    path: tuple[str, ...]
    mounts: tuple[Mount, ...]
    notes: tuple[str, ...] = ()


def install_packages(
    loop: EventLoop, copy: Path, plan: BootPlan, run_folder: Path, timeout: float
) -> Packages:
    """Install what the app's manifests ask for, or take it from the cache.

    The packages are mounted read-only, so that a trial needs no copy of them and an app cannot change what the next
    trial gets (hard links would let it). Raises AppError with the package manager's last words.
    """
    runtime = node_runtime() if plan.runtime == "node" else python_runtime(plan.python)
    if not plan.install:
        return Packages("none", runtime.path, runtime.mounts)
    key = _key(copy, plan, runtime)
    kept = cache_folder("packages") / key
    while not take(kept):
        make_room(kept.parent)
        _keep_installed(loop, copy, plan, runtime, run_folder, kept, timeout)
    bins = tuple(
        str(Path(INSIDE_APP, folder, "node_modules", ".bin")) for folder in dict.fromkeys((plan.cwd, "."))
    )
    path = (*bins, *runtime.path) if plan.runtime == "node" else runtime.path
    return Packages(key, path, (*runtime.mounts, *_mounts(kept, run_folder)), _notes(kept))


def _keep_installed(
    loop: EventLoop,
    copy: Path,
    plan: BootPlan,
    runtime: Runtime,
    run_folder: Path,
    kept: Path,
    timeout: float,
) -> None:
    made = run_folder / "install"
    _install(loop, copy, plan, runtime, run_folder, timeout)
    partial = beside(kept)
    shutil.copytree(made, partial, symlinks=True) if not _same_device(made, kept.parent) else shutil.move(
        made, partial
    )
    size(partial)
    keep(partial, kept)


def _notes(kept: Path) -> tuple[str, ...]:
    file = kept / "venv" / _NOTES
    return tuple(file.read_text().splitlines()) if file.is_file() else ()


def _same_device(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def manifests(copy: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(copy):
        folders[:] = sorted(name for name in folders if name != "node_modules")
        for name in sorted(files):
            if name in _MANIFESTS or (name.endswith((".txt", ".lock")) and "requirements" in name):
                yield Path(folder) / name
        if Path(folder).name in ("patches", "requirements"):
            yield from (Path(folder) / name for name in sorted(files) if name not in _MANIFESTS)


def _key(copy: Path, plan: BootPlan, runtime: Runtime) -> str:
    digest = hashlib.sha256(
        "\0".join((FORM, plan.runtime, runtime.version, plan.cwd, *plan.install)).encode()
    )
    for file in _PYTHON_INSTALLER if plan.runtime == "python" else ():
        # A set that an older installer made is made anew.
        digest.update((Path(__file__).parent / "files" / file).read_bytes())
    for manifest in manifests(copy):
        digest.update(str(manifest.relative_to(copy)).encode() + b"\0" + manifest.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def _install(
    loop: EventLoop, copy: Path, plan: BootPlan, runtime: Runtime, run_folder: Path, timeout: float
) -> None:
    made = run_folder / "install"
    workspace = made / "tree"
    workspace.mkdir(parents=True)
    (made / "venv").mkdir()
    for manifest in manifests(copy):
        target = workspace / manifest.relative_to(copy)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(manifest, target)
    (workspace / plan.cwd).mkdir(parents=True, exist_ok=True)
    user = FREE_USERS.start - 1 if os.geteuid() == 0 else None
    registry = machine_registry()
    downloads = cache_folder("downloads")
    _settings_files(registry, run_folder)
    for folder in (made, downloads):
        if folder.stat().st_uid != (user if user is not None else os.geteuid()):
            give(folder, user)
    mounts = [
        Mount(workspace, INSIDE_APP, True),
        Mount(made / "venv", INSIDE_VENV, True),
        Mount(downloads, f"{HOME}/.cache", True),
        Mount(run_folder / "registry", "/opt/roadworthy/registry"),
        Mount(Path(__file__).parent / "files", str(Path(PACKAGE_INSTALLER).parent)),
        *registry.mounts,
        *runtime.mounts,
        *uv_mounts(),
    ]
    loop.wait(_run_install(run_folder, mounts, user, plan, runtime, registry, timeout))
    _clear_sources(made)


def _settings_files(registry: Registry, run_folder: Path) -> None:
    folder = run_folder / "registry"
    folder.mkdir(mode=0o755)
    (folder / "npmrc").write_text(registry.npmrc)
    (folder / "pip.conf").write_text(registry.pip)


async def _run_install(
    run_folder: Path,
    mounts: list[Mount],
    user: int | None,
    plan: BootPlan,
    runtime: Runtime,
    registry: Registry,
    timeout: float,
) -> None:
    environment = {
        **registry.environment,
        "PATH": search_path(runtime.path),
        "HOME": HOME,
        "LANG": "C.UTF-8",
        "CI": "1",
        "npm_config_userconfig": "/opt/roadworthy/registry/npmrc",
        "npm_config_cache": f"{HOME}/.cache/npm",
        # The home folder is small and gone afterwards.
        "npm_config_store_dir": f"{HOME}/.cache/pnpm",
        "npm_config_audit": "false",
        "npm_config_fund": "false",
        "npm_config_update_notifier": "false",
        # pnpm is the one that was chosen, whichever release the manifest would have it fetch.
        "npm_config_manage_package_manager_versions": "false",
        "PIP_CONFIG_FILE": "/opt/roadworthy/registry/pip.conf",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "NODE_ENV": "development",
    }
    commands = list(plan.install)
    if plan.runtime == "python":
        made = f"{runtime.path[-1]}/python3 -m venv --without-pip {INSIDE_VENV}"
        commands.insert(0, f"{made} && {INSIDE_VENV}/bin/python {_BY_UV}")
    else:
        commands.append(f"node {_NATIVE_PACKAGES} {INSIDE_APP} {INSIDE_VENV}/{_NOTES}")
    sandbox = await open_sandbox(run_folder, "install", mounts, user=user, network=True)
    try:
        for command in commands:
            argv, cwd = ["/bin/sh", "-c", command], str(Path(INSIDE_APP, plan.cwd))
            code, log = await sandbox.keeper.run(argv, cwd=cwd, env=environment, timeout=timeout)
            if code != 0:
                raise AppError(
                    f"`{'pip install' if PACKAGE_INSTALLER in command else command}` failed: {log.last_lines()}",
                    where="install",
                    remedy="set install in [trial] of roadworthy.toml",
                )
    finally:
        await sandbox.close()


def _clear_sources(made: Path) -> None:
    """Leave only the installed folders, with the places that tools write to made ready."""
    for folder, folders, files in os.walk(made / "tree"):
        for name in files:
            (Path(folder) / name).unlink()
        if "node_modules" in folders:
            folders.remove("node_modules")
            for written in WRITTEN:
                (Path(folder) / "node_modules" / written).mkdir(exist_ok=True)


def _mounts(kept: Path, run_folder: Path) -> Iterator[Mount]:
    tree = kept / "tree"
    for folder, folders, _files in os.walk(tree):
        if "node_modules" not in folders:
            continue
        folders.remove("node_modules")
        source = Path(folder) / "node_modules"
        inside = str(Path(INSIDE_APP) / source.relative_to(tree))
        yield Mount(source, inside)
        for written in WRITTEN:
            scratch = run_folder / "scratch" / source.relative_to(tree) / written
            # Packages that an earlier release kept lack the places that were made ready since.
            (source / written).mkdir(exist_ok=True)
            shutil.copytree(source / written, scratch, symlinks=True)
            yield Mount(scratch, f"{inside}/{written}", True)
    if any((kept / "venv").iterdir()):
        yield Mount(kept / "venv", INSIDE_VENV)
