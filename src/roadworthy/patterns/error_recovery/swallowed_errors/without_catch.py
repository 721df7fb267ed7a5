"""Failures that no catch holds, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.views.failures.blamed_on_absence import blamed_on_absence
from roadworthy.views.failures.blamed_on_server import blamed_on_server
from roadworthy.views.failures.forgotten_awaits import forgotten_awaits
from roadworthy.views.failures.handed_errors import handed_errors
from roadworthy.views.failures.hollow_cheers import hollow_cheers
from roadworthy.views.failures.made_up import made_up
from roadworthy.views.failures.never_run import never_run
from roadworthy.views.failures.own_results import own_results
from roadworthy.views.failures.replaced import replaced
from roadworthy.views.failures.stuck import stuck
from roadworthy.views.failures.taken_for_empty import taken_for_empty
from roadworthy.views.failures.toasts_nowhere import toasts_nowhere
from roadworthy.views.failures.told_as_success import told_as_success
from roadworthy.views.failures.unanswered import unanswered
from roadworthy.views.failures.unreached import unreached
from roadworthy.views.failures.unread_verdicts import unread_verdicts
from roadworthy.views.failures.unthrown import unthrown

_SHOWN = {
    "empty": "that is shown as nothing there",
    "not-found": "that is shown as not found",
    "silent": "nobody is told",
    "unchecked": "nothing looks at it",
}


def without_catch(app: App) -> Iterator[Swallowed]:
    """Failures that no catch holds: errors that are never thrown, values made up in their place, answers nobody looks at."""
    yield from _nobody_sees(app)
    yield from _not_what_came(app)
    yield from _unanswered(app)
    yield from _unreached(app)
    yield from _own_faults(app)


def _nobody_sees(app: App) -> Iterator[Swallowed]:
    for error in app.view(unthrown):
        made = f"the {error.name} at {error.location} is made and never thrown, and the code goes on"
        yield Swallowed("silent", error.owner, error.location, made)
    for value in app.view(made_up):
        said = f"whatever goes wrong while {value.name} is read, {value.location} makes it the present moment without a word"
        yield Swallowed("silent", value.owner, value.location, said)
    for lost in app.view(taken_for_empty):
        said = f"where its file cannot be read, {lost.location} makes {lost.name} empty, and {lost.written} writes that over the file"
        yield Swallowed("silent", lost.owner, lost.location, said)
    for result in app.view(own_results):
        said = f"when {result.name} answers at {result.location} that it failed, {_SHOWN[result.kind]}"
        yield Swallowed(result.kind, result.owner, result.location, said)
    for blamed in app.view(blamed_on_absence):
        said = f"any failure is shown at {blamed.location} as if what was asked for were not there"
        yield Swallowed("not-found", blamed.owner, blamed.location, said)
    for handed in app.view(handed_errors):
        said = f"the text of whatever {handed.caught} catches is sent to whoever asked at {handed.location}"
        yield Swallowed("leak", handed.owner, handed.location, said)
    for hollow in app.view(hollow_cheers):
        said = f"{hollow.name} says at {hollow.location} that it was done, and does nothing"
        yield Swallowed("answered", hollow.owner, hollow.location, said)
    for one in app.view(forgotten_awaits):
        said = f"the write to {one.table} at {one.location} is not awaited: whether it failed is never known"
        yield Swallowed("unchecked", one.owner, one.location, said)
    for begun in app.view(never_run):
        said = (
            f"{begun.name} is called at {begun.location} without `await`: it never runs, and nobody is told"
        )
        yield Swallowed("unchecked", begun.owner, begun.location, said)
    for unread in app.view(unread_verdicts):
        said = f"{unread.name} answers False when it failed, and nothing at {unread.location} looks at that"
        yield Swallowed("unchecked", unread.owner, unread.location, said)
    for waits in app.view(stuck):
        left = f"when the request at {waits.location} fails, what {waits.setter} turned on before it stays on"
        yield Swallowed("stuck", waits.owner, waits.location, left)


def _not_what_came(app: App) -> Iterator[Swallowed]:
    """Values made up in the place of what failed, and words that appear nowhere."""
    for put in app.view(replaced):
        said = f"whatever fails at {put.location}, {put.name} gets a value made up in its place"
        yield Swallowed("silent", put.owner, put.location, said)
    for unseen in app.view(toasts_nowhere):
        said = f"{unseen.library} is mounted nowhere: what {unseen.location} says of a failure appears on no page"
        yield Swallowed("silent", unseen.owner, unseen.location, said)


def _unanswered(app: App) -> Iterator[Swallowed]:
    """Requests that wait for ever once something failed."""
    for hung in app.view(unanswered):
        said = f"a failure at {hung.location} is only written down, and nothing answers the request"
        blank = f"after a failure at {hung.location} nothing is given back: the client sees {hung.instead}"
        kind = "blank" if hung.instead else "unanswered"
        yield Swallowed(kind, hung.owner, hung.location, blank if hung.instead else said, tried=hung.tried)


def _unreached(app: App) -> Iterator[Swallowed]:
    """Changes that no policy lets through, of which no error comes."""
    for lost in app.view(unreached):
        table, place = lost.query.table, lost.query.location
        said = f"the policies of {table} let nobody change a row before its {lost.column} is theirs: {place} changes nothing, and no error comes"
        yield Swallowed("unreached", lost.owner, place, said, table)


def _own_faults(app: App) -> Iterator[Swallowed]:
    """What was asked wrongly, answered as if the server had failed, or as if all went well."""
    for refused in app.view(told_as_success):
        said = f"{refused.what} is answered at {refused.location} with a status of success"
        yield Swallowed("told-as-success", refused.owner, refused.location, said)
    for own in app.view(blamed_on_server):
        said = f"what the schema at {own.schema} refuses is an error that {own.location} does not know, and answers with 500"
        yield Swallowed("own-fault", own.owner, own.location, said, through=own.refused)
