"""A short load on the running app: many visitors at once read what ordinary people read."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.arrangement import parameters
from roadworthy.proof.valid_request import valid_request
from roadworthy.regex import regex
from roadworthy.repair.normal_flow import flow_steps
from roadworthy.trial import Actor, Trial

USERS = 20
SECONDS = 6.0
WARM_UP_SECONDS = 1.0
RUNS = 2
MOST_REQUESTS = 40_000
MOST_PATHS = 20
# Rows in each table: a shop after its first months. An empty database answers everything at once.
ROWS = 1_000
_LOCUSTFILE = Path(__file__).with_name("locustfile.py")
_GRACE_SECONDS = 30.0
# Not what visitors read; and what answers without doing anything would hide the rest.
_NOT_ORDINARY = regex(
    r"(^|/)(admin|internal|manage|metrics|debug)\b|(^|[/_-])(health\w*|ready\w*|live\w*|status|ping)$", re.I
)


class LoadRun(Struct, frozen=True):
    """One run. Times in milliseconds, of answers that were no failure; `limited` are those that the app's own rate limit
    refused (429), which are neither."""

    requests_per_second: float
    p50: float
    p95: float
    answers: int
    failures: int
    limited: int


class Load(Struct, frozen=True):
    """What was asked for (`subjects`, by `actor`) and the runs."""

    actor: str
    subjects: tuple[str, ...]
    runs: tuple[LoadRun, ...]
    rows: int

    @property
    def best(self) -> LoadRun:
        """The run that the rest of the machine disturbed less."""
        return max(self.runs, key=lambda run: (-run.failures, run.requests_per_second))

    @property
    def spread(self) -> float:
        """How far the slowest run was behind the fastest, as a share of the fastest."""
        speeds = [run.requests_per_second for run in self.runs]
        return (max(speeds) - min(speeds)) / max(speeds) if max(speeds) else 0.0


class Effort(Struct, frozen=True):
    """How hard the load is: `seconds` are measured, after those of warming up; a run ends early at `most_requests`."""

    users: int = USERS
    seconds: float = SECONDS
    warm_up_seconds: float = WARM_UP_SECONDS
    runs: int = RUNS
    most_requests: int = MOST_REQUESTS


def measure_load(app: App, trial: Trial, effort: Effort | None = None) -> Load:
    """Fills the database, then lets 20 visitors read for 8 seconds, twice, after 2 seconds of warming up each time.

    Loopback only, at most 40,000 requests a run. Raises TrialUnavailable when Locust is not installed or nothing can be
    read.
    """
    if importlib.util.find_spec("locust") is None:
        raise TrialUnavailable("a load run needs Locust", remedy="pip install 'roadworthy[trial]'")
    trial.reset()
    rows = _fill(trial)
    actor = trial.actors.get("alice") or trial.actor("anonymous")
    paths = dict(_readable(app, trial, actor))
    if not paths:
        raise TrialUnavailable("the app has nothing that an ordinary visitor can read")
    wanted = effort or Effort()
    runs = tuple(_run(trial, actor, list(paths.values()), wanted) for _ in range(wanted.runs))
    trial.reset()
    return Load(actor.name, tuple(paths), runs, rows)


def _fill(trial: Trial) -> int:
    """Rows in the tables; the number in each."""
    database = trial.database
    for table in database.tables() if database is not None else ():
        if "session" in table or "migration" in table:
            continue
        try:
            assert database is not None
            database.fill(table, max(0, ROWS - database.count(table)))
        except TrialUnavailable:
            # A table whose rules cannot be met stays as it is; the same holds before and after.
            continue
    return ROWS if database is not None else 0


def _readable(app: App, trial: Trial, actor: Actor) -> Iterator[tuple[str, str]]:
    """The subjects and paths that this person gets an answer to."""
    subjects = dict.fromkeys(step.subject for step in flow_steps(app) if not step.page)
    found = 0
    for subject in subjects:
        endpoint = app.endpoint(subject)
        if endpoint is None or _NOT_ORDINARY.search(endpoint.path) or found >= MOST_PATHS:
            continue
        path = _plain_path(app, trial, endpoint, actor)
        if path:
            found += 1
            yield subject, path
    if not found and trial.send(actor, "GET", "/").status == 200:
        yield "GET /", "/"


def _plain_path(app: App, trial: Trial, endpoint: Endpoint, actor: Actor) -> str:
    """The endpoint without any search, as people come to it, else with what it insists on; '' when it gives no answer."""
    plain = not parameters(endpoint.path)
    if plain and trial.send(actor, "GET", endpoint.path).status == 200:
        return endpoint.path
    try:
        path = valid_request(app, trial, endpoint).path
    except TrialUnavailable:
        return ""
    return path if trial.send(actor, "GET", path).status == 200 else ""


# --- one run -----------------------------------------------------------------------------------------


def _run(trial: Trial, actor: Actor, paths: Sequence[str], effort: Effort) -> LoadRun:
    headers = dict(actor.headers)
    if actor.cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in actor.cookies.items())
    order = {
        "paths": list(paths),
        "headers": headers,
        "most_requests": effort.most_requests,
        "warm_up_seconds": effort.warm_up_seconds,
    }
    with tempfile.TemporaryDirectory(prefix="roadworthy-load-") as folder:
        orders = Path(folder) / "orders.json"
        orders.write_text(json.dumps(order))
        orders.chmod(0o600)
        _locust(trial.reached_at, orders, effort)
        return _measured(json.loads(orders.read_text()))


def _locust(host: str, orders: Path, effort: Effort) -> None:
    """Locust patches the whole process that it runs in, so it gets one of its own."""
    command = [sys.executable, "-m", "locust", "-f", str(_LOCUSTFILE), "--headless", "--only-summary"]
    command += ["--users", str(effort.users), "--spawn-rate", str(effort.users), "--host", host]
    command += [
        "--run-time",
        f"{effort.seconds + effort.warm_up_seconds:.0f}s",
        "--exit-code-on-error",
        "0",
        "--loglevel",
        "ERROR",
    ]
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(orders.parent),
        "ROADWORTHY_LOAD": str(orders),
    }
    try:
        ended = subprocess.run(
            command,
            cwd=orders.parent,
            env=environment,
            capture_output=True,
            text=True,
            timeout=effort.seconds + effort.warm_up_seconds + _GRACE_SECONDS,
        )
    except subprocess.TimeoutExpired as late:
        raise TrialUnavailable("the load run did not end in time") from late
    if ended.returncode != 0:
        raise TrialUnavailable(f"the load run failed: {' '.join(ended.stderr.split())[-300:]}")


def _measured(told: dict[str, Any]) -> LoadRun:
    if "milliseconds" not in told:
        raise TrialUnavailable("the load run left no numbers")
    times = msgspec.convert(told["milliseconds"], list[float])
    return LoadRun(
        requests_per_second=round(len(times) / told["seconds"], 1) if told["seconds"] else 0.0,
        p50=round(percentile(times, 0.50), 1),
        p95=round(percentile(times, 0.95), 1),
        answers=len(times),
        failures=told["failures"],
        limited=told["limited"],
    )


def percentile(ordered: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the ordered values do not exceed; 0 for none."""
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)] if ordered else 0.0
