"""What the pages of an app read from the browser, and what each shows when it is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app import App
from roadworthy.proof.arrangement import parameters
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.failed_loads import Seen, open_page, reads_of
from roadworthy.proof.own_rows import give_rows, stock_page
from roadworthy.proof.routes import open_route, without_accounts
from roadworthy.regex import regex
from roadworthy.views.pages.screens import plain_pages

_PAGES = 5
_SINGLE = 3
# Who is signed in is asked by every page; what it loses is told apart less well than what a list loses.
_IDENTITY = regex(r"auth|session|/me$|/user$|csrf", re.I)


class Read(Struct, frozen=True):
    """A read that a page makes, and what the page shows when it is answered."""

    actor: str
    route: str
    path: str
    seen: Seen

    @property
    def often(self) -> int:
        """How often a page asks while all is well: one that is drawn anew asks anew, which makes no lost request good."""
        return max(1, self.seen.asked)


def page_reads(experiment: Experiment, app: App) -> Iterator[Read]:
    """The reads of the plain pages, then of those for one thing; that of who is signed in last. Where alice's pages read nothing (they
    are for visitors, and lead whoever is signed in elsewhere), those of a visitor."""
    seen = 0
    for actor in [name for name in ("alice", "anonymous") if name in experiment.trial.actors]:
        for read in _reads(experiment, app, actor):
            seen += 1
            yield read
        if seen:
            return


def _reads(experiment: Experiment, app: App, actor: str) -> Iterator[Read]:
    trial = experiment.trial
    for endpoint in app.endpoints:
        if endpoint.method == "GET" and (actor != "anonymous" or without_accounts(trial)):
            give_rows(app, trial, endpoint.path.rstrip("/") or "/", actor)
    known: set[str] = set()
    later: list[tuple[str, str]] = []
    plain = [page.route for page in plain_pages(app)][:_PAGES] or ["/"]
    for route in [*plain, *[page.route for page in app.pages if parameters(page.route)][:_SINGLE]]:
        if trial.supabase is not None:
            stock_page(app, trial, route, actor)
        opened = open_route(app, trial, route, actor)
        for path in sorted(reads_of(trial, actor, opened), key=_by_library):
            if path not in known and not _IDENTITY.search(path):
                yield _read(experiment, actor, opened, path)
            elif path not in known:
                later.append((opened, path))
            known.add(path)
    for opened, path in later:
        yield _read(experiment, actor, opened, path)


def _by_library(path: str) -> bool:
    """Whether a project's own client asks: it makes lost reads of rows again by itself, which says nothing of the others."""
    return path.startswith("/rest/v1/")


def _read(experiment: Experiment, actor: str, route: str, path: str) -> Read:
    seen = open_page(experiment.trial, actor, route, (path,), wait=False)
    experiment.note("arrange", f"{actor} opens {route}, which reads {path}", shows=seen.text)
    return Read(actor, route, path, seen)
