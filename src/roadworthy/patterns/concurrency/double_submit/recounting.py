"""What is said of a number that a repeat reckons with once more."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Query
from roadworthy.catalogue import Verdict, clear
from roadworthy.patterns.concurrency.double_submit.finding import Repeat
from roadworthy.patterns.concurrency.double_submit.wording import told
from roadworthy.views.pages.submitting import senders


def recounted(app: App, endpoint: Endpoint, again: Query) -> Verdict:
    """The gap, unless the pages wait for the answer."""
    known = senders(app, endpoint)
    unguarded = tuple(s for s in known if not s.form.disabled_while_pending)
    if known and not unguarded:
        return clear(endpoint.subject, "the pages wait for the answer before they send it again")
    return told(app, Repeat(endpoint, unguarded=unguarded, update=again))
