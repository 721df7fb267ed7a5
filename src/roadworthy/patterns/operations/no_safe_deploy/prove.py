"""A change that breaks the app is pushed through the project's own steps: does one of them stop it?"""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.errors import AppError
from roadworthy.patterns.operations.no_safe_deploy.front import Front, front_after, working_front
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.breaking_change import FAILURE, MISSING_NAME, Change, changed, changes, page_change
from roadworthy.proof.kept_files import stopped_and_kept
from roadworthy.proof.own_commands import own_commands
from roadworthy.proof.pipeline_steps import Ran, Step, Steps, run_step, steps_before_shipping
from roadworthy.proof.plain_reads import PlainRead, working_read
from roadworthy.trial import Trial
from roadworthy.trial.trial import START
from roadworthy.views.operations.delivery import Delivery, delivery
from roadworthy.views.operations.hosting import own_servers

_BUILD_SECONDS = 120.0
Works = PlainRead | Front
"""What works before the change, and is looked at after it."""


class Passage(Struct, frozen=True):
    """How a change fared: what stopped it ('' for nothing), how the app failed with it ('' where it did not), or why neither
    can be said."""

    stopped: str = ""
    broke: str = ""
    unclear: str = ""


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Proven when a change passes everything and the app is broken by it; cleared when a step stops it that passes without
    it, and a release can be taken back."""
    experiment = Experiment(trial, "A change that breaks the app is stopped before it is in production")
    read: Works | None
    if own_servers(app) or any(one.kind != "function" for one in app.endpoints):
        read = working_read(experiment, app, trial)
    else:
        # What is deployed are pages; functions of a platform are deployed apart from them.
        read = working_front(experiment)
        if read is None:
            return experiment.untestable(
                "the app has no server whose code could be broken, and / shows nothing"
            )
    steps = steps_before_shipping(app)
    _tell(experiment, app, steps)
    with stopped_and_kept(trial):
        return _pushed(experiment, app, read, steps)


def _tell(experiment: Experiment, app: App, steps: Steps) -> None:
    shown = "; ".join(step.short for step in steps.run) or "no step"
    experiment.note("arrange", "what a change passes on its way, as its pipelines say", shows=shown)
    if steps.passed_over:
        experiment.note(
            "arrange", "passed over: done already, or stops nothing", shows="; ".join(steps.passed_over)
        )
    if steps.unseen:
        experiment.note("arrange", "does not run in a trial", shows="; ".join(steps.unseen))


def _pushed(experiment: Experiment, app: App, read: Works | None, steps: Steps) -> Reproduction:
    way = delivery(app)
    passages = []
    for kind in (MISSING_NAME, FAILURE):
        # Where tests run, the change is where any of them meets it.
        if isinstance(read, Front):
            change = page_change(app, kind)
        else:
            change = changes(app, read.endpoint if read else None, kind, at_start=bool(way.tests))
        if change is None:
            return experiment.untestable("no place was found where a change would break the app")
        passage = _one(experiment, app, change, kind, read, steps)
        passages.append(passage)
        if passage.unclear:
            return experiment.untestable(passage.unclear)
        if passage.broke:
            return _shipped(experiment, app, kind, change, passage, steps)
    return _all_stopped(experiment, passages, way)


def _shipped(
    experiment: Experiment, app: App, kind: str, change: Change, passage: Passage, steps: Steps
) -> Reproduction:
    if steps.unseen:
        return experiment.untestable(
            f"what might stop a change does not run in a trial: {steps.unseen[0]} (without it, {kind} passed everything)"
        )
    ran = [step.short for step in steps.run]
    build = own_commands(app).build
    if not ran:
        passed = "no pipeline checks it" + (f", {build} ended with 0" if build else "")
    else:
        passed = f"{', '.join(ran[:4])} passed"
    return experiment.proven(
        f"{kind[0].upper()}{kind[1:]}, put {change.place}: {passed}, and then {passage.broke}"
    )


def _all_stopped(experiment: Experiment, passages: list[Passage], way: Delivery) -> Reproduction:
    stopped = ", ".join(dict.fromkeys(passage.stopped for passage in passages))
    if not way.back:
        return experiment.untestable(
            f"a change that breaks the app was stopped ({stopped}); how a release is taken back is decided where the app is hosted"
        )
    return experiment.cleared(
        f"A change that breaks the app was stopped ({stopped}), and a release can be taken back ({way.back})"
    )


# --- one change --------------------------------------------------------------------------------------


def _one(
    experiment: Experiment, app: App, change: Change, kind: str, read: Works | None, steps: Steps
) -> Passage:
    if experiment.trial.database is not None and experiment.trial.supabase is None:
        # A step may dump the database and bring the dump back.
        experiment.trial.database.bare()
    experiment.note("arrange", f"a change: {kind} {change.place}", shows=change.text.strip())
    unclear = ""
    for step in steps.run:
        with changed(experiment.trial, change):
            ran = _step(experiment, step, "with it")
        if ran.code == 0:
            continue
        without = ran if ran.late else _step(experiment, step, "without it")
        if without.code == 0:
            return Passage(stopped=f"{step.short}: {ran.last}")
        why = (
            "does not run in a trial"
            if without.absent or without.late
            else "fails in a trial without any change"
        )
        unclear = unclear or f"{step.short} ({step.place}) {why}: {without.last}"
    if unclear:
        return Passage(unclear=unclear)
    with changed(experiment.trial, change):
        # A step that built it has left the build with the change in it.
        built = any(own_commands(app).build in step.line for step in steps.run if own_commands(app).build)
        return _deployed(experiment, app, read, built=built)


def _step(experiment: Experiment, step: Step, which: str) -> Ran:
    ran = run_step(experiment.trial, step)
    experiment.note("act", f"{step.place} {which}", step.line, f"exit code {ran.code} {ran.last}")
    return ran


def _deployed(experiment: Experiment, app: App, read: Works | None, *, built: bool) -> Passage:
    """What a deploy does: build, then start."""
    trial = experiment.trial
    for command in () if built else trial.plan.build:
        code, output = trial.run(command, _BUILD_SECONDS)
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        experiment.note("act", "build it", command, f"exit code {code} {lines[-1] if lines else ''}")
        if code != 0:
            telling = [line for line in lines if "rror" in line]
            return Passage(stopped=f"the build: {(telling or lines or [''])[0][:160]}")
    if trial.database is not None:
        # Steps may have left a schema of their own.
        trial.database.restore(START)
    start = own_commands(app).start
    try:
        trial.start()
    except AppError as error:
        experiment.note("observe", "start it", start, str(error))
        return Passage(broke=f"the server ended as it started ({_why(str(error))})")
    if read is None:
        return Passage(unclear="the app starts with the change, and nothing shows whether it still works")
    if isinstance(read, Front):
        broke, unclear = front_after(experiment, read)
        return Passage(broke=broke, unclear=unclear)
    answer = trial.send(read.request.actor, read.request.method, read.request.path, json=read.request.body)
    experiment.note(
        "observe", f"{read.endpoint.subject}, which worked", shows=f"{answer.status} {answer.error or ''}"
    )
    if not answer.error and answer.status < 500:
        # Signed out by the new start, or answered before the change is reached.
        return Passage(
            unclear=f"{read.endpoint.subject} answers {answer.status} with the change: this shows nothing"
        )
    if not answer.error:
        return Passage(broke=f"{read.endpoint.subject} answers everybody with status {answer.status}")
    ended = "" if trial.alive() else ", and the server ends with it"
    return Passage(broke=f"{read.endpoint.subject} gives nobody an answer{ended}")


def _why(said: str) -> str:
    """The line of the app's last words that names the error."""
    parts = [part.strip() for part in said.split("|")]
    return next((part for part in parts if "rror" in part and "Error:" in part), parts[-1])[:120]
