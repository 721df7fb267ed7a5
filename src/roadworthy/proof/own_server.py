"""The app's own server, as the pages see it that another server renders beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from roadworthy.app import ServiceCall
from roadworthy.trial import Trial
from roadworthy.trial.behaviour import Behaviour
from roadworthy.trial.doubles import APP_SERVER


def asks_own_server(trial: Trial, call: ServiceCall) -> bool:
    """Whether a page's call goes to the app's own server, which stands beside the one that renders pages."""
    pages = trial.plan.pages
    return pages is not None and pages.next and call.service in pages.addresses


@contextmanager
def own_server(trial: Trial, behaviour: Behaviour) -> Iterator[None]:
    """Inside, the app's server behaves so to its pages, and as ever to everybody else."""
    trial.doubles.tell(APP_SERVER, behaviour)
    try:
        yield
    finally:
        trial.doubles.clear()
