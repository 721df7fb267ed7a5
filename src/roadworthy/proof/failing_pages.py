"""Pages whose own reads fail, for apps without a server of their own: what the visitor sees, and who is told."""

from __future__ import annotations

from itertools import islice
from urllib.parse import urlsplit

from msgspec import Struct

from roadworthy.app import App
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.failed_loads import Answer, Seen, lines_of, open_page
from roadworthy.proof.page_reads import Read, page_reads
from roadworthy.trial import Trial

_LOOKED_AT = 6
_LOOKS = frozenset(("GET", "HEAD", "OPTIONS"))
# What PostgREST answers when the database fails.
_FAILED = Answer(
    status=500, body={"code": "XX000", "message": "Internal Server Error", "details": None, "hint": None}
)


class FailingPage(Struct, frozen=True):
    """A page whose read was answered with 500: `shows` are the lines that it shows then and not while all is well; `told` the
    addresses that heard something only then, a host outside or whatever takes more than a look."""

    read: Read
    failed: Seen
    shows: tuple[str, ...]
    told: tuple[str, ...]


def failing_page(experiment: Experiment, app: App, trial: Trial) -> FailingPage | None:
    """The first page that shows something else when what it reads fails; None where no page was seen to."""
    for read in islice(page_reads(experiment, app), _LOOKED_AT):
        well = open_page(trial, read.actor, read.route, (read.path,), wait=False)
        if well.lines != read.seen.lines:
            # It shows something else each time: what a failure changes cannot be told.
            continue
        found = fail_once(trial, read, well)
        experiment.note(
            "act", f"{read.route} while {read.path} is answered with 500", shows=found.failed.text
        )
        if found.failed.asked and found.failed.lines != well.lines:
            return found
    return None


def fail_once(trial: Trial, read: Read, well: Seen) -> FailingPage:
    """The page once more, its read answered with 500."""
    failed = open_page(trial, read.actor, read.route, (read.path,), _FAILED)
    shows = tuple(line for line in lines_of(failed.text) if line not in well.lines)
    told = sorted(one for one in failed.sent - well.sent if _is_report(one, read, trial))
    return FailingPage(read, failed, shows, tuple(told))


def _is_report(asked: str, read: Read, trial: Trial) -> bool:
    """Whether a request may tell somebody of a failure: anything but another look at the app's or the project's data."""
    method, _, address = asked.partition(" ")
    if address.partition("://")[0] not in ("http", "https", "ws", "wss"):
        return False
    home = address.startswith(trial.base_url) or urlsplit(address).path.endswith(read.path)
    return method not in _LOOKS or not (home or "/rest/v1/" in address or "/auth/v1/" in address)
