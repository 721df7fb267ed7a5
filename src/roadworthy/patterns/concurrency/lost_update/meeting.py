"""Whether requests of one endpoint are under way at the same moment at all, where no try showed that one is lost."""

from __future__ import annotations

from collections.abc import Sequence

from roadworthy.app import App, Endpoint
from roadworthy.patterns.concurrency.lost_update.detect import judge
from roadworthy.proof import Experiment
from roadworthy.proof.as_it_was import is_as_it_was
from roadworthy.proof.experiment import database_of
from roadworthy.proof.held_tables import WAITING, most_waiting
from roadworthy.trial import Request


def kept_apart(
    experiment: Experiment, app: App, endpoint: Endpoint, requests: Sequence[Request], tables: Sequence[str]
) -> str:
    """In words why tries that lost nothing clear nothing, '' where they do: the source is as it was, and here only one of the
    requests at a time comes to the rows. One process that blocks, or a row that the likes of this request take first (the next
    number of an invoice), holds the others back, and neither a second process nor another endpoint."""
    trial = experiment.trial
    if not is_as_it_was(app, endpoint, judge):
        return ""
    if database_of(trial).kind != "postgres":
        # The moment between the look and the write may be too short to be met: Django's `update_or_create` over SQLite.
        return f"no try had two of its requests meet, and {database_of(trial).kind} does not tell who waits for a row"
    most = most_waiting(database_of(trial), tables, lambda: trial.together(list(requests)))
    named = ", ".join(tables)
    shown = f"{most} of {len(requests)} requests at once"
    experiment.note(
        "observe", f"{named} is held; who waits for it is counted", " ".join(WAITING.split()), shown
    )
    if most > 1:
        return ""
    return f"only one of its requests at a time comes to {named} here: a second process, or another endpoint, would not wait"
