"""The quality of the front page, by Lighthouse, in the trial's own browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from msgspec import Struct

from roadworthy.errors import TrialUnavailable
from roadworthy.trial import Trial
from roadworthy.trial.cache_folder import beside, cache_folder, keep
from roadworthy.trial.runtime import NPM_OF_WHEEL, node_of_wheel

# The newest release that runs on Node 20.
LIGHTHOUSE = "12.8.2"
RUNS = 1
INSTALL_SECONDS = 240.0
PAGE_SECONDS = 90.0
CATEGORIES = ("performance", "accessibility", "best-practices")


class PageScores(Struct, frozen=True):
    """Scores of 100; `kilobytes` is what the first visit transfers."""

    performance: float
    accessibility: float
    best_practices: float
    kilobytes: float


def measure_page(trial: Trial, path: str = "/", runs: int = RUNS) -> PageScores:
    """The front page as a phone on a slow line sees it (Lighthouse's usual conditions, simulated): the best of `runs`
    runs for each number, because whatever else the machine does can only make them worse.

    Lighthouse is installed once, into Roadworthy's cache, by the npm of this machine; the browser is the trial's,
    whose network holds the app and nothing else. Raises TrialUnavailable when npm, Node or Chromium is missing.
    """
    program = _lighthouse()
    port = trial.devtools().rpartition(":")[2]
    taken = [_run(program, trial.base_url + path, port) for _ in range(runs)]
    return PageScores(
        performance=max(run.performance for run in taken),
        accessibility=max(run.accessibility for run in taken),
        best_practices=max(run.best_practices for run in taken),
        kilobytes=min(run.kilobytes for run in taken),
    )


def _run(program: list[str], url: str, port: str) -> PageScores:
    with tempfile.TemporaryDirectory(prefix="roadworthy-page-") as folder:
        report = Path(folder) / "report.json"
        headers = json.dumps({"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.18.0.1"})
        command = [*program, url, f"--port={port}", "--hostname=127.0.0.1", "--quiet", "--output=json"]
        command += [f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}"]
        command += [f"--extra-headers={headers}", "--max-wait-for-load=30000", "--no-enable-error-reporting"]
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "CI": "1"}
        _call(command, Path(folder), environment, PAGE_SECONDS, "Lighthouse")
        return scores(json.loads(report.read_text()))


def scores(report: dict[str, Any]) -> PageScores:
    """The numbers of a Lighthouse report. Raises TrialUnavailable when the page could not be judged."""
    error = report.get("runtimeError")
    if error:
        raise TrialUnavailable(f"Lighthouse could not judge the page: {error.get('message', error)}")
    values = {name: report["categories"][name]["score"] for name in CATEGORIES}
    if None in values.values():
        raise TrialUnavailable("Lighthouse could not judge the page")
    transferred = report["audits"].get("total-byte-weight", {}).get("numericValue") or 0
    performance, accessibility, best_practices = (round(values[name] * 100) for name in CATEGORIES)
    return PageScores(performance, accessibility, best_practices, round(transferred / 1000, 1))


# --- the tool ----------------------------------------------------------------------------------------


def _lighthouse() -> list[str]:
    """How to start Lighthouse; installed when it is not there."""
    node, npm = _node_and_npm()
    kept = cache_folder("tools") / f"lighthouse-{LIGHTHOUSE}"
    if not kept.is_dir():
        _install(npm, kept)
    return [node, str(kept / "node_modules" / "lighthouse" / "cli" / "index.js")]


def _install(npm: list[str], kept: Path) -> None:
    made = beside(kept)
    made.mkdir()
    (made / "package.json").write_text('{"private": true}\n')
    command = [*npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", f"lighthouse@{LIGHTHOUSE}"]
    try:
        # It is our own tool: this machine's own npm settings say where packages come from.
        _call(command, made, dict(os.environ), INSTALL_SECONDS, "npm install lighthouse")
    except TrialUnavailable:
        shutil.rmtree(made, ignore_errors=True)
        raise
    keep(made, kept)


def _node_and_npm() -> tuple[str, list[str]]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return node, [npm]
    own = node_of_wheel()
    if own is not None:
        return str(own), [str(own), str(own.parent.parent / NPM_OF_WHEEL["npm"])]
    raise TrialUnavailable("Lighthouse needs Node and npm", remedy="install Node 20 or newer")


def _call(command: list[str], folder: Path, environment: dict[str, str], seconds: float, what: str) -> None:
    try:
        ended = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds
        )
    except subprocess.TimeoutExpired as late:
        raise TrialUnavailable(f"{what} took longer than {seconds:.0f} s") from late
    except OSError as error:
        raise TrialUnavailable(f"{what} does not start: {error.strerror}") from error
    if ended.returncode != 0:
        raise TrialUnavailable(f"{what} failed: {' '.join((ended.stderr or ended.stdout).split())[-300:]}")
