"""Makes what the gap names take long, and watches how long a request that is nothing to the app waits meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.patterns.concurrency.blocking_work.faults import Fault, faults_for, waits_at_the_door
from roadworthy.patterns.concurrency.blocking_work.finding import BlockingGap
from roadworthy.patterns.concurrency.blocking_work.held_up import FREE, judge
from roadworthy.patterns.concurrency.blocking_work.prove_runaway import prove_runaway
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import command_of, curl, database_of
from roadworthy.proof.light_requests import alone, light_beside, ping, while_served
from roadworthy.proof.page_text import said
from roadworthy.proof.uploaded_files import field_of, picture
from roadworthy.proof.valid_request import ValidRequest, send_corrected, valid_request
from roadworthy.trial import Request, Response, Trial
from roadworthy.views.requests.form_files import takes_file

_TRIES = 3
_TIMEOUT_SECONDS = 30.0
_ARRANGED = "before-heavy"
# A server that is slow already shows nothing.
_BUSY_SECONDS = 0.4


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """The light request alone, then while the heavy one is served, several times."""
    found: BlockingGap = gap.details
    experiment = Experiment(
        trial, f"While {gap.subject} is served, other people are answered as fast as ever"
    )
    if found.container is not None or not found.blocking:
        return experiment.untestable("how much a list in the process's memory holds is not seen from outside")
    endpoint = app.endpoint(gap.subject)
    if endpoint is None or endpoint.kind not in ("http", "function"):
        return experiment.untestable("it is not reached by a plain request")
    runaway = next((one for one in found.blocking if one.attack is not None), None)
    if runaway is not None:
        return prove_runaway(experiment, app, endpoint, runaway)
    sender = Sender(experiment, app, endpoint)
    usual = sender.first()
    if not usual.ok:
        return experiment.untestable(f"the request is not accepted: {usual.status} {said(usual)[:80]}")
    faults = faults_for(found, app, usual.seconds)
    if isinstance(faults, str):
        return experiment.untestable(faults)
    for fault in faults:
        with fault.prepared(trial):
            watched = _watch(experiment, trial, fault, sender)
        if watched.state == "cleared" and waits_at_the_door(fault, trial, endpoint):
            return experiment.untestable(
                "SQLite is locked as a whole, and who sends the request is asked for first: that it waited there holds nobody up"
            )
        # What this request does not come to (a change that changes nothing) holds nothing up; the next thing that it does may.
        if watched.state != "untestable":
            break
    return watched


class Sender:
    """The heavy request, as somebody who may."""

    def __init__(self, experiment: Experiment, app: App, endpoint: Endpoint) -> None:
        self._experiment, self._trial = experiment, experiment.trial
        self.light = light_beside(endpoint)
        self.request: ValidRequest = valid_request(app, self._trial, endpoint)
        self._field = field_of(app, endpoint) if takes_file(app, endpoint) else ""
        self._changes = endpoint.method != "GET" and self._trial.database is not None
        if self._changes:
            database_of(self._trial).snapshot(_ARRANGED)

    def arrange(self) -> None:
        """The rows as they were before the request: what may be done once (a draft that is sent) may be done again."""
        if self._changes:
            database_of(self._trial).restore(_ARRANGED)

    def first(self) -> Response:
        """Once, to see that it works; put right by what the app says is wrong with it."""
        _, answer = send_corrected(self.request, "", self._sent)
        says = f"{self.request.actor} sends the heavy request" + (
            " with a small picture" if self._field else ""
        )
        self._experiment.note(
            "arrange", says, self.command, f"{answer.status} after {answer.seconds * 1000:.0f} ms"
        )
        return answer

    def _sent(self, request: ValidRequest, _: str) -> Response:
        self.request = request
        return self.send()

    @property
    def command(self) -> str:
        """The request as a line to paste."""
        own = self.request
        if self._field:
            return curl(own.actor, own.method, own.path, own.body, files=(self._field,))
        actor = self._trial.actor(own.actor)
        return command_of(self._trial, Request(actor=actor, method=own.method, path=own.path, json=own.body))

    def send(self) -> Response:
        """Sends it."""
        request = self.request
        files = {self._field: ("picture.png", picture(), "image/png")} if self._field else None
        return self._trial.send(
            request.actor,
            request.method,
            request.path,
            json=request.body,
            files=files,
            timeout=_TIMEOUT_SECONDS,
        )


def _watch(experiment: Experiment, trial: Trial, fault: Fault, sender: Sender) -> Reproduction:
    quiet = alone(trial, sender.light)
    experiment.measure("a light request alone", round(quiet * 1000, 1), "ms")
    if quiet > _BUSY_SECONDS:
        return experiment.untestable(f"a light request takes {quiet * 1000:.0f} ms even alone")
    experiment.note("arrange", fault.says)
    # The same with the light request in the heavy one's place: it must not itself wait for what was made slow.
    control = max(
        (one.seconds for one in fault.served(trial, lambda: ping(trial, sender.light, _TIMEOUT_SECONDS))),
        default=0.0,
    )
    experiment.note(
        "arrange", "a light request meanwhile, with no heavy one beside it", shows=f"{control * 1000:.0f} ms"
    )
    if control > FREE * fault.seconds and control > _BUSY_SECONDS:
        return experiment.untestable(f"a light request alone takes {control * 1000:.0f} ms {fault.meanwhile}")
    held = []
    for attempt in range(1, _TRIES + 1):
        experiment.tries = attempt
        sender.arrange()
        waited = while_served(trial, sender.light, _together(fault, trial, sender), _TIMEOUT_SECONDS)
        shows = f"the heavy work took {waited.seconds * 1000:.0f} ms, a light request waited {waited.longest * 1000:.0f} ms"
        experiment.note("act", f"a light request while {fault.number} heavy served", shows=shows)
        own = max((answer.seconds for answer in waited.answers if answer.ok), default=-1.0)
        if own < fault.seconds * 0.9:
            return experiment.untestable(f"the work is not held up where it was to be: {shows}")
        held.append((waited.longest / min(waited.seconds, fault.counted(waited.seconds)), waited.longest))
    longest = sorted(one for _share, one in held)
    experiment.measure(
        "a light request meanwhile",
        round(longest[1] * 1000),
        "ms",
        [(n, s * 1000) for n, s in enumerate(longest)],
    )
    return judge(experiment, fault.meanwhile, quiet, held)


def _together(fault: Fault, trial: Trial, sender: Sender) -> Callable[[], list[Response]]:
    return lambda: fault.served(trial, sender.send)
