"""A drill: the fault is brought about, and whoever is on call has only what the repository says."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, islice

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.patterns.operations.no_runbooks.drill import Drill, drill_of
from roadworthy.patterns.operations.no_runbooks.finding import RunbookGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import ACTION
from roadworthy.proof.failing import has_failed
from roadworthy.proof.plain_reads import plain_reads
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Database, Response, Trial
from roadworthy.views.failures.faults import DATABASE, SERVICE, Fault
from roadworthy.views.failures.probe import database_paths
from roadworthy.views.operations.runbooks import Runbook, runbook_for

COMMAND_SECONDS = 30.0
# The app's own clients connect again within this time, or the page's next step, a restart, is taken.
COMES_BACK_SECONDS = 6.0
# Longer than this nobody waits for a page.
ANSWER_SECONDS = 12.0
# Requests that may go on without a database before it is believed that the app does.
_REQUESTS = 4
_NO_SUCH_PROGRAM = 127
_OK = 200


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Drills the first missing fault that can be brought about here."""
    found: RunbookGap = gap.details
    experiment = Experiment(
        trial, "A document says how to see the fault, how to end it and how to know that it is over"
    )
    reasons = []
    for fault in found.missing:
        for scene in _scenes(fault, trial, app):
            if isinstance(scene, str):
                reasons.append(scene)
                continue
            told = _drill(experiment, scene, app)
            if told is not None:
                return told
            reasons.append(f"the app goes on while {fault.about}: this drill shows nothing")
    return experiment.untestable(
        reasons[0] if reasons else "none of these faults can be brought about in a trial"
    )


class _Scene:
    """One fault: how to ask for what needs the broken part, how to break it and how to mend it."""

    def __init__(
        self,
        fault: Fault,
        trial: Trial,
        shown: str,
        ask: Callable[[], Response],
        broken: Callable[[], None],
        mend: Callable[[], None],
        *,
        action: bool = False,
    ) -> None:
        self.fault, self.trial, self.shown, self._action = fault, trial, shown, action
        self.ask, self._break, self.mend = ask, broken, mend

    @contextmanager
    def fault_lasts(self) -> Iterator[None]:
        """The fault is there inside the block and gone after it."""
        self._break()
        try:
            yield
        finally:
            self.mend()

    def well(self) -> bool:
        """Whether what needs the part gets an answer that is no failure."""
        return not self.failed(self.ask())

    def failed(self, response: Response) -> bool:
        """Whether an answer is a failure, or there is none."""
        return bool(response.error) or has_failed(response, action=self._action)


def _scenes(fault: Fault, trial: Trial, app: App) -> Iterator[_Scene | str]:
    """The scenes for a fault, or why none can be set. One request may do without what is broken, and the next not."""
    if fault.kind == DATABASE:
        yield from _database_scenes(fault, trial, app)
    elif fault.kind == SERVICE:
        yield _service_scene(fault, trial, app)
    else:
        yield f"a trial cannot bring about that {fault.about}"


def _database_scenes(fault: Fault, trial: Trial, app: App) -> Iterator[_Scene | str]:
    database = trial.database
    if database is None or not database.is_server:
        yield "the app has no database server that a trial can stop"
        return
    requests = _database_requests(trial, app)
    first = next(requests, None)
    if first is None:
        yield "nothing that needs the database can be asked for"
        return
    for request in islice(chain([first], requests), _REQUESTS):
        yield _database_scene(fault, trial, database, request)


def _database_scene(fault: Fault, trial: Trial, database: Database, request: ValidRequest) -> _Scene:
    # A server action has no address that a page of words could name.
    named = "a page's own question" if request.method == ACTION else f"{request.method} {request.path}"

    def ask() -> Response:
        return trial.send(
            request.actor, request.method, request.path, json=request.body, timeout=ANSWER_SECONDS
        )

    called = request.method == ACTION
    return _Scene(fault, trial, named, ask, database.stop, database.start, action=called)


def _database_requests(trial: Trial, app: App) -> Iterator[ValidRequest]:
    """What anybody may ask first: it needs nobody's rows."""
    paths = database_paths(app)
    yield from (ValidRequest("anonymous", "GET", path) for path in paths)
    for endpoint in plain_reads(app, trial):
        if endpoint.path in paths:
            continue
        request = valid_request(app, trial, endpoint)
        if trial.send(request.actor, request.method, request.path, json=request.body).status == _OK:
            yield request


def _service_scene(fault: Fault, trial: Trial, app: App) -> _Scene | str:
    if not fault.host:
        return f"the address of {fault.service} is not known"
    for subject, _ in fault.calls:
        endpoint = app.endpoint(subject)
        if endpoint is None:
            continue
        ask = _request(endpoint, trial, app)
        response = ask()
        if not response.error and response.status < 500 and trial.doubles.requests(fault.host):
            return _Scene(
                fault,
                trial,
                subject,
                ask,
                lambda: trial.doubles.tell(fault.host, "hang"),
                lambda: trial.doubles.tell(fault.host, "answer"),
            )
    return f"no request could be made that reaches {fault.service}"


def _request(endpoint: Endpoint, trial: Trial, app: App) -> Callable[[], Response]:
    """An ordinary request to an endpoint, made anew each time so that it is not a repeat."""

    def ask() -> Response:
        request = valid_request(app, trial, endpoint)
        return trial.send(
            request.actor, request.method, request.path, json=request.body, timeout=ANSWER_SECONDS
        )

    return ask


# --- the drill ---------------------------------------------------------------------------------------


def _drill(experiment: Experiment, scene: _Scene, app: App) -> Reproduction | None:
    """None where the app goes on in spite of the fault."""
    if not _within(COMES_BACK_SECONDS, scene.well):
        return experiment.untestable(f"{scene.shown} fails without any fault")
    experiment.note("arrange", f"{scene.shown} is answered while all is well")
    runbook = runbook_for(app, scene.fault)
    if runbook is not None:
        return _with_runbook(experiment, scene, runbook)
    with scene.fault_lasts():
        response = scene.ask()
        word = ", and the word that it failed" if response.status == _OK and scene.failed(response) else ""
        gave = _answer(response) + word + ("" if scene.trial.alive() else ", and the app itself had ended")
        experiment.note("act", _brought_about(scene.fault), shows=gave)
        if not scene.failed(response):
            return None
    _bring_back(scene)
    documents = [path for path in app.deployment.documents if not path.endswith(".txt")]
    experiment.note(
        "observe",
        "look for what to do in the repository's documents",
        "git ls-files | grep -i -e runbook -e '\\.md$'",
        ", ".join(documents) or "no document",
    )
    return experiment.proven(
        f"While {scene.fault.about}, {scene.shown} gave {gave}; no document says what to do"
    )


def _brought_about(fault: Fault) -> str:
    return (
        "stop the database server"
        if fault.kind == DATABASE
        else f"let {fault.service} take every call and answer none"
    )


def _answer(response: Response) -> str:
    if not response.error:
        return f"status {response.status}"
    return f"no answer in {response.seconds:.0f} s" if response.seconds >= 1 else "no answer"


def _bring_back(scene: _Scene) -> bool:
    """Waits until the app has noticed that the fault is over, and starts it again when it does not."""
    if _within(COMES_BACK_SECONDS, scene.well):
        return True
    scene.trial.restart()
    return _within(COMES_BACK_SECONDS, scene.well)


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            return False
        time.sleep(0.25)
    return True


# --- with a runbook ----------------------------------------------------------------------------------


def _with_runbook(experiment: Experiment, scene: _Scene, runbook: Runbook) -> Reproduction:
    drill = drill_of(runbook)
    if not drill.confirm:
        return experiment.untestable(f"{runbook.path} has no command that tells when it is over")
    before = _run(experiment, scene.trial, drill.confirm, f"{runbook.path}: confirm, while all is well")
    if before == _NO_SUCH_PROGRAM:
        return experiment.untestable(f"a program that {runbook.path} needs is not on this machine")
    if before != 0:
        return experiment.untestable(f"{runbook.path}: what should confirm fails while all is well")
    with scene.fault_lasts():
        experiment.note("act", _brought_about(scene.fault))
        during = _look(experiment, scene, drill, runbook)
    if during == 0:
        return experiment.untestable(f"{runbook.path}: what should confirm does not show the fault")
    return _cured(experiment, scene, drill, runbook)


def _look(experiment: Experiment, scene: _Scene, drill: Drill, runbook: Runbook) -> int:
    """Runs the page's checks while the fault lasts; the exit code of its confirmation."""
    for command in drill.checks:
        _run(experiment, scene.trial, command, f"{runbook.path}: check")
    return _run(experiment, scene.trial, drill.confirm, f"{runbook.path}: is it over? Not yet")


def _cured(experiment: Experiment, scene: _Scene, drill: Drill, runbook: Runbook) -> Reproduction:
    """The fault is mended, as the page says; its own confirmation must now pass, after a restart at the latest."""
    trial = scene.trial

    def over() -> bool:
        return trial.run(drill.confirm, COMMAND_SECONDS)[0] == 0

    mended = (
        "start the database server again"
        if scene.fault.kind == DATABASE
        else f"{scene.fault.service} answers again"
    )
    experiment.note("act", mended)
    if not _within(COMES_BACK_SECONDS, over):
        trial.restart()
        experiment.note("act", "restart the app, the page's next step")
    if _run(experiment, trial, drill.confirm, f"{runbook.path}: confirm") != 0 or not scene.well():
        return experiment.untestable(f"{runbook.path}: after its steps the app is not well yet")
    return experiment.cleared(f"{runbook.path} showed the fault, ended it and confirmed the end")


def _run(experiment: Experiment, trial: Trial, command: str, says: str) -> int:
    code, output = trial.run(command, COMMAND_SECONDS)
    experiment.note("observe", says, command.replace("$BASE_URL", "$BASE"), f"exit code {code} {output}")
    return code
