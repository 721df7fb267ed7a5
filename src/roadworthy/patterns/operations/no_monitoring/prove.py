"""Makes a burst of errors, and looks whether any number moves or anybody is told."""

from __future__ import annotations

import re

import httpx
from msgspec import Struct

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.failing import FailingRead, failing_read, hidden_failure, without_table
from roadworthy.proof.failing_pages import fail_once, failing_page
from roadworthy.regex import regex
from roadworthy.trial import Trial
from roadworthy.views.operations.watching import instruments

_USUAL = (
    "/metrics",
    "/api/metrics",
    "/-/metrics",
    "/internal/metrics",
    "/actuator/prometheus",
    "/stats",
    "/api/stats/metrics",
)
_NAMED = regex(r"metrics|prometheus", re.I)
_BURST = 8
_FAILURE = 500
_VISITS = 3
# `name{label="value"} 12` or `"name": 12`.
_NUMBER = regex(r'^\w[\w:]*(\{[^}]*\})? [\d.e+-]+|"\w[\w.]*"\s*:\s*[\d.]+', re.M)

_VALUE = regex(r"^(\w[\w:]*(?:\{[^}]*\})?) ([\d.]+(?:e[+-]?\d+)?)\s*$", re.M)
# Each worker of a server may keep numbers of its own; so many reads meet two of them.
_READS = 6
_OF_THE_PROCESS = regex(r"^(python|process|nodejs|go|jvm)_|_created\b")
_OF_REQUESTS = regex(r"request|response|http|hits|calls", re.I)
_FAILURES = regex(r'"5\d\d"|"5xx"|error|fail', re.I)


class Gauge(Struct, frozen=True):
    """A page of numbers, with the highest that was read of each."""

    path: str
    values: dict[str, float]


class Moved(Struct, frozen=True):
    """`number` counts the burst; `perhaps` moved by less, as one of several workers would count it."""

    number: str = ""
    perhaps: str = ""


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """The numbers before and after eight requests that fail. Whether a rule would have fired the repository alone tells."""
    experiment = Experiment(
        trial, "A burst of errors moves a number that somebody can watch, or is told to somebody"
    )
    read = failing_read(experiment, app, trial) or hidden_failure(experiment, app, trial)
    if read is None:
        return _on_pages(experiment, app, trial)
    before = _gauges(experiment, app)
    if before and read.failed.ok:
        return experiment.untestable(
            f"{before[0].path} may count failures, and none of the app's answers is one"
        )
    trial.doubles.clear()
    statuses = _burst(experiment, read)
    if not read.failed.ok and int(statuses) < _FAILURE:
        return experiment.untestable(
            f"without {read.table} the requests were answered {statuses}: no failure of the app's"
        )
    told = sorted({one.host for one in trial.doubles.requests()})
    if told:
        return experiment.cleared(f"a burst of errors was told to {', '.join(told)}")
    moved = _moved(experiment, before)
    if moved.number:
        return experiment.cleared(f"{moved.number} moved after {_BURST} failed requests")
    if moved.perhaps:
        return experiment.untestable(f"{moved.perhaps} moved, by less than the {_BURST} requests that failed")
    asked = ", ".join(_paths(app))
    shown = (
        f"{', '.join(one.path for one in before)} did not move" if before else f"none of {asked} has numbers"
    )
    failed = f"failed ({statuses})"
    if read.failed.ok:
        failed = f"for {read.endpoint.subject} could not read {read.table} and were answered {statuses}"
    return experiment.proven(f"{_BURST} requests {failed}: {shown}, and nobody outside was told")


def _on_pages(experiment: Experiment, app: App, trial: Trial) -> Reproduction:
    """Where no request of a server's own can fail, visits of a page do, whose read is answered with 500."""
    before = _gauges(experiment, app)
    page = failing_page(experiment, app, trial)
    if page is None:
        return experiment.untestable(
            "neither a request nor a page that reads the database could be made to fail"
        )
    visits = [page, *(fail_once(trial, page.read, page.read.seen) for _ in range(_VISITS - 1))]
    told = sorted({one for visit in visits for one in visit.told})
    if told:
        return experiment.cleared(f"a failure on {page.read.route} was told to {', '.join(told)}")
    if used := instruments(app):
        return experiment.untestable(
            f"{used[0].library} may have no address in a trial, or not count this failure"
        )
    moved = _moved(experiment, before)
    if moved.number or moved.perhaps:
        return experiment.untestable(f"{moved.number or moved.perhaps} moved, whatever it counts")
    return experiment.proven(
        f"{_VISITS} visits of {page.read.route} failed ({page.read.path} answered 500): nobody outside was told, and no page of "
        "the app has numbers that moved"
    )


def _paths(app: App) -> list[str]:
    own = [
        one.path
        for one in app.endpoints
        if one.method == "GET" and _NAMED.search(one.path) and ":" not in one.path
    ]
    return list(dict.fromkeys((*own, *_USUAL)))


def _gauges(experiment: Experiment, app: App) -> list[Gauge]:
    """Pages with numbers: asked from the machine itself, as whatever collects them does, and as an administrator."""
    found = []
    for path in _paths(app):
        text = _text(experiment.trial, path)
        if text and _NUMBER.search(text) and not text.lstrip().startswith("<"):
            experiment.note("arrange", f"{path} before", f'curl -s "$BASE{path}"', text)
            found.append(path)
    # Looking for the pages has moved numbers as well: they are read once more when all are found.
    return [Gauge(path, _highest(experiment.trial, path)) for path in found]


def _highest(trial: Trial, path: str) -> dict[str, float]:
    highest: dict[str, float] = {}
    for _ in range(_READS):
        for name, value in _values(_text(trial, path)).items():
            highest[name] = max(value, highest.get(name, value))
    return highest


def _text(trial: Trial, path: str) -> str:
    try:
        # No header of a proxy: numbers are often for the machine itself alone.
        answer = httpx.get(trial.reached_at + path, timeout=10.0, trust_env=False)
    except httpx.HTTPError:
        return ""
    if answer.status_code == 200:
        return answer.text
    if "admin" not in trial.actors:
        return ""
    as_admin = trial.send("admin", "GET", path)
    return as_admin.text if as_admin.ok else ""


def _burst(experiment: Experiment, read: FailingRead) -> str:
    trial, request = experiment.trial, read.request
    if not read.table:
        raise TrialUnavailable("no table can be taken away")
    with without_table(database_of(trial), read.table):
        answers = [
            trial.send(request.actor, request.method, request.path, json=request.body) for _ in range(_BURST)
        ]
    statuses = ", ".join(str(answer.status) for answer in answers)
    experiment.note(
        "act", f"{_BURST} requests for {read.endpoint.subject} without the table {read.table}", shows=statuses
    )
    return str(answers[-1].status)


def _moved(experiment: Experiment, before: list[Gauge]) -> Moved:
    """A number that counts the burst: one more for each request, or one about failures. Processor time moves anyway."""
    perhaps = ""
    for gauge in before:
        now = _highest(experiment.trial, gauge.path)
        more = {name: value - gauge.values.get(name, 0.0) for name, value in now.items()}
        grown = {name: by for name, by in more.items() if by > 0 and not _OF_THE_PROCESS.search(name)}
        counted = [
            f"{name} {now[name]:g}"
            for name, by in grown.items()
            if _BURST <= by <= _BURST + 2 + _READS or _FAILURES.search(name)
        ]
        experiment.note("observe", f"{gauge.path} afterwards", shows=" | ".join(counted[:4]) or "the same")
        if counted:
            return Moved(counted[0])
        # Reading the numbers is a request too: what moved by no more than that may be those reads.
        perhaps = perhaps or next(
            (
                name
                for name in grown
                if _OF_REQUESTS.search(name) and '"2' not in name and gauge.path not in name
            ),
            "",
        )
    return Moved(perhaps=perhaps)


def _values(text: str) -> dict[str, float]:
    return {name.strip(' "'): float(value) for name, value in _VALUE.findall(text)}
