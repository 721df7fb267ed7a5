"""Makes requests fail on the server, and looks for anything in the answer that leads to their lines in the log."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.failing import FailingRead, failing_read, hidden_failure, read_without
from roadworthy.proof.failing_pages import failing_page
from roadworthy.proof.page_text import said
from roadworthy.regex import regex
from roadworthy.trial import Response, Trial
from roadworthy.views.failures.tracing import tracing

# Enough characters to be one request's own: shorter ones turn up in any log.
_TOKEN = regex(r"[A-Za-z0-9][A-Za-z0-9_-]{5,}")
# Where an object lies in memory, which a page for developers shows and the log of the same process as well: nobody's request.
_IN_MEMORY = regex(r"0x[0-9a-f]+", re.I)
_DIGIT = regex(r"\d")
_OF_EVERY_ANSWER = regex(
    r"^(date|etag|set-cookie|content-.*|last-modified|expires|age|x-ratelimit.*|ratelimit.*)$"
)


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Two requests fail alike, or leave out what they could not read. Whoever reports the first must hold something that its log
    lines hold too, and not the second's."""
    experiment = Experiment(
        trial,
        "The answer to a request that failed carries an id that stands in the log, or the error is reported",
    )
    first = failing_read(experiment, app, trial) or hidden_failure(experiment, app, trial)
    if first is None:
        return _on_page(experiment, app, trial)
    trial.doubles.clear()
    second = read_without(experiment, trial, first.endpoint, first.request, first.table, first.well)
    experiment.note("observe", "what the log says of the first", shows=first.log or "nothing")
    reported = sorted({one.host for one in trial.doubles.requests()})
    if reported:
        return experiment.cleared(f"the failure was reported to {', '.join(reported)}")
    shared = _shared(first, second)
    if shared:
        return experiment.cleared(f"the answer carries {shared}, and so does the log")
    return experiment.proven(_observed(first))


def _on_page(experiment: Experiment, app: App, trial: Trial) -> Reproduction:
    """Where no request of a server's own can fail, what the browser reads does. What the page shows then must hold something to
    name, or somebody must be told."""
    failing = failing_page(experiment, app, trial)
    if failing is None:
        return experiment.untestable(
            "neither a request nor a page that reads the database could be made to fail"
        )
    page, shown = failing.read.route, " / ".join(failing.shows)
    if failing.told:
        return experiment.cleared(f"{page} reported the failure: {', '.join(failing.told)}")
    reporter = app.view(tracing).reporter
    if reporter is not None:
        return experiment.untestable(
            f"{reporter} may have no address in a trial, or not be asked for this failure"
        )
    named = next((one for line in failing.shows for one in _TOKEN.findall(line) if _DIGIT.search(one)), "")
    if named:
        return experiment.untestable(f"{page} shows {named}, which may lead to the failure")
    return experiment.proven(
        f"{failing.read.path} failed with 500 and {page} showed {shown[:80] or 'nothing of it'}: no id that a visitor could "
        "name, and nobody was told"
    )


def _shared(first: FailingRead, second: FailingRead) -> str:
    """What stands in the answer and the log of the first request and not in the second's; '' for nothing."""
    others = set(_tokens(second.failed))
    return next((one for one in _tokens(first.failed) if one not in others and one in first.log), "")


def _tokens(answer: Response) -> Iterator[str]:
    """What could name a request: in a header, or in the body. A mere number is a time or a size."""
    for name, value in answer.headers.items():
        if not _OF_EVERY_ANSWER.match(name):
            yield from (
                found for found in _TOKEN.findall(value) if not found.isdigit() or name.endswith("id")
            )
    for found in _TOKEN.findall(answer.text):
        if not found.isdigit() and not _IN_MEMORY.fullmatch(found):
            yield found


def _observed(first: FailingRead) -> str:
    lines = len([line for line in first.log.splitlines() if line.strip()])
    log = (
        f"none of the {lines} lines in the log can be told to be its own"
        if lines
        else "the log says nothing of it"
    )
    if first.failed.ok:
        return (
            f"{first.endpoint.subject} could not read {first.table}, and answered {first.failed.status} without what stands "
            f"there: {log}"
        )
    return (
        f"{first.endpoint.subject} failed with {first.failed.status} and answered "
        f"{said(first.failed)[:80] or 'nothing'}: {log}"
    )
