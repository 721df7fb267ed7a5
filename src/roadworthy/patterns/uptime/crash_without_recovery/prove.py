"""Takes the database away from the app, and tells the app to stop while a request is under way."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.uptime.crash_without_recovery.finding import CrashGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of, summary
from roadworthy.proof.held_tables import held, holding
from roadworthy.proof.plain_reads import PlainRead, working_read
from roadworthy.proof.valid_request import send_valid, valid_request
from roadworthy.trial import Response, Trial
from roadworthy.views.failures.lifecycle import escaping
from roadworthy.views.people.access import SIGNED_IN, Access

_ENDS_SECONDS = 3.0
_WAITING_SECONDS = 5.0
_ANSWER_SECONDS = 20.0
# Ends whatever process listens at the app's port, as a platform that deploys does.
_TERMINATE = r"""
port=$(printf ':%04X ' "${BASE_URL##*:}")
inode=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep "$port" | grep ' 0A ' | sed 's/^ *//' | tr -s ' ' | cut -d' ' -f10 | head -n 1)
for entry in $(ls -d /proc/[0-9]* | sort -t/ -k3 -n); do
  if ls -l "$entry/fd" 2>/dev/null | grep -q "socket:\[$inode\]"; then kill -TERM "${entry##*/}" && echo "told ${entry##*/}" && exit 0; fi
done
exit 1
"""


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Whichever of its ends the audit doubts: a broken idle connection, a rejected promise, SIGTERM."""
    experiment = Experiment(
        trial, "The app outlives a restart of its database, and finishes its requests before it stops"
    )
    found: CrashGap = gap.details
    if found.runtime != "node":
        return experiment.untestable(
            "what starts it again stands outside of it, and a trial runs its start command alone"
        )
    if found.drained and not found.deaf and not found.loose:
        return experiment.untestable(
            "all that is missing starts it again from outside, and a trial runs its start command alone"
        )
    if database_of(trial).kind not in ("postgres", "mongodb", "mysql"):
        return experiment.untestable(
            f"how a request is held up in {database_of(trial).kind} is not known here"
        )
    reader = working_read(experiment, app, trial)
    if reader is None:
        return experiment.untestable("no request that reads the database succeeded")
    try:
        return _ends(experiment, found, app, reader)
    finally:
        trial.restart()


def _ends(experiment: Experiment, found: CrashGap, app: App, reader: PlainRead) -> Reproduction:
    held, unseen = [], ""
    if found.deaf or found.loose:
        ended = _without_database(experiment, found, app, reader)
        if ended:
            return experiment.proven(ended)
        held.append("it outlives a restart of its database")
        # A handler that still catches nothing was not reached: what stands before it failed first.
        still = {endpoint.subject for endpoint in app.view(escaping)}
        unseen = next((one.subject for one in found.loose if one.subject in still), "")
    if not found.drained:
        cut = _told_to_stop(experiment, reader)
        if cut:
            return experiment.proven(cut)
        held.append("it finishes the request under way at SIGTERM")
    if unseen:
        return experiment.untestable(f"{unseen} could not be made to fail where nothing catches it")
    told = " and ".join(held)
    return experiment.cleared(f"{told[:1].upper()}{told[1:]}")


# --- the database goes -------------------------------------------------------------------------------


def _without_database(experiment: Experiment, found: CrashGap, app: App, reader: PlainRead) -> str:
    """How the app ended when its database was restarted; '' when it did not."""
    trial, database = experiment.trial, database_of(experiment.trial)
    # Without a session where none is asked for: looking one up would fail first, and be caught.
    asking = [one for one in found.loose if one.queries]
    loose = min(asking, key=lambda one: SIGNED_IN in Access(one).anywhere(), default=None)
    request = valid_request(app, trial, loose) if loose is not None else None
    mark = trial.log_mark()
    experiment.note("act", "the database is stopped, which breaks the connections that the app keeps")
    try:
        database.stop()
        cause = "a connection of its pool broke while idle" if _ended(trial) else ""
        if not cause and loose is not None and request is not None:
            actor = request.actor if SIGNED_IN in Access(loose).anywhere() else "anonymous"
            experiment.send(
                actor,
                request.method,
                request.path,
                says=f"{loose.subject} meanwhile",
                json=request.body,
            )
            cause = f"{loose.subject} failed and nothing caught it" if _ended(trial) else ""
    finally:
        database.start()
    experiment.note("observe", "the app's last words", shows=_last_words(trial.log_since(mark)))
    after = _read(experiment, reader, "the reading request, with the database back")
    if cause and not after.status:
        down = "" if found.restarts else ", and it stays down"
        return f"A restart of the database ended the whole server ({cause}){down}"
    return ""


def _last_words(log: str) -> str:
    """The line that names an error, else the last."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return next((line for line in lines if re.search(r"error", line, re.I)), lines[-1] if lines else "")


def _ended(trial: Trial) -> bool:
    ends = time.monotonic() + _ENDS_SECONDS
    while trial.alive() and time.monotonic() < ends:
        time.sleep(0.1)
    return not trial.alive()


def _read(experiment: Experiment, reader: PlainRead, says: str) -> Response:
    request = reader.request
    return send_valid(experiment, request, says, "observe")


# --- the app is told to stop -------------------------------------------------------------------------


class _UnderWay(threading.Thread):
    """A request on its way, and its answer when there is one."""

    def __init__(self, trial: Trial, reader: PlainRead) -> None:
        super().__init__(daemon=True)
        self._trial, self._reader = trial, reader
        self.answer: Response | None = None

    def run(self) -> None:
        request = self._reader.request
        self.answer = self._trial.send(
            request.actor, request.method, request.path, json=request.body, timeout=_ANSWER_SECONDS
        )


def _told_to_stop(experiment: Experiment, reader: PlainRead) -> str:
    """What became of a request that was under way at SIGTERM; '' when it was answered."""
    trial, database = experiment.trial, database_of(experiment.trial)
    table, subject = reader.endpoint.queries[-1].table, reader.endpoint.subject
    if table not in database.tables():
        raise TrialUnavailable(f"the running database has no table {table}")
    under_way = _UnderWay(trial, reader)
    with held(database, [table]) as waiting:
        says = f"{table} is held, so that {subject} takes a while"
        experiment.note("arrange", says, holding(database, [table]))
        under_way.start()
        if not _waits(waiting):
            raise TrialUnavailable(f"{subject} did not wait for {table}")
        code, said = trial.run(_TERMINATE, 10.0)
        if code != 0:
            raise TrialUnavailable("the process that listens at the app's port was not found")
        experiment.note(
            "act", f"SIGTERM, as at a deploy, while {subject} is under way", "kill -TERM <pid>", said
        )
        # A moment in which the signal is dealt with; then the query gets its answer.
        time.sleep(0.5)
    under_way.join(_ANSWER_SECONDS + 1)
    answer = under_way.answer
    experiment.note("observe", "the request under way", shows=summary(answer) if answer else "no answer")
    if answer is not None and answer.ok:
        return ""
    if answer is not None and answer.status:
        raise TrialUnavailable(f"{subject} was answered {answer.status} once its table was free")
    return (
        f"At SIGTERM {subject}, which was under way, was cut off: {answer.error if answer else 'no answer'}"
    )


def _waits(waiting: Callable[[], int]) -> bool:
    """Whether some query comes to wait."""
    ends = time.monotonic() + _WAITING_SECONDS
    while time.monotonic() < ends:
        if waiting():
            return True
        time.sleep(0.05)
    return False
