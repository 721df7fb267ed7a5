"""Who may stand beside the sender in a race: people whose request changes the same rows, not rows of their own."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from roadworthy.app import App, Endpoint
from roadworthy.patterns.concurrency.lost_update.finding import Race
from roadworthy.patterns.concurrency.lost_update.raced_numbers import (
    Values,
    difference,
    raced_numbers,
    same_changes,
)
from roadworthy.patterns.concurrency.lost_update.sending import ARRANGED, send_alone
from roadworthy.proof import Experiment
from roadworthy.proof.experiment import database_of
from roadworthy.proof.valid_request import ValidRequest


def sharing(
    experiment: Experiment,
    app: App,
    endpoint: Endpoint,
    request: ValidRequest,
    races: tuple[Race, ...],
    once: dict[tuple[str, str], Values],
    people: Sequence[str],
) -> tuple[str, ...]:
    """Those of `people` (the sender first) of whom one request, by itself, changes what the sender's does. Whoever is refused then
    stays: only the first of them may be meant to succeed."""
    kept = list(people[:1])
    for number, name in enumerate(people[1:], 1):
        database_of(experiment.trial).restore(ARRANGED)
        before = raced_numbers(app, experiment.trial, races)
        own = structs.replace(request, actor=name)
        answer = send_alone(experiment, app, endpoint, own, 10 + number, f"the same request by {name}, alone")
        done = difference(before, raced_numbers(app, experiment.trial, races))
        if not answer.ok or same_changes(done, once):
            kept.append(name)
    return tuple(kept)
