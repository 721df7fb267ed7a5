"""Stops the database, and listens whether any health check says so."""

from __future__ import annotations

import re
import time

from msgspec import Struct

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.errors import AppError
from roadworthy.patterns.uptime.no_health_check.finding import NONE, WATCHED, HealthGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.plain_reads import working_read
from roadworthy.proof.recovering import recover
from roadworthy.proof.valid_request import ValidRequest, send_valid
from roadworthy.regex import regex
from roadworthy.trial import Response, Trial
from roadworthy.views.operations.health import health_endpoints
from roadworthy.views.operations.hosting import app_processes

# What platforms and people ask when nothing else is said.
_USUAL_PATHS = ("/", "/health", "/healthz", "/ready", "/readyz", "/api/health")
# A platform that asks every few seconds and needs two or three bad answers has noticed by then.
_NOTICED_SECONDS = 6.0
_BACK_SECONDS = 15.0
# Whoever asks gives up after a few seconds: Render after 5 s, Kubernetes after 1 s unless told otherwise.
_ANSWER_SECONDS = 5.0
_SICK_WORDS = regex(
    r"unhealthy|unavailable|degraded|disconnected|not ready|\b(down|error|fail\w*|false)\b", re.I
)


class Check(Struct, frozen=True):
    """A health check that said all was well while it was, and what it said."""

    path: str
    well: str


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Asks the health checks and an ordinary request: while all is well, without the database, and with it again."""
    experiment = Experiment(
        trial, "While the database is stopped a health check says so, and it says when the database is back"
    )
    database = database_of(trial)
    found: HealthGap = gap.details
    if not database.is_server and found.trouble != NONE:
        # A check that asks SQLite for nothing of its file is not told by the file.
        return experiment.untestable(f"{database.kind} runs inside the app and cannot be stopped by itself")
    gone = "stopped" if database.is_server else "unreadable"
    reader = working_read(experiment, app, trial)
    if reader is None:
        return experiment.untestable("no request that reads the database succeeded")
    witness = reader.request
    checks = _checks(experiment, _asked(found, app))
    if not checks and found.trouble != NONE:
        return experiment.untestable("its health check says that it is not well while it is")
    try:
        experiment.note(
            "act", f"the database is {gone}" if database.is_server else f"the database's file is {gone}"
        )
        database.stop()
        missing = _sick(experiment, witness)
        if missing:
            return experiment.untestable(missing)
        telling = _telling(experiment, checks)
    except AppError:
        # Started without its database, it ended before its first answer.
        return experiment.untestable("without its database the app ends again and again")
    finally:
        database.start()
    if not trial.alive():
        return experiment.untestable("without its database the app ends again and again")
    outcome = (
        experiment.proven(_silence(checks, witness, gone))
        if telling is None
        else _back(experiment, telling, meant=telling.path in _meant(app))
    )
    recover(trial, witness)
    return outcome


def _asked(found: HealthGap, app: App) -> list[str]:
    """What is asked: the path that a platform watches where that is the trouble, else all that could tell."""
    if found.trouble == WATCHED:
        return _watched(app)
    return list(dict.fromkeys((*_meant(app), *_USUAL_PATHS)))


def _meant(app: App) -> list[str]:
    """The addresses that are there to tell: health checks, and what a platform asks."""
    return [*(one.endpoint.path for one in health_endpoints(app)), *_watched(app)]


def _watched(app: App) -> list[str]:
    return [one.check for one in app_processes(app) if one.check.startswith("/")]


def _checks(experiment: Experiment, paths: list[str]) -> list[Check]:
    """Those that say that all is well. Paths that answer the same page are the page of a single-page app: one stands for all."""
    found = [check for path in paths if (check := _well(experiment, path)) is not None]
    pages: set[str] = set()
    kept = []
    for check in found:
        page = check.well.lstrip().startswith("<")
        if not page or check.well not in pages:
            kept.append(check)
        if page:
            pages.add(check.well)
    return kept


def _well(experiment: Experiment, path: str) -> Check | None:
    answer = _ask(experiment, path, f"{path} while all is well", "arrange")
    return Check(path, answer.text) if answer.ok else None


def _sick(experiment: Experiment, witness: ValidRequest) -> str:
    """Makes sure that the app is sick without its database, and runs; in words why not, '' when it is so."""
    answer = send_valid(experiment, witness, "the request that reads the database", timeout=15.0)
    if not answer.ok and not experiment.trial.alive():
        _keep_running(experiment)
        answer = send_valid(experiment, witness, "the request again", timeout=15.0)
    return "the app serves its readers without the database" if answer.ok else ""


def _keep_running(experiment: Experiment) -> None:
    """An app that ended with its database is started again, as a platform would."""
    experiment.note("observe", "the app ended with its database; it is started again, as a platform would")
    experiment.trial.start()


def _telling(experiment: Experiment, checks: list[Check]) -> Check | None:
    """The first check that stops saying that all is well; None when none does within some seconds."""
    ends = time.monotonic() + _NOTICED_SECONDS
    while checks:
        for check in checks:
            answer = experiment.trial.send("anonymous", "GET", check.path, timeout=_ANSWER_SECONDS)
            if not experiment.trial.alive():
                _keep_running(experiment)
            elif _says_sick(answer, check):
                _ask(experiment, check.path, f"{check.path} without the database", "observe")
                return check
        if time.monotonic() > ends:
            break
        time.sleep(0.5)
    for check in checks:
        _ask(experiment, check.path, f"{check.path} {_NOTICED_SECONDS:.0f} s later", "observe")
    return None


def _says_sick(answer: Response, check: Check) -> bool:
    """A refusal, silence, or words that it did not say while all was well."""
    return not answer.ok or bool(_SICK_WORDS.search(answer.text) and not _SICK_WORDS.search(check.well))


def _silence(checks: list[Check], witness: ValidRequest, gone: str) -> str:
    fails = f"With the database {gone} {witness.method} {witness.path.partition('?')[0]} fails"
    if not checks:
        return f"{fails}, and none of {', '.join(_USUAL_PATHS)} is there to tell"
    return f"{fails}, and {', '.join(check.path for check in checks[:4])} still say that all is well"


def _back(experiment: Experiment, telling: Check, *, meant: bool) -> Reproduction:
    """That it says so again. A page that is there for people fails with its database as others do, and tells nobody who does not look."""
    if not meant and telling.well.lstrip().startswith("<"):
        return experiment.untestable(
            f"{telling.path} fails without the database as any page does, and nothing is there to tell"
        )
    began = time.monotonic()
    while time.monotonic() < began + _BACK_SECONDS:
        answer = experiment.trial.send("anonymous", "GET", telling.path, timeout=_ANSWER_SECONDS)
        if answer.ok and not _says_sick(answer, telling):
            _ask(experiment, telling.path, f"{telling.path} with the database again", "observe")
            return experiment.cleared(
                f"{telling.path} says that the database is gone, and that it is well when it is back"
            )
        time.sleep(0.3)
    return experiment.untestable(
        f"{telling.path} did not say within {_BACK_SECONDS:.0f} s that the database is back"
    )


def _ask(experiment: Experiment, path: str, says: str, kind: str) -> Response:
    return experiment.send("anonymous", "GET", path, says=says, kind=kind, timeout=_ANSWER_SECONDS)
