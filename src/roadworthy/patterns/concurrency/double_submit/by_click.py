"""A double click in a browser, where the page adds the row itself: once is what everybody wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadworthy.app import App
from roadworthy.patterns.concurrency.double_submit.finding import Repeat
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.clicking import DoubleClick, double_click, is_labelled, ways_to
from roadworthy.proof.experiment import database_of
from roadworthy.proof.own_rows import stock_page
from roadworthy.proof.routes import viewer
from roadworthy.proof.ways import Step, Way
from roadworthy.trial import Trial
from roadworthy.views.pages.screens import components_on, route_showing
from roadworthy.views.pages.submitting import Sender

# The ways that are gone to one control: several things of a page may be called like it.
_WAYS = 3


def by_click(experiment: Experiment, found: Repeat, trial: Trial, app: App) -> Reproduction:
    """What a double click on the first control leaves that is seen to add a row at all."""
    if found.insert is None:
        return experiment.untestable("what the page adds cannot be told")
    for sender in found.unguarded:
        for actor, steps in _attempts(app, trial, sender):
            outcome = _clicked(experiment, found.insert.table, trial, app, sender, actor, steps)
            if outcome is not None:
                return outcome
    return experiment.untestable(f"no control was seen to add a row of {found.insert.table}")


def _attempts(app: App, trial: Trial, sender: Sender) -> Iterator[tuple[str, Sequence[Step]]]:
    """Who clicks, after which steps: on the page as it opens, on one that has something to act on, and where clicks lead to the
    control."""
    route = route_showing(app, sender.component.name)
    people = [
        who for who in dict.fromkeys((viewer(app, trial, route), "alice", "admin")) if _is_known(trial, who)
    ]
    yield from ((who, ()) for who in people)
    for who in people:
        trial.reset()
        stock_page(app, trial, route, who)
        yield who, ()
        for way in ways_to(app, trial, sender, who)[:_WAYS]:
            yield who, way.steps


def _is_known(trial: Trial, who: str) -> bool:
    return who == "anonymous" or who in trial.actors


def _clicked(
    experiment: Experiment,
    table: str,
    trial: Trial,
    app: App,
    sender: Sender,
    actor: str,
    steps: Sequence[Step],
) -> Reproduction | None:
    """None where no row came of it."""
    before = database_of(trial).count(table)
    click = double_click(app, trial, sender, actor, steps)
    left = database_of(trial).count(table) - before
    after = f" after {Way(tuple(steps))}" if steps else ""
    what = f"double click on “{click.label}” on {click.route}{after}"
    experiment.note("act", f"{actor}: {what}", shows=click.missing or f"{left} new rows of {table}")
    if click.missing or left < 1 or click.screenshot is None:
        return None
    experiment.picture(str(click.screenshot), f"{click.route} after the double click: {left} new rows")
    if left > 1:
        return experiment.proven(f"a {what} left {left} rows in {table}")
    if _stands_beside(app, sender, click, table):
        return None
    return experiment.cleared(f"a {what} left one row in {table}")


def _stands_beside(app: App, sender: Sender, click: DoubleClick, table: str) -> bool:
    """Whether another control of the page that says the same adds to the table as well: which of the two was clicked is not known."""
    route = route_showing(app, sender.component.name)
    forms = [form for one in components_on(app, route) for form in one.forms]
    like = [form for form in forms if is_labelled(click.label, form.label)]
    return len([form for form in like if ("insert", table) in form.writes]) > 1
