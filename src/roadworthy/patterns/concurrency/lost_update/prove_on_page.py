"""Presses what a page writes with in two windows, one after the other and at the same time, and compares what is stored."""

from __future__ import annotations

from decimal import Decimal

from roadworthy.app import App, Component
from roadworthy.patterns.concurrency.lost_update.finding import COMPUTED, LostUpdate, PageRace, Race
from roadworthy.patterns.concurrency.lost_update.furnishing import supply
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.failed_writes import Write, controls
from roadworthy.proof.own_rows import stock_page
from roadworthy.proof.routes import open_route, viewer
from roadworthy.proof.two_windows import Both, Control, at_the_same_time, one_after_the_other
from roadworthy.trial import Trial
from roadworthy.trial.database import Database
from roadworthy.views.pages.hosted_reads import written_as
from roadworthy.views.pages.screens import route_showing
from roadworthy.views.pages.submitting import path_shape

_CONTROLS = 6
_NUMBERS = ("integer", "bigint", "smallint", "numeric", "real", "double precision", "money", "int", "decimal")


def prove_on_page(experiment: Experiment, app: App, found: LostUpdate) -> Reproduction:
    """The first race whose write a control of the page makes decides."""
    race = next((one for one in found.races if one.kind == COMPUTED), None)
    component = next((one for one in app.components if one.name == found.endpoint.subject), None)
    route = route_showing(app, component.name) if component is not None else ""
    if race is None or component is None or not route:
        return experiment.untestable("what two windows of the page should leave is the app's to say")
    written = written_as(race.write)
    if written is None:
        return experiment.untestable("the request by which the page writes cannot be told")
    return _pressed(experiment, app, component, race, Write(*written))


def prove_reckoned(experiment: Experiment, app: App, found: PageRace) -> Reproduction:
    """What a page adds up and sends to an endpoint."""
    component = next((one for one in app.components if one.name == found.component), None)
    if component is None or not route_showing(app, component.name):
        return experiment.untestable("no page is known that sends it")
    write = Write(found.endpoint.method, path_shape(found.endpoint.path))
    return _pressed(experiment, app, component, found.race, write)


def _pressed(
    experiment: Experiment, app: App, component: Component, race: Race, write: Write
) -> Reproduction:
    route = route_showing(app, component.name)
    if not _is_number(database_of(experiment.trial), race):
        return experiment.untestable(f"{race.write.table}.{race.column} is no number of the running database")
    for control in _pressable(app, experiment.trial, component, route, write):
        outcome = _compared(experiment, app, route, control, race)
        if outcome is not None:
            return outcome
    return experiment.untestable(f"no control on {route} was seen to change {_what(race)}")


def _pressable(app: App, trial: Trial, component: Component, route: str, write: Write) -> list[Control]:
    """The controls of the page for whoever usually looks at it, then for the administrator."""
    labels = tuple(form.label for form in component.forms if form.writes or form.fetches)
    found: list[Control] = []
    for actor in dict.fromkeys((viewer(app, trial, route), "admin")):
        if actor in trial.actors:
            trial.reset()
            stock_page(app, trial, route, actor)
            path = open_route(app, trial, route, actor)
            numbers = controls(trial, actor, path, labels)[:_CONTROLS]
            found += [Control(actor, path, number, write, labels) for number in numbers]
    return found


def _compared(
    experiment: Experiment, app: App, route: str, control: Control, race: Race
) -> Reproduction | None:
    """None where the control does not make the write, or makes it without effect."""
    trial = experiment.trial
    changes: list[Decimal] = []
    pressed: list[Both] = []
    for press in (one_after_the_other, at_the_same_time):
        trial.reset()
        stock_page(app, trial, route, control.actor)
        supply(trial, [race])
        before = _stored(database_of(trial), race)
        pressed.append(press(trial, control))
        changes.append(_stored(database_of(trial), race) - before)
        if not pressed[-1].sent or not changes[-1]:
            return None
    _note(experiment, control, race, pressed[0], "one after the other", changes[0])
    _note(experiment, control, race, pressed[1], "at the same time", changes[1])
    return _judge(experiment, control, race, pressed, changes)


def _judge(
    experiment: Experiment, control: Control, race: Race, pressed: list[Both], changes: list[Decimal]
) -> Reproduction | None:
    apart, together = changes
    label = pressed[0].label or "the control"
    told = f"“{label}” on {control.path} in two windows"
    if min(one.sent for one in pressed) < 2:
        return None
    if pressed[1].held_to:
        held_to = ", ".join(sorted(pressed[1].held_to))
        return experiment.cleared(
            f"{told} at the same time: a row is changed only where its {held_to} is still what the page had read"
        )
    if pressed[1].refused:
        return experiment.cleared(f"{told} at the same time: one of the two is refused")
    if together * 2 == apart:
        return experiment.proven(
            f"{told} changed {_what(race)} by {apart} when pressed in one after the other, and by {together} at the same time: "
            "one of the two is lost"
        )
    if together == apart:
        return experiment.cleared(f"{told} at the same time changed {_what(race)} by {together}, as in turn")
    return None


def _note(
    experiment: Experiment, control: Control, race: Race, pressed: Both, when: str, change: Decimal
) -> None:
    label = pressed.label or "the control"
    says = f"{control.actor} presses “{label}” on {control.path} in two windows, {when}"
    shows = f"{_what(race)}: {change:+}; {pressed.sent} times {control.write.method} {control.write.shape}"
    experiment.note("act", says, shows=shows)


def _stored(database: Database, race: Race) -> Decimal:
    """The sum of the raced column over all rows."""
    summed = f'select coalesce(sum("{race.column}"), 0) as told from {database.quoted(race.write.table)}'
    return Decimal(str(database.query(summed)[0]["told"]))


def _is_number(database: Database, race: Race) -> bool:
    columns = database.columns(race.write.table) if race.write.table in database.tables() else []
    return any(one.name == race.column and one.type.startswith(_NUMBERS) for one in columns)


def _what(race: Race) -> str:
    return f"the sum of {race.write.table}.{race.column}"
