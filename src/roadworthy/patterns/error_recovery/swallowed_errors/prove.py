"""Makes what fails silently fail in the open: on the server by a fault below it, on the page by a failed answer."""

from __future__ import annotations

import msgspec

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed, SwallowedGap
from roadworthy.patterns.error_recovery.swallowed_errors.hiding import prove_hidden
from roadworthy.patterns.error_recovery.swallowed_errors.leaking import prove_leak
from roadworthy.patterns.error_recovery.swallowed_errors.on_action import prove_on_action
from roadworthy.patterns.error_recovery.swallowed_errors.on_page import prove_on_page
from roadworthy.patterns.error_recovery.swallowed_errors.on_rendered_page import (
    prove_rendered,
    rendered_reads,
)
from roadworthy.patterns.error_recovery.swallowed_errors.on_rendered_service import (
    prove_rendered_call,
    rendered_calls,
)
from roadworthy.patterns.error_recovery.swallowed_errors.on_write import prove_on_write, written_at
from roadworthy.patterns.error_recovery.swallowed_errors.own_fault import prove_own_fault
from roadworthy.patterns.error_recovery.swallowed_errors.places import places
from roadworthy.patterns.error_recovery.swallowed_errors.server_faults import runs_through
from roadworthy.patterns.error_recovery.swallowed_errors.signing_out import prove_signed_out
from roadworthy.patterns.error_recovery.swallowed_errors.told_as_done import prove_told_as_done
from roadworthy.patterns.error_recovery.swallowed_errors.waiting import prove_unanswered
from roadworthy.proof import Experiment, Reproduction
from roadworthy.trial import Trial
from roadworthy.trial.action_shape import ACTION

_LEAKS = ("leak", "value")
_HIDES = ("empty", "not-found", "silent", "unchecked", "unread")


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """The weightiest kind of the subject's places that an experiment knows."""
    found: SwallowedGap = gap.details
    on_server = [place for place in found.places if place.owner.side == "server"]
    leaking = [place for place in on_server if place.kind in _LEAKS]
    if leaking:
        says = "A request that failed is answered in words for people, without the insides of the error"
        return _sure(prove_leak(Experiment(trial, says), app, leaking), app, leaking)
    hiding = [place for place in on_server if place.kind in _HIDES]
    if hiding:
        says = "A failure is not answered as if there were nothing, or the log at least says so"
        return _sure(_hiding(Experiment(trial, says), app, hiding), app, hiding)
    denying = [place for place in on_server if place.kind == "signed-out"]
    if denying:
        says = "Somebody who is signed in is not told, while something fails, that they are not"
        return _sure(prove_signed_out(Experiment(trial, says), app, denying), app, denying)
    done = [place for place in on_server if place.kind == "answered"]
    if done:
        says = "Whoever sends what could not be stored is not told that it was"
        return _sure(prove_told_as_done(Experiment(trial, says), app, done), app, done)
    waiting = [place for place in on_server if place.kind == "unanswered"]
    if waiting:
        says = "A request is answered, also while what it needs fails"
        return _sure(prove_unanswered(Experiment(trial, says), app, waiting), app, waiting)
    blaming = [place for place in on_server if place.kind == "own-fault"]
    if blaming:
        says = "A request that is wrong is told so with 4xx, and not that the server failed"
        return prove_own_fault(Experiment(trial, says), app, blaming)
    # Nothing fails where a change reaches no row.
    on_page = [one for one in found.places if one.owner.side == "client" and one.kind != "unreached"]
    experiment = Experiment(
        trial, "A page that could not load says so, in other words than for an empty list"
    )
    if on_page:
        return _on_page(experiment, app, found, on_page)
    return experiment.untestable("how it fails cannot be arranged from outside")


def _sure(shown: Reproduction, app: App, found: list[Swallowed]) -> Reproduction:
    """A failure that shows clears only a place that is not as it was: beside one that is, something else failed first."""
    there = {(one.owner.subject, one.kind) for one in places(app)}
    if shown.state != "cleared" or not any((one.owner.subject, one.kind) in there for one in found):
        return shown
    told = f"{shown.observed}: that may have failed before the place, which is as it was"
    return msgspec.structs.replace(shown, state="untestable", observed=told)


def _on_page(experiment: Experiment, app: App, found: SwallowedGap, on_page: list[Swallowed]) -> Reproduction:
    """By a read that fails; where that shows no gap, by a write: a list that is read anew behind a change may tell of its own failure,
    and the change of none."""
    read = prove_on_page(experiment, app, found)
    written = written_at(app, on_page) if read.state != "proven" else []
    if not written:
        return read
    # A server action goes to the page's own address: it is told by its id, and read by when the page opens.
    actions = [one for one in written if one.write.method == ACTION]
    shown = prove_on_action(experiment, app, actions) if actions else prove_on_write(experiment, app, written)
    undecided = read.state == "cleared" and shown.state == "untestable"
    return _sure(read, app, on_page) if undecided else shown


def _hiding(experiment: Experiment, app: App, hiding: list[Swallowed]) -> Reproduction:
    """By a request that runs through a place, else by a page that the server renders with what it reads or asks for there."""
    reads, calls = rendered_reads(app, hiding), rendered_calls(app, hiding)
    asked = any(runs_through(endpoint, place) for endpoint in app.endpoints for place in hiding)
    found: Reproduction | None = None
    if asked or not (reads or calls):
        found = prove_hidden(experiment, app, hiding)
    if reads and (found is None or found.state == "untestable"):
        found = prove_rendered(experiment, app, reads)
    if calls and (found is None or found.state == "untestable"):
        found = prove_rendered_call(experiment, app, calls)
    assert found is not None
    return found
