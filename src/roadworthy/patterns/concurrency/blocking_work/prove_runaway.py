"""A text that a regular expression never comes to an end with, two letters longer each time."""

from __future__ import annotations

from roadworthy.app import App, Endpoint
from roadworthy.patterns.concurrency.blocking_work.held_up import judge
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.hostile_request import HostileRequest, chosen
from roadworthy.proof.light_requests import alone, light_beside, while_served
from roadworthy.proof.page_text import said
from roadworthy.trial import Response
from roadworthy.views.code.blocking import Blocking
from roadworthy.views.code.runaway_patterns import Runaway

_TRIES = 3
_TIMEOUT_SECONDS = 30.0
# From one that is felt by nobody to one with which the fastest engine is busy for a week.
_ROUNDS = range(18, 48, 2)
_FELT_SECONDS = 1.5
_QUICK_SECONDS = 0.3


def prove_runaway(experiment: Experiment, app: App, endpoint: Endpoint, found: Blocking) -> Reproduction:
    """Sends longer texts until one keeps the server busy for more than a second, then asks for something light meanwhile."""
    part = chosen(found.part) if found.part is not None else None
    if part is None or found.attack is None:
        return experiment.untestable("where in the request the text stands is not known")
    hostile = HostileRequest(app, experiment.trial, endpoint, part)
    usual = experiment.send(
        hostile.usual.actor,
        hostile.usual.method,
        hostile.usual.path,
        says="the request as it is meant",
        kind="arrange",
        json=hostile.usual.body,
    )
    quiet = alone(experiment.trial, light_beside(endpoint))
    experiment.measure("a light request alone", round(quiet * 1000, 1), "ms")
    rounds, answer = _long_enough(experiment, hostile, found.attack, ".".join(part.path))
    if answer.seconds < _FELT_SECONDS:
        if usual.ok and answer.seconds < _QUICK_SECONDS:
            return experiment.cleared(
                f"{len(found.attack.text(rounds))} letters were answered in {answer.seconds * 1000:.0f} ms"
            )
        return experiment.untestable(
            f"no text was seen to keep it busy; the request itself answers {usual.status} {said(usual)[:60]}"
        )
    return _watch(experiment, hostile, found.attack.text(rounds), light_beside(endpoint), quiet)


def _long_enough(
    experiment: Experiment, hostile: HostileRequest, attack: Runaway, name: str
) -> tuple[int, Response]:
    sent: list[tuple[int, Response]] = []
    for rounds in _ROUNDS:
        text = attack.text(rounds)
        says = f"`{name}` has {len(text)} letters"
        sent.append((rounds, hostile.send(experiment, text, says, timeout=_TIMEOUT_SECONDS)))
        if sent[-1][1].seconds >= _FELT_SECONDS:
            break
    curve = [(len(attack.text(rounds)), round(answer.seconds * 1000)) for rounds, answer in sent]
    experiment.measure("the answer, by the letters of the text", curve[-1][1], "ms", curve)
    return sent[-1]


def _watch(
    experiment: Experiment, hostile: HostileRequest, text: str, light: str, quiet: float
) -> Reproduction:
    held = []
    for attempt in range(1, _TRIES + 1):
        experiment.tries = attempt
        waited = while_served(
            experiment.trial,
            light,
            lambda: [hostile.send(experiment, text, "the same text once more", timeout=_TIMEOUT_SECONDS)],
            _TIMEOUT_SECONDS,
        )
        shows = f"it was answered after {waited.seconds * 1000:.0f} ms, a light request waited {waited.longest * 1000:.0f} ms"
        experiment.note("act", "a light request meanwhile", shows=shows)
        held.append((waited.longest / max(waited.seconds, 0.001), waited.longest))
    return judge(experiment, f"while one text of {len(text)} letters was looked at", quiet, held)
